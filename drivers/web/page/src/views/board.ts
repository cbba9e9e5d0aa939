// The unit's backlog: by lane, in the order of the server. It is never sorted anew under
// somebody's finger: that it changed is said, and a button shows the new order.
import { announce } from "../announce";
import { api, wordsOf, type Board, type Lane, type Row } from "../api";
import { caseFacts, limitsBox } from "../case_facts";
import { watchBoard } from "../events";
import { selectField, textField } from "../form";
import { fill, h, type Child } from "../h";
import { askName } from "../identity";
import { named, plainName } from "../name";
import { notify } from "../notices";
import { restate, type Route } from "../router";
import { session } from "../session";
import { growingTable, type Column } from "../table";
import { refresh, type View } from "../view";
import { capital, count, counted, moment } from "../words";
import { decideDisposition } from "./decide";
import { bandWords, dueWords, exhibitLink, reasonsOf, stateWords } from "./row_words";

const LANES: Lane[] = ["A", "B", "C", "D"];
const ROWS_AT_ONCE = 25;

interface Filters {
  q: string;
  lane: string;
  band: string;
  state: string;
  assigned: string;
}

function filtersOf({ query }: Route): Filters {
  const of = (name: string): string => query.get(name) ?? "";
  return { q: of("q"), lane: of("lane"), band: of("band"), state: of("state"), assigned: of("assigned") };
}

function hasState(row: Row, state: string): boolean {
  switch (state) {
    case "":
      return true;
    case "overdue":
      return row.overdue;
    case "changed":
      return row.changes.length > 0;
    case "review":
      return row.review !== "";
    case "not-scanned":
      return !row.scanned;
    default:
      return row.disposition === state;
  }
}

function isWanted(row: Row, filters: Filters): boolean {
  const sought = filters.q.toLowerCase();
  const texts = [row.exhibit, row.suspect, row.household, row.case_reference, row.assigned_to];
  return (
    (filters.lane === "" || row.lane === filters.lane) &&
    (filters.band === "" || row.band === filters.band) &&
    (filters.assigned === "" || (row.assigned_to ?? "") === filters.assigned) &&
    hasState(row, filters.state) &&
    (sought === "" || texts.some((text) => (text ?? "").toLowerCase().includes(sought)))
  );
}

// ---- rows ----

function why(row: Row): HTMLElement {
  const place = h("div", {});
  return h(
    "details",
    {
      class: "why",
      // Made when it is opened: two hundred of them would be most of the page.
      ontoggle: () => {
        if (place.childElementCount === 0) fill(place, reasonsOf(row));
      },
    },
    h(
      "summary",
      {},
      named(row.lane_reasons[0] ?? "why", "plain"),
      row.lane_reasons.length > 1 ? ` (and ${row.lane_reasons.length - 1} more)` : null,
    ),
    place,
  );
}

function changesOf(row: Row): Child {
  if (row.changes.length === 0) return null;
  return h(
    "ul",
    { class: "changes" },
    row.changes.map((change) => h("li", {}, h("strong", {}, "New: "), named(change, "plain"))),
  );
}

const COLUMNS: Column<Row>[] = [
  { title: "Place", kind: "number", cell: (row) => (row.rank > 0 ? count(row.rank) : "–") },
  {
    title: "Exhibit",
    kind: "head",
    cell: (row) => [
      exhibitLink(row.exhibit),
      row.case_reference ? h("span", { class: "small" }, "case ", named(row.case_reference)) : null,
    ],
  },
  { title: "What was met", cell: bandWords },
  { title: "To be started by", cell: dueWords },
  { title: "Why here", cell: (row) => [changesOf(row), why(row)] },
  { title: "State", cell: stateWords },
  {
    title: "Decide",
    cell: (row) =>
      h(
        "button",
        {
          type: "button",
          class: "button",
          "aria-label": `Move on ${plainName(row.exhibit)}`,
          onclick: () => decideDisposition(row),
        },
        "Move on…",
      ),
  },
];

function laneSection(lane: Lane, rows: readonly Row[]): HTMLElement | null {
  const first = rows[0];
  if (!first) return null;
  const overdue = rows.filter((row) => row.overdue).length;
  const title = `Lane ${lane}, ${first.lane_words}: ${counted(rows.length, "exhibit")}`;
  return h(
    "section",
    { class: `lane-section lane-${lane}`, "aria-label": plainName(title) },
    h("h2", {}, title, overdue > 0 ? h("span", { class: "overdue" }, ` · ${count(overdue)} overdue`) : null),
    growingTable(title, COLUMNS, rows, ROWS_AT_ONCE, { isCaptionSpoken: true, class: "board" }),
  );
}

function listing(board: Board, filters: Filters): Child {
  const waiting = board.waiting.filter((row) => isWanted(row, filters));
  const others = board.others.filter((row) => isWanted(row, filters));
  const caption = `Not waiting: ${counted(others.length, "exhibit")}`;
  return [
    waiting.length + others.length === 0 ? h("p", {}, "No exhibit is like that.") : null,
    LANES.map((lane) => laneSection(lane, waiting.filter((row) => row.lane === lane))),
    others.length === 0
      ? null
      : h(
          "section",
          { class: "lane-section" },
          h("h2", {}, caption),
          growingTable(caption, COLUMNS, others, ROWS_AT_ONCE, { isCaptionSpoken: true, class: "board" }),
        ),
  ];
}

// ---- what stands above them ----

function assignees(board: Board): string[] {
  const names = new Set<string>();
  for (const row of [...board.waiting, ...board.others]) {
    if (row.assigned_to) names.add(row.assigned_to);
  }
  return [...names].sort();
}

function filterForm(board: Board, filters: Filters, onChange: () => void): HTMLElement {
  const set = (name: keyof Filters) => (value: string) => {
    filters[name] = value;
    onChange();
  };
  const every = { value: "", text: "All" };
  const choices = (values: string[]) => [every, ...values.map((value) => ({ value, text: capital(value) }))];
  return h(
    "form",
    { class: "filters", role: "search", onsubmit: (event: SubmitEvent) => event.preventDefault() },
    textField({
      label: "Search",
      name: "q",
      type: "search",
      value: filters.q,
      onInput: set("q"),
    }).element,
    selectField(
      "Lane",
      [every, ...LANES.map((lane) => ({ value: lane, text: `Lane ${lane}` }))],
      filters.lane,
      set("lane"),
    ),
    selectField(
      "What was met",
      [
        every,
        { value: "match", text: "A listed file" },
        { value: "indicated", text: "A lead" },
        { value: "unexamined", text: "Not examined" },
        { value: "no-match", text: "No listed file met" },
      ],
      filters.band,
      set("band"),
    ),
    selectField(
      "State",
      [
        every,
        { value: "overdue", text: "Overdue" },
        { value: "changed", text: "Changed since you looked" },
        { value: "review", text: "Waits for a review" },
        { value: "not-scanned", text: "Not scanned yet" },
        ...choices(["received", "triaged", "assigned", "submitted", "held", "retained", "returned"]).slice(1),
      ],
      filters.state,
      set("state"),
    ),
    selectField(
      "Assigned to",
      [every, ...assignees(board).map((name) => ({ value: name, text: name }))],
      filters.assigned,
      set("assigned"),
    ),
  );
}

function policyLine(): HTMLElement {
  const { policy } = caseFacts();
  return h(
    "p",
    {},
    "Ordered by the policy ",
    named(policy.name),
    policy.signed_by === ""
      ? h("strong", {}, ", a proposal that nobody has signed.")
      : [", signed by ", named(policy.signed_by), ` on ${moment(policy.signed_on)}.`],
  );
}

async function markSeen(): Promise<void> {
  if (session.viewer === "") {
    askName();
    return;
  }
  try {
    await api.markViewed(session.viewer);
    refresh();
  } catch (trouble) {
    notify(wordsOf(trouble));
  }
}

function changeLine(board: Board): HTMLElement {
  const changed = [...board.waiting, ...board.others].filter((row) => row.changes.length > 0);
  const text =
    session.viewer === ""
      ? "Say who you are to be told what changed since you last looked."
      : changed.length === 0
        ? "No changes to show. They are told from when you last marked the backlog as seen; if you never did, do it now."
        : `${counted(changed.length, "exhibit")} changed since you last marked the backlog as seen.`;
  return h(
    "div",
    { class: "change-line" },
    h("p", {}, text),
    h(
      "button",
      { type: "button", class: "button", onclick: () => void markSeen() },
      session.viewer === "" ? "Who are you?" : "Mark as seen",
    ),
  );
}

export async function boardView(route: Route): Promise<View> {
  const board = await api.board(session.viewer);
  const filters = filtersOf(route);
  const list = h("div", {}, listing(board, filters));
  let timer: ReturnType<typeof setTimeout> | undefined;
  function refilter(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      restate(["board"], { ...filters });
      fill(list, listing(board, filters));
      const all = [...board.waiting, ...board.others];
      announce(`${counted(all.filter((row) => isWanted(row, filters)).length, "exhibit")} shown`);
    }, 150);
  }
  const news = h("div", { class: "news", role: "status" });
  const unwatch = watchBoard((revision) => {
    if (revision === board.revision || news.childElementCount > 0) return;
    fill(
      news,
      h("p", {}, "The backlog has changed. "),
      h("button", { type: "button", class: "button", onclick: refresh }, "Show the new order"),
    );
  });
  const overdue = board.waiting.filter((row) => row.overdue).length;
  const body = h(
    "div",
    {},
    h("h1", {}, "Backlog"),
    h(
      "p",
      { class: "lead" },
      `${counted(board.waiting.length, "exhibit")} waiting, ${count(overdue)} overdue · `,
      h("a", { href: "#/exceptions" }, counted(board.exceptions, "exception")),
      ` · as of ${moment(board.as_of)}`,
    ),
    news,
    board.remarks.length === 0
      ? null
      : h(
          "div",
          { class: "warning" },
          board.remarks.map((line) => h("p", {}, named(line, "plain"))),
        ),
    changeLine(board),
    filterForm(board, filters, refilter),
    list,
    board.forecast === ""
      ? null
      : h(
          "section",
          {},
          h("h2", {}, "Forecast"),
          board.forecast.split("\n").map((line) => h("p", {}, named(line, "plain"))),
        ),
    policyLine(),
    limitsBox(),
  );
  return { title: "Backlog", place: "unit", body, leave: unwatch };
}
