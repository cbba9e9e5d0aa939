// Figures over time, each chart with its numbers in a table beside it.
import { api, type Day, type Misses, type Share, type Wait, type WaitRow, type Yield } from "../api";
import { chart, type Line } from "../chart";
import { h } from "../h";
import { growingTable, table, type Column } from "../table";
import type { View } from "../view";
import { capital, count, counted, moment } from "../words";

function days(wait: Wait | null): string {
  if (!wait) return "–";
  return `${(wait.seconds / 86400).toFixed(1)}${wait.at_least ? " or more" : ""}`;
}

// Shares stand with their interval: of few exhibits one number alone would mislead.
function share(one: Share): string {
  if (one.of === 0) return "not known";
  const hundredths = (fraction: number): string => (fraction * 100).toFixed(1);
  return `${count(one.part)} of ${count(one.of)} (${hundredths(one.low)} to ${hundredths(one.high)} %)`;
}

function timeSection(
  title: string,
  all: readonly Day[],
  keys: readonly ["waiting" | "arrived", "overdue" | "started"],
  leaves: (() => void)[],
): HTMLElement {
  const line = (key: (typeof keys)[number], extra: Omit<Line, "label" | "values">): Line => ({
    label: capital(key),
    values: all.map((day) => day[key]),
    ...extra,
  });
  const drawn = chart({
    label: `${title}, a line for each day; the numbers stand in the table beside it`,
    x: all.map((day) => Date.parse(`${day.day.slice(0, 10)}T00:00:00Z`) / 1000),
    lines: [
      line(keys[0], { stroke: "#0a3a82" }),
      line(keys[1], { stroke: "#9b1111", dash: [8, 5] }),
    ],
    isTime: true,
  });
  leaves.push(drawn.leave);
  const columns: Column<Day>[] = [
    { title: "Day", kind: "head", cell: (day) => day.day.slice(0, 10) },
    { title: capital(keys[0]), kind: "number", cell: (day) => count(day[keys[0]]) },
    { title: capital(keys[1]), kind: "number", cell: (day) => count(day[keys[1]]) },
  ];
  const newest_first = [...all].reverse();
  return h(
    "section",
    {},
    h("h2", {}, title),
    h(
      "div",
      { class: "beside" },
      drawn.element,
      growingTable(`${title}, the newest day first`, columns, newest_first, 7, { class: "narrow" }),
    ),
  );
}

const YIELD: Column<Yield>[] = [
  { title: "Examined", kind: "number", cell: (row) => count(row.examined) },
  { title: "Listed files", kind: "number", cell: (row) => count(row.listed) },
  { title: "Unlisted material", kind: "number", cell: (row) => count(row.unlisted) },
  { title: "Nothing", kind: "number", cell: (row) => count(row.nothing) },
  { title: "Not possible", kind: "number", cell: (row) => count(row.impossible) },
  { title: "Hours", kind: "number", cell: (row) => (row.minutes / 60).toFixed(1) },
  { title: "Held material (95 % interval)", cell: (row) => share(row.holding) },
];

const WAITS: Column<WaitRow>[] = [
  { title: "Until", kind: "head", cell: (row) => capital(row.until) },
  { title: "Of", cell: (row) => row.of },
  { title: "Exhibits", kind: "number", cell: (row) => count(row.exhibits) },
  { title: "Waiting", kind: "number", cell: (row) => count(row.waiting) },
  { title: "Median", kind: "number", cell: (row) => days(row.median) },
  { title: "9 of 10 within", kind: "number", cell: (row) => days(row.ninety_percent) },
  { title: "Oldest", kind: "number", cell: (row) => days(row.oldest) },
];

const MISSES: Column<Misses>[] = [
  { title: "Examined", kind: "head", cell: (row) => capital(row.drawn) },
  { title: "Had been put last", kind: "number", cell: (row) => count(row.put_last) },
  { title: "Listed files", kind: "number", cell: (row) => count(row.listed) },
  { title: "Unlisted material", kind: "number", cell: (row) => count(row.unlisted) },
  { title: "Never scanned", kind: "number", cell: (row) => count(row.never_scanned) },
  { title: "Held material (95 % interval)", cell: (row) => share(row.held) },
];

export async function figuresView(): Promise<View> {
  const figures = await api.figures();
  const leaves: (() => void)[] = [];
  const body = h(
    "div",
    {},
    h("h1", {}, "Figures"),
    h(
      "p",
      { class: "lead" },
      `${count(figures.examined)} examined in full; ${count(figures.drawn)} drawn at random, ` +
        `${count(figures.drawn_examined)} of them examined · as of ${moment(figures.as_of)}`,
    ),
    figures.days.length === 0
      ? h("p", {}, "The record holds no days yet.")
      : [
          timeSection("Waiting and overdue", figures.days, ["waiting", "overdue"], leaves),
          timeSection("Arrived and started", figures.days, ["arrived", "started"], leaves),
        ],
    h("h2", {}, "Waits from seizure, in days"),
    growingTable("Waits from seizure, in days", WAITS, figures.waits, 30, { isCaptionSpoken: true }),
    figures.without_seizure_time > 0
      ? h("p", {}, `Not counted here, for want of a time of seizure: ${counted(figures.without_seizure_time, "exhibit")}.`)
      : null,
    h("h2", {}, "What full examinations found, by lane"),
    table<Yield>(
      "What full examinations found, by lane",
      [{ title: "Lane", kind: "head", cell: (row) => capital(row.lane ?? "") }, ...YIELD],
      figures.yield_by_lane,
      { isCaptionSpoken: true },
    ),
    h("h2", {}, "And by tenth of the order, 1 the most urgent"),
    table<Yield>(
      "What full examinations found, by tenth of the order",
      [{ title: "Tenth", kind: "head", cell: (row) => capital(row.decile ?? "") }, ...YIELD],
      figures.yield_by_decile,
      { isCaptionSpoken: true },
    ),
    h("h2", {}, "What was put last and held material all the same"),
    table<Misses>("Exhibits put last, and what was found on them", MISSES, figures.misses, {
      isCaptionSpoken: true,
    }),
  );
  return {
    title: "Figures",
    place: "unit",
    body,
    leave: () => leaves.forEach((leave) => leave()),
  };
}
