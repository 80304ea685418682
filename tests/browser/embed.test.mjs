// embed.js: the element, its attributes, its events, and strangers. In pages that others' programs make: tests/hosts.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { brotliCompressSync } from "node:zlib";
import { after, before, test } from "node:test";
import { chromium, DIST, page, serve } from "./harness.mjs";

let host, blog, browser;
const post = (body, { head = "" } = {}) => `<!doctype html><html lang="en"><head>
  <title>A post</title><link rel="icon" href="data:,">
  <script nonce="x">
    const heard = [];
    for (const type of ["ready", "statechange", "error"]) {
      addEventListener(type, (e) => { if (e.target.tagName === "THIRD-PASS") heard.push([e.target.id, type, e.detail]); }, true);
    }
  </script>
  <script type="module" src="${host.url("embed.js")}"></script>${head}</head><body>${body}</body></html>`;
const element = (more = "", inner = "a link") => `<third-pass id="a" widget="bottleneck" state="width=32&amp;seed=7" backend="cpu" ${more}>${inner}</third-pass>`;

before(async () => {
  host = await serve();
  browser = await chromium();
  blog = await serve({
    "/one": post(element()),
    "/zh": post(`<div lang="zh-CN">${element()}</div>`),
    "/dark": post(element(), { head: '<style nonce="x">body { background: #111; }</style>' }),
    "/sandbox": post(element('sandbox="allow-scripts"')),
    "/gone": post('<third-pass id="a" widget="nothing-of-that-name"><p>the fallback</p></third-pass>'),
    "/low": post(`<div style="height: 5000px"></div>${element()}`),
    "/zero": post(`<div style="width: 0; height: 0; overflow: hidden" id="box">${element()}</div>`),
  });
});
after(async () => { await browser.close(); await blog.close(); await host.close(); });

const open = async (where, options) => { const tab = await page(browser, options); await tab.goto(blog.origin + where); return tab; };
const heard = (tab, type, times = 1) => tab.waitForFunction((type, times) => heard.filter((h) => h[1] === type).length >= times, { timeout: 60_000 }, type, times);
const inner = (tab) => tab.waitForFrame((f) => f.url().includes("/embed/"));

test("the module is small", async () => {
  const bytes = brotliCompressSync(await readFile(path.join(DIST, "embed.js"))).length;
  assert.ok(bytes <= 6000, `${bytes} bytes`);
});

test("an element becomes a frame of its own height, tells its state and takes another", async () => {
  const tab = await open("/one");
  await heard(tab, "ready");
  const frame = await inner(tab);
  assert.match(frame.url(), /\/en\/embed\/bottleneck\/\?v=1&theme=light&width=32&seed=7&backend=cpu/);
  assert.equal(await tab.evaluate(() => a.getState()), "width=32&seed=7");
  // The frame is measured after it is filled, and told then.
  const off = async () => Math.abs(await tab.evaluate(() => a.getBoundingClientRect().height)
    - await frame.evaluate(() => document.body.getBoundingClientRect().height));
  let pixels = await off();
  for (let frames = 0; frames < 600 && pixels >= 3; frames++) {
    await tab.evaluate(() => new Promise(requestAnimationFrame));
    pixels = await off();
  }
  assert.ok(pixels < 3, `${pixels} pixels off`);
  assert.deepEqual(await frame.evaluate(() => [document.documentElement.scrollHeight, innerHeight].map((v) => v > 0)), [true, true]);
  assert.deepEqual(await tab.evaluate(() => heard.map((h) => h[1])), ["ready"]);

  await tab.evaluate(() => a.setState("width=128"));
  await heard(tab, "statechange");
  assert.equal(await tab.evaluate(() => a.getState()), "width=128");
  await frame.waitForSelector('[data-widget="bottleneck"][data-state="ready"][data-query="width=128"]');

  // By hand, in the frame.
  await frame.$eval("#bottleneck .actions button", (reset) => reset.click());
  await heard(tab, "statechange", 2);
  assert.equal(await tab.evaluate(() => a.getState()), "");
  // By attribute.
  await tab.evaluate(() => a.setAttribute("state", "seed=9"));
  await heard(tab, "statechange", 3);
  assert.equal(await tab.evaluate(() => heard.findLast((h) => h[1] === "statechange")[2].state), "seed=9");
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("language and theme are the page's, and follow it", async () => {
  const zh = await open("/zh");
  assert.match((await inner(zh)).url(), /\/zh\/embed\/bottleneck\//);
  await zh.close();
  const tab = await open("/dark");
  await heard(tab, "ready");
  const frame = await inner(tab);
  assert.equal(await frame.evaluate(() => document.documentElement.dataset.theme), "dark");
  await tab.evaluate(() => { document.body.style.background = "#fff"; });
  await frame.waitForSelector('html[data-theme="light"]');
  await tab.evaluate(() => a.setAttribute("theme", "dark"));
  await frame.waitForSelector('html[data-theme="dark"]');
  await tab.close();
});

test("its frame may be a sandbox, without a complaint", async () => {
  const tab = await open("/sandbox");
  await heard(tab, "ready");
  await tab.evaluate(() => a.setState("width=128"));
  await heard(tab, "statechange");
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("nothing is loaded before it comes near the view", async () => {
  const tab = await open("/low");
  assert.equal(await tab.evaluate(() => a.shadowRoot.querySelector("iframe")), null);
  await tab.evaluate(() => a.scrollIntoView());
  await heard(tab, "ready");
  await tab.close();
});

test("a widget that is not there leaves the fallback in place", async () => {
  const tab = await open("/gone");
  await tab.waitForFunction(() => a.shadowRoot.querySelector("iframe"));
  await inner(tab);
  assert.equal(await tab.$eval("#a p", (p) => p.getBoundingClientRect().height > 0), true);
  assert.equal(await tab.evaluate(() => "shown" in a.dataset), false);
  await tab.close();
});

test("strangers' messages change nothing, in either direction", async () => {
  const tab = await open("/one");
  await heard(tab, "ready");
  const frame = await inner(tab);
  const before = await tab.evaluate(() => a.style.height);
  await tab.evaluate(() => {
    // Not from the frame.
    postMessage({ thirdPass: 1, type: "height", height: 7777 }, "*");
    postMessage({ thirdPass: 1, type: "state", state: "width=512" }, "*");
    // From the parent, and of no form.
    const { contentWindow } = a.shadowRoot.querySelector("iframe");
    for (const odd of [null, 7, "x", {}, { thirdPass: 1 }, { thirdPass: 1, type: "setState", state: 7 }, { thirdPass: 1, type: "theme", theme: "<b>" },
      { thirdPass: 1, type: "setState", state: "width=" + "9".repeat(200_000) }]) contentWindow.postMessage(odd, "*");
  });
  // A sibling frame is not the parent.
  await tab.evaluate((html) => {
    const other = document.createElement("iframe");
    other.srcdoc = html;
    document.body.append(other);
  }, "<script nonce=x>parent.frames.length; for (let i = 0; i < parent.frames.length; i++) parent.frames[i].postMessage({ thirdPass: 1, type: 'setState', state: 'width=512' }, '*');</script>");
  await tab.waitForFrame((f) => f.url() === "about:srcdoc");
  // What is asked for after all that is what comes.
  await tab.evaluate(() => a.setState("width=128"));
  await heard(tab, "statechange");
  // "ready" may have come behind it.
  assert.equal(await tab.evaluate(() => heard.findLast((h) => h[1] === "statechange")[2].state), "width=128");
  assert.equal(await tab.evaluate(() => heard.filter((h) => h[1] === "statechange").length), 1);
  assert.equal(await frame.evaluate(() => document.documentElement.dataset.theme), "light");
  assert.notEqual(await tab.evaluate(() => a.style.height), "7777px");
  assert.ok(Number.parseInt(before) > 120);
  await tab.close();
});

test("bad states are named in the frame, which goes on", async () => {
  const tab = await open("/one");
  await heard(tab, "ready");
  const frame = await inner(tab);
  await tab.evaluate(() => a.setState("width=99999&w=attention&nonsense=%00<script>"));
  await frame.waitForSelector(".remarks:not([hidden]) li");
  await tab.evaluate(() => a.setState("width=128"));
  await frame.waitForSelector('[data-widget="bottleneck"][data-state="ready"][data-query="width=128"]');
  await tab.close();
});

test("a frame that is taken out, sized to nothing or put back does not break the page", async () => {
  const tab = await open("/zero");
  await tab.evaluate(() => { a.setState("width=128"); box.style = ""; });
  await heard(tab, "ready");
  assert.equal(await tab.evaluate(() => a.getState()), "width=128");
  await tab.evaluate(() => { const kept = a; a.setState("width=32"); kept.remove(); window.kept = kept; });
  await tab.evaluate(() => { heard.length = 0; document.body.append(window.kept); });
  await heard(tab, "ready");
  assert.equal(await tab.evaluate(() => a.getState()), "width=32");
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});
