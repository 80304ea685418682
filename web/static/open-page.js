// A reader's own note: a file, a folder, a link or the field becomes text here; `open.js` sets it.
// Nothing is sent anywhere. What the note says is put in as elements that our own renderer wrote;
// pictures come from the chosen files, or from the web when the reader presses.

/** Bytes of a note that is read, from wherever; characters that a link may have. */
const MOST_FILE = 10_000_000, MOST_LINK = 8_000;
/** Files that are looked at in a folder; characters that the field takes. */
const MOST_FILES = 3_000, MOST_FIELD = 200_000;
/** Elements of a note that are shown at once. */
const MOST_BLOCKS = 4_000;
const KEPT = "third-pass:own-note";
const NOTE = /\.(md|markdown|mdown|txt)$/i;

/** The text of a file's bytes as `{text, encoding}`, or `{error}` with the word for why not. */
export function textOf(bytes) {
  if (bytes.length > MOST_FILE) return { error: "long" };
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] < 9 && bytes[3] < 9) return { error: "zip" };
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : undefined;
  for (const encoding of utf16 ? [utf16] : ["utf-8", "gb18030"]) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      // No text has these; what only looks like GBK does.
      if (/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text)) break;
      return { text, encoding: encoding === "gb18030" ? "gbk" : encoding.slice(0, 6) };
    } catch { /* the next one */ }
  }
  return { error: "binary" };
}

/** The path that a relative address means, seen from a folder (`notes/a`), without leaving the chosen one. */
export function pathOf(url, folder) {
  let way = url.split(/[?#]/)[0];
  try { way = decodeURIComponent(way); } catch { /* as it is written */ }
  const parts = way.startsWith("/") ? [] : folder.split("/").filter((part) => part !== "");
  for (const part of way.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}

/** The file of a path; where files were chosen without their folders, the only one of that name. */
export function fileOf(files, url, folder) {
  const path = pathOf(url, folder), name = path.split("/").pop();
  const found = files.get(path);
  if (found) return found;
  const same = [...files].filter(([other]) => other === name);
  return same.length === 1 ? same[0][1] : undefined;
}

/** All that a stream gives, or undefined where it is more than `most` bytes. */
async function all(stream, most) {
  const parts = [], reader = stream.getReader();
  let length = 0;
  for (let step; !(step = await reader.read()).done;) {
    length += step.value.length;
    if (length > most) { await reader.cancel(); return undefined; }
    parts.push(step.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
const through = (bytes, stream) => new Blob([bytes]).stream().pipeThrough(stream);

/** Every file of what was dropped, by its path. */
async function dropped(items) {
  const files = new Map();
  const walk = async (entry, path) => {
    if (files.size >= MOST_FILES) return;
    if (entry.isFile) files.set(path + entry.name, await new Promise((ok, no) => entry.file(ok, no)));
    else {
      const reader = entry.createReader();
      for (let some; (some = await new Promise((ok, no) => reader.readEntries(ok, no))).length > 0;) {
        for (const one of some) await walk(one, `${path}${entry.name}/`);
      }
    }
  };
  // The items are gone after the first await.
  const given = [...items].filter((item) => item.kind === "file").map((item) => [item.webkitGetAsEntry?.(), item.getAsFile()]);
  for (const [entry, file] of given) {
    if (entry) await walk(entry, "");
    else if (file) files.set(file.name, file);
  }
  return files;
}

function start(main) {
  const words = main.dataset, find = (what) => main.querySelector(`[data-${what}]`);
  const article = find("note"), said = find("said"), link = find("link"), field = main.querySelector("#own-text");
  const cards = new Map([...main.querySelectorAll("template[data-card]")].map((t) => [t.dataset.card, t]));
  let turn = 0, tries = 0, blobs = [], d = "", local = false;
  /** The files that the note came with, and its place among them. */
  let chosen;

  let module;
  const loaded = () => (module ??= Promise.all([import("./open.js" + (tries > 0 ? `?${tries}` : "")), import(new URL(`${words.root}embed.js`, location.href).href)]).then(async ([open]) => {
    await open.default({ module_or_path: new URL("./open_bg.wasm", import.meta.url) });
    return open;
  }).catch((error) => { module = undefined; throw error; }));

  const say = (text) => { said.textContent = text; };
  const inert = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content;
  };
  const address = (hash) => { try { history.replaceState(history.state, "", location.pathname + location.search + hash); } catch { /* it stays */ } };

  function shut() {
    turn += 1;
    for (const blob of blobs) URL.revokeObjectURL(blob);
    [blobs, d, local, chosen] = [[], "", false, undefined];
    article.replaceChildren();
    for (const what of [article, link, find("faults"), find("tools"), find("others"), find("all-remote")]) what.hidden = true;
    find("lesson").hidden = false;
  }

  /** An `<img>` in place of a mark; `broken` says so where it does not open. */
  function picture(mark, src, alt, name) {
    const img = document.createElement("img");
    Object.assign(img, { alt, referrerPolicy: "no-referrer", decoding: "async" });
    img.addEventListener("error", () => img.replaceWith(missing(words.broken + name)));
    img.src = src;
    mark.replaceWith(img);
  }
  function missing(text) {
    const span = document.createElement("span");
    Object.assign(span, { className: "own-missing", textContent: text });
    return span;
  }

  function pictures(content, files, folder) {
    let remote = 0;
    for (const mark of content.querySelectorAll("[data-picture]")) {
      const url = mark.dataset.picture, alt = mark.textContent, far = /^(https?:)?\/\//i.test(url);
      if (far) {
        let from;
        try { from = new URL(url, "https://x.invalid"); } catch { mark.replaceWith(missing(words.broken + url.slice(0, 80))); continue; }
        const button = document.createElement("button");
        Object.assign(button, { type: "button", className: "own-remote", textContent: words.remote + from.host + (alt ? `: ${alt}` : "") });
        button.addEventListener("click", () => picture(button, from.href, alt, from.host));
        mark.replaceWith(button);
        remote += 1;
      } else {
        const file = fileOf(files, url, folder);
        if (!file) { mark.replaceWith(missing(words.missing + pathOf(url, folder).slice(0, 80) + (alt ? ` (${alt})` : ""))); continue; }
        const blob = URL.createObjectURL(file);
        blobs.push(blob);
        local = true;
        picture(mark, blob, alt, pathOf(url, folder));
      }
    }
    return remote;
  }

  /** Long notes come in pieces, so that the page stays awake; very long ones wait for a press. */
  async function put(content, mine) {
    const before = article.childElementCount;
    while (content.firstChild && mine === turn) {
      if (article.childElementCount - before >= MOST_BLOCKS) {
        const more = document.createElement("button");
        Object.assign(more, { type: "button", className: "own-more", textContent: article.dataset.more });
        more.addEventListener("click", () => { more.remove(); put(content, mine); });
        article.append(more);
        return;
      }
      const piece = document.createDocumentFragment();
      for (let n = 0; n < 40 && content.firstChild; n += 1) piece.append(content.firstChild);
      article.append(piece);
      if (content.firstChild) await new Promise((ok) => setTimeout(ok));
    }
  }

  /** Shows a text; `files` are what its pictures are looked up in. */
  async function show(text, { name = "", files = new Map(), path = "", encoding = "utf-8", keep = true } = {}) {
    shut();
    const mine = turn;
    if (text.trim() === "") { say(words.empty); return; }
    say(words.reading);
    if (text.length <= MOST_FIELD) field.value = text;
    let title = "", html, faults = "", open;
    try {
      open = await loaded();
      await new Promise((ok) => setTimeout(ok));
      [title, html, faults] = open.show(text, words.lang, [...cards.keys()]);
    } catch (error) {
      console.warn("third-pass:", error);
      // A module that was stopped in its middle is not used again.
      module = undefined;
      tries += 1;
    }
    if (mine !== turn) return;
    const content = inert(html ?? "<pre tabindex=\"0\"></pre>");
    if (html === undefined) content.firstChild.textContent = text.slice(0, MOST_FIELD);
    const folder = path.split("/").slice(0, -1).join("/");
    const remote = pictures(content, files, folder);
    for (const place of content.querySelectorAll("[data-own-claim]")) {
      const card = cards.get(place.dataset.ownClaim)?.content.cloneNode(true);
      if (card) place.replaceWith(card);
    }
    if (title !== "") {
      const h2 = document.createElement("h2");
      Object.assign(h2, { className: "own-title", textContent: title });
      content.prepend(h2);
    }
    article.toggleAttribute("data-long", text.length > MOST_FIELD);
    find("lesson").hidden = true;
    find("faults").hidden = faults === "";
    find("faults").querySelector("ul").replaceChildren(inert(faults));
    find("tools").hidden = article.hidden = false;
    find("all-remote").hidden = remote < 2;
    article.setAttribute("aria-label", title || name || words.opened);
    await put(content, mine);
    if (mine !== turn) return;
    const heard = html === undefined ? words.failed : words.opened + (name || title) + (encoding === "gbk" ? words.gbk : encoding === "utf-16" ? words.utf16 : "");
    const more = keep && open && html !== undefined ? await stay(open, text, name || title, mine) : "";
    if (mine === turn) say([heard, more].filter(Boolean).join(" "));
  }

  /** Puts a short note into the address, and keeps a longer one in this browser. */
  async function stay(open, text, name, mine) {
    const packed = open.pack(await all(through(new TextEncoder().encode(text), new CompressionStream("deflate-raw")), MOST_FILE));
    if (mine !== turn) return "";
    if (new URL(`#d=${packed}`, location.href).href.length <= MOST_LINK) {
      d = packed;
      address(`#d=${d}`);
      find("share").hidden = false;
      return "";
    }
    find("share").hidden = true;
    address("#kept");
    try {
      localStorage.setItem(KEPT, JSON.stringify({ name: String(name).slice(0, 200), d: packed }));
      last();
      return words.kept;
    } catch {
      address("");
      return words.notKept;
    }
  }

  /** What is kept in this browser, as `{name, d}`. */
  function kept() {
    try {
      const found = JSON.parse(localStorage.getItem(KEPT));
      return typeof found?.d === "string" ? { name: String(found.name), d: found.d } : undefined;
    } catch { return undefined; }
  }
  function last() {
    const found = kept();
    find("last").hidden = !found;
    find("reopen").textContent = found ? words.again + found.name : "";
  }

  /** Opens what a link or this browser holds. */
  async function unpack(packed, how) {
    const mine = (turn += 1);
    say(words.reading);
    try {
      const bytes = (await loaded()).unpack(packed);
      if (!bytes) throw new Error("damaged");
      const plain = await all(through(bytes, new DecompressionStream("deflate-raw")), MOST_FILE);
      if (mine !== turn) return;
      if (!plain) { shut(); say(words.long); return; }
      await show(new TextDecoder("utf-8", { fatal: true }).decode(plain), how);
    } catch {
      shut();
      say(words.damaged);
    }
  }

  async function read(files) {
    const notes = [...files.keys()].filter((path) => NOTE.test(path)).sort((a, b) => a.split("/").length - b.split("/").length || a.localeCompare(b));
    if (notes.length === 0 && files.size === 1) notes.push(...files.keys());
    if (notes.length === 0) return say(files.size === 0 ? "" : words.none);
    await one(files, notes, notes[0]);
  }
  async function one(files, notes, path) {
    const file = files.get(path);
    const { text, encoding, error } = file.size > MOST_FILE ? { error: "long" } : textOf(new Uint8Array(await file.arrayBuffer()));
    if (error) { shut(); others(files, notes, path); return say(`${path}: ${words[error]}`); }
    await show(text, { name: path, path, files, encoding });
    others(files, notes, path);
    chosen = { files, notes, path };
  }
  function others(files, notes, path) {
    const list = find("others");
    list.hidden = notes.length < 2;
    list.querySelector("ul").replaceChildren(...notes.slice(0, 100).filter((note) => note !== path).map((note) => {
      const button = document.createElement("button"), item = document.createElement("li");
      Object.assign(button, { type: "button", textContent: note });
      button.addEventListener("click", () => one(files, notes, note));
      item.append(button);
      return item;
    }));
  }

  for (const input of main.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      read(new Map([...input.files].slice(0, MOST_FILES).map((file) => [file.webkitRelativePath || file.name, file])));
      input.value = "";
    });
  }
  const zone = find("drop");
  main.addEventListener("dragover", (event) => { event.preventDefault(); zone.dataset.over = ""; });
  main.addEventListener("dragleave", () => { delete zone.dataset.over; });
  main.addEventListener("drop", (event) => {
    event.preventDefault();
    delete zone.dataset.over;
    dropped(event.dataTransfer.items).then(read).catch(() => say(words.none));
  });
  find("show").addEventListener("click", async () => {
    const from = chosen;
    await show(field.value, from && { files: from.files, path: from.path, name: from.path });
    chosen ??= from;
  });
  for (const button of main.querySelectorAll("[data-template]")) {
    button.addEventListener("click", () => {
      find("write").open = true;
      show(find("template-text").textContent).then(() => article.focus());
    });
  }
  find("share").addEventListener("click", async () => {
    link.value = new URL(`#d=${d}`, location.href).href;
    link.hidden = false;
    const stays = local ? words.picturesStay : "";
    try {
      await navigator.clipboard.writeText(link.value);
      say(words.copied + stays);
    } catch {
      say(words.byHand + stays);
      link.focus();
      link.select();
    }
  });
  find("teach").addEventListener("click", () => {
    import("./slides.js").then(({ teach }) => teach(find("stage"), article)).catch((error) => console.error("third-pass:", error));
  });
  find("all-remote").addEventListener("click", (event) => {
    event.currentTarget.hidden = true;
    for (const button of article.querySelectorAll(".own-remote")) button.click();
  });
  find("close").addEventListener("click", () => { shut(); address(""); say(""); main.querySelector("#own-files").focus(); });
  find("reopen").addEventListener("click", () => again());
  find("forget").addEventListener("click", () => {
    try { localStorage.removeItem(KEPT); } catch { /* there is none */ }
    last();
    say(words.forgotten);
  });
  // A place in the note is gone to without losing the note from the address; a note beside it is opened.
  article.addEventListener("click", (event) => {
    const to = event.target.closest?.("a")?.getAttribute("href");
    if (to === null || to === undefined || event.defaultPrevented || event.ctrlKey || event.metaKey) return;
    if (to.startsWith("#")) {
      event.preventDefault();
      let id = to.slice(1);
      try { id = decodeURIComponent(id); } catch { /* as it is */ }
      const place = [...article.querySelectorAll("[id]")].find((e) => e.id === id);
      if (!place) return;
      place.tabIndex = -1;
      place.focus({ preventScroll: true });
      place.scrollIntoView();
    } else if (chosen && !/^([a-z]+:|\/\/)/i.test(to)) {
      const path = pathOf(to, chosen.path.split("/").slice(0, -1).join("/"));
      if (!chosen.notes.includes(path)) return;
      event.preventDefault();
      one(chosen.files, chosen.notes, path);
    }
  });
  // The other language opens the same note; the shell has set the place in the page before.
  addEventListener("DOMContentLoaded", () => {
    for (const other of document.querySelectorAll("a[data-lang-switch]")) {
      other.addEventListener("click", () => {
        if (!article.hidden && location.hash !== "") other.hash = location.hash;
      });
    }
  });

  function again() {
    const found = kept();
    if (found) unpack(found.d, { name: found.name });
  }
  function opened() {
    const given = /[#&]d=([^&]*)/.exec(location.hash) ?? /[?&]d=([^&]*)/.exec(location.search);
    if (given) unpack(given[1]);
    else if (location.hash === "#kept") again();
  }
  addEventListener("hashchange", opened);
  last();
  opened();
}

const main = globalThis.document?.querySelector("main[data-open]");
if (main) start(main);
