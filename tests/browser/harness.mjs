// Serves dist/ as any static host would, under a sub-path, and starts browsers.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { existsSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const modules = process.env.THIRD_PASS_NODE_MODULES ?? path.join(here, "node_modules");
const require = createRequire(path.join(modules, "_"));
const puppeteer = require("puppeteer-core");
export const axeSource = require.resolve("axe-core/axe.min.js");
export const DIST = process.env.THIRD_PASS_DIST ?? path.join(here, "../../dist");
/** The names of the notes, in their order. */
export const NOTES = [...readFileSync(path.join(here, "../../web/src/pages/mod.rs"), "utf8").matchAll(/source!\("([\w-]+)"/g)].map(([, name]) => name);
export const BASE = "/deep/third-pass/";

const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css",
  ".wasm": "application/wasm", ".json": "application/json", ".png": "image/png", ".woff2": "font/woff2",
};

/**
 * A static host of the site, or of another `folder` under the path `base`; `pages` are extra paths with
 * their text, or with what answers in place of the file; `compressed`, as hosts on the net do it;
 * `headers` go with every answer. While it is `down` it answers nobody.
 */
export async function serve(pages = {}, { folder = DIST, base = BASE, compressed = false, headers = {} } = {}) {
  const asked = [], host = { asked, base, down: false };
  const server = createServer(async (request, response) => {
    if (host.down) return request.socket.destroy();
    const { pathname } = new URL(request.url, "http://localhost");
    asked.push(pathname);
    const extra = pages[pathname];
    const file = path.join(folder, pathname.startsWith(base) ? pathname.slice(base.length) : "/nowhere", pathname.endsWith("/") ? "index.html" : "");
    try {
      if (typeof extra === "function" && extra(response)) return;
      const body = (typeof extra === "function" ? undefined : extra) ?? await readFile(file);
      const type = TYPES[path.extname(file)] ?? (extra ? TYPES[".html"] : "application/octet-stream");
      // As `_headers` says for hosts: a name that says its content is kept.
      const kept = /-[0-9a-f]{16}(_bg)?\.\w+$/.test(pathname) ? { "cache-control": "public, max-age=31536000, immutable" } : {};
      const packed = compressed && !/\.(png|woff2)$/.test(file) && { "content-encoding": "gzip" };
      response.writeHead(200, { "content-type": type, "access-control-allow-origin": "*", ...kept, ...packed, ...headers }).end(packed ? gzipSync(body) : body);
    } catch {
      response.writeHead(404, { "content-type": "text/plain" }).end("not found");
    }
  });
  await new Promise((ok) => server.listen(0, "127.0.0.1", ok));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const url = (rest) => origin + base + rest, close = () => new Promise((ok) => { server.closeAllConnections(); server.close(ok); });
  return Object.assign(host, { origin, url, close });
}

const first = (...names) => names.find(existsSync) ?? names[0];

const WEBGPU = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan",
  "--use-vulkan=swiftshader", "--use-angle=vulkan", "--disable-vulkan-surface"];

/** Debian's Chromium; with `webgpu`, on SwiftShader where there is no other device. */
export const chromium = ({ webgpu = false, args = [] } = {}) => puppeteer.launch({
  executablePath: first("/usr/bin/chromium", "/usr/bin/google-chrome"),
  args: [...(webgpu ? WEBGPU : []), ...args, "--headless=new", "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--lang=zh-CN"],
});
/** Debian's Firefox; with `webgpu`, by preference, on whichever Vulkan there is. */
export const firefox = ({ webgpu = false } = {}) => puppeteer.launch({
  browser: "firefox", executablePath: first("/usr/bin/firefox-esr", "/usr/bin/firefox"), headless: true,
  ...(webgpu && { extraPrefsFirefox: { "dom.webgpu.enabled": true, "dom.webgpu.workers.enabled": true, "gfx.webgpu.ignore-blocklist": true } }),
});

/**
 * A page that remembers what it complained about and where it asked. Without `offline` it has no
 * service worker: what it loads then comes from the host, where a test may count it or break it.
 */
export async function page(browser, { width = 1280, height = 900, offline = false } = {}) {
  const page = await browser.newPage();
  if (!offline) await page.evaluateOnNewDocument(() => Object.defineProperty(Navigator.prototype, "serviceWorker", { value: undefined }));
  await page.setViewport({ width, height });
  page.complaints = [];
  page.asked = new Set();
  page.on("console", (m) => { if (m.type() === "error") page.complaints.push(m.text()); });
  page.on("pageerror", (e) => page.complaints.push(String(e)));
  page.on("request", (r) => { const u = new URL(r.url()); if (u.protocol.startsWith("http")) page.asked.add(u.origin); });
  return page;
}

/** Waits until the first widget shows a result, and gives its section. */
export async function ready(where, timeout = 60_000) {
  await where.waitForSelector('[data-widget="convolution"][data-state="ready"]', { timeout });
}
