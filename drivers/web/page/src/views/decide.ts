// The dialogs that put a decision on record. They ask for everything that the rules may want;
// whether they do is for the judges of the case, whose words are shown.
import { api, wordsOf, type Kind, type Row } from "../api";
import { needed, signatureFields, signedDialog } from "../dialog";
import { checkField, choiceField, textField } from "../form";
import { fill, h } from "../h";
import { named } from "../name";
import { caseFacts, people } from "../case_facts";
import { refreshAfterRecord } from "../view";
import { count, counted } from "../words";
import { KINDS } from "./findings";

const STEPS = [
  { value: "assigned", text: "Assign it to an examiner" },
  { value: "submitted", text: "Submit it to full examination" },
  { value: "triaged", text: "Triaged: it waits in its order" },
  { value: "held", text: "Hold it until a day" },
  { value: "retained", text: "Retain it: it leaves the backlog" },
  { value: "returned", text: "Return it: it leaves the backlog" },
  { value: "received", text: "Received again" },
];

const NOTHING_CHOSEN = "Choose what is decided.";

const LEAVES = ["assigned", "submitted", "retained", "returned"];

export function decideDisposition(row: Row, preset = ""): void {
  const examiner = textField({
    label: "To which examiner",
    name: "to_examiner",
    suggestions: people()
      .filter((person) => person.role === "examiner")
      .map((person) => person.name),
  });
  const until = textField({ label: "Until which day", name: "until", type: "date" });
  const exception = checkField("As an exception to the rules of return", false);
  const caution = h(
    "p",
    { class: "warning" },
    `No answer of a scan is a ground by itself: ${caseFacts().no_match}.`,
  );
  const show = (to: string): void => {
    examiner.element.hidden = to !== "assigned";
    until.element.hidden = to !== "held";
    exception.element.hidden = to !== "returned";
    caution.hidden = to !== "returned" && to !== "retained";
  };
  const to = choiceField({
    legend: "What is decided",
    name: "to",
    choices: STEPS,
    value: preset,
    onChange: show,
  });
  show(preset);
  const signature = signatureFields();
  signedDialog(
    "Move it on",
    [
      h("p", {}, "Exhibit ", h("strong", {}, named(row.exhibit)), `, now ${row.disposition}`),
      to.element,
      examiner.element,
      until.element,
      exception.element,
      caution,
      signature.element,
    ],
    "Put on record",
    async () => {
      const told = await api.putDisposition({
        ref: row.exhibit,
        to: needed(to.value(), NOTHING_CHOSEN),
        to_examiner: to.value() === "assigned" ? examiner.value() : "",
        until: to.value() === "held" ? until.value() : "",
        exception: to.value() === "returned" && exception.value(),
        ...signature.value(),
      });
      if (!LEAVES.includes(to.value())) return told;
      return {
        ...told,
        told: `${told.told}. It waits no longer: it now stands at the end of the backlog, under “Not waiting”`,
      };
    },
    refreshAfterRecord,
  );
}

// Whether what is known was passed on for a child's sake: no answer of a scan closes that.
export function decideReferral(ref: string, done: () => void = refreshAfterRecord): void {
  const referral = choiceField({
    legend: "Was what is known passed on, so that a child is protected?",
    name: "referral",
    choices: [
      { value: "referred", text: "Yes, it was referred" },
      { value: "not-needed", text: "No referral is needed" },
      { value: "open", text: "It is not decided yet" },
    ],
  });
  const reference = textField({
    label: "The referral's reference",
    name: "referral_ref",
    hint: "Needed if it was referred",
  });
  const signature = signatureFields({ second: false });
  signedDialog(
    "Safeguarding decision",
    [
      h("p", {}, "Exhibit ", h("strong", {}, named(ref))),
      h("p", { class: "warning" }, `It is your decision, not the scan's: ${caseFacts().no_match}.`),
      referral.element,
      reference.element,
      signature.element,
    ],
    "Put on record",
    async () => {
      const fields: Record<string, string> = { referral: needed(referral.value(), NOTHING_CHOSEN) };
      if (reference.value() !== "") fields["referral_ref"] = reference.value();
      return api.putIntake({ ref, fields, ...signature.value() });
    },
    done,
  );
}

const LOWER = "lower";  // is no verdict
const LEADS: readonly Kind[] = ["near", "block", "record", "indication"];
const LEADS_SHOWN = 10;  // of each kind

// The leads that a verdict is about: the first of each kind, and how many there are.
async function leadsOf(ref: string): Promise<HTMLElement[]> {
  const of_kinds = await Promise.all(
    LEADS.map((kind) => api.findings({ ref, kind, offset: 0, limit: LEADS_SHOWN })),
  );
  const total = of_kinds.reduce((sum, { total: of_kind }) => sum + of_kind, 0);
  const leads = of_kinds.flatMap(({ items }) => items);
  if (total === 0) return [h("p", {}, "Its findings hold no lead.")];
  const first = total > leads.length ? `; ${count(leads.length)} of them, the others stand among its findings` : "";
  return [
    h("p", {}, h("strong", {}, `${counted(total, "lead")} to be judged${first}:`)),
    h(
      "ul",
      { class: "plain-list" },
      leads.map((lead) => h("li", {}, named(lead.path, "path"), `: ${KINDS[lead.kind]}`)),
    ),
  ];
}

export function decideReview(row: Row): void {
  const leads = h("div", {}, h("p", {}, "Looking for its leads."));
  leadsOf(row.exhibit).then(
    (found) => fill(leads, found),
    (trouble: unknown) => fill(leads, h("p", { role: "alert" }, wordsOf(trouble))),
  );
  const verdict = choiceField({
    legend: "What do you say of what the scan met?",
    name: "verdict",
    choices: [
      { value: "match", text: "A lead holds: it counts like a listed file" },
      { value: "creation", text: "A lead holds, and there are credible signs of creation" },
      { value: "nothing", text: "No lead holds" },
      { value: LOWER, text: "No verdict on the leads: put the exhibit into a lower lane" },
    ],
    onChange: (value) => (lane.element.hidden = value !== LOWER),
  });
  const lane = choiceField({
    legend: "To which lane",
    name: "lower_to",
    isRow: true,
    choices: ["B", "C", "D"].map((one) => ({ value: one, text: `Lane ${one}` })),
  });
  lane.element.hidden = true;
  const signature = signatureFields();
  signedDialog(
    "Review",
    [
      h("p", {}, "Exhibit ", h("strong", {}, named(row.exhibit)), ": ", named(row.words, "plain")),
      leads,
      verdict.element,
      lane.element,
      signature.element,
    ],
    "Put on record",
    async () => {
      const chosen = needed(verdict.value(), NOTHING_CHOSEN);
      const said =
        chosen === LOWER
          ? { lower_to: needed(lane.value(), "Choose the lane.") }
          : { verdict: chosen };
      return api.putReview({ ref: row.exhibit, ...said, ...signature.value() });
    },
    refreshAfterRecord,
  );
}
