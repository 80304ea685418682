// The dropout widget in Chromium, on both backends, held to PyTorch's numbers.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { chromium, serve } from "./harness.mjs";
import { accessible, address, csv, drag, inspected, off, open, passes, ready, said, text } from "./alexnet-widgets.mjs";

let host, browser, gpu, goldens;
before(async () => {
  host = await serve(); browser = await chromium(); gpu = await chromium({ webgpu: true });
  goldens = read(await readFile(new URL("../golden/snippets.safetensors", import.meta.url)));
});
after(async () => { await browser?.close(); await gpu?.close(); await host?.close(); });

const show = (lang, query, options) => open(host, browser, "dropout", lang, query, options);
/** Tensors by name. */
function read(file) {
  const size = Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.subarray(8, 8 + size).toString("utf8"));
  const at = (from, to) => Array.from({ length: (to - from) / 4 }, (_, i) => file.readFloatLE(8 + size + from + 4 * i));
  return Object.fromEntries(Object.entries(header).filter(([name]) => name.startsWith("dropout/")).map(([name, t]) => [name, at(...t.data_offsets)]));
}
const draws = async (tab) => (await csv(tab)).slice(1).map((row) => row.map(Number));

const STATES = ["default", "p=30&way=pytorch&draws=100&draw=7&unit=5&seed=7", "p=90&draws=30&draw=30&unit=223&kind=48&row=11&seed=9999", "p=0&draws=10&kind=3&row=5"];
for (const backend of ["cpu", "webgpu"]) {
  test(`draws are PyTorch's, and their means those of the draws, on ${backend}`, async () => {
    for (const query of STATES) {
      const tab = await open(host, backend === "cpu" ? browser : gpu, "dropout", "en", query === "default" ? "" : `&${query}`, { backend });
      const rows = await draws(tab);
      const want = goldens[`dropout/${query}/z`];
      assert.ok(off(rows.map((r) => r[1]), want, 1e-4, 1e-4) < 1, query);
      rows.forEach(([n, , mean], i) => {
        assert.equal(n, i + 1);
        const plain = rows.slice(0, n).reduce((sum, r) => sum + r[1], 0) / n;
        assert.ok(Math.abs(mean - plain) < 1e-6, `${query}: ${mean}, not ${plain}`);
      });
      assert.deepEqual(tab.complaints, []);
      await tab.close();
    }
  });
}

test("the mean comes to what testing gives, within a few of its errors; either way of making good", async () => {
  for (const way of ["paper", "pytorch"]) {
    const tab = await show("en", `&draws=1000&way=${way}`);
    const [, mean, error, tested] = (await text(tab, ".ratio")).match(/mean of 1000 draws: (-?[\d.]+) ± ([\d.]+); in testing: (-?[\d.]+)/).map(Number);
    assert.ok(Math.abs(mean - tested) < 4 * error && error > 0, `${way}: ${mean} ± ${error}, ${tested}`);
    await tab.close();
  }
});

test("without dropout every draw is the value of testing", async () => {
  const tab = await show("en", "&p=0&draws=10");
  assert.match(await text(tab, ".maps"), /224 of 224/);
  assert.match(await text(tab, ".ratio"), /± 0\.000/);
  await tab.close();
});

test("another draw keeps other neurons and computes nothing; a neuron is chosen by keys and pointer", async () => {
  const tab = await show("en", "");
  const mask = () => tab.$$eval(".neurons canvas", ([, m]) => [...m.getContext("2d").getImageData(0, 0, m.width, m.height).data].join());
  const [first, rows] = [await mask(), await draws(tab)];
  await drag(tab, "draw", 2);
  await tab.waitForFunction((first) => { const m = document.querySelectorAll(".neurons canvas")[1]; return [...m.getContext("2d").getImageData(0, 0, m.width, m.height).data].join() !== first; }, {}, first);
  assert.deepEqual(await draws(tab), rows);
  await tab.focus(".neurons");
  await tab.keyboard.press("ArrowDown");
  await tab.keyboard.press("ArrowRight");
  await said(tab, ".sums", "Neuron of fc6 35:");
  await address(tab, "neuron=35");
  const box = await (await tab.$(".neurons canvas")).boundingBox();
  await tab.mouse.click(box.x + box.width * (15.5 / 16), box.y + box.height * (13.5 / 14));
  await said(tab, ".sums", "Neuron of fc6 223:");
  await tab.goBack();
  await tab.close();
});

test("check says PASS on the CPU", async () => {
  const tab = await show("en", "");
  await passes(tab, 4, "cpu");
  await tab.close();
});

test("axe finds nothing, in either language, light or dark; bad links are said", async () => {
  for (const [lang, width, theme, words] of [["zh", 360, "dark", /p=99超出范围，已改用90/], ["en", 1280, "light", /p=99, which is out of range; 90 is used/]]) {
    const bad = await show(lang, "&p=99");
    assert.match(await text(bad, ".remarks"), words);
    await bad.close();
    const tab = await inspected(host, browser, "dropout", lang, `&theme=${theme}`, width);
    await drag(tab, "unit", 5);
    await ready(tab);
    await accessible(tab, `${lang} ${width}`);
    await tab.close();
  }
});
