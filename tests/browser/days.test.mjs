// The days widget in real browsers, on the embed page, which needs no note.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium, serve } from "./harness.mjs";
import { accessible, address, csv, drag, inspected, open, passes, ready, said, text } from "./alexnet-widgets.mjs";

let host, browser, gpu;
before(async () => { host = await serve(); browser = await chromium(); gpu = await chromium({ webgpu: true }); });
after(async () => { await browser?.close(); await gpu?.close(); await host?.close(); });

const show = (lang, query, options) => open(host, browser, "days", lang, query, options);
/** The factors and what they make. */
const numbers = async (tab) => (await csv(tab)).slice(1).map((words) => [words.slice(0, -1).join(",").replaceAll('"', ""), Number(words.at(-1))]);
const near = (got, want) => assert.ok(Math.abs(got - want) <= 1e-5 * Math.abs(want), `${got} against ${want}`);

test("operations, days and shares are the product of their factors", async () => {
  for (const [query, net, [epochs, pictures, forwards, cards, cores, clock, least, most]] of [
    ["", 724406816, [90, 1.2e6, 3, 2, 512, 1544, 5, 6]],
    ["&epochs=10&pictures=50&forwards=2&cards=4&cores=3584&clock=1480&least=2&most=1&net=whole", 1135256096, [10, 5e4, 2, 4, 3584, 1480, 1, 2]],
    ["&net=torchvision&forwards=1", 714188480, [90, 1.2e6, 1, 2, 512, 1544, 5, 6]],
  ]) {
    const tab = await show("en", query);
    const found = await numbers(tab), of = (name) => found.find(([n]) => n === name)?.[1];
    const operations = 2 * net * epochs * pictures * forwards, peak = cards * cores * clock * 1e6 * 2;
    assert.equal(of("multiply-adds of one forward of one picture"), net);
    near(of("operations in all"), operations);
    near(of("peak, operations a second"), peak);
    near(of("days at the peak"), operations / peak / 86400);
    const shares = found.filter(([n]) => n === "share of the peak").map(([, v]) => v);
    near(shares[0], operations / peak / 86400 / least);
    near(shares[1], operations / peak / 86400 / most);
    // The rate is measured; what it means is arithmetic.
    const rate = of("measured, multiply-adds a second");
    assert.ok(rate > 1e7, `${rate}`);
    assert.ok(Math.abs(of("days as measured") / (operations / (2 * rate) / 86400) - 1) < 1e-3);
    assert.deepEqual(tab.complaints, []);
    await tab.close();
  }
});

for (const backend of ["cpu", "webgpu"]) {
  test(`what is timed is the net: check says PASS on ${backend}`, async () => {
    const tab = await open(host, backend === "cpu" ? browser : gpu, "days", "en", "", { backend });
    assert.equal(await tab.$eval("[data-widget]", (w) => w.dataset.backend), backend);
    assert.match(await text(tab, ".sums"), /This device: a batch of 1 through the convolutions in [\d.,]+ ms, [\d.]+ G multiply-adds a second; so [\d.,]+ days, [\d.,]+ hours/);
    await passes(tab, 2, backend);
    await tab.close();
  });
}

test("a factor changes the arithmetic at once and runs nothing; the batch runs anew", async () => {
  const tab = await show("en", "&v=1");
  assert.equal(await text(tab, ".ratio"), "5 to 6 days mean 28.6% to 34.4% of the peak");
  const here = async () => (await text(tab, ".sums")).match(/in ([\d.,]+ ms)/)[1];
  const before = await here();
  await drag(tab, "cards", 1);
  await said(tab, ".ratio", "5 to 6 days mean 57.3% to 68.7% of the peak");
  await address(tab, "?v=1&cards=1&backend=cpu");
  await tab.goBack();
  await said(tab, ".ratio", "28.6% to 34.4%");
  await drag(tab, "forwards", 1);
  await said(tab, ".ratio", "5 to 6 days mean 9.55% to 11.5% of the peak");
  assert.equal(await here(), before);
  await address(tab, "forwards=1");
  await drag(tab, "batch", 1);
  await said(tab, ".sums", "a batch of 2 through");
  await ready(tab);
  await drag(tab, "most", 5);
  await said(tab, ".ratio", "5 days mean 11.5% of the peak");
  await tab.close();
});

test("the whole net runs too, and is said to be it", async () => {
  const tab = await show("en", "&run=whole");
  assert.match(await text(tab, ".sums"), /through the whole net in/);
  await tab.select('[id$="-run"]', "convolutions");
  await said(tab, ".sums", "through the convolutions in");
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("the words are Chinese in Chinese, and what a link gets wrong is said", async () => {
  const tab = await show("zh", "&epochs=0&run=half");
  const remarks = await tab.$eval(".remarks", (r) => (r.hidden ? "" : r.textContent));
  assert.match(remarks, /epochs=0超出范围，已改用1/);
  assert.match(remarks, /run=half无法识别/);
  assert.match(await text(tab, ".ratio"), /^5到6天，意味着用上了峰值的0\.32%到0\.38%$/);
  assert.match(await text(tab, ".sums"), /这台设备：1张图过一遍卷积部分用[\d.,]+毫秒/);
  await tab.close();
});

test("axe finds nothing after work, in either language, light or dark, wide or narrow", async () => {
  for (const [lang, width, theme, query] of [["zh", 360, "dark", ""], ["en", 1280, "light", "&forwards=1"], ["en", 360, "light", "&net=torchvision"], ["zh", 1280, "dark", "&cards=16"]]) {
    const tab = await inspected(host, browser, "days", lang, `&theme=${theme}${query}`, width);
    await drag(tab, "epochs", 45);
    await ready(tab);
    await accessible(tab, `${lang} ${width}`);
    await tab.close();
  }
});
