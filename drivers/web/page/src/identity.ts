// Who sits before the screen: a name that is stated, not a log-in. It is put beside what goes
// on record, and says since when the backlog is told as changed.
import { people, roleOf } from "./case_facts";
import { openDialog, closeButton } from "./dialog";
import { textField } from "./form";
import { fill, h } from "./h";
import { named } from "./name";
import { session } from "./session";
import { refresh } from "./view";

export function askName(): void {
  openDialog("Who are you?", (dialog) => {
    const name = textField({
      label: "Your name",
      name: "viewer",
      required: true,
      value: session.viewer,
      hint: "It stands beside everything that you put on record. There is no password.",
      suggestions: people().map((person) => person.name),
    });
    return h(
      "form",
      {
        onsubmit: (event: SubmitEvent) => {
          event.preventDefault();
          session.viewer = name.value();
          dialog.close();
          refresh();
        },
      },
      name.element,
      h(
        "div",
        { class: "buttons" },
        h("button", { type: "submit", class: "button main" }, "That is me"),
        closeButton(dialog),
      ),
    );
  });
}

const button = h("button", { type: "button", class: "identity", onclick: askName });
session.onViewer(tellIdentity);

// Whenever the case was asked for anew: a role may have been granted meanwhile.
export function tellIdentity(): void {
  if (session.viewer === "") fill(button, "Who are you?");
  else fill(button, "You: ", named(session.viewer), `, ${roleOf(session.viewer)}`);
}

export function identityButton(): HTMLElement {
  tellIdentity();
  return button;
}
