// Charts by uPlot, each with its numbers in a table beside it: the canvas is for the eye, the
// table for everybody. uPlot sets styles through the CSSOM alone, so the page's policy of
// style-src 'self' holds.
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { h } from "./h";

export interface Line {
  label: string;
  values: readonly (number | null)[];
  stroke: string;
  dash?: number[];  // lines differ by more than their colour
}

interface ChartOptions {
  label: string;  // what the chart shows, read aloud
  x: readonly number[];
  lines: readonly Line[];
  isTime: boolean;
  isStepped?: boolean;  // a value holds up to the next point
  xWords?: (value: number) => string;
  yMax?: number;
}

const HEIGHT = 260;
const FONT = "15px system-ui, sans-serif";

function axis(extra: uPlot.Axis): uPlot.Axis {
  return {
    font: FONT,
    stroke: "#111",
    grid: { stroke: "#d0d4da", width: 1 },
    ticks: { stroke: "#5b6470", width: 1 },
    ...extra,
  };
}

export function chart(options: ChartOptions): { element: HTMLElement; leave: () => void } {
  const element = h("div", { class: "chart", role: "img", "aria-label": options.label });
  const words = options.xWords;
  const stepped = options.isStepped ? uPlot.paths.stepped?.({ align: 1 }) : undefined;
  const make = (width: number): uPlot =>
    new uPlot(
      {
        width,
        height: HEIGHT,
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
        cursor: { show: false },
        legend: { show: false },
        // The last name stands half beyond the end of its axis.
        ...(words ? { padding: [null, 36, null, null] as uPlot.Padding } : {}),
        scales: {
          x: options.isTime ? { time: true } : { time: false, distr: 3, log: 2 },
          y: {
            range: (_plot, _low, high) => [0, options.yMax ?? Math.max(1, high * 1.1)],
          },
        },
        axes: [
          axis(
            words
              ? {
                  // The points themselves: a grid of powers would name amounts nobody asked for.
                  splits: () => [...options.x],
                  filter: (_plot, ticks) => ticks,
                  values: (plot, ticks) => spaced(plot, ticks, words),
                }
              : { values: (_plot, ticks) => ticks.map(dayAndMonth), space: 70 },
          ),
          axis({ size: 60 }),
        ],
        series: [
          {},
          ...options.lines.map(
            (line): uPlot.Series => ({
              label: line.label,
              stroke: line.stroke,
              width: 2.5,
              points: { show: options.x.length < 20 },
              ...(stepped ? { paths: stepped } : {}),
              ...(line.dash ? { dash: line.dash } : {}),
            }),
          ),
        ],
      },
      [[...options.x], ...options.lines.map((line) => [...line.values])] as uPlot.AlignedData,
      element,
    );
  let plot: uPlot | null = null;
  const watcher = new ResizeObserver(() => {
    const width = Math.floor(element.clientWidth);
    if (width === 0) return;
    if (plot) plot.setSize({ width, height: HEIGHT });
    else plot = make(width);
  });
  watcher.observe(element);
  return {
    element: h("div", { class: "chart-box" }, legendOf(options.lines), element),
    leave: () => {
      watcher.disconnect();
      plot?.destroy();
    },
  };
}

// Names of ticks, leaving out those that would be written over the one before.
function spaced(
  plot: uPlot,
  ticks: number[],
  words: (value: number) => string,
): (string | null)[] {
  let last = -Infinity;
  return ticks.map((tick) => {
    const at = plot.valToPos(tick, "x");
    if (at - last < 74) return null;
    last = at;
    return words(tick);
  });
}

function dayAndMonth(seconds: number): string {
  const at = new Date(seconds * 1000);
  return at.toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
}

const SVG = "http://www.w3.org/2000/svg";

// A piece of the line beside its name, as the line is drawn.
function sampleOf(line: Line): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const piece = document.createElementNS(SVG, "line");
  for (const [name, value] of Object.entries({ width: 44, height: 12, "aria-hidden": true })) {
    svg.setAttribute(name, String(value));
  }
  const drawn = {
    x1: 0, y1: 6, x2: 44, y2: 6,
    stroke: line.stroke,
    "stroke-width": 3,
    "stroke-dasharray": line.dash?.join(" ") ?? "none",
  };
  for (const [name, value] of Object.entries(drawn)) piece.setAttribute(name, String(value));
  svg.append(piece);
  return svg;
}

function legendOf(lines: readonly Line[]): HTMLElement | null {
  if (lines.length < 2) return null;
  return h(
    "ul",
    { class: "legend" },
    lines.map((line) => h("li", {}, sampleOf(line), ` ${line.label}`)),
  );
}
