// Predict, then run: a question in a note, answered before its widget shows. The widget then runs in
// a frame of its own, the answer is read from what it shows, and the guess is judged by that.

export const WORDS = {
  zh: {
    first: "先写下你的猜测。", number: "这里要填一个数。", running: "正在运行……", failed: "组件没有算出来，没法评判。",
    right: (guess, value) => `猜对了：你猜${guess}，算出来是${value}。`, wrong: (guess, value) => `没猜对：你猜${guess}，算出来是${value}。`,
    chose: "猜对了。", missed: (words) => `没猜对，算出来的是“${words}”。`,
  },
  en: {
    first: "Write down a guess first.", number: "A number is wanted here.", running: "Running …", failed: "The widget did not get through; nothing can be judged.",
    right: (guess, value) => `Right: you said ${guess}, and ${value} came out.`, wrong: (guess, value) => `Not so: you said ${guess}, and ${value} came out.`,
    chose: "Right.", missed: (words) => `Not so; what came out is “${words}”.`,
  },
};
/** How long a widget may take, in milliseconds. */
const PATIENCE = 180_000;

/** The number that a pattern's group finds in a text; undefined where it finds none. */
export function numberIn(text, find) {
  const found = new RegExp(find).exec(text)?.slice(1).find((group) => group !== undefined);
  const value = Number(found?.replaceAll(",", ""));
  return found === undefined || Number.isNaN(value) ? undefined : value;
}

/** What a reader wrote as a number: with commas, full-width digits, a percent sign; undefined where it is none. */
export function guessed(text) {
  const plain = text.normalize("NFKC").replaceAll(/[,\s%]/g, "").replace("−", "-");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : undefined;
}

/** Whether a guess is the value, or as near to it as a share of it. */
export const hits = (guess, value, near) => Math.abs(guess - value) <= near * Math.abs(value) + 1e-9 * Math.abs(value);

/** Which of the bounds, in order, a value is below; the last has none. */
export const rightOf = (bounds, value) => bounds.findIndex((below) => below === undefined || value < below);

for (const card of globalThis.document?.querySelectorAll("[data-predict]") ?? []) ready(card);

function ready(card) {
  const t = WORDS[/^zh/.test(document.documentElement.lang) ? "zh" : "en"];
  const status = card.querySelector("[role=status]"), button = card.querySelector("button");
  const radios = [...card.querySelectorAll("input[type=radio]")], field = card.querySelector("input[type=text]");
  const say = (words) => { status.textContent = words; };
  async function run() {
    const chosen = radios.findIndex((radio) => radio.checked), guess = field && guessed(field.value);
    if (field ? field.value.trim() === "" : chosen < 0) return say(t.first);
    if (field && guess === undefined) return say(t.number);
    for (const input of card.querySelectorAll("input, button")) input.disabled = true;
    say(t.running);
    const value = await answer(card).catch(() => undefined);
    if (value === undefined) {
      button.disabled = false;
      return say(t.failed);
    }
    const right = rightOf(radios.map(({ dataset }) => (dataset.below === undefined ? undefined : Number(dataset.below))), value);
    const good = field ? hits(guess, value, Number(card.dataset.near)) : right === chosen;
    card.dataset.judged = good ? "right" : "wrong";
    if (field) say((good ? t.right : t.wrong)(field.value.trim(), value.toLocaleString("en")));
    else say(good ? t.chose : t.missed(radios[right].parentElement.textContent));
    const because = document.createElement("p");
    because.textContent = card.querySelector(".because").textContent;
    status.after(because);
  }
  button.addEventListener("click", run);
  field?.addEventListener("keydown", (event) => { if (event.key === "Enter") run(); });
}

/** Runs the widget under the question, and gives the number that it shows. */
function answer(card) {
  card.querySelector("iframe")?.remove();
  const { src, name, read, find } = card.dataset, frame = document.createElement("iframe");
  const url = new URL(src, location.href), backend = new URLSearchParams(location.search).get("backend");
  if (backend) url.searchParams.set("backend", backend);
  url.searchParams.set("theme", document.documentElement.dataset.theme ?? "auto");
  frame.title = name;
  frame.src = url.href;
  addEventListener("message", ({ source, data }) => {
    if (source === frame.contentWindow && data?.thirdPass === 1 && data.type === "height") frame.height = Math.min(8000, data.height);
  });
  card.append(frame);
  return new Promise((found, failed) => {
    const since = performance.now();
    const look = () => {
      // A widget out of view waits. Later on a reader may have scrolled away.
      const { top } = frame.getBoundingClientRect();
      if ((top < 0 || top > innerHeight - 60) && performance.now() - since < 3000) card.scrollIntoView({ block: "start", behavior: "instant" });
      const widget = frame.contentDocument?.querySelector("[data-widget]"), state = widget?.dataset.state;
      // Where nothing is read, it is 0: the right class is not the first guess.
      // What waits for a press has counted before it, once it is awake and knows its state.
      const waits = state === "idle" && widget.dataset.query !== undefined && widget.querySelector('[data-press="run"]');
      if (state === "ready" || waits) return found(numberIn(widget.querySelector(read)?.textContent ?? "0", widget.querySelector(read) ? find : "(0)"));
      if (state === "error" || !frame.isConnected || performance.now() - since > PATIENCE) return failed();
      setTimeout(look, 100);
    };
    look();
  });
}
