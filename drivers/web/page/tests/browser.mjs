// The page by itself, against the mock server, by real clicks and keys: every answer that a
// server may give, what hostile names do, the keyboard, the policy of content, and
// accessibility by axe. tests/served.mjs is of the real server.
//
//   node tests/browser.mjs [--shots DIR] [--only WORD]
import assert from "node:assert/strict";
import { startMock } from "../mock/server.mjs";
import {
  DESK, PHONE, checkAll, checkAxe, checkDoor, checkHarmless, checkOfficer, checkTab, complaints,
  go as goTo, openPage, runTests, shoot, test,
} from "./kit.mjs";

const OFFICER = "O. Operator";
const EXAMINER = "E. Examiner";
const REVIEWER = "R. Reviewer";
const NEW_REF = `test/${Date.now() % 100000}/<b>1`;

const mock = await startMock({ scanSeconds: 10 });
const go = (page, hash, base = mock.address) => goTo(page, hash, base);

test("a wrong host, token, origin or type is refused", () => checkDoor(mock.address));

test("the officer's way: from nothing to the answer in three steps", async () => {
  const page = await openPage(DESK);
  await go(page, "");
  await checkOfficer(page, "intake");
  await checkAll(page, "intake", "scene-1-intake");
  await shoot(page, "scene-1-intake-whole", true);
  await checkTab(page, "intake");

  // What is missing is said, and nothing is lost.
  await page.getByRole("button", { name: "Next: choose the device" }).click();
  await page.getByRole("alert").filter({ hasText: "Say your name." }).waitFor();
  await page.getByRole("alert").filter({ hasText: "Say the exhibit's reference." }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.name), "operator");
  await checkAxe(page, "an empty intake");
  await page.getByLabel("Your name").fill(OFFICER);
  await page.getByLabel("Exhibit reference").fill(NEW_REF);
  await page.getByLabel("What is it?").fill("USB stick, blue");
  await page.getByRole("button", { name: "Just now" }).click();
  await page.getByText("A suspect's").click();
  const living = page.getByRole("group", { name: "Do they live with children?" });
  await living.getByText("Don't know").click();
  const danger = page.getByRole("group", { name: "Is a child in danger now?" });
  await danger.getByText("Yes", { exact: true }).click();
  await page.getByText("Do not wait for the scan").waitFor();
  await danger.getByText("No", { exact: true }).click();
  const sent = page.waitForRequest((one) => one.url().endsWith("api/intake"));
  await page.getByRole("button", { name: "Next: choose the device" }).click();
  const { fields } = (await sent).postDataJSON();
  assert.equal(fields.lives_with_children, "unknown", "don't know is never no");
  assert.ok(!("prior_record" in fields), "what was left open is left out");
  assert.match(fields.seized_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:00Z$/);

  // 1: choose.
  await page.getByRole("heading", { name: "Choose the device", level: 1 }).waitFor();
  await checkOfficer(page, "devices");
  await checkAll(page, "devices", "scene-2-device");
  await checkTab(page, "devices");
  for (const [choice, heading, name] of [
    ["A computer that is switched on", "A computer that is switched on", "scene-2-computer"],
    ["A phone or tablet", "A phone or tablet", "scene-2-phone"],
    ["An image of a device (a file)", "Images of devices", "scene-2-image"],
  ]) {
    await page.getByText(choice, { exact: true }).first().click();
    await page.getByRole("heading", { name: heading, level: 2 }).waitFor();
    await checkAll(page, heading, name);
  }
  await page.getByText("A disk, stick or card", { exact: false }).click();
  // Not the disk that this computer runs from.
  assert.equal(await page.getByRole("button", { name: "Scan it anyway" }).count(), 1);
  // A refused one asks for a reason, and without it stays refused.
  await page.getByRole("button", { name: "Scan it anyway" }).first().click();
  await page.getByRole("button", { name: "Scan it for this reason" }).click();
  await page.getByText("without a reason it stays refused").waitFor();
  await shoot(page, "scene-2-refused");
  await checkAxe(page, "refused device");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Choose this device" }).first().click();

  // 2: what to expect, and start.
  await page.getByRole("heading", { name: "Start", level: 1 }).waitFor();
  await page.getByText(/first useful answer takes about/).waitFor();
  await checkOfficer(page, "start");
  await checkAll(page, "start", "scene-3-start");
  await checkTab(page, "start");
  const start = page.getByRole("button", { name: "Start the scan" });
  const box = await start.boundingBox();
  assert.ok(box && box.y + box.height <= DESK.height, "Start is seen without scrolling");
  await start.click();

  // 3: the answer, all of it without scrolling.
  await page.locator(".answer-box").waitFor();
  await page.waitForFunction(() => document.querySelector(".answer")?.textContent?.includes(" "));
  for (const part of [".answer-box", ".facts", ".limits", ".answer-side"]) {
    const at = await page.locator(part).boundingBox();
    assert.ok(at && at.y + at.height <= DESK.height, `${part} is seen without scrolling: ${JSON.stringify(at)}`);
  }
  await checkOfficer(page, "answer");
  await checkAll(page, "answer while it runs", "scene-4-running");
  await page.getByRole("button", { name: "Stop…" }).click();
  await page.getByText("If you stop now, this would be left unseen").waitFor();
  await page.getByText("The counts are then minimums").waitFor();
  await checkAxe(page, "stop");
  await shoot(page, "scene-4-stop");
  await page.keyboard.press("Escape");
  // Back to the button; of a short scan, which has ended by now, to the answer.
  await page.waitForFunction(() =>
    /^(Stop|. A listed file)/.test(document.activeElement?.textContent ?? ""),
  );
  await page.getByText("A listed file was found").waitFor();
  await checkOfficer(page, "answer with a match");
  await checkAll(page, "answer with a match", "scene-4-listed");
  await page.getByRole("heading", { name: "What now" }).waitFor({ timeout: 120_000 });
  await checkOfficer(page, "answer at its end");
  await checkAll(page, "answer at its end", "scene-4-ended");
  await page.getByRole("button", { name: "Put the decision on record" }).click();
  await page.getByRole("dialog").getByText("Yes, it was referred").click();
  await page.getByRole("dialog").getByLabel("The referral's reference").fill("R-1");
  await checkAxe(page, "safeguarding");
  await shoot(page, "scene-4-safeguarding");
  await page.getByRole("dialog").getByRole("button", { name: "Put on record" }).click();
  await page.locator(".notice").filter({ hasText: "On record" }).waitFor();
  await page.waitForTimeout(500);  // the view is made anew, with the new head of the log
  assert.equal(await page.getByLabel("Sound when the answer changes").isChecked(), false, "sound is off");
  await checkTab(page, "answer at its end");
  await page.context().close();
});

test("the unit's way: from a backlog to a recorded disposition", async () => {
  const page = await openPage(DESK);
  await go(page, "");
  await page.getByRole("link", { name: "Unit", exact: true }).click();
  await page.getByRole("heading", { name: "Backlog", level: 1 }).waitFor();
  await checkAll(page, "backlog", "unit-1-backlog");
  await page.getByRole("button", { name: "Who are you?" }).first().click();
  await page.getByLabel("Your name").fill(OFFICER);
  await page.getByRole("button", { name: "That is me" }).click();
  await page.getByText(/changed since you last|No changes to show/).waitFor();
  await page.getByLabel("Lane", { exact: true }).selectOption("B");
  await page.waitForFunction(() => !document.querySelector(".lane-section.lane-A"));
  await shoot(page, "unit-1-filtered");
  const row = page.locator("table.board tbody tr").first();
  const ref = await row.locator("th").locator("bdi").first().innerText();
  await row.locator("summary").click();
  await row.getByText("Would move it").waitFor();
  await row.getByRole("button", { name: /Move on/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Assign it to an examiner").click();
  await dialog.getByLabel("To which examiner").fill(EXAMINER);
  // Refused in the words of the case's rules, and nothing is lost.
  await dialog.getByRole("button", { name: "Put on record" }).click();
  await dialog.getByRole("alert").filter({ hasText: "may not move exhibits on" }).waitFor();
  await checkAxe(page, "a refusal");
  await shoot(page, "unit-2-refused");
  await dialog.getByLabel("Your name").fill(EXAMINER);
  await dialog.getByRole("button", { name: "Put on record" }).click();
  await page.locator(".notice").filter({ hasText: `assigned to ${EXAMINER}` }).waitFor();
  await page.locator(".notice").filter({ hasText: "note it down outside the case" }).waitFor();
  await page.locator(".notice").filter({ hasText: "at the end of the backlog, under “Not waiting”" }).waitFor();
  await shoot(page, "unit-2-recorded");
  await page.getByLabel("Search").fill(ref);
  await page.getByRole("heading", { name: /Not waiting: 1 / }).waitFor();
  await page.context().close();
});

test("every view of the unit, checked", async () => {
  const page = await openPage(DESK, EXAMINER);
  await go(page, "#/board");
  const ref = await page.locator("table.board tbody th bdi").first().innerText();
  const of = `#/exhibit/${encodeURIComponent(ref)}`;
  const views = [
    ["#/board", "unit-backlog"],
    [of, "exhibit-overview"],
    [`${of}/findings`, "exhibit-findings"],
    [`${of}/ledger`, "exhibit-ledger"],
    [`${of}/problems`, "exhibit-problems"],
    [`${of}/timeline`, "exhibit-timeline"],
    [`${of}/residual`, "exhibit-residual"],
    [`${of}/links`, "exhibit-links"],
    [`${of}/intake`, "exhibit-intake"],
    ["#/exceptions", "unit-exceptions"],
    ["#/figures", "unit-figures"],
    ["#/links", "unit-links"],
    ["#/about", "unit-about"],
    ["#/training", "training"],
    ["#/nowhere", "nowhere"],
  ];
  for (const [hash, name] of views) {
    await go(page, hash);
    await page.waitForTimeout(150);
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1", `focus in ${name}`);
    await checkAll(page, name, name);
    await checkTab(page, name);
  }
  await page.context().close();
});

test("at a phone's width every view fits", async () => {
  const page = await openPage(PHONE, EXAMINER, { hasTouch: true });
  await go(page, "#/board");
  const ref = await page.locator("table.board tbody th bdi").first().innerText();
  const of = `#/exhibit/${encodeURIComponent(ref)}`;
  for (const [hash, name] of [
    ["#/scene", "phone-scene"],
    ["#/scene/answer", "phone-answer"],
    ["#/board", "phone-backlog"],
    [of, "phone-exhibit"],
    [`${of}/findings`, "phone-findings"],
    [`${of}/ledger`, "phone-ledger"],
    [`${of}/residual`, "phone-residual"],
    ["#/figures", "phone-figures"],
    ["#/exceptions", "phone-exceptions"],
    ["#/about", "phone-about"],
    ["#/training", "phone-training"],
  ]) {
    await go(page, hash);
    await page.waitForTimeout(150);
    await checkAll(page, name, name);
  }
  await page.context().close();
});

test("each of the other answers, while it runs and at its end", async () => {
  for (const [answer, words] of [
    ["lead", "A lead that needs checking"],
    ["unexamined", "COULD NOT BE EXAMINED"],
    ["none", "No listed file met in the part examined"],
  ]) {
    const other = await startMock({ running: true, scanSeconds: 4, answer });
    const page = await openPage(PHONE, OFFICER, { hasTouch: true });
    await go(page, "#/scene/answer", other.address);
    await page.getByRole("button", { name: "Stop…" }).waitFor();
    await checkAll(page, `running, ${answer}`, `phone-running-${answer}`);
    await page.locator(".answer").filter({ hasText: words }).waitFor();
    await page.getByRole("heading", { name: "What now" }).waitFor();
    await checkOfficer(page, answer);
    await checkAll(page, answer, `phone-ended-${answer}`);
    await page.setViewportSize(DESK);
    await checkAll(page, answer, `scene-5-${answer}`);
    await page.context().close();
    await other.close();
  }
});

test("the answer stays that of the exhibit it names", async () => {
  const other = await startMock({ running: true, scanSeconds: 1, answer: "none" });
  const page = await openPage(DESK, OFFICER);
  await go(page, "#/scene/answer", other.address);
  await page.getByText("this answer alone is no ground to give it back").waitFor();
  assert.equal(await page.getByText(/read · .* looked at/).isVisible(), false, "no pace of an ended scan");
  await page.getByText("Remarks", { exact: true }).click();
  await page.getByText("has no sizes: all files").waitFor();
  // A listed file that the record shows late.
  const found = { listed: 2, answer: "A listed file was found", exit_status: 1 };
  other.say(found);
  await page.getByText("Do not open any file.").waitFor();
  other.say({ exit_status: 2, end: "/dev/sdb: cannot be opened" });
  await page.getByText("on record from before").waitFor();
  await page.getByText("This scan could not run: /dev/sdb: cannot be opened").waitFor();
  other.say({ listed: 0, answer: "This scan could not run" });
  await page.locator(".answer-box.unexamined").waitFor();
  other.say({ ...found, exit_status: 2 });
  await page.getByText("on record from before").waitFor();
  // Another window begins another one.
  const none = { listed: 0, leads: 0, answer: "No listed file met so far", state: "running" };
  other.say({ ...none, ref: "other/2", path: "/dev/sdc", began: new Date(Date.now() + 9000).toISOString() });
  await page.getByRole("alert").filter({ hasText: "Another scan has begun: exhibit other/2" }).waitFor();
  assert.match(await page.locator(".answer").innerText(), /A listed file was found/);
  assert.doesNotMatch(await page.locator(".answer-side").innerText(), /other/);
  await checkAll(page, "another scan", "scene-7-other");
  await page.getByRole("button", { name: "Show the other scan" }).click();
  await page.locator(".answer-side").filter({ hasText: "other/2" }).waitFor();
  assert.match(await page.locator(".answer").innerText(), /No listed file met so far/);
  assert.equal(await page.getByText("Do not open any file.").count(), 0);
  await page.context().close();
  await other.close();
});

test("a reference that is on record is asked about first", async () => {
  const page = await openPage(DESK, OFFICER);
  await go(page, "#/board");
  const ref = await page.locator("table.board tbody th bdi").first().innerText();
  await go(page, "#/scene");
  let sent = 0;
  page.on("request", (request) => (sent += request.url().endsWith("api/intake") ? 1 : 0));
  const field = page.getByLabel("Exhibit reference");
  await field.fill(` ${ref.toUpperCase().replace(/(.)/, "$1 ")}`);
  await field.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByText(/is on record since 2026-11-20 08:00 UTC, .*scanned.*: is it this one\?/).waitFor();
  await checkAxe(page, "a reference on record");
  await shoot(page, "scene-1-on-record");
  await dialog.getByRole("button", { name: "No, another reference" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.waitForFunction(() => document.activeElement?.name === "ref");
  assert.equal(sent, 0, "nothing was put on record");
  const put = page.waitForRequest((one) => one.url().endsWith("api/intake"));
  await page.getByLabel("What is it?").fill("a phone");
  await field.press("Enter");
  await dialog.getByRole("button", { name: "Yes, go on" }).click();
  assert.equal((await put).postDataJSON().ref, ref, "under the reference as it is on record");
  await page.getByRole("heading", { name: "Choose the device", level: 1 }).waitFor();
  // Where nothing is said of it there is nothing to put on record.
  sent = 0;
  await go(page, "#/scene");
  await field.fill(ref);
  await field.press("Enter");
  await dialog.getByRole("button", { name: "Yes, go on" }).click();
  await page.getByRole("heading", { name: "Choose the device", level: 1 }).waitFor();
  assert.equal(sent, 0);
  await page.context().close();
});

test("of what cannot be scanned a safeguarding decision is asked for too", async () => {
  const page = await openPage(DESK, OFFICER);
  await page.addInitScript(() => sessionStorage.setItem("scene", '{"ref":"phone/9"}'));
  await go(page, "#/scene/device");
  await page.getByText("A phone or tablet", { exact: true }).click();
  await page.getByRole("button", { name: "Put on record that it is not scanned here" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Put on record" }).click();
  await page.getByRole("heading", { name: "What now" }).waitFor();
  await page.getByRole("link", { name: "Next exhibit" }).waitFor();
  await page.getByRole("button", { name: "Put the decision on record" }).click();
  await page.getByRole("dialog").getByText("No referral is needed").click();
  await page.getByRole("dialog").getByRole("button", { name: "Put on record" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByRole("link", { name: "Next exhibit" }).waitFor();
  await checkAll(page, "not scanned here", "scene-2-not-scanned");
  await page.context().close();
});

test("a scan that was stopped is found again, and gone on with", async () => {
  const other = await startMock({ running: true, scanSeconds: 60, answer: "none" });
  const page = await openPage(DESK, OFFICER);
  await go(page, "#/scene/answer", other.address);
  await page.getByText("Part 1 of 5, listing all files by name and size").waitFor();
  await page.locator(".fact").filter({ hasText: "of those in the lists" }).waitFor();
  await page.locator(".fact").filter({ hasText: "more may be present" }).waitFor();
  // The invented scan goes on by itself and says its own tier again.
  const third = page.getByText("Part 3 of 5, reading each file that may be listed whole");
  let was_named = false;
  for (let tries = 0; tries < 50 && !was_named; tries += 1) {
    other.say({ tier: "probe" });
    was_named = await third.waitFor({ timeout: 300 }).then(() => true, () => false);
  }
  assert.ok(was_named, "the tier that is under way is named");
  await page.route("**/api/case", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), limits: "Not looked at: mail." } });
  });
  other.say({ state: "stopping" });
  await page.getByText("Stopped before its end").waitFor();
  await page.getByText("Not looked at: mail.").waitFor();
  const ref = await page.locator(".answer-side .of strong").innerText();
  await page.getByRole("button", { name: "Go on with this scan" }).click();
  await page.getByRole("heading", { name: "Start", level: 1 }).waitFor();
  await page.locator("main").filter({ hasText: ref }).getByText("/dev/sdb").waitFor();
  await page.route("**/api/board*", async (route) => {
    const answer = await route.fetch();
    const board = await answer.json();
    Object.assign(board.waiting[0], { scanned: true, ended: false, scanning: false });
    await route.fulfill({ response: answer, json: board });
  });
  await go(page, "#/scene", other.address);
  await page.getByText("It was taken in before: choose it").click();
  await page.getByRole("button", { name: /\(stopped\)$/ }).first().waitFor();
  await page.context().close();
  await other.close();
});

test("a practice says on every view that it is one, and begins with the training", async () => {
  const other = await startMock({ isPractice: true });
  for (const [size, viewport] of [["desk", DESK], ["phone", PHONE]]) {
    const page = await openPage(viewport, OFFICER);
    await page.addInitScript(() => sessionStorage.setItem("scene", '{"ref":"test/9"}'));
    await go(page, "", other.address);
    await page.getByRole("heading", { name: "Training", level: 1 }).waitFor();
    for (const hash of ["#/training", "#/scene", "#/scene/device", "#/board"]) {
      await go(page, hash, other.address);
      await page.getByText("harmless practice devices and a practice list only").waitFor();
      await checkAll(page, `practice ${hash}`, `practice-${size}-${hash.replace(/\W+/g, "-")}`);
    }
    await go(page, "#/scene/device", other.address);
    assert.equal(await page.getByText("A disk, stick or card").count(), 0);
    await page.getByRole("heading", { name: "Images of devices" }).waitFor();
    await page.context().close();
  }
  await other.close();
});

test("who is about to stop a scan hears that it has ended", async () => {
  const other = await startMock({ running: true, scanSeconds: 60 });
  const page = await openPage(DESK, OFFICER);
  await go(page, "#/scene/answer", other.address);
  await page.getByRole("button", { name: "Stop…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Stop the scan" }).waitFor();
  other.say({ state: "ended", end: "done", exit_status: 0 });
  await dialog.getByRole("alert").filter({ hasText: "has ended meanwhile" }).waitFor();
  assert.equal(await dialog.getByRole("button", { name: "Stop the scan" }).isVisible(), false);
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Close");
  await checkAxe(page, "a stop that came too late");
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  await page.context().close();
  await other.close();
});

test("what is not known of an exhibit is said in words", async () => {
  const page = await openPage(DESK, EXAMINER);
  await go(page, "#/board");
  const ref = await page.locator("table.board tbody th bdi").first().innerText();
  const of = `#/exhibit/${encodeURIComponent(ref)}`;
  await page.getByLabel("What was met").selectOption("Not examined");
  await go(page, `${of}/problems`);
  await page.getByRole("heading", { name: "Problems and notes" }).waitFor();
  await go(page, `${of}/ledger`);
  await page.getByText(/Of the exhibit 11.9 GiB were never read, and 976.5 KiB could not be read: what/).waitFor();
  await page.getByRole("rowheader", { name: "All files" }).waitFor();
  // As the server answers of lists of digests alone.
  await page.route("**/api/exhibit?*", async (route) => {
    const answer = await route.fetch();
    const exhibit = await answer.json();
    for (const point of exhibit.residual) point.confidence = 0;
    await route.fulfill({ response: answer, json: exhibit });
  });
  await go(page, `${of}/residual`);
  await page.getByText("No figure can be given").waitFor();
  assert.equal(await page.locator("main table").count(), 0, "no table of noughts");
  await page.unroute("**/api/exhibit?*");
  // Of a device of 10 MiB no amount is told that it cannot hold.
  await page.route("**/api/exhibit?*", async (route) => {
    const answer = await route.fetch();
    const exhibit = await answer.json();
    exhibit.coverage.bytes.total = 10 << 20;
    exhibit.row.ended = false;
    await route.fulfill({ response: answer, json: exhibit });
  });
  await go(page, `${of}/residual`);
  await page.getByText("STOPPED: its scan has not come to its end.").waitFor();
  await page.getByRole("columnheader", { name: "At least this chance that some of it would have been met" }).waitFor();
  assert.deepEqual(
    await page.locator("main tbody tr").allInnerTexts(),
    ["4.0 KiB\t0.00 %", "64.0 KiB\t12.00 %", "1.0 MiB\t55.00 %", "4.0 MiB\t81.00 %"],
  );
  await page.route("**/api/figures", async (route) => {
    const answer = await route.fetch();
    const figures = await answer.json();
    for (const row of figures.misses) row.held = { part: 0, of: 0, low: 0, high: 1 };
    await route.fulfill({ response: answer, json: figures });
  });
  await go(page, "#/figures");
  await page.getByRole("cell", { name: "not known", exact: true }).first().waitFor();
  await go(page, "#/exceptions");
  await page.getByText(`winnow disposition ${ref} --to`).waitFor();
  assert.equal(await page.getByText(/\bREF\b/).count(), 0, "the command names the exhibit");
  await page.context().close();
});

test("a dialog says what it lacks, and goes with its view", async () => {
  const page = await openPage(DESK);
  await go(page, "#/training");
  await page.getByRole("button", { name: "Begin the training" }).click();
  const dialog = page.getByRole("dialog");
  const said = (text) => dialog.getByRole("alert").filter({ hasText: text }).waitFor();
  const name = dialog.getByLabel("Your name");
  await name.fill("   ");
  await name.press("Enter");
  await said("Say your name.");
  await name.fill("a".repeat(201));
  await name.press("Enter");
  await said("A name has at most 200 characters.");
  await name.fill(REVIEWER);
  await name.press("Enter");
  await page.getByRole("region", { name: "Training" }).getByText("Training, step 1 of").waitFor();
  await page.getByRole("button", { name: "Leave the training" }).click();

  await page.getByRole("link", { name: "Unit", exact: true }).click();
  await page.locator(".row-link").first().click();
  let sent = 0;
  page.on("request", (request) => (sent += request.method() === "POST" ? 1 : 0));
  const putOnRecord = dialog.getByRole("button", { name: "Put on record" });
  for (const action of ["Move on…", "Review…", "Safeguarding…"]) {
    await page.getByRole("button", { name: action }).click();
    await putOnRecord.click();
    await said("Choose what is decided.");
    await checkAxe(page, action);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  }
  await page.getByRole("button", { name: "Review…" }).click();
  await dialog.getByText(/ leads to be judged; 40 of them/).waitFor();
  assert.equal(await dialog.locator("li .path").count(), 40);
  await dialog.getByText("put the exhibit into a lower lane").click();
  await putOnRecord.click();
  await said("Choose the lane.");
  await shoot(page, "unit-2-review");
  assert.equal(sent, 0, "nothing was put on record");
  await page.goBack();
  await page.getByRole("heading", { name: "Backlog", level: 1 }).waitFor();
  await dialog.waitFor({ state: "detached" });
  await page.context().close();
});

test("a time is asked for by one clock, which is named", async () => {
  const page = await openPage(DESK, EXAMINER, { timezoneId: "Asia/Tokyo" });
  const clock = "By the clock of this computer, Asia/Tokyo time";
  await go(page, "#/scene");
  await page.getByText(clock).waitFor();
  await go(page, "#/board");
  const ref = await page.locator("table.board tbody th bdi").first().innerText();
  await go(page, `#/exhibit/${encodeURIComponent(ref)}/intake`);
  await page.getByText(clock).first().waitFor();
  const put = page.getByRole("button", { name: "Put the changes on record" });
  await put.click();
  await page.getByRole("alert").filter({ hasText: "Nothing was changed." }).waitFor();
  await page.getByLabel("When was it seized?").fill("2026-11-20T09:30");
  await page.getByText("On record it will be 2026-11-20 00:30 UTC.").waitFor();
  const sent = page.waitForRequest((one) => one.url().endsWith("api/intake"));
  await put.click();
  assert.deepEqual((await sent).postDataJSON().fields, { seized_at: "2026-11-20T00:30:00Z" });
  await page.context().close();
});

test("a reason goes with the refusal it was given to", async () => {
  const other = await startMock({ scanSeconds: 2 });
  const page = await openPage(DESK, OFFICER);
  await page.addInitScript(() => {
    if (!sessionStorage.getItem("scene")) sessionStorage.setItem("scene", '{"ref":"test/9"}');
  });
  await go(page, "#/scene/device", other.address);
  await page.getByRole("button", { name: "Scan it anyway" }).first().click();
  await page.getByLabel("Why can it not be attached properly?").fill("no write blocker");
  await page.getByRole("button", { name: "Scan it for this reason" }).click();
  // As if it had been another device, or refused for something else, when it was chosen.
  for (const [other_then, words] of [
    [{ objection: "older" }, /It was not started: .*what was shown does not stand any more/],
    [{ serial: "BD-0000" }, /It was not started: .*another device is at \/dev\/sdc now/],
  ]) {
    await page.route("**/api/scan", async (route) => {
      if (route.request().method() !== "POST") return route.continue();
      const body = route.request().postDataJSON();
      assert.equal(body.override_reason, "no write blocker");
      assert.equal(body.objection, "it is writable");
      assert.deepEqual([body.serial, body.bytes], ["BD-7781", 1_000_000_000_000]);
      await route.continue({ postData: JSON.stringify({ ...body, ...other_then }) });
    });
    await page.getByRole("button", { name: "Start the scan" }).click();
    await page.getByText(words).waitFor();
    await page.unroute("**/api/scan");
  }
  await checkAxe(page, "a start that was refused");
  await page.getByRole("link", { name: "Choose the device again" }).click();
  await page.getByRole("heading", { name: "Choose the device", level: 1 }).waitFor();
  // One that was not refused is sent with no objection, and an image without all of it.
  await page.getByRole("button", { name: "Choose this device" }).click();
  await page.getByText(/All of it takes about/).waitFor();
  let sent = page.waitForRequest((one) => one.url().endsWith("api/scan") && one.method() === "POST");
  await page.getByRole("button", { name: "Start the scan" }).click();
  const { objection, serial } = (await sent).postDataJSON();
  assert.deepEqual([objection, serial], ["", "PS-0001"]);
  await page.getByRole("heading", { name: "What now" }).waitFor();
  await go(page, "#/scene/device", other.address);
  await page.getByText("An image of a device (a file)", { exact: true }).click();
  const expected = page.waitForRequest((one) => one.url().includes("api/expect"));
  await page.getByRole("button", { name: "Choose the image practice.E01" }).click();
  assert.equal(new URL((await expected).url()).searchParams.get("operator"), OFFICER);
  await page.getByText("the first useful answer takes a time that is not known beforehand").waitFor();
  await page.getByText("All of it takes a time that is not known beforehand. You may stop").waitFor();
  await checkAll(page, "nothing known beforehand", "scene-3-not-known");
  sent = page.waitForRequest((one) => one.url().endsWith("api/scan") && one.method() === "POST");
  await page.getByRole("button", { name: "Start the scan" }).click();
  const of_image = Object.keys((await sent).postDataJSON());
  assert.ok(!["objection", "serial", "bytes"].some((key) => of_image.includes(key)));
  await page.locator(".answer-box").waitFor();
  await page.context().close();
  await other.close();
});

test("names of a folder that cannot be shown are counted", async () => {
  const page = await openPage(DESK, OFFICER);
  await page.addInitScript(() => sessionStorage.setItem("scene", '{"ref":"test/9"}'));
  await go(page, "#/scene/device");
  await page.getByText("An image of a device (a file)", { exact: true }).click();
  await page.getByRole("button", { name: "Folder 2026-11" }).click();
  await page.getByText("3 more names of this folder cannot be shown here").waitFor();
  assert.equal(await page.getByText("Nothing is in this folder").count(), 0);
  await checkAll(page, "names that cannot be shown", "scene-2-left-out");
  await page.context().close();
});

test("a self-test that cannot be read is told and breaks nothing", async () => {
  const page = await openPage(DESK, OFFICER);
  await page.route("**/api/case", async (route) => {
    const answer = await route.fetch();
    const facts = await answer.json();
    const remarks = ["selftest.json: is not a record of a self-test; run winnow selftest"];
    await route.fulfill({ response: answer, json: { ...facts, selftest: null, remarks } });
  });
  await go(page, "#/scene", mock.address);
  await page.getByText("No self-test of this computer can be shown").waitFor();
  await go(page, "#/about", mock.address);
  await page.getByText("selftest.json: is not a record").waitFor();
  await checkAll(page, "a damaged self-test", "unit-about-selftest");
  await page.context().close();
});

test("of a real case the training cannot be done", async () => {
  const page = await openPage(DESK, "T. Trainee");
  await page.route("**/api/training?*", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), is_practice: false } });
  });
  await go(page, "#/training");
  await page.getByText("It cannot be done in this case").waitFor();
  assert.equal(await page.getByRole("button", { name: /training/ }).count(), 0);
  await page.context().close();
});

test("a step of the training that is refused stays, and why is said", async () => {
  const other = await startMock({ isTrainingStrict: true });
  const page = await openPage(DESK, "T. Trainee");
  await go(page, "#/training", other.address);
  await page.getByRole("button", { name: "Begin the training" }).click();
  const banner = page.getByRole("region", { name: "Training" });
  await banner.getByRole("button", { name: /^Done;/ }).click();
  await banner.getByRole("alert").filter({ hasText: "do it first" }).waitFor();
  await banner.getByText("Training, step 1 of").waitFor();
  await checkAxe(page, "a refused step");
  await page.getByRole("link", { name: "On scene" }).click();
  await page.getByRole("heading", { name: "Intake", level: 1 }).waitFor();
  assert.equal(await banner.getByText("do it first").count(), 0, "what was said then may be done now");
  await banner.getByRole("button", { name: /^Done;/ }).click();
  await page.context().close();
  await other.close();
});

test("a server that is gone is told", async () => {
  const other = await startMock({ running: true, scanSeconds: 30 });
  const before = complaints.length;
  const page = await openPage(DESK, OFFICER);
  await go(page, "#/scene/answer", other.address);
  await other.close();
  await page.getByText("Nothing is heard from Winnow").waitFor({ timeout: 15_000 });
  await shoot(page, "scene-6-gone");
  await page.getByRole("link", { name: "Unit", exact: true }).click();
  await page.getByText("Winnow does not answer on this computer").waitFor();
  await checkAxe(page, "a server that is gone");
  await page.context().close();
  complaints.splice(before);  // the browser notes down that it could not connect
});

test("a glimpse is for a reviewer who gives a reason, and no picture is shown before", async () => {
  const page = await openPage(DESK, EXAMINER);
  await go(page, "#/board");
  const ref = await page.locator("table.board tbody th bdi").first().innerText();
  const findings = `#/exhibit/${encodeURIComponent(ref)}/findings`;
  await go(page, findings);
  assert.equal(await page.getByRole("button", { name: /glimpse/i }).count(), 0);
  assert.equal(await page.locator("img, canvas, video").count(), 0);
  await page.context().close();
  const reviewer = await openPage(DESK, REVIEWER);
  await go(reviewer, findings);
  assert.equal(await reviewer.locator("img, canvas, video").count(), 0);
  await reviewer.getByRole("button", { name: /glimpse/i }).first().click();
  const dialog = reviewer.getByRole("dialog");
  const why = dialog.getByLabel(/Why does it have to be looked at/);
  await dialog.getByRole("button", { name: "Put on record and show it" }).click();
  assert.equal(await dialog.locator("canvas").isVisible(), false, "without a reason nothing is shown");
  await why.fill("to say whether the lead holds");
  await dialog.getByRole("button", { name: "Put on record and show it" }).click();
  await dialog.locator("canvas").waitFor({ state: "visible" });
  await checkAxe(reviewer, "glimpse");
  await shoot(reviewer, "unit-3-glimpse");
  await reviewer.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await reviewer.context().close();
});

test("hostile names are shown, and do nothing", async () => {
  const page = await openPage(DESK, EXAMINER);
  await go(page, "#/board");
  await page.getByLabel("Search").fill("<script>");
  await page.waitForFunction(() => document.querySelectorAll("table.board tbody tr").length === 1);
  await page.locator(".row-link").first().click();
  await page.getByRole("heading", { name: /Exhibit <script>/, level: 1 }).waitFor();
  await checkHarmless(page, "an exhibit's name");
  await page.getByRole("link", { name: "Findings", exact: true }).click();
  await page.getByText("[U+202E]").first().waitFor();
  const raw = await page.evaluate(() => /[\u202a-\u202e\u2066-\u2069\u200b\u2028]/.test(document.body.innerText));
  assert.equal(raw, false, "no character that turns or hides stands in the page");
  await checkHarmless(page, "findings");
  await shoot(page, "hostile-findings");
  await page.context().close();
});

test("the training guides through the real page", async () => {
  const page = await openPage(DESK, "T. Trainee");
  await go(page, "#/training");
  await page.getByRole("button", { name: "Begin the training" }).click();
  const banner = page.getByRole("region", { name: "Training" });
  await banner.getByText("Training, step 1 of").waitFor();
  await page.getByRole("link", { name: "On scene" }).click();
  await page.getByRole("heading", { name: "Intake", level: 1 }).waitFor();
  await banner.getByText("Training, step 1 of").waitFor();
  await checkAxe(page, "training");
  await shoot(page, "training-banner");
  for (let i = 2; i < 20; i += 1) {
    const text = await banner.getByRole("button", { name: /^Done;/ }).innerText();
    await banner.getByRole("button", { name: /^Done;/ }).click();
    if (text.includes("last")) break;
    await banner.getByText(`Training, step ${i} of`).waitFor();
  }
  await page.getByRole("rowheader", { name: "T. Trainee" }).waitFor();
  await page.context().close();
});

test("by keyboard alone: skip, walk, decide, leave", async () => {
  const page = await openPage(DESK, EXAMINER);
  await go(page, "#/board");
  // It is the first control of the page, before the heading that has the focus now.
  const first = await page.evaluate(() => document.querySelector("a[href], button")?.textContent);
  assert.equal(first, "Skip to the content");
  await page.locator(".skip").focus();
  await shoot(page, "keyboard-skip");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1");
  await page.getByRole("button", { name: /Move on/ }).first().focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  // The focus stays inside while it is open.
  for (let i = 0; i < 40; i += 1) await page.keyboard.press("Tab");
  const inside = await page.evaluate(
    () => document.activeElement === document.body || document.querySelector("dialog")?.contains(document.activeElement),
  );
  assert.ok(inside, "the focus left an open dialog");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  const back = await page.evaluate(() => document.activeElement?.textContent);
  assert.equal(back, "Move on…");
  await page.context().close();
});

test("it is quick with 200 exhibits and 100,000 findings", async () => {
  const page = await openPage(DESK, EXAMINER);
  await go(page, "#/board");
  const drawn = await page.evaluate(async () => {
    const times = [];
    for (let i = 0; i < 6; i += 1) {
      const began = performance.now();
      location.hash = i % 2 ? "#/board" : "#/about";
      await new Promise((resolve) => {
        const watcher = new MutationObserver(() => (watcher.disconnect(), resolve()));
        watcher.observe(document.querySelector("main"), { childList: true });
      });
      times.push(performance.now() - began);
    }
    return times.map(Math.round);
  });
  const rows = await page.locator("table.board tbody tr").count();
  console.log(`    views shown after ${drawn.join(", ")} ms; ${rows} rows made`);
  assert.ok(rows <= 125, "only what is shown is made");
  assert.ok(Math.max(...drawn) < 1000, "a view is shown within a second");
  await page.context().close();
});

test("more contrast, forced colours, less motion", async () => {
  for (const [name, extra] of [
    ["contrast", { contrast: "more" }],
    ["forced", { forcedColors: "active" }],
    ["calm", { reducedMotion: "reduce" }],
  ]) {
    const page = await openPage(DESK, EXAMINER, extra);
    await go(page, "#/scene/answer");
    await checkAxe(page, name);
    await shoot(page, `media-${name}`);
    await page.context().close();
  }
});

await runTests(() => mock.close());
