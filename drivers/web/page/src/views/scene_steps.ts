// Where the officer stands.
import { h } from "../h";
import { named } from "../name";
import { session } from "../session";

const STEPS = ["Intake", "Device", "Start", "Answer"];

export function stepsLine(now: number): HTMLElement {
  return h(
    "ol",
    { class: "steps", "aria-label": "Steps" },
    STEPS.map((step, index) =>
      h(
        "li",
        {
          class: index < now ? "past" : undefined,
          "aria-current": index === now ? "step" : undefined,
        },
        `${index + 1}. ${step}`,
      ),
    ),
  );
}

export function exhibitLine(): HTMLElement {
  const { ref } = session.scene;
  return h("p", { class: "of-exhibit" }, "Exhibit ", named(ref === "" ? "(none yet)" : ref));
}
