// A frame with nothing but `allow-scripts`, and a page with a policy that lets in what it names.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { serve } from "../browser/harness.mjs";
import { built, fits, heard, inside, ready, there, together, visit } from "./hosts.mjs";

let site, host, browser;
before(async () => {
  site = await serve();
  host = await built("plain", site.url(""), (folder) => folder);
  browser = await together();
});
after(async () => { await browser?.close(); await host?.close(); await site?.close(); });

test("a bare sandboxed frame computes, without an origin or storage, and tells its height", async () => {
  const tab = await visit(browser, host.url("sandbox.html"));
  await tab.evaluate(() => {
    globalThis.said = [];
    addEventListener("message", ({ data, origin, source }) => globalThis.said.push({ origin, ours: source === document.querySelector("iframe").contentWindow, data }));
  });
  const frame = await inside(tab, "bottleneck");
  await ready(frame, "bottleneck");
  assert.deepEqual(await frame.evaluate(() => {
    const refused = [];
    for (const name of ["localStorage", "sessionStorage", "caches"]) try { void globalThis[name].length; if (name === "caches") refused.push(name); } catch { refused.push(name); }
    return [self.origin, ...refused];
  }), ["null", "localStorage", "sessionStorage", "caches"]);
  // It goes on after its first picture.
  const numbers = () => frame.evaluate(() => document.querySelector("[data-widget] .numbers").textContent), before = await numbers();
  await tab.evaluate(() => document.querySelector("iframe").contentWindow.postMessage({ thirdPass: 1, type: "setState", state: "width=128" }, "*"));
  await ready(frame, "bottleneck", '[data-query="width=128"]');
  assert.notEqual(await numbers(), before);
  const said = await tab.evaluate(() => globalThis.said);
  assert.ok(said.every(({ origin, ours }) => origin === "null" && ours));
  assert.ok(said.some(({ data }) => data.type === "state" && data.state === "width=128"), JSON.stringify(said));
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test("an element lives in a page with a strict policy and trusted types", async () => {
  const tab = await visit(browser, host.url("strict.html"));
  await heard(tab, "ready");
  const frame = await inside(tab, "bottleneck");
  await fits(tab, frame);
  await tab.$eval("third-pass", (e) => e.setState("width=128"));
  assert.equal((await heard(tab, "statechange")).state, "width=128");
  await tab.evaluate(() => document.body.classList.add("dark"));
  await there(frame, 'html[data-theme="dark"]');
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});
