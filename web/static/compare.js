// Two links of this site side by side. What a link means is worked out by `read`, which is pure;
// the page has the words, and the widgets that there are.

/** The longest link that is read, as the widgets themselves have it. */
const MOST = 16_384;

/**
 * What a pasted link shows: `{widget, query, hash}`, or `{error}` with the word for why not
 * (`empty`, `long`, `foreign`, `nested`, `none`, `unknown`), with `name` where a widget is unknown.
 * `base` is the site's root, `widgets` the names that there are.
 */
export function read(given, base, widgets) {
  const text = String(given ?? "").trim();
  if (text === "") return { error: "empty" };
  if (text.length > MOST) return { error: "long" };
  const root = new URL(base);
  // `w=bottleneck&width=64` alone is a query.
  const bare = /^[a-z0-9-]+=/.test(text) ? `?${text}` : text;
  let url;
  try {
    // A path from the host's root is one of the site's own only if it begins as the site does.
    url = new URL(bare.startsWith("#") ? `?${bare}` : bare, root);
  } catch {
    return { error: "foreign" };
  }
  if (url.origin !== root.origin || url.protocol !== root.protocol || !url.pathname.startsWith(root.pathname)) return { error: "foreign" };
  const parts = url.pathname.slice(root.pathname.length).split("/").filter((part) => part !== "" && part !== "index.html");
  if (["zh", "en"].includes(parts[0])) parts.shift();
  if (parts[0] === "compare") return { error: "nested" };
  const pieces = url.search.slice(1).split("&").filter((piece) => piece !== "");
  const key = (piece) => piece.split("=")[0];
  const named = pieces.find((piece) => key(piece) === "w")?.slice(2) || undefined;
  const anchor = url.hash.slice(1).split("&")[0];
  const inFrame = parts[0] === "embed" && parts.length === 2 ? parts[1] : undefined;
  const widget = inFrame ?? named ?? (widgets.includes(anchor) ? anchor : undefined);
  if (widget === undefined) return { error: "none" };
  if (!widgets.includes(widget)) return { error: "unknown", name: widget };
  const query = pieces.filter((piece) => key(piece) !== "w").join("&");
  return { widget, query, hash: url.hash };
}

/** The address of a widget alone in its state. */
export const frameOf = ({ widget, query, hash }, base, lang) =>
  `${base}${lang}/embed/${widget}/${query === "" ? "" : `?${query}`}${hash}`;

/** The same as a short link, as it stands in the page's address. */
export const linkOf = ({ widget, query, hash }) => {
  // What stands behind a name in the fragment is part of the state; the name is not.
  const more = hash.includes("&") ? hash : "";
  return `w=${widget}${query === "" ? "" : `&${query}`}${more}`;
};

/** The query of a pair. */
export const pairOf = (links) => `?${["a", "b"].map((key, i) => `${key}=${encodeURIComponent(links[i])}`).join("&")}`;

function start(main) {
  const base = new URL(main.dataset.root, location.href).href;
  const names = new Map([...main.querySelectorAll("[data-widget-name]")].map((li) => [li.dataset.widgetName, li.textContent]));
  const sides = ["a", "b"].map((key) => new Side(main.querySelector(`[data-side="${key}"]`), { main, base, names }));
  const given = new URLSearchParams(location.search);
  sides.forEach((side, i) => side.open(given.get("ab"[i]) ?? ""));
  const share = main.querySelector("[data-share]"), link = main.querySelector("[data-link]");
  const said = main.querySelector("[data-said]");

  /** The address holds what is shown, also after a control of a widget was moved. */
  const note = () => {
    const pair = pairOf(sides.map((side) => side.link()));
    const theme = new URLSearchParams(location.search).get("theme");
    const end = theme === null ? pair : `${pair}&theme=${encodeURIComponent(theme)}`;
    try { history.replaceState(history.state, "", end); } catch { /* the address stays as it is */ }
    link.value = new URL(pair, location.href).href;
  };
  note();
  share.addEventListener("click", async () => {
    note();
    link.hidden = false;
    try {
      await navigator.clipboard.writeText(link.value);
      said.textContent = main.dataset.copied;
    } catch {
      said.textContent = main.dataset.byHand;
      link.focus();
      link.select();
    }
  });
  for (const side of sides) side.onchange = note;
  main.querySelector("[data-swap]").addEventListener("click", () => {
    const links = sides.map((side) => side.link());
    sides.forEach((side, i) => side.open(links[1 - i]));
    note();
  });
  // The frames take the page's theme as it is chosen.
  addEventListener("third-pass:theme", () => sides.forEach((side) => side.dress()));
  const level = () => {
    const heights = sides.map((side) => side.height());
    const high = Math.max(...heights);
    for (const side of sides) side.stand(high);
  };
  for (const side of sides) side.onheight = level;
}

/** A name as it was written, where that can be told. */
const plain = (name) => { try { return decodeURIComponent(name); } catch { return name; } };

/** One half: its field, its frame, and what is wrong with its link. */
class Side {
  #frame; #field; #wrong; #shown; #site; #seen;
  onchange = () => {};
  onheight = () => {};
  constructor(section, site) {
    this.#site = site;
    this.#frame = section.querySelector("iframe");
    this.#field = section.querySelector("input");
    this.#wrong = section.querySelector("[data-wrong]");
    this.#field.addEventListener("change", () => { this.open(this.#field.value); this.onchange(); });
    this.#frame.addEventListener("load", () => this.#loaded());
  }
  /** Shows a link, or says why not. */
  open(given) {
    const { main, base, names } = this.#site;
    const found = read(given, base, [...names.keys()]);
    this.#shown = found.error ? undefined : found;
    this.#field.value = found.error ? String(given).slice(0, MOST) : linkOf(found);
    const words = found.error === undefined ? "" : main.dataset[found.error];
    // Put in as text: nothing of a link becomes markup.
    this.#wrong.textContent = found.error === "unknown" ? words.replace("{}", () => plain(found.name).slice(0, 40)) : words;
    this.#wrong.hidden = found.error === undefined;
    this.#field.toggleAttribute("aria-invalid", ![undefined, "empty"].includes(found.error));
    this.#frame.hidden = found.error !== undefined;
    if (found.error) {
      this.#frame.removeAttribute("src");
      return this.onheight();
    }
    this.#frame.title = `${this.#field.dataset.name}: ${names.get(found.widget)}`;
    this.#frame.src = frameOf(found, base, main.dataset.lang);
  }
  /** The link of what is shown now; where nothing is, what stands in the field. */
  link() {
    if (!this.#shown) return this.#field.value;
    const now = this.#window()?.location;
    // A frame that is still loading has no address of ours.
    const moved = now?.href.startsWith(this.#site.base) ? read(now.href, this.#site.base, [...this.#site.names.keys()]) : undefined;
    return linkOf(moved && !moved.error ? moved : this.#shown);
  }
  #window() {
    try { return this.#frame.contentWindow?.location.href ? this.#frame.contentWindow : undefined; } catch { return undefined; }
  }
  #loaded() {
    const inner = this.#window();
    if (!inner?.document.body || !this.#shown) return;
    this.dress();
    this.#seen?.disconnect();
    this.#seen = new inner.ResizeObserver(() => this.onheight());
    this.#seen.observe(inner.document.body);
    this.onheight();
  }
  dress() {
    const inner = this.#window();
    if (!inner?.document.documentElement || !this.#shown) return;
    inner.document.documentElement.dataset.theme = document.documentElement.dataset.theme;
    inner.dispatchEvent(new inner.Event("third-pass:theme"));
  }
  /** How high the widget is; 0 before it is there. */
  height() {
    const body = this.#shown && this.#window()?.document.body;
    return body ? Math.ceil(body.getBoundingClientRect().height) : 0;
  }
  stand(high) {
    if (high > 0 && this.#frame.height !== String(high)) this.#frame.height = high;
  }
}

const main = globalThis.document?.querySelector("[data-compare]");
if (main) start(main);
