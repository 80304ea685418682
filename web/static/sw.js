// The site where there is no network. What the build lists in offline.json lies in one cache, each
// file under its name and its content: two builds lie beside each other until the new one takes
// over. Of the two sets, `once` is kept at the first visit, `save` when a reader asks for it.
// Only offline.js registers this, in pages that stand alone; frames on other sites never have it.
"use strict";

const LIST = "offline.json?__LIST__";
const SCOPE = registration.scope, BASE = new URL(SCOPE).pathname;
const CACHE = `third-pass:${BASE}`;

/** Keeps the file of a key: its name, and behind a `?` what its content has to be. */
async function keep(cache, key) {
  if (await cache.match(SCOPE + key)) return;
  const [path, integrity] = key.split("?");
  // A name that says its content may come from the browser's own cache; another is asked for anew.
  const answer = await fetch(SCOPE + path, integrity ? { integrity, cache: "no-cache" } : {});
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  await cache.put(SCOPE + key, answer);
}

/** A few at a time: the reader's own requests come first. */
async function keepAll(cache, rows) {
  const rest = [...rows];
  const some = async () => { for (let row; (row = rest.shift());) await keep(cache, row[0]); };
  await Promise.all([some(), some(), some()]);
}

const listed = async (cache, key) => (await cache.match(SCOPE + key)).json();
const kept = async (cache) => (await cache.keys()).map(({ url }) => url.slice(SCOPE.length));

async function install() {
  const cache = await caches.open(CACHE), there = await kept(cache);
  await keep(cache, LIST);
  const { once, save } = await listed(cache, LIST);
  await keepAll(cache, once);
  // Who had saved the build before it has saved this one too. What fails is offered again.
  for (const old of there.filter((key) => key.startsWith("offline.json?") && key !== LIST)) {
    const before = await listed(cache, old);
    if (before.save.every(([key]) => there.includes(key))) await keepAll(cache, save).catch(() => {});
  }
}

async function activate() {
  const cache = await caches.open(CACHE), { once, save } = await listed(cache, LIST);
  const wanted = new Set([LIST, ...[...once, ...save].map(([key]) => key)]);
  for (const key of await kept(cache)) if (!wanted.has(key)) await cache.delete(SCOPE + key);
  await clients.claim();
}

let keys;
/** What is kept of a path of the site. */
async function found(path) {
  const cache = await caches.open(CACHE);
  keys ??= listed(cache, LIST).then(({ once, save }) => new Map([[LIST], ...once, ...save].map(([key]) => [key.split("?")[0], key])));
  const key = (await keys.catch((error) => { keys = undefined; throw error; })).get(path);
  return key === undefined ? undefined : cache.match(SCOPE + key);
}

async function answer(request) {
  const { pathname, search } = new URL(request.url);
  const path = pathname.slice(BASE.length).replace(/(^|\/)index\.html$/, "$1");
  // Where nothing can be kept, all comes from the network as if this were not there.
  const held = await found(path).catch(() => undefined);
  if (held) return held;
  try {
    return await fetch(request);
  } catch (error) {
    if (request.mode !== "navigate") throw error;
    if (await found(`${path}/`)) return Response.redirect(`${SCOPE}${path}/${search}`);
    const page = await found("offline.html");
    if (!page) throw error;
    // It is shown at any depth.
    const text = (await page.text()).replaceAll("{root}", BASE);
    return new Response(text, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
  }
}

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(SCOPE)) event.respondWith(answer(request));
});
// "take over"; or {keep} or {drop}, a key, which is answered with "" or the name of what went wrong.
addEventListener("message", (event) => {
  const { data, ports: [port] } = event;
  if (data === "take over") return skipWaiting();
  const done = caches.open(CACHE).then((cache) => (data.keep === undefined ? cache.delete(SCOPE + data.drop) : keep(cache, data.keep)));
  event.waitUntil(done.then(() => port.postMessage(""), (error) => port.postMessage(error.name)));
});
