// A note as a lesson: one part at a time, full screen, by the arrow keys. A part begins at a heading
// of the first two levels or behind a ruler. Parts that are not shown are hidden, so their widgets
// rest; what is heard of each is its heading and its number.
import { make, press } from "./make.js";

/** The parts of an article's children, each a list; `starts` tells where one begins, `rules` what parts them. */
export function parts(children, starts, rules) {
  const made = [];
  let open = [];
  for (const child of children) {
    if (starts(child) || rules(child)) {
      if (open.length > 0) made.push(open);
      open = [];
    }
    if (!rules(child)) open.push(child);
  }
  if (open.length > 0) made.push(open);
  // A title with nothing under it is no part of its own.
  return made.reduce((all, part) => {
    const before = all.at(-1);
    if (before?.length === 1 && starts(before[0]) && all.length === 1) before.push(...part);
    else all.push(part);
    return all;
  }, []);
}

/** Where a key leads from part `at` of `count`; undefined where it is no key of a lesson. */
export function led(key, at, count) {
  const to = { ArrowRight: at + 1, PageDown: at + 1, ArrowLeft: at - 1, PageUp: at - 1, Home: 0, End: count - 1 }[key];
  return to === undefined ? undefined : Math.min(Math.max(to, 0), count - 1);
}

/** Shows `article` as a lesson in `stage`, which holds it and the words for it. */
export function teach(stage, article) {
  const words = stage.dataset;
  const heading = (e) => /^H[12]$/.test(e.tagName) || e.classList.contains("own-title");
  // Text stands in boxes beside the widgets.
  const flat = (e) => (e.matches(".prose, .own-pass") ? [...e.children].flatMap(flat) : [e]);
  const ruler = (e) => e.tagName === "HR", children = [...article.children].flatMap(flat);
  const all = parts(children, heading, ruler), rulers = children.filter(ruler);
  if (all.length === 0) return;
  const bar = make("div", { className: "own-slides actions" }), where = make("p");
  where.setAttribute("role", "status");
  // What lies behind is not for keys or readers while the lesson lasts.
  const behind = [...document.body.children, ...stage.parentElement.children].filter((e) => !e.contains(stage) && !e.inert);
  // Another note in its place ends it.
  const replaced = new MutationObserver(() => { if (!children[0].isConnected) end(); });
  let at = 0;
  const back = press(words.previous, () => go(at - 1)), on = press(words.next, () => go(at + 1));
  function go(to) {
    if (to < 0 || to >= all.length) return;
    at = to;
    all.forEach((part, i) => part.forEach((e) => { e.toggleAttribute("data-away", i !== at); }));
    back.disabled = at === 0;
    on.disabled = at === all.length - 1;
    where.textContent = `${words.part}${at + 1} / ${all.length}`;
    stage.scrollTo(0, 0);
  }
  function key(event) {
    // Who writes, or moves a slider, means that.
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest?.("input, textarea, select")) return;
    if (event.key === "Escape") return end();
    const to = led(event.key, at, all.length);
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  }
  const screen = () => { if (!document.fullscreenElement) end(); };
  function end() {
    removeEventListener("keydown", key);
    document.removeEventListener("fullscreenchange", screen);
    replaced.disconnect();
    behind.forEach((e) => { e.inert = false; });
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    delete stage.dataset.slides;
    bar.remove();
    for (const e of [...all.flat(), ...rulers]) e.removeAttribute("data-away");
    article.focus({ preventScroll: true });
  }
  bar.append(back, on, where, press(words.end, end));
  stage.append(bar);
  stage.dataset.slides = "";
  rulers.forEach((e) => e.setAttribute("data-away", ""));
  behind.forEach((e) => { e.inert = true; });
  replaced.observe(article, { childList: true, subtree: true });
  addEventListener("keydown", key);
  go(0);
  on.focus();
  // A frame or a phone may refuse it: then the lesson fills the window.
  if (stage.requestFullscreen) stage.requestFullscreen().then(() => document.addEventListener("fullscreenchange", screen), () => {});
}
