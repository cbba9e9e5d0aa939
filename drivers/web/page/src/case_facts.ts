// What api/case says, asked for once a view: the words under every answer come from there.
import { api, type Case, type Person } from "./api";
import { h } from "./h";
import { session } from "./session";

let facts: Case | null = null;

export async function loadCase(): Promise<Case> {
  facts = await api.case();
  return facts;
}

export function caseFacts(): Case {
  if (!facts) throw new Error("the case was not asked for yet");
  return facts;
}

export function people(): readonly Person[] {
  return facts?.people ?? [];
}

// Names are compared as the case does: capital letters and blanks do not matter.
function key(name: string): string {
  return name.toLowerCase().replace(/\s+/g, "");
}

export function roleOf(name: string): string {
  return people().find((person) => key(person.name) === key(name))?.role ?? "operator";
}

export function viewerIsReviewer(): boolean {
  return session.viewer !== "" && roleOf(session.viewer) === "reviewer";
}

// The fixed line: beside every answer, never folded away.
export function limitsBox(): HTMLElement {
  const { no_match, limits } = caseFacts();
  return h(
    "aside",
    { class: "limits", "aria-label": "What no answer here can say" },
    h("p", {}, h("strong", {}, "Whatever is met or not met: "), `${no_match}.`),
    h("p", {}, limits.replace(/\n/g, " ")),
  );
}
