// Predict, then run: what is read, what is judged, and that every question's answer comes out.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFile } from "node:fs/promises";
import { guessed, hits, numberIn, rightOf, WORDS } from "../../web/static/predict.js";
import { axeSource, chromium, page, serve } from "./harness.mjs";

let host, browser, questions;
before(async () => {
  host = await serve();
  browser = await chromium();
  ({ questions } = JSON.parse(await readFile(new URL("../../web/notes/questions.json", import.meta.url))));
});
after(async () => { await browser?.close(); await host?.close(); });

test("numbers are read from what is shown and what is written, and judged", () => {
  assert.equal(numberIn("reads 6,400 numbers", "(?:读|reads )([\\d,]+)"), 6400);
  assert.equal(numberIn("nothing", "(\\d+)"), undefined);
  for (const [written, value] of [["54", 54], [" 6,400 ", 6400], ["１２", 12], ["12.9%", 12.9], ["−3", -3], ["1e3", 1000], ["", undefined], ["about 5", undefined], ["NaN", undefined], ["Infinity", undefined]]) assert.equal(guessed(written), value, written);
  assert.ok(hits(8, 7.8512, 0.1) && !hits(6, 7.8512, 0.1) && hits(55, 55, 0) && !hits(54, 55, 0) && hits(0, 0, 0));
  assert.deepEqual([0, 0.05, 13, 20].map((v) => rightOf([0.05, 12, 14, undefined], v)), [0, 1, 2, 3]);
  assert.deepEqual(Object.keys(WORDS.zh), Object.keys(WORDS.en));
});

test("every question's answer is what its widget shows, in either language", async () => {
  for (const { id, widget, query, read, find, answer, near } of questions) {
    for (const lang of ["zh", "en"]) {
      const tab = await page(browser);
      await tab.goto(host.url(`${lang}/embed/${widget}/?backend=cpu&${query}`));
      // As the question itself waits: for a result, or for a widget that waits for a press.
      await tab.waitForFunction(() => {
        const { dataset } = document.querySelector("[data-widget]");
        return dataset.state === "ready" || (dataset.state === "idle" && dataset.query !== undefined && document.querySelector('[data-press="run"]'));
      }, { timeout: 120_000 });
      const shown = await tab.evaluate((read) => document.querySelector(`[data-widget] ${read}`)?.textContent, read);
      const value = shown === undefined || shown === null ? 0 : numberIn(shown, find);
      assert.ok(Math.abs(value - answer) <= Math.max(near * answer, 0.005), `${lang} ${id}: ${value} in ${JSON.stringify(shown)}`);
      await tab.close();
    }
  }
});

test("a guess is asked for, the widget runs, and the guess is judged by what it shows", async () => {
  const tab = await page(browser, { width: 360 });
  await tab.setBypassCSP(true);
  await tab.goto(host.url("zh/alexnet/?backend=cpu&theme=dark"));
  const card = '[data-predict="alexnet.pool"]';
  const says = (words) => tab.waitForFunction((card, words) => document.querySelector(`${card} [role=status]`).textContent.startsWith(words), { timeout: 120_000 }, card, words);
  assert.equal(await tab.$eval(`${card} details`, (d) => d.getClientRects().length), 0, "the answer is not told before");
  await tab.$eval(`${card} button`, (b) => b.click());
  await says("先写下你的猜测");
  await tab.$eval(`${card} input`, (i) => { i.value = "十八"; });
  await tab.$eval(`${card} button`, (b) => b.click());
  await says("这里要填一个数");
  await tab.$eval(`${card} input`, (i) => { i.value = "19"; });
  await tab.focus(`${card} input`);
  await tab.keyboard.press("Enter");
  await says("没猜对：你猜19，算出来是18");
  assert.equal(await tab.$eval(card, (c) => c.dataset.judged), "wrong");
  await tab.waitForFunction((card) => Number(document.querySelector(`${card} iframe`).height) > 400, {}, card);
  await tab.addScriptTag({ path: axeSource });
  const found = await tab.evaluate(async (card) => (await globalThis.axe.run(card, { iframes: false })).violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)}`)), card);
  assert.deepEqual(found, []);
  assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing scrolls sideways");
  assert.deepEqual(tab.complaints, []);
  await tab.close();
  const waiting = await page(browser);
  await waiting.goto(host.url("en/transformer/?backend=cpu"));
  await waiting.$eval('[data-predict="transformer.cross"] input', (i) => { i.value = "2"; });
  await waiting.$eval('[data-predict="transformer.cross"] button', (b) => b.click());
  await waiting.waitForFunction(() => document.querySelector('[data-predict="transformer.cross"]').dataset.judged === "right", { timeout: 120_000 });
  await waiting.close();
  const other = await page(browser);
  await other.goto(host.url("en/resnet/?backend=cpu"));
  await other.$eval('[data-predict="resnet.cut"] input', (i) => i.click());
  await other.$eval('[data-predict="resnet.cut"] button', (b) => b.click());
  await other.waitForFunction(() => document.querySelector('[data-predict="resnet.cut"]').dataset.judged === "right", { timeout: 120_000 });
  await other.setJavaScriptEnabled(false);
  await other.goto(host.url("en/resnet/"));
  assert.equal(await other.$eval('[data-predict="resnet.cut"] details p', (p) => p.textContent), "another guess");
  await other.close();
});
