// The search, the glossary and the cards of its terms.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { brotliCompressSync } from "node:zlib";
import { excerpt, find, tokens, WORDS } from "../../web/static/search.js";
import { axeSource, chromium, DIST, page, serve } from "./harness.mjs";

let host, browser;
before(async () => { host = await serve(); browser = await chromium(); });
after(async () => { await browser?.close(); await host?.close(); });

/** The index as the site has it, with its bytes. */
async function index(lang) {
  const name = (await readdir(DIST)).find((n) => n.startsWith(`search-${lang}-`));
  const bytes = await readFile(path.join(DIST, name));
  return { ...JSON.parse(bytes), sent: brotliCompressSync(bytes).length };
}

// The same cases as in `crates/notes/src/search.rs`.
test("a question is cut as the index is", () => {
  for (const [text, wanted] of [
    ["卷积核 11×11", "卷积 积核 11 11"], ["核", "核"], ["ResNet-50的conv2d", "resnet 50 的 conv2d"],
    ["60,965,224 of 37.5%, 3, 4.", "60965224 of 37.5 3 4"], ["a.b 1.x", "a b 1 x"], ["", ""],
  ]) assert.equal(tokens(text).join(" "), wanted, text);
  assert.deepEqual(Object.keys(WORDS.zh), Object.keys(WORDS.en));
});

test("what was asked is marked in its text", () => {
  const shown = (text, question, length) => excerpt(text, question, length).map(([words, hit]) => (hit ? `[${words}]` : words)).join("");
  assert.equal(shown("a rate, the learning rate of it", "learning rate"), "a [rate], the [learning] [rate] of it");
  assert.equal(shown("学习率从0.01起步", "学习率"), "[学习率]从0.01起步");
  assert.equal(shown("卷积和核", "卷积核"), "[卷积]和核");
  assert.equal(shown("x".repeat(200), "y", 20), `${"x".repeat(20)}…`);
  const around = shown(`${"x ".repeat(99)}word ${"x ".repeat(99)}`, "word", 20);
  assert.match(around, /^…[x ]{5}\[word\][x ]{11}…$/);
});

test("each language's index is small, and finds sections, widgets, numbers and terms first where they belong", async () => {
  for (const [lang, cases] of [
    ["zh", [["重叠池化", "alexnet/#overlapping"], ["17%", "alexnet/#top-1-top-5"], ["60,965,224", "alexnet/#where-parameters"], ["label smoothing", "glossary/#label-smoothing"], ["贪心", "glossary/#greedy"], ["一个卷积核在照片上看见什么", "alexnet/#convolution"], ["捷径", "resnet/#shortcuts"]]],
    ["en", [["overlapping pooling", "alexnet/#overlapping"], ["60,965,224", "alexnet/#where-parameters"], ["beam", "transformer/#beam-search"], ["shortcut", "resnet/#shortcuts"], ["perplexity", "glossary/#perplexity"], ["degrad", "glossary/#degradation"]]],
  ]) {
    const whole = await index(lang);
    assert.ok(whole.sent <= 100_000, `${lang}: ${whole.sent} bytes`);
    for (const [question, place] of cases) {
      const found = find(whole, question).map((at) => whole.entries[at][0]);
      assert.ok(found.slice(0, 3).includes(place), `${lang} ${question}: ${found.slice(0, 5).join(" ")}`);
    }
    for (const [at, [place, , title]] of whole.entries.entries()) {
      const found = find(whole, title, 5);
      assert.ok(found.some((f) => f === at || whole.entries[f][2] === title), `${lang}: ${place} is not found by “${title}”`);
    }
    for (const nothing of ["", "  ", "？！", "zzzz", "\\", "constructor", "__proto__"]) assert.ok(find(whole, nothing).length <= 3, nothing);
  }
});

const typed = async (tab, words) => {
  await tab.waitForSelector(".search-box[open] input");
  await tab.$eval(".search-box input", (f, words) => { f.value = words; f.dispatchEvent(new Event("input")); }, words);
};
const results = (tab, at) => tab.waitForFunction((at) => document.querySelectorAll(".search-box li").length >= at, {}, at);

test("the key / opens it, arrows and Enter lead to a place, and what is folded opens there", async () => {
  const tab = await page(browser);
  await tab.goto(host.url("zh/alexnet/?backend=cpu&pass=1"));
  await tab.waitForSelector(":root[data-folded]");
  await tab.keyboard.press("/");
  await typed(tab, "重叠池化");
  await results(tab, 1);
  assert.equal(await tab.$eval(".search-box li b", (b) => b.textContent), "重叠池化");
  await tab.keyboard.press("Enter");
  await tab.waitForFunction(() => location.hash === "#overlapping" && !document.querySelector(".search-box").open);
  await tab.waitForFunction(() => document.querySelector('.part[data-of="overlapping"]').getBoundingClientRect().height > 20);
  // Another note, in the same pass; the way with the keys.
  await tab.keyboard.press("/");
  await typed(tab, "位置编码");
  await results(tab, 2);
  await tab.keyboard.press("ArrowDown");
  await Promise.all([tab.waitForNavigation(), tab.keyboard.press("Enter")]);
  assert.match(tab.url(), /zh\/transformer\/\?pass=1#positional-encoding$/);
  await tab.waitForFunction(() => document.querySelector('.part[data-of="positional-encoding"]').getBoundingClientRect().height > 20);
  await tab.keyboard.press("/");
  await typed(tab, "zzzz");
  await tab.waitForFunction(() => /没有找到“/.test(document.querySelector(".search-box [role=status]").textContent));
  await tab.keyboard.press("Escape");
  await tab.waitForFunction(() => !document.querySelector(".search-box").open);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("a slash that is typed into a field stays there, and an index that does not come is said", async () => {
  const tab = await page(browser);
  await tab.setRequestInterception(true);
  tab.on("request", (r) => (/search-en-.*json/.test(r.url()) ? r.abort() : r.continue()));
  await tab.goto(host.url("en/resnet/?backend=cpu"));
  await tab.waitForSelector(".mark");
  await tab.focus('[data-decide="1"] input[type=text]');
  await tab.keyboard.type("a/b");
  assert.equal(await tab.$eval('[data-decide="1"] input[type=text]', (i) => i.value), "a/b");
  assert.equal(await tab.$(".search-box"), null);
  await tab.click("[data-search]");
  await tab.waitForFunction(() => document.querySelector(".search-box [role=status]")?.textContent.startsWith("The index"));
  await tab.close();
});

test("a term shows its sentence under the pointer, on focus and at a tap, and leads to the glossary", async () => {
  const tab = await page(browser);
  await tab.goto(host.url("en/transformer/?backend=cpu"));
  const open = (words) => tab.waitForFunction((words) => { const c = document.getElementById("hover-card"); return c && !c.hidden && c.textContent.includes(words); }, {}, words);
  const term = '.gloss[href$="#encoder"]';
  await tab.$eval(term, (a) => a.scrollIntoView({ block: "center", behavior: "instant" }));
  await tab.hover(term);
  await open("encoder 编码器");
  await open("The half of the network that turns");
  await tab.keyboard.press("Escape");
  await tab.$eval(term, (a) => {
    const stops = [...document.querySelectorAll("a[href], button, input, [tabindex='0']")].filter((e) => e.getClientRects().length > 0);
    stops[stops.indexOf(a) - 1].focus();
  });
  await tab.mouse.move(2, 2);
  await tab.keyboard.press("Tab");
  await open("encoder 编码器");
  await Promise.all([tab.waitForNavigation(), tab.keyboard.press("Enter")]);
  assert.match(tab.url(), /en\/glossary\/#encoder$/);
  await tab.setViewport({ width: 360, height: 640, hasTouch: true, isMobile: true });
  await tab.goto(host.url("zh/alexnet/?backend=cpu"));
  await tab.waitForSelector(".mark");
  await tab.$eval(".gloss", (a) => a.scrollIntoView({ block: "center", behavior: "instant" }));
  await tab.tap(".gloss");
  await open("到那里去");
  assert.match(tab.url(), /zh\/alexnet\//);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("axe finds nothing in the glossary and in an open search, and nothing scrolls sideways", async () => {
  for (const [where, width, theme, words] of [["zh/glossary/", 360, "dark"], ["en/glossary/", 1280, "light", "kernel"], ["zh/how-to-read/", 360, "light", "第三遍"]]) {
    const tab = await page(browser, { width });
    await tab.setBypassCSP(true);
    await tab.goto(host.url(`${where}?theme=${theme}`));
    if (words) {
      await tab.click("[data-search]");
      await typed(tab, words);
      await results(tab, 1);
    }
    await tab.addScriptTag({ path: axeSource });
    const found = await tab.evaluate(async () => (await globalThis.axe.run()).violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)}`)));
    assert.deepEqual(found, [], where);
    for (const narrow of [width, 320]) {
      await tab.setViewport({ width: narrow, height: 700 });
      const wide = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${where} at ${narrow} scrolls sideways by ${wide}`);
    }
    await tab.close();
  }
});
