// What the tests of the page have in common: a browser that notes down every complaint, and
// what is checked in each view.
import assert from "node:assert/strict";
import { request } from "node:http";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

export function option(name, otherwise) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
}
const SHOTS = option("shots", "");
export const DESK = { width: 1366, height: 768 };
export const PHONE = { width: 390, height: 844 };

const require_here = createRequire(import.meta.url);
const AXE = readFileSync(require_here.resolve("axe-core/axe.min.js"), "utf8");

if (SHOTS) mkdirSync(SHOTS, { recursive: true });

// Chromium has no sandbox of its own as root, as in a container; the pages are ours.
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
export const complaints = [];

export async function openPage(viewport, name = "", extra = {}) {
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

// A view is there when its heading is another than the one before.
export async function go(page, hash, base) {
  await page.evaluate(() => document.querySelector("main h1")?.setAttribute("data-before", ""));
  if (page.url() === `${base}${hash}`) await page.reload();
  else await page.goto(`${base}${hash}`);
  await page.waitForSelector("main h1:not([data-before])");
  await page.waitForFunction(() => !document.querySelector(".pager [role=status]:empty"));
}

export async function shoot(page, name, whole = false) {
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: whole });
}

// No violation of any of axe's rules, the advisory ones too.
export async function checkAxe(page, where) {
  const found = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document);
    return violations.map((one) => `${one.id}: ${one.nodes[0]?.html.slice(0, 160)}`);
  });
  assert.deepEqual(found, [], `axe of ${where}`);
}

export async function checkNoOverflow(page, where) {
  const wide = await page.evaluate(() => ({
    is: document.documentElement.scrollWidth,
    may: document.documentElement.clientWidth,
  }));
  assert.ok(wide.is <= wide.may, `${where} is wider than its window: ${wide.is} > ${wide.may}`);
}

// What can be pressed is large enough for a glove. Links inside of a sentence are text.
export async function checkTargets(page, where) {
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
export async function checkTab(page, where) {
  const steps = await page.evaluate(() => {
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
    // A date is gone through part by part: day, month, year, hour, minute, picker.
    const dates = list.filter((element) => element.type?.startsWith("date")).length;
    return globalThis.wanted.size + 6 * dates;
  });
  for (let i = 0; i < steps + 10; i += 1) await page.keyboard.press("Tab");
  const missed = await page.evaluate(() =>
    [...globalThis.wanted]
      .filter((one) => !globalThis.reached.has(one))
      .map((one) => (typeof one === "string" ? one : one.outerHTML.slice(0, 120))),
  );
  assert.deepEqual(missed, [], `not reached by Tab in ${where}`);
}

export async function checkHarmless(page, where) {
  assert.notEqual(await page.title(), "harmed", `${where}: a name was run as a script`);
  const made = await page.evaluate(() =>
    [...document.querySelectorAll("main script, main img, main b, main [onerror], main [style]:not(.chart *, [style=\"\"])")].map(
      (element) => element.outerHTML.slice(0, 160),
    ),
  );
  assert.deepEqual(made, [], `${where}: a name became markup`);
}

// Neither a score nor a share of a hundred, and nothing green.
export async function checkOfficer(page, where) {
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

export async function checkAll(page, where, name) {
  await checkHarmless(page, where);
  await checkNoOverflow(page, where);
  await checkTargets(page, where);
  await checkAxe(page, where);
  await shoot(page, name);
}

// A wrong host, token, origin or type is refused.
export async function checkDoor(address) {
  const asked = (path, headers, method = "GET") =>
    new Promise((resolve, reject) => {
      const { hostname, port, pathname } = new URL(address);
      const out = request({ hostname, port, path: path(pathname), method, headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      out.on("error", reject);
      out.end(method === "POST" ? "{}" : undefined);
    });
  const own = (path) => `${path}api/case`;
  const { host, origin } = new URL(address);
  assert.equal(await asked(own, {}), 200);
  assert.equal(await asked(own, { Host: "evil.example" }), 421);
  assert.equal(await asked(() => `/${"0".repeat(64)}/api/case`, {}), 404);
  assert.equal(await asked(() => "/", {}), 404);
  const viewed = (path) => `${path}api/viewed`;
  const json = { "Content-Type": "application/json" };
  assert.equal(await asked(viewed, { ...json, Host: host, Origin: "http://evil.example" }, "POST"), 403);
  assert.equal(await asked(viewed, { "Content-Type": "text/plain", Origin: origin }, "POST"), 415);
}

// ---- the run ----

const tests = [];
export function test(name, run) {
  tests.push([name, run]);
}

// Ends the program: 0 if all tests passed and nothing was complained of.
export async function runTests(cleanUp) {
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
  await cleanUp();
  console.log(failed === 0 ? "the page does as it should" : `${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
