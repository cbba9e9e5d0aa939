// Links: the same content on several exhibits.
import { api, wordsOf, type Link } from "../api";
import { fill, h } from "../h";
import { named } from "../name";
import type { Route } from "../router";
import { pager, table, type Column } from "../table";
import type { View } from "../view";
import { capital, counted } from "../words";
import { exhibitLink } from "./row_words";

const LINKS_A_PAGE = 50;

const COLUMNS: Column<Link>[] = [
  {
    title: "Content",
    kind: "head",
    cell: (link) =>
      Object.entries(link.digest).map(([algorithm, value]) =>
        h("span", {}, `${algorithm.toUpperCase()} `, h("code", { class: "digest" }, value)),
      ),
  },
  { title: "Kind", cell: (link) => capital(link.kind) },
  { title: "Standing", cell: (link) => capital(link.standing) },
  {
    title: "Exhibits",
    cell: (link) =>
      h(
        "ul",
        { class: "plain-list" },
        link.exhibits.map((one) =>
          h(
            "li",
            {},
            exhibitLink(one.exhibit, "findings"),
            ": ",
            named(one.path, "path"),
            one.places > 1 ? ` and ${counted(one.places - 1, "more place")}` : null,
          ),
        ),
      ),
  },
];

// Of one exhibit, or with "" of the whole case.
export function linksList(ref: string): HTMLElement {
  const place = h("div", {});
  const turner = pager(LINKS_A_PAGE, "contents on more than one exhibit", (offset) => void turn(offset));
  async function turn(offset: number): Promise<void> {
    try {
      const page = await api.links(ref, offset, LINKS_A_PAGE);
      turner.show(offset, page.total);
      fill(
        place,
        page.items.length === 0
          ? null
          : table("Contents on more than one exhibit", COLUMNS, page.items, {
              isCaptionSpoken: true,
              class: "links",
            }),
      );
    } catch (trouble) {
      fill(place, h("p", { role: "alert" }, wordsOf(trouble)));
    }
  }
  void turn(0);
  return h("div", {}, turner.element, place);
}

export function linksView({ query }: Route): Promise<View> {
  const ref = query.get("ref") ?? "";
  const body = h(
    "div",
    {},
    h("h1", {}, "Links between exhibits"),
    ref === "" ? null : h("p", {}, "Of exhibit ", exhibitLink(ref)),
    linksList(ref),
  );
  return Promise.resolve({ title: "Links", place: "unit", body });
}
