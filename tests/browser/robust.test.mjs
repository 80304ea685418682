// What goes wrong on readers' machines, made to happen: each time the page says it in words and
// goes on. Lost devices and dead workers are in `site.test.mjs`, refused storage in `lens.test.mjs`.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFileSync } from "node:fs";
import { ready as anyReady, said, text } from "./alexnet-widgets.mjs";
import { BASE, chromium, DIST, page, ready, serve } from "./harness.mjs";

let host, browser;
before(async () => { host = await serve(); browser = await chromium(); });
after(async () => { await browser?.close(); await host?.close(); });

const set = (tab, key, value) => tab.$eval(`.control[data-key="${key}"] :is(input[type=range], select)`, (field, value) => {
  field.value = value;
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
}, value);
const shape = (tab, words) => tab.waitForFunction((words) => document.querySelector("#convolution .numbers")?.textContent.includes(words), { timeout: 60_000 }, words);

test("a host whose policy forbids WebAssembly: the text reads, and every widget says that it cannot run", async () => {
  const strict = await serve({}, { headers: { "content-security-policy": "script-src 'self'" } });
  const tab = await page(browser);
  await tab.goto(strict.url("en/alexnet/#convolution"));
  await tab.waitForSelector('#convolution[data-state="error"]');
  assert.match(await tab.$eval("#convolution", (w) => w.innerText), /could not be started|cannot|could not/i);
  assert.ok((await text(tab, "article")).length > 10_000);
  await tab.close();
  await strict.close();
});

test("weights that stop half-way are said, and are whole when asked for again", async () => {
  const file = "assets/nets/transformer.safetensors", whole = readFileSync(`${DIST}/${file}`);
  let asked = 0;
  const flaky = await serve({ [BASE + file]: (response) => {
    if (asked++ > 0) return false;
    response.writeHead(200, { "content-type": "application/octet-stream", "content-length": whole.length });
    response.write(whole.subarray(0, whole.length / 2), () => response.destroy());
    return true;
  } });
  const tab = await page(browser);
  await tab.goto(flaky.url("en/embed/translator/?backend=cpu"));
  await tab.waitForSelector('[data-widget][data-state="error"]', { timeout: 60_000 });
  assert.match(await tab.$eval(".remarks.error", (e) => e.innerText), /\w/);
  await tab.$eval(".remarks.error button", (b) => b.click());
  await anyReady(tab);
  await said(tab, ".tr-results", "正在做饭的画家上周卖了七幅画。");
  assert.equal(asked, 2);
  await tab.close();
  await flaky.close();
});

test("away and back: the note is as it was, and its widget computes", async () => {
  const tab = await page(browser);
  await tab.goto(host.url("en/alexnet/?w=convolution&backend=cpu&stride=2#convolution"));
  await ready(tab);
  await tab.goto(host.url("en/glossary/"));
  await tab.goBack();
  await ready(tab);
  await shape(tab, "[1, 1, 109, 109]");
  await set(tab, "stride", "3");
  await shape(tab, "[1, 1, 73, 73]");
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("a training goes on, or goes on again, when its tab comes back to the front", async () => {
  const tab = await page(browser), at = () => tab.$eval(".status", (s) => Number(s.innerText.match(/Step (\d+)/)?.[1] ?? 0));
  await tab.goto(host.url("en/embed/degradation/?backend=cpu&depth=8&steps=200"));
  await anyReady(tab);
  await tab.click('[data-press="play"]');
  await tab.waitForFunction(() => /Step [2-9]/.test(document.querySelector(".status").innerText), { timeout: 60_000 });
  const other = await page(browser);
  await other.goto(host.url("en/glossary/"));
  await other.bringToFront();
  const before = await at();
  await tab.bringToFront();
  await tab.waitForFunction((before) => Number(document.querySelector(".status").innerText.match(/Step (\d+)/)?.[1]) > before + 1, { timeout: 60_000 }, before);
  assert.deepEqual(tab.complaints, []);
  await other.close();
  await tab.close();
});

test("two tabs of one note: both compute, and what one writes down the other has", async () => {
  const context = await browser.createBrowserContext();
  const tabs = [];
  for (let i = 0; i < 2; i++) {
    const tab = await page(context);
    await tab.goto(host.url(`en/alexnet/?w=convolution&backend=cpu&stride=${i + 2}#convolution`));
    await ready(tab);
    tabs.push(tab);
  }
  const marks = (tab) => tab.$$eval(".heading .mark", (all) => all.filter((b) => b.textContent === "✓").length);
  for (const [i, tab] of tabs.entries()) {
    await tab.bringToFront();
    await tab.evaluate((i) => {
      document.querySelectorAll(".heading .mark")[i].click();
      document.querySelectorAll(".record:not([hidden]) input")[0].click();
    }, i);
    const other = tabs[1 - i];
    await other.waitForFunction((n) => [...document.querySelectorAll(".heading .mark")].filter((b) => b.textContent === "✓").length === n, { polling: 100 }, i + 1);
  }
  assert.deepEqual([await marks(tabs[0]), await marks(tabs[1])], [2, 2]);
  await shape(tabs[0], "[1, 1, 109, 109]");
  await shape(tabs[1], "[1, 1, 73, 73]");
  await context.close();
});

test("storage that is full: the record lasts as long as the page, and says so; the widget works", async () => {
  const tab = await page(browser);
  await tab.evaluateOnNewDocument(() => {
    Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
  });
  await tab.goto(host.url("en/alexnet/?w=convolution&backend=cpu#convolution"));
  await ready(tab);
  await tab.evaluate(() => {
    document.querySelector(".heading .mark").click();
    document.querySelector(".record:not([hidden]) input").click();
  });
  await tab.waitForFunction(() => document.querySelector(".journal").dataset.wrong === "refused");
  await tab.$eval(".journal", (d) => { d.open = true; });
  assert.match(await text(tab, ".journal"), /keep nothing/);
  await tab.close();
});

test("a phone: what a finger does on a slider and on a picture", async () => {
  const tab = await browser.newPage();
  await tab.setViewport({ width: 360, height: 740, isMobile: true, hasTouch: true, deviceScaleFactor: 2 });
  await tab.goto(host.url("zh/alexnet/?w=convolution&backend=cpu#convolution"));
  await ready(tab);
  assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing scrolls sideways");
  const slider = await tab.$('#convolution .control[data-key="stride"] input[type=range]');
  await slider.scrollIntoView();
  const box = await slider.boundingBox(), y = box.y + box.height / 2;
  const from = await slider.evaluate((s) => Number(s.value));
  await tab.touchscreen.touchStart(box.x + box.width * 0.3, y);
  for (const share of [0.5, 0.7, 0.95]) await tab.touchscreen.touchMove(box.x + box.width * share, y);
  await tab.touchscreen.touchEnd();
  await tab.waitForFunction((from) => Number(document.querySelector('#convolution .control[data-key="stride"] input[type=range]').value) > from, {}, from);
  await tab.waitForFunction(() => /[?&]stride=\d/.test(location.search));
  await ready(tab);
  const before = await text(tab, "#convolution .sums");
  const canvas = await tab.$("#convolution .map.pick canvas");
  await canvas.scrollIntoView();
  const map = await canvas.boundingBox();
  await tab.touchscreen.tap(map.x + map.width * 0.25, map.y + map.height * 0.25);
  await tab.waitForFunction((before) => document.querySelector("#convolution .sums").innerText !== before, {}, before);
  await tab.close();
});
