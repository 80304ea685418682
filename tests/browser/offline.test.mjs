// Without a network: what is kept, what a reader saves, updates, and where nothing can be kept.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createHash } from "node:crypto";
import { WORDS } from "../../web/static/offline.js";
import { BASE, chromium, page, serve } from "./harness.mjs";

let host, browser;
/** What the host has in place of what was built: the next build. */
const next = {};
before(async () => { host = await serve(next); browser = await chromium(); });
after(async () => { await browser?.close(); await host?.close(); });

const list = async () => (await fetch(host.url("offline.json"))).json();
const sum = (rows) => rows.reduce((all, [, bytes]) => all + bytes, 0);
const foot = (tab, words) => tab.waitForFunction((words) => document.querySelector("[data-offline] span")?.textContent === words, { timeout: 60_000 }, words);
const press = (tab, words) => tab.evaluate((words) => [...document.querySelectorAll("[data-offline] button, .update-bar button")].find((b) => b.textContent === words).click(), words);
/** The host does not answer, neither to the page nor to its service worker. */
async function unplugged(what) {
  host.down = true;
  try { await what(); } finally { host.down = false; }
}
const ready = (tab, name) => tab.waitForSelector(`[data-widget="${name}"][data-state="ready"]`, { timeout: 120_000 });
/** What a reader's browser is: a profile of its own. */
async function reader(what) {
  const profile = await browser.createBrowserContext();
  try { await what(profile); } finally { await profile.close(); }
}

test("after one visit every note reads and its widgets compute without a network, in either language", () => reader(async (profile) => {
  const { once, save } = await list(), tab = await page(profile, { offline: true });
  await tab.goto(host.url("zh/how-to-read/"));
  await foot(tab, WORDS.zh.kept(sum(once)));
  assert.ok(await tab.$$eval("[data-offline] button", (b, words) => b.some((b) => b.textContent === words), WORDS.zh.save(sum(save))));
  await unplugged(async () => {
    for (const [where, widget, word] of [["zh/alexnet/", "convolution", "卷积"], ["en/resnet/", "bottleneck", "shortcut"], ["en/transformer/index.html", "attention", "attention"]]) {
      await tab.goto(host.url(`${where}?w=${widget}&backend=cpu#${widget}`));
      assert.ok((await tab.$eval("main", (m) => m.textContent)).includes(word), where);
      await ready(tab, widget);
    }
    // A link without its last slash, as people type it.
    await tab.goto(host.url("en/glossary?x=1"));
    assert.equal(new URL(tab.url()).pathname, `${BASE}en/glossary/`);
  });
  await tab.close();
}));

test("a page that is not kept says so, in a frame too", () => reader(async (profile) => {
  const { once } = await list(), tab = await page(profile, { offline: true });
  await tab.goto(host.url("en/alexnet/"));
  await foot(tab, WORDS.en.kept(sum(once)));
  await unplugged(async () => {
    await tab.goto(host.url("en/embed/pooling/"));
    assert.match(await tab.$eval("main", (m) => m.textContent), /没有网络[^]*No network[^]*not kept on this machine/);
    assert.equal(await tab.$eval("main a", (a) => new URL(a.href).pathname), BASE);
    // The guide is kept, the frames in it are not.
    await tab.goto(host.url("en/guide/"));
    await tab.$eval('third-pass[widget="bottleneck"]', (e) => e.scrollIntoView());
    const inner = await tab.waitForFrame((f) => f.url().includes("/embed/bottleneck/"));
    await inner.waitForFunction(() => document.body?.textContent.includes("No network"));
  });
  await tab.close();
}));

test("saved for offline, nets with their weights run, other photographs open, and it can be deleted again", () => reader(async (profile) => {
  const { once, save } = await list(), tab = await page(profile, { offline: true });
  await tab.goto(host.url("en/how-to-read/"));
  await foot(tab, WORDS.en.kept(sum(once)));
  await press(tab, WORDS.en.save(sum(save)));
  await foot(tab, WORDS.en.saved(sum(once) + sum(save)));
  await unplugged(async () => {
    await tab.goto(host.url("en/embed/network/?backend=cpu"));
    await ready(tab, "network");
    await tab.goto(host.url("zh/embed/pooling/?backend=cpu&picture=coffee"));
    await ready(tab, "pooling");
    await tab.goto(host.url("zh/open/"));
    await tab.$eval("button[data-template]", (b) => b.click());
    await tab.waitForSelector("article[data-note] math");
  });
  await tab.goto(host.url("en/how-to-read/"));
  await foot(tab, WORDS.en.saved(sum(once) + sum(save)));
  await press(tab, WORDS.en.drop(sum(save)));
  await foot(tab, WORDS.en.kept(sum(once)));
  const left = await tab.evaluate(async () => (await (await caches.open((await caches.keys())[0])).keys()).length);
  assert.equal(left, once.length + 1, "the list, and what is kept at once");
  await tab.close();
}));

test("where there is no room, or no network while saving, it is said and the rest stays", () => reader(async (profile) => {
  const { once, save } = await list(), tab = await page(profile, { offline: true });
  await tab.goto(host.url("zh/how-to-read/"));
  await foot(tab, WORDS.zh.kept(sum(once)));
  const cdp = await tab.createCDPSession();
  await unplugged(async () => {
    await press(tab, WORDS.zh.save(sum(save)));
    await foot(tab, WORDS.zh.cut);
  });
  await cdp.send("Storage.overrideQuotaForOrigin", { origin: host.origin, quotaSize: 1 });
  await press(tab, WORDS.zh.save(sum(save)));
  await foot(tab, WORDS.zh.full);
  await cdp.send("Storage.overrideQuotaForOrigin", { origin: host.origin });
  await press(tab, WORDS.zh.save(sum(save)));
  await foot(tab, WORDS.zh.saved(sum(once) + sum(save)));
  await tab.close();
}));

test("a first visit without room says so, and the page works as ever", () => reader(async (profile) => {
  const tab = await page(profile, { offline: true });
  const cdp = await tab.createCDPSession();
  await cdp.send("Storage.overrideQuotaForOrigin", { origin: host.origin, quotaSize: 1000 });
  await tab.goto(host.url("en/alexnet/?w=convolution&backend=cpu#convolution"));
  await foot(tab, WORDS.en.failed);
  await ready(tab, "convolution");
  await tab.close();
}));

const integrity = (text) => `sha256-${createHash("sha256").update(text).digest("base64")}`;
/** The next build: one page says something else, and a script has another name. */
async function rebuild(where, script) {
  const word = "said by the next build", renamed = script.replace(/-[0-9a-f]{16}/, `-${"0".repeat(16)}`);
  const text = async (file) => (await fetch(host.url(file))).text();
  const html = (await text(where)).replace("<h1", `<p>${word}</p><h1`), { once, save } = await list();
  const row = ([key, bytes]) => {
    if (key.startsWith(`${where}?`)) return [`${where}?${integrity(html)}`, Buffer.byteLength(html)];
    return [key === script ? renamed : key, bytes];
  };
  const built = { once: once.map(row), save }, said = JSON.stringify(built);
  const files = { [where]: html, [renamed]: await text(script), "offline.json": said, "sw.js": (await text("sw.js")).replace(/sha256-[^"]+/, integrity(said)) };
  for (const [file, body] of Object.entries(files)) next[BASE + file] = body;
  return { ...built, word };
}

test("a new build is offered by a bar that waits, keeps what was saved, and drops what is old", () => reader(async (profile) => {
  const { once, save } = await list(), tab = await page(profile, { offline: true });
  await tab.goto(host.url("en/how-to-read/"));
  await foot(tab, WORDS.en.kept(sum(once)));
  await press(tab, WORDS.en.save(sum(save)));
  await foot(tab, WORDS.en.saved(sum(once) + sum(save)));
  const script = once.map(([key]) => key).find((key) => key.startsWith("teach-"));
  const built = await rebuild("en/how-to-read/", script);
  try {
    await tab.reload();
    await tab.waitForSelector(".update-bar");
    assert.equal(await tab.$eval(".update-bar p", (p) => p.textContent), WORDS.en.update);
    assert.ok(!(await tab.$eval("main", (m) => m.textContent)).includes(built.word), "nothing reloads unasked");
    const other = await page(profile, { offline: true });
    await other.goto(host.url("zh/glossary/"));
    await other.waitForSelector(".update-bar");
    await press(other, WORDS.zh.later);
    assert.equal(await other.$(".update-bar"), null);
    // In a page behind another nothing is waited for frame by frame.
    await tab.bringToFront();
    const reloaded = tab.waitForNavigation();
    await press(tab, WORDS.en.reload);
    await reloaded;
    assert.ok((await tab.$eval("main", (m) => m.textContent)).includes(built.word));
    await foot(tab, WORDS.en.saved(sum(built.once) + sum(save)));
    // The other page is told that its build is gone, and is not reloaded.
    await other.waitForSelector(".update-bar");
    const keys = await tab.evaluate(async () => (await (await caches.open((await caches.keys())[0])).keys()).map((r) => r.url));
    assert.equal(keys.length, built.once.length + save.length + 1);
    assert.ok(!keys.some((url) => url.endsWith(script)), "what is old is dropped");
    await other.close();
  } finally {
    for (const file of Object.keys(next)) delete next[file];
  }
  await tab.close();
}));

test("frames on other sites register nothing, and compute", () => reader(async (profile) => {
  const blog = await serve({ "/blog": `<!doctype html><title>b</title><link rel="icon" href="data:,"><iframe src="${host.url("en/embed/convolution/?backend=cpu")}" title="t" width="800" height="900"></iframe><iframe src="${host.url("en/glossary/")}" title="g"></iframe>` });
  const tab = await page(profile, { offline: true });
  await tab.goto(`${blog.origin}/blog`);
  for (const where of ["/embed/", "/glossary/"]) {
    const inner = await tab.waitForFrame((f) => f.url().includes(where));
    if (where === "/embed/") await ready(inner, "convolution");
    await inner.waitForFunction(() => document.readyState === "complete");
    assert.equal(await inner.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
  }
  await tab.close();
  await blog.close();
}));
