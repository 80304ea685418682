// Reading in passes: what is folded and how it opens again, and what a reader writes down.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { mkdtemp, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { joined, sane, shelf, WORDS as JOURNAL } from "../../web/static/journal.js";
import { readBack, written } from "../../web/static/markdown.js";
import { passOf, placeOf, withPass, WORDS, wrongPass } from "../../web/static/lens.js";
import { axeSource, chromium, page, serve } from "./harness.mjs";

let host, browser;
before(async () => { host = await serve(); browser = await chromium(); });
after(async () => { await browser?.close(); await host?.close(); });

test("a pass is read from a query and written into an address, and the rest stays as it was", () => {
  for (const [query, pass] of [["", undefined], ["?pass=2", 2], ["?w=a&pass=3&x=1", 3], ["?pass=4", undefined], ["?pass=", undefined], ["?pass=1&pass=2", 1]]) assert.equal(passOf(query), pass, query);
  assert.equal(wrongPass("?pass=9"), "9");
  assert.equal(wrongPass("?pass=2"), undefined);
  assert.equal(wrongPass(""), undefined);
  assert.equal(withPass("?w=a&pass=1&s=%E5#a&d=1.x", 2), "?w=a&s=%E5&pass=2#a&d=1.x");
  assert.equal(withPass("?pass=1#a"), "#a");
  assert.equal(withPass("http://x/y/?pass=1", undefined), "http://x/y/");
  assert.equal(withPass("", 3), "?pass=3");
  assert.equal(placeOf("#convolution&d=1.x"), "convolution");
  assert.equal(placeOf("#%E0%A4%A"), "%E0%A4%A", "what is no text stays");
});

test("both languages have every word", () => {
  for (const words of [WORDS, JOURNAL]) assert.deepEqual(Object.keys(words.zh), Object.keys(words.en));
});

const SECTIONS = [
  { anchor: "a", title: "第一[节]", marks: [{ kind: "figures", value: "layers", title: "哪里的参数多？" }, { kind: "references", value: "https://x.org/a_(b)", title: "A [paper] <1>" }] },
  { anchor: "b", title: "B", marks: [] },
];
const FULL = {
  passes: { 1: { choice: "go", why: "17%。因为：x" }, 2: { choice: "", why: "why" }, 3: { choice: "go", why: "" } },
  sections: {
    a: { read: true, remark: "一行\n\n> 引文\n- [x] read\n## [x](#y)", figures: ["layers"], references: ["https://x.org/a_(b)"] },
    b: { read: false, remark: "<script>", figures: [], references: [] },
    gone: { read: true, remark: "", figures: ["other2"], references: [] },
  },
};

test("a journal goes out as Markdown and comes back whole, in either language", () => {
  for (const lang of ["zh", "en"]) {
    const text = written(FULL, { title: "AlexNet: [two]", note: "alexnet", address: "https://h/zh/alexnet/", lang, sections: SECTIONS });
    const found = readBack(text);
    assert.deepEqual({ ...found, journal: sane(found.journal) }, { note: "alexnet", journal: FULL, lost: 0 }, text);
    const windows = readBack(text.replaceAll("\n", "\r\n"));
    assert.deepEqual(sane(windows.journal), FULL, "with other line ends");
    assert.deepEqual(sane(readBack(`${text}\nfree words\n`).journal).sections.a, FULL.sections.a);
    assert.equal(readBack(`${text}\nfree words\n`).lost, 1);
  }
});

test("what is no journal is said, and what is kept is made sound", () => {
  assert.deepEqual(readBack("# something"), { error: "foreign" });
  assert.deepEqual(readBack("x".repeat(1_000_001)), { error: "long" });
  for (const bad of [null, 1, "x", [], { passes: 3, sections: [1] }, { passes: { 4: { choice: "go" } }, sections: { "<b>": { read: true }, a: { read: "yes", figures: 7, references: ["javascript:x"] } } }]) {
    assert.deepEqual(sane(bad), { passes: {}, sections: {} });
  }
  const both = joined({ sections: { a: { read: true, remark: "x", figures: ["p"] } } }, sane({ passes: { 1: { choice: "stop" } }, sections: { a: { remark: "y", figures: ["q"] } } }));
  assert.deepEqual(both, { passes: { 1: { choice: "stop", why: "" } }, sections: { a: { read: true, remark: "y", figures: ["p", "q"], references: [] } } });
});

test("a browser that refuses to keep anything keeps it while the page is open", () => {
  const refusing = shelf(() => { throw new Error("SecurityError"); }, "k");
  refusing.write(FULL);
  assert.deepEqual(refusing.read(), FULL);
  assert.equal(refusing.wrong(), "refused");
  const items = new Map([["k", "{"]]), kept = shelf(() => ({ getItem: (k) => items.get(k) ?? null, setItem: (k, v) => items.set(k, v) }), "k");
  assert.deepEqual(kept.read(), { passes: {}, sections: {} });
  assert.equal(kept.wrong(), "broken");
  kept.write(FULL);
  assert.deepEqual([kept.read(), kept.wrong()], [FULL, undefined]);
});

/** A note in a pass, folded. */
async function read(lang, note, query, { width = 1280, bypass = false } = {}) {
  const tab = await page(browser, { width });
  if (bypass) await tab.setBypassCSP(true);
  await tab.goto(host.url(`${lang}/${note}/${query}`));
  await tab.waitForSelector(":root[data-folded] .mark");
  return tab;
}
const folded = (tab) => tab.$$eval(".part[hidden]", (all) => all.map((p) => p.dataset.of));
const isOpen = (tab, of) => tab.waitForFunction((of) => { const p = document.querySelector(`.part[data-of="${of}"]`); return !p.hasAttribute("hidden") && p.getBoundingClientRect().height > 20; }, {}, of);

test("a pass opens its own parts, a press opens one more, Back goes back, and the address says so", async () => {
  const tab = await read("zh", "alexnet", "?backend=cpu&pass=1");
  const parts = await tab.$$eval(".part", (all) => all.map((p) => [p.dataset.of, p.dataset.passes.split(" ")]));
  const not = (pass) => parts.filter(([, passes]) => !passes.includes(pass)).map(([of]) => of);
  assert.deepEqual(await folded(tab), not("1"));
  assert.equal(await tab.$eval('.part[data-of="conv-layer"]', (p) => p.getBoundingClientRect().height), 0);
  assert.match(await tab.$eval("[data-lens-says]", (p) => p.textContent), new RegExp(`另外${not("1").length}节只留标题`));
  assert.deepEqual(await tab.$$eval(".decide", (all) => all.filter((d) => d.getClientRects().length > 0).map((d) => d.dataset.decide)), ["1"]);
  await tab.click("#conv-layer");
  await isOpen(tab, "conv-layer");
  assert.equal(await tab.$eval("#conv-layer .fold", (b) => b.getAttribute("aria-expanded")), "true");
  await tab.focus("#conv-layer .fold");
  await tab.keyboard.press("Enter");
  await tab.waitForFunction(() => document.querySelector('.part[data-of="conv-layer"]').hasAttribute("hidden"));
  await tab.click('.passes [data-pass="2"]');
  assert.deepEqual(await folded(tab), not("2"));
  assert.equal(await tab.evaluate(() => location.search), "?backend=cpu&pass=2");
  await tab.goBack();
  await tab.waitForFunction(() => location.search === "?backend=cpu&pass=1");
  assert.deepEqual(await folded(tab), not("1"));
  await tab.click('.passes [data-pass=""]');
  assert.deepEqual(await folded(tab), []);
  assert.equal(await tab.evaluate(() => location.search), "?backend=cpu");
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("what is folded is found by a link, by the browser's search, by a widget's link, and is whole on paper", async () => {
  const tab = await read("en", "alexnet", "?backend=cpu&pass=1");
  // The link is in pass 1, the heading it names is not.
  await tab.$eval('.prose a[href="#overlapping"]', (a) => a.click());
  await isOpen(tab, "overlapping");
  assert.deepEqual(await tab.$eval('.part[data-of="dropping-out"]', (p) => [p.getAttribute("hidden"), getComputedStyle(p).contentVisibility]), ["until-found", "hidden"]);
  await tab.$eval('.part[data-of="dropping-out"] p', (p) => p.dispatchEvent(new Event("beforematch", { bubbles: true })));
  await isOpen(tab, "dropping-out");
  await tab.emulateMediaType("print");
  const heights = await tab.$$eval(".part", (all) => all.map((p) => p.getBoundingClientRect().height));
  assert.ok(heights.every((h) => h > 20), heights.join());
  await tab.close();
  const there = await read("zh", "alexnet", "?w=pooling&v=1&pass=1&backend=cpu#pooling");
  await isOpen(there, "overlapping");
  await there.waitForSelector('#pooling[data-state="ready"]', { timeout: 120_000 });
  // What a widget writes keeps the pass that is shown now.
  await there.$eval('.passes [data-pass="2"]', (a) => a.click());
  await there.select('#pooling select', await there.$eval("#pooling select", (s) => [...s.options].find((o) => !o.selected).value));
  await there.waitForFunction(() => /v=1&(?!pass)\w+=/.test(location.search) && location.search.includes("pass=2"));
  await there.close();
});

test("the first note's table leads to the passes; a pass that is none opens everything and says so", async () => {
  const tab = await read("zh", "how-to-read", "");
  assert.deepEqual(await folded(tab), []);
  await tab.click('th a[href="?pass=2#second-pass"]');
  await tab.waitForFunction(() => location.search === "?pass=2" && location.hash === "#second-pass");
  assert.deepEqual(await folded(tab), ["first-pass", "third-pass", "example-first", "example-third"]);
  await tab.goto(host.url("en/how-to-read/?pass=seven"));
  await tab.waitForFunction(() => document.querySelector("[data-lens-says]").textContent.includes("pass=seven"));
  assert.deepEqual(await folded(tab), []);
  await tab.close();
});

test("without JavaScript all is open and no bar stands there", async () => {
  const tab = await page(browser);
  await tab.setJavaScriptEnabled(false);
  await tab.goto(host.url("zh/alexnet/?pass=1"));
  const shown = (selector) => tab.$$eval(selector, (all) => all.map((e) => e.getClientRects().length > 0 && e.getBoundingClientRect().height > 20));
  assert.ok((await shown(".part")).every((there) => there));
  assert.ok((await shown(".passes, .decide")).every((there) => !there));
  await tab.close();
});

test("what a reader writes is kept in this browser, goes out as Markdown and comes back", async () => {
  const tab = await read("zh", "alexnet", "?backend=cpu");
  await tab.evaluate(() => localStorage.clear());
  await tab.reload();
  await tab.waitForSelector(":root[data-folded] .mark");
  await tab.click(".heading:has(#overlapping) .mark");
  await tab.click(".heading:has(#overlapping) + .record input[type=checkbox]");
  await tab.type(".heading:has(#overlapping) + .record textarea", "步幅小于边长");
  await tab.$eval(".heading:has(#overlapping) + .record fieldset input", (i) => i.click());
  await tab.click('[data-decide="1"] input[value="go"]');
  assert.equal(await tab.$eval('[data-decide="1"] a', (a) => a.hidden), false, "the way on");
  await tab.reload();
  await tab.waitForFunction(() => document.querySelector("[data-progress]").textContent.includes("读过1节"));
  const own = await tab.$eval(".heading:has(#overlapping) ~ .own-words:not([hidden])", (o) => o.textContent);
  assert.match(own, /^步幅小于边长图：/);
  assert.equal(await tab.$eval('[data-decide="1"] input[value="go"]', (i) => i.checked), true);
  const text = await tab.evaluate(async () => {
    const blobs = [], make = URL.createObjectURL;
    URL.createObjectURL = (blob) => { blobs.push(blob); return make.call(URL, blob); };
    document.querySelector(".journal").open = true;
    document.querySelector(".journal button").click();
    while (blobs.length === 0) await new Promise((ok) => requestAnimationFrame(ok));
    URL.createObjectURL = make;
    return blobs[0].text();
  });
  for (const part of ["# 读书记录：AlexNet", "- 第一遍：往下读", "- [x] 读过", "> 步幅小于边长", "#pooling>)"]) assert.ok(text.includes(part), `${part}\n${text}`);
  const folder = await mkdtemp(path.join(os.tmpdir(), "third-pass-")), file = path.join(folder, "a.md");
  await writeFile(file, text);
  // Cleared at the second press, and read in again, in the other language.
  await tab.evaluate(() => { const b = [...document.querySelectorAll(".journal button")].at(-1); b.click(); b.click(); });
  await tab.waitForFunction(() => document.querySelector("[data-progress]").textContent.includes("读过0节"));
  await tab.goto(host.url("en/alexnet/?backend=cpu"));
  await tab.waitForSelector(":root[data-folded] .mark");
  await tab.$eval(".journal", (d) => { d.open = true; });
  await (await tab.$('.journal input[type="file"]')).uploadFile(file);
  await tab.waitForFunction(() => document.querySelector("[data-progress]").textContent.includes(": 1 of"));
  assert.equal(await tab.$eval('.journal [role="status"]', (p) => p.textContent), "Loaded.");
  await writeFile(file, text.replace("journal 1 alexnet", "journal 1 resnet"));
  await (await tab.$('.journal input[type="file"]')).uploadFile(file);
  await tab.waitForFunction(() => document.querySelector('.journal [role="status"]').textContent.includes("“resnet”"));
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("axe finds nothing in a folded note with its record open, and nothing scrolls sideways", async () => {
  for (const [lang, note, width, theme] of [["zh", "alexnet", 1280, "light"], ["en", "transformer", 360, "dark"]]) {
    const tab = await read(lang, note, `?pass=1&theme=${theme}&backend=cpu`, { width, bypass: true });
    await tab.$eval(".journal", (d) => { d.open = true; });
    await tab.$eval(".heading:has(#first-pass) .mark", (b) => b.click());
    await tab.addScriptTag({ path: axeSource });
    const found = await tab.evaluate(async () => (await globalThis.axe.run()).violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)}`)));
    assert.deepEqual(found, [], `${lang}/${note}`);
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${lang}/${note} scrolls sideways by ${wide}`);
    await tab.close();
  }
});
