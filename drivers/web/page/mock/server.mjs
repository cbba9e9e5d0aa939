// A mock of the server, by drivers/web/api.md to the letter, for working on the page and for
// its tests: invented data, nothing kept, a scan that is played.
//
//   node mock/server.mjs [--port 8787] [--scan-seconds 20] [--running] [--answer listed|lead|none|unexamined]
import { createServer } from "node:http";
import { createHash, randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as data from "./data.mjs";

const DIST = join(dirname(fileURLToPath(import.meta.url)), "..", "dist");
const TYPES = { "index.html": "text/html; charset=utf-8", "page.js": "text/javascript; charset=utf-8", "page.css": "text/css; charset=utf-8" };
const HEADERS = {
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
};
const MAY_MOVE = ["examiner", "reviewer", "supervisor"];
const MAY_SECOND = ["reviewer", "supervisor"];

class Refused extends Error {}
class Bad extends Error {}

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export async function startMock({ port = 0, scanSeconds = 20, running = false, answer = "listed", isTrainingStrict = false, isPractice = false } = {}) {
  const token = randomBytes(32).toString("hex");
  const exhibits = data.makeExhibits(200);
  const started = exhibits.splice(190);
  for (const row of started) Object.assign(row, { disposition: "assigned", assigned_to: "E. Examiner", rank: 0 });
  const intakes = new Map();
  const steps = new Map();
  const timeline = new Map();
  const done_steps = new Map();
  const completed = [{ name: "R. Reviewer", at: "2026-05-01T10:00:00Z", version: "0.0.9", expires: "2026-11-01", is_valid: false }];
  const streams = new Set();
  let audit_count = 412;
  let revision = 1;
  let scan = { state: "none" };

  const find = (ref) => [...exhibits, ...started].find((row) => row.exhibit === ref);
  const roleOf = (name) => data.PEOPLE.find((person) => person.name.toLowerCase() === name.toLowerCase())?.role ?? "operator";
  const audit = () => ({ count: audit_count, head: `${audit_count}:${createHash("sha256").update(String(audit_count)).digest("hex")}` });

  function record(event, ref, outcome, actor, detail = {}) {
    audit_count += 1;
    const list = timeline.get(ref) ?? [];
    list.unshift({ at: data.iso(Math.floor(Date.now() / 1000)), event, outcome, actor, detail });
    timeline.set(ref, list);
  }
  function put(event, ref, told, actor, detail) {
    record(event, ref, told, actor, detail);
    revision += 1;
    send("board", { revision });
    return { told: `${ref}: ${told}`, audit: audit() };
  }
  function refuse(ref, words, actor) {
    record("refused", ref, words, actor);
    throw new Refused(`${ref}: ${words}`);
  }
  function signed(body, ref) {
    if (typeof body.operator !== "string" || body.operator.trim() === "") {
      refuse(ref, "somebody has to answer for it; say who with --operator", "");
    }
    return body.operator;
  }
  function send(event, message) {
    for (const stream of streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(message)}\n\n`);
  }
  function number() {
    exhibits.forEach((row, index) => (row.rank = index + 1));
  }
  number();
  const shown = ({ seized, ...row }) => row;

  // ---- the played scan ----

  const ANSWERS = { listed: "A listed file was found", lead: "A lead that needs checking", unexamined: "COULD NOT BE EXAMINED" };
  async function play(ref, path, body) {
    const planned = 16_000_000_000;
    const files = 45_120;
    scan = {
      state: "running", ref, path, began: new Date().toISOString(), tier: null, tier_words: "", listed: 0, leads: 0, not_examined: 0,
      bytes_read: 0, bytes_planned: planned, files_done: 0, files_planned: files, eta_seconds: null, bottleneck: null,
      answer: "Nothing can be said yet", left: ["all of the device"], problems: [], remarks: ["set “older list” has no sizes: all files are read for it"], exit_status: null, end: null,
    };
    const tiers = ["inventory", "probe", "confirm", "look", "everything"];
    const words = ["tier 1 of 5: all names and sizes read", "tier 2 of 5: the beginning of every file read", "tier 3 of 5: files that could be listed ones read whole", "tier 4 of 5: pictures compared", "tier 5 of 5: everything read"];
    const ticks = Math.max(4, scanSeconds * 4);
    for (let i = 1; i <= ticks && scan.state === "running"; i += 1) {
      await sleep(250);
      const part = i / ticks;
      const tier = Math.min(5, Math.floor(part * 6));
      scan = {
        ...scan,
        tier: tier > 0 ? tiers[tier - 1] : null,
        tier_words: tier > 0 ? words[tier - 1] : "",
        bytes_read: Math.floor(planned * part), files_done: Math.floor(files * part),
        eta_seconds: part < 0.1 ? null : [Math.floor((1 - part) * 300), Math.floor((1 - part) * 900) + 5],
        bottleneck: "reading",
        listed: answer === "listed" && part > 0.4 ? Math.floor(part * 12) : 0,
        leads: answer !== "none" && part > 0.3 ? Math.floor(part * 5) : 0,
        not_examined: Math.floor(part * 9),
        left: tier >= 5 ? ["the rest of the free space"] : ["the content of most files", "pictures inside archives and documents", "free space, where deleted files lie"],
        problems: Array.from({ length: Math.floor(part * 9) }, (_, n) => `${data.problemAt(n).path ?? "bytes"}: ${data.problemAt(n).reason}`),
      };
      if (tier > 1) scan.answer = "No listed file met so far";
      if (ANSWERS[answer] && part > 0.4) scan.answer = ANSWERS[answer];
      send("scan", scan);
    }
    const stopped = scan.state === "stopping";
    scan = {
      ...scan,
      state: "ended",
      answer: ANSWERS[answer] && scan.answer === ANSWERS[answer] ? scan.answer : "No listed file met in the part examined",
      eta_seconds: null,
      exit_status: scan.listed > 0 ? 1 : stopped || scan.leads > 0 ? 3 : 0,
      end: stopped ? "interrupted" : "done",
      left: stopped ? scan.left : [],
    };
    if (!stopped) Object.assign(scan, { tier: "everything", tier_words: words[4] });
    const row = find(ref);
    if (row) Object.assign(row, { scanned: true, scanning: false });
    record("scan_ended", ref, scan.end, body.operator);
    send("scan", scan);
    revision += 1;
    send("board", { revision });
  }

  // ---- GET ----

  const paged = (total, at, query) => {
    const offset = Number(query.get("offset") ?? 0);
    const limit = Math.min(200, Number(query.get("limit") ?? 50));
    const items = [];
    for (let i = offset; i < Math.min(total, offset + limit); i += 1) items.push(at(i));
    return { total, items };
  };

  function findings(query) {
    const all = [...exhibits, ...started];
    const ref = query.get("ref");
    const index = ref ? all.findIndex((row) => row.exhibit === ref) : 0;
    if (index < 0) throw new Bad("no such exhibit");
    const of = all[index].exhibit;
    const total = data.findingCount(all, index);
    const kind = query.get("kind");
    const sought = (query.get("q") ?? "").toLowerCase();
    if (!kind && !sought) return paged(total, (i) => data.findingAt(of, i), query);
    const kept = [];
    for (let i = 0; i < total; i += 1) {
      const finding = data.findingAt(of, i);
      if ((!kind || finding.kind === kind) && (!sought || finding.path.toLowerCase().includes(sought))) kept.push(finding);
    }
    return paged(kept.length, (i) => kept[i], query);
  }

  function exhibitOf(ref) {
    const row = find(ref);
    if (!row) throw new Bad(`${ref}: the case holds no such exhibit; put it on record with an intake, or scan it`);
    return {
      row: shown(row),
      coverage: row.scanned ? data.coverageOf(row) : null,
      residual: row.scanned ? data.RESIDUAL : [],
      assumptions: ["The material lies on the cluster grid of its volume.", "One block was read at a random place inside each stride.", "Half of the material is taken to be probative."],
      skipped: [{ reason: "icons and interface art, last in the order", files: 100 }],
      intake: { device: "laptop, grey", holder: "suspect", seized_at: data.iso(row.seized), lives_with_children: "unknown", works_with_children: "yes", ...intakes.get(ref) },
      lowered: null,
      steps: steps.get(ref) ?? [],
      outcomes: [],
      timeline: [
        ...(timeline.get(ref) ?? []),
        { at: "2026-11-20T09:12:00Z", event: "scan_ended", outcome: "complete", actor: "O. Operator", detail: { path: data.HOSTILE[2] } },
        { at: "2026-11-20T08:00:00Z", event: "intake", outcome: "on record", actor: "O. Operator", detail: {} },
      ],
    };
  }

  function exceptions() {
    const entry = (exception, row, what, who, remedy) => ({ exception, exhibit: row?.exhibit ?? null, what, since: row ? data.iso(row.seized) : null, who, remedy, as_of: data.iso(data.NOW) });
    return [
      ...exhibits.slice(0, 6).map((row) => entry("unanswered referral", row, "nobody decided whether a referral is needed", "operator, examiner, reviewer or supervisor", "winnow intake REF --referral referred or not-needed")),
      ...exhibits.filter((row) => row.overdue).map((row) => entry("overdue", row, `lane ${row.lane}, was due on ${row.due} (${row.due_why})`, "examiner, reviewer or supervisor", "winnow disposition REF --to assigned or submitted")),
      entry("policy unsigned", null, "the policy in force, shipped proposal, is signed by nobody", "supervisor", "winnow policy --sign FILE"),
    ];
  }

  const roots = ["/evidence/practice"];
  function browse(folder) {
    if (!folder || !(folder === roots[0] || folder.startsWith(`${roots[0]}/`)) || folder.includes("/../")) throw new Bad(`${folder}: is not below a folder that was named at the start`);
    const is_root = folder === roots[0];
    return {
      folder,
      parent: is_root ? null : folder.slice(0, folder.lastIndexOf("/")),
      folders: is_root ? ["2026-11", data.HOSTILE[2]] : [],
      images: is_root ? [{ name: "practice.E01", bytes: 2_000_000_000 }, { name: data.HOSTILE[1], bytes: 4096 }] : [],
      left_out: is_root ? 0 : 3,
    };
  }

  const STEPS = [
    ["intake", "Take in the practice stick: go to On scene and answer the questions. Leave one answer at “don't know” and see that it stays so."],
    ["choose", "Choose the practice stick. Look at a device that is refused, and read why."],
    ["start", "Read what to expect, then start the scan."],
    ["stop", "Press Stop and read what would be left unseen. Let it go on."],
    ["unit", "Go to Unit, open the exhibit and read its findings and its ledger."],
  ];

  const GET = {
    "case": () => ({
      version: "0.1.0-mock", case: "/cases/practice-case", limits: data.LIMITS, is_practice: isPractice, no_match: data.NO_MATCH,
      policy: { name: "shipped proposal", signed_by: "", signed_on: "", sha256: createHash("sha256").update("policy").digest("hex") },
      audit: audit(), people: data.PEOPLE,
      selftest: { passed: true, at: "2026-11-21T18:00:00Z", version: "0.1.0-mock", line: "self-test passed, fit for the functions tested; not accreditation" },
      remarks: [],
    }),
    "board": () => ({ revision, as_of: data.iso(data.NOW), waiting: exhibits.map(shown), others: started.map(shown), exceptions: exceptions().length, remarks: [], forecast: "At 4 starts a day the last of lane B is started within 12 to 19 days.\nLane D grows." }),
    "exhibit": (query) => exhibitOf(query.get("ref")),
    "findings": findings,
    "problems": (query) => paged(find(query.get("ref")) ? 250 : 0, data.problemAt, query),
    "exceptions": exceptions,
    "figures": data.figures,
    "links": (query) => paged(130, (i) => ({
      digest: { sha1: createHash("sha1").update(String(i)).digest("hex") }, kind: "exact", standing: i % 2 ? "listed" : "unknown",
      exhibits: [0, 1].map((n) => ({ exhibit: query.get("ref") && n === 0 ? query.get("ref") : exhibits[(i * 3 + n) % exhibits.length].exhibit, path: data.findingAt("x", i * 9 + 4).path, places: 1 + (i % 3) })),
    }), query),
    "intake-fields": () => data.FIELDS,
    "devices": () => ({ devices: data.DEVICES, roots }),
    "browse": (query) => browse(query.get("folder")),
    "sets": () => ({
      sets: [
        { file: "practice.wset", name: "practice pictures", type: "notable", entries: 120_340, released: "2026-11-01", learned: true, has_pdq: true, is_out_of_date: false },
        { file: "old.wset", name: "older list", type: "notable", entries: 9001, released: "2024-01-01", learned: false, has_pdq: false, is_out_of_date: true },
      ],
    }),
    // Of some no time is known, nor anything else.
    "expect": (query) => query.get("path").endsWith(".E01") ? { first_useful: null, whole: null, why: "It answers slowly." } : ({ first_useful: [120, 420], whole: [3600, 9000], why: "The set “older list” has no sizes, so that all files have to be read for it; the tier “confirm” gives the first useful answer for the other.", rate: 180_000_000, bytes: 16_000_000_000 }),
    "scan": () => scan,
    "training": (query) => ({ is_practice: true, steps: STEPS.map(([key, text]) => ({ key, text, done: done_steps.get(query.get("name"))?.has(key) ?? false })), completed }),
  };

  // ---- POST ----

  const POST = {
    "intake": (body) => {
      const ref = body.ref;
      if (typeof ref !== "string" || ref.trim() === "") throw new Bad("ref: has to name an exhibit");
      const by = signed(body, ref);
      for (const [key, text] of Object.entries(body.fields ?? {})) {
        const known = data.FIELDS.find((one) => one.key === key);
        if (!known) throw new Bad(`fields: ${key} is none`);
        const was = intakes.get(ref)?.[key] ?? (find(ref) ? exhibitOf(ref).intake[key] : undefined);
        if (known.is_question && was === "yes" && text !== "yes" && (!body.reason || !MAY_SECOND.includes(roleOf(body.countersigned_by ?? "")))) {
          refuse(ref, `that '${known.name}' is lowered from yes needs a reason and the countersignature of a reviewer or a supervisor`, by);
        }
      }
      intakes.set(ref, { ...intakes.get(ref), ...body.fields });
      if (!find(ref)) {
        exhibits.push({ ...data.makeExhibits(200)[199], exhibit: ref, scanned: false, ended: false, complete: false, band: "unexamined", words: "not scanned yet", lane: "D", changes: [], seized: data.NOW });
        number();
      }
      return put("intake", ref, "on record", by, body.fields);
    },
    "disposition": (body) => {
      const ref = body.ref;
      const row = find(ref);
      if (!row) throw new Bad(`${ref}: the case holds no such exhibit`);
      const by = signed(body, ref);
      const role = roleOf(by);
      if (!body.to) throw new Bad("to: must be received, triaged, assigned, submitted, held, retained or returned");
      if (!MAY_MOVE.includes(role)) refuse(ref, `${by} is an ${role} and may not move exhibits on; an examiner, a reviewer or a supervisor may (winnow people tells who is)`, by);
      if (body.to === "assigned" && !body.to_examiner) refuse(ref, "it has to be assigned to somebody; say to whom with --to-examiner", by);
      if (body.to === "held" && !body.until) refuse(ref, "it has to be held until some day; say until when with --until", by);
      if (["held", "retained", "returned"].includes(body.to)) {
        if (!body.reason) refuse(ref, `that it is ${body.to} needs a reason; say it with --reason`, by);
        if (!MAY_SECOND.includes(roleOf(body.countersigned_by ?? ""))) refuse(ref, "it needs the countersignature of a second person, a reviewer or a supervisor; name them with --countersigned-by", by);
      }
      row.disposition = body.to;
      row.assigned_to = body.to === "assigned" ? body.to_examiner : null;
      const at = exhibits.indexOf(row);
      if (!["received", "triaged", "held"].includes(body.to) && at >= 0) {
        exhibits.splice(at, 1);
        row.rank = 0;
        started.push(row);
        number();
      }
      const step = { to: body.to, at: new Date().toISOString(), by, countersigned_by: body.countersigned_by || null, reason: body.reason || null, assigned_to: row.assigned_to, until: body.until || null };
      steps.set(ref, [...(steps.get(ref) ?? []), step]);
      return put("disposition", ref, body.to === "assigned" ? `assigned to ${body.to_examiner}` : body.to, by, step);
    },
    "review": (body) => {
      const row = find(body.ref);
      if (!row) throw new Bad(`${body.ref}: the case holds no such exhibit`);
      const by = signed(body, body.ref);
      if (!body.verdict && !body.lower_to) throw new Bad("say what it is with verdict or lower_to");
      if (!MAY_SECOND.includes(roleOf(by))) refuse(body.ref, `${by} is an ${roleOf(by)} and may not review; a reviewer or a supervisor may (winnow people tells who is)`, by);
      if (!body.reason) refuse(body.ref, "a review needs a reason; say it with --reason", by);
      row.review = "";
      return put("review", body.ref, body.verdict ? `reviewed, ${body.verdict}` : `lowered to lane ${body.lower_to}`, by, body);
    },
    "scan": (body) => {
      const by = signed(body, body.ref);
      if (scan.state === "running" || scan.state === "stopping") refuse(body.ref, "a scan is running; wait for its end, or stop it", by);
      const device = data.DEVICES.find((one) => one.path === body.path);
      if (device?.refused && !body.override_reason) refuse(body.ref, `${body.path}: ${device.refused}; ${device.advice}`, by);
      if (body.objection !== undefined && body.objection !== (device?.refused ?? "")) refuse(body.ref, `what was shown does not stand any more; choose the device anew: ${device?.refused}`, by);
      if (body.serial !== undefined && (body.serial !== device?.serial || body.bytes !== device?.bytes)) refuse(body.ref, `another device is at ${body.path} now`, by);
      record("scan_started", body.ref, "", by, { path: body.path, override_reason: body.override_reason });
      const row = find(body.ref);
      if (row) row.scanning = true;
      void play(body.ref, body.path, body);
      return { told: "started" };
    },
    "stop": (body) => {
      signed(body, scan.ref ?? "case");
      if (scan.state !== "running") throw new Refused("no scan is running");
      scan = { ...scan, state: "stopping" };
      send("scan", scan);
      return { told: "it is asked to end" };
    },
    "viewed": (body) => {
      if (!body.viewer) throw new Bad("viewer: has to name somebody");
      for (const row of [...exhibits, ...started]) row.changes = [];
      return { told: "seen" };
    },
    "glimpse": (body) => {
      const by = signed(body, body.ref);
      if (roleOf(by) !== "reviewer") refuse(body.ref, `${by} is an ${roleOf(by)} and may not look at pictures; a reviewer may`, by);
      if (!body.reason) refuse(body.ref, "a look needs a reason; say it with --reason", by);
      put("viewed", body.ref, `item ${body.item}`, by, body);
      const width = 32;
      const height = 24;
      const grey = Buffer.from(Array.from({ length: width * height }, (_, i) => ((i % width) * 6 + Math.floor(i / width) * 3) % 256));
      return { width, height, grey: grey.toString("base64") };
    },
    "training": (body) => {
      if (!body.name) throw new Bad("name: has to name somebody");
      if (isTrainingStrict) throw new Refused("no intake by this name is on record yet; do it first");
      const set = done_steps.get(body.name) ?? new Set();
      set.add(body.step);
      done_steps.set(body.name, set);
      if (STEPS.every(([key]) => set.has(key))) completed.push({ name: body.name, at: new Date().toISOString(), version: "0.1.0-mock", expires: "2027-11-22", is_valid: true });
      return { told: "done" };
    },
  };

  // ---- HTTP ----

  function answered(response, status, body) {
    response.writeHead(status, { ...HEADERS, "Content-Type": "application/json; charset=utf-8" });
    response.end(body === undefined ? "" : JSON.stringify(body));
  }
  function attempt(response, make) {
    try {
      answered(response, 200, make());
    } catch (trouble) {
      if (trouble instanceof Refused) answered(response, 409, { refused: trouble.message });
      else if (trouble instanceof Bad) answered(response, 400, { error: trouble.message });
      else answered(response, 500, { error: String(trouble) });
    }
  }
  async function bodyOf(request) {
    let text = "";
    for await (const chunk of request) {
      text += chunk;
      if (text.length > 65536) return null;
    }
    return text;
  }
  function stream(request, response) {
    response.writeHead(200, { ...HEADERS, "Content-Type": "text/event-stream" });
    streams.add(response);
    response.write(`event: scan\ndata: ${JSON.stringify(scan)}\n\n`);
    const ping = setInterval(() => response.write("event: ping\ndata: {}\n\n"), 5000);
    request.on("close", () => {
      clearInterval(ping);
      streams.delete(response);
    });
  }

  const server = createServer(async (request, response) => {
    const own = server.address().port;
    const hosts = [`127.0.0.1:${own}`, `localhost:${own}`];
    if (!hosts.includes(request.headers.host ?? "")) return answered(response, 421);
    const url = new URL(request.url, `http://127.0.0.1:${own}`);
    if (!url.pathname.startsWith(`/${token}/`)) return answered(response, 404);
    const path = url.pathname.slice(token.length + 2);
    if (request.method === "GET" && (path === "" || path in TYPES)) {
      const name = path === "" ? "index.html" : path;
      response.writeHead(200, { ...HEADERS, "Content-Type": TYPES[name] });
      return response.end(await readFile(join(DIST, name)));
    }
    if (!path.startsWith("api/")) return answered(response, 404);
    const name = path.slice(4);
    if (request.method === "GET") {
      if (name === "events") return stream(request, response);
      return GET[name] ? attempt(response, () => GET[name](url.searchParams)) : answered(response, 404);
    }
    if (request.method !== "POST" || !POST[name]) return answered(response, 404);
    if (!hosts.map((host) => `http://${host}`).includes(request.headers.origin ?? "")) return answered(response, 403);
    if (!/^application\/json\b/.test(request.headers["content-type"] ?? "")) return answered(response, 415);
    const text = await bodyOf(request);
    if (text === null) return answered(response, 413);
    let body;
    try {
      body = JSON.parse(text);
    } catch {
      return answered(response, 400, { error: "the body is not JSON" });
    }
    return attempt(response, () => POST[name](body));
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  if (running) void play(exhibits[0].exhibit, "/dev/sdb", { operator: "O. Operator" });
  const address = `http://127.0.0.1:${server.address().port}/${token}/`;
  return {
    address,
    // Says something else of the scan, as a server would whose record changed.
    say: (changes) => {
      scan = { ...scan, ...changes };
      send("scan", scan);
    },
    close: () => {
      scan = { ...scan, state: "ended" };
      server.closeAllConnections?.();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const of = (name, otherwise) => {
    const at = process.argv.indexOf(`--${name}`);
    return at < 0 ? otherwise : process.argv[at + 1];
  };
  const mock = await startMock({
    port: Number(of("port", "0")),
    scanSeconds: Number(of("scan-seconds", "60")),
    running: process.argv.includes("--running"),
    answer: of("answer", "listed"),
  });
  console.log(mock.address);
}
