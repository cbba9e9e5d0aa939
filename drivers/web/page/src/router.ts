// Addresses inside the page, behind the #: parts of a path and a query, so that Back, reload
// and a second window work. "#/exhibit/REF/findings?kind=exact".

export interface Route {
  parts: string[];
  query: URLSearchParams;
}

export function routeOf(hash: string): Route {
  const text = hash.replace(/^#\/?/, "");
  const [path = "", query = ""] = text.split("?", 2);
  const parts = path
    .split("/")
    .filter((part) => part !== "")
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;  // somebody typed a lone %
      }
    });
  return { parts, query: new URLSearchParams(query) };
}

export function hrefOf(parts: readonly string[], query: Record<string, string> = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== "") parameters.set(name, value);
  }
  const text = parameters.toString();
  const path = `#/${parts.map(encodeURIComponent).join("/")}`;
  return text ? `${path}?${text}` : path;
}

export function goTo(parts: readonly string[], query: Record<string, string> = {}): void {
  location.hash = hrefOf(parts, query);
}

// The address of what is shown now, other filters: no new view, no new step for Back.
export function restate(parts: readonly string[], query: Record<string, string>): void {
  history.replaceState(null, "", hrefOf(parts, query));
}
