// The widgets on cost in real browsers: kinds of layer, parameters, the learning rate, label smoothing.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, address, button, csv, drag, inspected, open, passes, ready, said, text } from "./alexnet-widgets.mjs";
import { chromium, page, serve } from "./harness.mjs";

let host, browser, gpu;
before(async () => { host = await serve(); browser = await chromium(); gpu = await chromium({ webgpu: true }); });
after(async () => { await browser?.close(); await gpu?.close(); await host?.close(); });

const show = (widget, lang, query, options) => open(host, browser, widget, lang, query, options);
const state = (tab, phase) => tab.waitForSelector(`[data-widget][data-state="${phase}"]`, { timeout: 120_000 });
const rows = (tab, table) => tab.$$eval(`${table} tbody tr`, (all) => all.map((r) => [...r.cells].map((c) => c.textContent)));
const choose = (tab, key, value) => tab.evaluate((key, value) => {
  const field = document.querySelector(`.control[data-key="${key}"] :is(select, input[type="number"])`);
  field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}, key, value);
/** The complexity widget, which waits for a press. */
async function kinds(lang, query = "", { on = browser, backend = "cpu" } = {}) {
  const tab = await page(on);
  await tab.goto(host.url(`${lang}/embed/complexity/?backend=${backend}${query}`));
  await tab.waitForSelector('[data-widget][data-query][data-state="idle"]');
  return tab;
}

test("table 1 has the note's figures, follows n, and times nothing unasked", async () => {
  const tab = await kinds("en", "&v=1");
  await said(tab, ".answer", "524,288, recurrence nd² = 8,388,608: attention is cheaper, 16 times");
  await said(tab, ".answer", "in all 101,711,872 multiply-adds. What table 1 speaks of is 1.0%");
  assert.deepEqual(await rows(tab, ".kinds"), [
    ["self-attention", "n²·d = 524,288", "1", "1"], ["recurrent", "n·d² = 8,388,608", "n = 32", "n = 32"],
    ["convolutional", "k·n·d² = 25,165,824", "1", "log_k n = 4"], ["restricted", "r·n·d = 262,144", "1", "n/r = 2"],
  ]);
  await tab.focus(".growth .reads");
  await tab.keyboard.press("ArrowRight");
  await said(tab, ".answer", "10.67 times (d/n)");
  await address(tab, "n=48");
  const canvas = await tab.$(".growth canvas");
  await canvas.scrollIntoView();
  const box = await canvas.boundingBox();
  // The middle of 1 … 65,536, where doubling is as far, is 256.
  await tab.mouse.click(box.x + 40 + (box.width - 46) / 2, box.y + 40);
  await said(tab, ".answer", "2 times (d/n)");
  await address(tab, "n=256");
  await choose(tab, "n", 512);
  await said(tab, ".answer", "n = d is where they cross");
  await choose(tab, "n", 3072);
  await said(tab, ".answer", "is 50.0%, and half at");
  await said(tab, ".status", "Only n and d up to 1024");
  assert.equal(await tab.$eval('[data-press="run"]', (b) => b.disabled), true);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

for (const [backend, on, time] of [["cpu", () => browser, /CPU \(WebAssembly\)/], ["webgpu", () => gpu, /software/i]]) {
  test(`both layers are timed on ${backend}, which is named`, async () => {
    const tab = await kinds("en", "&n=16&width=64", { on: on(), backend });
    await tab.click('[data-press="run"]');
    await ready(tab);
    const timed = await rows(tab, ".of-parts");
    assert.deepEqual(timed.map((r) => r.slice(0, 3)), [["self-attention", "32,768", "1"], ["recurrent", "131,072", "16"]]);
    assert.ok(timed.every((r) => Number(r[3]) >= 0 && Number(r[4]) > 0), JSON.stringify(timed));
    assert.match(await text(tab, ".status"), /^Done\. Recurrence to attention: time [\d.]+ : 1, multiply-adds 4 : 1; its 16 steps/);
    assert.match(await text(tab, ".numbers"), time);
    assert.equal((await csv(tab))[2][0], "recurrent");
    // Another n waits again.
    await choose(tab, "n", 32);
    await state(tab, "idle");
    assert.equal((await rows(tab, ".of-parts"))[0].length, 3);
    assert.deepEqual(tab.complaints, []);
    await tab.close();
  });
}

test("a run is stopped, and what is timed is PyTorch's", async () => {
  const tab = await kinds("en", "&n=1024&width=1024");
  await tab.click('[data-press="run"]');
  await said(tab, ".status", "Running: ");
  await tab.click('[data-press="stop"]');
  await state(tab, "idle");
  await said(tab, ".status", "A press computes");
  await passes(tab, 5, "cpu");
  await tab.close();
});

test("parameters are the module's own, and stand against table 3", async () => {
  const tab = await show("parameters", "en", "");
  await said(tab, ".answer", "base: 63,045,632 parameters; table 3 states 65 × 10⁶, this count is 1,954,368 (3.0%) below it");
  assert.deepEqual((await rows(tab, ".of-parts")).map((r) => r.slice(1)), [
    ["1,048,576", "18", "18,874,368", "29.9%"], ["2,099,712", "12", "25,196,544", "40.0%"], ["1,024", "30", "30,720", "0.05%"],
    ["18,944,000", "1", "18,944,000", "30.0%"], ["", "", "63,045,632", ""], ["3,150,336", "", "", ""], ["4,199,936", "", "", ""],
  ]);
  await choose(tab, "model", "big");
  await said(tab, ".answer", "big: 214,171,648 parameters");
  await choose(tab, "model", "own");
  for (const [key, value] of [["layers", 3], ["dmodel", 256], ["dff", 1024], ["heads", 4], ["vocabulary", 1000]]) await choose(tab, key, value);
  const counted = await tab.evaluate(async (url) => {
    const { open } = await import(url);
    const tp = await open({ backend: "cpu" });
    const count = async (spec) => (await tp.describe({ kind: "transformer", ...spec })).layers.reduce((sum, l) => sum + l.parameters, 0);
    const all = [await count({ layers: 3, dModel: 256, dFF: 1024, heads: 4, vocab: 1000 }), await count({ layers: 6, dModel: 1024, dFF: 4096, heads: 16, vocab: 37000 })];
    tp.close();
    return all.map((n) => n.toLocaleString("en-US"));
  }, host.url("third-pass.js"));
  await said(tab, ".answer", `Your own: ${counted[0]} parameters.`);
  assert.equal(counted[1], "214,171,648");
  await said(tab, ".sums", "12 hours × 3600 s × 8 cards × 9.5×10¹² = 3.28×10¹⁸; table 2 has 3.3×10¹⁸");
  await drag(tab, "hours", 84);
  await said(tab, ".sums", "below: 84 hours × 3600 s × 8 cards × 9.5×10¹² = 2.30×10¹⁹");
  await address(tab, "hours=84");
  await button(tab, "Reset");
  await said(tab, ".answer", "base: 63,045,632");
  await passes(tab, 4, "cpu");
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("the rate has its peak where the claim has it, and is read by keys", async () => {
  const tab = await show("schedule", "zh", "");
  await said(tab, ".answer", "第4,000步到顶：6.99×10⁻⁴ = 1/√(512×4,000)。");
  assert.deepEqual(await rows(tab, ".of-parts"), [
    ["1", "1.75×10⁻⁷", "1.75×10⁻⁷", "1.24×10⁻⁷"], ["1,000", "1.75×10⁻⁴", "1.75×10⁻⁴", "1.24×10⁻⁴"], ["4,000", "6.99×10⁻⁴", "6.99×10⁻⁴", "4.94×10⁻⁴"],
    ["16,000", "3.49×10⁻⁴", "3.49×10⁻⁴", "2.47×10⁻⁴"], ["100,000", "1.40×10⁻⁴", "1.40×10⁻⁴", "9.88×10⁻⁵"],
  ]);
  await tab.focus(".chart .reads");
  await tab.keyboard.press("Home");
  await said(tab, ".readout", "第1步 · 所选 0.0017 · base 0.0017 · big 0.0012");
  await drag(tab, "warmup", 400);
  await said(tab, ".answer", "第400步到顶：2.21×10⁻³");
  await address(tab, "warmup=400");
  await tab.close();
  const en = await show("schedule", "en", "");
  await passes(en, 2, "cpu");
  assert.deepEqual(en.complaints, []);
  await en.close();
});

test("smoothed losses have their floor, and the gradient crosses 0 there", async () => {
  const tab = await show("smoothing", "en", "&vocabulary=10");
  await said(tab, ".answer", "0.91, each of the other 9 ε/V = 0.01");
  const numbers = (await csv(tab)).slice(1).map((r) => r.map(Number));
  assert.equal(numbers.length, 51);
  const [, least] = numbers.reduce((a, b) => (b[1] < a[1] ? b : a));
  const floor = -0.91 * Math.log(0.91) - 9 * 0.01 * Math.log(0.01);
  assert.ok(least >= floor - 1e-5 && least < floor + 0.01, `${least} against ${floor}`);
  // ln(0.91 / 0.01) = 4.51: less than 0 before, more behind; without smoothing always less.
  for (const [logit, , gradient, , hard] of numbers) {
    assert.equal(Math.sign(gradient), logit < 4.51 ? -1 : 1, `${logit}`);
    assert.ok(logit < 10 ? hard < 0 : hard <= 0, `${logit}`);
  }
  await choose(tab, "epsilon", 0);
  await said(tab, ".answer", "Without smoothing the floor is 0.000");
  await button(tab, "Reset");
  await ready(tab);
  await passes(tab, 3, "cpu");
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("what a link gets wrong is said, in either language", async () => {
  for (const [widget, lang, query, words] of [
    ["parameters", "zh", "&vocabulary=5&heads=0", "vocabulary=5超出范围，已改用100"],
    ["schedule", "en", "&warmup=0", "warmup=0, which is out of range; 100 is used"],
    ["smoothing", "zh", "&epsilon=100", "epsilon=100超出范围，已改用90"],
  ]) {
    const tab = await show(widget, lang, query);
    await said(tab, ".remarks", words);
    assert.doesNotMatch(await tab.$eval("[data-widget]", (w) => w.innerText), /NaN|undefined|Infinity/);
    await tab.close();
  }
});

test("axe finds nothing, wide or narrow, light or dark", async () => {
  for (const [widget, lang, width, theme] of [["parameters", "en", 360, "dark"], ["schedule", "zh", 360, "light"], ["smoothing", "zh", 1280, "dark"]]) {
    const tab = await inspected(host, browser, widget, lang, `&theme=${theme}`, width);
    await accessible(tab, `${widget} ${lang} ${width} ${theme}`);
    await tab.close();
  }
  const tab = await page(browser, { width: 360 });
  await tab.setBypassCSP(true);
  await tab.goto(host.url("en/embed/complexity/?backend=cpu&theme=dark&n=16&width=64"));
  await tab.waitForSelector('[data-widget][data-query][data-state="idle"]');
  await tab.click('[data-press="run"]');
  await ready(tab);
  await accessible(tab, "complexity");
  await tab.close();
});
