// What a page loads, and that nothing in it moves while it is read.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { BASE, chromium, DIST, firefox, NOTES, page, serve } from "./harness.mjs";

let host, browser, widgets;
before(async () => {
  [host, browser] = [await serve(), await chromium()];
  ({ widgets } = JSON.parse(await readFile(path.join(DIST, "widgets.json"), "utf8")));
});
after(async () => { await browser?.close(); await host?.close(); });

const LANGUAGES = ["zh", "en"];

/** The names of what a page has loaded, without what tells their contents. */
const loaded = (tab) => tab.evaluate(() => performance.getEntriesByType("resource")
  .map(({ name }) => new URL(name).pathname.split("/").pop())
  // What is shared has no other name.
  .map((file) => (file.startsWith("web-shared") ? file : file.replace(/-[0-9a-f]{16}/, ""))));

test("a widget's page loads the base, its own piece and what it shares, and no other's piece", async () => {
  const tab = await page(browser);
  for (const { name } of widgets) {
    await tab.goto(host.url(`en/embed/${name}/`));
    await tab.waitForSelector("leptos-island[data-live]");
    const modules = (await loaded(tab)).filter((file) => file.startsWith("web-"));
    assert.equal(new Set(modules).size, modules.length, `${name}: something is loaded twice: ${modules}`);
    const own = modules.filter((file) => !file.startsWith("web-shared"));
    assert.deepEqual(own.sort(), [`web-${name}.wasm`, "web-page.js", "web-page_bg.wasm"].sort(), name);
  }
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("a note is there after few requests, before any module", async () => {
  for (const lang of LANGUAGES) for (const note of NOTES) {
    // A context of its own has nothing in its cache.
    const context = await browser.createBrowserContext();
    const tab = await page(context);
    await tab.goto(host.url(`${lang}/${note}/`), { waitUntil: "networkidle0" });
    const files = await loaded(tab);
    const near = await tab.$$eval("leptos-island > *", (all) => all.filter((e) => e.getBoundingClientRect().top < innerHeight + 200).length);
    const pieces = files.filter((file) => /^web-(?!page|shared)/.test(file));
    assert.ok(pieces.length <= near, `${lang}/${note}: ${pieces} for ${near} widgets near the view`);
    if (near === 0) assert.ok(files.length <= 12, `${lang}/${note}: ${files.length} requests: ${files}`);
    assert.equal(new Set(files).size, files.length, `${lang}/${note}: something is loaded twice: ${files}`);
    // Every formula, once it has been laid out, is of the small file of the font.
    await tab.evaluate(async () => {
      for (const e of document.querySelectorAll("details, dialog")) e.open = true;
      document.body.getBoundingClientRect();
      await document.fonts.ready;
    });
    const fonts = await tab.evaluate(() => performance.getEntriesByType("resource").map((e) => e.name).filter((n) => n.endsWith(".woff2")).map((n) => n.split("/").pop()));
    assert.ok(fonts.every((font) => font === "latinmodern-math-notes.woff2"), `${lang}/${note}: ${fonts}`);
    await context.close();
  }
});

test("formulas are of the small file of their font in Firefox too", async () => {
  const other = await firefox(), tab = await page(other);
  after(() => other.close());
  for (const lang of LANGUAGES) for (const note of NOTES) {
    host.asked.length = 0;
    await tab.goto(host.url(`${lang}/${note}/`), { waitUntil: "load" });
    const math = await tab.evaluate(async () => {
      document.body.getBoundingClientRect();
      await document.fonts.ready;
      return document.querySelector("math") !== null;
    });
    const fonts = host.asked.filter((file) => file.endsWith(".woff2")).map((file) => file.split("/").pop());
    // What was fetched for one note is there for the next.
    assert.ok(fonts.every((font) => font === "latinmodern-math-notes.woff2") && fonts.length <= (math ? 1 : 0), `${lang}/${note}: ${fonts}`);
  }
});

test("who comes to a place sees the text where the font of its formulas is late for ever, or missing", async () => {
  const font = `${BASE}assets/fonts/latinmodern-math-notes.woff2`;
  for (const held of [true, false]) {
    let asked;
    const first = new Promise((ok) => { asked = ok; });
    // Held for ever, or not there: the text is shown all the same.
    const slow = await serve({ [font]: (response) => { asked(); if (!held) response.writeHead(404).end(); return true; } });
    after(() => slow.close());
    const tab = await page(browser);
    await tab.goto(slow.url("en/transformer/?backend=cpu#part-scaled-dot-product"), { waitUntil: "domcontentloaded" });
    await first;
    await tab.waitForFunction(() => getComputedStyle(document.body).visibility === "visible");
    await tab.close();
  }
});

test("a note that is read from its top is whole once nothing else is to do, and a link of it before", async () => {
  const tab = await page(browser);
  await tab.goto(host.url("en/alexnet/?backend=cpu"));
  const there = await tab.$eval(".contents a[href='#overlapping']", (a) => {
    a.click();
    return [document.getElementById("overlapping").getBoundingClientRect().top, "top" in document.documentElement.dataset];
  });
  assert.ok(there[0] >= 0 && there[0] < 100 && !there[1], `${there}`);
  const other = await page(browser);
  await other.goto(host.url("en/alexnet/?backend=cpu"));
  await other.waitForFunction(() => !("top" in document.documentElement.dataset));
  assert.ok(await other.$$eval(".widget", (all) => all.every((e) => getComputedStyle(e).contentVisibility === "visible")));
  for (const opened of [tab, other]) await opened.close();
});

/** Adds the shifts up as browsers judge them: bursts of less than five seconds, the worst counts. */
const watchShifts = () => {
  globalThis.shifts = { worst: 0, burst: 0, first: 0, last: 0, of: [] };
  new PerformanceObserver((list) => {
    for (const { value, startTime, hadRecentInput, sources } of list.getEntries()) {
      if (hadRecentInput) continue;
      const s = globalThis.shifts;
      if (startTime - s.last > 1000 || startTime - s.first > 5000) [s.burst, s.first] = [0, startTime];
      [s.burst, s.last] = [s.burst + value, startTime];
      s.worst = Math.max(s.worst, s.burst);
      s.of.push(`${value.toFixed(4)} at ${scrollY}: ${sources.map(({ node }) => node?.closest?.("[id]")?.id ?? node?.nodeName)}`);
    }
  }).observe({ type: "layout-shift", buffered: true });
};

/** Reads a note to its end; at every view the widgets in it wake up and come to rest. */
async function scrollThrough(tab) {
  for (let more = true; more;) {
    await tab.waitForFunction(() => {
      const seen = [...document.querySelectorAll("leptos-island")].filter((island) => {
        const { top, bottom } = (island.querySelector("[data-widget]") ?? island).getBoundingClientRect();
        return bottom > 0 && top < innerHeight;
      });
      return seen.every((island) => "live" in island.dataset
        && !["loading", "running"].includes(island.querySelector("[data-widget]").dataset.state));
    }, { timeout: 120_000 });
    more = await tab.evaluate(() => new Promise((done) => {
      const before = scrollY;
      scrollBy(0, innerHeight * 0.8);
      requestAnimationFrame(() => requestAnimationFrame(() => done(scrollY > before)));
    }));
  }
}

for (const [width, height] of [[1280, 900], [360, 740]]) {
  test(`nothing moves while a note is read through, ${width} pixels wide`, async () => {
    const moved = [];
    for (const lang of LANGUAGES) for (const note of NOTES) {
      const tab = await page(browser, { width, height });
      await tab.evaluateOnNewDocument(watchShifts);
      await tab.goto(host.url(`${lang}/${note}/?backend=cpu`));
      await scrollThrough(tab);
      const { worst, of } = await tab.evaluate(() => globalThis.shifts);
      if (worst > 0.02) moved.push(`${lang}/${note} by ${worst.toFixed(3)}:`, ...of);
      await tab.close();
    }
    assert.deepEqual(moved, []);
  });
}
