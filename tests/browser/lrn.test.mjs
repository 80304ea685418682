// The local response normalization widget in real browsers, on the embed page, which needs no note.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium, serve } from "./harness.mjs";
import { accessible, address, csv, drag, firstLayer, inspected, off, open, passes, photograph, ready, said, text } from "./alexnet-widgets.mjs";

let host, browser, gpu;
before(async () => { host = await serve(); browser = await chromium(); gpu = await chromium({ webgpu: true }); });
after(async () => { await browser?.close(); await gpu?.close(); await host?.close(); });

const show = (lang, query, options) => open(host, browser, "lrn", lang, query, options);

/** The 96 kernels by formula, each of length 1. */
function kernels() {
  const at = (f) => Array.from({ length: 121 }, (_, i) => f(i % 11 - 5, Math.floor(i / 11) - 5));
  const turn = (degrees, f) => { const a = degrees * Math.PI / 180; return at((u, v) => f(u * Math.cos(a) + v * Math.sin(a)) * Math.exp(-(u * u + v * v) / (2 * 2.2 ** 2))); };
  const stripes = (degrees) => { const g = turn(degrees, (t) => Math.cos(2 * Math.PI * t / 5.5)); const mean = g.reduce((a, b) => a + b) / 121; return g.map((v) => v - mean); };
  const kernel = (plane, colour) => { const w = colour.flatMap((c) => plane.map((g) => c * g)); const length = Math.hypot(...w); return w.map((v) => v / length); };
  const hue = (degrees) => [0, 120, 240].map((d) => Math.cos((degrees - d) * Math.PI / 180));
  const each = (f) => Array.from({ length: 24 }, (_, i) => f(i));
  return [
    ...each((i) => kernel(stripes(7.5 * i), [1, 1, 1])), ...each((i) => kernel(turn(15 * i, (t) => t), [1, 1, 1])),
    ...each((i) => kernel(turn(15 * i, (t) => t), [1, -1, 0])), ...each((i) => kernel(turn(0, () => 1), hue(15 * i))),
  ];
}

/** The normalization by the paper's formula, of maps of 55×55. */
function normalized(a, { n, k, alpha, beta }) {
  const sums = a.map((_, c) => a[c].map((_, at) => a.slice(Math.max(0, c - (n >> 1)), c + (n >> 1) + 1).reduce((s, map) => s + map[at] ** 2, 0)));
  return { sums, b: a.map((map, c) => map.map((v, at) => v / (k + alpha * sums[c][at]) ** beta)) };
}

const STATES = [
  ["", { picture: "chelsea", raw: true, channel: 37, row: 18, column: 14, n: 5, k: 2, alpha: 1e-4, beta: 0.75 }],
  ["&scale=unit&alpha=500000&beta=50&k=1&n=9&alpha-of=pytorch&picture=coffee&channel=90&row=0&column=54", { picture: "coffee", raw: false, channel: 90, row: 0, column: 54, n: 9, k: 1, alpha: 0.5 / 9, beta: 0.5 }],
];

for (const backend of ["cpu", "webgpu"]) {
  test(`a, sums and b are those of the paper's formula, on ${backend}`, async () => {
    for (const [query, o] of STATES) {
      const tab = await open(host, backend === "cpu" ? browser : gpu, "lrn", "en", query, { backend });
      assert.equal(await tab.$eval("[data-widget]", (w) => w.dataset.backend), backend);
      let x = await photograph(tab, host.url(""), o.picture);
      const plane = 227 * 227, mean = [0, 1, 2].map((c) => x.slice(c * plane, (c + 1) * plane).reduce((a, b) => a + b) / plane);
      x = o.raw ? x.map((v, i) => v - mean[Math.floor(i / plane)]) : x.map((v) => v / 255);
      const a = firstLayer(x, kernels()), { sums, b } = normalized(a, o);
      const [head, ...rows] = await csv(tab);
      assert.deepEqual(head, ["channel", "row", "column", "a", "sum", "divisor", "b"]);
      assert.equal(rows.length, 55 * 55 + 95);
      const unit = o.raw ? 255 : 1, cells = rows.map((r) => r.map(Number));
      const want = (maps) => cells.map(([c, row, column]) => maps[c][row * 55 + column]);
      assert.ok(off(cells.map((r) => r[3]), want(a), 2e-5 * unit) < 1, `${query} a`);
      // A square doubles what a number is off, relatively; its number may be hundreds.
      assert.ok(off(cells.map((r) => r[4]), want(sums), 2e-5 * unit ** 2, 1e-4) < 1, `${query} sums`);
      assert.ok(off(cells.map((r) => r[6]), want(b), 2e-5 * unit) < 1, `${query} b`);
      const grip = o.k / o.alpha, over = sums.flat().filter((s) => s >= grip).length / sums.flat().length;
      assert.ok(over > 0.01, "something is held down");
      const shown = Number((await text(tab, ".ratio")).match(/([\d.]+)%/)[1]);
      assert.ok(Math.abs(shown - over * 100) < 0.06, `${shown} against ${over}`);
      assert.deepEqual(tab.complaints, []);
      await tab.close();
    }
  });

  test(`check says PASS on ${backend}`, async () => {
    const tab = await open(host, backend === "cpu" ? browser : gpu, "lrn", "en", "&scale=unit", { backend });
    await passes(tab, 2, backend);
    await tab.close();
  });
}

test("the first switch shows where the brake grips: at 0–1 nowhere, until alpha follows", async () => {
  for (const [lang, words] of [["en", /In 0\.0% of the numbers the sum of squares reaches k\/α = 20,000/], ["zh", /0\.0%的数，窗口内的平方和达到k\/α = 20,000/]]) {
    const tab = await show(lang, "");
    assert.match(await text(tab, ".ratio"), /1[0-9]\.\d%/);
    await tab.select('[id$="-scale"]', "unit");
    await tab.waitForFunction(() => document.querySelector(".ratio").innerText.includes("0.0%"));
    assert.match(await text(tab, ".ratio"), words);
    await drag(tab, "alpha", 18);
    await tab.waitForFunction(() => !document.querySelector(".ratio").innerText.includes("20,000"));
    await ready(tab);
    assert.match(await text(tab, ".ratio"), lang === "en" ? /k\/α = 2\.00$/ : /k\/α = 2\.00$/);
    await address(tab, "alpha=1000000");
    await tab.close();
  }
});

test("alpha of the sum and alpha of the mean are told apart, and one setting is said both ways", async () => {
  const tab = await show("en", "&v=1");
  const equal = "α = 1e-4 in the paper’s formula, LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2) in PyTorch";
  await said(tab, ".sums", equal);
  const first = (await csv(tab)).slice(1).map((r) => r[6]);
  await tab.select('[id$="-alpha-of"]', "pytorch");
  await said(tab, ".sums", "α = 2e-5 in the paper’s formula, LocalResponseNorm(5, alpha=1e-4");
  await address(tab, "alpha-of=pytorch");
  await tab.goBack();
  await said(tab, ".sums", equal);
  await tab.select('[id$="-alpha-of"]', "pytorch");
  await said(tab, ".sums", "α = 2e-5");
  // The next but one: 500 millionths of the mean are 100 of the sum.
  await drag(tab, "alpha", 8);
  await said(tab, ".sums", equal);
  await ready(tab);
  assert.deepEqual((await csv(tab)).slice(1).map((r) => r[6]), first);
  await address(tab, "?v=1&alpha=500&alpha-of=pytorch&backend=cpu");
  await tab.close();
});

test("keys and pointer move the pixel, the slider the channel; the line adds up", async () => {
  const tab = await show("en", "&channel=1");
  await said(tab, ".sums", "b[1, 18, 14] =");
  await tab.focus(".pick");
  await tab.keyboard.press("ArrowLeft");
  await tab.keyboard.press("ArrowDown");
  await said(tab, ".sums", "b[1, 19, 13] =");
  await address(tab, "row=19&column=13");
  // At the end fewer channels are summed.
  const neighbours = () => tab.$$eval("details tbody tr", (all) => all.map((r) => [...r.children].map((c) => Number(c.textContent))));
  assert.deepEqual((await neighbours()).map((r) => r[0]), [0, 1, 2, 3]);
  await drag(tab, "channel", 95);
  await said(tab, ".sums", "b[95, 19, 13] =");
  const near = await neighbours();
  assert.deepEqual(near.map((r) => r[0]), [93, 94, 95]);
  const sum = near.reduce((s, r) => s + r[2], 0), [, row] = (await csv(tab)).slice(1).map((r) => r.map(Number)).filter((r) => r[0] === 95 && r[1] === 19 && r[2] > 11);
  assert.equal(row[2], 13);
  assert.ok(Math.abs(sum - row[4]) < 0.01 + 1e-4 * sum, `${sum} against ${row[4]}`);
  assert.ok(Math.abs(row[3] / (2 + 1e-4 * sum) ** 0.75 - row[6]) < 1e-3);
  const map = await (await tab.$$(".pick canvas"))[1].boundingBox();
  await tab.mouse.click(map.x + map.width * (54.5 / 55), map.y + map.height * (0.5 / 55));
  await said(tab, ".sums", "b[95, 0, 54] =");
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("random kernels have a seed, and a link out of range is mended in words", async () => {
  const tab = await show("en", "&kernels=random&seed=3&n=99&beta=nine");
  const hidden = (key) => tab.$eval(`.control[data-key="${key}"]`, (c) => c.hidden);
  assert.equal(await hidden("seed"), false);
  const remarks = await tab.$eval(".remarks", (r) => (r.hidden ? "" : r.textContent));
  assert.match(remarks, /n=99, which is out of range; 31 is used/);
  assert.match(remarks, /beta=nine, which is not understood; 75 is used/);
  assert.match(await tab.$$eval(".widget > .unit", (all) => all.at(-1).textContent), /their weights are from a seed/);
  await tab.select('[id$="-kernels"]', "formula");
  await tab.waitForFunction(() => document.querySelector('.control[data-key="seed"]').hidden);
  await tab.close();
});

test("axe finds nothing after work, in either language, light or dark, wide or narrow", async () => {
  for (const [lang, width, theme, query] of [["zh", 360, "dark", ""], ["en", 1280, "light", "&scale=unit"], ["en", 360, "light", "&alpha-of=pytorch&n=31"], ["zh", 1280, "dark", "&kernels=random"]]) {
    const tab = await inspected(host, browser, "lrn", lang, `&theme=${theme}${query}`, width);
    await tab.focus(".pick");
    await tab.keyboard.press("ArrowDown");
    await ready(tab);
    await accessible(tab, `${lang} ${width}`);
    await tab.close();
  }
});
