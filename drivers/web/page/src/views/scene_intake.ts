// The officer's intake: what is known before the scan, in plain questions. What is left open
// is left out of what is put on record, which counts as "don't know" and never as "no".
import { api, wordsOf, type IntakeField, type Row, type Scan } from "../api";
import { caseFacts } from "../case_facts";
import { closeButton, openDialog, type OpenDialog } from "../dialog";
import { choiceField, complaintBox, momentField, textField, type Field } from "../form";
import { fill, h, type Child } from "../h";
import { named } from "../name";
import { goTo } from "../router";
import { session } from "../session";
import type { View } from "../view";
import { moment } from "../words";
import { keyOf, wordingOf } from "./intake_words";
import { stepsLine } from "./scene_steps";

const YES_NO = [
  { value: "yes", text: "Yes" },
  { value: "no", text: "No" },
  { value: "unknown", text: "Don't know" },
];

const FIRST = ["device", "seized_at", "holder", "consent_scope"];
// What belongs to the unit, or to the advice on what cannot be scanned.
const NOT_HERE = ["cannot_be_scanned", "referral", "referral_by", "referral_at", "referral_ref"];

interface Asked {
  field: IntakeField;
  control: Field;
  text(): string;
}

function askHolder(ask: string, onChange: (value: string) => void): Field {
  return choiceField({
    legend: ask,
    name: "holder",
    isRow: true,
    choices: [
      { value: "suspect", text: "A suspect's" },
      { value: "victim", text: "A victim's" },
      { value: "witness", text: "A witness's" },
      { value: "unknown", text: "Don't know" },
    ],
    onChange,
  });
}

function ask(field: IntakeField, onHolder: (value: string) => void): Asked {
  const key = keyOf(field);
  const wording = wordingOf(field);
  if (field.is_question) {
    const control = choiceField({
      legend: wording.ask,
      name: key,
      hint: wording.hint,
      choices: YES_NO,
      isRow: true,
    });
    return { field, control, text: control.value };
  }
  if (key === "holder") {
    const control = askHolder(wording.ask, onHolder);
    return { field, control, text: control.value };
  }
  if (key === "seized_at") {
    const control = momentField({ label: wording.ask, name: key, hint: wording.hint });
    return { field, control, text: control.value };
  }
  const control = textField({
    label: wording.ask,
    name: key,
    hint: wording.hint,
    type: field.shown === "TIME" ? "date" : "text",
  });
  return { field, control, text: control.value };
}

// ---- what was begun before ----

// The backlog is asked for only by who opens this.
function chooseBefore(): HTMLElement {
  const place = h("div", { class: "buttons" });
  async function list(): Promise<void> {
    try {
      const { waiting } = await api.board("");
      const open = waiting.filter((row) => !row.ended && !row.scanning);
      fill(place, open.length === 0 ? h("p", {}, "None waits to be scanned.") : open.map(one));
    } catch (trouble) {
      fill(place, h("p", { role: "alert" }, wordsOf(trouble)));
    }
  }
  const one = (row: Row): HTMLElement =>
    h(
      "button",
      { type: "button", class: "button", onclick: () => choose(row.exhibit) },
      named(row.exhibit),
      row.scanned ? " (stopped)" : null,
    );
  const details = h(
    "details",
    {
      ontoggle: () => {
        if (details.open && place.childElementCount === 0) void list();
      },
    },
    h("summary", {}, "It was taken in before: choose it"),
    place,
  );
  return details;
}

function choose(ref: string): void {
  session.scene = { ref, path: "", label: "", override: "", device: null };
  goTo(["scene", "device"]);
}

function selftestNote(): HTMLElement | null {
  const { selftest, version } = caseFacts();
  if (selftest?.passed && selftest.version === version) return null;
  const text = !selftest
    ? "No self-test of this computer can be shown. Tell the unit: it has to be run before anybody relies on an answer."
    : selftest.passed
      ? `The self-test passed with another version (${selftest.version}). Tell the unit: it has to be run again.`
      : `The self-test FAILED on this computer: ${selftest.line}. Do not rely on it; tell the unit.`;
  return h("p", { class: "warning", role: "note" }, text);
}

function runningNote(scan: Scan): HTMLElement | null {
  if (scan.state !== "running" && scan.state !== "stopping") return null;
  return h(
    "p",
    { class: "warning" },
    "A scan is running: ",
    named(scan.ref),
    ". ",
    h("a", { class: "button", href: "#/scene/answer" }, "Show its answer"),
  );
}

// ---- the questions ----

// All that is asked here, of which some hangs on what is answered.
function askAll(fields: readonly IntakeField[]): Asked[] {
  const wanted = fields.filter((field) => !NOT_HERE.includes(keyOf(field)));
  const asked: Asked[] = wanted.map((field) => ask(field, showConsent));
  const of = (key: string): Asked | undefined => asked.find((one) => keyOf(one.field) === key);
  const consent = of("consent_scope");
  function showConsent(holder: string): void {
    if (consent) consent.control.element.hidden = holder !== "victim" && holder !== "witness";
  }
  showConsent("");
  const risk = of("immediate_risk");
  if (risk) warnOfDanger(risk);
  return asked;
}

function warnOfDanger(risk: Asked): void {
  const danger = h(
    "p",
    { class: "warning", role: "alert" },
    "Do not wait for the scan: act on a child in danger now, by your force's procedure.",
  );
  danger.hidden = true;
  risk.control.element.addEventListener("change", () => {
    danger.hidden = risk.text() !== "yes";
  });
  risk.control.element.append(danger);
}

// What was answered, by the keys of the record; what was left open is left out.
function answersOf(asked: readonly Asked[]): Record<string, string> {
  const stated: Record<string, string> = {};
  for (const one of asked) {
    const text = one.control.element.hidden ? "" : one.text();
    if (text !== "") stated[one.field.key] = text;
  }
  return stated;
}

function fieldsPart(name: Field, ref: Field, asked: readonly Asked[]): Child {
  const first = asked.filter((one) => FIRST.includes(keyOf(one.field)));
  const questions = asked.filter((one) => one.field.is_question);
  const rest = asked.filter((one) => !first.includes(one) && !questions.includes(one));
  return [
    h("h2", {}, "You and the exhibit"),
    h("div", { class: "fields" }, name.element, ref.element, first.map((one) => one.control.element)),
    h("h2", {}, "The person and children"),
    h("p", {}, "About the person whose device it is, or who is suspected."),
    h("div", { class: "questions" }, questions.map((one) => one.control.element)),
    h(
      "details",
      {},
      h("summary", {}, "More, if you know it"),
      h("div", { class: "fields" }, rest.map((one) => one.control.element)),
    ),
  ];
}

// ---- a reference that is on record already ----

interface OnRecord {
  exhibit: string;
  words: string;
}

// Capital letters and blanks make no other exhibit of it.
async function onRecord(ref: string): Promise<OnRecord | null> {
  const key = (text: string): string => text.toLowerCase().replace(/\s+/g, "");
  const { waiting, others } = await api.board("");
  const rows = [...waiting, ...others];
  const row = rows.find((one) => one.exhibit === ref) ?? rows.find((one) => key(one.exhibit) === key(ref));
  if (!row) return null;
  const { timeline } = await api.exhibit(row.exhibit);
  const times = (event: string): string[] =>
    timeline.filter((one) => event === "" || one.event === event).map((one) => one.at).sort();
  const since = times("")[0];
  const scanned = times("scan_ended").reverse()[0];
  return {
    exhibit: row.exhibit,
    words:
      `is on record${since ? ` since ${moment(since)}` : ""}, ` +
      (row.scanned ? `scanned${scanned ? ` ${moment(scanned)}` : ""}` : "not scanned yet"),
  };
}

function askWhether({ exhibit, words }: OnRecord, goOn: (exhibit: string) => void, another: () => void): void {
  let then = another;
  const body = (dialog: OpenDialog): Child =>
    h(
      "div",
      {},
      h("p", {}, h("strong", {}, named(exhibit)), ` ${words}: is it this one?`),
      h(
        "div",
        { class: "buttons" },
        closeButton(dialog, "No, another reference"),
        h(
          "button",
          {
            type: "button",
            class: "button main",
            onclick: () => {
              then = () => goOn(exhibit);
              dialog.close();
            },
          },
          "Yes, go on",
        ),
      ),
    );
  openDialog("This reference is on record", body, () => then());
}

function intakeForm(fields: readonly IntakeField[]): HTMLElement {
  const asked = askAll(fields);
  const name = textField({
    label: "Your name",
    name: "operator",
    required: true,
    value: session.viewer,
  });
  const ref = textField({
    label: "Exhibit reference",
    name: "ref",
    required: true,
    hint: "As on its bag",
  });
  const complaint = complaintBox();
  const button = h("button", { type: "submit", class: "button main" }, "Next: choose the device");
  async function send(): Promise<void> {
    name.complain(name.value() === "" ? "Say your name." : "");
    ref.complain(ref.value() === "" ? "Say the exhibit's reference." : "");
    if (name.value() === "" || ref.value() === "") {
      (name.value() === "" ? name : ref).focus();
      return;
    }
    button.disabled = true;
    complaint.say("");
    session.viewer = name.value();
    try {
      const known = await onRecord(ref.value());
      if (known) askWhether(known, (exhibit) => void put(exhibit, true), () => ref.focus());
      else await put(ref.value(), false);
    } catch (trouble) {
      complaint.say(wordsOf(trouble));
    } finally {
      button.disabled = false;
    }
  }
  async function put(exhibit: string, isKnown: boolean): Promise<void> {
    try {
      const fields = answersOf(asked);
      // There is nothing to put on record of one that is there, if nothing is said of it.
      if (!isKnown || Object.keys(fields).length > 0) {
        await api.putIntake({ ref: exhibit, fields, operator: name.value() });
      }
      choose(exhibit);
    } catch (trouble) {
      complaint.say(wordsOf(trouble));
    }
  }
  return h(
    "form",
    {
      novalidate: true,
      onsubmit: (event: SubmitEvent) => {
        event.preventDefault();
        void send();
      },
    },
    fieldsPart(name, ref, asked),
    complaint.element,
    h("div", { class: "buttons" }, button),
  );
}

// ---- the view ----

export async function sceneIntakeView(): Promise<View> {
  const [fields, scan] = await Promise.all([api.intakeFields(), api.scan()]);
  const body = h(
    "div",
    { class: "scene" },
    stepsLine(0),
    h("h1", {}, "Intake"),
    h("p", { class: "lead" }, "What you know before the scan. Whatever you leave open counts as “don't know”, never as “no”."),
    selftestNote(),
    runningNote(scan),
    chooseBefore(),
    intakeForm(fields),
  );
  return { title: "Intake", place: "scene", body };
}
