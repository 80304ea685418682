// The layers widget in real browsers, on the embed page, which needs no note.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium, serve } from "./harness.mjs";
import { accessible, address, csv, drag, inspected, open, passes, ready, said, text } from "./alexnet-widgets.mjs";

let host, browser, gpu;
before(async () => { host = await serve(); browser = await chromium(); gpu = await chromium({ webgpu: true }); });
after(async () => { await browser?.close(); await gpu?.close(); await host?.close(); });

const show = (lang, query, options) => open(host, browser, "layers", lang, query, options);

/** The layers by section 3.5: name, parameters, multiply-adds, activations. */
function counted({ side = 227, padding = 0, groups = 2, torchvision = false }) {
  const rows = [], widths = torchvision ? [64, 192, 384, 256, 256] : [96, 256, 384, 384, 256];
  let n = side, c = 3;
  const step = (k, s, p) => { n = Math.floor((n + 2 * p - k) / s) + 1; };
  const conv = (name, out, k, s, p, g) => {
    step(k, s, p);
    const w = out * (c / g) * k * k;
    rows.push([name, w + out, w * n * n, out * n * n]);
    c = out;
  };
  const free = (name) => rows.push([name, 0, 0, c * n * n]);
  const pool = (name) => { step(3, 2, 0); free(name); };
  const names = torchvision ? ["features.0", "features.3", "features.6", "features.8", "features.10"] : [1, 2, 3, 4, 5].map((i) => `conv${i}`);
  [[11, 4, padding, 1], [5, 1, 2, groups], [3, 1, 1, 1], [3, 1, 1, groups], [3, 1, 1, groups]].forEach(([k, s, p, g], i) => {
    conv(names[i], widths[i], k, s, p, g);
    if (!torchvision && i < 2) free(`norm${i + 1}`);
    if ([0, 1, 4].includes(i)) pool(torchvision ? ["features.2", "features.5", , , "features.12"][i] : `pool${i + 1}`);
  });
  if (torchvision) { n = 6; free("avgpool"); }
  let from = c * n * n;
  [4096, 4096, 1000].forEach((out, i) => {
    rows.push([torchvision ? `classifier.${[1, 4, 6][i]}` : `fc${6 + i}`, from * out + out, from * out, out]);
    from = out;
  });
  return rows;
}

const STATES = [
  ["", {}],
  ["&side=224", { side: 224 }],
  ["&side=224&padding=2", { side: 224, padding: 2 }],
  ["&net=whole", { groups: 1 }],
  ["&net=torchvision&side=224&padding=2", { side: 224, padding: 2, groups: 1, torchvision: true }],
];

test("every net's layers are counted as section 3.5 has them", async () => {
  for (const [query, net] of STATES) {
    const tab = await show("en", query);
    const [head, ...rows] = await csv(tab);
    assert.deepEqual(head, ["layer", "parameters", "multiply_adds", "activations"]);
    assert.deepEqual(rows.map(([name, ...numbers]) => [name, ...numbers.map(Number)]), counted(net), query);
    assert.deepEqual(tab.complaints, []);
    await tab.close();
  }
});

for (const backend of ["cpu", "webgpu"]) {
  test(`check says PASS on ${backend}`, async () => {
    const tab = await open(host, backend === "cpu" ? browser : gpu, "layers", "en", "&side=224&net=whole", { backend });
    assert.equal(await tab.$eval("[data-widget]", (w) => w.dataset.backend), backend);
    await passes(tab, 4, backend);
    await tab.close();
  });
}

test("shares, sides and the verdict are said, and follow the controls", async () => {
  const tab = await show("en", "");
  const [shares, verdict] = await tab.$$eval(".ratio", (all) => all.map((p) => p.textContent));
  assert.match(shares, /^60,965,224 parameters, 96\.2% in fully connected layers; 724,406,816 multiply-adds, 91\.9% in convolutions$/);
  assert.match(verdict, /^A batch of 128 takes at least 1\.36 GiB on one card, which fits into 3 GiB; on two cards at least 0\.73 GiB each, which fits$/);
  // The first drags: a side that does not fit, then a batch that does not.
  await drag(tab, "side", 0);
  await said(tab, ".input-side", "= 54.25, rounded down; sides 54 → 26 → 12 → 5");
  await said(tab, ".input-side", "reads 6,400 numbers");
  await drag(tab, "padding", 2);
  await said(tab, ".input-side", "sides 55 → 27 → 13 → 6");
  await drag(tab, "batch", 9);
  await tab.waitForFunction(() => /batch of 512 .* does not fit into 3 GiB/.test(document.querySelectorAll(".ratio")[1].textContent));
  // The table of memory adds up, in the words of the count.
  await tab.select('[id$="-hold"]', "both");
  await tab.waitForFunction(() => document.querySelector(".parts").textContent.includes("gradients of activations"));
  const rows = await tab.$$eval(".parts tbody tr", (all) => all.map((r) => [...r.children].map((c) => c.textContent)));
  const layers = counted({ side: 224, padding: 2 }), sum = (i) => layers.reduce((a, r) => a + r[i], 0);
  const parameters = sum(1) * 4, kept = (3 * 224 ** 2 + sum(3)) * 512 * 4, same = (got, want) => want.forEach((bytes, i) => assert.ok(Math.abs(Number(got[i]) - bytes / 2 ** 20) < 0.051, `${got} against ${want}`));
  same(rows.map((r) => r[1]), [parameters, parameters, parameters, kept, 0, kept, 3 * parameters + 2 * kept]);
  const received = (43264 + 9216 + 4096 + 4096) / 2 * 512 * 4, half = (3 * 224 ** 2 + sum(3) / 2) * 512 * 4;
  same(rows.map((r) => r[2]).slice(3), [half, received, half + received]);
  const each = 2 * kept / 512, most = Math.floor((3 * 2 ** 30 - 3 * parameters) / each);
  assert.equal(rows[7][1], String(most));
  await address(tab, "batch=512&hold=both");
  await tab.close();
});

test("a bar and the arrow keys choose a layer, whose formulas multiply out", async () => {
  const tab = await show("en", "&v=1&layer=3");
  const lines = () => tab.$$eval(".sums p", (all) => all.map((p) => p.textContent));
  assert.deepEqual(await lines(), [
    "conv2 puts out 256×27×27 = 186,624 numbers",
    "parameters: 5·5·48·256 + 256 = 307,456",
    "multiply-adds: 5·5·48·256 · 27·27 = 223,948,800",
  ]);
  await tab.focus(".bars");
  await tab.keyboard.press("ArrowUp");
  await said(tab, ".sums", "pool1 has no weights, and no multiply-adds");
  await address(tab, "layer=2");
  const chart = await (await tab.$$(".bars canvas"))[1].boundingBox();
  await tab.mouse.click(chart.x + chart.width / 2, chart.y + chart.height * (11.5 / 13));
  await said(tab, ".sums", "multiply-adds: 4096·4096 = 16,777,216");
  await address(tab, "layer=11");
  await tab.select('[id$="-net"]', "torchvision");
  await said(tab, ".sums", "classifier.6 puts out 1000");
  await address(tab, "net=torchvision");
  await tab.goBack();
  await said(tab, ".sums", "fc7 puts out 4096");
  await ready(tab);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("the words are Chinese in Chinese, and what a link gets wrong is said", async () => {
  const tab = await show("zh", "&batch=100000&side=300&net=lenet");
  const remarks = await tab.$eval(".remarks", (r) => (r.hidden ? "" : r.textContent));
  assert.match(remarks, /batch=100000超出范围，已改用512/);
  assert.match(remarks, /side=300超出范围，已改用227/);
  assert.match(remarks, /net=lenet无法识别/);
  assert.match(await text(tab, ".ratio"), /60,965,224个参数，96\.2%在全连接层；724,406,816次乘加，91\.9%在卷积层/);
  assert.match(await tab.$$eval(".ratio", (all) => all[1].textContent), /每批512张，一块卡至少要放3\.38 GiB，3 GiB放不下；分到两块卡，每块至少1\.\d\d GiB，放得下/);
  await tab.close();
});

test("axe finds nothing after work, in either language, light or dark, wide or narrow", async () => {
  for (const [lang, width, theme, query] of [["zh", 360, "dark", ""], ["en", 1280, "light", "&side=224"], ["en", 360, "light", "&net=torchvision"], ["zh", 1280, "dark", "&hold=both"]]) {
    const tab = await inspected(host, browser, "layers", lang, `&theme=${theme}${query}`, width);
    await tab.focus(".bars");
    await tab.keyboard.press("ArrowUp");
    await ready(tab);
    await accessible(tab, `${lang} ${width}`);
    await tab.close();
  }
});
