// A notebook of Jupyter, exported to HTML by nbconvert.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { serve } from "../browser/harness.mjs";
import { built, lives, run, together, tool, visit } from "./hosts.mjs";

let site, notebook, browser;
before(async () => {
  site = await serve();
  const python = tool("THIRD_PASS_HOST_PYTHON");
  notebook = await built("notebook", site.url(""), (folder) => {
    // Without the scripts that it would fetch from elsewhere.
    const without = ["mathjax_url", "require_js_url", "jquery_url", "mermaid_js_url"].map((name) => `--HTMLExporter.${name}=`);
    run(python, ["-m", "nbconvert", "--to", "html", "--log-level", "ERROR", ...without, "post.ipynb"], folder);
    return folder;
  });
  browser = await together();
});
after(async () => { await browser?.close(); await notebook?.close(); await site?.close(); });

test("cells that were exported run the module and a widget", async () => {
  const tab = await visit(browser, notebook.url("post.html"));
  await tab.waitForFunction(() => document.getElementById("sums").textContent === "4 4");
  await lives(tab, { lang: "en", site: site.url(""), dark: () => tab.evaluate(() => { document.body.style.backgroundColor = "#111"; }) });
  assert.equal(await tab.$eval("#sums", (p) => p.textContent), "4 4");
  await tab.close();
});
