// What this window remembers: who sits before it, and how far the officer has come. Gone
// with the window; nothing of the case is kept in the browser.
import type { ShownDevice } from "./api";

export interface SceneState {
  ref: string;
  path: string;
  label: string;  // of the device or image, for people
  override: string;  // why it is scanned though it is refused; "" for none
  device: ShownDevice | null;  // null for an image
}

const EMPTY: SceneState = { ref: "", path: "", label: "", override: "", device: null };

function read(key: string): string {
  try {
    return sessionStorage.getItem(key) ?? "";
  } catch {
    return "";  // storage may be switched off; then a reload forgets
  }
}

function write(key: string, value: string): void {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // See read().
  }
}

let viewer = read("viewer");
const viewer_watchers: (() => void)[] = [];

export const session = {
  get viewer(): string {
    return viewer;
  },
  set viewer(name: string) {
    viewer = name.trim();
    write("viewer", viewer);
    for (const watcher of viewer_watchers) watcher();
  },
  onViewer(watcher: () => void): void {
    viewer_watchers.push(watcher);
  },

  get scene(): SceneState {
    try {
      const kept: unknown = JSON.parse(read("scene") || "{}");
      return { ...EMPTY, ...(kept as Partial<SceneState>) };
    } catch {
      return { ...EMPTY };
    }
  },
  set scene(state: SceneState) {
    write("scene", JSON.stringify(state));
  },
  clearScene(): void {
    write("scene", "");
  },

  // The training that goes on in this window, by the key of its step; "" for none.
  get trainingStep(): string {
    return read("training");
  },
  set trainingStep(step: string) {
    write("training", step);
  },
};
