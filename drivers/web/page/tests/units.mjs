// The parts of the page that need no browser: numbers and names in words.
//
//   node tests/units.mjs
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const src = join(dirname(fileURLToPath(import.meta.url)), "..", "src");

async function load(name) {
  const { outputFiles } = await build({
    entryPoints: [join(src, name)],
    bundle: true,
    write: false,
    format: "esm",
  });
  const code = Buffer.from(outputFiles[0].contents).toString("base64");
  return import(`data:text/javascript;base64,${code}`);
}

const { atLeast, atMost, duration, interval } = await load("words.ts");
assert.equal(atMost(149), "3 minutes", "the upper end is never said too low");
assert.equal(atLeast(179), "2 minutes", "the lower end is never said too high");
assert.equal(atMost(120), "2 minutes");
assert.equal(atMost(89.2), "90 seconds");
assert.equal(atLeast(0.3), "1 second");
assert.equal(atMost(2 * 3600 + 60), "2.5 hours");
assert.equal(atMost(49 * 3600), "3 days");
assert.equal(interval([100, 149]), "1 to 3 minutes");
assert.equal(interval([50, 200]), "50 seconds to 4 minutes");
assert.equal(interval([120, 120]), "about 2 minutes");
assert.equal(duration(149), "2 minutes");

const { plainName } = await load("name.ts");
for (const code of [
  0x00, 0xad, 0x34f, 0x61c, 0x115f, 0x17b4, 0x17b5, 0x180b, 0x180d, 0x180e, 0x200b, 0x202e,
  0x2800, 0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xffa0, 0xe0000, 0xe0001, 0xe0041, 0xe007f,
]) {
  const shown = `a[U+${code.toString(16).toUpperCase().padStart(4, "0")}]b`;
  assert.equal(plainName(`a${String.fromCodePoint(code)}b`), shown);
}
assert.equal(plainName("Größe 图片 مرحبا 😀.jpg"), "Größe 图片 مرحبا 😀.jpg");

console.log("words and names are as they should be");
