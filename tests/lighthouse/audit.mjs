// Lighthouse's four categories, on its own phone with its own slow 4G, of the built site's pages:
// six of them as a test, all with `--all`. A page under the mark fails; what is measured is printed.
import { readdir } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, DIST, serve } from "../browser/harness.mjs";

/** The least of each category. */
const MARK = 95;
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const SIX = ["", "zh/how-to-read/", "en/alexnet/", "zh/resnet/", "en/transformer/", "zh/compare/"];
/** A page that misses the mark beside another's work is measured again. */
const TRIES = 3;

const packages = process.env.THIRD_PASS_LIGHTHOUSE ?? path.join(import.meta.dirname, "node_modules");
const { default: lighthouse } = await import(pathToFileURL(path.join(packages, "lighthouse/core/index.js")));

/** Every page that search engines may show, as `zh/alexnet/`: embed pages stand in other people's. */
async function all() {
  const files = await readdir(DIST, { recursive: true });
  const pages = files.filter((f) => path.basename(f) === "index.html").map((f) => f.slice(0, -"index.html".length));
  return pages.filter((page) => !page.includes("embed/")).sort();
}

async function audit(browser, url) {
  const port = Number(new URL(browser.wsEndpoint()).port);
  const { lhr } = await lighthouse(url, { port, output: "json", logLevel: "error", onlyCategories: CATEGORIES });
  if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
  const scores = CATEGORIES.map((name) => Math.round(100 * lhr.categories[name].score));
  const value = (name) => lhr.audits[name].numericValue;
  const missed = Object.values(lhr.audits).filter((a) => a.score !== null && a.score < 0.9 && a.scoreDisplayMode !== "informative").map((a) => `${a.id}${a.displayValue ? ` (${a.displayValue})` : ""}`);
  return { scores, paint: value("largest-contentful-paint"), blocked: value("total-blocking-time"), shift: value("cumulative-layout-shift"), bytes: value("total-byte-weight"), missed };
}

const host = await serve({}, { compressed: true }), browser = await chromium();
const under = [];
console.log(`| page | ${CATEGORIES.join(" | ")} | largest paint, s | blocked, ms | shift | kB |\n| --- |${" --: |".repeat(8)}`);
for (const where of process.argv.includes("--all") ? await all() : SIX) {
  let found;
  for (let tried = 0; tried < TRIES; tried++) {
    const now = await audit(browser, host.url(where));
    if (!found || now.scores[0] > found.scores[0]) found = now;
    if (found.scores[0] >= MARK) break;
  }
  const { scores, paint, blocked, shift, bytes, missed } = found;
  console.log(`| ${where || "(front)"} | ${scores.join(" | ")} | ${(paint / 1000).toFixed(2)} | ${blocked.toFixed(0)} | ${shift.toFixed(3)} | ${(bytes / 1000).toFixed(0)} |`);
  if (scores.some((s) => s < MARK)) under.push(`${where || "(front)"}: ${scores.join(", ")}; ${missed.join(", ")}`);
}
await browser.close();
await host.close();
if (under.length > 0) {
  console.error(`under ${MARK}:\n${under.join("\n")}`);
  process.exitCode = 1;
}
