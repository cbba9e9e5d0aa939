// Links: the same content on several exhibits.
import { api, type Link } from "../api";
import { h } from "../h";
import { named } from "../name";
import type { Route } from "../router";
import { growingTable } from "../table";
import type { View } from "../view";
import { capital, counted } from "../words";
import { exhibitLink } from "./row_words";

export async function linksTable(ref: string): Promise<HTMLElement> {
  const { items } = await api.links(ref);
  if (items.length === 0) return h("p", {}, "No content is known to be on another exhibit as well.");
  const caption = `${counted(items.length, "content")} on more than one exhibit`;
  return growingTable<Link>(
    caption,
    [
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
    ],
    items,
    25,
  );
}

export async function linksView({ query }: Route): Promise<View> {
  const ref = query.get("ref") ?? "";
  const body = h(
    "div",
    {},
    h("h1", {}, "Links between exhibits"),
    ref === "" ? null : h("p", {}, "Of exhibit ", exhibitLink(ref)),
    await linksTable(ref),
  );
  return { title: "Links", place: "unit", body };
}
