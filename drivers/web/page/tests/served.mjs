// The page on the real server, by real clicks and keys, from nothing: the officer's way, the
// training and the unit's way on practice devices.
//
//   node tests/served.mjs --winnow PROGRAM [--shots DIR] [--only WORD]
//
// PROGRAM is winnow as it was built, with winnow-worker beside it. All it makes lies in a
// temporary folder, its state as well.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  DESK, PHONE, checkAll, checkAxe, checkDoor, checkHarmless, checkOfficer, checkTab,
  go, openPage, option, runTests, shoot, test,
} from "./kit.mjs";

const WINNOW = resolve(option("winnow", "../../../build/release/bin/winnow"));
const OFFICER = "O. Operator";
const TRAINEE = "T. Trainee";
const EXAMINER = "E. Examiner";
const REVIEWER = "R. Reviewer";
const EXHIBITS = 200;
const SCAN_MS = 180_000;  // a slowed scan on a machine that has much else to do

const folder = mkdtempSync(join(tmpdir(), "winnow-page-"));
const PRACTICE = join(folder, "practice");
const UNIT_CASE = join(folder, "unit");
const env = { ...process.env, WINNOW_STATE: join(folder, "state") };
const servers = [];

// The address is the one line that it prints, once it answers.
async function serve(...args) {
  const server = spawn(WINNOW, ["serve", "--port", "0", ...args], { cwd: folder, env });
  servers.push(server);
  let words = "";
  server.stderr.on("data", (bytes) => (words += bytes));
  return new Promise((done, fail) => {
    let line = "";
    server.stdout.on("data", (bytes) => {
      line += bytes;
      if (line.endsWith("\n")) done(line.trim());
    });
    server.on("exit", () => fail(new Error(`winnow serve has ended: ${words}`)));
  });
}

// A scan that met a listed file ends with 1.
function winnow(...args) {
  try {
    execFileSync(WINNOW, args, { cwd: folder, env, stdio: "pipe" });
  } catch (trouble) {
    if (args[0] !== "scan" || trouble.status !== 1) throw trouble;
  }
}

function eventsOf(case_folder) {
  return readFileSync(join(case_folder, "audit.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

function makeUnitCase() {
  for (const [name, role] of [
    ["A. Admin", "administrator"],
    [EXAMINER, "examiner"],
    [REVIEWER, "reviewer"],
  ]) {
    winnow("people", "--case", UNIT_CASE, "--grant", name, role, "--operator", "A. Admin");
  }
  const rows = ["exhibit,device,holder,suspect,seized-at,lives-with-children,prior-record"];
  for (let i = 0; i < EXHIBITS; i += 1) {
    const day = new Date(Date.now() - (i + 1) * 12 * 3600_000).toISOString().slice(0, 10);
    const answers = [["yes", "no"], ["unknown", "unknown"], ["no", "no"]][i % 3];
    rows.push(`EX-${i},"phone, black",suspect,S-${i % 60},${day},${answers.join(",")}`);
  }
  writeFileSync(join(folder, "seized.csv"), `${rows.join("\n")}\n`);
  winnow("intake", "--import", "seized.csv", "--case", UNIT_CASE, "--operator", EXAMINER);
  winnow(
    "scan", join(PRACTICE, "laptop.img"), "--hashset", join(PRACTICE, "practice-list.md5"),
    "--case", UNIT_CASE, "--exhibit-ref", "EX-7", "--operator", OFFICER,
  );
}

const practice = await serve("--practice", PRACTICE);
makeUnitCase();
const unit = await serve(
  "--case", UNIT_CASE, "--hashset", join(PRACTICE, "practice-list.md5"), "--images", PRACTICE,
);

// ---- steps on the page ----

async function takeIn(page, ref) {
  await page.getByLabel("Exhibit reference").fill(ref);
  await page.getByRole("button", { name: "Next: choose the device" }).click();
  await page.getByRole("heading", { name: "Choose the device", level: 1 }).waitFor();
}

async function choose(page, image) {
  await page.getByText("An image of a device (a file)", { exact: true }).first().click();
  await page.getByRole("button", { name: `Choose the image ${image}` }).click();
  await page.getByRole("heading", { name: "Start", level: 1 }).waitFor();
  await page.getByText(/first useful answer takes/).waitFor();
}

async function start(page) {
  await page.getByRole("button", { name: "Start the scan" }).click();
  await page.locator(".answer-box").waitFor();
}

async function scanToEnd(page, ref, image) {
  await go(page, "#/scene", practice);
  await takeIn(page, ref);
  await choose(page, image);
  await start(page);
  await page.getByRole("heading", { name: "What now" }).waitFor({ timeout: SCAN_MS });
}

// In the middle, whatever the machine's speed: scans in the training are slowed.
async function stop(page) {
  await page.getByRole("button", { name: "Stop…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("If you stop now, this would be left unseen").waitFor();
  await dialog.getByText("The counts are then minimums").waitFor();
  return dialog;
}

function assertNoCommands(text) {
  assert.ok(!/--[a-z]|\bwinnow [a-z]+ /.test(text), `the words of a command: ${text}`);
}

// ---- the tests ----

test("a wrong host, token, origin or type is refused", async () => {
  await checkDoor(practice);
  await checkDoor(unit);
});

test("the officer's way: from nothing to the answer in three steps", async () => {
  const page = await openPage(DESK);
  await go(page, "", practice);
  await page.getByRole("heading", { name: "Training", level: 1 }).waitFor();
  await page.getByText("harmless practice devices and a practice list only").waitFor();
  await go(page, "#/scene", practice);
  await checkOfficer(page, "intake");
  await checkAll(page, "intake", "served-scene-1-intake");
  await checkTab(page, "intake");
  await page.getByLabel("Your name").fill(OFFICER);
  await page.getByRole("button", { name: "Just now" }).click();
  await page.getByText("A suspect's").click();
  await takeIn(page, "laptop-1");
  // 1: choose.
  await checkOfficer(page, "devices");
  await checkAll(page, "devices", "served-scene-2-device");
  for (const [kind, name] of [
    ["A computer that is switched on", "served-scene-2-computer"],
    ["A phone or tablet", "served-scene-2-phone"],
  ]) {
    await page.getByText(kind, { exact: true }).first().click();
    await page.getByRole("heading", { name: kind, level: 2 }).waitFor();
    await checkAll(page, kind, name);
  }
  await page.getByText("An image of a device (a file)", { exact: true }).first().click();
  await page.getByRole("button", { name: "Choose the image laptop.img" }).waitFor();
  await checkAll(page, "images", "served-scene-2-image");
  await checkTab(page, "images");
  await choose(page, "laptop.img");
  // 2: what to expect, and start.
  await checkOfficer(page, "start");
  await checkAll(page, "start", "served-scene-3-start");
  await checkTab(page, "start");
  await start(page);
  // 3: the answer, first as far as it has come.
  await page.getByRole("button", { name: "Stop…" }).waitFor();
  await checkOfficer(page, "answer while it runs");
  await checkAll(page, "answer while it runs", "served-scene-4-running");
  await page.getByRole("heading", { name: "What now" }).waitFor({ timeout: SCAN_MS });
  await page.locator(".answer").filter({ hasText: "A listed file was found" }).waitFor();
  await checkOfficer(page, "answer");
  await checkAll(page, "answer", "served-scene-4-ended");
  await checkTab(page, "answer");
  await page.setViewportSize(PHONE);
  await checkAll(page, "answer on a phone", "served-phone-answer");
  await page.setViewportSize(DESK);
  await page.getByRole("link", { name: "All about this exhibit" }).click();
  await page.getByRole("link", { name: "Findings", exact: true }).click();
  await page.getByText(/<script>alert/).first().waitFor();
  await checkHarmless(page, "the findings of laptop.img");
  await page.context().close();
});

test("a scan that is stopped says what is left unseen", async () => {
  const page = await openPage(DESK, OFFICER);
  await go(page, "#/scene", practice);
  await takeIn(page, "phone-1");
  await choose(page, "phone.img");
  await start(page);
  await page.getByText(/^So far: /).waitFor({ timeout: SCAN_MS });
  await shoot(page, "served-scene-5-so-far");
  const dialog = await stop(page);
  await checkAxe(page, "stop");
  await shoot(page, "served-scene-5-stop");
  await dialog.getByRole("button", { name: "Stop the scan" }).click();
  await page.getByRole("heading", { name: "What now" }).waitFor({ timeout: SCAN_MS });
  await page.getByText("Not all of it was seen; the counts are minimums.").waitFor();
  await checkOfficer(page, "a stopped scan");
  await checkAll(page, "a stopped scan", "served-scene-5-stopped");
  await page.getByRole("button", { name: "Go on with this scan" }).click();
  await page.getByRole("heading", { name: "Start", level: 1 }).waitFor();
  // Another image under a reference that is on record.
  await go(page, "#/scene", practice);
  await page.getByLabel("Exhibit reference").fill("PHONE-1");
  await page.getByRole("button", { name: "Next: choose the device" }).click();
  await page.getByRole("dialog").getByText(/is on record since .*, scanned .*: is it this one/).waitFor();
  await page.getByRole("button", { name: "Yes, go on" }).click();
  await choose(page, "stick.img");
  await start(page);
  await page.locator(".answer").filter({ hasText: "This scan could not run" }).waitFor({ timeout: SCAN_MS });
  await page.getByText(/another reference/).first().waitFor();
  await checkAll(page, "another image", "served-scene-5-another-image");
  assertNoCommands(await page.innerText("main"));
  await page.context().close();
  const events = eventsOf(join(PRACTICE, "case")).map((one) => one.event);
  assert.ok(events.includes("stop_asked"), "who stopped it is on record");
});

test("the training, to its completion: a step counts when the record shows it", async () => {
  const page = await openPage(DESK, TRAINEE);
  await go(page, "#/training", practice);
  await checkAll(page, "training", "served-training-1");
  await checkTab(page, "training");
  await page.getByRole("button", { name: "Begin the training" }).click();
  const banner = page.getByRole("region", { name: "Training" });
  const done = () => banner.getByRole("button", { name: /^Done;/ }).click();
  const at = (step) => banner.getByText(`Training, step ${step} of 8`).waitFor();
  await at(1);
  await done();
  await at(2);
  // What was not done does not count, and can be done then.
  await done();
  await banner.getByRole("alert").filter({ hasText: "no exhibit was taken in by" }).waitFor();
  await checkAll(page, "a step that was not done", "served-training-2-refused");
  await page.getByRole("link", { name: "On scene" }).click();
  await takeIn(page, "laptop-2");
  await done();
  await at(3);
  await choose(page, "laptop.img");
  await done();
  await at(4);
  await page.getByRole("heading", { name: "Start", level: 1 }).waitFor();
  await start(page);
  await checkAll(page, "a scan in the training", "served-training-4");
  await page.getByRole("heading", { name: "What now" }).waitFor({ timeout: SCAN_MS });
  await done();
  await at(5);
  await scanToEnd(page, "stick-2", "stick.img");
  await page.locator(".answer").filter({ hasText: "COULD NOT BE EXAMINED" }).waitFor();
  await checkAll(page, "what could not be examined", "served-training-5");
  await done();
  await at(6);
  await go(page, "#/scene", practice);
  await takeIn(page, "phone-2");
  await choose(page, "phone.img");
  await start(page);
  await (await stop(page)).getByRole("button", { name: "Stop the scan" }).click();
  await page.getByRole("heading", { name: "What now" }).waitFor({ timeout: SCAN_MS });
  await done();
  await at(7);
  await page.getByRole("link", { name: "Unit", exact: true }).click();
  await page.getByRole("heading", { name: "Backlog", level: 1 }).waitFor();
  await done();
  await at(8);
  await page.getByRole("link", { name: "laptop-2" }).first().click();
  await page.getByRole("button", { name: "Safeguarding…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Yes, it was referred").click();
  await dialog.getByLabel("The referral's reference").fill("PRACTICE-1");
  await dialog.getByRole("button", { name: "Put on record" }).click();
  await page.locator(".notice").filter({ hasText: "note it down outside the case" }).waitFor();
  await done();
  await page.getByRole("rowheader", { name: TRAINEE }).waitFor();
  await checkAll(page, "the training completed", "served-training-8");
  await page.context().close();
});

test("the unit's way: from a backlog of 200 to a recorded disposition", async () => {
  const page = await openPage(DESK, OFFICER);
  await go(page, "#/board", unit);
  await page.getByRole("heading", { name: /200/ }).or(page.getByText(/\b200 exhibits/)).first().waitFor();
  await checkAll(page, "backlog", "served-unit-1-backlog");
  await checkTab(page, "backlog");
  await page.getByLabel("Search").fill("EX-7");
  const row = page.locator("table.board tbody tr").first();
  const ref = await row.locator("th").locator("bdi").first().innerText();
  await row.getByRole("button", { name: /Move on/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Assign it to an examiner").click();
  await dialog.getByRole("button", { name: "Put on record" }).click();
  const alert = dialog.getByRole("alert").filter({ hasText: /\w/ });
  await alert.waitFor();
  assertNoCommands(await alert.innerText());
  await dialog.getByLabel("To which examiner").fill(EXAMINER);
  await dialog.getByRole("button", { name: "Put on record" }).click();
  await dialog.getByRole("alert").filter({ hasText: "may not move exhibits on" }).waitFor();
  assertNoCommands(await alert.innerText());
  await checkAxe(page, "a refusal");
  await shoot(page, "served-unit-2-refused");
  await dialog.getByLabel("Your name").fill(EXAMINER);
  await dialog.getByRole("button", { name: "Put on record" }).click();
  await page.locator(".notice").filter({ hasText: `assigned to ${EXAMINER}` }).waitFor();
  // The list follows by itself, as it is one's own decision.
  await page.getByRole("heading", { name: /^Not waiting: 1 / }).waitFor();
  await shoot(page, "served-unit-3-recorded");
  await page.context().close();
  const of_it = eventsOf(UNIT_CASE).filter((one) => one.object === ref);
  const refused = of_it.findIndex((one) => one.event === "refused");
  const recorded = of_it.findIndex((one) => one.event === "disposition");
  assert.ok(refused >= 0 && recorded > refused, "the refusal and the decision are on record");
});

test("a glimpse is for a reviewer who gives a reason, and on record", async () => {
  const findings = "#/exhibit/EX-7/findings";
  const operator = await openPage(DESK, OFFICER);
  await go(operator, findings, unit);
  await operator.getByText(/<script>alert/).first().waitFor();
  await checkHarmless(operator, "findings");
  assert.equal(await operator.getByRole("button", { name: /glimpse/i }).count(), 0);
  assert.equal(await operator.locator("img, canvas, video").count(), 0);
  const answer = await operator.evaluate(async (name) => {
    const page = await (await fetch("api/findings?ref=EX-7&kind=exact")).json();
    const asked = await fetch("api/glimpse", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ref: "EX-7", item: page.items[0].item, operator: name, reason: "to see" }),
    });
    return { status: asked.status, body: await asked.json() };
  }, OFFICER);
  assert.equal(answer.status, 409);
  assert.match(answer.body.refused, /may not view pictures/);
  await operator.context().close();

  const reviewer = await openPage(DESK, REVIEWER);
  await go(reviewer, findings, unit);
  await reviewer.getByRole("button", { name: /glimpse of .*meadow\.jpg/i }).first().click();
  const dialog = reviewer.getByRole("dialog");
  await dialog.getByLabel(/Why does it have to be looked at/).fill("to say whether it is the listed one");
  await dialog.getByRole("button", { name: "Put on record and show it" }).click();
  await dialog.locator("canvas").waitFor({ state: "visible" });
  await checkAxe(reviewer, "glimpse");
  await shoot(reviewer, "served-unit-4-glimpse");
  await reviewer.context().close();
  const events = eventsOf(UNIT_CASE);
  const of_viewer = (event) => events.filter((one) => one.event === event && one.object === "EX-7");
  assert.equal(of_viewer("viewed").length, 1);
  assert.ok(of_viewer("refused").length >= 1, "the refused glimpse is on record too");
});

for (const [size, viewport, extra] of [
  ["desk", DESK, {}],
  ["phone", PHONE, { hasTouch: true }],
]) {
  test(`every view at a ${size}'s width`, async () => {
    const page = await openPage(viewport, EXAMINER, extra);
    const of = "#/exhibit/EX-7";
    for (const [hash, name] of [
      ["#/scene", "scene"],
      ["#/scene/answer", "answer"],
      ["#/board", "backlog"],
      [of, "exhibit"],
      [`${of}/findings`, "findings"],
      [`${of}/ledger`, "ledger"],
      [`${of}/problems`, "problems"],
      [`${of}/timeline`, "timeline"],
      [`${of}/residual`, "residual"],
      [`${of}/links`, "links-of-it"],
      [`${of}/intake`, "intake"],
      ["#/exceptions", "exceptions"],
      ["#/figures", "figures"],
      ["#/links", "links"],
      ["#/about", "about"],
      ["#/training", "training"],
    ]) {
      await go(page, hash, unit);
      await page.waitForTimeout(150);
      await checkAll(page, `${name}, ${size}`, `served-${size}-${name}`);
      if (size === "desk") await checkTab(page, name);
    }
    await page.context().close();
  });
}

await runTests(async () => {
  for (const server of servers) {
    server.removeAllListeners("exit");
    const ended = new Promise((done) => server.on("exit", done));
    server.kill("SIGINT");
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});
