// Two links side by side: how links are read, and the page that shows them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { frameOf, linkOf, pairOf, read } from "../../web/static/compare.js";
import { axeSource, BASE, chromium, page, serve } from "./harness.mjs";

let host, browser;
before(async () => { host = await serve(); browser = await chromium(); });
after(async () => { await browser?.close(); await host?.close(); });

const ROOT = "https://example.org/deep/third-pass/", WIDGETS = ["bottleneck", "degradation", "convolution"];
const found = (given) => read(given, ROOT, WIDGETS);

test("queries, paths, embeds and whole links of ours are read alike", () => {
  const same = { widget: "bottleneck", query: "width=64&seed=7", hash: "" };
  for (const given of [
    "w=bottleneck&width=64&seed=7", "?w=bottleneck&width=64&seed=7", "  width=64&w=bottleneck&seed=7 ",
    "zh/resnet/?w=bottleneck&width=64&seed=7", "/deep/third-pass/en/resnet/?w=bottleneck&width=64&seed=7",
    `${ROOT}zh/resnet/?w=bottleneck&width=64&seed=7`, `${ROOT}en/embed/bottleneck/?width=64&seed=7`,
    "embed/bottleneck/?width=64&seed=7", `${ROOT}en/embed/bottleneck/index.html?width=64&seed=7`,
  ]) assert.deepEqual(found(given), same, given);
  assert.deepEqual(found("zh/resnet/#degradation"), { widget: "degradation", query: "", hash: "#degradation" });
  const blob = found("w=convolution&v=1#convolution&d=1.abc");
  assert.equal(linkOf(blob), "w=convolution&v=1#convolution&d=1.abc");
  assert.equal(frameOf(blob, ROOT, "zh"), `${ROOT}zh/embed/convolution/?v=1#convolution&d=1.abc`);
  assert.equal(linkOf(found("zh/resnet/?w=bottleneck#bottleneck")), "w=bottleneck");
  assert.equal(pairOf(["w=a&b=1", "w=c#c&d=1"]), "?a=w%3Da%26b%3D1&b=w%3Dc%23c%26d%3D1");
});

test("whatever is not ours is named, and never becomes an address", () => {
  for (const [given, error] of [
    ["", "empty"], [null, "empty"], ["   ", "empty"],
    ["https://evil.example/en/embed/bottleneck/", "foreign"], ["//evil.example/deep/third-pass/", "foreign"],
    ["\\\\evil.example\\x", "foreign"], ["javascript:alert(1)", "foreign"], ["data:text/html,<script>", "foreign"],
    ["http://example.org/deep/third-pass/?w=bottleneck", "foreign"], ["/elsewhere/?w=bottleneck", "foreign"],
    ["../../?w=bottleneck", "foreign"], ["http://[", "foreign"],
    [`${ROOT}zh/compare/?a=w%3Dbottleneck`, "nested"], ["compare/", "nested"],
    ["zh/resnet/", "none"], ["just words", "none"], ["width=64", "none"],
    ["w=nothing", "unknown"], ["w=<img src=x>", "unknown"], ["en/embed/nothing/", "unknown"], ["w=", "none"],
    [`w=bottleneck&x=${"7".repeat(100_000)}`, "long"],
  ]) assert.equal(found(given).error, error, String(given).slice(0, 60));
});

async function show(lang, query, { width = 1280, bypass = false } = {}) {
  const tab = await page(browser, { width });
  if (bypass) await tab.setBypassCSP(true);
  await tab.goto(host.url(`${lang}/compare/${query}`));
  return tab;
}
const frame = (tab, side) => tab.$eval(`[data-side="${side}"] iframe`, (f) => ({ hidden: f.hidden, src: f.getAttribute("src"), height: f.height, title: f.title }));
const wrong = (tab, side) => tab.$eval(`[data-side="${side}"] [data-wrong]`, (p) => (p.hidden ? "" : p.textContent));
const inside = async (tab, side) => (await tab.$(`[data-side="${side}"] iframe`)).contentFrame();
const ready = async (tab, side, widget) => {
  await tab.waitForFunction((side) => document.querySelector(`[data-side="${side}"] iframe`).src !== "", {}, side);
  const where = await inside(tab, side);
  await where.waitForSelector(`[data-widget="${widget}"][data-state="ready"]`, { timeout: 120_000 });
  return where;
};
const pair = (a, b) => `?a=${encodeURIComponent(a)}&b=${encodeURIComponent(b)}`;
const even = (tab) => tab.waitForFunction(() => {
  const heights = [...document.querySelectorAll(".compared iframe")].map((f) => f.getBoundingClientRect().height);
  return heights[0] > 400 && heights[0] === heights[1];
}, { timeout: 30_000 });

test("two states stand side by side, equally high; what is moved in them is in the pair's link", async () => {
  const tab = await show("en", pair("w=bottleneck&width=8&outer=32&side=7", `${host.url("zh/resnet/")}?w=bottleneck&v=1&width=16&outer=32&side=7&shortcut=none`));
  const [left] = [await ready(tab, "a", "bottleneck"), await ready(tab, "b", "bottleneck")];
  await even(tab);
  assert.equal((await frame(tab, "a")).src, `${host.url("en/embed/bottleneck/")}?width=8&outer=32&side=7`);
  assert.match((await frame(tab, "b")).title, /^B: Is a bottleneck cheaper/);
  assert.equal(await tab.$eval("#link-b", (i) => i.value), "w=bottleneck&v=1&width=16&outer=32&side=7&shortcut=none");
  await left.evaluate(() => {
    const field = document.querySelector('.control[data-key="width"] input[type="number"]');
    field.value = "4";
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await left.waitForFunction(() => location.search.includes("width=4"));
  await tab.click("[data-share]");
  const link = await tab.$eval("[data-link]", (i) => i.value);
  const params = new URL(link).searchParams;
  assert.match(params.get("a"), /^w=bottleneck&.*width=4/);
  assert.match(params.get("b"), /width=16/);
  assert.ok(await tab.$eval("[data-said]", (p) => p.textContent.length > 0));
  // The link brings the pair back, and a swap turns it round.
  const other = await page(browser);
  await other.goto(link);
  await ready(other, "a", "bottleneck");
  await other.click("[data-swap]");
  assert.match(await other.$eval("#link-a", (i) => i.value), /width=16/);
  await other.close();
  assert.deepEqual(tab.complaints, []);
  assert.deepEqual([...tab.asked], [host.origin]);
  await tab.close();
});

test("a link is pasted, mended and cleared by hand", async () => {
  const tab = await show("zh", "");
  assert.match(await wrong(tab, "a"), /还没有链接/);
  const paste = async (side, words) => {
    await tab.$eval(`#link-${side}`, (i) => { i.value = ""; });
    await tab.type(`#link-${side}`, words);
    await tab.keyboard.press("Enter");
  };
  await paste("a", "w=nothing");
  assert.match(await wrong(tab, "a"), /没有叫“nothing”的组件/);
  assert.equal(await tab.$eval("#link-a", (i) => i.getAttribute("aria-invalid") !== null), true);
  await paste("a", "w=bottleneck&width=8&outer=32&side=7");
  await ready(tab, "a", "bottleneck");
  assert.equal(await wrong(tab, "a"), "");
  await tab.waitForFunction(() => new URLSearchParams(location.search).get("a")?.startsWith("w=bottleneck"));
  // The theme of the page is the frames'.
  await tab.click('[data-theme-choice="dark"]');
  const theme = await (await inside(tab, "a")).evaluate(() => document.documentElement.dataset.theme);
  assert.equal(theme, "dark");
  await tab.evaluate(() => localStorage.clear());
  await tab.close();
});

test("foreign, hostile and endless links show words, load nothing and inject nothing", async () => {
  for (const [a, words] of [
    ["https://evil.example/", "no link of this site"], ["javascript:alert(1)", "no link of this site"], ["data:text/html,x", "no link of this site"],
    ["%3Cscript%3E<img src=x onerror=alert(1)>", "names no widget"], ["w=<b>x</b>", "There is no widget “<b>x</b>”"],
    [`${BASE}en/compare/?a=w%3Dbottleneck`, "does not go into itself"], ["\u0000\u202e%", "names no widget"],
  ]) {
    const tab = await show("en", pair(a, ""));
    assert.ok((await wrong(tab, "a")).includes(words), `${a}: ${await wrong(tab, "a")}`);
    const { hidden, src } = await frame(tab, "a");
    assert.deepEqual([hidden, src], [true, null], a);
    assert.equal(await tab.$("main img, main b, main script"), null);
    assert.deepEqual([...tab.asked], [host.origin]);
    assert.deepEqual(tab.complaints, []);
    await tab.close();
  }
  const tab = await show("en", "");
  await tab.evaluate((long) => { history.replaceState(null, "", `?a=${long}`); }, `w%3Dbottleneck%26x%3D${"7".repeat(100_000)}`);
  await tab.$eval("#link-a", (i) => { i.value = `w=bottleneck&x=${"7".repeat(100_000)}`; i.dispatchEvent(new Event("change")); });
  assert.match(await wrong(tab, "a"), /too long/);
  await tab.close();
});

test("the notes, the foot and the front page lead here, and every ready pair opens", async () => {
  const tab = await page(browser);
  await tab.goto(host.url("en/resnet/"));
  assert.ok(await tab.$('article a[href^="../compare/?a="]'));
  assert.ok(await tab.$('footer.site a[href$="en/compare/"]'));
  await tab.goto(host.url(""));
  assert.equal((await tab.$$(".front a[href$='/compare/']")).length, 2);
  for (const lang of ["zh", "en"]) {
    await tab.goto(host.url(`${lang}/compare/`));
    const pairs = await tab.$$eval("main ul a", (all) => all.map((a) => a.href));
    assert.ok(pairs.length >= 4);
    for (const href of pairs) {
      await tab.goto(href);
      for (const side of ["a", "b"]) {
        assert.equal(await wrong(tab, side), "", href);
        assert.equal((await frame(tab, side)).hidden, false);
      }
    }
  }
  await tab.close();
});

test("without JavaScript the page says so, and axe finds nothing, wide and narrow", async () => {
  const bare = await page(browser);
  await bare.setJavaScriptEnabled(false);
  await bare.goto(host.url("en/compare/?a=w%3Dbottleneck"));
  assert.match(await bare.$eval("main", (m) => m.innerText), /needs JavaScript/);
  await bare.close();
  for (const [lang, width, theme] of [["zh", 1280, "dark"], ["en", 360, "light"], ["zh", 360, "dark"], ["en", 1280, "light"]]) {
    const tab = await show(lang, `${pair("w=bottleneck&width=8&outer=32&side=7", "w=nothing")}&theme=${theme}`, { width, bypass: true });
    await ready(tab, "a", "bottleneck");
    await tab.$$eval("details", (all) => all.forEach((d) => { d.open = true; }));
    await tab.addScriptTag({ path: axeSource });
    const found = await tab.evaluate(async () => (await globalThis.axe.run({ exclude: ["iframe"] })).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`));
    assert.deepEqual(found, [], `${lang} ${width} ${theme}`);
    assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${lang} ${width}`);
    const tops = await tab.$$eval(".compared", (all) => all.map((s) => s.getBoundingClientRect().top));
    assert.equal(tops[0] === tops[1], width > 700, "side by side, or one above the other");
    await tab.close();
  }
});
