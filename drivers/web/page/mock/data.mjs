// Invented, harmless data for the mock server: 200 exhibits, 100,000 findings, names that try
// to do harm. The same with every start: nothing is drawn at random.

// A small generator of numbers (mulberry32), so that the data are always the same.
export function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const DAY = 86400;
export const NOW = Date.parse("2026-11-22T06:10:00Z") / 1000;
export const iso = (seconds) => new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
export const NO_MATCH =
  "new, altered or encrypted material may be present, and this does not mean that a child is safe";
export const LIMITS =
  "This is triage, not a full examination. That no listed file was met is not a statement\n" +
  "that a device holds nothing: new, altered or encrypted material may be present.\n" +
  "Not looked at: slack space.";

export const HOSTILE = [
  "<script>document.title='harmed'</script>.jpg",
  "\"><img src=x onerror=\"document.title='harmed'\">.png",
  "holiday\u202Egpj.exe",
  "javascript:document.title='harmed'",
  "two\nlines\u2028and\u0007a bell.jpg",
  "zero\u200Bwidth\u2066isolate.gif",
  "=HYPERLINK(\"http://example.invalid\",\"x\").csv",
  `${"long-name-".repeat(60)}.jpg`,
  "{{constructor.constructor('document.title=1')()}}.htm",
  "الصورة-2024.jpg",
];

export const PEOPLE = [
  { name: "E. Examiner", role: "examiner" },
  { name: "F. Examiner", role: "examiner" },
  { name: "R. Reviewer", role: "reviewer" },
  { name: "S. Supervisor", role: "supervisor" },
  { name: "A. Admin", role: "administrator" },
  { name: "<b>N. Hostile</b>\u202Eevil", role: "operator" },
];

const LANE_WORDS = { A: "act now", B: "urgent", C: "priority", D: "standard" };
const LANE_DAYS = { A: 1, B: 7, C: 28, D: 90 };
const BAND_WORDS = {
  match: "a listed file was found",
  indicated: "a lead that needs checking",
  unexamined: "COULD NOT BE EXAMINED, which is no negative",
  "no-match": "no listed file met in the part examined",
};
const QUESTIONS = [
  ["lives_with_children", "Risk: lives with children"],
  ["works_with_children", "Risk: works with children"],
  ["other_access", "Risk: has other access to children"],
  ["position_of_trust", "Risk: is in a position of trust over children"],
  ["prior_record", "Risk: has a record of offences of this kind"],
  ["child_identified", "Risk: a child at risk, or abused, is known"],
  ["immediate_risk", "Risk: to a child, now"],
];
const field = (key, shown, about, is_question = false) => ({
  key,
  name: key.replace(/_/g, "-"),
  about,
  shown,
  is_question,
});
export const FIELDS = [
  field("device", "TEXT", "What it is: \"phone, black\""),
  field("seizure_ref", "REF", "Its reference in the property system"),
  field("seized_at", "TIME", "When it was seized: its clock starts there"),
  field("holder", "suspect|victim|witness", "Whose it is"),
  field("consent_scope", "TEXT", "What a victim or witness agreed to be looked at"),
  field("authority", "TEXT", "Under which it is held"),
  field("suspect", "KEY", "The suspect, by a key and not a name"),
  field("household", "KEY", "The household, likewise"),
  field("case_ref", "KEY", "The case it belongs to"),
  ...QUESTIONS.map(([key, about]) => field(key, "yes|no|unknown", about, true)),
  field("referral", "open|referred|not-needed", "Whether what is known was passed on for the child's sake"),
  field("referral_by", "NAME", "Who decided that (default: the operator)"),
  field("referral_at", "TIME", "When that was decided (default: --at)"),
  field("referral_ref", "REF", "The referral's reference"),
  field("bail", "TIME", "Bail ends: sets the due date alone"),
  field("court", "TIME", "Court hears: sets the due date alone"),
  field("cannot_be_scanned", "WHY", "Why it cannot be scanned"),
];

// ---- exhibits ----

function bandOf(lane, roll) {
  if (lane === "A") return "match";
  if (lane === "B") return roll < 0.4 ? "match" : roll < 0.7 ? "no-match" : "indicated";
  if (lane === "C") return roll < 0.5 ? "indicated" : "unexamined";
  return "no-match";
}

function laneReasons(lane, band) {
  if (lane === "A") return ["access to children is answered yes, and a listed file was found"];
  if (lane === "B") return ["whether there is access to children is not known"];
  if (band === "indicated") return ["a lead that a person has to check"];
  return lane === "C" ? ["it could not be examined: the volume is encrypted"] : ["nothing was met that makes it more urgent"];
}

function reasonsOf(band, roll) {
  const listed = 60 + Math.floor(roll * 300);
  if (band === "match") {
    return [
      { what: `${2 + Math.floor(roll * 40)} listed files met`, points: listed },
      { what: "1 of them live, not deleted", points: 120 },
      { what: "risk to children not known: one answer is missing", points: 60 },
    ];
  }
  if (band === "indicated") return [{ what: "3 pictures like listed ones", points: 65 }];
  return band === "unexamined" ? [{ what: "1 volume encrypted", points: 200 }] : [];
}

export function makeExhibits(how_many) {
  const next = numbers(7);
  const exhibits = [];
  for (let i = 0; i < how_many; i += 1) {
    const lane = i < 8 ? "A" : i < 60 ? "B" : i < 130 ? "C" : "D";
    const roll = next();
    const band = bandOf(lane, roll);
    const seized = NOW - Math.floor(next() * 60) * DAY;
    const due = seized + LANE_DAYS[lane] * DAY;
    const ref = i === 3 ? HOSTILE[0] : i === 65 ? "exhibit\u202E/etc" : `AB/${1000 + i}/${1 + (i % 4)}`;
    const is_scanned = band !== "unexamined" || roll < 0.9;
    const reasons = reasonsOf(band, roll);
    exhibits.push({
      rank: 0,
      exhibit: ref,
      lane,
      lane_words: LANE_WORDS[lane],
      lane_reasons: laneReasons(lane, band),
      due: iso(due).slice(0, 10),
      due_why: `${LANE_DAYS[lane]} ${LANE_DAYS[lane] === 1 ? "day" : "days"} after seizure`,
      overdue: due < NOW,
      kept_place: i === 70,
      further_device: i % 17 === 5,
      band,
      words: is_scanned ? BAND_WORDS[band] : "not scanned yet",
      score: reasons.reduce((sum, one) => sum + one.points, 0),
      reasons,
      counts: { exact: band === "match" ? 12 : 0, near: 3, block: 0, record: 0, indication: 1 },
      residual_words: "Some set of this scan knows no blocks.",
      scanned: is_scanned,
      complete: band !== "unexamined" && i % 9 !== 0,
      ended: true,
      scanning: false,
      review: band === "indicated" ? "3 pictures like listed ones: a person has to look" : "",
      unknowns: ["'works with children' was answered unknown"],
      change: lane === "A" ? "lane B if a reviewer finds that no lead holds" : "lane A if 'a child is at immediate risk' is answered yes",
      related: i % 10 === 1 ? [`AB/${1000 + i + 1}/${1 + ((i + 1) % 4)}`] : [],
      disposition: i % 6 === 0 ? "triaged" : "received",
      assigned_to: null,
      holder: "suspect",
      suspect: `S-${100 + (i % 90)}`,
      household: `H-${200 + (i % 90)}`,
      case_reference: `OP-${1 + (i % 12)}`,
      changes: i % 40 === 2 ? ["lane B before, lane A now: a newer set met a listed file"] : [],
      seized,
    });
  }
  exhibits.sort((a, b) => a.lane.localeCompare(b.lane) || a.due.localeCompare(b.due));
  return exhibits;
}

// ---- findings: made when they are asked for, the n-th always the same ----

const hex = (next, length) =>
  Array.from({ length }, () => "0123456789abcdef"[Math.floor(next() * 16)]).join("");

export function findingAt(ref, index) {
  const next = numbers(index * 2654435761 + ref.length);
  const kinds = ["exact", "exact", "near", "block", "record", "indication"];
  const kind = kinds[index % kinds.length];
  const name = index % 9 === 4 ? HOSTILE[Math.floor(index / 9) % HOSTILE.length] : `IMG_${String(index).padStart(6, "0")}.jpg`;
  return {
    exhibit: ref,
    kind,
    path: `/volume-0/DCIM/${100 + (index % 7)}TEST/${name}`,
    allocated: index % 3 !== 0,
    size: 20_000 + Math.floor(next() * 4_000_000),
    digest: { md5: hex(next, 32), sha1: hex(next, 40), sha256: hex(next, 64) },
    algorithm: kind === "near" ? "pdq" : "sha1",
    ...(kind === "near" ? { distance: index % 31, quality: 80, strength: index % 31 < 16 ? "alert" : "review" } : {}),
    set: "practice pictures",
    entry: index % 500,
    category: kind === "indication" ? { profile: null, code: null, label: null } : { profile: "UK", code: 1 + (index % 3), label: "ABC"[index % 3] },
    runs: [[4096 * index, 4096]],
    times: { modified: iso(NOW - (index % 900) * DAY) },
    tier: kind === "near" ? 4 : 3,
    note: index % 5 === 0 ? "digest of a recovered file that may mix content of several files" : "",
    item: kind === "indication" ? null : index,
  };
}

export function findingCount(exhibits, index) {
  // 100,000 in all: half on the first exhibit, the rest spread over the others.
  return index === 0 ? 50_000 : Math.floor(50_000 / (exhibits.length - 1)) + (index === 1 ? 50_000 % (exhibits.length - 1) : 0);
}

export function problemAt(index) {
  const name = HOSTILE[index % HOSTILE.length];
  return index % 4 === 0
    ? { range: [1_048_576 * index, 4096], outcome: "unreadable", reason: "the device gave a read error" }
    : { path: `/volume-0/Users/x/${index}-${name}`, outcome: index % 2 ? "encrypted" : "failed", reason: index % 2 ? "the archive asks for a password" : "the picture ends too early" };
}

export function coverageOf(row) {
  const files = { listed: 45_120, matched: 12, hashed: 44_000, probed: 900, skipped: 100, encrypted: 40, unreadable: 8, failed: 60, unvisited: 0 };
  return {
    exhibit: row.exhibit,
    bytes: { total: 64_000_000_000, read: 51_200_000_000, unread: 12_799_000_000, unreadable: 1_000_000 },
    logical: 12_000,
    files,
    members: { listed: 300, matched: 0, hashed: 290, probed: 0, skipped: 0, encrypted: 10, unreadable: 0, failed: 0, unvisited: 0 },
    pictures: { compared: 9000, too_even: 20, known_benign: 400, not_decoded: 3, classes: [] },
    volumes: [
      { index: 0, offset: 1_048_576, length: 60_000_000_000, filesystem: "ntfs", outcome: "examined", reason: "" },
      { index: 1, offset: 60_001_048_576, length: 3_000_000_000, filesystem: "", outcome: "encrypted", reason: "BitLocker" },
    ],
    problems: [],
    balanced: true,
    complete: row.complete,
    kept: ["md5", "sha1", "sha256"],
    until: "everything",
    known_benign: 4000,
    not_examined: ["slack space", "unallocated space"],
    sets: [{ name: "practice pictures", id: "0f", type: "notable" }],
  };
}

export const RESIDUAL = [
  [4096, 0.0], [65536, 0.12], [1048576, 0.55], [4194304, 0.81], [20971520, 0.97], [104857600, 0.9991], [1073741824, 0.9999],
].map(([bytes, confidence]) => ({ bytes, confidence }));

export function figures() {
  const next = numbers(99);
  const days = [];
  let waiting = 180;
  for (let i = 89; i >= 0; i -= 1) {
    const arrived = Math.floor(next() * 6);
    const started = Math.floor(next() * 5.6);
    waiting += arrived - started;
    days.push({ day: iso(NOW - i * DAY).slice(0, 10), waiting, overdue: Math.floor(waiting * (0.2 + next() * 0.03)), arrived, started });
  }
  const share = (part, of, low, high) => ({ part, of, low, high });
  const yields = (name, groups) =>
    groups.map((group, i) => ({ [name]: group, examined: 20 - i, listed: 9 - i, unlisted: 2, nothing: 7, impossible: 1, items: 300 - 20 * i, minutes: 4000 - 300 * i, holding: share(11 - i, 20 - i, 0.34, 0.74) }));
  const wait = (day, at_least = false) => ({ seconds: day * DAY, at_least });
  return {
    as_of: iso(NOW),
    examined: 54,
    drawn: 12,
    drawn_examined: 9,
    yield_by_lane: yields("lane", ["A", "B", "C", "D", "all"]),
    yield_by_decile: yields("decile", ["1", "2", "3", "all"]),
    misses: ["at random", "all"].map((drawn) => ({ drawn, put_last: 9, listed: 0, unlisted: 1, never_scanned: 0, held: share(1, 9, 0.02, 0.43), missed: share(0, 9, 0, 0.3), stated: [] })),
    waits: ["first look", "referral decision", "start of examination"].flatMap((until) =>
      ["all", "lane A", "lane B", "lane C", "lane D"].map((of, i) => ({ until, of, exhibits: 200 - 30 * i, waiting: 40, left_without: 1, median: wait(6 + i), ninety_percent: wait(20 + i, true), oldest: wait(60, true) })),
    ),
    without_seizure_time: 2,
    days,
  };
}

export const DEVICES = [
  { path: "/dev/sdb", model: "Practice Stick 16", serial: "PS-0001", bytes: 16_000_000_000, bus: "usb", removable: true, read_only: true, mounted: [], of_this_computer: false, refused: "", advice: "" },
  { path: "/dev/sdc", model: "Blue Disk", serial: "BD-7781", bytes: 1_000_000_000_000, bus: "usb", removable: true, read_only: false, mounted: [], of_this_computer: false, refused: "it is writable", advice: "Attach it through a write blocker, or set its switch to read-only." },
  { path: "/dev/sda", model: HOSTILE[1], serial: "", bytes: 512_000_000_000, bus: "sata", removable: false, read_only: false, mounted: ["/", "/home"], of_this_computer: true, refused: "it is mounted and writable", advice: "This seems to be this computer's own disk." },
];
