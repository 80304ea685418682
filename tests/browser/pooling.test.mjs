// The pooling widget in real browsers, on the embed page, which needs no note.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium, serve } from "./harness.mjs";
import { accessible, address, csv, drag, firstLayer, inspected, off, open, passes, photograph, ready, said, text } from "./alexnet-widgets.mjs";

let host, browser, gpu;
before(async () => { host = await serve(); browser = await chromium(); gpu = await chromium({ webgpu: true }); });
after(async () => { await browser?.close(); await gpu?.close(); await host?.close(); });

const show = (lang, query, options) => open(host, browser, "pooling", lang, query, options);
const rows = (tab) => tab.$$eval("details tbody tr", (all) => all.map((r) => [...r.children].map((c) => c.textContent)));

/** The kernels of the states below, by their formulas. */
function kernel(kind, angle) {
  const at = (f) => Array.from({ length: 121 }, (_, i) => f(i % 11 - 5, Math.floor(i / 11) - 5));
  const gauss = at((u, v) => Math.exp(-(u * u + v * v) / (2 * 2.2 ** 2)));
  const [cos, sin] = [Math.cos(angle * Math.PI / 180), Math.sin(angle * Math.PI / 180)];
  const along = at((u, v) => u * cos + v * sin);
  let g = kind === "edge" ? along.map((t, i) => t * gauss[i]) : along.map((t, i) => gauss[i] * Math.cos(2 * Math.PI * t / 5.5));
  if (kind === "gabor") { const mean = g.reduce((a, b) => a + b) / 121; g = g.map((v) => v - mean); }
  const size = g.reduce((a, b) => a + Math.abs(b), 0);
  return [0, 1, 2].flatMap(() => g.map((v) => v / size / 3));
}

/** A pool over 55×55, by its definition. */
function pooled(a, z, s, average) {
  const n = Math.floor((55 - z) / s) + 1;
  return Array.from({ length: n * n }, (_, at) => {
    const cells = [];
    for (let u = 0; u < z; u++) for (let v = 0; v < z; v++) cells.push(a[(Math.floor(at / n) * s + u) * 55 + (at % n) * s + v]);
    return average ? cells.reduce((x, y) => x + y) / cells.length : Math.max(...cells);
  });
}

const STATES = [
  ["", { picture: "chelsea", kind: "gabor", angle: 45, z: 3, s: 2 }],
  ["&size=5&stride=3&take=average&picture=coffee&kernel=edge&angle=90", { picture: "coffee", kind: "edge", angle: 90, z: 5, s: 3, average: true }],
  ["&size=1&stride=4&picture=brick&kernel=edge&angle=0", { picture: "brick", kind: "edge", angle: 0, z: 1, s: 4 }],
];

for (const backend of ["cpu", "webgpu"]) {
  test(`activation and pools are those of the formulas, on ${backend}`, async () => {
    for (const [query, { picture, kind, angle, z, s, average }] of STATES) {
      const tab = await open(host, backend === "cpu" ? browser : gpu, "pooling", "en", query, { backend });
      assert.equal(await tab.$eval("[data-widget]", (w) => w.dataset.backend), backend);
      const found = {};
      for (const [map, , , value] of (await csv(tab)).slice(1)) (found[map] ??= []).push(Number(value));
      const x = (await photograph(tab, host.url(""), picture)).map((v) => v / 255);
      const [a] = firstLayer(x, [kernel(kind, angle)]);
      assert.ok(off(found.a, a) < 1 && off(found.p, pooled(a, z, s, average)) < 1 && off(found.q, pooled(a, s, s, average)) < 1, query);
      assert.ok(Math.max(...a) > 0.05, "something to compare");
      assert.deepEqual(tab.complaints, []);
      await tab.close();
    }
  });

  test(`check says PASS on ${backend}`, async () => {
    const tab = await open(host, backend === "cpu" ? browser : gpu, "pooling", "en", "", { backend });
    await passes(tab, 2, backend);
    await tab.close();
  });
}

test("how often cells are read is counted, and the numbers are said", async () => {
  const tab = await show("en", "");
  const units = () => tab.$$eval(".two-by-two .unit", (all) => all.map((u) => u.textContent));
  assert.deepEqual(await units(), ["once 841, twice 1,508, 4 times 676", "never 109, once 2,916"]);
  assert.match(await text(tab, ".numbers"), /p \[1, 1, 27, 27\] · q \[1, 1, 27, 27\] · comparisons p 5,832 · q 2,187 · no multiplications, no parameters/);
  // As many cells as both maps agree in.
  const maps = {};
  for (const [map, , , value] of (await csv(tab)).slice(1)) (maps[map] ??= []).push(value);
  const same = maps.p.filter((v, i) => v === maps.q[i]).length;
  assert.ok(same > 0 && same < 729);
  assert.equal(await text(tab, ".ratio"), `In ${same} of 729 cells both windows have the same maximum`);
  // The first drag: without overlap the two are one.
  await drag(tab, "size", 2);
  await said(tab, ".ratio", "In 729 of 729");
  assert.deepEqual(await units(), ["never 109, once 2,916", "never 109, once 2,916"]);
  await tab.close();
});

test("a link sets the widget, the widget sets the link, and back goes back", async () => {
  const tab = await show("en", "&v=1&size=4&stride=3&row=2&column=5");
  await said(tab, ".sums", "p[2, 5] =");
  await tab.select('[id$="-take"]', "average");
  await address(tab, "take=average");
  assert.equal(await tab.evaluate(() => location.search), "?v=1&size=4&stride=3&take=average&row=2&column=5&backend=cpu");
  await said(tab, ".sums", "the mean of 16");
  await tab.goBack();
  await tab.waitForFunction(() => document.querySelector('[id$="-take"]').value === "max");
  await said(tab, ".sums", "the largest of 16");
  assert.equal((await rows(tab)).length, 16 + 9);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("arrow keys and the pointer move the cell; its window is framed, its maximum marked", async () => {
  const tab = await show("en", "&kernel=edge&angle=0");
  await said(tab, ".sums", "p[11, 9] =");
  const [p, q] = await tab.$$(".pick");
  await p.focus();
  await tab.keyboard.press("ArrowRight");
  await tab.keyboard.press("ArrowUp");
  await said(tab, ".sums", "p[10, 10] =");
  await address(tab, "row=10&column=10");
  const frame = (which) => tab.$eval(`.two-by-two figure:first-child .${which}`, (r) => ["y", "x", "width"].map((a) => Number(r.getAttribute(a))));
  assert.deepEqual([await frame("chosen"), await frame("source")], [[20, 20, 3], [20, 20, 2]]);
  const box = await (await q.$("canvas")).boundingBox();
  await tab.mouse.click(box.x + box.width * (26.5 / 27), box.y + box.height * (20.5 / 27));
  await said(tab, ".sums", "q[20, 26] =");
  const cells = await rows(tab);
  for (const [name, z] of [["p", 3], ["q", 2]]) {
    const mine = cells.filter((c) => c[0] === name);
    assert.deepEqual(mine.map((c) => [Number(c[1]), Number(c[2])]), Array.from({ length: z * z }, (_, i) => [40 + Math.floor(i / z), 52 + i % z]));
    const most = Math.max(...mine.map((c) => Number(c[3])));
    const taken = mine.filter((c) => c[4] === "✓");
    assert.equal(taken.length, 1);
    assert.equal(Number(taken[0][3]), most);
    const line = (await text(tab, ".sums")).split("\n").find((l) => l.startsWith(name));
    assert.ok(Math.abs(Number(line.match(/= ([\d.]+)/)[1]) - most) < 6e-5 && line.includes(`a[${taken[0][1]}, ${taken[0][2]}]`), line);
  }
  assert.deepEqual(await tab.$$eval(".map .largest", (all) => all.map((r) => r.getAttribute("width"))), ["1", "1"]);
  await tab.close();
});

test("numbers out of range and words of nothing are mended in words", async () => {
  for (const [lang, words] of [["zh", [/size=0超出范围，已改用1/, /stride=99超出范围，已改用7/, /take=median无法识别/]], ["en", [/size=0, which is out of range; 1 is used/, /stride=99, which is out of range; 7 is used/, /take=median, which is not understood/]]]) {
    const tab = await show(lang, "&size=0&stride=99&take=median");
    const remarks = await tab.$eval(".remarks", (r) => (r.hidden ? "" : r.textContent));
    for (const word of words) assert.match(remarks, word);
    await tab.close();
  }
});

test("axe finds nothing after work, in either language, light or dark, wide or narrow", async () => {
  for (const [lang, width, theme, query] of [["zh", 360, "dark", "&stride=4"], ["en", 1280, "light", ""], ["en", 360, "light", "&take=average"], ["zh", 1280, "dark", "&size=7&stride=1"]]) {
    const tab = await inspected(host, browser, "pooling", lang, `&theme=${theme}${query}`, width);
    await tab.focus(".pick");
    await tab.keyboard.press("ArrowDown");
    await ready(tab);
    await accessible(tab, `${lang} ${width}`);
    await tab.close();
  }
});
