// Tables with a caption and scoped heads. On a narrow window the style sheet sets the rows as
// cards; the roles are written out, as browsers drop them with the table's own layout.
import { h, type Child } from "./h";
import { count } from "./words";

export interface Column<Item> {
  title: string;
  cell: (item: Item) => Child;
  kind?: "number" | "head";  // head: names the row
}

interface TableOptions {
  isCaptionSpoken?: boolean;  // there is a heading right above that says the same
  class?: string;
}

function rowOf<Item>(columns: readonly Column<Item>[], item: Item): HTMLElement {
  return h(
    "tr",
    { role: "row" },
    columns.map((column) =>
      column.kind === "head"
        ? h("th", { scope: "row", role: "rowheader", "data-title": column.title }, column.cell(item))
        : h(
            "td",
            {
              role: "cell",
              "data-title": column.title,
              class: column.kind === "number" ? "number" : undefined,
            },
            column.cell(item),
          ),
    ),
  );
}

export function table<Item>(
  caption: string,
  columns: readonly Column<Item>[],
  items: readonly Item[],
  options: TableOptions = {},
): HTMLTableElement {
  return h(
    "table",
    { role: "table", class: options.class },
    h("caption", { class: options.isCaptionSpoken ? "spoken" : undefined }, caption),
    h(
      "thead",
      { role: "rowgroup" },
      h(
        "tr",
        { role: "row" },
        columns.map((column) =>
          h(
            "th",
            {
              scope: "col",
              role: "columnheader",
              class: column.kind === "number" ? "number" : undefined,
            },
            column.title,
          ),
        ),
      ),
    ),
    h("tbody", { role: "rowgroup" }, items.map((item) => rowOf(columns, item))),
  );
}

// The first rows, and a button for the next ones: what is not shown is not made.
export function growingTable<Item>(
  caption: string,
  columns: readonly Column<Item>[],
  items: readonly Item[],
  step: number,
  options: TableOptions = {},
): HTMLElement {
  let shown = Math.min(step, items.length);
  const made = table(caption, columns, items.slice(0, shown), options);
  const body = made.tBodies[0];
  const more = h("button", { type: "button", class: "button", onclick: grow });
  function label(): void {
    const left = items.length - shown;
    more.hidden = left === 0;
    more.textContent = `Show ${count(Math.min(step, left))} more of ${count(left)} left`;
  }
  function grow(): void {
    const rows = items.slice(shown, shown + step).map((item) => rowOf(columns, item));
    shown += rows.length;
    body?.append(...rows);
    label();
    // The button may be gone: reading goes on at the first of the new rows.
    rows[0]?.querySelector<HTMLElement>("a, button, summary")?.focus();
  }
  label();
  return h("div", { class: "table-box" }, made, more);
}

export interface Pager {
  element: HTMLElement;
  show(offset: number, total: number): void;
}

// Back and on through what the server gives in pages.
export function pager(limit: number, noun: string, turn: (offset: number) => void): Pager {
  let at = 0;
  const where = h("p", { role: "status" });
  const back = h(
    "button",
    { type: "button", class: "button", onclick: () => turn(Math.max(0, at - limit)) },
    "Earlier ones",
  );
  const on = h(
    "button",
    { type: "button", class: "button", onclick: () => turn(at + limit) },
    "Next ones",
  );
  return {
    element: h("div", { class: "pager" }, back, where, on),
    show(offset: number, total: number): void {
      at = offset;
      const last = Math.min(offset + limit, total);
      where.textContent =
        total === 0
          ? `No ${noun}`
          : `${count(offset + 1)} to ${count(last)} of ${count(total)} ${noun}`;
      back.disabled = offset === 0;
      on.disabled = last >= total;
    },
  };
}
