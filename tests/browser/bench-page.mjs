// While a slider is dragged: the page's frames and long tasks, and the time from
// an input to its picture; the translator's word; and when a phone on slow 4G paints each note's
// text. Figures hold for this machine and this run alone.
import { chromium, NOTES, page, ready, serve } from "./harness.mjs";

/** Frames, tasks and latencies of the convolution on one backend, each sorted. */
async function measure(host, backend) {
  const browser = await chromium({ webgpu: backend === "webgpu" });
  const tab = await page(browser);
  await tab.goto(host.url(`en/alexnet/?w=convolution&backend=${backend}#convolution`));
  await ready(tab);
  const drag = await tab.evaluate(async () => {
    const slider = document.querySelector('#convolution0-stride');
    const frame = () => new Promise((ok) => requestAnimationFrame(ok));
    const tasks = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map((e) => e.duration))).observe({ entryTypes: ["longtask"] });
    const frames = [];
    let before = await frame();
    for (let step = 0; step < 240; step++) {
      slider.value = 1 + (Math.floor(step / 4) % 8);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      const now = await frame();
      frames.push(now - before);
      before = now;
    }
    await new Promise((ok) => setTimeout(ok, 500));
    return { frames: frames.sort((a, b) => a - b), tasks };
  });
  const latency = await tab.evaluate(async () => {
    const slider = document.querySelector('#convolution0-stride');
    const numbers = document.querySelector("#convolution .numbers");
    const times = [];
    for (let step = 0; step < 40; step++) {
      const value = 1 + ((step * 3) % 8);
      if (Number(slider.value) === value) continue;
      const shown = numbers.textContent, began = performance.now();
      const changed = new Promise((ok) => new MutationObserver((_, o) => { o.disconnect(); ok(); }).observe(numbers, { childList: true, characterData: true, subtree: true }));
      slider.value = value;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      await changed;
      await new Promise(requestAnimationFrame);
      if (numbers.textContent !== shown) times.push(performance.now() - began);
      await new Promise((ok) => setTimeout(ok, 30));
    }
    return times.sort((a, b) => a - b);
  });
  await browser.close();
  return { ...drag, latency };
}

/** What the translator says of its times: encoding a sentence, a step of the decoder. */
async function translator(host, backend) {
  const browser = await chromium({ webgpu: backend === "webgpu" });
  const tab = await page(browser);
  await tab.goto(host.url(`en/embed/translator/?backend=${backend}`));
  const ready = () => tab.waitForSelector('[data-widget="translator"][data-state="ready"]', { timeout: 120_000 });
  await ready();
  // Another sentence and the first again: its programs are there.
  for (const [at, word] of [[2, "森林"], [1, "画家"]]) {
    await tab.$eval(`.tr-examples button:nth-of-type(${at})`, (b) => b.click());
    await tab.waitForFunction((word) => document.querySelector(".tr-results").textContent.includes(word), { timeout: 120_000 }, word);
    await ready();
  }
  const said = await tab.$eval(".numbers", (n) => n.textContent);
  await browser.close();
  return said;
}

/** Milliseconds to the largest paint on Lighthouse's phone: its slow 4G, and a fourth of this machine's speed. */
async function largestPaint(host, where) {
  const times = [];
  for (let run = 0; run < 3; run++) {
    const browser = await chromium(), tab = await browser.newPage();
    await tab.setViewport({ width: 412, height: 823, isMobile: true, hasTouch: true, deviceScaleFactor: 1.75 });
    await tab.emulateNetworkConditions({ latency: 150, download: 1638.4 * 1024 / 8, upload: 750 * 1024 / 8 });
    await tab.emulateCPUThrottling(4);
    await tab.evaluateOnNewDocument(() => {
      new PerformanceObserver((list) => { globalThis.paint = list.getEntries().at(-1).startTime; }).observe({ type: "largest-contentful-paint", buffered: true });
    });
    await tab.goto(host.url(where), { waitUntil: "networkidle0" });
    times.push(await tab.evaluate(() => globalThis.paint));
    await browser.close();
  }
  return times.sort((a, b) => a - b);
}

const at = (list, part) => list[Math.min(list.length - 1, Math.floor(list.length * part))].toFixed(1);
const host = await serve();
for (const backend of ["cpu", "webgpu"]) {
  const { frames, tasks, latency } = await measure(host, backend);
  console.log(`${backend}${backend === "webgpu" ? " (software where there is no GPU)" : ""}`);
  console.log(`  frames while dragging  median ${at(frames, 0.5)} ms, p95 ${at(frames, 0.95)} ms, n ${frames.length}`);
  console.log(`  tasks over 50 ms       ${tasks.length}${tasks.length ? `, longest ${Math.max(...tasks)} ms` : ""}`);
  console.log(`  translator             ${await translator(host, backend)}`);
  console.log(`  input to picture       median ${at(latency, 0.5)} ms, p95 ${at(latency, 0.95)} ms, n ${latency.length}`);
}
const packed = await serve({}, { compressed: true });
console.log("largest paint, phone on slow 4G, a fourth of this machine's speed: least, median and most of 3");
for (const lang of ["zh", "en"]) for (const note of NOTES) {
  const times = await largestPaint(packed, `${lang}/${note}/`);
  console.log(`  ${`${lang}/${note}/`.padEnd(22)} ${times.map((ms) => (ms / 1000).toFixed(2)).join(" ")} s`);
}
await packed.close();
await host.close();
