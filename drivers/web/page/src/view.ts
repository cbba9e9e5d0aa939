// What a view gives the shell to show.
import { watchBoard } from "./events";
import type { Route } from "./router";

export interface View {
  title: string;  // of the window; the first heading says it too
  body: Node;
  // Which place of the page's navigation it belongs to.
  place: "scene" | "unit" | "training";
  leave?: () => void;  // before another view is shown
}

export type MakeView = (route: Route) => Promise<View>;

// Shows the view of this address again, with what is on record now.
export function refresh(): void {
  dispatchEvent(new CustomEvent("winnow-refresh"));
}

const RECORD_SEEN_MS = 5000;

// The same once something was put on record here: the server sees it in the case a moment
// later, and the view is then shown once more, unless somebody writes in it.
export function refreshAfterRecord(): void {
  refresh();
  const stop = (): void => {
    unwatch();
    clearTimeout(timer);
  };
  const unwatch = watchBoard(() => {
    stop();
    if (!document.activeElement?.matches("main :is(input, textarea, select)")) refresh();
  });
  const timer = setTimeout(stop, RECORD_SEEN_MS);
}
