// Trains the degradation widget's shallowest nets in the page to their end and keeps what its CSV
// button gives, in tests/data/live/: what a reader's browser did, on either backend.
//   node tests/browser/live-degradation.mjs cpu|webgpu    after `cargo xtask build`
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium, page, serve } from "./harness.mjs";

const [, , backend] = process.argv;
const host = await serve(), browser = await chromium({ webgpu: backend === "webgpu" });
const tab = await page(browser);
tab.setDefaultTimeout(0);
await tab.goto(host.url(`en/embed/degradation/?depth=8&steps=50&backend=${backend}`));
await tab.waitForSelector(`[data-widget="degradation"][data-state="ready"][data-backend="${backend}"]`);
const began = Date.now();
await tab.click('[data-press="play"]');
// Asked again and again: one long question would be given up.
const ended = () => tab.$eval(".status", (status) => status.innerText.startsWith("Training has ended"));
while (!await ended()) await new Promise((ok) => setTimeout(ok, 2000));
console.log(`${backend}: ${((Date.now() - began) / 1000).toFixed(1)} s for 49 steps of both nets`);
const csv = await tab.evaluate(async () => {
  const make = URL.createObjectURL;
  let kept;
  URL.createObjectURL = (blob) => { kept = blob; return make.call(URL, blob); };
  [...document.querySelectorAll(".actions button")].find((b) => /CSV/.test(b.textContent)).click();
  URL.createObjectURL = make;
  return kept.text();
});
const folder = fileURLToPath(new URL("../data/live/", import.meta.url));
await mkdir(folder, { recursive: true });
await writeFile(`${folder}degradation-${backend}.csv`, csv);
await browser.close();
await host.close();
