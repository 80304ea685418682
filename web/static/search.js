// Search over the notes, the widgets and the glossary, in an index that was made at build time.
// Loaded when it is first asked for. `tokens`, `find` and `excerpt` are pure.
import { make, press } from "./make.js";

export const WORDS = {
  zh: { title: "搜索", field: "找什么：词、数、组件", none: (asked) => `没有找到“${asked}”。`, count: (n) => `${n}处`, widget: "组件", close: "关闭", failed: "索引没有下载成功，可能断网了。", hint: "↑↓选择，Enter前往，Esc关闭" },
  en: { title: "Search", field: "A word, a number, a widget", none: (asked) => `Nothing found for “${asked}”.`, count: (n) => `${n} found`, widget: "widget", close: "Close", failed: "The index could not be loaded; there may be no network.", hint: "↑↓ to choose, Enter to go, Esc to close" },
};
/** The longest question that is answered, and the most answers. */
const LONGEST = 80, MOST = 20;

/** A question's words, cut as the index was (`crates/notes/src/search.rs`). */
export function tokens(text) {
  const found = [];
  for (const [run] of text.matchAll(/[\u4e00-\u9fff]+|[A-Za-z0-9](?:[A-Za-z0-9]|(?<=\d)[.,](?=\d))*/g)) {
    if (!/^[\u4e00-\u9fff]/.test(run)) found.push(run.replaceAll(",", "").toLowerCase());
    else if (run.length === 1) found.push(run);
    else for (let i = 0; i + 1 < run.length; i++) found.push(run.slice(i, i + 2));
  }
  return found;
}

/** The places of a word: entry to weight. */
function places(coded) {
  let at = 0;
  return new Map(coded.split(",").map((one) => {
    const [step, weight = 1] = one.split(".").map(Number);
    return [(at += step), weight];
  }));
}

/** For a word of the question, how much it counts in each entry: the word itself, what begins with it, of one character what holds it. */
function counted(token, terms, entries) {
  const single = token.length === 1 && /[\u4e00-\u9fff]/.test(token), latin = /^[a-z0-9]/.test(token);
  const sum = new Map();
  const add = (term, share) => {
    const found = places(terms[term]), rare = Math.log(1 + entries / found.size);
    for (const [at, weight] of found) sum.set(at, Math.max(sum.get(at) ?? 0, share * rare * (1 + Math.log(weight))));
  };
  const one = latin && token.length > 3 ? token.replace(/s$/, "") : token;
  for (const term of Object.keys(terms)) {
    if (term === token) add(term, 1);
    else if (latin && (term === one || term === `${one}s`)) add(term, 0.9);
    else if ((latin && token.length > 1 && term.startsWith(token)) || (single && term.includes(token))) add(term, 0.5);
  }
  return sum;
}

/** The best entries for a question, best first: those with all its words, else those with most. */
export function find({ entries, terms }, question, most = MOST) {
  const asked = [...new Set(tokens(question.slice(0, LONGEST)))];
  const each = asked.map((token) => counted(token, terms, entries.length));
  const whole = question.trim().toLowerCase(), all = new Map();
  for (const sum of each) {
    for (const [at, score] of sum) {
      const had = all.get(at) ?? { at, score: 0, words: 0 };
      all.set(at, { at, score: had.score + score, words: had.words + 1 });
    }
  }
  const found = [...all.values()];
  for (const one of found) {
    const [, , title, text] = entries[one.at];
    // As it was asked, in one piece.
    if (title.toLowerCase().includes(whole)) one.score *= title.toLowerCase() === whole ? 3 : 2;
    else if (text.toLowerCase().includes(whole)) one.score *= 1.5;
  }
  const full = Math.max(0, ...found.map((one) => one.words));
  return found.filter((one) => one.words === full).sort((a, b) => b.score - a.score || a.at - b.at).slice(0, most).map((one) => one.at);
}

/** A piece of a text around what was asked, as `[words, whether they were asked for]`. */
export function excerpt(text, question, length = 90) {
  const runs = question.match(/[\u4e00-\u9fff]+|[A-Za-z0-9.,-]+/g) ?? [], low = text.toLowerCase();
  const marks = [];
  const mark = (word) => {
    let found = false;
    for (let at = low.indexOf(word); at >= 0 && marks.length < 200; at = low.indexOf(word, at + word.length)) {
      if (/^[a-z]/.test(word) && /[a-z0-9]/.test(low[at - 1] ?? "")) continue;
      marks.push([at, at + word.length]);
      found = true;
    }
    return found;
  };
  for (const run of runs) if (!mark(run.toLowerCase())) for (const token of tokens(run)) mark(token);
  marks.sort((a, b) => a[0] - b[0]);
  // As it was asked, in one piece, or the first word of it.
  const phrase = low.indexOf(question.trim().toLowerCase());
  const from = Math.max(0, (phrase >= 0 ? phrase : marks[0]?.[0] ?? 0) - Math.floor(length / 4)), to = Math.min(text.length, from + length);
  const pieces = [];
  let at = from;
  for (const [start, end] of marks) {
    if (start < at || end > to) continue;
    if (start > at) pieces.push([text.slice(at, start), false]);
    pieces.push([text.slice(start, end), true]);
    at = end;
  }
  if (at < to) pieces.push([text.slice(at, to), false]);
  if (from > 0) pieces.unshift(["…", false]);
  if (to < text.length) pieces.push(["…", false]);
  return pieces;
}

let dialog;
/** Opens the search of the page; `button` says where the index and the language's pages lie. */
export function open(button) {
  dialog ??= build(button);
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("input").select();
}

function build(button) {
  const t = WORDS[/^zh/.test(document.documentElement.lang) ? "zh" : "en"], { search, root } = button.dataset;
  const field = make("input", { type: "search", placeholder: t.field, maxLength: LONGEST, autocomplete: "off", spellcheck: false });
  field.setAttribute("aria-label", t.field);
  const list = make("ol"), status = make("p", { className: "unit" }), close = press(t.close, () => dialog.close());
  status.setAttribute("role", "status");
  const dialog = make("dialog", { className: "search-box" }, make("div", { className: "field" }, field, close), status, list, make("p", { className: "unit keys", textContent: t.hint }));
  dialog.setAttribute("aria-label", t.title);
  document.body.append(dialog);

  let index;
  const loaded = fetch(search).then((answer) => { if (!answer.ok) throw new Error(answer.status); return answer.json(); })
    .then((found) => { index = found; show(); }, () => { status.textContent = t.failed; });
  // The pass that is shown holds on other notes too.
  const pass = () => /(?<=[?&])pass=[123](?=&|$)/.exec(location.search)?.[0];
  function way(place) {
    const [page, anchor] = place.split("#");
    const url = new URL(root + page, location.href);
    if (url.pathname === location.pathname) return anchor ? `#${anchor}` : "#text";
    return `${url.pathname}${pass() && page !== "glossary/" ? `?${pass()}` : ""}${anchor ? `#${anchor}` : ""}`;
  }
  function show() {
    const question = field.value.trim();
    list.replaceChildren();
    if (!index || question === "") {
      if (index) status.textContent = "";
      return;
    }
    const found = find(index, question);
    status.textContent = found.length > 0 ? t.count(found.length) : t.none(question);
    for (const at of found) {
      const [place, page, title, text, widget] = index.entries[at];
      const pieces = excerpt(text, question).map(([words, hit]) => (hit ? make("mark", { textContent: words }) : words));
      const where = make("span", { className: "unit", textContent: widget ? `${page} · ${t.widget}` : page });
      list.append(make("li", {}, make("a", { href: way(place) }, make("b", { textContent: title }), " ", where, make("span", { className: "piece" }, ...pieces))));
    }
  }
  field.addEventListener("input", show);
  // Beside the box is out of it.
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  list.addEventListener("click", (event) => { if (event.target.closest("a")) dialog.close(); });
  dialog.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")], at = links.indexOf(document.activeElement);
    if (event.key === "Escape") dialog.close(); // also where a browser would only clear the field
    else if (event.key === "Enter" && document.activeElement === field) links[0]?.click();
    else if (event.key === "ArrowDown") (links[at + 1] ?? links[0])?.focus();
    else if (event.key === "ArrowUp") (at > 0 ? links[at - 1] : field).focus();
    else return;
    event.preventDefault();
  });
  dialog.loaded = loaded;
  return dialog;
}
