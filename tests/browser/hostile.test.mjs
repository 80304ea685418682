// Links and hosts that mean harm, or know no better: nothing breaks out, and what was dropped is said.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { BASE, chromium, DIST, page, serve } from "./harness.mjs";

let host, blog, browser;
const embed = (widget, query, lang = "en") => host.url(`${lang}/embed/${widget}/?v=1&backend=cpu${query}`);
const frame = (src, more = "") => `<iframe id="f" src="${src.replaceAll("&", "&amp;")}" title="A widget" width="100%" height="900" ${more}></iframe>`;
const post = (body) => `<!doctype html><html lang="en"><head><title>A post</title><link rel="icon" href="data:,">
  <script type="module" src="${host.url("embed.js")}"></script></head><body>${body}</body></html>`;

before(async () => {
  const old = await readFile(path.join(DIST, "en/embed/bottleneck/index.html"), "utf8");
  // What the build writes for a name of old.
  host = await serve({ [`${BASE}en/embed/name-of-old/`]: old });
  browser = await chromium();
  blog = await serve({
    "/frame": post(frame(embed("bottleneck", "&width=32"))),
    "/training": post(frame(embed("degradation", "&depth=8&steps=200"), 'style="height: 2400px"')),
    "/old": post('<third-pass widget="name-of-old" state="width=32" backend="cpu">a link</third-pass>'),
    "/element": post('<third-pass widget="../../embed/bottleneck" lang="zh/../../x" state="width=32" backend="gpu&quot;&gt;&lt;script&gt;" hide="&lt;b&gt;,width" ask="&lt;img src=x onerror=alert(1)&gt;"><p>the fallback</p></third-pass>'),
  });
});
after(async () => { await browser?.close(); await blog?.close(); await host?.close(); });

const ready = (where, widget, query = "") => where.waitForSelector(`[data-widget="${widget}"][data-state="ready"]${query}`, { timeout: 120_000 });
const inner = (tab) => tab.waitForFrame((f) => f.url().includes("/embed/"));
const remarks = async (where) => (await where.waitForSelector(".remarks:not([hidden]) li")).evaluate((li) => [...li.parentElement.children].map((one) => one.textContent).join("\n"));

const HOSTILE = '<img src=x onerror="globalThis.pwned=1"><script>globalThis.pwned=1</script>\u202e';
const encoded = encodeURIComponent;

test("a hostile question is words, its beginning is shown and the cut is said, in either language", async () => {
  for (const [lang, words] of [["en", /The link's question has \d+ characters; the first 200 are shown\./], ["zh", /链接里的问题有\d+个字符，只显示前200个。/]]) {
    const tab = await page(browser);
    await tab.goto(embed("bottleneck", `&ask=${encoded(HOSTILE + "x".repeat(3000))}`, lang));
    await ready(tab, "bottleneck");
    assert.match(await remarks(tab), words);
    const ask = await tab.$eval(".ask", (p) => ({ text: p.textContent, elements: p.querySelectorAll("img, script").length, wide: p.scrollWidth > innerWidth }));
    assert.ok(ask.text.includes("<img src=x") && ask.text.length < 260, ask.text);
    assert.deepEqual([ask.elements, ask.wide, await tab.evaluate(() => globalThis.pwned)], [0, false, undefined]);
    assert.deepEqual(tab.complaints, []);
    await tab.close();
  }
});

test("controls that are not there are named, and the others are hidden and fixed", async () => {
  const tab = await page(browser);
  const many = Array.from({ length: 2000 }, (_, i) => `k${i}`).join(",");
  await tab.goto(embed("bottleneck", `&hide=${encoded(HOSTILE)},seed,${many}&lock=stride,nonsense`));
  await ready(tab, "bottleneck");
  const said = await remarks(tab);
  assert.match(said, /hide=<img src=x[^\n]{0,60}; the widget has no such control, and it was ignored\./);
  assert.match(said, /lock=nonsense; the widget has no such control/);
  assert.ok(said.length < 400, said);
  const controls = await tab.$$eval('[data-key="seed"], [data-key="stride"]', (all) => all.map((c) => [c.dataset.key, c.checkVisibility(), c.querySelector("input, select").disabled]));
  assert.deepEqual(controls.map(([key, shown, off]) => key === "seed" ? shown : off).sort(), [false, true]);
  // It can be put away.
  await tab.$eval(".remarks button", (b) => b.click());
  await tab.waitForSelector(".remarks[hidden]");
  assert.equal(await tab.evaluate(() => globalThis.pwned), undefined);
  await tab.close();
});

test("hostile attributes of an element stay within the site's folder, and the fallback stands", async () => {
  const tab = await page(browser);
  await tab.goto(`${blog.origin}/element`);
  const src = await tab.waitForFunction(() => document.querySelector("third-pass").shadowRoot.querySelector("iframe")?.src).then((s) => s.jsonValue());
  assert.ok(src.startsWith(host.url("zh/embed/..%2F..%2Fembed%2Fbottleneck/?v=1&theme=")), src);
  const asked = new URL(src).searchParams;
  assert.deepEqual([asked.get("backend"), asked.get("hide"), asked.get("ask")], ['gpu"><script>', "<b>,width", "<img src=x onerror=alert(1)>"]);
  assert.equal(await tab.$eval("third-pass p", (p) => p.checkVisibility()), true);
  // Put right, it runs; what is left of the bad values is named in the frame.
  await tab.$eval("third-pass", (e) => e.setAttribute("widget", "bottleneck"));
  const widget = await tab.waitForFrame((f) => f.url().includes("/embed/bottleneck/"));
  await ready(widget, "bottleneck");
  const said = await remarks(widget);
  for (const words of [/backend=gpu"><script>无法识别，已忽略。/, /hide=<b>：这个组件没有这样的控件/]) assert.match(said, words);
  await tab.close();
});

test("an embed of a widget that was renamed goes on under its old address", async () => {
  const tab = await page(browser);
  await tab.goto(`${blog.origin}/old`);
  const widget = await inner(tab);
  await ready(widget, "bottleneck", '[data-query="width=32"]');
  await tab.$eval("third-pass", (e) => e.setState("width=128"));
  await ready(widget, "bottleneck", '[data-query="width=128"]');
  assert.match(widget.url(), /\/en\/embed\/name-of-old\/\?.*width=128/);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("a frame that its host makes nothing of, flat, narrow or hidden, goes on when it has room", async () => {
  const tab = await page(browser);
  await tab.goto(`${blog.origin}/frame`);
  const widget = await inner(tab);
  await ready(widget, "bottleneck");
  const state = (state) => tab.$eval("#f", (f, state) => f.contentWindow.postMessage({ thirdPass: 1, type: "setState", state }, "*"), state);
  let seed = 100;
  for (const style of ["width: 0; height: 0", "width: 1px", "height: 1px", "display: none", "visibility: hidden; width: 0"]) {
    seed += 1;
    await tab.$eval("#f", (f, style) => { f.style.cssText = style; }, style);
    await state(`seed=${seed}`);
    await widget.waitForFunction((seed) => document.querySelector("[data-widget]").dataset.query === `seed=${seed}`, {}, seed);
    await tab.$eval("#f", (f) => { f.style.cssText = ""; });
    await ready(widget, "bottleneck", `[data-query="seed=${seed}"]`);
  }
  assert.ok(await widget.$eval("canvas", (c) => c.getBoundingClientRect().width > 50));
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("a thousand messages at once come to the last of them", async () => {
  const tab = await page(browser);
  await tab.goto(`${blog.origin}/frame`);
  const widget = await inner(tab);
  await ready(widget, "bottleneck");
  await tab.$eval("#f", (f) => {
    for (let i = 0; i < 1000; i++) f.contentWindow.postMessage({ thirdPass: 1, type: "setState", state: `width=${[4, 8, 16][i % 3]}&seed=${i}` }, "*");
    for (const state of ["width=1e999", "d=1.AAAA", "%".repeat(90_000), "w=attention"]) f.contentWindow.postMessage({ thirdPass: 1, type: "setState", state }, "*");
    f.contentWindow.postMessage({ thirdPass: 1, type: "setState", state: "width=128&hide=nothing" }, "*");
  });
  await ready(widget, "bottleneck", '[data-query="width=128"]');
  assert.match(await remarks(widget), /hide=nothing/);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("a frame that is taken out while it trains is gone, and the next one runs", async () => {
  const tab = await page(browser);
  await tab.goto(`${blog.origin}/training`);
  const widget = await inner(tab);
  const play = await widget.waitForSelector('[data-press="play"]:enabled', { timeout: 120_000 });
  await play.evaluate((button) => button.click());
  await widget.waitForFunction(() => /^Step [1-9]/.test(document.querySelector(".status").innerText), { timeout: 240_000 });
  await tab.evaluate((src) => {
    globalThis.late = [];
    const gone = document.getElementById("f"), window = gone.contentWindow;
    gone.remove();
    addEventListener("message", ({ source }) => { if (source === window || source === null) globalThis.late.push(1); });
    const next = Object.assign(document.createElement("iframe"), { id: "f", src, title: "The next", width: "100%", height: "900" });
    document.body.append(next);
  }, embed("bottleneck", "&width=8"));
  await ready(await tab.waitForFrame((f) => f.url().includes("/embed/bottleneck/")), "bottleneck");
  assert.deepEqual(await tab.evaluate(() => globalThis.late), []);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("where storage is refused the page reads and computes, and says what it cannot keep", async () => {
  const tab = await page(browser);
  await tab.evaluateOnNewDocument(() => {
    const refuse = () => { throw new DOMException("refused", "SecurityError"); };
    for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) Object.defineProperty(window, name, { get: refuse });
  });
  await tab.goto(host.url("zh/alexnet/?w=convolution&v=1&backend=cpu#convolution"));
  await ready(tab, "convolution");
  await tab.waitForSelector(".journal");
  await tab.$eval(".journal", (d) => { d.open = true; });
  await tab.waitForFunction(() => document.querySelector(".journal").textContent.includes("这个浏览器不让网页存东西"));
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("a page that is not framed, or was opened by another, hears nobody", async () => {
  const tab = await page(browser);
  await tab.goto(embed("bottleneck", "&width=32"));
  await ready(tab, "bottleneck");
  await tab.evaluate(() => {
    postMessage({ thirdPass: 1, type: "setState", state: "width=512" }, "*");
    postMessage({ thirdPass: 1, type: "theme", theme: "dark" }, "*");
    dispatchEvent(new MessageEvent("message", { data: { thirdPass: 1, type: "setState", state: "width=512" }, source: window }));
  });
  // What comes behind them has been heard when this has.
  await tab.evaluate(() => new Promise((heard) => { addEventListener("message", ({ data }) => { if (data === "last") heard(); }); postMessage("last", "*"); }));
  assert.deepEqual(await tab.evaluate(() => [document.querySelector("[data-widget]").dataset.query, document.documentElement.dataset.theme ?? "auto"]), ["width=32", "auto"]);
  await tab.close();
});
