// The activation widget in real browsers, on the embed page.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { chromium, DIST, serve } from "./harness.mjs";
import { accessible, address, csv, inspected, open, passes, text } from "./alexnet-widgets.mjs";

let host, browser, gpu;
before(async () => { host = await serve(); browser = await chromium(); gpu = await chromium({ webgpu: true }); });
after(async () => { await browser?.close(); await gpu?.close(); await host?.close(); });

const show = (lang, query, options) => open(host, browser, "activation", lang, query, options);
const press = (tab, what) => tab.click(`[data-press="${what}"]`);
const status = (tab, pattern) => tab.waitForFunction((p) => new RegExp(p).test(document.querySelector(".status").innerText), { timeout: 240_000 }, pattern);
/** The losses of each net so far. */
async function losses(tab) {
  const found = { relu: [], tanh: [], relu_logged: [], tanh_logged: [] };
  for (const [net, , loss] of (await csv(tab)).slice(1)) found[net].push(Number(loss));
  return found;
}
const log = JSON.parse(readFileSync(`${DIST}/assets/digits/activation.json`, "utf8"));
const rate = (tab, net) => tab.$eval(`[id$="-${net}-rate"]`, (e) => Number(e.closest(".control").querySelector(".number").value));
const logged = (net, rate, start = "pytorch") => log.runs.filter((r) => r.net === net && r.rate === rate && r.start === start);

test("one real step of both nets, the logged runs and the rates before a training, and the next step", async () => {
  const tab = await show("en", "");
  const first = await losses(tab);
  for (const net of ["relu", "tanh"]) {
    const runs = logged(net, await rate(tab, net));
    assert.ok(Math.abs(first[net][0] - runs[0].loss[0]) < 1e-3, `${net} ${first[net]}`);
    assert.deepEqual(first[`${net}_logged`], runs[0].loss);
    const steps = runs.map((r) => r.reached).join(", ");
    assert.ok((await text(tab, ".ratio")).includes(`after ${steps} steps`), await text(tab, ".ratio"));
  }
  const rows = await tab.$$eval(".rates tbody tr", (all) => all.map((r) => [...r.children].map((c) => c.textContent)));
  assert.equal(rows.length, 7);
  for (const [at, ...cells] of rows) {
    ["relu", "tanh"].forEach((net, i) => assert.equal(cells[i].replace(" ✓", ""), logged(net, Math.round(1000 * at)).map((r) => r.reached ?? "never").join(", ")));
  }
  const drawn = await tab.$$eval(".charts canvas", (all) => all.map((c) => new Set(new Uint32Array(c.getContext("2d").getImageData(0, 0, c.width, c.height).data.buffer)).size > 2));
  assert.deepEqual(drawn, [true, true, true]);
  await press(tab, "step");
  await status(tab, "^Step [2-9] of 200, a step takes");
  const { tanh } = await losses(tab);
  assert.ok(Math.abs(tanh[1] - logged("tanh", await rate(tab, "tanh"))[0].loss[1]) < 1e-3);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("from He's weights the logged runs are those of He's", async () => {
  const tab = await show("en", "&start=he");
  const first = await losses(tab);
  for (const net of ["relu", "tanh"]) {
    const runs = logged(net, await rate(tab, net), "he");
    assert.ok(Math.abs(first[net][0] - runs[0].loss[0]) < 1e-3, `${net} ${first[net]}`);
    assert.ok((await text(tab, ".ratio")).includes(runs.map((r) => r.reached ?? "never").join(", ")));
  }
  await tab.close();
});

test("it trains down to a quarter, says at which step, and who comes back finds it as it was", async () => {
  const tab = await show("en", "&steps=100");
  await press(tab, "play");
  await status(tab, "^Training has ended");
  const all = await losses(tab);
  assert.deepEqual([all.relu.length, all.tanh.length], [100, 100]);
  const said = (await text(tab, ".ratio")).match(/ReLU at step (\d+), with tanh at step (\d+): tanh takes ([\d.]+) times/);
  assert.ok(said, await text(tab, ".ratio"));
  const [relu, tanh] = [logged("relu", await rate(tab, "relu"))[0], logged("tanh", await rate(tab, "tanh"))[0]];
  // How a machine rounds may move it a little.
  assert.ok(Math.abs(said[1] - relu.reached) <= 3 && Math.abs(said[2] - tanh.reached) <= 3, said[0]);
  assert.equal(said[3], (said[2] / said[1]).toFixed(1));
  const set = (seed) => tab.evaluate((seed) => {
    const input = document.querySelector('[data-key="seed"] input[type="number"]');
    input.value = seed;
    for (const name of ["input", "change"]) input.dispatchEvent(new Event(name, { bubbles: true }));
  }, seed);
  await set("2");
  await status(tab, "^Step [1-4] of 100");
  await address(tab, "seed=2");
  await tab.goBack();
  await status(tab, "^Training has ended");
  assert.deepEqual(await losses(tab), all);
  await tab.close();
});

test("both backends agree in the first steps", async () => {
  const found = [];
  for (const [on, backend] of [[browser, "cpu"], [gpu, "webgpu"]]) {
    const tab = await open(host, on, "activation", "en", "", { backend });
    await press(tab, "step");
    await status(tab, "^Step [2-9]");
    found.push(await losses(tab));
    await tab.close();
  }
  for (const net of ["relu", "tanh"]) for (const at of [0, 1]) assert.ok(Math.abs(found[0][net][at] - found[1][net][at]) < 1e-3, net);
});

test("the check passes", async () => {
  const tab = await show("en", "");
  await passes(tab, 3, "cpu");
  await tab.close();
});

test("axe finds nothing, in either language, wide or narrow; bad links are said", async () => {
  for (const [lang, width, words] of [["zh", 360, /tanh-rate=2000超出范围，已改用1000/], ["en", 1280, /seed=x/]]) {
    const bad = await show(lang, "&seed=x&tanh-rate=2000");
    assert.match(await text(bad, ".remarks"), words);
    await bad.close();
    const tab = await inspected(host, browser, "activation", lang, "&theme=dark", width);
    await press(tab, "step");
    await status(tab, lang === "zh" ? "^第[2-9]步" : "^Step [2-9]");
    await accessible(tab, `${lang} ${width}`);
    await tab.close();
  }
});
