// The site as hosts serve it: what `_headers` says, nginx with our configuration, the 404 page,
// and the bytes that the build says a reader downloads.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { BASE, chromium, DIST, page, serve } from "./harness.mjs";

// Debian has it where only root looks.
const NGINX = existsSync("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";
const CONFIGURATION = new URL("../../publishing/nginx.conf", import.meta.url);
const HASHED = /-[0-9a-f]{16}(_bg)?\.[a-z]+$/, FOREVER = "public, max-age=31536000, immutable";
let host, browser, files;
before(async () => {
  host = await serve();
  browser = await chromium();
  const all = await readdir(DIST, { recursive: true, withFileTypes: true });
  files = all.filter((f) => f.isFile()).map((f) => path.relative(DIST, path.join(f.parentPath ?? f.path, f.name))).sort();
});
after(async () => { await browser?.close(); await host?.close(); });

/** The policy of a page as it says itself. */
const policy = (html) => /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)[1];
const read = (file) => readFile(path.join(DIST, file), "utf8");

/** The rules of `_headers` as `[does it match, {header: value}]`. */
async function rules() {
  const blocks = (await read("_headers")).trimEnd().split(/\n(?=\/)/);
  return blocks.map((block) => {
    const [place, ...lines] = block.split("\n"), start = place.replace(/\*$/, "");
    const matches = (address) => (place.endsWith("*") ? address.startsWith(start) : address === place);
    return [matches, Object.fromEntries(lines.map((line) => /^ {2}([\w-]+): (.+)$/.exec(line).slice(1)))];
  });
}

test("_headers: hashed names alone are kept for ever, and every page has its own policy once", async () => {
  const all = await rules();
  assert.ok(all.length <= 100, `Cloudflare Pages reads 100 rules, here are ${all.length}`);
  assert.ok(files.filter((file) => HASHED.test(file)).length > 20);
  for (const file of files) {
    const page = path.basename(file) === "index.html", address = `/${page ? file.slice(0, -"index.html".length) : file}`;
    const said = (header) => all.filter(([matches]) => matches(address)).map(([, headers]) => headers[header]).filter(Boolean);
    assert.deepEqual(said("Cache-Control"), HASHED.test(file) ? [FOREVER] : [], file);
    assert.deepEqual(said("Access-Control-Allow-Origin"), ["*"], file);
    if (page) assert.deepEqual(said("Content-Security-Policy"), [policy(await read(file))], file);
    else assert.deepEqual(said("Content-Security-Policy"), [], file);
  }
  for (const line of (await read("_headers")).split("\n")) assert.ok(line.length < 2000);
});

test("nginx with our configuration sends types, policies, caching and the 404 page", async () => {
  const ours = await readFile(CONFIGURATION, "utf8");
  for (const where of ["zh/alexnet/", "en/open/"]) assert.ok(ours.includes(`"${policy(await read(`${where}index.html`))}"`), where);
  assert.equal(spawnSync(NGINX, ["-v"]).error, undefined, "nginx is not there; `cargo xtask test browser` installs it");
  const folder = await mkdtemp(path.join(os.tmpdir(), "third-pass-nginx-"));
  // A port that is free a moment later.
  const port = await new Promise((ok) => { const s = createServer().listen(0, "127.0.0.1", () => { const { port } = s.address(); s.close(() => ok(port)); }); });
  await cp(DIST, path.join(folder, "www"), { recursive: true });
  const here = ours.replace("listen 80;", `listen 127.0.0.1:${port};`).replace("root /srv/www;", `root ${path.join(folder, "www")};`);
  const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`).join(" ");
  await writeFile(path.join(folder, "nginx.conf"), `user root; daemon off; pid ${folder}/pid; error_log stderr; events {} http { include /etc/nginx/mime.types; access_log off; ${places}\n${here}}`);
  const nginx = spawn(NGINX, ["-p", folder, "-c", path.join(folder, "nginx.conf")]);
  let complaint = "";
  nginx.stderr.on("data", (more) => { complaint += more; });
  try {
    const root = `http://127.0.0.1:${port}/`;
    const get = async (where) => { const answer = await fetch(root + where); return { status: answer.status, headers: answer.headers, body: await answer.text() }; };
    for (let tries = 0; ; tries++) {
      try { await get(""); break; } catch (error) {
        if (tries > 100 || nginx.exitCode !== null) throw new Error(`nginx did not start: ${complaint}`, { cause: error });
        await new Promise((ok) => setTimeout(ok, 50));
      }
    }
    const wasm = files.find((file) => file.endsWith(".wasm"));
    for (const [where, type] of [["", "text/html; charset=utf-8"], ["zh/alexnet/", "text/html; charset=utf-8"], ["en/open/", "text/html; charset=utf-8"], ["embed.js", "application/javascript"], [wasm, "application/wasm"], ["sw.js", "application/javascript"], ["offline.json", "application/json"], ["assets/nets/resnet.safetensors", "application/octet-stream"]]) {
      const { status, headers, body } = await get(where);
      assert.equal(status, 200, where);
      assert.ok(headers.get("content-type").replace("text/javascript", "application/javascript").startsWith(type), `${where}: ${headers.get("content-type")}`);
      assert.equal(headers.get("access-control-allow-origin"), "*");
      assert.equal(headers.get("cache-control"), HASHED.test(where) ? FOREVER : "no-cache", where);
      assert.equal(headers.get("content-security-policy"), type.startsWith("text/html") ? policy(body) : null, where);
      if (/\.(js|wasm|json)$/.test(where)) assert.equal(headers.get("content-encoding"), "gzip", where);
    }
    const lost = await get("zh/no/such/page/");
    assert.equal(lost.status, 404);
    assert.match(lost.body, /这里没有页面[^]*There is no page here/);
    const tab = await page(browser);
    await tab.goto(`${root}zh/alexnet/?w=convolution&backend=cpu#convolution`);
    await tab.waitForSelector('[data-widget="convolution"][data-state="ready"]', { timeout: 120_000 });
    assert.deepEqual(tab.complaints, []);
    await tab.close();
  } finally {
    nginx.kill();
    await rm(folder, { recursive: true, force: true });
  }
});

test("the 404 page leads on in both languages, from any depth", async () => {
  // Built without an address, it takes the host's root for the site's.
  const html = await read("404.html"), root = await serve({ "/": "<title>front</title>", "/a/b/c/": html });
  for (const file of files) if (/^(styles\/|shell-)/.test(file)) await stat(path.join(DIST, file));
  const tab = await page(browser);
  await tab.goto(`${root.origin}/a/b/c/`);
  const links = await tab.$$eval("main a", (all) => all.map((a) => [a.closest("[lang]").lang.slice(0, 2), new URL(a.href).pathname]));
  for (const lang of ["zh", "en"]) {
    const own = links.filter(([of]) => of === lang).map(([, where]) => where);
    assert.ok(own.length > 4 && own.includes("/"), `${lang}: ${own}`);
    for (const where of own) if (where !== "/") assert.ok(files.includes(`${where.slice(1)}index.html`), where);
  }
  await tab.close();
  await root.close();
});

test("a first view downloads the bytes that the build says, to read and with every widget awake", async () => {
  const rows = (await read("views.txt")).trim().split("\n").slice(1).map((line) => line.split("\t"));
  const said = Object.fromEntries(rows.map(([reads, awake, where]) => [where, { reads: Number(reads), awake: Number(awake) }]));
  // The build’s own gzip and Node’s differ by about one part in a hundred.
  const near = (got, want, what) => assert.ok(Math.abs(got - want) <= 0.02 * want, `${what}: ${got} bytes, the build says ${want}`);
  for (const where of ["zh/how-to-read/", "en/resnet/", "zh/embed/pooling/"]) {
    const { reads, awake } = said[where], profile = await browser.createBrowserContext();
    const tab = await page(profile);
    host.asked.length = 0;
    await tab.goto(host.url(`${where}?backend=cpu`), { waitUntil: "networkidle0" });
    const widgets = await tab.$$("[data-widget]");
    for (const widget of widgets) {
      await widget.evaluate((e) => e.scrollIntoView());
      await tab.waitForFunction((e) => e.closest("leptos-island").dataset.live !== undefined, { timeout: 60_000 }, widget);
    }
    if (widgets.length > 0) await tab.waitForSelector('[data-state="ready"]', { timeout: 120_000 });
    // Photographs, nets and data are what a state asks for; they are not in it.
    const paths = new Set(host.asked.map((p) => p.slice(BASE.length)).filter((p) => !/^assets\/(?!fonts)/.test(p)));
    let sum = 0;
    for (const name of paths) {
      const body = await readFile(path.join(DIST, name === "" || name.endsWith("/") ? `${name}index.html` : name));
      sum += name.endsWith(".woff2") ? body.length : gzipSync(body, { level: 9 }).length;
    }
    near(sum, widgets.length > 0 ? awake : reads, `${where} (${[...paths].join(" ")})`);
    await profile.close();
  }
});
