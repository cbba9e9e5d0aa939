// The first step: which device or image. Whatever could be changed by being read is refused
// unless somebody says why not; what cannot be scanned here leads to advice, not to a scan.
import { api, wordsOf, type Audit, type Device, type Devices, type Folder } from "../api";
import { caseFacts, loadCase } from "../case_facts";
import { choiceField, complaintBox, textField } from "../form";
import { closeButton, openDialog, signedDialog, signatureFields } from "../dialog";
import { fill, h, type Child } from "../h";
import { named } from "../name";
import { goTo } from "../router";
import { session } from "../session";
import type { View } from "../view";
import { bytes, counted } from "../words";
import { whatNow } from "./scene_next";
import { exhibitLine, stepsLine } from "./scene_steps";

function chooseDevice(device: Device, override = ""): void {
  session.scene = {
    ...session.scene,
    path: device.path,
    label: deviceWords(device),
    override,
    device: { serial: device.serial, bytes: device.bytes, objection: device.refused },
  };
  goTo(["scene", "start"]);
}

function chooseImage(path: string, label: string): void {
  session.scene = { ...session.scene, path, label, override: "", device: null };
  goTo(["scene", "start"]);
}

// ---- attached devices ----

function attachAdvice(): HTMLElement {
  return h(
    "details",
    {},
    h("summary", {}, "How to attach a device properly"),
    h(
      "ol",
      {},
      h("li", {}, "Put a hardware write blocker between the device and this computer, or set the switch of a card or its adapter to read-only."),
      h("li", {}, "If a window opens that offers to show the files, close it; do not open anything."),
      h("li", {}, "If the device is mounted, unmount it: a mounted device can be changed by this computer."),
      h("li", {}, "Look again at the list. The device has to say “read-only” and “not mounted”."),
    ),
  );
}

function deviceWords(device: Device): string {
  return device.model === "" ? device.path : device.model;
}

function askOverride(device: Device): void {
  openDialog("Scan it though it is refused?", (dialog) => {
    const why = textField({
      label: "Why can it not be attached properly?",
      name: "override",
      required: true,
      isLong: true,
      hint: "It is put on record beside your name.",
    });
    const complaint = complaintBox();
    return h(
      "form",
      {
        novalidate: true,
        onsubmit: (event: SubmitEvent) => {
          event.preventDefault();
          if (why.value() === "") {
            complaint.say("Say why: without a reason it stays refused.");
            return;
          }
          dialog.close();
          chooseDevice(device, why.value());
        },
      },
      h("p", {}, h("strong", {}, named(deviceWords(device))), ": ", named(device.refused, "plain")),
      h("p", {}, "This computer could change what is on it, and that could be held against the evidence."),
      why.element,
      complaint.element,
      h(
        "div",
        { class: "buttons" },
        h("button", { type: "submit", class: "button danger" }, "Scan it for this reason"),
        closeButton(dialog, "Attach it properly instead"),
      ),
    );
  });
}

function deviceCard(device: Device): HTMLElement {
  const is_refused = device.refused !== "";
  const facts: string[] = [
    bytes(device.bytes),
    device.bus === "" ? "" : device.bus,
    device.serial === "" ? "no serial number" : `serial number ${device.serial}`,
    device.removable ? "removable" : "built in",
  ].filter((fact) => fact !== "");
  return h(
    "li",
    { class: is_refused ? "card refused" : "card" },
    h("h3", {}, named(deviceWords(device))),
    h("p", {}, named(device.path), " · ", named(facts.join(" · "), "plain")),
    h(
      "p",
      { class: "states" },
      h("span", { class: "state" }, device.read_only ? "Read-only" : "! Writable"),
      h(
        "span",
        { class: "state" },
        device.mounted.length === 0
          ? "Not mounted"
          : ["! Mounted at ", device.mounted.map((path) => named(path))],
      ),
    ),
    is_refused
      ? [
          h("p", {}, h("strong", {}, "Refused: "), named(device.refused, "plain")),
          device.advice === "" ? null : h("p", {}, named(device.advice, "plain")),
          device.of_this_computer
            ? null
            : h(
                "button",
                { type: "button", class: "button", onclick: () => askOverride(device) },
                "Scan it anyway, with a reason…",
              ),
        ]
      : [
          device.advice === "" ? null : h("p", {}, named(device.advice, "plain")),
          h(
            "button",
            {
              type: "button",
              class: "button main",
              onclick: () => chooseDevice(device),
            },
            "Choose this device",
          ),
        ],
  );
}

function deviceList({ devices }: Devices): Child {
  if (devices.length === 0) {
    return h("p", {}, "No disk, stick or card is attached. Attach one and look again.");
  }
  const open = devices.filter((device) => device.refused === "");
  const refused = devices.filter((device) => device.refused !== "");
  return [
    open.length === 0
      ? h("p", { class: "warning" }, "No attached device may be scanned as it is now.")
      : h("ul", { class: "cards" }, open.map(deviceCard)),
    refused.length === 0
      ? null
      : [h("h3", {}, "Refused"), h("ul", { class: "cards" }, refused.map(deviceCard))],
  ];
}

function attached(first: Devices): HTMLElement {
  const list = h("div", {}, deviceList(first));
  const complaint = complaintBox();
  const told = h("p", { role: "status", class: "spoken" });
  async function look(): Promise<void> {
    try {
      const devices = await api.devices();
      fill(list, deviceList(devices));
      told.textContent = `${counted(devices.devices.length, "device")} listed`;
      complaint.say("");
    } catch (trouble) {
      complaint.say(wordsOf(trouble));
    }
  }
  return h(
    "section",
    { "aria-labelledby": "attached" },
    h("h2", { id: "attached" }, "Attached devices"),
    h("button", { type: "button", class: "button", onclick: () => void look() }, "Look again"),
    told,
    complaint.element,
    list,
    attachAdvice(),
  );
}

// ---- images ----

function joined(folder: string, name: string): string {
  return folder.endsWith("/") ? folder + name : `${folder}/${name}`;
}

// What the list of a folder does not say.
function restOf(folder: Folder): Child {
  if (folder.left_out > 0) {
    return h(
      "p",
      { class: "warning" },
      `${counted(folder.left_out, "more name")} of this folder cannot be shown here: they hold what no page can say, or are too many.`,
    );
  }
  return folder.folders.length + folder.images.length === 0
    ? h("p", {}, "Nothing is in this folder that could be an image.")
    : null;
}

function images(roots: readonly string[]): HTMLElement {
  const place = h("div", {});
  const complaint = complaintBox();
  const heading = h("h2", { id: "images", tabindex: -1 }, "Images of devices");

  function folderButton(path: string, text: Child): HTMLElement {
    return h(
      "li",
      {},
      h("button", { type: "button", class: "button wide", onclick: () => void open(path) }, text),
    );
  }
  function showRoots(): void {
    fill(
      place,
      roots.length === 0
        ? h("p", {}, "No folder with images was named when Winnow was started. Ask the unit how to start it with one.")
        : h("ul", { class: "plain-list" }, roots.map((root) => folderButton(root, ["Folder ", named(root)]))),
    );
  }
  async function open(path: string, isAsked = true): Promise<void> {
    try {
      const folder = await api.browse(path);
      complaint.say("");
      fill(
        place,
        h("p", {}, named(folder.folder)),
        h(
          "ul",
          { class: "plain-list" },
          folder.parent === null
            ? h(
                "li",
                {},
                h("button", { type: "button", class: "button wide", onclick: showRoots }, "↑ All folders"),
              )
            : folderButton(folder.parent, "↑ The folder above"),
          folder.folders.map((name) =>
            folderButton(joined(folder.folder, name), ["Folder ", named(name)]),
          ),
          folder.images.map((image) =>
            h(
              "li",
              {},
              h(
                "button",
                {
                  type: "button",
                  class: "button wide",
                  onclick: () => chooseImage(joined(folder.folder, image.name), image.name),
                },
                "Choose the image ",
                named(image.name),
                `, ${bytes(image.bytes)}`,
              ),
            ),
          ),
        ),
        restOf(folder),
      );
      if (isAsked) heading.focus();
    } catch (trouble) {
      complaint.say(wordsOf(trouble));
    }
  }
  if (roots.length === 1 && roots[0] !== undefined) void open(roots[0], false);
  else showRoots();
  return h("section", { "aria-labelledby": "images" }, heading, complaint.element, place);
}

// ---- what cannot be scanned here ----

const ADVICE = {
  computer: {
    title: "A computer that is switched on",
    why: "computer that is switched on: not scanned on scene",
    lines: [
      "Do not scan it. Do not shut it down, unplug it or use it on your own decision: what is only in its memory, and the key of an encrypted disk, may be lost for good.",
      "Keep people away from it, and keep it from going to sleep if that needs no more than a movement of the mouse.",
      "Note what is on the screen, and the time. Photograph the screen if your force's procedure says so.",
      "Call the digital forensics unit and do what it says; it decides about memory, network and power.",
      "Once the unit has it switched off, its disk can be scanned here behind a write blocker.",
    ],
  },
  phone: {
    title: "A phone or tablet",
    why: "phone or tablet: not scanned by this program",
    lines: [
      "Winnow does not scan phones and tablets. Do not try PINs and do not look through it.",
      "If it is on, leave it on; if it is off, leave it off. Keep it charged.",
      "Keep it from the network by your force's procedure: a shielded bag, or flight mode if that is possible without unlocking it.",
      "Ask for the PIN and note it, if you may ask for it.",
      "Hand it to the digital forensics unit. A memory card from it can be scanned here by itself, behind a read-only adapter, if the procedure lets you take it out.",
    ],
  },
} as const;

function advice(kind: keyof typeof ADVICE): HTMLElement {
  const { title, why, lines } = ADVICE[kind];
  const { ref } = session.scene;
  const after = h("section", { class: "after", "aria-label": "What now" });
  const hand_over = "It is on record that it is not scanned here. Hand it to the unit.";
  const decided = (): void => void loadCase().then((facts) => showNext(facts.audit), () => undefined);
  const showNext = (audit: Audit): void =>
    fill(after, h("h2", {}, "What now"), whatNow({ ref, audit, hand_over, decided }));
  const record = (): void => {
    const signature = signatureFields({ second: false });
    signedDialog(
      "Put on record that it is not scanned here",
      [
        h("p", {}, "Exhibit ", named(ref), `: ${why}.`),
        h("p", {}, "It stays in the backlog, and counts as not examined."),
        signature.element,
      ],
      "Put on record",
      async () => {
        const told = await api.putIntake({ ref, fields: { cannot_be_scanned: why }, ...signature.value() });
        showNext(told.audit);
        return told;
      },
      () => undefined,
    );
  };
  return h(
    "section",
    { "aria-labelledby": "advice" },
    h("h2", { id: "advice" }, title),
    h("ol", { class: "advice" }, lines.map((line) => h("li", {}, line))),
    h("p", {}, "Your force's own procedure comes before these lines."),
    h("button", { type: "button", class: "button main", onclick: record }, "Put on record that it is not scanned here…"),
    after,
  );
}

// ---- the view ----

export async function sceneDeviceView(): Promise<View> {
  if (session.scene.ref === "") {
    goTo(["scene"]);
    return { title: "Choose the device", place: "scene", body: h("h1", {}, "Intake comes first") };
  }
  const devices = await api.devices();
  const place = h("div", { "aria-live": "off" });
  const show = (kind: string): void => {
    if (kind === "attached") fill(place, attached(devices));
    else if (kind === "image") fill(place, images(devices.roots));
    else if (kind === "computer" || kind === "phone") fill(place, advice(kind));
  };
  // Of the training the practice images alone are scanned.
  const { is_practice } = caseFacts();
  const first = is_practice ? "image" : "attached";
  const kinds = choiceField({
    legend: "What do you have before you?",
    name: "kind",
    choices: [
      ...(is_practice ? [] : [{ value: "attached", text: "A disk, stick or card, attached to this computer" }]),
      { value: "image", text: "An image of a device (a file)" },
      { value: "computer", text: "A computer that is switched on" },
      { value: "phone", text: "A phone or tablet" },
    ],
    value: first,
    onChange: show,
  });
  kinds.element.classList.add("kinds");
  show(first);
  const body = h(
    "div",
    { class: "scene" },
    stepsLine(1),
    h("h1", {}, "Choose the device"),
    exhibitLine(),
    kinds.element,
    place,
    h("p", {}, h("a", { class: "button", href: "#/scene" }, "Back to the intake")),
  );
  return { title: "Choose the device", place: "scene", body };
}
