// The peers' benchmark: every case on every contender, cold starts, and where the time of the
// slowest rows goes. `cargo xtask bench` installs what it needs and says where that is.
//   node run.mjs --packages FOLDER --models FOLDER --results FILE [--report FILE] [--cases a,b] [--quick]
// Without `--report` it prints. Among the cases, `cold` stands for the cold starts.
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { DIST, chromium } from "../browser/harness.mjs";
import { measureCold } from "./cold.mjs";
import { CONTENDERS } from "./contenders.mjs";
import { host as serve } from "./host.mjs";
import { FULL, QUICK, measureCase, open } from "./measure.mjs";
import { profile } from "./profile.mjs";
import { ratioIn, report, tried, wrong } from "./report.mjs";
import { median } from "./statistics.mjs";

const { values: options } = parseArgs({ options: {
  packages: { type: "string" }, models: { type: "string" }, results: { type: "string" }, report: { type: "string" },
  cases: { type: "string" }, quick: { type: "boolean" },
} });

/** In software a case of more operations than this would take minutes. */
const SOFTWARE_FLOPS = 450e6;
const PROFILES = 3;

const here = path.dirname(fileURLToPath(import.meta.url));
const effort = options.quick ? QUICK : FULL;
const load = () => os.loadavg()[0];

const launch = () => chromium({ args: [
  "--enable-unsafe-webgpu", "--enable-unsafe-swiftshader", "--enable-features=Vulkan",
  "--disable-renderer-backgrounding", "--disable-background-timer-throttling",
] });

const host = await serve({
  "/bench/": here, "/packages/": options.packages, "/models/": options.models,
  "/site/": DIST, "/site/ours.mjs": path.join(here, "ours.mjs"),
});
const known = JSON.parse(readFileSync(path.join(options.models, "index.json"), "utf8"));
const COLD = "cold";
const asked = options.cases?.split(",") ?? [...known, COLD];
const strange = asked.filter((id) => id !== COLD && !known.includes(id));
if (strange.length) {
  console.error(`there is no case ${strange.join(", ")}; there are ${known.join(", ")}, ${COLD}`);
  process.exit(1);
}
const read = (id) => JSON.parse(readFileSync(path.join(options.models, `${id}.json`), "utf8"));

/** What the browser computes on. */
async function adapter(browser) {
  const tab = await open(browser, host);
  const info = await tab.evaluate(async () => {
    const found = await navigator.gpu?.requestAdapter();
    return found && { name: found.info.description || `${found.info.vendor} ${found.info.architecture}`, software: found.info.isFallbackAdapter || /swiftshader|llvmpipe/i.test(`${found.info.architecture} ${found.info.description}`) };
  });
  await tab.close();
  return info ?? { name: "none", software: false };
}

const commit = spawnSync("git", ["rev-parse", "--short", "HEAD"], { cwd: here, encoding: "utf8" }).stdout?.trim() || "an unknown commit";
const engine = readdirSync(DIST).find((name) => /^worker-.*\.wasm$/.test(name)) ?? "an engine without a name";

const browser = await launch();
const { name, software } = await adapter(browser);
const results = {
  date: new Date().toISOString(), cpu: os.cpus()[0].model.trim(), cores: os.cpus().length, browser: await browser.version(),
  adapter: name, software, maxFlops: SOFTWARE_FLOPS, commit, engine, cases: [],
};
const keep = () => writeFileSync(options.results, JSON.stringify(results));

for (const id of asked.filter((id) => id !== COLD)) {
  const before = load();
  const measured = await measureCase(browser, host, read(id), CONTENDERS, effort, { maxFlops: software ? SOFTWARE_FLOPS : Infinity });
  results.cases.push({ ...measured, load: [before, load()] });
  keep();
  const ratios = ["wasm", "webgpu"].map((kind) => `${kind} ${ratioIn(measured, kind, "run")?.value.toFixed(2) ?? "–"}`);
  console.error(`${id}: ${ratios.join(", ")}, load ${load().toFixed(1)}`);
}

if (asked.includes(COLD)) {
  const before = load();
  console.error("cold starts");
  const rows = await measureCold(launch, host, CONTENDERS, options.quick ? 1 : 5);
  results.cold = { rows, load: [before, load()] };
  keep();
}

/** The cases in which this project is furthest behind, or least ahead. */
const slowest = (kind) => results.cases.map((one) => ({ one, made: ratioIn(one, kind, "steady") })).filter(({ made }) => made)
  .sort((a, b) => b.made.value - a.made.value).slice(0, PROFILES).map(({ one }) => one);

results.profiles = [];
for (const { id: contender, kind } of CONTENDERS.filter(({ ours }) => ours)) {
  for (const { id, results: measured } of slowest(kind)) {
    console.error(`profile of ${id}, ${contender}`);
    const rows = await profile(browser, host, read(id), contender, effort);
    results.profiles.push({ id, kind, rows, steady: median(measured[contender].steady) });
  }
}
keep();
await browser.close();
await host.close();

const text = `${report(results, tried()).trimEnd()}\n`;
if (options.report) writeFileSync(options.report, text);
else console.log(text);
const faults = wrong(results);
for (const fault of faults) console.error(`WRONG: ${fault}`);
process.exit(faults.length ? 1 : 0);
