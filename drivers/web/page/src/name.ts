// Names from a device: written by strangers. They stand in <bdi>, so that their direction
// stays theirs, and whatever would hide, reorder or break a line is shown by its code.
import { h } from "./h";

// Controls, invisible and blank characters, those that choose a form, and the marks that turn the direction of writing.
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}\u{e0100}-\u{e01ef}]/gu;

function codeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

// A text of a device or of a person, as an element.
export function named(text: string, kind = "name"): HTMLElement {
  const element = h("bdi", { class: kind });
  let from = 0;
  for (const match of text.matchAll(HIDDEN)) {
    element.append(text.slice(from, match.index));
    element.append(h("span", { class: "hidden-code" }, `[${codeOf(match[0])}]`));
    from = (match.index ?? 0) + match[0].length;
  }
  element.append(text.slice(from));
  return element;
}

// The same for places that take a plain text alone, such as a window's title.
export function plainName(text: string): string {
  return text.replace(HIDDEN, (character) => `[${codeOf(character)}]`);
}
