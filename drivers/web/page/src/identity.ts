// Who sits before the screen: a name that is stated, not a log-in. It is put beside what goes
// on record, and says since when the backlog is told as changed.
import { people, roleOf } from "./case_facts";
import { openDialog, closeButton } from "./dialog";
import { complaintBox, textField } from "./form";
import { fill, h } from "./h";
import { named } from "./name";
import { session } from "./session";
import { refresh } from "./view";

const LONGEST_NAME = 200;

// `then` is what was asked of somebody without a name; without it the view is shown anew.
export function askName(then: () => void = refresh): void {
  openDialog("Who are you?", (dialog) => {
    const complaint = complaintBox();
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
          const said = name.value();
          if (said === "" || [...said].length > LONGEST_NAME) {
            complaint.say(
              said === "" ? "Say your name." : `A name has at most ${LONGEST_NAME} characters.`,
            );
            return;
          }
          session.viewer = said;
          dialog.close();
          then();
        },
      },
      name.element,
      complaint.element,
      h(
        "div",
        { class: "buttons" },
        h("button", { type: "submit", class: "button main" }, "That is me"),
        closeButton(dialog),
      ),
    );
  });
}

const button = h("button", { type: "button", class: "identity", onclick: () => askName() });
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
