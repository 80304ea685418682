// A static host whose pages are cross-origin isolated, for clocks of 5 µs; nothing is cached.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import path from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css",
  ".wasm": "application/wasm", ".json": "application/json", ".png": "image/png", ".woff2": "font/woff2",
};

const HEADERS = {
  "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin", "cache-control": "no-store",
};

/** Serves folders, or single files, by the longest prefix that fits; `sent()` counts the bytes of bodies. */
export async function host(mounts) {
  const prefixes = Object.keys(mounts).sort((a, b) => b.length - a.length);
  let sent = 0;
  const server = createServer(async (request, response) => {
    const asked = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const wanted = asked.endsWith("/") ? `${asked}index.html` : asked;
    const prefix = prefixes.find((one) => wanted.startsWith(one));
    try {
      // A pathname of a URL has no ".." left in it.
      const file = path.join(mounts[prefix], wanted.slice(prefix.length));
      const body = await readFile(file);
      sent += body.length;
      response.writeHead(200, { ...HEADERS, "content-type": TYPES[path.extname(file)] ?? "application/octet-stream" }).end(body);
    } catch {
      response.writeHead(404, { ...HEADERS, "content-type": "text/plain" }).end("not found");
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: (rest) => `http://127.0.0.1:${server.address().port}${rest}`,
    sent: () => sent,
    close: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }),
  };
}
