// A reader's own note: how files are read, and the page that shows them.
import assert from "node:assert/strict";
import { mkdtemp, mkdir, readFile, writeFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { fileOf, pathOf, textOf } from "../../web/static/open-page.js";
import { led, parts } from "../../web/static/slides.js";
import { axeSource, chromium, page, serve } from "./harness.mjs";

const NOTE = fileURLToPath(new URL("../../crates/open/tests/note.md", import.meta.url));
const PICTURE = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
/** „第一遍" and a line more, in GBK. */
const GBK = Buffer.from([0x23, 0x20, 0xb5, 0xda, 0xd2, 0xbb, 0xb1, 0xe9, 0x0a, 0x0a, 0xb6, 0xc1, 0xcc, 0xe2, 0xc4, 0xbf, 0x0a]);

let host, browser, folder;
before(async () => { host = await serve(); browser = await chromium(); folder = await mkdtemp(path.join(tmpdir(), "own-note-")); });
after(async () => { await browser?.close(); await host?.close(); if (folder) await rm(folder, { recursive: true }); });

test("a file's bytes are text, or the word for why not", () => {
  const bytes = (text) => new TextEncoder().encode(text);
  assert.deepEqual(textOf(bytes("# 笔记\n")), { text: "# 笔记\n", encoding: "utf-8" });
  assert.deepEqual(textOf(bytes("\ufeffa")), { text: "a", encoding: "utf-8" });
  assert.deepEqual(textOf(GBK), { text: "# 第一遍\n\n读题目\n", encoding: "gbk" });
  assert.deepEqual(textOf(new Uint8Array([0xff, 0xfe, 0x61, 0])), { text: "a", encoding: "utf-16" });
  assert.equal(textOf(bytes("PK\x03\x04zip")).error, "zip");
  assert.equal(textOf(PICTURE).error, "binary");
  assert.equal(textOf(new Uint8Array([0xff, 0xff, 0xff])).error, "binary");
  assert.equal(textOf(new Uint8Array(10_000_001)).error, "long");
  assert.equal(pathOf("../a%20b.png?x#y", "notes/deep"), "notes/a b.png");
  assert.equal(pathOf("../../../../etc/a", "notes"), "etc/a");
  assert.equal(pathOf("%", "n"), "n/%");
  const files = new Map([["n/a.png", 1], ["b.png", 2]]);
  assert.deepEqual([fileOf(files, "a.png", "n"), fileOf(files, "x/b.png", "n"), fileOf(files, "c.png", "n")], [1, 2, undefined]);
});

async function visit(lang, rest = "", { width = 1280, bypass = false } = {}) {
  const tab = await page(browser, { width });
  if (bypass) await tab.setBypassCSP(true);
  await tab.goto(host.url(`${lang}/open/${rest}`));
  return tab;
}
async function choose(tab, ...files) {
  await (await tab.$("#own-files")).uploadFile(...files);
}
/** Waits for what the page says at the end. */
const told = (tab, words) => tab.waitForFunction((words) => document.querySelector("[data-said]").textContent.includes(words), { timeout: 120_000 }, words);
const written = async (name, bytes) => {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, bytes);
  return file;
};
const faults = (tab) => tab.$eval("[data-faults]", (s) => (s.hidden ? [] : [...s.querySelectorAll("li")].map((li) => li.textContent)));

test("a note with every construct is set, its widget runs, and its link brings it back", async () => {
  const tab = await visit("zh");
  const asked = [];
  tab.on("request", (r) => asked.push(r.url()));
  await tab.setRequestInterception(true);
  tab.on("request", (r) => (r.url().startsWith("https://pictures.example/") ? r.respond({ contentType: "image/png", body: PICTURE }) : r.continue()));
  await choose(tab, NOTE, await written("a b.png", PICTURE));
  await told(tab, "已打开：note.md");
  assert.deepEqual(await faults(tab), []);
  const counts = await tab.$eval("[data-note]", (a) => ["table", "math", ".footnotes li", "pre code", "ul ul ol", "third-pass", ".own-pass", "blockquote", "img[src^='blob:']", ".own-remote"].map((s) => a.querySelectorAll(s).length));
  assert.ok(counts.every((n) => n > 0), String(counts));
  await tab.waitForFunction(() => document.querySelector("[data-note] img[src^='blob:']").naturalWidth === 1);
  // Nothing went out for the picture on the web until it was asked for.
  assert.ok(asked.every((url) => url.startsWith(host.origin) || url.startsWith("blob:") || url.startsWith("data:")), asked.join(" "));
  assert.match(await tab.$eval(".own-remote", (b) => b.textContent), /pictures\.example/);
  await tab.$eval(".own-remote", (b) => b.click());
  await tab.waitForFunction(() => document.querySelector("[data-note] img[src^='https:']")?.naturalWidth === 1);
  await tab.$eval("third-pass", (e) => e.scrollIntoView());
  const element = await tab.waitForFunction(() => document.querySelector("third-pass").shadowRoot?.querySelector("iframe"));
  const frame = await element.asElement().contentFrame();
  await frame.waitForSelector('[data-widget="bottleneck"][data-state="ready"]', { timeout: 120_000 });
  assert.match(frame.url(), /zh\/embed\/bottleneck\/.*width=8&outer=32&side=7/);
  // A footnote is gone to, and the note stays in the address.
  const hash = await tab.evaluate(() => location.hash);
  assert.match(hash, /^#d=1\./);
  await tab.$eval("[role=doc-noteref]", (a) => a.click());
  assert.equal(await tab.evaluate(() => document.activeElement.id), "note-1");
  assert.equal(await tab.evaluate(() => location.hash), hash);
  assert.deepEqual(tab.complaints, []);
  // The other language opens the same note.
  await tab.$eval("a[data-lang-switch]", (a) => a.click());
  await tab.waitForFunction(() => location.pathname.endsWith("/en/open/"));
  await told(tab, "Opened: 读论文的笔记");
  const other = await visit("en", hash);
  await told(other, "Opened: 读论文的笔记");
  assert.equal(await other.$eval("[data-note] .own-title", (h) => h.textContent), "读论文的笔记");
  assert.equal(await other.$eval("#own-text", (t) => t.value), await readFile(NOTE, "utf8"));
  await other.evaluate((cut) => { location.hash = cut; }, hash.slice(0, -3));
  await told(other, "The link is not whole");
  assert.equal(await other.$eval("[data-note]", (a) => a.hidden), true);
  await Promise.all([tab.close(), other.close()]);
});

test("a folder brings its pictures and its other notes; a file may be dropped", async () => {
  await written("notes/deep/second.md", "# Second\n");
  await written("notes/pictures/a.png", PICTURE);
  await written("notes/first.md", "# First\n\n![a](pictures/a.png) ![b](../../etc/b.png) [on](deep/second.md)\n");
  const tab = await visit("en");
  await (await tab.$("#own-folder")).uploadFile(path.join(folder, "notes"));
  await told(tab, "Opened: notes/first.md");
  await tab.waitForFunction(() => document.querySelector("[data-note] img")?.naturalWidth === 1);
  assert.match(await tab.$eval(".own-missing", (e) => e.textContent), /not among the chosen files: etc\/b\.png \(b\)/);
  assert.deepEqual(await tab.$$eval("[data-others] button", (all) => all.map((b) => b.textContent)), ["notes/deep/second.md"]);
  await tab.$eval("[data-note] a[href='deep/second.md']", (a) => a.click());
  await told(tab, "Opened: notes/deep/second.md");
  await tab.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["# Dropped\n\nx"], "dropped.md"));
    document.querySelector("[data-drop]").dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  });
  await told(tab, "Opened: dropped.md");
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("old links of notes still bring their texts", async () => {
  const lines = (await readFile(new URL("../links/notes.txt", import.meta.url), "utf8")).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  for (const line of lines) {
    const [d, text] = line.split(" => ");
    const tab = await visit("en", `#d=${d}`);
    await told(tab, "Opened: ");
    assert.equal(await tab.$eval("#own-text", (t) => t.value), JSON.parse(text));
    await tab.close();
  }
});

test("hostile, broken and foreign files run nothing, ask for nothing, and are answered in words", async () => {
  const tab = await visit("en");
  const hostile = "# T\n\n<script>window.ran = 1</script>\n<img src=https://evil.example/x onerror='window.ran=1'>\n\n[a](javascript:window.ran=1)\n\n" +
    "![p](//evil.example/p.png)\n\n```widget nothing\n```\n\n$\\nosuch{1}$\n\n$$\nx\n\nrest of it\n\n```js\nopen";
  await choose(tab, await written("hostile.md", hostile));
  await told(tab, "Opened: hostile.md");
  const said = (await faults(tab)).join("\n");
  for (const words of ["Line 6: a link to javascript:", "Line 10: widget nothing", "Line 13: formula: ", "Line 15: the formula that begins here", "Line 20: the code block that begins here"]) assert.ok(said.includes(words), `${words} in ${said}`);
  assert.match(await tab.$eval("[data-note]", (a) => a.innerText), /<script>window.ran = 1[^]*rest of it/);
  assert.equal(await tab.$("[data-note] :is(script, img, iframe, [onerror], a[href^='javascript'])"), null);
  assert.equal(await tab.evaluate(() => window.ran), undefined);
  for (const [name, bytes, words] of [
    ["gbk.md", GBK, "it was read as GBK"], ["zip.md", Buffer.from("PK\x03\x04\x14\0"), "This is a zip archive"],
    ["picture.md", PICTURE, "This file is not text"], ["empty.md", "\n\n", "The file is empty"], ["only.png", PICTURE, "not text"],
  ]) {
    await choose(tab, await written(name, bytes));
    await told(tab, words);
  }
  assert.deepEqual([...tab.asked], [host.origin]);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("a long note is kept in this browser, comes back, and is forgotten when asked", async () => {
  const tab = await visit("en");
  // What does not compress: 5 MB of it, with a last line to look for.
  let seed = 1;
  const word = () => (seed = (seed * 48271) % 2147483647).toString(36);
  const lines = Array.from({ length: 70_000 }, (_, i) => (i % 40 === 0 ? `\n## h${i}\n` : Array.from({ length: 11 }, word).join(" ")));
  await choose(tab, await written("long.md", `# Long\n\n${lines.join("\n")}\n\nthe very end\n`));
  await told(tab, "Opened: long.md");
  assert.ok(await tab.$eval("[data-note]", (a) => a.textContent.includes("the very end")));
  await choose(tab, await written("medium.md", `# Medium\n\n${lines.slice(0, 400).join("\n")}\n`));
  await told(tab, "kept in this browser");
  assert.equal(await tab.evaluate(() => location.hash), "#kept");
  await tab.reload();
  await told(tab, "Opened: medium.md");
  await tab.click("[data-close]");
  assert.match(await tab.$eval("[data-reopen]", (b) => b.textContent), /medium\.md/);
  await tab.click("[data-forget]");
  assert.equal(await tab.$eval("[data-last]", (p) => p.hidden), true);
  assert.equal(await tab.evaluate(() => localStorage.getItem("third-pass:own-note")), null);
  assert.deepEqual([...tab.asked], [host.origin]);
  await tab.close();
});

test("the template opens in both languages; axe finds nothing, wide and narrow", async () => {
  for (const [lang, width, theme] of [["zh", 1280, "light"], ["en", 360, "dark"]]) {
    const tab = await visit(lang, `?theme=${theme}`, { width, bypass: true });
    await tab.addScriptTag({ path: axeSource });
    const axe = async () => tab.evaluate(async () => (await globalThis.axe.run({ exclude: ["iframe", "third-pass"] })).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`));
    assert.deepEqual(await axe(), [], `${lang} before`);
    await tab.$eval("[data-lesson] [data-template]", (b) => b.click());
    await told(tab, lang === "zh" ? "已打开" : "Opened");
    assert.deepEqual(await faults(tab), []);
    assert.ok(await tab.$("[data-note] .claim .verdict"), "the card of a claim");
    assert.ok(await tab.$eval("#own-text", (t) => t.value.includes("```widget bottleneck")));
    assert.deepEqual(await axe(), [], `${lang} ${width}`);
    assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${lang} ${width}`);
    assert.deepEqual(tab.complaints, []);
    await tab.close();
  }
});

test("parts begin at headings and behind rulers, and keys stay within them", () => {
  const of = (text) => parts([...text], (c) => c === "h" || c === "t", (c) => c === "-").map((part) => part.join(""));
  assert.deepEqual(of("hab-chd"), ["hab", "c", "hd"]);
  assert.deepEqual(of("thab"), ["thab"], "a title with nothing under it");
  assert.deepEqual(of("--"), []);
  assert.deepEqual(["ArrowRight", "ArrowLeft", "End", "Home", "x"].map((key) => led(key, 1, 3)), [2, 0, 2, 0, undefined]);
  assert.deepEqual([led("PageDown", 2, 3), led("PageUp", 0, 3)], [2, 0]);
});

test("a note is stepped through as a lesson, its widget asks, and the end leaves it whole", async () => {
  const tab = await visit("en", "", { width: 360, bypass: true });
  const file = await written("lesson.md", "# One\n\nfirst\n\n## Two\n\n```widget bottleneck\nwidth = 32\nask = How many?\nlock = width, seed\nhide = shortcut\n```\n\n---\n\nthird\n");
  await choose(tab, file);
  await told(tab, "lesson.md");
  assert.deepEqual(await faults(tab), []);
  const query = await tab.$eval("third-pass", (e) => Object.fromEntries(new URLSearchParams(e.getAttribute("state"))));
  assert.deepEqual([query.ask, query.hide, query.lock.split(",").sort().join()], ["How many?", "shortcut", "seed,width"]);
  await tab.click("[data-teach]");
  await tab.waitForSelector("[data-slides]");
  const seen = () => tab.$eval("[data-note]", (e) => [e.innerText.match(/One|first|Two|third/g) ?? [], e.querySelector("third-pass").checkVisibility()].flat());
  const at = (n) => tab.waitForFunction((n) => document.querySelector(".own-slides p").textContent.includes(`${n} / 3`), {}, n);
  await at(1);
  assert.deepEqual(await seen(), ["One", "first", false]);
  await tab.keyboard.press("ArrowRight");
  await at(2);
  assert.deepEqual(await seen(), ["Two", true]);
  await tab.addScriptTag({ path: axeSource });
  const violations = await tab.evaluate(async () => (await globalThis.axe.run("[data-stage]")).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`));
  assert.deepEqual(violations, []);
  await tab.keyboard.press("End");
  await at(3);
  assert.deepEqual(await seen(), ["third", false]);
  assert.ok(await tab.$eval("[data-drop]", (e) => e.inert), "what lies behind rests");
  await tab.keyboard.press("Escape");
  await tab.waitForFunction(() => !document.querySelector("[data-slides]"));
  assert.ok(!await tab.$eval("[data-drop]", (e) => e.inert));
  assert.deepEqual(await seen(), ["One", "first", "Two", "third", true]);
  // Another note, by an address, ends a lesson too.
  await tab.click("[data-teach]");
  await tab.waitForSelector("[data-slides]");
  await choose(tab, await written("other.md", "# Other\n\nwords\n\n```widget bottleneck\nlock = width, deep\n```\n"));
  await tab.waitForFunction(() => !document.querySelector("[data-slides]") && document.querySelector("[data-note]").textContent.includes("words"));
  await told(tab, "other.md");
  assert.match((await faults(tab)).join(), /^[^,]*no setting deep$/, "what cannot be fixed is said");
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});
