// Fields of forms: each with its label, its hint tied to it, and targets for gloved fingers.
import { h, newId, type Child } from "./h";
import { moment } from "./words";

export interface Field {
  element: HTMLElement;
  value(): string;
  focus(): void;
}

// One that says itself what is wrong with what it holds; "" for nothing.
export interface TextField extends Field {
  complain(text: string): void;
}

interface TextOptions {
  label: string;
  name: string;
  hint?: Child;
  value?: string;
  required?: boolean;
  type?: "text" | "search" | "date" | "datetime-local";
  suggestions?: readonly string[];
  isLong?: boolean;
  onInput?: (value: string) => void;
}

export function textField(options: TextOptions): TextField {
  const id = newId(options.name);
  const attributes = {
    id,
    name: options.name,
    class: "input",
    required: options.required,
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": options.hint ? `${id}-hint ${id}-complaint` : `${id}-complaint`,
    oninput: (event: Event) =>
      options.onInput?.((event.target as HTMLInputElement | HTMLTextAreaElement).value),
  };
  const has_list = options.suggestions !== undefined && options.suggestions.length > 0;
  const input = options.isLong
    ? h("textarea", { ...attributes, rows: 2 })
    : h("input", {
        ...attributes,
        type: options.type ?? "text",
        list: has_list ? `${id}-list` : undefined,
      });
  input.value = options.value ?? "";
  const complaint = h("p", { class: "complaint", id: `${id}-complaint`, role: "alert" });
  complaint.hidden = true;
  const element = h(
    "div",
    { class: "field" },
    h(
      "label",
      { for: id },
      options.label,
      options.required ? h("span", { class: "need" }, " (needed)") : null,
    ),
    options.hint ? h("p", { class: "hint", id: `${id}-hint` }, options.hint) : null,
    complaint,
    input,
    has_list
      ? h(
          "datalist",
          { id: `${id}-list` },
          options.suggestions?.map((one) => h("option", { value: one })),
        )
      : null,
  );
  return {
    element,
    value: () => input.value.trim(),
    focus: () => input.focus(),
    complain(text) {
      complaint.hidden = text === "";
      complaint.textContent = text;
      if (text === "") input.removeAttribute("aria-invalid");
      else input.setAttribute("aria-invalid", "true");
    },
  };
}

export interface Choice {
  value: string;
  text: string;
  hint?: string;
}

interface ChoiceOptions {
  legend: string;
  name: string;
  hint?: string | undefined;
  choices: readonly Choice[];
  value?: string;
  isRow?: boolean;  // side by side, as Yes / No / Don't know
  onChange?: (value: string) => void;
}

// One of several, all of them to be seen. Nothing is chosen beforehand unless `value` says so.
export function choiceField(options: ChoiceOptions): Field {
  const group = newId(options.name);
  const inputs: HTMLInputElement[] = [];
  const labels = options.choices.map((choice) => {
    const input = h("input", {
      type: "radio",
      name: group,
      value: choice.value,
      onchange: () => options.onChange?.(choice.value),
    });
    input.checked = choice.value === options.value;
    inputs.push(input);
    return h(
      "label",
      { class: "choice" },
      input,
      h(
        "span",
        {},
        choice.text,
        choice.hint ? h("span", { class: "hint" }, choice.hint) : null,
      ),
    );
  });
  const element = h(
    "fieldset",
    { class: "field", "aria-describedby": options.hint ? `${group}-hint` : undefined },
    h("legend", {}, options.legend),
    options.hint ? h("p", { class: "hint", id: `${group}-hint` }, options.hint) : null,
    h("div", { class: options.isRow ? "choices row" : "choices" }, labels),
  );
  return {
    element,
    value: () => inputs.find((input) => input.checked)?.value ?? "",
    focus: () => (inputs.find((input) => input.checked) ?? inputs[0])?.focus(),
  };
}

export function selectField(
  label: string,
  choices: readonly Choice[],
  value: string,
  onChange: (value: string) => void,
): HTMLElement {
  const id = newId("select");
  const select = h(
    "select",
    { id, class: "input", onchange: () => onChange(select.value) },
    choices.map((choice) => h("option", { value: choice.value }, choice.text)),
  );
  select.value = value;
  return h("div", { class: "field" }, h("label", { for: id }, label), select);
}

export function checkField(
  text: string,
  isOn: boolean,
  onChange?: (isOn: boolean) => void,
): { element: HTMLElement; value(): boolean } {
  const input = h("input", {
    type: "checkbox",
    onchange: () => onChange?.(input.checked),
  });
  input.checked = isOn;
  return {
    element: h("label", { class: "choice" }, input, h("span", {}, text)),
    value: () => input.checked,
  };
}

// Where a form says what is wrong: read aloud at once, and the focus goes there.
export function complaintBox(): { element: HTMLElement; say(text: string): void } {
  const element = h("div", { class: "complaint", role: "alert", tabindex: -1 });
  element.hidden = true;
  return {
    element,
    say(text: string): void {
      element.hidden = text === "";
      element.textContent = text;
      if (text !== "") element.focus();
    },
  };
}

// A day and time of this computer's clock, as the record wants it: UTC. "" for none.
export function utcOfLocal(local: string): string {
  if (local === "") return "";
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? "" : `${at.toISOString().slice(0, 16)}:00Z`;
}

// The way back, for the field's value; also of a date alone, which is a midnight in UTC.
export function localOfUtc(utc: string): string {
  const at = new Date(utc);
  if (utc === "" || Number.isNaN(at.getTime())) return "";
  const two = (number: number): string => String(number).padStart(2, "0");
  return (
    `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}` +
    `T${two(at.getHours())}:${two(at.getMinutes())}`
  );
}

// A day and time of this computer's clock; its value is UTC, as the record has it, and
// `utc` itself as long as nobody changes it.
export function momentField(options: {
  label: string;
  name: string;
  hint?: string | undefined;
  utc?: string;
}): Field {
  const { label, name, hint, utc = "" } = options;
  const before = localOfUtc(utc);
  const control = textField({ label, name, hint, type: "datetime-local", value: before });
  const input = control.element.querySelector("input");
  const value = (): string => (control.value() === before ? utc : utcOfLocal(control.value()));
  // A day and a month that changed places would be seen here.
  const echo = h("p", { class: "hint", role: "status" });
  const tell = (): void => {
    echo.textContent = value() === "" ? "" : `On record it will be ${moment(value())}.`;
  };
  input?.addEventListener("input", tell);
  const setNow = (): void => {
    if (input) input.value = localOfUtc(new Date().toISOString());
    tell();
  };
  control.element.append(
    echo,
    h("button", { type: "button", class: "button", onclick: setNow }, "Just now"),
  );
  return { ...control, value };
}
