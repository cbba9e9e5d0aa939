// The findings of an exhibit, in pages. No picture is shown: a reviewer may ask for one
// blurred grey glimpse of one finding, with a reason, and that is on record before it shows.
import { api, wordsOf, type Finding, type Kind } from "../api";
import { viewerIsReviewer } from "../case_facts";
import { closeButton, openDialog, signatureFields } from "../dialog";
import { complaintBox, selectField, textField } from "../form";
import { fill, h, type Child } from "../h";
import { named, plainName } from "../name";
import { pager, table, type Column } from "../table";
import { bytes, count, moment } from "../words";

const FINDINGS_A_PAGE = 50;

export const KINDS: Record<Kind, string> = {
  exact: "Listed file",
  near: "Picture like a listed one: a lead",
  block: "Part of a listed file",
  record: "Digest of a listed file in a database",
  indication: "Indication: a lead",
};

const TIERS = ["open", "inventory", "probe", "confirm", "look", "everything"];

function gradeOf({ category, set }: Finding): Child {
  const grade = category.label ?? (category.code === null ? null : String(category.code));
  return [
    grade === null ? "no grade" : h("strong", {}, named(grade)),
    category.profile ? ` (${category.profile})` : null,
    h("span", { class: "small" }, "set ", named(set)),
  ];
}

function nearWords(finding: Finding): Child {
  if (finding.distance === undefined) return null;
  return h(
    "span",
    { class: "small" },
    `${finding.strength ?? ""}: distance ${finding.distance} of 256, quality ${finding.quality ?? 0}`,
  );
}

function digests(finding: Finding): HTMLElement {
  return h(
    "details",
    { class: "why" },
    h("summary", {}, "Digests and times"),
    h(
      "ul",
      { class: "plain-list" },
      Object.entries(finding.digest).map(([name, value]) =>
        h("li", {}, `${name.toUpperCase()} `, h("code", { class: "digest" }, value)),
      ),
      Object.entries(finding.times).map(([name, value]) => h("li", {}, `${name} ${moment(value)}`)),
    ),
  );
}

// ---- a glimpse ----

function draw(canvas: HTMLCanvasElement, grey: string, width: number, height: number): void {
  const bytes_of = atob(grey);
  const pixels = new ImageData(width, height);
  for (let i = 0; i < width * height; i += 1) {
    const level = bytes_of.charCodeAt(i) || 0;
    pixels.data.set([level, level, level, 255], i * 4);
  }
  canvas.width = width;
  canvas.height = height;
  canvas.getContext("2d")?.putImageData(pixels, 0, 0);
}

function askGlimpse(finding: Finding, item: number | string): void {
  openDialog("A blurred grey glimpse", (dialog) => {
    const complaint = complaintBox();
    const signature = signatureFields({
      reason: "Why does it have to be looked at?",
      second: false,
    });
    const canvas = h("canvas", { role: "img", "aria-label": "A blurred grey glimpse of the picture" });
    canvas.hidden = true;
    const show = h("button", { type: "submit", class: "button danger" }, "Put on record and show it");
    const form = h(
      "form",
      {
        onsubmit: (event: SubmitEvent) => {
          event.preventDefault();
          void send();
        },
      },
      h("p", {}, named(finding.path, "path")),
      h("p", {}, "It may show the abuse of a child, even blurred. That you looked goes into the audit log, with your name and the reason, before it is shown."),
      signature.element,
      complaint.element,
      canvas,
      h("div", { class: "buttons" }, show, closeButton(dialog, "Close")),
    );
    async function send(): Promise<void> {
      show.disabled = true;
      try {
        const glimpse = await api.glimpse({ ref: finding.exhibit, item, ...signature.value() });
        draw(canvas, glimpse.grey, glimpse.width, glimpse.height);
        canvas.hidden = false;
        signature.element.hidden = true;
        show.hidden = true;
        complaint.say("");
      } catch (trouble) {
        show.disabled = false;
        complaint.say(wordsOf(trouble));
      }
    }
    return form;
  });
}

// ---- the list ----

function columns(): Column<Finding>[] {
  const always: Column<Finding>[] = [
    {
      title: "Where",
      kind: "head",
      cell: (finding) => [
        named(finding.path, "path"),
        finding.allocated ? null : h("strong", { class: "small" }, "deleted, or in free space"),
        digests(finding),
      ],
    },
    { title: "What", cell: (finding) => [KINDS[finding.kind] ?? finding.kind, nearWords(finding)] },
    { title: "Grade, quoted from the set", cell: gradeOf },
    { title: "Size", kind: "number", cell: (finding) => bytes(finding.size) },
    {
      title: "Tier",
      cell: (finding) => `${count(finding.tier)} ${TIERS[finding.tier] ?? ""}`,
    },
    { title: "Note", cell: (finding) => named(finding.note, "plain") },
  ];
  if (!viewerIsReviewer()) return always;
  return [
    ...always,
    {
      title: "Look",
      cell: (finding) => {
        const { item } = finding;
        if (item === undefined || item === null || finding.kind === "indication") return "–";
        return h(
          "button",
          {
            type: "button",
            class: "button",
            "aria-label": `A blurred grey glimpse of ${plainName(finding.path)}`,
            onclick: () => askGlimpse(finding, item),
          },
          "Glimpse…",
        );
      },
    },
  ];
}

export function findingsPart(ref: string): { element: HTMLElement } {
  const place = h("div", {});
  let kind = "";
  let q = "";
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const turner = pager(FINDINGS_A_PAGE, "findings", (offset) => void turn(offset));

  async function turn(offset: number): Promise<void> {
    asked += 1;
    const mine = asked;
    try {
      const page = await api.findings({ ref, kind, q, offset, limit: FINDINGS_A_PAGE });
      if (mine !== asked) return;  // typed on meanwhile
      turner.show(offset, page.total);
      fill(
        place,
        page.items.length === 0
          ? null
          : table("Findings", columns(), page.items, { isCaptionSpoken: true, class: "findings" }),
      );
    } catch (trouble) {
      if (mine === asked) fill(place, h("p", { role: "alert" }, wordsOf(trouble)));
    }
  }
  function again(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void turn(0), 250);
  }
  void turn(0);
  const element = h(
    "div",
    {},
    h("h2", {}, "Findings"),
    viewerIsReviewer()
      ? null
      : h("p", {}, "No picture is shown here. A person on record as a reviewer may ask for one blurred grey glimpse of a finding."),
    h(
      "form",
      { class: "filters", role: "search", onsubmit: (event: SubmitEvent) => event.preventDefault() },
      textField({
        label: "Path, set or digest",
        name: "q",
        type: "search",
        onInput: (value) => {
          q = value.trim();
          again();
        },
      }).element,
      selectField(
        "What",
        [
          { value: "", text: "All" },
          ...Object.entries(KINDS).map(([value, text]) => ({ value, text })),
        ],
        kind,
        (value) => {
          kind = value;
          again();
        },
      ),
    ),
    turner.element,
    place,
  );
  return { element };
}
