// What was just put on record, above the view, until somebody puts it away or goes on.
import type { Audit } from "./api";
import { fill, h } from "./h";
import { named } from "./name";
import { counted } from "./words";

const place = h("div", { class: "notices", role: "status" });

export function noticePlace(): HTMLElement {
  return place;
}

export function clearNotices(): void {
  place.replaceChildren();
}

export function notify(text: string, audit?: Audit): void {
  fill(
    place,
    h(
      "div",
      { class: "notice" },
      h(
        "div",
        {},
        h("p", {}, h("strong", {}, "On record: "), named(text, "plain")),
        audit
          ? h(
              "p",
              {},
              `Audit log: ${counted(audit.count, "event")}, head `,
              h("code", {}, audit.head),
              "; note it down outside the case.",
            )
          : null,
      ),
      h("button", { type: "button", class: "button", onclick: clearNotices }, "Put away"),
    ),
  );
}
