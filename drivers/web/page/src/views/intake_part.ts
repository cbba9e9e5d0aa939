// The intake of an exhibit, to be read and changed. Only what is changed is put on record;
// lowering an answer needs a reason, a second person and a day of review, as the rules say.
import { api, wordsOf, type Exhibit, type IntakeField } from "../api";
import { signatureFields } from "../dialog";
import { choiceField, complaintBox, momentField, textField, type Field } from "../form";
import { h } from "../h";
import { notify } from "../notices";
import { refreshAfterRecord } from "../view";
import { keyOf, wordingOf } from "./intake_words";

// What a field of words may be: "open|referred|not-needed".
function choicesOf(shown: string): { value: string; text: string }[] | null {
  const values = shown.split("|");
  if (values.length < 2) return null;
  return values.map((value) => ({
    value,
    text: value === "unknown" ? "Don't know" : value.charAt(0).toUpperCase() + value.slice(1).replace("-", " "),
  }));
}

// A day as the record has it, as long as nobody changes it.
function dayField(label: string, field: IntakeField, hint: string | undefined, was: string): Field {
  const day = was.slice(0, 10);
  const control = textField({ label, name: field.key, value: day, hint, type: "date" });
  return { ...control, value: () => (control.value() === day ? was : control.value()) };
}

const MOMENTS = ["seized_at", "referral_at"];

function fieldFor(field: IntakeField, value: string): Field {
  const choices = choicesOf(field.shown);
  const { ask, hint } = wordingOf(field);
  if (choices) {
    return choiceField({ legend: ask, name: field.key, hint, choices, isRow: true, value });
  }
  if (MOMENTS.includes(keyOf(field))) {
    return momentField({ label: ask, name: field.key, hint, utc: value });
  }
  if (field.shown === "TIME") return dayField(ask, field, hint, value);
  return textField({ label: ask, name: field.key, value, hint });
}

// A date or a text that was taken out is taken back; an answer cannot be.
function takenBack(field: IntakeField): string {
  return choicesOf(field.shown) ? "" : "none";
}

export async function intakePart(
  exhibit: Exhibit,
  ref: string,
): Promise<{ element: HTMLElement }> {
  const fields = await api.intakeFields();
  const asked = fields.map((field) => {
    const was = exhibit.intake[field.key] ?? "";
    return { field, was, control: fieldFor(field, was) };
  });
  const signature = signatureFields();
  const review_on = textField({
    label: "Review a lowered answer on",
    name: "review_on",
    type: "date",
    hint: "Only for an answer that is lowered, as from yes to no",
  });
  const complaint = complaintBox();
  const button = h("button", { type: "submit", class: "button main" }, "Put the changes on record");
  async function send(): Promise<void> {
    const stated: Record<string, string> = {};
    for (const { field, was, control } of asked) {
      const now = control.value();
      // Half a day is no value, and would be taken for none.
      if (control.element.querySelector("input")?.validity.badInput) {
        complaint.say(`Give it whole, or leave it out: ${wordingOf(field).ask}`);
        return;
      }
      if (now !== was) stated[field.key] = now === "" ? takenBack(field) : now;
    }
    if (Object.keys(stated).length === 0) {
      complaint.say("Nothing was changed.");
      return;
    }
    button.disabled = true;
    try {
      const told = await api.putIntake({
        ref,
        fields: stated,
        review_on: review_on.value(),
        ...signature.value(),
      });
      notify(told.told, told.audit);
      refreshAfterRecord();
    } catch (trouble) {
      button.disabled = false;
      complaint.say(wordsOf(trouble));
    }
  }
  const by_kind = (is_question: boolean): HTMLElement[] =>
    asked.filter((one) => one.field.is_question === is_question).map((one) => one.control.element);
  const element = h(
    "form",
    {
      novalidate: true,
      onsubmit: (event: SubmitEvent) => {
        event.preventDefault();
        void send();
      },
    },
    h("h2", {}, "Intake"),
    h("p", {}, "What is left open counts as “don't know”, never as “no”."),
    h("div", { class: "questions" }, by_kind(true)),
    h("div", { class: "fields" }, by_kind(false)),
    h("h3", {}, "Signature"),
    review_on.element,
    signature.element,
    complaint.element,
    h("div", { class: "buttons" }, button),
  );
  return { element };
}
