// Reading without a network: registers sw.js, says in the page's foot what is kept on this machine,
// offers to keep the rest, and shows a bar where a new version is waiting. Nothing reloads unasked.
import { make, press } from "./make.js";

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

export const WORDS = {
  zh: {
    http: "这一页是经http打开的。浏览器只在https（或本机）下开放WebGPU和离线保存，所以这里由CPU计算，也不能离线保存。",
    none: "这个浏览器不让网页在本机存东西，断网后打不开这些页面。",
    failed: "没能在本机存下离线要用的文件：可能是空间不够，也可能是断了网。下次打开时会再试。",
    kept: (once) => `正文和组件的程序已存在本机（${megabytes(once)}），断网也能读、能算。`,
    save: (bytes) => `离线保存其余部分 · ${megabytes(bytes)}`,
    rest: "其余部分是训练好的网络、照片、数据、嵌入页、并排对照和打开自己的笔记。",
    saving: (done, all) => `正在保存：${megabytes(done)}，共${megabytes(all)}`,
    stop: "停下",
    saved: (all) => `全站已存在本机（${megabytes(all)}），断网可用。`,
    drop: (bytes) => `删去其中${megabytes(bytes)}`,
    full: "浏览器给的空间不够，没有存完；已存下的仍然可用。",
    cut: "没有存完：网断了，或网站正在更新。再按一次会接着存。",
    update: "有新版本。", reload: "刷新", later: "以后再说",
  },
  en: {
    http: "This page came over plain http. Browsers offer WebGPU and offline storage only over https or on the machine itself, so the CPU computes here, and nothing can be saved for offline.",
    none: "This browser lets pages keep nothing on the machine; without a network these pages will not open.",
    failed: "What is needed offline could not be kept: there was not enough room, or no network. It is tried again at the next visit.",
    kept: (once) => `Text and widgets are kept on this machine (${megabytes(once)}): they read and compute without a network.`,
    save: (bytes) => `Save the rest for offline · ${megabytes(bytes)}`,
    rest: "The rest is trained nets, photographs, data, embed pages, the pages for two links side by side and for notes of your own.",
    saving: (done, all) => `Saving: ${megabytes(done)} of ${megabytes(all)}`,
    stop: "Stop",
    saved: (all) => `The whole site is kept on this machine (${megabytes(all)}) and works without a network.`,
    drop: (bytes) => `Delete ${megabytes(bytes)} of it`,
    full: "The browser gives no more room; what was saved until then can be used.",
    cut: "Not all of it was saved: the network went away, or the site is being updated. Press again to go on.",
    update: "There is a new version.", reload: "Reload", later: "Later",
  },
};

const t = WORDS[/^zh/.test(globalThis.document?.documentElement.lang ?? "") ? "zh" : "en"];
const sum = (rows) => rows.reduce((all, [, bytes]) => all + bytes, 0);

/** The line in the foot: what is the case, and what can be done. */
const status = globalThis.document && make("span");
function show(words, ...buttons) {
  const place = document.querySelector("[data-offline]");
  if (!place) return;
  if (!status.isConnected) {
    status.setAttribute("role", "status");
    place.replaceChildren(status);
  }
  status.textContent = words;
  if (buttons.some((button) => !button.isConnected)) {
    const focused = place.contains(document.activeElement);
    while (status.nextSibling) status.nextSibling.remove();
    for (const button of buttons) place.append(" ", button);
    if (focused) buttons[0].focus();
  }
  place.hidden = false;
}

/** What the worker answers: "" or the name of an error. */
const asked = (worker, message) => new Promise((ok) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => ok(data);
  worker.postMessage(message, [port2]);
});

/** What of the set to save is there. */
async function state() {
  // The worker that serves this page answers with the list of its own build.
  const { once, save } = await (await fetch(new URL("./offline.json", import.meta.url))).json();
  const there = await Promise.all(save.map(([key]) => caches.match(new URL(`./${key}`, import.meta.url))));
  return { once, save, missing: save.filter((_, i) => !there[i]) };
}

async function offer(worker, words) {
  const { once, save, missing } = await state();
  if (missing.length === 0) {
    const drop = press(t.drop(sum(save)), async () => {
      for (const [key] of save) await asked(worker, { drop: key });
      await offer(worker);
    });
    return show(words ?? t.saved(sum(once) + sum(save)), drop);
  }
  const button = press(t.save(sum(missing)), () => keep(worker, missing));
  button.title = t.rest;
  show(words ?? t.kept(sum(once)), button);
}

async function keep(worker, missing) {
  let stopped = false, done = 0, words;
  const stop = press(t.stop, () => { stopped = true; });
  const tell = () => show(t.saving(done, sum(missing)), stop);
  // Read out when it is over, not file by file.
  status.ariaBusy = "true";
  tell();
  // Asked for by the reader, so the browser may be asked not to throw it away; it may say no.
  await navigator.storage?.persist?.().catch(() => {});
  for (const [key, bytes] of missing) {
    const wrong = stopped ? "" : await asked(worker, { keep: key });
    if (wrong !== "") words = wrong === "QuotaExceededError" ? t.full : t.cut;
    if (stopped || words) break;
    done += bytes;
    tell();
  }
  status.ariaBusy = "false";
  await offer(worker, words);
}

let bar;
/** A bar under the page, until it is answered. */
function tellUpdate(reload) {
  bar?.remove();
  bar = make("div", { className: "update-bar" }, make("p", { textContent: t.update }), press(t.reload, reload), press(t.later, () => bar.remove()));
  bar.setAttribute("role", "status");
  document.body.append(bar);
}

function watch(registration) {
  const workers = navigator.serviceWorker;
  let reloading = false, served = workers.controller !== null;
  const waiting = () => {
    if (!registration.waiting || !workers.controller) return;
    tellUpdate(() => { reloading = true; registration.waiting?.postMessage("take over"); });
  };
  const coming = (worker) => worker?.addEventListener("statechange", () => { if (worker.state === "installed") waiting(); });
  waiting();
  coming(registration.installing);
  registration.addEventListener("updatefound", () => coming(registration.installing));
  workers.addEventListener("controllerchange", () => {
    if (reloading) return location.reload();
    // Another page of the site asked for the new version; files of the old one are gone.
    if (served) tellUpdate(() => location.reload());
    served = true;
  });
}

/** The worker, once it serves; undefined where its first installation fails. */
const active = (registration) => registration.active ?? new Promise((ok) => {
  const worker = registration.installing ?? registration.waiting;
  worker.addEventListener("statechange", () => {
    if (worker.state === "activated") ok(worker);
    if (worker.state === "redundant") ok(undefined);
  });
});

async function start() {
  if (!isSecureContext) return show(t.http);
  // A reader who saves data is not sent megabytes unasked.
  if (navigator.connection?.saveData) return;
  let registration;
  try {
    registration = await navigator.serviceWorker.register(new URL("./sw.js", import.meta.url), { updateViaCache: "none" });
  } catch (error) {
    console.warn("third-pass:", error);
    return show(t.none);
  }
  watch(registration);
  const worker = await active(registration);
  if (!worker) return show(t.failed);
  try { await offer(worker); } catch { show(t.none); }
}

// Never in a frame; and behind what the page itself loads.
if (globalThis.window && top === self && (navigator.serviceWorker || !isSecureContext)) {
  const soon = () => (globalThis.requestIdleCallback ?? setTimeout)(() => start());
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon);
}
