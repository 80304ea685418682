// The BLEU widget in a real browser: sacrebleu's figures, the reader's sentences, what cannot be counted.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { accessible, address, button, csv, inspected, open, passes, ready, said, text } from "./alexnet-widgets.mjs";
import { chromium, page, serve } from "./harness.mjs";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "../..");
let host, browser;
before(async () => { host = await serve(); browser = await chromium(); });
after(async () => { await browser?.close(); await host?.close(); });

const show = (lang, query) => open(host, browser, "bleu", lang, query);
const put = (tab, key, words) => tab.evaluate((key, words) => {
  const field = document.querySelector(`.control[data-key="${key}"] :is(input[type="text"], input[type="number"], select)`);
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}, key, words);

test("one sentence after another has sacrebleu's figures", async () => {
  const { cases } = JSON.parse(await readFile(path.join(root, "tests/golden/bleu.json"), "utf8"));
  const tab = await show("en", "&cut=none");
  const single = cases.filter((c) => c.sentences.length === 1 && c.sentences[0].translation.length > 0);
  assert.ok(single.length >= 10);
  for (const { name, order, sentences: [{ translation, references }], score, precisions, brevityPenalty, matches, totals } of single) {
    await put(tab, "references", references.length);
    await put(tab, "order", order === "whole" ? "corpus" : "sentence");
    await put(tab, "translation", translation.join(" "));
    for (const [i, key] of ["reference", "reference-2"].entries()) if (references[i]) await put(tab, key, references[i].join(" "));
    await said(tab, ".answer", `BLEU ${score.toFixed(2)} = ${brevityPenalty.toFixed(3)} × `);
    const bars = await tab.$$eval("[data-widget] > .bars li", (all) => all.map((li) => li.innerText.replace(/\s+/g, " ").trim()));
    assert.deepEqual(bars, precisions.map((p, i) => `${i + 1}-grams ${matches[i]}/${totals[i]} ${p.toFixed(1)}%`), name);
  }
  assert.deepEqual(tab.complaints, []);
  assert.deepEqual([...tab.asked], [host.origin]);
  await tab.close();
});

test("what counts, what is clipped and what is not there is shown; the link brings it back", async () => {
  const tab = await show("en", "");
  await tab.click('[data-example="0"]');
  await said(tab, ".answer", "BLEU 7.81 = 1.000 ×");
  const grams = await tab.$$eval(".grams span", (all) => all.map((s) => `${s.className} ${s.textContent}`));
  assert.deepEqual(grams, ["counted the ✓", "counted the ✓", ...Array(5).fill("clipped the ✂")]);
  await address(tab, "translation=the%20the");
  await ready(tab);
  assert.deepEqual((await csv(tab))[1], ["1", "the", "7", "2", "2"]);
  await put(tab, "n", 2);
  await said(tab, ".grams", "the the ✗");
  await address(tab, "n=2");
  const other = await page(browser);
  await other.goto(host.url(`zh/embed/bleu/${await tab.evaluate(() => location.search)}`));
  await said(other, ".answer", "2元组一个也没对，记作1/2个：1/2÷6 = 8.3%");
  await other.close();
  await tab.bringToFront();
  await tab.click('[data-example="2"]');
  await said(tab, ".others", "但");
  await button(tab, "Reset");
  await said(tab, ".answer", "BLEU 63.89");
  await passes(tab, 4, "cpu");
  await tab.close();
});

test("without JavaScript it is counted already", async () => {
  const tab = await page(browser);
  await tab.setJavaScriptEnabled(false);
  await tab.goto(host.url("zh/embed/bleu/"));
  assert.match(await text(tab, ".answer"), /按zh切词：译文14个词元/);
  assert.match(await text(tab, ".grams"), /昨 ✂/);
  await tab.close();
});

test("nothing, ten thousand characters, emoji and a word alone are answered in words", async () => {
  const tab = await show("zh", `&translation=${"a".repeat(10_000)}`);
  await said(tab, ".remarks", "translation有10000个字符，最多300个");
  await put(tab, "translation", "");
  await tab.waitForFunction(() => /译文是空的/.test(document.querySelector('[data-key="translation"] .wrong').textContent));
  for (const [words, answer] of [["😀", "没有一个词对上"], ["<skipped>", "没有一个词"], ["我", "译文不到四个词元"], ["好".repeat(300), "300个词元"]]) {
    await put(tab, "translation", words);
    await said(tab, ".answer", answer);
    assert.doesNotMatch(await tab.$eval("[data-widget]", (w) => w.innerText), /NaN|undefined|inf/);
  }
  await put(tab, "cut", "13a");
  await put(tab, "translation", "<skipped>");
  await said(tab, ".answer", "译文里没有一个词元");
  await tab.close();
});

test("axe finds nothing, wide or narrow, light or dark", async () => {
  for (const [lang, width, theme] of [["zh", 360, "dark"], ["en", 1280, "light"]]) {
    const tab = await inspected(host, browser, "bleu", lang, `&theme=${theme}&references=3&n=3`, width);
    await accessible(tab, `${lang} ${width} ${theme}`);
    await tab.close();
  }
});
