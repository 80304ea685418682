// The results of a run as Markdown.   node report.mjs RESULTS.json > BENCH.md
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CONTENDERS } from "./contenders.mjs";
import { TOLERANCE, geometricMean, median, quantile, ratio, summary } from "./statistics.mjs";

const MEASURES = { run: "end to end", steady: "resident" };

/** Three digits. */
const short = (x) => (x >= 99.95 ? x.toFixed(0) : x >= 9.995 ? x.toFixed(1) : x.toFixed(2));
const span = ({ q1, median, q3 }) => `${short(median)} [${short(q1)}–${short(q3)}]`;
const ratioOf = (made) => (made ? (made.clear ? short(made.value) : `(${short(made.value)})`) : "–");
const table = (head, rows) => [head, head.map((_, i) => (i ? "--:" : "---")), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

/** The contenders of a kind, this project first. */
const ofKind = (kind) => {
  const all = CONTENDERS.filter((one) => one.kind === kind);
  return [...all.filter((one) => one.ours), ...all.filter((one) => !one.ours)];
};

/** Ours in parts of the faster right peer. */
export function ratioIn({ results }, kind, measure) {
  const [ours, ...peers] = ofKind(kind).map(({ id }) => summary(results[id], measure));
  return ratio(ours, peers);
}

function cell(result, measure) {
  if (!result) return "–";
  const failed = result.failed ?? (measure === "steady" && result.steadyFailed);
  if (failed) return `failed: ${failed}`;
  if (result.skipped) return result.skipped;
  if (!(result.error <= TOLERANCE)) return `wrong (${result.error.toExponential(0)})`;
  const made = summary(result, measure);
  return made ? span(made) : "–";
}

function errorOf(result) {
  return Number.isFinite(result?.error) ? result.error.toExponential(0) : "–";
}

/** The cases of which a kind has any result. */
const measured = (cases, kind) => cases.filter(({ results }) => ofKind(kind).some(({ id }) => results[id] && !results[id].skipped));

function rowsOf(cases, kind, measure) {
  const contenders = ofKind(kind);
  const rows = measured(cases, kind).map((one) => [
    one.id, (one.flops / 1e6).toFixed(one.flops < 1e7 ? 1 : 0), ...contenders.map(({ id }) => cell(one.results[id], measure)),
    ratioOf(ratioIn(one, kind, measure)), errorOf(one.results[contenders[0].id]), one.load.map((load) => load.toFixed(1)).join(" → "),
  ]);
  return table(["case", "MFLOP", ...contenders.map(({ name }) => `${name}, ms`), "ratio", "error", "load"], rows);
}

function inWords(cases, kind, measure) {
  const made = cases.map((one) => ratioIn(one, kind, measure)).filter(Boolean);
  if (!made.length) return "";
  const faster = made.filter(({ clear, value }) => clear && value < 1).length, slower = made.filter(({ clear, value }) => clear && value > 1).length;
  return `Of ${made.length} rows Third Pass is faster in ${faster}, slower in ${slower}, within the quartiles in ${made.length - faster - slower}; geometric mean of the ratios ${short(geometricMean(made.map(({ value }) => value)))}.`;
}

const section = (cases, kind, measure) => `### ${MEASURES[measure][0].toUpperCase()}${MEASURES[measure].slice(1)}\n\n${rowsOf(cases, kind, measure)}\n\n${inWords(cases, kind, measure)}`;

function coldOf({ rows, load }, kind) {
  const bodies = rows.filter((row) => row.kind === kind).map((row) => {
    if (!row.ms.length) return [row.name, `failed: ${row.failed}`, "–"];
    const made = { q1: quantile(row.ms, 0.25), median: median(row.ms), q3: quantile(row.ms, 0.75) };
    return [row.name, span(made), (row.bytes / 1e6).toFixed(1)];
  });
  return `${table([kind === "wasm" ? "WebAssembly" : "WebGPU", "ms", "MB"], bodies)}\n\nLoad ${load.map((one) => one.toFixed(1)).join(" → ")}.`;
}

function profileOf({ id, rows, steady }) {
  const all = rows.reduce((sum, { ms, times }) => sum + ms * times, 0);
  const lines = rows.slice(0, 6).map(({ op, shapes, times, ms, flops }) => [
    `${op} ${shapes.slice(0, -1).slice(0, 2).map((shape) => shape.join("×")).join(" · ")} → ${shapes.at(-1).join("×")}`, times, short(ms),
    `${Math.round(100 * ms * times / all)} %`, flops ? short(flops / ms / 1e6) : "–",
  ]);
  const rest = rows.slice(6).reduce((sum, { ms, times }) => sum + ms * times, 0);
  if (rest) lines.push(["the rest", "", "", `${Math.round(100 * rest / all)} %`, ""]);
  return `**${id}**: its operations one by one ${short(all)} ms, the case as one plan ${short(steady)} ms.\n\n${table(["operation", "times", "ms each", "share", "GFLOP/s"], lines)}`;
}

function profilesOf(profiles, kind) {
  const those = profiles.filter((one) => one.kind === kind);
  return those.length ? `### ${kind === "wasm" ? "WebAssembly" : "WebGPU"}\n\n${those.map(profileOf).join("\n\n")}` : "";
}

const versions = (results) => [...new Set(CONTENDERS.map(({ id, name }) => {
  const about = results.cases.map((one) => one.results[id]?.about).find(Boolean);
  return about && `${name} ${about.version}`;
}).filter(Boolean))].join(", ");

/** The whole of BENCH.md; `tried` is its last part, written by hand. */
export function report(results, tried) {
  const { date, cpu, cores, browser, adapter, software, commit, engine, cases, cold, profiles } = results;
  return `# Benchmark

\`cargo xtask bench\` wrote this; \`tests/bench/\` is what ran. ${date.slice(0, 10)}, ${cpu}, ${cores} cores, ${browser}; ${versions(results)}; clone at ${commit}, ${engine}.

Every row is one page of one browser, in which the contenders take turns on the same numbers. *End to end*: numbers in, one forward pass, numbers out. *Resident*: inputs and weights lie there, passes one after the other, one readback, divided by the passes. Medians of milliseconds with their quartiles, “–” where a pass takes so long that it was not measured; all on one thread.
*Ratio*: Third Pass in parts of the faster peer of the same kind that has a right result; below 1 it is faster; in brackets where the quartiles overlap, which says nothing. *Error*: the largest difference to ${CONTENDERS[0].name} on WebAssembly, in parts of the largest number; over ${TOLERANCE} is no result. *Load*: the machine’s, before and after; above 3, or a row that comes out otherwise when run again, is provisional. Only ratios of one row may be claimed.

## One thread of WebAssembly

${section(cases, "wasm", "run")}

${section(cases, "wasm", "steady")}

## WebGPU${software ? ", in software" : ""}

${software ? `There is no GPU in this machine: ${adapter} computes on the CPU. The ratios compare programs on that same adapter and are no statement about a GPU, which favours other kernels. Cases over ${results.maxFlops / 1e6} MFLOP are left out.` : `On ${adapter}.`}

${section(cases, "webgpu", "run")}

${section(cases, "webgpu", "steady")}
${cold ? `
## Cold start

From the navigation, as a click on a link makes it, to the first result of what the convolution widget shows first, one kernel of AlexNet’s first layer; in a browser that has just started, nothing cached, from a host on this machine; MB as they are sent, not compressed. The widget’s page has its text, photograph and drawing besides; the peers’ page is empty.

${coldOf(cold, "wasm")}

${coldOf(cold, "webgpu")}
` : ""}${profiles?.length ? `
## The slowest rows

Those with the highest resident ratios of either kind, operation by operation: each alone, its inputs resident.

${["wasm", "webgpu"].map((kind) => profilesOf(profiles, kind)).filter(Boolean).join("\n\n")}
` : ""}
${tried}`;
}

/** The cases in which this project has a wrong result, or failed. */
export const wrong = ({ cases }) => cases.flatMap(({ id, results }) => CONTENDERS.filter((one) => one.ours).flatMap((one) => {
  const result = results[one.id];
  if (!result || result.skipped) return [];
  if (result.failed) return [`${id}, ${one.id}: ${result.failed}`];
  return result.error <= TOLERANCE ? [] : [`${id}, ${one.id}: error ${result.error}`];
}));

export const tried = () => readFileSync(new URL("tried.md", import.meta.url), "utf8");

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(report(JSON.parse(readFileSync(process.argv[2], "utf8")), tried()).trimEnd());
}
