// The page's one live region: what changes is read aloud, the newest alone, and not more often
// than every 5 seconds, so that a screen reader comes to the end of a sentence.
import { h } from "./h";

const APART_MS = 5000;
const region = h("div", { class: "spoken", role: "status", "aria-live": "polite" });
let said_at = 0;
let waiting = "";
let timer: ReturnType<typeof setTimeout> | undefined;

function say(): void {
  timer = undefined;
  said_at = Date.now();
  region.textContent = waiting;
}

export function announce(text: string): void {
  waiting = text;
  if (timer !== undefined || text === region.textContent) return;
  timer = setTimeout(say, Math.max(0, said_at + APART_MS - Date.now()));
}

// What was said of one view says nothing of the next.
export function hush(): void {
  clearTimeout(timer);
  timer = undefined;
  waiting = "";
  region.textContent = "";
}

export function liveRegion(): HTMLElement {
  return region;
}
