// What an officer does once an exhibit was scanned, or cannot be: decide of the safety of
// children, note down the head of the log, go on.
import type { Audit } from "../api";
import { h, type Child } from "../h";
import { hrefOf } from "../router";
import { session } from "../session";
import { counted } from "../words";
import { decideReferral } from "./decide";

interface Next {
  ref: string;
  audit: Audit;
  hand_over: string;  // what becomes of the device
  more?: Child;  // further buttons
  decided?: () => void;  // what is done once the decision is on record; else a new view
}

export function whatNow({ ref, audit, hand_over, more, decided }: Next): Child {
  return [
    h(
      "ul",
      {},
      h("li", {}, hand_over),
      h(
        "li",
        {},
        "Whether a child has to be protected is for you to decide, whatever is known of the device: ",
        h(
          "button",
          { type: "button", class: "button", onclick: () => decideReferral(ref, decided) },
          "Put the decision on record…",
        ),
      ),
      h("li", {}, `Write down outside the case: audit log, ${counted(audit.count, "event")}, head `, h("code", {}, audit.head)),
    ),
    h(
      "div",
      { class: "buttons" },
      more,
      h("a", { class: "button main", href: "#/scene", onclick: () => session.clearScene() }, "Next exhibit"),
      h("a", { class: "button", href: hrefOf(["exhibit", ref]) }, "All about this exhibit"),
    ),
  ];
}
