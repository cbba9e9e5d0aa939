// How an exhibit's row is told, in the backlog and above its own pages alike.
import type { Row } from "../api";
import { caseFacts } from "../case_facts";
import { h, type Child } from "../h";
import { named } from "../name";
import { hrefOf } from "../router";
import { capital, counted, moment } from "../words";

const MARKS: Record<string, string> = {
  match: "■",
  indicated: "◆",
  unexamined: "▲",
  "no-match": "○",
};

export function exhibitLink(ref: string, part = ""): HTMLElement {
  const parts = part === "" ? ["exhibit", ref] : ["exhibit", ref, part];
  return h("a", { class: "row-link", href: hrefOf(parts) }, named(ref));
}

export function laneMark(row: Row): HTMLElement {
  return h("span", { class: `lane lane-${row.lane}` }, `${row.lane} `, row.lane_words);
}

// What was met, in words; beside every "no match" what that does not say.
export function bandWords(row: Row): Child {
  return [
    h("span", { class: `band band-${row.band}` },
      h("span", { "aria-hidden": true }, `${MARKS[row.band] ?? ""} `),
      named(row.words, "plain"),
    ),
    row.band === "no-match" ? h("span", { class: "caution" }, caseFacts().no_match) : null,
    row.scanning ? h("span", { class: "caution" }, "A scan of it is running now.") : null,
    row.scanned && !row.ended && !row.scanning
      ? h("span", { class: "caution" }, "STOPPED: its scan has not come to its end.")
      : null,
  ];
}

export function dueWords(row: Row): Child {
  if (!row.due) return h("span", {}, "No due date: no intake");
  return [
    h("strong", {}, moment(row.due)),
    row.overdue ? h("strong", { class: "overdue" }, " OVERDUE") : null,
    row.due_why ? h("span", { class: "small" }, row.due_why) : null,
  ];
}

export function stateWords(row: Row): Child {
  return [
    capital(row.disposition),
    row.assigned_to ? [" to ", named(row.assigned_to)] : null,
    row.review === "" ? null : h("span", { class: "caution" }, "Review: ", named(row.review, "plain")),
  ];
}

// The rules are told at a terminal too, whose commands nobody sees here.
function plainUnknown(unknown: string): string {
  return unknown.replace(" (winnow coverage)", "");
}

// Why it stands where it stands: the points add up to the score.
export function reasonsOf(row: Row): Child {
  return [
    h("h3", {}, `Lane ${row.lane}, ${row.lane_words}`),
    h("ul", {}, row.lane_reasons.map((reason) => h("li", {}, named(reason, "plain")))),
    row.kept_place ? h("p", {}, "This place is kept for the longest overdue.") : null,
    row.further_device
      ? h("p", {}, "Another device of the same suspect or household comes first.")
      : null,
    h("h3", {}, `${counted(row.score, "priority point")} within its lane`),
    row.reasons.length === 0
      ? h("p", {}, "None.")
      : h(
          "ul",
          {},
          row.reasons.map((reason) => h("li", {}, h("strong", {}, `${reason.points}`), ": ", named(reason.what, "plain"))),
        ),
    row.unknowns.length === 0
      ? null
      : [
          h("h3", {}, "Still unknown"),
          h("ul", {}, row.unknowns.map((unknown) => h("li", {}, named(plainUnknown(unknown), "plain")))),
        ],
    row.change === "" ? null : h("p", {}, h("strong", {}, "Would move it: "), named(row.change, "plain")),
    row.related.length === 0
      ? null
      : h(
          "p",
          {},
          h("strong", {}, "Of the same suspect or household: "),
          row.related.map((ref, index) => [index > 0 ? ", " : "", exhibitLink(ref)]),
        ),
  ];
}
