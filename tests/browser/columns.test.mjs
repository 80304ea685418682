// The columns widget in real browsers, on the embed page, held to section 3.5 and to PyTorch.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium, serve } from "./harness.mjs";
import { accessible, address, button, csv, drag, inspected, open, passes, said, text } from "./alexnet-widgets.mjs";

let host, browser, gpu;
before(async () => { host = await serve(); browser = await chromium(); gpu = await chromium({ webgpu: true }); });
after(async () => { await browser?.close(); await gpu?.close(); await host?.close(); });

const show = (lang, query, options) => open(host, browser, "columns", lang, query, options);

/** Section 3.5 on one of two cards: kernels, what one reads, of how many, its side, the maps' side, numbers read, whether both cards'. */
const LAYERS = {
  conv1: [48, 3, 3, 11, 55, 3 * 227 ** 2, false], conv2: [128, 48, 96, 5, 27, 96 * 27 ** 2, false],
  conv3: [192, 256, 256, 3, 13, 256 * 13 ** 2, true], conv4: [192, 192, 384, 3, 13, 384 * 13 ** 2, false],
  conv5: [128, 192, 384, 3, 13, 384 * 13 ** 2, false], fc6: [2048, 9216, 9216, 1, 1, 9216, true],
  fc7: [2048, 4096, 4096, 1, 1, 4096, true], fc8: [500, 4096, 4096, 1, 1, 4096, true],
};

test("every layer on a card is counted as section 3.5 has it, and two cards are the whole", async () => {
  const tab = await show("en");
  const [head, ...rows] = await csv(tab);
  assert.deepEqual(head, ["layer", "kernels", "reads", "of", "parameters", "multiply_adds", "activations", "own", "received"]);
  const want = Object.entries(LAYERS).map(([name, [n, reads, of, k, side, before, crosses]]) => {
    const weights = n * reads * k * k;
    return [name, n, reads, of, weights + n, weights * side ** 2, n * side ** 2, name === "conv1" ? before : before / 2, crosses ? before / 2 : 0];
  });
  assert.deepEqual(rows.map(([name, ...numbers]) => [name, ...numbers.map(Number)]), want);
  const sum = (at) => want.reduce((all, row) => all + row[at], 0);
  assert.deepEqual([2 * sum(4), 2 * sum(5)], [60_965_224, 724_406_816]);
  assert.match(await text(tab, ".ratio"), /conv3, fc6, fc7, fc8 read the other card.* 60,965,224 in all/);
  assert.deepEqual(tab.complaints, []);
  assert.deepEqual([...tab.asked], [host.origin]);
  await tab.close();
});

for (const backend of ["cpu", "webgpu"]) {
  test(`check passes, and groups are block-diagonal, on ${backend}`, async () => {
    const on = backend === "cpu" ? browser : gpu;
    for (const query of ["", "&conv=conv4&map=40", "&conv=conv5&groups=1&map=47"]) {
      const tab = await open(host, on, "columns", "en", query, { backend });
      const words = await text(tab, ".said-of-groups");
      const off = Number(words.match(/difference is ([\d.e-]+)/)[1]);
      assert.ok(off >= 0 && off < 1e-5, words);
      if (query === "") await passes(tab, 2, backend);
      await tab.close();
    }
  });
}

test("keys and presses choose a layer; the address and the words follow", async () => {
  const tab = await show("en");
  assert.match(await text(tab, ".chosen-layer"), /conv3, each card: 192 kernels of 3×3×256, reading all 256/);
  await tab.focus(".two-columns");
  await tab.keyboard.press("ArrowLeft");
  await address(tab, "layer=conv2");
  await said(tab, ".chosen-layer", "reading this card’s 48 of the 96 channels before");
  for (let i = 0; i < 9; i++) await tab.keyboard.press("ArrowRight");
  await address(tab, "layer=fc8");
  const box = await (await tab.$(".two-columns canvas")).boundingBox();
  // The second of nine slots is conv1; the first, the picture, is no layer.
  await tab.mouse.click(box.x + box.width * 1.5 / 9, box.y + 60);
  await address(tab, "layer=conv1");
  await tab.mouse.click(box.x + box.width * 0.5 / 9, box.y + 60);
  await said(tab, ".chosen-layer", "on both cards");
  await tab.close();
});

test("a batch is itemised for one card and for two", async () => {
  const tab = await show("zh");
  assert.match(await text(tab, ".fits"), /一块卡至少要放1\.36 GiB，3 GiB放得下；分到两块卡，每块至少0\.73 GiB/);
  await drag(tab, "batch", 8);
  await tab.select('.control[data-key="hold"] select', "both");
  await said(tab, ".fits", "放不下；分到两块卡");
  const rows = await tab.$$eval(".parts tbody tr", (all) => all.map((r) => [...r.cells].map((c, i) => (i > 0 ? Number(c.innerText) : c.innerText))));
  const total = rows.findIndex(([name]) => name === "合计");
  for (const card of [1, 2]) {
    const parts = rows.slice(0, total).reduce((sum, row) => sum + row[card], 0);
    assert.ok(Math.abs(parts - rows[total][card]) < 0.5, JSON.stringify(rows));
  }
  await tab.close();
});

test("which channels a map reads is framed, in two groups and in one", async () => {
  const tab = await show("en", "&map=30");
  const frames = () => tab.$$eval(".still rect", (all) => ["chosen", "source"].map((c) => all.filter((r) => r.getAttribute("class") === c).length));
  assert.deepEqual(await frames(), [8, 0]);
  assert.match(await text(tab, ".said-of-groups"), /Map 30 of conv2 reads channels 8…15 alone; 9,600 weights/);
  await drag(tab, "groups", 1);
  await said(tab, ".said-of-groups", "19,200 weights");
  assert.deepEqual(await frames(), [8, 8]);
  await tab.focus(".groups .pick[aria-label^='Output']");
  await tab.keyboard.press("ArrowLeft");
  await address(tab, "map=29");
  const strengths = await (await tab.$(".strengths canvas")).boundingBox();
  await tab.evaluate(() => document.querySelector(".strengths").scrollIntoView({ block: "center" }));
  const moved = await (await tab.$(".strengths canvas")).boundingBox();
  await tab.mouse.click(moved.x + 2, moved.y + strengths.height / 2);
  await address(tab, "map=0");
  await tab.close();
});

test("the picture is saved as it is drawn", async () => {
  const tab = await show("zh");
  const svg = await tab.evaluate(async () => {
    const blobs = [], make = URL.createObjectURL;
    URL.createObjectURL = (blob) => { blobs.push(blob); return make.call(URL, blob); };
    [...document.querySelectorAll(".actions button")].find((b) => /SVG/.test(b.textContent)).click();
    URL.createObjectURL = make;
    return blobs[0].text();
  });
  for (const words of ["图片", "conv3", "fc8", "2048", "55×55", "卡2"]) assert.ok(svg.includes(words), words);
  assert.ok(await tab.$eval(".two-columns .poster", (p) => p.hidden));
  await button(tab, "恢复默认");
  await tab.close();
});

test("axe finds nothing, wide and narrow, and nothing scrolls sideways", async () => {
  for (const [lang, query, width] of [["zh", "&theme=dark&groups=1", 1280], ["en", "&theme=light&conv=conv4", 360], ["zh", "&theme=light", 360]]) {
    const tab = await inspected(host, browser, "columns", lang, query, width);
    await accessible(tab, `${lang} ${width}`);
    await tab.close();
  }
});
