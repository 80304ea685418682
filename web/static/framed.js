// An embed page in a frame: says how high it is and what its widget does, and hears what to set.
// `embed.js` speaks with it in any host; Embedly's message for the height is for hosts without.
//
// Out: {thirdPass: 1, type: "height" | "state" | "ready" | "error", …}; in, from the parent
// window only: "setState" with a query as in a link, "theme".
const MOST = 100_000; // characters of a state
const THEMES = ["auto", "light", "dark"];
const root = document.documentElement;
const widget = document.querySelector("[data-widget]");

if (parent !== window && widget) {
  // What is said here is in the link as well, so whoever frames the page may hear it.
  const say = (message) => parent.postMessage({ thirdPass: 1, ...message }, "*");

  let told = 0;
  const measure = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    // A frame that is sized by this must not answer for ever.
    if (Math.abs(height - told) < 2) return;
    told = height;
    say({ type: "height", height, title: document.title });
    parent.postMessage(JSON.stringify({ src: location.href, context: "iframe.resize", height }), "*");
  };
  new ResizeObserver(() => requestAnimationFrame(measure)).observe(document.body);

  const tell = () => {
    const { state, backend, query } = widget.dataset;
    if (query !== undefined) say({ type: "state", state: query });
    if (state === "ready") say({ type: "ready", backend });
    if (state === "error") say({ type: "error", message: widget.querySelector('[role="alert"] p')?.textContent ?? "" });
  };
  let before = {};
  const changed = () => {
    const { state, query } = widget.dataset;
    if (state === before.state && query === before.query) return;
    before = { state, query };
    tell();
  };
  new MutationObserver(changed).observe(widget, { attributes: true, attributeFilter: ["data-state", "data-query"] });
  changed();

  addEventListener("message", ({ data, source }) => {
    if (source !== parent || data?.thirdPass !== 1) return;
    const { type, state, theme } = data;
    if (type === "setState" && typeof state === "string" && state.length <= MOST) {
      // Asked for before the widget is awake, it is heard when it is.
      const set = () => dispatchEvent(new CustomEvent("third-pass:set", { detail: state }));
      if (widget.dataset.query !== undefined) set();
      else {
        const awake = new MutationObserver(() => { awake.disconnect(); set(); });
        awake.observe(widget, { attributes: true, attributeFilter: ["data-query"] });
      }
    } else if (type === "theme" && THEMES.includes(theme)) {
      root.dataset.theme = theme;
      dispatchEvent(new Event("third-pass:theme"));
    }
  });
}
