// <third-pass widget="bottleneck" state="width=64&seed=7">what stands here without scripts</third-pass>
// Puts a widget of this site into any page: makes its frame, sizes it, passes attributes in and
// events out. The same state as in links. Needs nothing; writes no inline style or script, so
// that a strict Content-Security-Policy may let it in.
//
// Attributes: widget, state (as in a link), host (the site's address; else ThirdPass.host, which is
//   where this file lies), lang (zh, en; else the page's), theme (light, dark, auto; else the
//   page's), backend, hide, lock, ask, sandbox (of the frame), loading ("eager": the frame is made
//   at once; else when it comes near the view; it computes when it is in view).
// Events: ready {backend}, statechange {state}, error {message}; they do not bubble.
// Methods: getState() gives the state, setState(state) sets it, both as in a link.
// What stands inside the element is shown until the widget does, and where it never does.
// Where there is no page, as in a server that renders one, importing it does nothing.

const OWN = import.meta.url;
const PASSED = ["backend", "hide", "lock", "ask"];
/** Pixels that a frame may be high; what it says beyond them is not believed. */
const [LOW, HIGH] = [120, 8000];

const STYLE = `
  :host { display: block; min-height: 120px; position: relative; }
  :host([hidden]) { display: none; }
  iframe { display: block; width: 100%; height: 100%; border: 0; }
  :host(:not([data-shown])) iframe { position: absolute; inset: 0; opacity: 0; pointer-events: none; }
  :host([data-shown]) slot { display: none; }
`;
let sheet;
function styled() {
  if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(STYLE);
  return sheet;
}

/** The site's root for an element, or words on what is wrong with the address. */
function rootOf(element) {
  const given = element.getAttribute("host") ?? ThirdPass.host;
  if (!given) return "third-pass: where is the site? Set the element's host, or ThirdPass.host";
  let root;
  try { root = new URL(given.endsWith("/") ? given : `${given}/`, document.baseURI); } catch { /* no address */ }
  // A frame of any other scheme would be this page's own.
  return /^https?:$/.test(root?.protocol) ? root : `third-pass: host is no web address: ${given.slice(0, 100)}`;
}

/** A state as the frame takes it: the element's own attributes say the rest. */
function stateOf(text) {
  const query = new URLSearchParams(text);
  for (const name of ["w", "v", "theme", "lang"]) query.delete(name);
  return query;
}

/** The language of the text around, as one of the site's folders. */
function languageOf(element) {
  const around = element.getAttribute("lang") ?? element.parentElement?.closest("[lang]")?.lang ?? navigator.language;
  return /^zh/i.test(around) ? "zh" : "en";
}

/** Whether the page behind the element is dark: the first background that is not transparent. */
function themeOf(element) {
  for (let e = element.parentElement; e; e = e.parentElement) {
    const [r, g, b, a = 1] = getComputedStyle(e).backgroundColor.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0, 0];
    if (a > 0.5) return 0.2126 * r + 0.7152 * g + 0.0722 * b < 110 ? "dark" : "light";
  }
  return /dark/.test(getComputedStyle(document.documentElement).colorScheme) ? "dark" : "light";
}

class ThirdPass extends (globalThis.HTMLElement ?? Object) {
  /** Where the site is, for elements that do not say. */
  static host = new URL("./", OWN).href;
  static observedAttributes = ["widget", "state", "host", "lang", "theme", "sandbox", ...PASSED];
  #frame = null;
  #root = null; // the site that the frame is of
  #state = null; // as it was asked for, or told last
  #told = null; // as the frame told it last
  #late = false; // whether a state was asked for before the frame could hear it
  #seen = null;
  #theme = "";

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [styled()];
    shadow.append(document.createElement("slot"));
  }

  connectedCallback() {
    addEventListener("message", this.#heard);
    this.#seen = new IntersectionObserver((told) => {
      if (told.some((one) => one.isIntersecting) || this.getAttribute("loading") === "eager") this.#show();
    }, { rootMargin: "300px" });
    this.#seen.observe(this);
    watchers.add(this);
  }

  disconnectedCallback() {
    removeEventListener("message", this.#heard);
    this.#seen?.disconnect();
    watchers.delete(this);
    this.#gone();
  }

  attributeChangedCallback(name, before, now) {
    if (before === now) return;
    if (!this.#frame) {
      // What was missing for a frame may be there now: the observer tells again.
      this.#seen?.unobserve(this);
      this.#seen?.observe(this);
      return;
    }
    if (name === "state") return this.setState(now ?? "");
    if (name === "theme") return this.follow();
    this.#gone();
    this.#show();
  }

  /** The present state, as in a link: only what differs from the default. */
  getState() {
    return this.#state ?? this.getAttribute("state") ?? "";
  }

  /** Sets a state, as in a link; keys that are left out have their defaults. */
  setState(state) {
    this.#state = String(stateOf(state));
    this.#late = this.#told === null;
    this.#say({ type: "setState", state: this.#state });
  }

  /** Hands the page's theme on. */
  follow() {
    const theme = this.getAttribute("theme") ?? themeOf(this);
    if (theme === this.#theme) return;
    this.#theme = theme;
    this.#say({ type: "theme", theme });
  }

  #say(message) {
    const target = this.hasAttribute("sandbox") ? "*" : this.#root?.origin;
    this.#frame?.contentWindow?.postMessage({ thirdPass: 1, ...message }, target);
  }

  #address() {
    const query = stateOf(this.getState());
    for (const name of PASSED) if (this.hasAttribute(name)) query.set(name, this.getAttribute(name));
    this.#theme = this.getAttribute("theme") ?? themeOf(this);
    const widget = encodeURIComponent(this.getAttribute("widget") ?? "");
    return new URL(`${languageOf(this)}/embed/${widget}/?v=1&theme=${encodeURIComponent(this.#theme)}&${query}`, this.#root).href;
  }

  #show() {
    if (this.#frame || !this.getAttribute("widget")) return;
    const root = rootOf(this);
    if (typeof root === "string") {
      console.error(root);
      return this.#tell("error", { message: root });
    }
    this.#root = root;
    const frame = document.createElement("iframe");
    frame.title = this.getAttribute("title") ?? this.getAttribute("widget");
    frame.allow = "fullscreen; clipboard-write";
    frame.referrerPolicy = "no-referrer";
    if (this.hasAttribute("sandbox")) frame.setAttribute("sandbox", this.getAttribute("sandbox"));
    frame.src = this.#address();
    this.#frame = frame;
    this.shadowRoot.append(frame);
  }

  #gone() {
    this.#frame?.remove();
    this.#frame = this.#told = null;
    delete this.dataset.shown;
    this.style.height = "";
  }

  #heard = ({ data, source, origin }) => {
    // Who speaks is known by its window; what it says, by its form.
    if (!this.#frame || source !== this.#frame.contentWindow || data?.thirdPass !== 1) return;
    if (origin !== this.#root.origin && !(origin === "null" && this.hasAttribute("sandbox"))) return;
    const { type, height, title, state, backend, message } = data;
    if (type === "height" && Number.isFinite(height)) {
      this.style.height = `${Math.min(HIGH, Math.max(LOW, Math.ceil(height)))}px`;
      if (!this.hasAttribute("title")) this.#frame.title = String(title).slice(0, 200);
      this.dataset.shown = "";
    } else if (type === "state" && typeof state === "string") {
      const first = this.#told === null;
      if (state === this.#told) return;
      if (this.#late) {
        this.#told = state;
        this.setState(this.#state);
        return;
      }
      this.#state = this.#told = state;
      if (!first) this.#tell("statechange", { state });
    } else if (type === "ready") this.#tell("ready", { backend: String(backend) });
    else if (type === "error") this.#tell("error", { message: String(message).slice(0, 2000) });
  };

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

// One watch over the page's theme for all elements: switches set a class, an attribute or a style.
const watchers = new Set();
const follow = () => { for (const element of watchers) element.follow(); };
if (globalThis.customElements && !customElements.get("third-pass")) {
  customElements.define("third-pass", ThirdPass);
  const later = () => setTimeout(follow); // when the page's own answer to it is done
  const watch = new MutationObserver(later);
  for (const root of [document.documentElement, document.body]) if (root) watch.observe(root, { attributes: true });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", later);
  // Where colours fade into each other, the new one stands at the end.
  document.addEventListener("transitionend", ({ propertyName }) => { if (/^background/.test(propertyName)) follow(); });
}
export { ThirdPass };
