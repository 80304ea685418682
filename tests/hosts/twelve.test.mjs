// Twelve widgets on one page, all in view at once.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { chromium, DIST, serve } from "../browser/harness.mjs";
import { built, heard, visit } from "./hosts.mjs";

let site, host, browser;
before(async () => {
  site = await serve();
  host = await built("plain", site.url(""), (folder) => folder);
  browser = await chromium();
});
after(async () => { await browser?.close(); await host?.close(); await site?.close(); });

/** Megabytes that a program and all that it started hold, shared pages by their part; elsewhere than on Linux nothing. */
function held(root) {
  const parents = new Map(), sizes = new Map();
  try {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        parents.set(Number(pid), Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ")[1]));
        sizes.set(Number(pid), Number(/^Pss: +(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))[1]));
      } catch { /* it ended, or is another's */ }
    }
  } catch { return undefined; }
  const within = (pid) => pid === root || (parents.has(pid) && within(parents.get(pid)));
  return [...sizes].reduce((sum, [pid, size]) => sum + (within(pid) ? size : 0), 0) / 1024;
}

test("all of them compute, and every module is fetched once", async (t) => {
  const fresh = await browser.createBrowserContext(); // with a cache of its own
  const before = held(browser.process().pid);
  site.asked.length = 0;
  // High enough for twelve, and coarse, so that the picture is no larger than a screen's.
  const tab = await visit(fresh, "about:blank");
  await tab.setViewport({ width: 1280, height: 24_000, deviceScaleFactor: 0.1 });
  await tab.goto(host.url("twelve.html"));
  await heard(tab, "ready", 12);
  const told = await tab.evaluate(() => globalThis.heard);
  const times = told.filter((h) => h.type === "ready").map((h) => h.at);
  const memory = held(browser.process().pid);
  t.diagnostic(`ready: the first after ${(times[0] / 1000).toFixed(1)} s, the last after ${(times.at(-1) / 1000).toFixed(1)} s`);
  if (memory !== undefined) t.diagnostic(`the browser holds ${memory.toFixed(0)} MB, ${(memory - before).toFixed(0)} MB of it for the page`);
  assert.equal(new Set(told.filter((h) => h.type === "ready").map((h) => h.of)).size, 12);

  const fetched = site.asked.filter((file) => file.endsWith(".wasm")).map((file) => path.basename(file));
  t.diagnostic(`fetched: ${fetched.join(" ")}`);
  assert.deepEqual(fetched, [...new Set(fetched)]);
  // The page's module, the parts that boot.js names for these widgets, and the engine.
  const boot = readFileSync(path.join(DIST, readdirSync(DIST).find((file) => file.startsWith("boot-"))), "utf8");
  const { parts, wasm } = JSON.parse(/PAGE = (\{.*?\});/.exec(boot)[1]);
  const named = Object.entries(parts).filter(([island]) => /^(Attention|Bottleneck|Convolution|Normalization)_/.test(island)).flatMap(([, files]) => files);
  const [engine, ...modules] = fetched.sort().reverse();
  assert.match(engine, /^worker-/);
  assert.deepEqual(modules.reverse(), [...new Set([wasm, ...named])].map((file) => path.basename(file)).sort());
  assert.deepEqual(tab.complaints, []);
  await fresh.close();
});
