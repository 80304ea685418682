// Wakes the widgets of a prerendered page, each as it comes near the view.
// The page's module is loaded once, for the first of them. The build fills in
// the two names.

let loading;
const load = () => (loading ??= start());

async function start() {
  const page = await import("./__PAGE_JS__");
  await page.default({ module_or_path: new URL("./__PAGE_WASM__", import.meta.url) });
  page.hydrate();
  return page;
}

/** Hands an island to Leptos; what goes wrong is shown where the widget stands. */
async function wake(island) {
  try {
    const page = await load();
    const hydrate = page[island.dataset.component];
    if (!hydrate) throw new Error(`the page's module has no island ${island.dataset.component}`);
    hydrate(island);
    island.dataset.live = "";
  } catch (error) {
    console.error("third-pass:", error);
    const widget = widgetOf(island);
    if (widget.dataset.widget !== undefined) widget.dataset.state = "error";
    for (const words of island.querySelectorAll("[data-boot-error]")) words.hidden = false;
  }
}

// An island itself may have no box (`display: contents`), and then never comes into view.
const widgetOf = (island) => island.querySelector("[data-widget]") ?? island.firstElementChild ?? island;

// Behind a widget's name a link may carry more (`#convolution&d=…`), and chat apps
// add their own: the browser finds no such place by itself.
function goToPlace() {
  const [place, more] = location.hash.slice(1).split(/[&?](.*)/s);
  if (more !== undefined && scrollY === 0) document.getElementById(place)?.scrollIntoView();
}
goToPlace();

const islands = new Map();
const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    wake(islands.get(target));
  }
}, { rootMargin: "200px" });

for (const island of document.querySelectorAll("leptos-island")) {
  const widget = widgetOf(island);
  islands.set(widget, island);
  near.observe(widget);
}
