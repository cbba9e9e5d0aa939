// The server's events: one stream for the whole page, told on to whoever shows something of
// it. A broken stream is said aloud, not hidden: a face that stands still must not pass for a
// scan that goes on.
import type { Scan } from "./api";

type ScanWatcher = (scan: Scan) => void;
type BoardWatcher = (revision: number) => void;
type StreamWatcher = (isUp: boolean) => void;

const scan_watchers = new Set<ScanWatcher>();
const board_watchers = new Set<BoardWatcher>();
const stream_watchers = new Set<StreamWatcher>();
const SILENCE_MS = 40_000;  // the server sends a ping every 15 s at least

let source: EventSource | null = null;
let last_word = Date.now();
let is_up = true;

function heard(): void {
  last_word = Date.now();
  tellStream(true);
}

function tellStream(up: boolean): void {
  if (up === is_up) return;
  is_up = up;
  for (const watcher of stream_watchers) watcher(up);
}

function parsed<Message>(event: Event): Message | null {
  try {
    return JSON.parse((event as MessageEvent<string>).data) as Message;
  } catch {
    return null;  // half a message of a server that just ended
  }
}

function connect(): void {
  source = new EventSource("api/events");
  source.addEventListener("open", heard);
  source.addEventListener("ping", heard);
  source.addEventListener("scan", (event) => {
    heard();
    const scan = parsed<Scan>(event);
    if (scan) for (const watcher of scan_watchers) watcher(scan);
  });
  source.addEventListener("board", (event) => {
    heard();
    const board = parsed<{ revision: number }>(event);
    if (board) for (const watcher of board_watchers) watcher(board.revision);
  });
  source.addEventListener("error", () => {
    tellStream(false);
    // The browser tries again by itself unless the answer was no event stream at all.
    if (source?.readyState === EventSource.CLOSED) setTimeout(connect, 5000);
  });
}

export function startEvents(): void {
  connect();
  setInterval(() => {
    if (Date.now() - last_word > SILENCE_MS) tellStream(false);
  }, 5000);
  // Left open, the stream would hold a connection of the server until it notices.
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => {
    if (event.persisted) connect();
  });
}

// Each gives back the way to stop watching.
export function watchScan(watcher: ScanWatcher): () => void {
  scan_watchers.add(watcher);
  return () => scan_watchers.delete(watcher);
}
export function watchBoard(watcher: BoardWatcher): () => void {
  board_watchers.add(watcher);
  return () => board_watchers.delete(watcher);
}
export function watchStream(watcher: StreamWatcher): () => void {
  stream_watchers.add(watcher);
  return () => stream_watchers.delete(watcher);
}
