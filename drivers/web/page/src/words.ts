// Numbers, moments and spans of time in words. British English, moments in UTC as the record
// has them.

const COUNTS = new Intl.NumberFormat("en-GB");

export function count(number: number): string {
  return COUNTS.format(number);
}

// "1 file", "2 files", "3 entries".
export function counted(number: number, noun: string): string {
  if (number === 1) return `1 ${noun}`;
  const many = noun.endsWith("ry") ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${count(number)} ${many}`;
}

const UNITS = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

export function bytes(number: number): string {
  if (number < 1024) return counted(number, "byte");
  let value = number / 1024;
  let unit = 0;
  while (value >= 1024 && unit + 1 < UNITS.length) {
    value /= 1024;
    unit += 1;
  }
  return `${(Math.floor(value * 10) / 10).toFixed(1)} ${UNITS[unit] ?? ""}`;
}

// "2026-11-22", "2026-11-22 08:09 UTC".
export function moment(text: string | null | undefined): string {
  if (!text) return "";
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/.exec(text);
  if (!parts) return text;
  if (/T00:00:00(\.000)?Z$/.test(text)) return parts[1] ?? text;
  return `${parts[1]} ${parts[2]} UTC`;
}

type Rounding = (number: number) => number;

function span(seconds: number, round: Rounding): { value: number; unit: string } {
  if (seconds < 90) return { value: Math.max(1, round(seconds)), unit: "second" };
  if (seconds < 90 * 60) return { value: round(seconds / 60), unit: "minute" };
  if (seconds < 48 * 3600) return { value: round((seconds / 3600) * 2) / 2, unit: "hour" };
  return { value: round(seconds / 86400), unit: "day" };
}

function spanText(seconds: number, round: Rounding): string {
  const { value, unit } = span(seconds, round);
  return counted(value, unit);
}

export function duration(seconds: number): string {
  return spanText(seconds, Math.round);
}

// The ends of an interval: what is said is never narrower than what is known.
export function atLeast(seconds: number): string {
  return spanText(seconds, Math.floor);
}
export function atMost(seconds: number): string {
  return spanText(seconds, Math.ceil);
}

// "2 to 9 minutes", "50 seconds to 4 minutes".
export function interval(range: readonly [number, number]): string {
  const low = span(range[0], Math.floor);
  const high = span(range[1], Math.ceil);
  if (low.unit === high.unit) {
    return low.value === high.value
      ? `about ${counted(high.value, high.unit)}`
      : `${count(low.value)} to ${counted(high.value, high.unit)}`;
  }
  return `${counted(low.value, low.unit)} to ${counted(high.value, high.unit)}`;
}

// "received", "not-needed" -> "Received", "Not needed"
export function capital(text: string): string {
  const plain = text.replace(/[-_]/g, " ");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

// The same text with a capital at its beginning, and nothing else changed.
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
