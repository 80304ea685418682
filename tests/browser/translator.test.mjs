// The translator in Chromium: the whole small Transformer, step by step, and what is left of it
// without its mask, its additions, its heads.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, address, csv, drag, inspected, open, passes, ready, said, text } from "./alexnet-widgets.mjs";
import { chromium, serve } from "./harness.mjs";

let host, cpu, gpu;
before(async () => { host = await serve(); cpu = await chromium(); gpu = await chromium({ webgpu: true }); });
after(async () => { await cpu?.close(); await gpu?.close(); await host?.close(); });

const WHOLE = "正在做饭的画家上周卖了七幅画。";
const W = '[data-widget="translator"]';
const at = (browser, query = "", more = {}) => open(host, browser, "translator", more.lang ?? "en", query, more);
const result = (tab, words) => said(tab, ".tr-results", words);
const press = (tab, selector) => tab.$eval(selector, (b) => b.click());
const count = (tab, selector, n) => tab.waitForFunction((selector, n) => document.querySelectorAll(selector).length === n, { timeout: 60_000 }, selector, n);
/** Sets a control of words as a reader does. */
const write = (tab, key, words) => tab.$eval(`.control[data-key="${key}"] :is(input, select)`, (e, words) => {
  e.value = words;
  for (const name of ["input", "change"]) e.dispatchEvent(new Event(name, { bubbles: true }));
}, words);
/** The probability of every word, by the table. */
const shares = (tab) => tab.$$eval(`${W} details:has(.table) tbody tr`, (all) => all.filter((r) => r.cells.length === 6 && r.cells[5].textContent !== "").map((r) => Number(r.cells[3].textContent)));

test("what PyTorch gives, on both backends; a step is one submit", async () => {
  const tab = await at(gpu);
  assert.match(await text(tab, ".numbers"), /\[1, 11\] → \[1, 12\] · encode [\d.]+ ms · a decode step [\d.]+ ms .* CPU/);
  // The default sentence, word by word, on WebGPU too.
  await passes(tab, 3, "webgpu");
  const submits = await tab.evaluate(async (url) => {
    const tp = await (await import(url)).open({ backend: "webgpu" });
    const net = await tp.model({ kind: "transformer", layers: 2, dModel: 16, heads: 2, dFF: 16, vocab: 9, maxLen: 9 }, { seed: 1 });
    const src = tp.tensor([4, 5], [1, 2]);
    const { memory } = net.encode(src);
    await memory.data();
    const before = (await tp.stats()).submits;
    await net.decodeStep(memory, src, tp.tensor([1, 3], [1, 2])).logits.data();
    const made = (await tp.stats()).submits - before;
    tp.close();
    return made;
  }, host.url("third-pass.js"));
  assert.equal(submits, 1);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("it writes word by word, and every head and square can be opened", async () => {
  const tab = await at(cpu);
  assert.match((await text(tab, ".tr-results")).replaceAll("\n", " "), new RegExp(`Translation *${WHOLE}.*By the grammar *translated right`));
  assert.ok(await tab.$$eval(".tr-align line", (all) => all.length) > 12);
  assert.equal(await tab.$$eval(".tr-head canvas", (all) => all.length), 24);
  await press(tab, '[data-step="next"]');
  await count(tab, ".tr-align .written", 1);
  await said(tab, ".stepper p", "Step 1 of 12. The decoder has read START and writes 正在");
  await address(tab, "step=1");
  await press(tab, '[data-step="next"]');
  await said(tab, ".stepper p", "has read START 正在 and writes 做饭");
  await tab.waitForFunction(() => document.querySelector(".bars .name")?.textContent === "做饭");
  await press(tab, '[data-step="whole"]');
  await count(tab, ".tr-align .written", 12);
  // By keys: the next word, another head, another layer, another square.
  await tab.focus(".tr-align");
  await tab.keyboard.press("ArrowDown");
  await said(tab, ".sums", "a[的, ");
  await tab.focus(".tr-stack");
  await tab.keyboard.press("ArrowUp");
  await said(tab, ".large-map figcaption", "Decoder · Layer 2, masked self-attention · head 3");
  await tab.keyboard.press("ArrowLeft");
  await said(tab, ".large-map figcaption", "head 2");
  await tab.focus(".large-map .pick");
  for (let i = 0; i < 6; i++) await tab.keyboard.press("ArrowRight");
  await said(tab, ".sums", "hidden by the mask");
  await press(tab, '[data-site="5"] .tr-head:nth-child(3)');
  await said(tab, ".large-map figcaption", "Layer 2, cross-attention · head 3");
  await said(tab, ".sums", "in sight: 11");
  // The products make q·k, and q·k of a row its weights.
  const words = await text(tab, ".sums"), dot = Number(words.match(/q·k = (-?[\d.]+)/)[1]);
  const products = await tab.$$eval(`${W} > details .table tbody tr`, (all) => all.filter((r) => r.cells.length === 4).map((r) => Number(r.cells[3].textContent)));
  assert.equal(products.length, 16);
  assert.ok(Math.abs(products.reduce((a, b) => a + b, 0) - dot) < 2e-3, words);
  const rows = (await csv(tab)).filter(([name]) => name === "dec.1.cross");
  assert.equal(rows.length, 4 * 12);
  for (const row of rows) assert.ok(Math.abs(row.slice(3).reduce((sum, v) => sum + Number(v), 0) - 1) < 1e-5);
  await tab.close();
});

test("heads, additions and cross-attention off, and what is left", async () => {
  const tab = await at(cpu);
  await press(tab, '[data-switch="this"]');
  await result(tab, "the net as trained");
  await said(tab, ".tr-switches", "Heads off: c2.3");
  await address(tab, "off=c2.3");
  await press(tab, '[data-switch="cross"]');
  await result(tab, "那些猫等了安娜。");
  await press(tab, '[data-switch="on"]');
  await tab.waitForFunction((whole) => { const all = document.querySelectorAll(".tr-results p"); return all.length === 2 && all[0].innerText.includes(whole); }, { timeout: 60_000 }, WHOLE);
  await write(tab, "residual", "off");
  await result(tab, "都都都都都");
  await said(tab, ".said", "It never wrote END");
  await tab.close();
});

test("with the mask no word sees the answer; without it every word does", async () => {
  const seen = {};
  for (const causal of ["on", "off"]) for (const noun of ["画", "猫"]) {
    const tab = await at(cpu, `&mode=forced&causal=${causal}&reference=${encodeURIComponent(`正在做饭的画家上周卖了七幅${noun}。`)}`);
    seen[causal + noun] = await shares(tab);
    assert.equal(seen[causal + noun].length, 12);
    if (causal === "on" && noun === "画") await result(tab, "mean loss 0.094");
    await tab.close();
  }
  assert.deepEqual(seen["on画"].slice(0, 9), seen["on猫"].slice(0, 9));
  assert.ok(seen["on猫"][9] < 0.01 && seen["on画"][9] > 0.9);
  assert.notDeepEqual(seen["off画"].slice(0, 9), seen["off猫"].slice(0, 9));
});

test("beam search has the greedy translation and others below it", async () => {
  const tab = await at(cpu, "&beam=4");
  const rows = await tab.$$eval(".beams tbody tr", (all) => all.map((r) => [...r.cells].map((c) => c.textContent)));
  assert.equal(rows.length, 5);
  assert.deepEqual(rows[0].slice(1), rows[4].slice(1));
  const scores = rows.slice(0, 4).map((r) => Number(r[5]));
  assert.deepEqual(scores, [...scores].sort((a, b) => b - a));
  for (const [, , log, length, penalty, score] of rows) {
    assert.ok(Math.abs(((5 + Number(length)) / 6) ** 0.6 - penalty) < 1e-4);
    assert.ok(Math.abs(log / penalty - score) < 1e-3);
  }
  await drag(tab, "alpha", 0);
  await tab.waitForFunction(() => document.querySelector(".beams tbody tr").cells[4].textContent === "1.0000", { timeout: 60_000 });
  await tab.close();
});

test("whatever is typed is answered in words, never with NaN", async () => {
  for (const [lang, none, chinese, unknown, all] of [
    ["en", "There is no word in this", "This box reads English", "Not in the vocabulary", "Not one of these words is known"],
    ["zh", "一个词", "这一格只读英文", "词表里没有", "一个词都不认识"],
  ]) {
    const tab = await at(cpu, "", { lang });
    const clean = async (what) => assert.doesNotMatch(await tab.$eval(W, (w) => w.innerText), /NaN|undefined|null|Infinity/, what);
    await write(tab, "text", "🍵👩‍👩‍👧 … !?");
    await ready(tab);
    await write(tab, "text", "🍵👩‍👩‍👧");
    await tab.waitForSelector(`${W}[data-state="error"]`, { timeout: 60_000 });
    await said(tab, ".remarks.error", none);
    await clean("emoji");
    await write(tab, "text", "我爱猫");
    await said(tab, ".said", chinese);
    await said(tab, ".said", all);
    await clean("Chinese");
    await write(tab, "text", "The zebra quantizes <b>a</b> book.");
    await said(tab, ".said", unknown);
    await said(tab, ".said", "zebra");
    await clean("unknown words");
    await write(tab, "text", "x".repeat(10_000));
    await said(tab, ".control[data-key=text] .wrong", "10000");
    assert.match(await text(tab, ".control[data-key=text] .wrong"), /200/);
    await write(tab, "text", "");
    await tab.waitForFunction(() => !/10000/.test(document.querySelector(".control[data-key=text] .wrong").innerText));
    await write(tab, "text", "the cat and ".repeat(16).trim());
    await said(tab, ".said", "48");
    await clean("many words");
    assert.equal(await tab.$(".widget b"), null);
    await write(tab, "mode", "forced");
    await write(tab, "reference", "🍵");
    await tab.waitForSelector(`${W}[data-state="error"]`, { timeout: 60_000 });
    await clean("no reference");
    assert.deepEqual(tab.complaints, []);
    await tab.close();
  }
});

test("it is accessible, and nothing scrolls sideways", async () => {
  for (const [lang, query, width] of [["zh", "&mode=forced&beam=2", 1280], ["en", "&off=e1.1&step=3&theme=dark", 360]]) {
    const tab = await inspected(host, cpu, "translator", lang, query, width);
    await accessible(tab, `${lang} ${width}`);
    await tab.close();
  }
});
