// third-pass.zip in a class room: unpacked, served by Python over plain http on this machine's own
// address, as other machines see it. No secure context: no WebGPU, locks, clipboard, service worker.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { WORDS } from "../../web/static/offline.js";
import { WORDS as SHARE } from "../../web/static/share.js";
import { button } from "./alexnet-widgets.mjs";
import { chromium, DIST, firefox, page } from "./harness.mjs";

const address = Object.values(os.networkInterfaces()).flat().find((i) => i.family === "IPv4" && !i.internal)?.address;
let folder, site, browser;
before(async () => {
  assert.ok(address, "this machine has no address but its own loop");
  folder = await mkdtemp(path.join(os.tmpdir(), "third-pass-"));
  execFileSync("python3", ["-m", "zipfile", "-e", path.join(DIST, "third-pass.zip"), folder]);
  site = path.join(folder, "third-pass");
  browser = await chromium({ webgpu: true });
});
after(async () => { await browser?.close(); await rm(folder, { recursive: true, force: true }); });

/** Python's server, and the port that it prints. */
async function serving(args, port, what) {
  const python = spawn("python3", ["-u", ...args], { cwd: site });
  try {
    const said = await new Promise((ok, fail) => {
      let text = "";
      python.once("exit", () => fail(new Error(`python3 ${args.join(" ")} ended: ${text}`)));
      python.stderr.on("data", (more) => { text += more; });
      python.stdout.on("data", (more) => { text += more; if (port.test(text)) ok(text); });
    });
    await what(`http://${address}:${port.exec(said)[1]}/`, said);
  } finally {
    python.kill();
  }
}
const plainly = (what) => serving(["-m", "http.server", "0", "--bind", address], /port (\d+)/, what);
const ready = (tab, name) => tab.waitForSelector(`[data-widget="${name}"][data-state="ready"]`, { timeout: 120_000 });
const numbers = (tab, name) => tab.$eval(`[data-widget="${name}"] .numbers`, (p) => p.textContent);
const foot = (tab) => tab.waitForSelector("[data-offline] span").then((span) => span.evaluate((s) => s.textContent));

test("its widgets compute on the CPU, and the page says why, in either language", () => plainly(async (root) => {
  for (const [lang, why] of [["zh", "经http打开"], ["en", "over plain http"]]) {
    const tab = await page(browser, { offline: true });
    await tab.goto(`${root}${lang}/alexnet/?w=convolution#convolution`);
    const missing = ["gpu", "locks", "clipboard", "serviceWorker"];
    assert.deepEqual(await tab.evaluate((all) => [isSecureContext, all.filter((name) => navigator[name]), Boolean(crypto.subtle)], missing), [false, [], false]);
    await ready(tab, "convolution");
    assert.equal(await tab.$eval('[data-widget="convolution"]', (w) => w.dataset.backend), "cpu");
    assert.ok((await numbers(tab, "convolution")).includes(why));
    assert.equal(await foot(tab), WORDS[lang].http);
    assert.deepEqual(tab.complaints, []);
    assert.deepEqual([...tab.asked], [new URL(root).origin], "nothing is asked of another machine");
    await tab.close();
  }
}));

test("WebGPU that was asked for is refused with the reason", () => plainly(async (root) => {
  const tab = await page(browser);
  await tab.goto(`${root}zh/embed/pooling/?backend=webgpu`);
  await tab.waitForSelector('[data-widget][data-state="error"]');
  assert.match(await tab.$eval(".remarks.error", (e) => e.textContent), /这一页经http打开，浏览器只在https（或本机）下开放WebGPU/);
  await tab.close();
}));

test("a net with its weights runs, a dead worker is noticed, and a link can be had", () => plainly(async (root) => {
  const tab = await page(browser);
  await tab.goto(`${root}en/embed/network/`);
  await ready(tab, "network");
  const [worker] = tab.workers();
  await worker.evaluate(() => { setTimeout(() => { throw new Error("killed by the test"); }); });
  await tab.waitForFunction(() => document.querySelector(".remarks").textContent.includes("was started again"));
  await tab.evaluate(() => document.querySelector('.actions button[aria-haspopup="dialog"]').click());
  await tab.waitForSelector("dialog.share-box[open]");
  await tab.$eval('[data-copy="link"]', (b) => b.click());
  await tab.waitForFunction((words) => document.querySelector(".said-now").textContent === words, {}, SHARE.en.byHand(SHARE.en.link));
  assert.equal(await tab.evaluate(() => { const f = document.activeElement; return f.value.slice(f.selectionStart, f.selectionEnd); }), `${root}en/embed/network/?v=1`);
  await tab.keyboard.press("Escape");
  await button(tab, "Set a task");
  await tab.waitForSelector("dialog.task-box[open]");
  await tab.evaluate(() => [...document.querySelectorAll(".task-box button")].find((b) => b.textContent === "Copy").click());
  await tab.waitForFunction(() => document.querySelector('.task-box [role="status"]').textContent.includes("by hand"));
  await tab.close();
}));

test("Firefox computes there too", () => plainly(async (root) => {
  const other = await firefox();
  try {
    const tab = await page(other);
    await tab.goto(`${root}en/resnet/?w=bottleneck#bottleneck`);
    await ready(tab, "bottleneck");
    assert.ok((await numbers(tab, "bottleneck")).includes("over plain http"));
    await tab.close();
  } finally {
    await other.close();
  }
}));

test("serve.py prints the address for students, and serves sandboxed frames", () => serving(["serve.py", "0"], /students: +http:\/\/[\d.]+:(\d+)\/[^]*localhost/, async (root, said) => {
  assert.ok(said.includes(root), said);
  for (const [file, type] of [["embed.js", "text/javascript"], ["offline.json", "application/json"], ["", "text/html; charset=utf-8"]]) {
    const { headers } = await fetch(root + file);
    assert.deepEqual([headers.get("content-type"), headers.get("access-control-allow-origin")], [type, "*"], file);
  }
  const tab = await page(browser);
  await tab.goto(`${root}README.txt`);
  await tab.setContent(`<iframe sandbox="allow-scripts" src="${root}zh/embed/convolution/" title="t" width="800" height="900"></iframe>`);
  const inner = await tab.waitForFrame((f) => f.url().includes("/embed/"));
  await ready(inner, "convolution");
  await tab.close();
}));
