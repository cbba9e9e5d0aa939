// What the server answers and takes: drivers/web/api.md in types. All paths are relative, as
// the page lies below a token that it need not know.

export type Band = "match" | "indicated" | "unexamined" | "no-match";
export type Lane = "A" | "B" | "C" | "D";
export type Kind = "exact" | "near" | "block" | "record" | "indication";
export type Interval = readonly [number, number];

export interface Person {
  name: string;
  role: string;
}
export interface Audit {
  count: number;
  head: string;
}
export interface Case {
  version: string;
  case: string;
  limits: string;
  is_practice: boolean;  // the training
  no_match: string;
  policy: { name: string; signed_by: string; signed_on: string; sha256: string };
  audit: Audit;
  people: Person[];
  selftest: { passed: boolean; at: string; version: string; line: string } | null;
  remarks: string[];
}

export interface Row {
  rank: number;
  exhibit: string;
  lane: Lane;
  lane_words: string;
  lane_reasons: string[];
  due?: string | null;
  due_why?: string | null;
  overdue: boolean;
  kept_place?: boolean;
  further_device?: boolean;
  band: Band;
  words: string;
  score: number;
  reasons: { what: string; points: number }[];
  counts: Record<Kind, number>;
  residual_words?: string;
  scanned: boolean;
  complete: boolean;
  ended: boolean;
  scanning: boolean;
  review: string;
  unknowns: string[];
  change: string;
  related: string[];
  disposition: string;
  assigned_to?: string | null;
  holder?: string | null;
  suspect?: string | null;
  household?: string | null;
  case_reference?: string | null;
  changes: string[];
}
export interface Board {
  revision: number;
  as_of: string;
  waiting: Row[];
  others: Row[];
  exceptions: number;
  remarks: string[];  // what of the case is damaged
  forecast: string;
}

export type FileCounts = Record<string, number>;
export interface Problem {
  path?: string;
  range?: readonly [number, number];
  outcome: string;
  reason: string;
}
export interface Coverage {
  exhibit: string;
  bytes: { total: number; read: number; unread: number; unreadable: number };
  logical: number;
  files: FileCounts;
  members: FileCounts;
  volumes: {
    index: number;
    offset: number;
    length: number;
    filesystem: string;
    outcome: string;
    reason: string;
  }[];
  balanced: boolean;
  complete: boolean;
  kept: string[];
  until: string;
  known_benign: number;
  not_examined: string[];
  sets: { name: string; id: string; type: string }[];
}
export interface Step {
  to: string;
  at: string;
  by: string;
  countersigned_by?: string | null;
  reason?: string | null;
  assigned_to?: string | null;
  until?: string | null;
}
export interface Outcome {
  result?: string;
  items?: number;
  minutes?: number;
  at?: string;
  by?: string;
}
export interface TimelineEvent {
  at: string;
  event: string;
  outcome: string;
  actor: string;
  detail: unknown;
}
export interface Exhibit {
  row: Row;
  coverage: Coverage | null;
  residual: { bytes: number; confidence: number }[];
  assumptions: string[] | string;
  skipped: { reason: string; files: number }[];
  intake: Record<string, string>;
  lowered: { to: string; from?: string | null; why: string } | null;
  reviewed?: { verdict: string; by: string; at: string; reason: string } | null;
  steps: Step[];
  outcomes: Outcome[];
  timeline: TimelineEvent[];
}

export interface Finding {
  exhibit: string;
  kind: Kind;
  path: string;
  allocated: boolean;
  size: number;
  digest: Record<string, string>;
  algorithm: string;
  distance?: number;
  quality?: number;
  strength?: string;
  set: string;
  category: { profile: string | null; code: number | null; label: string | null };
  times: Record<string, string>;
  tier: number;
  note: string;
  item?: number | string | null;
}
export interface Page<Item> {
  total: number;
  items: Item[];
}

export interface ExceptionEntry {
  exception: string;
  exhibit: string | null;
  what: string;
  since: string | null;
  who: string;
  remedy: string;
}

export interface Share {
  part: number;
  of: number;
  low: number;
  high: number;
}
export interface Yield {
  lane?: string;
  decile?: string;
  examined: number;
  listed: number;
  unlisted: number;
  nothing: number;
  impossible: number;
  items: number;
  minutes: number;
  holding: Share;
}
export interface Wait {
  seconds: number;
  at_least: boolean;
}
export interface WaitRow {
  until: string;
  of: string;
  exhibits: number;
  waiting: number;
  left_without: number;
  median: Wait | null;
  ninety_percent: Wait | null;
  oldest: Wait | null;
}
export interface Misses {
  drawn: string;
  put_last: number;
  listed: number;
  unlisted: number;
  never_scanned: number;
  held: Share;
  missed: Share;
}
export interface Day {
  day: string;
  waiting: number;
  overdue: number;
  arrived: number;
  started: number;
}
export interface Figures {
  as_of: string;
  examined: number;
  drawn: number;
  drawn_examined: number;
  yield_by_lane: Yield[];
  yield_by_decile: Yield[];
  misses: Misses[];
  waits: WaitRow[];
  without_seizure_time: number;
  days: Day[];
}

export interface Link {
  digest: Record<string, string>;
  kind: string;
  standing: string;
  exhibits: { exhibit: string; path: string; places: number }[];
}
export interface IntakeField {
  key: string;
  name: string;
  about: string;
  shown: string;
  is_question: boolean;
}

export interface Device {
  path: string;
  model: string;
  serial: string;
  bytes: number;
  bus: string;
  removable: boolean;
  read_only: boolean;
  mounted: string[];
  of_this_computer: boolean;  // it runs from this disk
  refused: string;
  advice: string;
}
// Of an attached device, as it stood before whoever chose it.
export interface ShownDevice {
  serial: string;
  bytes: number;
  objection: string;  // why it was refused; "" if it was not
}
export interface Devices {
  devices: Device[];
  roots: string[];
}
export interface Folder {
  folder: string;
  parent: string | null;
  folders: string[];
  images: { name: string; bytes: number }[];
  left_out: number;  // names that cannot be shown, or are too many
}
export interface SetUsed {
  file: string;
  name: string;
  type: string;
  entries: number;
  released: string | null;
  learned: boolean;
  has_pdq: boolean;
  is_out_of_date: boolean;
}
export interface Expectation {
  first_useful: Interval | null;  // not known beforehand
  whole: Interval | null;
  why: string;
  rate?: number;  // that the device gave; not told of what came from memory
  bytes?: number;  // not told of a device that answers slowly
}
export interface Scan {
  state: "none" | "running" | "stopping" | "ended";
  ref: string;
  path: string;
  began: string;
  tier: string | null;
  tier_words: string | null;
  listed: number;
  leads: number;
  not_examined: number;
  bytes_read: number;
  bytes_planned: number;
  files_done: number;
  files_planned: number;
  eta_seconds: Interval | null;
  bottleneck: string | null;
  answer: string;
  left: string[];
  problems: string[];
  remarks?: string[];  // lines that are no problems
  exit_status: number | null;
  end: string | null;
}
export interface Training {
  is_practice: boolean;  // only then a step is taken
  steps: { key: string; text: string; done: boolean }[];
  completed: {
    name: string;
    at: string;
    version: string;
    expires: string | null;
    is_valid: boolean;
  }[];
}
export interface Glimpse {
  width: number;
  height: number;
  grey: string;
}

export interface Signature {
  operator: string;
  countersigned_by?: string;
  reason?: string;
}
export interface Told {
  told: string;
  audit: Audit;
}

// What the server said no to, or could not do. `isRefusal`: the rules of the case say no, in
// words that are for the person who asked.
export class Trouble extends Error {
  constructor(
    message: string,
    readonly isRefusal: boolean,
  ) {
    super(message);
  }
}

const LOST =
  "Winnow does not answer on this computer. Look whether the program still runs where it was " +
  "started; what is on record stays on record.";

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function troubleOf(status: number, body: unknown): Trouble {
  if (isRecord(body) && typeof body["refused"] === "string") {
    return new Trouble(body["refused"], true);
  }
  if (isRecord(body) && typeof body["error"] === "string") {
    return new Trouble(body["error"], false);
  }
  if (status === 404) {
    return new Trouble(
      "Winnow does not know this address any more. It was started anew: open the address " +
        "that it printed last.",
      false,
    );
  }
  return new Trouble(`Winnow answered with status ${status} and gave no reason.`, false);
}

async function answered(request: Promise<Response>): Promise<unknown> {
  let response: Response;
  try {
    response = await request;
  } catch {
    throw new Trouble(LOST, false);
  }
  let body: unknown = null;
  try {
    body = await response.json();
  } catch {
    // An answer without JSON has nothing to tell beyond its status.
  }
  if (!response.ok) throw troubleOf(response.status, body);
  return body;
}

type Query = Record<string, string | number | undefined>;

async function get<Answer>(path: string, query: Query = {}): Promise<Answer> {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") parameters.set(name, String(value));
  }
  const text = parameters.toString();
  const url = text ? `api/${path}?${text}` : `api/${path}`;
  // The server is this page's own and of this version: its answers are taken as api.md says.
  return (await answered(fetch(url, { cache: "no-store" }))) as Answer;
}

async function post<Answer>(path: string, body: object): Promise<Answer> {
  return (await answered(
    fetch(`api/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    }),
  )) as Answer;
}

export const api = {
  case: () => get<Case>("case"),
  board: (viewer: string) => get<Board>("board", { viewer }),
  exhibit: (ref: string) => get<Exhibit>("exhibit", { ref }),
  findings: (query: {
    ref: string;
    kind?: string;
    q?: string;
    offset: number;
    limit: number;
  }) => get<Page<Finding>>("findings", query),
  problems: (ref: string, offset: number, limit: number) =>
    get<Page<Problem>>("problems", { ref, offset, limit }),
  exceptions: () => get<ExceptionEntry[]>("exceptions"),
  figures: () => get<Figures>("figures"),
  links: (ref: string, offset: number, limit: number) =>
    get<Page<Link>>("links", { ref, offset, limit }),
  intakeFields: () => get<IntakeField[]>("intake-fields"),
  devices: () => get<Devices>("devices"),
  browse: (folder: string) => get<Folder>("browse", { folder }),
  sets: () => get<{ sets: SetUsed[] }>("sets"),
  expect: (path: string, operator: string) =>
    get<Expectation>("expect", { path, operator }),
  scan: () => get<Scan>("scan"),
  training: (name: string) => get<Training>("training", { name }),

  putIntake: (
    body: { ref: string; fields: Record<string, string>; review_on?: string } & Signature,
  ) => post<Told>("intake", body),
  putDisposition: (
    body: {
      ref: string;
      to: string;
      to_examiner?: string;
      until?: string;
      exception?: boolean;
    } & Signature,
  ) => post<Told>("disposition", body),
  putReview: (body: { ref: string; verdict?: string; lower_to?: string } & Signature) =>
    post<Told>("review", body),
  startScan: (
    body: {
      path: string;
      ref: string;
      operator: string;
      override_reason: string;
      budget_seconds: number;
    } & Partial<ShownDevice>,
  ) => post<unknown>("scan", body),
  stopScan: (operator: string) => post<unknown>("stop", { operator }),
  markViewed: (viewer: string) => post<unknown>("viewed", { viewer }),
  glimpse: (body: { ref: string; item: number | string } & Signature) =>
    post<Glimpse>("glimpse", body),
  trainingStep: (name: string, step: string) => post<unknown>("training", { name, step }),
};

// What is wrong, for a person, whatever was thrown.
export function wordsOf(trouble: unknown): string {
  if (trouble instanceof Trouble) return trouble.message;
  if (trouble instanceof Error) return `The page met a fault: ${trouble.message}`;
  return "The page met a fault that it cannot name.";
}
