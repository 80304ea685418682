// Pages of others: a test takes their sources, which lie in folders beside this file, builds them,
// serves them on another site than the widgets' own, and sees that the widgets live there.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, page, serve } from "../browser/harness.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
/** What the sources call the site. */
const SITE = "https://third-pass.example/";

/** What `cargo xtask` says that a test needs: a program, or a folder of packages. */
export function tool(variable) {
  const found = process.env[variable];
  assert.ok(found, `${variable} is not set: cargo xtask test hosts --hosts`);
  return found;
}

/** A copy of a host's sources, in a folder of its own, in which the site is at `site`. */
export async function sources(name, site) {
  const folder = await mkdtemp(path.join(tmpdir(), `third-pass-${name}-`));
  await cp(path.join(here, name), folder, { recursive: true });
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath ?? entry.path, entry.name), text = await readFile(file, "utf8");
    await writeFile(file, text.replaceAll(SITE, site));
  }
  return folder;
}

/** Runs a program to its end. */
export function run(program, args, cwd, env = {}) {
  const { status, error, stdout, stderr } = spawnSync(program, args, { cwd, encoding: "utf8", env: { ...process.env, ...env } });
  assert.equal(status, 0, `${program} ${args.join(" ")}: ${error ?? ""}${stdout}${stderr}`);
  return stdout;
}

/** Puts a folder of npm's packages within reach of a host's sources. */
export const packages = (folder, modules) => symlink(modules, path.join(folder, "node_modules"), "junction");

/**
 * A host on its own site: `make(folder)` builds the sources and gives the folder to serve. Names of
 * one machine are other sites to a browser, so that frames, caches and storage are a stranger's.
 */
export async function built(name, site, make) {
  const folder = await sources(name, site);
  const server = await serve({ "/favicon.ico": "" }, { folder: await make(folder), base: "/" });
  return {
    folder,
    url: (rest) => server.origin.replace("127.0.0.1", "localhost") + server.base + rest,
    close: async () => { await server.close(); await rm(folder, { recursive: true, force: true }); },
  };
}

/**
 * Chromium with frames of other sites in the process of the page: strangers to it all the same in
 * origin, storage and cache, but puppeteer loses no frame that moves to another process.
 */
export const together = () => chromium({ args: ["--disable-site-isolation-trials", "--disable-features=site-per-process,IsolateOrigins,IsolateSandboxedIframes"] });

/** A tab on a host's page that notes what its elements tell. */
export async function visit(browser, url, options) {
  const tab = await page(browser, options);
  await tab.evaluateOnNewDocument(() => {
    globalThis.heard = [];
    for (const type of ["ready", "statechange", "error"]) {
      addEventListener(type, (e) => { if (e.target.localName === "third-pass") globalThis.heard.push({ of: e.target.id, type, at: performance.now(), ...e.detail }); }, true);
    }
  });
  await tab.goto(url);
  return tab;
}

/** Waits until elements have told so many events of a kind, and gives the last. */
export async function heard(tab, type, times = 1) {
  await tab.waitForFunction((type, times) => globalThis.heard.filter((h) => h.type === type).length >= times, { timeout: 120_000 }, type, times);
  return tab.evaluate((type) => globalThis.heard.findLast((h) => h.type === type), type);
}

/** The frame of a widget. */
export const inside = (tab, widget) => tab.waitForFrame((frame) => frame.url().includes(`/embed/${widget}/`));
/** Waits until something is there. */
export const there = (where, selector) => where.waitForSelector(selector, { timeout: 120_000 });
/** Waits until a widget shows its result. */
export const ready = (frame, widget, query = "") => there(frame, `[data-widget="${widget}"][data-state="ready"]${query}`);

/** Waits until the element is as high as what its frame shows. */
export async function fits(tab, frame) {
  const heights = async () => [
    await tab.$eval("third-pass", (e) => e.getBoundingClientRect().height),
    await frame.evaluate(() => document.body.getBoundingClientRect().height),
  ];
  let [around, shown] = await heights();
  for (let frames = 0; frames < 600 && Math.abs(around - shown) >= 3; frames++) {
    await tab.evaluate(() => new Promise(requestAnimationFrame));
    [around, shown] = await heights();
  }
  assert.ok(Math.abs(around - shown) < 3, `the element is ${around} pixels high, what it shows ${shown}`);
  return shown;
}

/**
 * All that a widget does in a host whose page has the bottleneck as an element and the normalization
 * as a frame: `dark` switches the page by the host's own means, `site` is where the widgets are.
 */
export async function lives(tab, { lang, dark, site }) {
  await tab.$eval("third-pass", (e) => e.scrollIntoView());
  await heard(tab, "ready");
  const frame = await inside(tab, "bottleneck");
  assert.match(frame.url(), new RegExp(`/${lang}/embed/bottleneck/\\?v=1&theme=light&width=32&seed=7&backend=cpu$`));
  await ready(frame, "bottleneck");
  assert.equal(await tab.$eval("third-pass :is(a, p)", (inner) => inner.checkVisibility()), false, "the fallback is out of sight");

  const height = await fits(tab, frame);
  await frame.evaluate(() => { for (const details of document.querySelectorAll("details")) details.open = true; });
  assert.ok(await fits(tab, frame) > height, "it grew");

  await tab.$eval("third-pass", (e) => e.setState("width=128"));
  assert.equal((await heard(tab, "statechange")).state, "width=128");
  assert.equal(await tab.$eval("third-pass", (e) => e.getState()), "width=128");
  await ready(frame, "bottleneck", '[data-query="width=128"]');

  await dark(tab);
  await there(frame, 'html[data-theme="dark"]');

  await tab.$eval('iframe[src*="/embed/"]', (f) => f.scrollIntoView());
  await ready(await inside(tab, "normalization"), "normalization");
  assert.deepEqual(tab.complaints, []);
  const own = new Set([new URL(tab.url()).origin, new URL(site).origin]);
  assert.deepEqual([...tab.asked].filter((origin) => !own.has(origin)), []);
}
