// Dialogs: the browser's own <dialog>, which keeps the focus inside, closes at Escape and
// gives the focus back to whatever opened it.
import { Trouble, wordsOf, type Told } from "./api";
import { complaintBox, textField, type Field } from "./form";
import { h, newId, type Child } from "./h";
import { notify } from "./notices";
import { session } from "./session";
import { people } from "./case_facts";

export interface OpenDialog {
  close(): void;
}

export function openDialog(
  title: string,
  body: (dialog: OpenDialog) => Child,
  onClosed?: () => void,
): OpenDialog {
  const id = newId("dialog");
  const opener = document.activeElement;
  const element = h("dialog", { "aria-labelledby": id });
  const dialog: OpenDialog = { close: () => element.close() };
  element.append(
    h("h2", { id, tabindex: -1, autofocus: true }, title),
    ...[body(dialog)].flat().filter((child): child is Node => child instanceof Node),
  );
  element.addEventListener("close", () => {
    element.remove();
    // What opened it may be gone meanwhile, as Stop is once a scan has ended.
    const is_there = opener instanceof HTMLElement && opener.isConnected && !opener.hidden;
    (is_there ? opener : document.querySelector<HTMLElement>("main h1"))?.focus();
    onClosed?.();
  });
  document.body.append(element);
  element.showModal();
  return dialog;
}

// Another view is asked for: what stands open belongs to the one before.
export function closeDialogs(): void {
  for (const dialog of document.querySelectorAll("dialog")) dialog.close();
}

export function closeButton(dialog: OpenDialog, text = "Cancel"): HTMLElement {
  return h("button", { type: "button", class: "button", onclick: () => dialog.close() }, text);
}

// What was said or chosen; else the form complains in these words.
export function needed(value: string, otherwise: string): string {
  if (value === "") throw new Trouble(otherwise, false);
  return value;
}

export interface SignatureFields {
  element: HTMLElement;
  value(): { operator: string; countersigned_by: string; reason: string };
}

// Who answers for it, who countersigns and why: the rules say which of them they need.
export function signatureFields(needs: { reason?: string; second?: boolean } = {}): SignatureFields {
  const names = people().map((person) => person.name);
  const by = textField({
    label: "Your name",
    name: "operator",
    required: true,
    value: session.viewer,
    suggestions: names,
  });
  const second: Field | null =
    needs.second === false
      ? null
      : textField({
          label: "Countersigned by",
          name: "countersigned_by",
          hint: "A second person, where the rules ask for one",
          suggestions: names,
        });
  const why = textField({
    label: needs.reason ?? "Reason",
    name: "reason",
    isLong: true,
    required: needs.reason !== undefined,
  });
  return {
    element: h(
      "div",
      { class: "signature" },
      why.element,
      h("div", { class: "two" }, by.element, second?.element),
    ),
    value: () => ({
      operator: needed(by.value(), "Say your name."),
      countersigned_by: second?.value() ?? "",
      reason: why.value(),
    }),
  };
}

// A form in a dialog that puts something on record. What the case's rules refuse is said in
// their own words, and the form stays as it was filled in.
export function signedDialog(
  title: string,
  fields: Child,
  submit: string,
  put: () => Promise<Told>,
  done: () => void,
): void {
  openDialog(title, (dialog) => {
    const complaint = complaintBox();
    const button = h("button", { type: "submit", class: "button main" }, submit);
    const form = h(
      "form",
      {
        onsubmit: (event: SubmitEvent) => {
          event.preventDefault();
          void send();
        },
      },
      fields,
      complaint.element,
      h("div", { class: "buttons" }, button, closeButton(dialog)),
    );
    async function send(): Promise<void> {
      button.disabled = true;
      complaint.say("");
      try {
        const told = await put();
        dialog.close();
        notify(told.told, told.audit);
        done();
      } catch (trouble) {
        complaint.say(wordsOf(trouble));
      } finally {
        button.disabled = false;
      }
    }
    return form;
  });
}
