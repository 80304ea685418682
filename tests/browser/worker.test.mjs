// The worker alone, asked as the documentation of its crate asks it.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { chromium, DIST, page, serve } from "./harness.mjs";

const DOCS = readFileSync(new URL("../../crates/worker/src/lib.rs", import.meta.url), "utf8");

test("a batch of messages gets the answers that the documentation shows", async () => {
  const [, shown] = /```js\n([^]*?)\/\/! ```/.exec(DOCS), lists = shown.replaceAll("//!", "");
  const named = (end) => readdirSync(DIST).find((file) => file.startsWith("worker-") && file.endsWith(end));
  const host = await serve(), browser = await chromium();
  try {
    const tab = await page(browser);
    // For the text of the documentation, which is no script of the page.
    await tab.setBypassCSP(true);
    await tab.goto(host.url(""));
    const [got, want] = await tab.evaluate(async (js, wasm, lists) => {
      const [asked, want] = new Function(`return [${lists.replace("]\n [", "],\n [")}]`)();
      const worker = new Worker(js, { type: "module" });
      const heard = (which) => new Promise((ok, fail) => {
        worker.onerror = (event) => fail(new Error(event.message));
        worker.addEventListener("message", ({ data }) => { if (which(data)) ok(data); });
      });
      const started = heard((data) => data.started);
      worker.postMessage({ wasm: await WebAssembly.compileStreaming(fetch(wasm)), lock: "of the test" });
      await started;
      worker.postMessage(asked);
      // Memory that came with the question goes back too; it is no answer.
      const answers = (await heard(Array.isArray)).filter((answer) => !answer.spare);
      const plain = (list) => list.map(({ data, ...rest }) => ({ ...rest, ...(data && { data: [...data], kind: data.constructor.name }) }));
      return [plain(answers), plain(want)];
    }, host.url(named(".js")), host.url(named(".wasm")), lists);
    assert.deepEqual(got, want);
    assert.deepEqual(tab.complaints, []);
  } finally {
    await browser.close();
    await host.close();
  }
});
