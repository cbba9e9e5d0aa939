// Exceptions: what a supervisor has to look at. Nothing goes away here but by being mended.
import { api, type ExceptionEntry } from "../api";
import { fill, h } from "../h";
import { named } from "../name";
import { growingTable } from "../table";
import type { View } from "../view";
import { capital, counted, moment } from "../words";
import { exhibitLink } from "./row_words";

// Where an entry can be mended on this page.
const PLACES: Record<string, string> = {
  "unanswered referral": "intake",
  "no intake": "intake",
  "expired assessment": "intake",
};

// The command with the exhibit's reference in it, as a shell takes it.
function remedyOf({ exhibit, remedy }: ExceptionEntry): string {
  if (exhibit === null) return remedy;
  const ref = /^[\w./-]+$/.test(exhibit) ? exhibit : `'${exhibit.replace(/'/g, "'\\''")}'`;
  return remedy.replace(/\bREF\b/g, () => ref);
}

export async function exceptionsView(): Promise<View> {
  const entries = await api.exceptions();
  const kinds = [...new Set(entries.map((entry) => entry.exception))];
  const list = h("div", {});
  const section = (kind: string): HTMLElement => {
    const of_kind = entries.filter((entry) => entry.exception === kind);
    const caption = `${capital(kind)}: ${counted(of_kind.length, "entry")}`;
    return h(
      "section",
      {},
      h("h2", {}, caption),
      growingTable<ExceptionEntry>(
        caption,
        [
          {
            title: "Exhibit",
            kind: "head",
            cell: (entry) =>
              entry.exhibit ? exhibitLink(entry.exhibit, PLACES[kind] ?? "") : "The whole case",
          },
          { title: "Since", cell: (entry) => moment(entry.since) || "–" },
          { title: "What", cell: (entry) => named(entry.what, "plain") },
          { title: "Who may end it", cell: (entry) => entry.who },
          { title: "By the command", cell: (entry) => named(remedyOf(entry), "plain") },
        ],
        of_kind,
        50,
        { isCaptionSpoken: true },
      ),
    );
  };
  fill(list, kinds.map(section));
  const body = h(
    "div",
    {},
    h("h1", {}, "Exceptions"),
    h("p", { class: "lead" }, entries.length === 0 ? "None." : `${counted(entries.length, "entry")}, the oldest of each kind first. They end only by being mended: on the page of the exhibit, or by an engineer with the command that stands beside it.`),
    list,
  );
  return { title: "Exceptions", place: "unit", body };
}
