// The npm package in a project of Vite, which gives files names of its own: built, and served while one works.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { serve } from "../browser/harness.mjs";
import { built, heard, run, together, tool, visit } from "./hosts.mjs";
import { installed } from "./package.mjs";

let site, browser;
before(async () => { site = await serve(); browser = await together(); });
after(async () => { await browser?.close(); await site?.close(); });

// The present one, and that of many blogs.
const VITES = ["vite", "vitepress/node_modules/vite"];
const program = (vite) => path.join(tool("THIRD_PASS_HOST_MODULES"), vite, "bin/vite.js");
const version = async (vite) => JSON.parse(await readFile(path.join(tool("THIRD_PASS_HOST_MODULES"), vite, "package.json"), "utf8")).version;

/** The module computes in the page, and the element finds the site. */
async function computes(url) {
  const tab = await visit(browser, url);
  await tab.waitForFunction(() => document.getElementById("sums").textContent === "37 47 67 77", { timeout: 60_000 });
  await heard(tab, "ready");
  assert.deepEqual(tab.complaints, []);
  await tab.close();
}

for (const vite of VITES) {
  test(`built by ${vite}, the module finds its worker under another name`, async (t) => {
    t.diagnostic(`Vite ${await version(vite)}`);
    const project = await built("vite", site.url(""), async (folder) => {
      await installed(folder);
      run(process.execPath, [program(vite), "build", "--logLevel", "warn"], folder);
      return path.join(folder, "dist");
    });
    const assets = await readdir(path.join(project.folder, "dist/assets"));
    for (const kind of [/^worker-[0-9a-f]{16}-.+\.js$/, /^worker-[0-9a-f]{16}_bg-.+\.wasm$/]) assert.equal(assets.filter((name) => kind.test(name)).length, 1, assets.join(" "));
    await computes(project.url(""));
    await project.close();
  });

  test(`served by ${vite} while one works, it finds its worker where it lies`, async () => {
    let server;
    const project = await built("vite", site.url(""), async (folder) => { await installed(folder); return folder; });
    try {
      server = spawn(process.execPath, [program(vite), "--host", "127.0.0.1"], { cwd: project.folder, env: { ...process.env, NO_COLOR: "1" } });
      const url = await new Promise((ok, fail) => {
        let said = "";
        const hear = (text) => { said += text; const [found] = /http:\/\/127\.0\.0\.1:\d+\//.exec(said) ?? []; if (found) ok(found); };
        server.stdout.on("data", hear);
        server.stderr.on("data", hear);
        server.on("exit", () => fail(new Error(said)));
      });
      await computes(url);
    } finally {
      server?.kill();
      await project.close();
    }
  });
}
