// A site of VitePress: rendered on a server, hydrated, and turned page by page without loading anew.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import path from "node:path";
import { serve } from "../browser/harness.mjs";
import { built, heard, lives, packages, run, together, tool, visit } from "./hosts.mjs";

let site, blog, browser;
before(async () => {
  site = await serve();
  const modules = tool("THIRD_PASS_HOST_MODULES");
  blog = await built("vitepress", site.url(""), async (folder) => {
    await packages(folder, modules);
    run(process.execPath, [path.join(modules, "vitepress/bin/vitepress.js"), "build"], folder);
    return path.join(folder, ".vitepress/dist");
  });
  browser = await together();
});
after(async () => { await browser?.close(); await blog?.close(); await site?.close(); });

test("a widget lives in a page, and again when the reader comes back to it", async () => {
  const tab = await visit(browser, blog.url(""));
  await lives(tab, { lang: "en", site: site.url(""), dark: () => tab.$eval(".VPSwitchAppearance", (button) => button.click()) });
  await tab.$eval('.VPSidebar a[href*="next"]', (link) => link.click());
  await tab.waitForFunction(() => document.querySelector("h1").textContent.startsWith("Attention"));
  assert.equal(await tab.$("third-pass"), null);
  await tab.goBack();
  await tab.waitForSelector("third-pass");
  await heard(tab, "ready", 2);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});
