// What a view gives the shell to show.
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
