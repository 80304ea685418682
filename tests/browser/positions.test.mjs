// The positions widget in Chromium, held to the paper's formula.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium, serve } from "./harness.mjs";
import { accessible, address, csv, drag, inspected, off, open, passes, ready, said, text } from "./alexnet-widgets.mjs";

let host, browser, gpu;
before(async () => { host = await serve(); browser = await chromium(); gpu = await chromium({ webgpu: true }); });
after(async () => { await browser?.close(); await gpu?.close(); await host?.close(); });

const show = (lang, query, options) => open(host, browser, "positions", lang, query, options);
const wave = (p, c, d) => (c % 2 ? Math.cos : Math.sin)(p / 10000 ** ((c - c % 2) / d));
const encoding = (from, n, d) => Array.from({ length: n * d }, (_, i) => wave(from + Math.floor(i / d), i % d, d));
/** The file of numbers: a matrix a name. */
async function numbers(tab) {
  const out = {};
  for (const [name, , ...line] of await csv(tab)) (out[name] ??= []).push(line.map(Number));
  return out;
}

for (const backend of ["cpu", "webgpu"]) {
  test(`encodings, turns and products are the formula's on ${backend}`, async () => {
    for (const [query, n, d, k] of [["", 64, 64, 8], ["&dim=4&n=8&k=1&pair=0&pos=0", 8, 4, 1]]) {
      const tab = await open(host, backend === "cpu" ? browser : gpu, "positions", "en", query, { backend });
      const { pe, turned, dots } = await numbers(tab), want = encoding(0, n, d);
      assert.ok(off(pe.flat(), want, 1e-6, 0) < 1, "pe");
      assert.ok(off(turned.flat(), encoding(k, n, d), 2e-6, 0) < 1, "turned");
      const product = (a, b) => Array.from({ length: d }, (_, c) => wave(a, c, d) * wave(b, c, d)).reduce((x, y) => x + y);
      assert.ok(off(dots.flat(), Array.from({ length: n * n }, (_, i) => product(Math.floor(i / n), i % n)), 2e-5, 1e-6) < 1, "dots");
      assert.match(await text(tab, ".turn"), /largest difference from PE\(pos \+ k\) is \d\.\de-[678]/);
      assert.deepEqual(tab.complaints, []);
      await tab.close();
    }
  });
}

test("check says PASS on both backends", async () => {
  const tab = await open(host, gpu, "positions", "en", "", { backend: "webgpu" });
  await passes(tab, 7, "webgpu");
  await tab.close();
});

test("pos moves both hands and not the matrix; k moves the matrix; the map chooses", async () => {
  const tab = await show("zh", "&v=1&dim=64&pair=2");
  const matrix = () => tab.$eval(".brackets .bracket", (m) => m.innerText);
  const first = await matrix();
  await drag(tab, "pos", 20);
  await said(tab, ".turn", "PE(20)[2]");
  assert.equal(await matrix(), first);
  await drag(tab, "k", 9);
  await said(tab, ".turn", "M(9) · PE(20)[2]");
  assert.notEqual(await matrix(), first);
  const map = await (await tab.$('[data-sheet="PE"] canvas')).boundingBox();
  await tab.mouse.click(map.x + map.width * (7.5 / 64), map.y + map.height * (30.5 / 64));
  await said(tab, ".turn", "M(9) · PE(30)[3]");
  await address(tab, "pair=3&pos=30&k=9");
  assert.match(await text(tab, '[data-sheet="PE"] .read'), /^PE\[30, 7\] = −?\d/);
  await tab.keyboard.press("ArrowDown");
  await said(tab, ".turn", "PE(31)[3]");
  // The longest wave of the base model, as the note has it.
  await tab.goto(host.url("zh/embed/positions/?v=1&backend=cpu&dim=512&pair=255"));
  await ready(tab);
  await said(tab, ".turn", "60611.");
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("without positions the shuffled words have the same outputs, with them not", async () => {
  const tab = await show("en", "");
  for (const order of ["reverse", "rotate", "swap"]) {
    if (order !== "reverse") {
      await tab.select('[id$="-order"]', order);
      await tab.waitForFunction((order) => document.querySelector("[data-widget]").dataset.state === "ready" && location.search.includes(order), {}, order);
    }
    const { plain, plain_shuffled: moved, placed, placed_shuffled: other, placed_put_back: back, placed_difference: apart } = await numbers(tab);
    const t = plain.length, home = { reverse: (i) => t - 1 - i, rotate: (i) => (i + t - 1) % t, swap: (i) => (i === 0 ? t - 1 : i === t - 1 ? 0 : i) }[order];
    const largest = (y, shuffled) => Math.max(...y.flatMap((row, i) => row.map((v, c) => Math.abs(v - shuffled[home(i)][c]))));
    assert.ok(largest(plain, moved) < 1e-5, order);
    // What is drawn as put back, and its difference.
    assert.deepEqual(back, placed.map((_, i) => other[home(i)]), order);
    // Of f32s, in f32.
    const f = Math.fround;
    assert.deepEqual(apart.map((row) => row.map(f)), back.map((row, i) => row.map((v, c) => f(f(v) - f(placed[i][c])))), order);
    assert.ok(largest(placed, other) > 0.1, order);
    const shown = await tab.$$eval("[data-side]", (all) => all.map((p) => Number(p.textContent.match(/[\d.]+(e-\d+)?$/)[0])));
    assert.ok(shown[0] < 1e-5 && Math.abs(shown[1] - largest(placed, other)) < 1e-3, String(shown));
  }
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("a sentence of nothing is answered in words, and axe finds nothing", async () => {
  const tab = await show("zh", "&n=8&pos=127&pair=255&k=64");
  assert.doesNotMatch(await text(tab, "[data-widget]"), /NaN|undefined|inf/);
  await tab.goto(host.url("zh/embed/positions/?v=1&backend=cpu&text=%E2%80%8B"));
  await tab.waitForSelector('[data-widget]:is([data-state="error"], [data-state="ready"])', { timeout: 60_000 });
  assert.doesNotMatch(await text(tab, "[data-widget]"), /NaN|undefined/);
  await tab.close();
  for (const [lang, width, theme] of [["zh", 360, "dark"], ["en", 1280, "light"]]) {
    const tab = await inspected(host, browser, "positions", lang, `&theme=${theme}`, width);
    await accessible(tab, `${lang} ${width}`);
    await tab.close();
  }
});
