// The third step: one large answer, true as far as the scan has come. No score, no share of a
// hundred: counts, words, and the time left as an interval.
import { announce } from "../announce";
import { api, wordsOf, type Audit, type Scan } from "../api";
import { limitsBox, loadCase } from "../case_facts";
import { openDialog, closeButton, type OpenDialog } from "../dialog";
import { complaintBox, checkField, textField } from "../form";
import { watchScan } from "../events";
import { fill, h, setText, type Child } from "../h";
import { named, plainName } from "../name";
import { goTo } from "../router";
import { session } from "../session";
import { refresh, type View } from "../view";
import { bytes, count, counted, duration, interval, sentence } from "../words";
import { whatNow } from "./scene_next";
import { stepsLine } from "./scene_steps";

interface Tone {
  class: string;
  mark: string;  // a shape, so that the colour is not all there is
}
// By the words that the server may answer with (api.md).
const TONES: Record<string, Tone> = {
  "A listed file was found": { class: "listed", mark: "■" },
  "A lead that needs checking": { class: "lead", mark: "◆" },
  "This scan could not run": { class: "unexamined", mark: "▲" },
  "COULD NOT BE EXAMINED": { class: "unexamined", mark: "▲" },
  "No listed file met so far": { class: "nothing", mark: "○" },
  "No listed file met in the part examined": { class: "nothing", mark: "○" },
};
const OTHER: Tone = { class: "nothing", mark: "○" };

function isOn(scan: Scan): boolean {
  return scan.state === "running" || scan.state === "stopping";
}

// Then the counts, if there are any, are those of earlier scans of the exhibit.
function couldNotRun(scan: Scan): boolean {
  return scan.state === "ended" && scan.exit_status === 2;
}

// By a person, or by the time it was given.
function wasStopped(scan: Scan): boolean {
  return scan.state === "ended" && (scan.end === "interrupted" || scan.end === "stopped before it began");
}

// The same run of the same scan: another window, or a colleague, may begin another one.
function isSameScan(one: Scan, other: Scan): boolean {
  return one.ref === other.ref && one.path === other.path && one.began === other.began;
}

// What stands below a count of files.
function countNote(scan: Scan, number: number, at_end: string): string {
  if (couldNotRun(scan)) return number > 0 ? "on record from before" : "this scan could not run";
  return at_end;
}

function listedNote(scan: Scan): string {
  if (scan.listed === 0) return isOn(scan) ? "so far, of those in the lists" : "of those in the lists";
  if (isOn(scan)) return "so far; at least";
  return scan.exit_status === 0 ? "" : "at least";
}

function leadsNote(scan: Scan): string {
  if (scan.leads > 0) return "a person has to look";
  return isOn(scan) ? "so far; more may be present" : "more may be present";
}

// The words of the event "end" of a scan, said to a person.
function endWords(scan: Scan): string {
  if (couldNotRun(scan)) return `This scan could not run: ${scan.end ?? "no reason was given"}`;
  if (wasStopped(scan)) return "It was stopped.";
  if (scan.end === "done") return "It came to its end.";
  if (scan.end === "already done") return "It was scanned before: nothing was left to do.";
  return scan.end ? `It ended: ${scan.end}` : "";
}

function timeLeft(scan: Scan): string {
  if (wasStopped(scan)) return "Stopped before its end";
  if (scan.state === "ended") return "None: it has ended";
  if (scan.state === "stopping") return "It is stopping";
  return scan.eta_seconds ? interval(scan.eta_seconds) : "Cannot be told yet";
}

// A tone that rises: twice, and only where somebody asked for it.
function sound(): void {
  const context = new AudioContext();
  const tone = context.createOscillator();
  const loudness = context.createGain();
  loudness.gain.value = 0.2;
  tone.connect(loudness).connect(context.destination);
  tone.frequency.setValueAtTime(440, context.currentTime);
  tone.frequency.setValueAtTime(660, context.currentTime + 0.2);
  tone.start();
  tone.stop(context.currentTime + 0.4);
  tone.onended = () => void context.close();
}

// ---- stopping ----

function askStop(scan: Scan): void {
  let unwatch = (): void => undefined;
  const body = (dialog: OpenDialog): Child => {
    const complaint = complaintBox();
    const name = textField({
      label: "Your name",
      name: "operator",
      required: true,
      value: session.viewer,
    });
    const button = h("button", { type: "submit", class: "button danger" }, "Stop the scan");
    const close = closeButton(dialog, "Let it go on");
    const question = h(
      "div",
      {},
      h("p", {}, h("strong", {}, "If you stop now, this would be left unseen:")),
      scan.left.length === 0
        ? h("p", {}, "Every part is through; only the last of it is still put on record.")
        : h("ul", {}, scan.left.map((line) => h("li", {}, named(line, "plain")))),
      h("p", {}, h("strong", {}, "The counts are then minimums: "), "more may be on the device than was met."),
      h("p", {}, "What was met stays on record. The scan can be gone on with later."),
      session.viewer === "" ? name.element : null,
    );
    // It may come to its end while this is read.
    function hear(now: Scan): void {
      if (isSameScan(now, scan) && isOn(now)) return;
      unwatch();
      const end = h("p", { role: "alert" });
      fill(question, end);
      setText(end, "The scan has ended meanwhile: there is nothing to stop any more.");
      complaint.say("");
      button.hidden = true;
      setText(close, "Close");
      close.focus();
    }
    async function stop(): Promise<void> {
      button.disabled = true;
      try {
        const now = await api.scan();
        if (!isSameScan(now, scan) || !isOn(now)) {
          hear(now);
          return;
        }
        await api.stopScan(name.value());
        dialog.close();
      } catch (trouble) {
        button.disabled = false;
        complaint.say(wordsOf(trouble));
      }
    }
    unwatch = watchScan(hear);
    return h(
      "form",
      {
        onsubmit: (event: SubmitEvent) => {
          event.preventDefault();
          void stop();
        },
      },
      question,
      complaint.element,
      h("div", { class: "buttons" }, close, button),
    );
  };
  openDialog("Stop the scan?", body, () => unwatch());
}

// ---- after it ----

// From the start view, where the same image is named again; an attached device as it stands
// now, which may be another one, or refused.
async function goOn({ ref, path }: Scan): Promise<void> {
  const device = (await api.devices().catch(() => ({ devices: [] }))).devices.find((one) => one.path === path);
  const is_open = !device || device.refused === "";
  session.scene = {
    ref,
    path: is_open ? path : "",
    label: device?.model || path,
    override: "",
    device: device ? { serial: device.serial, bytes: device.bytes, objection: device.refused } : null,
  };
  goTo(["scene", is_open ? "start" : "device"]);
}


function afterwards(scan: Scan, audit: Audit, place: HTMLElement): void {
  const has_met = scan.listed > 0 || scan.leads > 0;
  const is_partial = scan.exit_status !== 0 && !couldNotRun(scan) && scan.left.length > 0;
  fill(
    place,
    h("h2", {}, "What now"),
    is_partial
      ? h(
          "p",
          {},
          h("strong", {}, "Not all of it was seen; the counts are minimums. "),
          "Left unseen: ",
          named(scan.left.join("; "), "plain"),
        )
      : null,
    whatNow({
      ref: scan.ref,
      audit,
      hand_over: has_met
        ? "Do not open any file. Keep the device as it is and hand it to the unit."
        : "Hand the device to the unit as your force's procedure says; this answer alone is no ground to give it back.",
      more: wasStopped(scan)
        ? h("button", { type: "button", class: "button", onclick: () => void goOn(scan) }, "Go on with this scan")
        : null,
    }),
  );
}

// ---- the parts of the view ----

// A part of the view, which is told of every step of the scan.
interface Part {
  element: HTMLElement;
  show(now: Scan): void;
}

function answerBox(): Part & { heading: HTMLElement } {
  const mark = h("span", { class: "mark", "aria-hidden": true });
  const words = h("span", {});
  const heading = h("h1", { class: "answer" }, mark, words);
  const tier = h("p", { class: "tier" });
  const caution = h("p", { class: "caution-line" }, "More may be present.");
  const element = h("section", { class: "answer-box", "aria-label": "The answer" }, heading, tier, caution);
  return {
    element,
    heading,
    show(now) {
      const tone = TONES[now.answer] ?? OTHER;
      element.className = `answer-box ${tone.class}`;
      setText(mark, `${tone.mark} `);
      setText(words, now.answer);
      setText(
        tier,
        !now.tier_words
          ? couldNotRun(now) ? "Nothing new was looked at" : "No part of the scan is through yet"
          : isOn(now) ? `So far: ${now.tier_words}` : sentence(now.tier_words),
      );
    },
  };
}

interface Fact {
  element: HTMLElement;
  say(value: string, note: string): void;
}

function fact(title: string): Fact {
  const value = h("dd", { class: "value" });
  const note = h("dd", { class: "note" });
  return {
    element: h("div", { class: "fact" }, h("dt", {}, title), value, note),
    say(value_words, note_words) {
      setText(value, value_words);
      setText(note, note_words);
    },
  };
}

function factsPart(): Part & { freeze(was: Scan): void } {
  const listed = fact("Listed files found");
  const leads = fact("Leads to check");
  const unseen = fact("Could not be examined");
  const left = fact("Time left");
  return {
    element: h("dl", { class: "facts" }, [listed, leads, unseen, left].map((one) => one.element)),
    show(now) {
      listed.say(count(now.listed), countNote(now, now.listed, listedNote(now)));
      leads.say(count(now.leads), countNote(now, now.leads, leadsNote(now)));
      unseen.say(count(now.not_examined), "encrypted, damaged, unknown");
      left.say(timeLeft(now), isOn(now) && now.bottleneck ? `slowest now: ${now.bottleneck}` : "");
    },
    freeze(was) {
      left.say(isOn(was) ? "Not known: it is not followed any more" : timeLeft(was), "");
    },
  };
}

function toComePart(): Part {
  const element = h("p", { class: "to-come" });
  return {
    element,
    show(now) {
      element.hidden = !isOn(now) || now.left.length === 0;
      setText(element, `Not seen yet: ${plainName(now.left.join("; "))}`);
    },
  };
}

// What was not looked at is known better with each part of the scan.
function limitsPart(): Part {
  const element = limitsBox();
  let told = "";
  async function load(key: string): Promise<void> {
    try {
      await loadCase();
      if (key === told) element.replaceChildren(...limitsBox().childNodes);
    } catch {
      // What stood there still holds; that nothing is heard is said above.
    }
  }
  return {
    element,
    show(now) {
      const key = `${now.state} ${now.tier ?? ""}`;
      if (key === told) return;
      told = key;
      void load(key);
    },
  };
}

// Once it has ended, and again if its answer then becomes another one.
function afterPart(): Part {
  const element = h("section", { class: "after", "aria-label": "What now" });
  let told = "";  // what it was made of
  async function make(now: Scan): Promise<void> {
    const key = JSON.stringify([now.answer, now.listed, now.leads, now.exit_status, now.left]);
    if (now.state !== "ended" || key === told) return;
    told = key;
    try {
      const { audit } = await loadCase();
      if (key === told) afterwards(now, audit, element);
    } catch (trouble) {
      if (key !== told) return;
      told = "";
      fill(element, h("p", { role: "alert" }, wordsOf(trouble)));
    }
  }
  return { element, show: (now) => void make(now) };
}

// What is done in each tier, by the name of the one before it.
const PARTS: Record<string, string> = {
  "": "listing all files by name and size",
  inventory: "comparing the beginning of each file that may be listed, and samples of free space",
  probe: "reading each file that may be listed whole",
  confirm: "comparing pictures, and looking into archives, documents and mail",
  look: "reading all other files and free space",
};

// The tier that is under way.
function partWords(scan: Scan): string {
  const through = scan.tier ?? "";
  const what = PARTS[through];
  if (what === undefined) return "All parts are through; the last of it is put on record";
  return `Part ${Object.keys(PARTS).indexOf(through) + 1} of ${Object.keys(PARTS).length}, ${what}`;
}

// It is told in paces: the last one heard is not all that was done.
function workPart(): Part {
  const element = h("p", { class: "work" });
  return {
    element,
    show(now) {
      element.hidden = !isOn(now);
      setText(
        element,
        now.files_planned === 0
          ? partWords(now)
          : `${partWords(now)}: ${bytes(now.bytes_read)} of ${bytes(now.bytes_planned)} read, ` +
              `${count(now.files_done)} of ${counted(now.files_planned, "file")} looked at`,
      );
    },
  };
}

// `heading` takes the focus of a button that goes.
function stopPart(heading: HTMLElement): Part & { hint: HTMLElement } {
  let scan: Scan | null = null;
  const button = h(
    "button",
    { type: "button", class: "button danger huge", onclick: () => scan && askStop(scan) },
    "Stop…",
  );
  const hint = h("p", { role: "status" }, "It may take a moment: what was met so far is put on record first.");
  return {
    element: button,
    hint,
    show(now) {
      scan = now;
      if (!isOn(now) && document.activeElement === button) heading.focus();
      button.hidden = !isOn(now);
      button.disabled = now.state === "stopping";
      setText(button, now.state === "stopping" ? "Stopping…" : "Stop…");
      hint.hidden = now.state !== "stopping";
    },
  };
}

function soundPart(): Part {
  let is_loud = false;
  let was = "";
  const { element } = checkField("Sound when the answer changes", false, (is_on) => {
    is_loud = is_on;
    if (is_on) sound();
  });
  return {
    element,
    show(now) {
      if (is_loud && was !== "" && was !== now.answer) sound();
      was = now.answer;
    },
  };
}

// How it ended; until then for how long it has run, and whether anything is heard of it.
function aliveWords(scan: Scan, heard_at: number): string {
  if (!isOn(scan)) return endWords(scan);
  const began = Date.parse(scan.began);
  const since = Number.isNaN(began)
    ? ""
    : `Running for ${duration((Date.now() - began) / 1000)}`;
  const silent = Math.round((Date.now() - heard_at) / 1000);
  return silent < 10 ? since : `${since} · nothing heard for ${duration(silent)}`;
}

// The last lines of a list, made when it is opened; hidden while there are none.
function folded(heading: string, linesOf: (now: Scan) => readonly string[]): Part {
  const place = h("ul", { class: "problems" });
  const element = h("details", {}, h("summary", {}, heading), place);
  let lines: readonly string[] = [];
  const make = (): void => {
    if (element.open) fill(place, lines.map((text) => h("li", {}, named(text, "plain"))));
  };
  element.addEventListener("toggle", make);
  return {
    element,
    show(now) {
      lines = linesOf(now).slice(-20);
      element.hidden = lines.length === 0;
      make();
    },
  };
}

// Said in place of what would be another exhibit's answer.
function otherScan(shown: Scan, now: Scan): HTMLElement {
  return h(
    "div",
    { class: "warning", role: "alert" },
    h(
      "p",
      {},
      now.state === "none"
        ? "Winnow was started anew and no longer follows this scan."
        : ["Another scan has begun: exhibit ", h("strong", {}, named(now.ref)), "."],
      " What stands here is of exhibit ",
      h("strong", {}, named(shown.ref)),
      ", as it was last heard.",
    ),
    h(
      "button",
      { type: "button", class: "button main", onclick: refresh },
      now.state === "none" ? "Show what is there now" : "Show the other scan",
    ),
  );
}

// ---- the view ----

function noScanView(): View {
  return {
    title: "No scan",
    place: "scene",
    body: h(
      "div",
      { class: "scene" },
      h("h1", {}, "No scan was started yet"),
      h("p", {}, h("a", { class: "button main", href: "#/scene" }, "Begin with the intake")),
    ),
  };
}

export async function sceneAnswerView(): Promise<View> {
  let scan = await api.scan();
  if (scan.state === "none") return noScanView();
  let heard_at = Date.now();
  const box = answerBox();
  const facts = factsPart();
  const limits = limitsPart();
  const to_come = toComePart();
  const after = afterPart();
  const problems = folded("What could not be examined, the last of it", (now) => now.problems);
  const remarks = folded("Remarks", (now) => now.remarks ?? []);
  const work = workPart();
  const stop = stopPart(box.heading);
  const loud = soundPart();
  const parts: Part[] = [box, facts, limits, to_come, after, problems, remarks, work, stop, loud];
  const alive = h("p", { class: "work" });
  const other = h("div", {});

  // The answer of one exhibit never stands under the name of another.
  function freeze(now: Scan): void {
    leave();
    for (const part of [stop, to_come]) part.element.hidden = true;
    facts.freeze(scan);
    setText(alive, "");
    fill(other, otherScan(scan, now));
  }
  function show(now: Scan): void {
    if (!isSameScan(now, scan)) {
      // What was sent before this one began may still arrive.
      if (!(Date.parse(now.began) < Date.parse(scan.began))) freeze(now);
      return;
    }
    scan = now;
    heard_at = Date.now();
    for (const part of parts) part.show(now);
    announce(spokenAnswer(now));
    tick();
  }
  function tick(): void {
    setText(alive, aliveWords(scan, heard_at));
  }

  const unwatch = watchScan(show);
  const timer = setInterval(tick, 1000);
  function leave(): void {
    unwatch();
    clearInterval(timer);
  }
  const main = [other, box.element, facts.element, limits.element, to_come.element];
  const of = h("p", { class: "of" }, "Exhibit ", h("strong", {}, named(scan.ref)), h("br"), named(scan.path));
  const body = h(
    "div",
    { class: "scene answer-view" },
    stepsLine(3),
    h(
      "div",
      { class: "answer-grid" },
      h("div", { class: "answer-main" }, main, after.element, problems.element, remarks.element),
      h("div", { class: "answer-side" }, of, work.element, alive, stop.element, stop.hint, loud.element),
    ),
  );
  show(scan);
  return { title: "Answer", place: "scene", body, leave };
}

function spokenAnswer(scan: Scan): string {
  const parts = [
    `${scan.answer}.`,
    couldNotRun(scan) ? "This scan could not run; what is counted is on record from before." : "",
    scan.tier_words ? `${scan.tier_words}.` : "",
    `${counted(scan.listed, "listed file")}, ${counted(scan.leads, "lead")}, ` +
      `${count(scan.not_examined)} not examined.`,
    isOn(scan) && scan.eta_seconds ? `Time left: ${interval(scan.eta_seconds)}.` : "",
    scan.state === "ended" ? "The scan has ended." : "",
  ];
  return parts.filter((part) => part !== "").join(" ");
}
