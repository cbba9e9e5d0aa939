// The second step: what to expect, before anything is started.
import { api, wordsOf, Trouble, type Expectation, type Interval, type SetUsed } from "../api";
import { limitsBox } from "../case_facts";
import { choiceField, complaintBox, textField, type Field } from "../form";
import { h, setText, type Child } from "../h";
import { named } from "../name";
import { goTo } from "../router";
import { session, type SceneState } from "../session";
import type { View } from "../view";
import { atLeast, atMost, bytes, counted, moment } from "../words";
import { stepsLine } from "./scene_steps";

// How long something takes; of some devices and images nobody knows beforehand.
function spanWords(range: Interval | null): Child {
  if (range === null) return [" a time that is ", h("strong", {}, "not known beforehand")];
  return [
    " about ",
    h("strong", {}, atLeast(range[0])),
    ", at most ",
    h("strong", {}, atMost(range[1])),
  ];
}

// Where no time is told this says why not, and is not folded away.
function whyWords({ why, whole }: Expectation): Child {
  if (why === "") return null;
  return whole === null ? h("p", {}, why) : h("details", {}, h("summary", {}, "Why?"), h("p", {}, why));
}

function expectation(expected: Expectation, sets: readonly SetUsed[]): HTMLElement {
  const with_these = sets.length === 1 ? "With this set" : "With these sets";
  const size = expected.bytes === undefined ? "" : `: ${bytes(expected.bytes)}`;
  const rate = expected.rate ? `, measured at ${bytes(expected.rate)} a second` : "";
  return h(
    "section",
    { class: "expect", "aria-labelledby": "expect" },
    h("h2", { id: "expect" }, "What to expect"),
    h(
      "p",
      { class: "large" },
      `${with_these} the first useful answer takes`,
      spanWords(expected.first_useful),
      ".",
    ),
    h(
      "p",
      {},
      "All of it takes",
      spanWords(expected.whole),
      `${size}${rate}. You may stop at any time and keep what was met.`,
    ),
    whyWords(expected),
  );
}

function setLine(set: SetUsed): HTMLElement {
  const facts = [
    counted(set.entries, "entry"),
    set.type,
    set.released ? `of ${moment(set.released)}` : "of no known date",
    set.has_pdq ? "also finds altered pictures" : "",
  ].filter((fact) => fact !== "");
  return h(
    "li",
    {},
    h("strong", {}, named(set.name)),
    `: ${facts.join(", ")}`,
    set.is_out_of_date
      ? h(
          "strong",
          {},
          set.released
            ? " · OUT OF DATE: ask the unit for a newer one"
            : " · MAY BE OUT OF DATE: ask the unit",
        )
      : null,
  );
}

// ---- starting it ----

function budgetField(): Field {
  return choiceField({
    legend: "How long may it take?",
    name: "budget",
    isRow: true,
    choices: [
      { value: "0", text: "No limit" },
      { value: "600", text: "10 minutes" },
      { value: "1800", text: "30 minutes" },
      { value: "3600", text: "1 hour" },
    ],
    value: "0",
  });
}

function setsPart(sets: readonly SetUsed[]): Child {
  return [
    h("h2", {}, "It is compared with"),
    sets.length === 0
      ? h("p", { class: "warning" }, "No set was given when Winnow was started: nothing can be met.")
      : h("ul", {}, sets.map(setLine)),
  ];
}

function startForm({ ref, path, override, device }: SceneState, sets: readonly SetUsed[]): HTMLElement {
  const name = textField({
    label: "Your name",
    name: "operator",
    required: true,
    value: session.viewer,
  });
  const budget = budgetField();
  const complaint = complaintBox();
  const button = h("button", { type: "submit", class: "button main huge" }, "Start the scan");
  const back = h("a", { class: "button", href: "#/scene/device" }, "Another device");
  // What stood there when it was chosen may be another device now.
  function refused(why: string): void {
    setText(back, "Choose the device again");
    complaint.say(`It was not started: ${why}`);
  }
  async function start(): Promise<void> {
    if (name.value() === "") {
      complaint.say("Say your name: somebody has to answer for the scan.");
      return;
    }
    session.viewer = name.value();
    button.disabled = true;
    try {
      await api.startScan({
        path,
        ref,
        operator: name.value(),
        override_reason: override,
        ...device,
        budget_seconds: Number(budget.value() || "0"),
      });
      goTo(["scene", "answer"]);
    } catch (trouble) {
      button.disabled = false;
      if (trouble instanceof Trouble && trouble.isRefusal) refused(trouble.message);
      else complaint.say(wordsOf(trouble));
    }
  }
  return h(
    "form",
    {
      novalidate: true,
      onsubmit: (event: SubmitEvent) => {
        event.preventDefault();
        void start();
      },
    },
    budget.element,
    session.viewer === "" ? name.element : null,
    complaint.element,
    h("div", { class: "buttons" }, button, back),
    setsPart(sets),
  );
}

// ---- the view ----

function whatIsScanned({ ref, path, label, override }: SceneState): Child {
  return [
    h(
      "p",
      {},
      "Exhibit ",
      h("strong", {}, named(ref)),
      ": scans ",
      h("strong", {}, named(label)),
      label === path ? null : [" (", named(path), ")"],
    ),
    override === ""
      ? null
      : h("p", { class: "warning" }, "It is scanned though it was refused, because: ", named(override, "plain")),
  ];
}

export async function sceneStartView(): Promise<View> {
  const { scene } = session;
  if (scene.ref === "" || scene.path === "") {
    goTo(["scene", ...(scene.ref === "" ? [] : ["device"])]);
    return { title: "Start", place: "scene", body: h("h1", {}, "Choose the device first") };
  }
  const [{ sets }, expected] = await Promise.all([
    api.sets(),
    // A device that cannot be judged beforehand may be scanned all the same.
    api.expect(scene.path, session.viewer).catch((trouble: unknown) => wordsOf(trouble)),
  ]);
  const body = h(
    "div",
    { class: "scene" },
    stepsLine(2),
    h("h1", {}, "Start"),
    whatIsScanned(scene),
    h(
      "div",
      { class: "two" },
      typeof expected === "string"
        ? h("p", { class: "warning" }, `What to expect cannot be told: ${expected}`)
        : expectation(expected, sets),
      startForm(scene, sets),
    ),
    limitsBox(),
  );
  return { title: "Start", place: "scene", body };
}
