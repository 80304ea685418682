// A step of training of the degradation widget's nets: on the CPU backend, on WebGPU (in software
// where there is no GPU), and in PyTorch on the same machine, one thread. Medians; figures hold for
// this machine and this run alone.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { chromium, page, serve } from "./harness.mjs";

const DEPTHS = [8, 14, 20, 56];
const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];

/** A page of its own for a backend. */
async function opened(host, backend) {
  const browser = await chromium({ webgpu: backend === "webgpu" });
  const tab = await page(browser);
  tab.setDefaultTimeout(0);
  await tab.goto(host.url(""));
  return { browser, tab, backend };
}

/** Milliseconds of each step but the first. */
const measure = (host, { tab, backend }, run) => tab.evaluate(async (url, backend, { depth, residual, steps }) => {
    const { open } = await import(url);
    const tp = await open({ backend });
    let state = 7;
    const noise = () => { state = (state * 1103515245 + 12345) % 2 ** 31; return state / 2 ** 30 - 1; };
    const spec = { kind: "cifarResnet", n: (depth - 2) / 6, widths: [8, 16, 32], classes: 10, shortcut: residual ? "zeroPad" : "none", norm: "batch" };
    const lesson = {
      data: { values: Float32Array.from({ length: 64 * 3 * 256 }, noise), shape: [64, 3, 16, 16] }, labels: Array.from({ length: 64 }, (_, i) => i % 10),
      batch: 64, steps, seed: 1, optimizer: { name: "sgd", lr: 0.1, momentum: 0.9, weightDecay: 1e-4 },
    };
    const times = [];
    let before;
    for await (const _ of tp.train(spec, lesson)) {
      const now = performance.now();
      // The first step makes what the others use.
      if (before !== undefined) times.push(now - before);
      before = now;
    }
    const { adapter } = tp;
    tp.close();
    return { times, adapter };
}, host.url("third-pass.js"), backend, run);

/** The same in PyTorch, or why not. */
function pytorch(runs) {
  const script = fileURLToPath(new URL("bench_train.py", import.meta.url));
  const made = spawnSync("/usr/bin/python3", [script], { input: JSON.stringify(runs), encoding: "utf8" });
  if (made.status !== 0) return { why: made.stderr.trim().split("\n").at(-1) };
  return JSON.parse(made.stdout);
}

const host = await serve();
const runs = DEPTHS.flatMap((depth) => [false, true].map((residual) => ({ depth, residual, steps: depth === 56 ? 8 : 20 })));
const torch = pytorch(runs);
const [cpu, gpu] = [await opened(host, "cpu"), await opened(host, "webgpu")];
console.log(`PyTorch ${torch.version ?? `could not run (${torch.why})`}, one thread; WebGPU may be in software, and has a few steps of each net but the deepest`);
console.log("net            CPU backend     WebGPU      PyTorch   CPU : PyTorch   WebGPU : PyTorch");
for (const [i, run] of runs.entries()) {
  const c = median((await measure(host, cpu, run)).times);
  const g = run.depth <= 20 ? median((await measure(host, gpu, { ...run, steps: 4 })).times) : undefined;
  const p = torch.times && median(torch.times[i].slice(1));
  const ms = (v) => (v === undefined ? "–" : `${v.toFixed(1)} ms`).padStart(12);
  const ratio = (v) => (p === undefined || v === undefined ? "–" : (v / p).toFixed(2)).padStart(16);
  console.log(`${`${run.residual ? "residual" : "plain"}-${run.depth}`.padEnd(13)}${ms(c)}${ms(g)}${ms(p)}${ratio(c)}${ratio(g)}`);
}
for (const { browser } of [cpu, gpu]) await browser.close();
await host.close();
