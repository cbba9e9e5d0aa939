// The page: a shell that stays, and in it the view that the address names.
import { announce, hush, liveRegion } from "./announce";
import { wordsOf } from "./api";
import { loadCase } from "./case_facts";
import { watchScan, watchStream, startEvents } from "./events";
import { closeDialogs } from "./dialog";
import { fill, h } from "./h";
import { identityButton, tellIdentity } from "./identity";
import { named, plainName } from "./name";
import { clearNotices, noticePlace } from "./notices";
import { restate, routeOf, type Route } from "./router";
import { forgetTrainingComplaint, trainingBanner } from "./training_banner";
import type { MakeView, View } from "./view";
import { boardView } from "./views/board";
import { aboutView } from "./views/about";
import { exceptionsView } from "./views/exceptions";
import { exhibitView } from "./views/exhibit";
import { figuresView } from "./views/figures";
import { linksView } from "./views/links";
import { sceneAnswerView } from "./views/scene_answer";
import { sceneDeviceView } from "./views/scene_device";
import { sceneIntakeView } from "./views/scene_intake";
import { sceneStartView } from "./views/scene_start";
import { trainingView } from "./views/training";
import "./page.css";

const VIEWS: Record<string, MakeView> = {
  "": sceneIntakeView,
  "scene": sceneIntakeView,
  "scene/device": sceneDeviceView,
  "scene/start": sceneStartView,
  "scene/answer": sceneAnswerView,
  "board": boardView,
  "exhibit": exhibitView,
  "exceptions": exceptionsView,
  "figures": figuresView,
  "links": linksView,
  "about": aboutView,
  "training": trainingView,
};

function makerOf(route: Route): MakeView | null {
  const [first = "", second = ""] = route.parts;
  if (first === "scene" && second !== "") return VIEWS[`scene/${second}`] ?? null;
  return VIEWS[first] ?? null;
}

// ---- the shell ----

function place(name: View["place"], href: string, text: string): HTMLAnchorElement {
  return h("a", { href, "data-place": name }, text);
}

const places = [
  place("scene", "#/scene", "On scene"),
  place("unit", "#/board", "Unit"),
  place("training", "#/training", "Training"),
];
const unit_parts: [string, string][] = [
  ["board", "Backlog"],
  ["exceptions", "Exceptions"],
  ["figures", "Figures"],
  ["links", "Links"],
  ["about", "This case"],
];
const unit_nav = h(
  "nav",
  { class: "parts", "aria-label": "Unit" },
  unit_parts.map(([part, text]) => h("a", { href: `#/${part}`, "data-part": part }, text)),
);
const scan_note = h("section", { class: "scan-note", "aria-label": "A scan is running" });
const stream_note = h("p", { class: "stream-note", role: "alert" });
const practice_note = h(
  "section",
  { class: "practice-note", "aria-label": "This is the training" },
  h("strong", {}, "TRAINING: "),
  "harmless practice devices and a practice list only",
);
const main = h("main", { id: "main", tabindex: -1 });
scan_note.hidden = true;
stream_note.hidden = true;
practice_note.hidden = true;
unit_nav.hidden = true;

function shell(): void {
  fill(
    document.body,
    // A link with #main would be taken for an address of a view.
    h(
      "button",
      {
        type: "button",
        class: "skip",
        onclick: () => (main.querySelector<HTMLElement>("h1") ?? main).focus(),
      },
      "Skip to the content",
    ),
    h(
      "header",
      { class: "top" },
      h("p", { class: "brand" }, "Winnow"),
      h("nav", { class: "places", "aria-label": "Places" }, places),
      identityButton(),
    ),
    h("div", { class: "bars" }, practice_note, stream_note, scan_note, trainingBanner(), noticePlace()),
    unit_nav,
    main,
    liveRegion(),
  );
}

function markPlace(view: View, route: Route): void {
  for (const link of places) {
    if (link.dataset["place"] === view.place) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  unit_nav.hidden = view.place !== "unit";
  for (const link of unit_nav.querySelectorAll("a")) {
    if (link.dataset["part"] === route.parts[0]) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.body.dataset["place"] = view.place;
}

// ---- views ----

let shown: View | null = null;
let turn = 0;  // counts navigations: what arrives late is not shown

function troubleView(trouble: unknown): View {
  return {
    title: "It could not be shown",
    place: shown?.place ?? "scene",
    body: h(
      "div",
      {},
      h("h1", {}, "It could not be shown"),
      h("p", { role: "alert" }, wordsOf(trouble)),
      h(
        "button",
        { type: "button", class: "button main", onclick: () => void show(false) },
        "Try again",
      ),
    ),
  };
}

// Where reading begins: without this a screen reader stays at what is gone.
function focusHeading(): void {
  const heading = main.querySelector<HTMLElement>("h1");
  heading?.setAttribute("tabindex", "-1");
  (heading ?? main).focus({ preventScroll: true });
}

async function show(isNew: boolean): Promise<void> {
  turn += 1;
  const mine = turn;
  let route = routeOf(location.hash);
  if (isNew) hush();
  const slow = setTimeout(() => announce("Loading"), 1000);
  let view: View;
  try {
    const { is_practice } = await loadCase();
    practice_note.hidden = !is_practice;
    if (is_practice && location.hash === "") {
      restate(["training"], {});
      route = routeOf(location.hash);
    }
    const maker = makerOf(route);
    if (!maker) throw new Error("there is no such part of the page");
    view = await maker(route);
  } catch (trouble) {
    view = troubleView(trouble);
  } finally {
    clearTimeout(slow);
  }
  if (mine !== turn) {
    view.leave?.();
    return;
  }
  shown?.leave?.();
  shown = view;
  if (route.parts[1] === "answer") scan_note.hidden = true;
  document.title = `${plainName(view.title)} · Winnow`;
  markPlace(view, route);
  tellIdentity();
  fill(main, view.body);
  if (!isNew && document.activeElement !== document.body) return;
  if (!isNew) {
    // What had the focus is gone with the view's earlier state; the place on the page stays.
    focusHeading();
    return;
  }
  clearNotices();
  scrollTo(0, 0);
  focusHeading();
}

function watchTheScan(): void {
  watchScan((scan) => {
    const is_elsewhere = routeOf(location.hash).parts[1] !== "answer";
    const is_on = scan.state === "running" || scan.state === "stopping";
    scan_note.hidden = !(is_on && is_elsewhere);
    if (scan_note.hidden || scan_note.dataset["ref"] === scan.ref) return;
    scan_note.dataset["ref"] = scan.ref;
    fill(
      scan_note,
      "A scan is running: ",
      named(scan.ref),
      " ",
      h("a", { href: "#/scene/answer", class: "button" }, "Show its answer"),
    );
  });
  watchStream((isUp) => {
    stream_note.hidden = isUp;
    stream_note.textContent = isUp
      ? ""
      : "Nothing is heard from Winnow on this computer: what is shown may be old. Trying again.";
  });
}

shell();
watchTheScan();
startEvents();
addEventListener("hashchange", () => {
  closeDialogs();
  forgetTrainingComplaint();
  void show(true);
});
addEventListener("winnow-refresh", () => void show(false));
void show(true);
