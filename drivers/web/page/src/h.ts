// h(): the one way in which this page makes elements. Texts become text nodes, so nothing
// that a device or a person wrote is ever read as markup; there is no way through here to
// innerHTML, to a style attribute or to an inline handler.

export type Child = Node | string | number | null | undefined | false | readonly Child[];

type Listeners = {
  [K in keyof HTMLElementEventMap as `on${K}`]?: (event: HTMLElementEventMap[K]) => void;
};
// Attributes by their HTML names; true is an empty attribute, false and undefined none.
export type Attributes = Listeners & {
  [name: string]: unknown;
};

function put(parent: Node, child: Child): void {
  if (child === null || child === undefined || child === false) return;
  if (Array.isArray(child)) {
    for (const one of child as readonly Child[]) put(parent, one);
  } else if (child instanceof Node) {
    parent.appendChild(child);
  } else {
    parent.appendChild(document.createTextNode(String(child)));
  }
}

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on") && typeof value === "function") {
      element.addEventListener(name.slice(2), value as EventListener);
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  put(element, children);
  return element;
}

export function fill(parent: Element, ...children: Child[]): void {
  parent.replaceChildren();
  put(parent, children);
}

// Sets the text only if it is another one: screen readers and selections are left alone.
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

let last_id = 0;
export function newId(stem: string): string {
  last_id += 1;
  return `${stem}-${last_id}`;
}
