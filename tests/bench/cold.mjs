// Cold starts, in browsers that have just begun: from a navigation, as a click on a link makes one,
// to the first result. The contenders load their runtime, compile, and run what the
// convolution widget shows first, one kernel of AlexNet's first layer; the widget loads its page and
// a photograph besides, and draws.
import { page } from "../browser/harness.mjs";

const CASE = "cold_start";

/** Leaves the time when a widget shows its first result in `first`. */
function watch() {
  new MutationObserver((_, observer) => {
    if (!document.querySelector('[data-widget="convolution"][data-state="ready"]')) return;
    globalThis.first = performance.now();
    observer.disconnect();
  }).observe(document, { attributes: true, attributeFilter: ["data-state"], subtree: true, childList: true });
}

const widget = (kind, backend) => ({
  id: `widget-${backend}`, kind, name: "Third Pass, the widget with its page", address: `/site/en/embed/convolution/?backend=${backend}`, watched: true,
});

/** {id, kind, name, address}: the contenders, then the widget. */
export const starts = (contenders) => [
  ...contenders.map(({ id, kind, name, ours }) => ({ id, kind, name: ours ? `${name}, the module` : name, address: `/bench/frame.html?id=${id}&cold=${CASE}` })),
  widget("wasm", "cpu"), widget("webgpu", "webgpu"),
];

async function one(launch, host, { address, watched }) {
  const browser = await launch();
  try {
    const tab = await page(browser);
    if (watched) await tab.evaluateOnNewDocument(watch);
    const before = host.sent();
    await tab.goto(host.url(address), { waitUntil: "domcontentloaded" });
    await tab.waitForFunction("globalThis.first", { timeout: 120_000 });
    return { ms: await tab.evaluate("globalThis.first"), bytes: host.sent() - before };
  } finally {
    await browser.close();
  }
}

/** [{id, kind, name, ms: [samples], bytes}], one after the other in turns. */
export async function measureCold(launch, host, contenders, rounds) {
  const rows = starts(contenders).map((start) => ({ ...start, ms: [], bytes: 0 }));
  for (let round = 0; round < rounds; round++) {
    for (let k = 0; k < rows.length; k++) {
      const row = rows[(k + round) % rows.length];
      try {
        const { ms, bytes } = await one(launch, host, row);
        row.ms.push(ms);
        row.bytes = bytes;
      } catch (error) {
        row.failed = String(error?.message ?? error).split("\n")[0];
      }
    }
  }
  return rows;
}
