// Wakes the widgets of a prerendered page, each as it comes near the view.
// What widgets share is one module, loaded for the first of them; what some of them share or one
// has alone are parts, loaded for them. The build fills in their names.

const PAGE = __PAGE__;

const url = (name) => new URL(name, import.meta.url);

// What fails is not kept: the next widget, or the same once more, tries again.
const loading = new Map();
function once(name, load) {
  if (!loading.has(name)) loading.set(name, load().catch((error) => { loading.delete(name); throw error; }));
  return loading.get(name);
}

const base = () => once(PAGE.wasm, async () => {
  const page = await import(PAGE.js);
  // Parts add what they export for those behind them.
  return { page, exports: { ...await page.default({ module_or_path: url(PAGE.wasm) }) } };
});

const compiled = (name) => once(`compiled ${name}`, async () => {
  const answer = await fetch(url(name));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return WebAssembly.compile(await answer.arrayBuffer());
});

/** Fills in functions of which the base has but the names. */
const added = (name) => once(name, async () => {
  const [module, { exports }] = await Promise.all([compiled(name), base()]);
  Object.assign(exports, (await WebAssembly.instantiate(module, { b: exports })).exports);
});

/** The module, with what only this island and some others need; a debug build has no parts. */
async function load(component) {
  const names = PAGE.parts[component] ?? [];
  // All are asked for at once, and each comes behind those that it builds on.
  await Promise.all([base(), ...names.map(compiled)]);
  for (const name of names) await added(name);
  return (await base()).page;
}

/** Hands an island to Leptos; what goes wrong is shown where the widget stands. */
async function wake(island) {
  try {
    const { component } = island.dataset;
    const page = await load(component), widget = widgetOf(island);
    page.place(...JSON.parse(widget.dataset.place));
    page[component](island);
    island.dataset.live = "";
    offerTask(widget);
  } catch (error) {
    console.error("third-pass:", error);
    const widget = widgetOf(island);
    if (widget.dataset.widget !== undefined) widget.dataset.state = "error";
    for (const words of island.querySelectorAll("[data-boot-error]")) words.hidden = false;
  }
}

// An island itself may have no box (`display: contents`), and then never comes into view.
const widgetOf = (island) => island.querySelector("[data-widget]") ?? island.firstElementChild ?? island;

/** A button for teachers, behind the widget's own: what Leptos ties to them goes by their order. */
function offerTask(widget) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = /^zh/.test(widget.closest("[lang]")?.lang ?? "") ? "出题" : "Set a task";
  button.addEventListener("click", () => {
    import("./teach.js").then((teach) => teach.open(widget)).catch((error) => console.error("third-pass:", error));
  });
  // Some widgets have other rows of buttons; this one has the button of sharing.
  widget.querySelector('.actions:has([aria-haspopup="dialog"])')?.append(button);
}

// Behind a widget's name a link may carry more (`#convolution&d=…`), and chat apps
// add their own: the browser finds no such place by itself.
function goToPlace() {
  const [place, more] = location.hash.slice(1).split(/[&?](.*)/s);
  if (more !== undefined && scrollY === 0) document.getElementById(place)?.scrollIntoView();
}
goToPlace();

// The widgets that still sleep.
const islands = new Map([...document.querySelectorAll("leptos-island")].map((island) => [widgetOf(island), island]));
/** Wakes what comes nearer to the view than this. */
function watch(rootMargin) {
  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      const island = islands.get(target);
      if (isIntersecting && islands.delete(target)) wake(island);
    }
  }, { rootMargin });
  for (const widget of islands.keys()) near.observe(widget);
  return near;
}
// To who opens a page nothing is given that is not read; for who reads on, the next view is made
// ready, so that what changes its height once it is computed does so out of sight.
const first = watch("200px");
addEventListener("scroll", () => { first.disconnect(); watch("100%"); }, { once: true, passive: true });

// The dialog of sharing, when a widget's button asks for it.
addEventListener("third-pass:share", ({ detail }) => {
  import("./share.js").then((share) => share.open(...detail)).catch((error) => console.error("third-pass:", error));
});

// Behind a widget's code, when it is opened, the same as a notebook.
document.addEventListener("toggle", ({ target }) => {
  if (target.open && target.querySelector(":scope > pre > .snippet")) {
    import("./notebook.js").then((notebook) => notebook.offer(target)).catch((error) => console.error("third-pass:", error));
  }
}, true);
