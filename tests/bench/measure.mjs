// One case on all contenders, in one page, alternately: every contender in a frame of its own, and
// the order turned each round, so that what else the machine does meets all alike.
import { setTimeout as pause } from "node:timers/promises";
import { page } from "../browser/harness.mjs";
import { median } from "./statistics.mjs";

/** How much is measured: rounds at most, and milliseconds for one contender's runs of one case. */
export const FULL = { rounds: 10, steadyRounds: 5, budget: 6000 };
export const QUICK = { rounds: 3, steadyRounds: 2, budget: 1500 };

/** Between two contenders: what the last one left to do is done. */
const SETTLE = 15;
/** A measurement of resident passes lasts about so long. */
const STEADY = 300;

/** Runs and steady runs for one that takes `warm` milliseconds. */
export function rounds(warm, { rounds, steadyRounds, budget }) {
  const fit = Math.floor(budget / warm);
  return {
    runs: warm > budget ? 1 : Math.min(rounds, Math.max(3, fit)),
    steady: warm > budget / 2 ? 0 : Math.min(steadyRounds, Math.max(2, Math.floor(fit / 2))),
  };
}

/** A page, and in it a frame of a contender whose calls are made by name. */
export async function open(browser, host) {
  const tab = await page(browser);
  await tab.goto(host.url("/bench/page.html"));
  return tab;
}

export async function frame(tab, id) {
  const address = `./frame.html?id=${id}`;
  await tab.evaluate((address) => document.body.append(Object.assign(document.createElement("iframe"), { src: address })), address);
  const inside = await tab.waitForFrame((one) => one.url().endsWith(address.slice(1)));
  await inside.waitForFunction("globalThis.api", { timeout: 30_000 });
  return (name, ...given) => inside.evaluate((name, given) => globalThis.api[name](...given), name, given);
}

/** First steps of a contender: what it needs to be measured, or the words why it is not. */
async function start(tab, one, given) {
  const result = { run: [], steady: [] };
  try {
    const call = await frame(tab, one.id);
    const { ms, about } = await call("init");
    Object.assign(result, { initMs: ms, about, prepareMs: await call("prepare", given) });
    if (result.prepareMs === null) return { result: { skipped: "it lacks an operation" } };
    result.firstMs = await call("run");
    result.error = await call("error");
    const warm = await call("run");
    // Until optimized code has taken over.
    for (let i = 0; i < (warm < 100 ? 3 : warm < 1500 ? 1 : 0); i++) await call("run");
    return { result, call, warm };
  } catch (error) {
    return { result: { ...result, failed: words(error) } };
  }
}

const words = (error) => String(error?.message ?? error).split("\n")[0].slice(0, 200);

/** Measures in turns; what fails says so under `failed` and has no more turns. */
async function alternate(live, rounds, failed, measure) {
  for (let round = 0; round < rounds; round++) {
    for (let k = 0; k < live.length; k++) {
      const one = live[(k + round) % live.length];
      if (one.result[failed]) continue;
      await pause(SETTLE);
      try {
        await measure(one, round);
      } catch (error) {
        one.result[failed] = words(error);
      }
    }
  }
}

/** {id, note, flops, results: {contender: {run, steady, error, firstMs, prepareMs, initMs, about, steadyFailed?} | {skipped} | {failed}}} */
export async function measureCase(browser, host, given, contenders, effort, { maxFlops = Infinity } = {}) {
  const tab = await open(browser, host);
  const results = {}, live = [];
  for (const one of contenders) {
    if (one.kind === "webgpu" && given.flops > maxFlops) {
      results[one.id] = { skipped: "too slow in software" };
      continue;
    }
    const started = await start(tab, one, given);
    results[one.id] = started.result;
    if (started.call) live.push({ ...started, ...rounds(started.warm, effort) });
  }
  await alternate(live, effort.rounds, "failed", async ({ result, call, runs }, round) => {
    if (round < runs) result.run.push(await call("run"));
  });
  const steady = live.filter((one) => one.steady > 0 && !one.result.failed);
  await alternate(steady, 1, "steadyFailed", async (one) => {
    one.times = Math.max(1, Math.min(50, Math.round(STEADY / median(one.result.run))));
    await one.call("steady", Math.min(2, one.times));
  });
  await alternate(steady, effort.steadyRounds, "steadyFailed", async ({ result, call, steady, times }, round) => {
    if (round < steady) result.steady.push(await call("steady", times));
  });
  await tab.close();
  const { id, note, flops } = given;
  return { id, note, flops, results };
}
