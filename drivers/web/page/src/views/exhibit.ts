// One exhibit, in parts: each has its address. What is long is asked for in pages, and only
// by the part that shows it.
import { api, type Coverage, type Exhibit, type Problem, type Row, type TimelineEvent } from "../api";
import { limitsBox } from "../case_facts";
import { chart } from "../chart";
import { h, type Child } from "../h";
import { named } from "../name";
import { hrefOf, type Route } from "../router";
import { growingTable, pager, table } from "../table";
import { wordsOf } from "../api";
import { fill } from "../h";
import type { View } from "../view";
import { bytes, capital, count, counted, moment } from "../words";
import { decideDisposition, decideReferral, decideReview } from "./decide";
import { findingsPart } from "./findings";
import { intakePart } from "./intake_part";
import { linksList } from "./links";
import { bandWords, dueWords, laneMark, reasonsOf, stateWords } from "./row_words";

interface Part {
  element: HTMLElement;
  leave?: () => void;
}
type MakePart = (exhibit: Exhibit, ref: string) => Part | Promise<Part>;

const PARTS: [string, string, MakePart][] = [
  ["", "Overview", overview],
  ["findings", "Findings", (_exhibit, ref) => findingsPart(ref)],
  ["ledger", "Ledger", ledger],
  ["problems", "Problems", (_exhibit, ref) => problems(ref)],
  ["timeline", "Timeline", timeline],
  ["residual", "What could have been missed", residual],
  ["links", "Links", (_exhibit, ref) => ({ element: h("div", {}, h("h2", {}, "Links to other exhibits"), linksList(ref)) })],
  ["intake", "Intake", (exhibit, ref) => intakePart(exhibit, ref)],
];

// ---- overview ----

function overview({ row, steps, outcomes, lowered, reviewed }: Exhibit): Part {
  const element = h(
    "div",
    { class: "two" },
    h("section", {}, h("h2", {}, "Why it stands here"), reasonsOf(row)),
    h(
      "section",
      {},
      h("h2", {}, "What was decided"),
      lowered
        ? h("p", { class: "warning" }, `Its lane was lowered to ${lowered.to}: `, named(lowered.why, "plain"))
        : null,
      reviewed
        ? h(
            "p",
            {},
            h("strong", {}, `${moment(reviewed.at)} reviewed, ${reviewed.verdict}`),
            ", by ",
            named(reviewed.by),
            ": ",
            named(reviewed.reason, "plain"),
          )
        : null,
      steps.length === 0
        ? h("p", {}, "It was not moved on yet.")
        : h(
            "ol",
            {},
            steps.map((step) =>
              h(
                "li",
                {},
                h("strong", {}, `${moment(step.at)} ${capital(step.to)}`),
                step.assigned_to ? [" to ", named(step.assigned_to)] : null,
                step.until ? ` until ${moment(step.until)}` : null,
                ", by ",
                named(step.by),
                step.countersigned_by ? [", countersigned by ", named(step.countersigned_by)] : null,
                step.reason ? [": ", named(step.reason, "plain")] : null,
              ),
            ),
          ),
      h("h2", {}, "What full examinations found"),
      outcomes.length === 0
        ? h("p", {}, "None is on record.")
        : h(
            "ul",
            {},
            outcomes.map((outcome) =>
              h("li", {}, `${moment(outcome.at)} ${outcome.result ?? ""}, ${counted(outcome.items ?? 0, "item")}`),
            ),
          ),
    ),
  );
  return { element };
}

// ---- ledger ----

const OUTCOMES = [
  "matched", "hashed", "probed", "skipped", "encrypted", "unreadable", "failed", "unvisited",
];

function bytesTable(coverage: Coverage): HTMLElement {
  const { total, read, unread, unreadable } = coverage.bytes;
  return table<[string, number]>(
    "Bytes of the exhibit",
    [
      { title: "Bytes", kind: "head", cell: ([what]) => what },
      { title: "How many", kind: "number", cell: ([, many]) => bytes(many) },
      { title: "Exactly", kind: "number", cell: ([, many]) => count(many) },
    ],
    [
      ["In all", total],
      ["Examined", read],
      ["Not read", unread],
      ["Unreadable", unreadable],
    ],
    { class: "narrow" },
  );
}

function filesTable(coverage: Coverage): HTMLElement {
  return table<string>(
    "What became of every file",
    [
      {
        title: "Outcome",
        kind: "head",
        // What a directory lists has nothing to do with the lists of known files.
        cell: (outcome) => (outcome === "listed" ? "All files" : capital(outcome)),
      },
      { title: "Files", kind: "number", cell: (outcome) => count(coverage.files[outcome] ?? 0) },
      {
        title: "Inside containers",
        kind: "number",
        cell: (outcome) => count(coverage.members[outcome] ?? 0),
      },
    ],
    [...OUTCOMES, "listed"],
    { class: "narrow" },
  );
}

// That a scan came to its end does not mean that it read the device.
function extentWords({ complete, bytes: { unread, unreadable } }: Coverage): string {
  const end = complete
    ? "The scan did all that it was to do"
    : "NOT COMPLETE: not all that was planned was examined";
  const parts = [
    unread > 0 ? `${bytes(unread)} were never read` : "",
    unreadable > 0 ? `${bytes(unreadable)} could not be read` : "",
  ].filter((part) => part !== "");
  return parts.length === 0
    ? `${end}. Every byte of the exhibit was read.`
    : `${end}. Of the exhibit ${parts.join(", and ")}: what they hold is not known.`;
}

function ledger({ coverage, skipped }: Exhibit): Part {
  if (!coverage) return { element: h("p", {}, "It was not scanned yet: nothing of it was examined.") };
  const element = h(
    "div",
    {},
    h("h2", {}, "Ledger"),
    h(
      "p",
      {},
      extentWords(coverage),
      coverage.balanced
        ? " The sums below add up."
        : " THE SUMS BELOW DO NOT ADD UP: treat it as not examined.",
    ),
    coverage.not_examined.length === 0
      ? null
      : h("p", {}, h("strong", {}, "Not looked at: "), named(coverage.not_examined.join(", "), "plain")),
    h("div", { class: "two" }, bytesTable(coverage), filesTable(coverage)),
    h("h3", {}, "Volumes"),
    growingTable(
      "Volumes",
      [
        { title: "Volume", kind: "head", cell: (volume) => count(volume.index) },
        { title: "Begins at", kind: "number", cell: (volume) => count(volume.offset) },
        { title: "Length", kind: "number", cell: (volume) => bytes(volume.length) },
        { title: "File system", cell: (volume) => named(volume.filesystem) },
        { title: "Outcome", cell: (volume) => capital(volume.outcome) },
        { title: "Reason", cell: (volume) => named(volume.reason, "plain") },
      ],
      coverage.volumes,
      25,
      { isCaptionSpoken: true },
    ),
    skipped.length === 0
      ? null
      : table(
          "Files that were not examined on purpose, and why",
          [
            { title: "Reason", kind: "head", cell: (one) => named(one.reason, "plain") },
            { title: "Files", kind: "number", cell: (one) => count(one.files) },
          ],
          skipped,
        ),
    h("h3", {}, "Compared with"),
    h("ul", {}, coverage.sets.map((set) => h("li", {}, named(set.name), `, ${set.type}`))),
    h("p", {}, `Kept for later sets: ${coverage.kept.join(", ") || "nothing"}.`),
  );
  return { element };
}

// ---- problems ----

const PROBLEMS_A_PAGE = 100;

function placeOf(problem: Problem): Child {
  if (problem.path) return named(problem.path, "path");
  if (!problem.range) return "The whole exhibit";
  return `bytes ${count(problem.range[0])}, ${bytes(problem.range[1])}`;
}

function problems(ref: string): Part {
  const place = h("div", {});
  const turner = pager(PROBLEMS_A_PAGE, "problems", (offset) => void turn(offset));
  async function turn(offset: number): Promise<void> {
    try {
      const page = await api.problems(ref, offset, PROBLEMS_A_PAGE);
      turner.show(offset, page.total);
      fill(
        place,
        page.items.length === 0
          ? null
          : table<Problem>(
              "What could not be examined, and notes",
              [
                { title: "Where", kind: "head", cell: placeOf },
                { title: "Outcome", cell: (problem) => capital(problem.outcome) },
                { title: "Reason", cell: (problem) => named(problem.reason, "plain") },
              ],
              page.items,
              { isCaptionSpoken: true },
            ),
      );
    } catch (trouble) {
      fill(place, h("p", { role: "alert" }, wordsOf(trouble)));
    }
  }
  void turn(0);
  return { element: h("div", {}, h("h2", {}, "Problems and notes"), turner.element, place) };
}

// ---- timeline ----

function detailOf(detail: unknown): Child {
  if (typeof detail === "string") return named(detail, "plain");
  if (typeof detail !== "object" || detail === null) return null;
  const pairs = Array.isArray(detail)
    ? detail.map((one: unknown): [string, unknown] =>
        Array.isArray(one) ? [String(one[0]), one[1]] : ["", one],
      )
    : Object.entries(detail);
  return h(
    "ul",
    { class: "plain-list" },
    pairs.map(([key, value]) =>
      h("li", {}, named(key === "" ? "" : `${key}: `, "plain"), named(String(value), "plain")),
    ),
  );
}

function timeline({ timeline: events }: Exhibit): Part {
  const element = h(
    "div",
    {},
    h("h2", {}, "Timeline"),
    events.length === 0
      ? h("p", {}, "The audit log does not name it yet.")
      : growingTable<TimelineEvent>(
          "Events of the audit log, the newest first",
          [
            { title: "When", kind: "head", cell: (event) => moment(event.at) },
            { title: "Event", cell: (event) => capital(event.event) },
            { title: "Outcome", cell: (event) => named(event.outcome, "plain") },
            { title: "By", cell: (event) => named(event.actor) },
            { title: "Detail", cell: (event) => detailOf(event.detail) },
          ],
          events,
          50,
          { class: "timeline" },
        ),
  );
  return { element };
}

// ---- what could have been missed ----

function residual({ residual: points, assumptions, row, coverage }: Exhibit): Part {
  const lines = typeof assumptions === "string" ? [assumptions] : assumptions;
  const words = [...lines, ...(row.residual_words && lines.length === 0 ? [row.residual_words] : [])];
  if (!coverage) {
    return { element: h("p", {}, "Nothing can be stated before it was scanned.") };
  }
  // More than it can hold is no question.
  const curve = points.filter((point) => point.bytes <= coverage.bytes.total);
  const title = h("h2", {}, "What could have been missed");
  const assumed = [
    h("h3", {}, "Assumptions"),
    words.length === 0 ? h("p", {}, "None were given.") : h("ul", {}, words.map((line) => h("li", {}, named(line, "plain")))),
  ];
  // A table of noughts would be read as a result.
  if (curve.every((point) => point.confidence === 0)) {
    return {
      element: h(
        "div",
        {},
        title,
        h(
          "p",
          {},
          "No figure can be given for this scan. With lists of digests alone none ever can.",
        ),
        assumed,
      ),
    };
  }
  const drawn = chart({
    label: "The chance in per cent, at least, that this scan would have met some of it, by how much listed material there is; the numbers stand in the table beside it",
    x: curve.map((point) => point.bytes),
    lines: [{ label: "At least", values: curve.map((point) => point.confidence * 100), stroke: "#0a3a82" }],
    isTime: false,
    isStepped: true,  // between two amounts the bound of the smaller one holds
    xWords: bytes,
    yMax: 105,
  });
  const element = h(
    "div",
    {},
    title,
    h(
      "p",
      {},
      "If so much listed material were on it, the chance that this scan would have met some of it: the higher it is, the less likely all of it was missed. A bound under the assumptions below, and about listed material alone: nothing here speaks of what no list knows.",
    ),
    h(
      "div",
      { class: "beside" },
      drawn.element,
      table(
        "The chance by amount of listed material",
        [
          { title: "If there were", kind: "head", cell: (point) => bytes(point.bytes) },
          {
            title: "At least this chance that some of it would have been met",
            kind: "number",
            cell: (point) => `${(point.confidence * 100).toFixed(2)} %`,
          },
        ],
        curve,
        { class: "narrow" },
      ),
    ),
    assumed,
  );
  return { element, leave: drawn.leave };
}

// ---- the view ----

function actions(row: Row): HTMLElement {
  return h(
    "div",
    { class: "buttons" },
    h("button", { type: "button", class: "button main", onclick: () => decideDisposition(row) }, "Move on…"),
    h("button", { type: "button", class: "button", onclick: () => decideReview(row) }, "Review…"),
    h("button", { type: "button", class: "button", onclick: () => decideReferral(row.exhibit) }, "Safeguarding…"),
    h("a", { class: "button", href: "#/board" }, "Back to the backlog"),
  );
}

export async function exhibitView({ parts }: Route): Promise<View> {
  const [, ref = "", name = ""] = parts;
  const exhibit = await api.exhibit(ref);
  const { row } = exhibit;
  const [, title, make] = PARTS.find(([part]) => part === name) ?? ["", "Overview", overview];
  const part = await make(exhibit, ref);
  const body = h(
    "div",
    {},
    h("h1", {}, "Exhibit ", named(ref)),
    h(
      "dl",
      { class: "head-facts" },
      h("div", {}, h("dt", {}, "Lane"), h("dd", {}, laneMark(row))),
      h("div", {}, h("dt", {}, "What was met"), h("dd", {}, bandWords(row))),
      h("div", {}, h("dt", {}, "To be started by"), h("dd", {}, dueWords(row))),
      h("div", {}, h("dt", {}, "State"), h("dd", {}, stateWords(row))),
    ),
    actions(row),
    h(
      "nav",
      { class: "parts", "aria-label": "Parts of this exhibit" },
      PARTS.map(([key, text]) =>
        h(
          "a",
          {
            href: hrefOf(key === "" ? ["exhibit", ref] : ["exhibit", ref, key]),
            "aria-current": key === name ? "page" : undefined,
          },
          text,
        ),
      ),
    ),
    part.element,
    limitsBox(),
  );
  return {
    title: `${title} of ${ref}`,
    place: "unit",
    body,
    ...(part.leave ? { leave: part.leave } : {}),
  };
}
