// The page in a real browser, by real clicks and keys: the officer's way, the unit's way, what
// hostile names do, the keyboard, the policy of content, and accessibility by axe.
//
//   node tests/browser.mjs [--shots DIR] [--url URL --ref REF --choose TEXT --operator NAME
//     --examiner NAME --reviewer NAME] [--only WORD]
//
// Without --url it starts the mock server. With it, URL is the address that winnow serve
// printed: some case with exhibits, and roots that hold the practice image TEXT names.
import assert from "node:assert/strict";
import { request } from "node:http";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { startMock } from "../mock/server.mjs";

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const SHOTS = option("shots", "");
const OFFICER = option("operator", "O. Operator");
const EXAMINER = option("examiner", "E. Examiner");
const REVIEWER = option("reviewer", "R. Reviewer");
const NEW_REF = option("ref", `test/${Date.now() % 100000}/<b>1`);
const GIVEN_URL = option("url", "");
const DESK = { width: 1366, height: 768 };
const PHONE = { width: 390, height: 844 };

const require_here = createRequire(import.meta.url);
const AXE = readFileSync(require_here.resolve("axe-core/axe.min.js"), "utf8");

const mock = GIVEN_URL ? null : await startMock({ scanSeconds: 10 });
const URL_OF_PAGE = GIVEN_URL || mock.address;
if (SHOTS) mkdirSync(SHOTS, { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const complaints = [];

async function openPage(viewport, name = "", extra = {}) {
  const context = await browser.newContext({ viewport, locale: "en-GB", ...extra });
  // Run before the page's own scripts and outside of its policy, which stays as it is.
  await context.addInitScript(AXE);
  if (name) await context.addInitScript((viewer) => sessionStorage.setItem("viewer", viewer), name);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on("console", (message) => {
    // What the rules refuse is told by a status, which the browser notes down as an error.
    if (message.type() === "error" && !/status of 409/.test(message.text())) {
      complaints.push(`console: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => complaints.push(`page error: ${error.message}`));
  page.on("dialog", (dialog) => {
    complaints.push(`a script of a name ran: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (asked) => {
    const { hostname, protocol } = new URL(asked.url());
    if (protocol !== "data:" && hostname !== "127.0.0.1" && hostname !== "localhost") {
      complaints.push(`a request left loopback: ${asked.url()}`);
    }
  });
  return page;
}

async function go(page, hash, base = URL_OF_PAGE) {
  await page.goto(`${base}${hash}`);
  await page.waitForSelector("main h1");
  await page.waitForFunction(() => !document.querySelector(".pager [role=status]:empty"));
}

async function shoot(page, name, whole = false) {
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: whole });
}

// No violation of any of axe's rules, the advisory ones too.
async function checkAxe(page, where) {
  const found = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document);
    return violations.map((one) => `${one.id}: ${one.nodes[0]?.html.slice(0, 160)}`);
  });
  assert.deepEqual(found, [], `axe of ${where}`);
}

async function checkNoOverflow(page, where) {
  const wide = await page.evaluate(() => ({
    is: document.documentElement.scrollWidth,
    may: document.documentElement.clientWidth,
  }));
  assert.ok(wide.is <= wide.may, `${where} is wider than its window: ${wide.is} > ${wide.may}`);
}

// What can be pressed is large enough for a glove. Links inside of a sentence are text.
async function checkTargets(page, where) {
  const small = await page.evaluate(() =>
    [...document.querySelectorAll("button, summary, select, .input, label.choice, nav a, a.button, .row-link")]
      .filter((element) => element.checkVisibility() && !element.classList.contains("skip"))
      .map((element) => ({ text: element.textContent.slice(0, 40), box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.height < 47.5 || box.width < 47.5)
      .map(({ text, box }) => `${text} ${box.width}x${box.height}`),
  );
  assert.deepEqual(small, [], `targets of ${where}`);
}

// Every control gets the focus by Tab alone; of a group of radio buttons one does.
async function checkTab(page, where) {
  const wanted = await page.evaluate(() => {
    const groups = new Set();
    const list = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter(
      (element) => {
        if (element.disabled || !element.checkVisibility()) return false;
        if (element.type !== "radio") return true;
        if (groups.has(element.name)) return false;
        groups.add(element.name);
        return true;
      },
    );
    globalThis.reached = new Set();
    globalThis.keyOf = (element) => (element.type === "radio" ? `group ${element.name}` : element);
    globalThis.wanted = new Set(list.map(globalThis.keyOf));
    document.activeElement.blur();
    addEventListener("focusin", (event) => globalThis.reached.add(globalThis.keyOf(event.target)));
    return globalThis.wanted.size;
  });
  for (let i = 0; i < wanted + 10; i += 1) await page.keyboard.press("Tab");
  const missed = await page.evaluate(() =>
    [...globalThis.wanted]
      .filter((one) => !globalThis.reached.has(one))
      .map((one) => (typeof one === "string" ? one : one.outerHTML.slice(0, 120))),
  );
  assert.deepEqual(missed, [], `not reached by Tab in ${where}`);
}

async function checkHarmless(page, where) {
  assert.notEqual(await page.title(), "harmed", `${where}: a name was run as a script`);
  const made = await page.evaluate(() =>
    [...document.querySelectorAll("main script, main img, main b, main [onerror], main [style]:not(.chart *, [style=\"\"])")].map(
      (element) => element.outerHTML.slice(0, 160),
    ),
  );
  assert.deepEqual(made, [], `${where}: a name became markup`);
}

// Neither a score nor a share of a hundred, and nothing green.
async function checkOfficer(page, where) {
  const text = await page.innerText("main");
  assert.ok(!/%|per ?cent|\bscore\b|points/i.test(text), `${where}: a score or a percentage`);
  const greens = await page.evaluate(() => {
    const is_green = (colour) => {
      const [r, g, b, a = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
      return a > 0 && g > r + 20 && g > b + 20;
    };
    return [...document.querySelectorAll("body *")]
      .filter((element) => {
        const style = getComputedStyle(element);
        return [style.color, style.backgroundColor, style.borderTopColor].some(is_green);
      })
      .map((element) => element.outerHTML.slice(0, 80));
  });
  assert.deepEqual(greens, [], `${where}: green`);
  assert.equal(await page.locator("main progress, main meter").count(), 0, where);
}

async function checkAll(page, where, name) {
  await checkHarmless(page, where);
  await checkNoOverflow(page, where);
  await checkTargets(page, where);
  await checkAxe(page, where);
  await shoot(page, name);
}

// ---- the tests ----

const tests = [];
const test = (name, run) => tests.push([name, run]);

test("a wrong host, token, origin or type is refused", async () => {
  const asked = (path, headers, method = "GET") =>
    new Promise((resolve, reject) => {
      const { hostname, port, pathname } = new URL(URL_OF_PAGE);
      const out = request({ hostname, port, path: path(pathname), method, headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      out.on("error", reject);
      out.end(method === "POST" ? "{}" : undefined);
    });
  const own = (path) => `${path}api/case`;
  const { host, origin } = new URL(URL_OF_PAGE);
  assert.equal(await asked(own, {}), 200);
  assert.equal(await asked(own, { Host: "evil.example" }), 421);
  assert.equal(await asked(() => `/${"0".repeat(64)}/api/case`, {}), 404);
  assert.equal(await asked(() => "/", {}), 404);
  const viewed = (path) => `${path}api/viewed`;
  const json = { "Content-Type": "application/json" };
  assert.equal(await asked(viewed, { ...json, Host: host, Origin: "http://evil.example" }, "POST"), 403);
  assert.equal(await asked(viewed, { "Content-Type": "text/plain", Origin: origin }, "POST"), 415);
});

test("the officer's way: from nothing to the answer in three steps", async () => {
  const page = await openPage(DESK);
  await go(page, "");
  await checkOfficer(page, "intake");
  await checkAll(page, "intake", "scene-1-intake");
  await shoot(page, "scene-1-intake-whole", true);
  await checkTab(page, "intake");

  // What is missing is said, and nothing is lost.
  await page.getByRole("button", { name: "Next: choose the device" }).click();
  await page.getByRole("alert").filter({ hasText: "Say your name" }).waitFor();
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
    ["An image file", "Image files", "scene-2-image"],
  ]) {
    await page.getByText(choice, { exact: true }).first().click();
    await page.getByRole("heading", { name: heading, level: 2 }).waitFor();
    await checkAll(page, heading, name);
  }
  if (GIVEN_URL) {
    await page.getByRole("button", { name: option("choose", "practice") }).first().click();
  } else {
    await page.getByText("A disk, stick or card", { exact: false }).click();
    // A refused one asks for a reason, and without it stays refused.
    await page.getByRole("button", { name: "It has to be scanned like this" }).first().click();
    await page.getByRole("button", { name: "Scan it for this reason" }).click();
    await page.getByText("without a reason it stays refused").waitFor();
    await shoot(page, "scene-2-refused");
    await checkAxe(page, "refused device");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Choose this device" }).first().click();
  }

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
  if (!GIVEN_URL) await page.getByText("A listed file was found").waitFor();
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
  await page.getByText(/changed since you last|Nothing changed since/).waitFor();
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
  if (GIVEN_URL) return;
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
  if (GIVEN_URL) return;
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

test("a reason goes with the refusal it was given to", async () => {
  if (GIVEN_URL) return;
  const other = await startMock({ scanSeconds: 2 });
  const page = await openPage(DESK, OFFICER);
  await page.addInitScript(() => {
    if (!sessionStorage.getItem("scene")) sessionStorage.setItem("scene", '{"ref":"test/9"}');
  });
  await go(page, "#/scene/device", other.address);
  await page.getByRole("button", { name: "It has to be scanned like this" }).first().click();
  await page.getByLabel("Why can it not be attached properly?").fill("no write blocker");
  await page.getByRole("button", { name: "Scan it for this reason" }).click();
  // As if it had been refused for something else when the reason was given.
  await page.route("**/api/scan", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    const body = route.request().postDataJSON();
    assert.ok(body.objection.length > 0 && body.override_reason === "no write blocker");
    await route.continue({ postData: JSON.stringify({ ...body, objection: "older" }) });
  });
  await page.getByRole("button", { name: "Start the scan" }).click();
  await page.getByText(/It was not started: .*another objection than the one of now/).waitFor();
  await page.unroute("**/api/scan");
  await page.getByRole("button", { name: "Start the scan" }).click();
  await page.locator(".answer-box").waitFor();
  await page.context().close();
  await other.close();
});

test("a step of the training that is refused stays, and why is said", async () => {
  if (GIVEN_URL) return;
  const other = await startMock({ isTrainingStrict: true });
  const page = await openPage(DESK, "T. Trainee");
  await go(page, "#/training", other.address);
  await page.getByRole("button", { name: "Begin the training" }).click();
  const banner = page.getByRole("region", { name: "Training" });
  await banner.getByRole("button", { name: /^Done;/ }).click();
  await banner.getByRole("alert").filter({ hasText: "do it first" }).waitFor();
  await banner.getByText("Training, step 1 of").waitFor();
  await checkAxe(page, "a refused step");
  await banner.getByRole("button", { name: /^Done;/ }).click();
  await page.context().close();
  await other.close();
});

test("a server that is gone is told", async () => {
  if (GIVEN_URL) return;
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
  if (GIVEN_URL) return;
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

let failed = 0;
for (const [name, run] of tests) {
  if (!name.includes(option("only", ""))) continue;
  try {
    await run();
    console.log(`ok    ${name}`);
  } catch (trouble) {
    failed += 1;
    console.log(`FAIL  ${name}\n${trouble.stack ?? trouble}`);
  }
}
for (const complaint of new Set(complaints)) {
  failed += 1;
  console.log(`FAIL  ${complaint}`);
}
await browser.close();
await mock?.close();
console.log(failed === 0 ? "the page does as it should" : `${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
