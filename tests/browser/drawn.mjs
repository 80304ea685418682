// What a widget draws, and whether numbers that it lists say the same. Nothing here knows a widget:
// marks are taken from the canvas's own calls, numbers from the file and the tables.

/** In the page, before anything is drawn: keeps what charts are drawn of. */
export function record() {
  const pen = CanvasRenderingContext2D.prototype, marks = new Map();
  globalThis.marksOf = (canvas) => {
    if (!marks.has(canvas)) marks.set(canvas, { path: [], lines: [], bars: [], discs: [], words: [], image: false });
    return marks.get(canvas);
  };
  const watch = (name, note) => {
    const own = pen[name];
    pen[name] = function (...given) {
      note(globalThis.marksOf(this.canvas), given, this);
      return own.apply(this, given);
    };
  };
  watch("beginPath", (m) => { m.path = []; });
  watch("moveTo", (m, [x, y]) => { m.path.push([x, y]); });
  watch("lineTo", (m, [x, y]) => { m.path.push([x, y]); });
  watch("stroke", (m) => { m.lines.push(m.path); m.path = []; });
  watch("arc", (m, [x, y]) => { m.discs.push([x, y]); });
  watch("fillRect", (m, [x, y, width, height], { fillStyle }) => { m.bars.push({ x, y, width, height, fillStyle }); });
  watch("fillText", (m, [text]) => { m.words.push(text); });
  watch("putImageData", (m) => { m.image = true; });
  // A canvas that is sized anew is empty.
  for (const side of ["width", "height"]) {
    const own = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, side);
    Object.defineProperty(HTMLCanvasElement.prototype, side, { ...own, set(value) { marks.delete(this); own.set.call(this, value); } });
  }
}

/** The named canvases that are seen, each with its marks and its pixels. */
export const pictures = (tab) => tab.evaluate(() => [...document.querySelectorAll("[data-widget] canvas")]
  .filter((c) => c.checkVisibility() && c.getAttribute("aria-hidden") !== "true")
  .map((c) => {
    const { width, height } = c, marks = globalThis.marksOf(c);
    const pixels = marks.image ? [...c.getContext("2d").getImageData(0, 0, width, height).data] : undefined;
    return { name: c.getAttribute("aria-label"), width, height, ...marks, pixels };
  }));

/** The number in a cell, or NaN. */
function number(cell) {
  const plain = cell.replaceAll(/(?<=\d),(?=\d{3})/g, "").replaceAll("−", "-").replace(/[%"]/g, "").trim();
  return /^-?\d+(\.\d+)?(e-?\d+)?$/.test(plain) ? Number(plain) : NaN;
}

/** What a widget lists: `columns` and rows as series, `blocks` of rows alike one under the other, all `numbers`. */
export function listed(sheets) {
  const columns = [], blocks = [];
  for (const sheet of sheets) {
    const rows = sheet.map((row) => row.map(number)), widest = Math.max(0, ...rows.map((row) => row.length));
    for (let at = 0; at < widest; at++) {
      let run = [];
      for (const row of [...rows, []]) {
        if (Number.isFinite(row[at])) run.push(row[at]);
        else { columns.push(run); run = []; }
      }
    }
    let block = [];
    rows.forEach((row, i) => {
      const numbers = row.filter(Number.isFinite);
      columns.push(numbers);
      // Rows of one kind have the same word in front, or none.
      if (block.length > 0 && (block[0].length !== numbers.length || sheet[i][0] !== sheet[i - 1][0] && !Number.isFinite(row[0]))) blocks.push(block.splice(0));
      block.push(numbers);
    });
    blocks.push(block);
  }
  const numbers = sheets.flat(2).flatMap((cell) => numbersIn(cell.replaceAll("×", " "))).map(({ value }) => value);
  return { numbers, columns: columns.filter((c) => c.length > 2), blocks: blocks.filter((b) => b.length > 0 && b[0].length > 1) };
}

/** All runs of n numbers in a series. */
function* runs(series, n) {
  for (let at = 0; at + n <= series.length; at++) yield series.slice(at, at + n);
}
const ordered = (values) => [...values.keys()].sort((a, b) => values[a] - values[b]);

/** Whether a channel of colours goes one way with the values, or there and back once, as a scale with white in its middle. */
function goesWith(channel, order, turns) {
  let low = 255, high = 0, way = 0;
  for (let i = 0; i < order.length; i++) {
    const here = channel[order[i]];
    [low, high] = [Math.min(low, here), Math.max(high, here)];
    if (i > 0) way += Math.abs(here - channel[order[i - 1]]);
    if (way > turns * 255 + 12) return false;
  }
  return way <= turns * (high - low) + 12;
}
/** Colours by channel, with how many there are. */
const channels = (colours) => ({ by: [0, 1, 2].map((at) => colours.map((c) => c[at])), kinds: new Set(colours.map(String)).size });
function coloured({ by, kinds }, values) {
  // Of a few squares, or of one colour, nothing can be said.
  if (kinds < 4 || values.length < 16 || new Set(values).size < 4) return false;
  const order = ordered(values);
  return by.every((channel) => goesWith(channel, order, 2));
}

/** The colours in the middle of each of so many squares. */
function squares({ pixels, width, height }, rows, columns) {
  const colours = [];
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) {
    const at = 4 * (Math.floor((r + 0.5) * height / rows) * width + Math.floor((c + 0.5) * width / columns));
    colours.push(pixels.slice(at, at + 3));
  }
  return channels(colours);
}

/** A picture of pixels or squares, coloured by numbers that are listed. */
function image(picture, { columns, blocks }) {
  const { width, height } = picture, n = width * height;
  const whole = squares(picture, height, width);
  for (const series of columns) for (const run of runs(series, n)) if (coloured(whole, run)) return true;
  for (const block of blocks) {
    // What stands in front of a row may be its number.
    for (const skipped of [0, 1]) {
      const across = block[0].length - skipped;
      if (across < 2 || width % across !== 0) continue;
      for (let down = 2; down <= block.length; down++) {
        if (block.length % down !== 0 && down !== height || height % down !== 0) continue;
        const colours = down === height && across === width ? whole : squares(picture, down, across);
        for (const rows of runs(block, down)) {
          const values = rows.flatMap((row) => row.slice(skipped));
          if (coloured(colours, values)) return true;
          // Three planes of a photograph.
          if (values.length > 1000 && rows.length * 3 === block.length && goesWith(colours.by[0], ordered(values), 1)) return true;
        }
      }
    }
  }
  return false;
}

/** Whether lengths are the values in some scale, plain or by powers, to a pixel or two; a few bars begin at 0. */
function scaled({ lengths, bars }, values) {
  if (bars && lengths.length < 5) {
    const [most, top] = [Math.max(...lengths), Math.max(...values)];
    return values.every((v, i) => Math.abs(v * most / top - lengths[i]) <= 1.6);
  }
  const fits = (xs) => {
    const mean = (of) => of.reduce((a, b) => a + b, 0) / of.length, [mx, my] = [mean(xs), mean(lengths)];
    const slope = xs.reduce((sum, x, i) => sum + (x - mx) * (lengths[i] - my), 0) / xs.reduce((sum, x) => sum + (x - mx) ** 2, 0);
    return Number.isFinite(slope) && slope !== 0 && xs.every((x, i) => Math.abs(my + slope * (x - mx) - lengths[i]) <= 1.6);
  };
  return fits(values) || (values.every((v) => v > 0) && fits(values.map(Math.log)));
}
/** So many bars of how often values occur. */
function counts(values, n) {
  const low = Math.min(0, ...values), high = Math.max(0, ...values), found = new Array(n).fill(0);
  for (const v of values) found[Math.min(n - 1, Math.floor((v - low) / (high - low) * n))]++;
  return found;
}

/** Of a chart's marks those that tell numbers: each a list of lengths, or of heights of points. */
function series({ lines, bars, discs }) {
  const all = [...lines, discs].map((points) => ({ bars: false, lengths: points.map(([, y]) => y) }));
  const by = (key) => [...new Set(bars.map(key))].map((one) => bars.filter((b) => key(b) === one));
  for (const some of [bars, ...by((b) => b.fillStyle), ...by((b) => b.y)]) all.push(...["width", "height"].map((side) => ({ bars: true, lengths: some.map((b) => b[side]) })));
  // Of lengths that are all alike nothing can be said.
  return all.filter(({ lengths, bars }) => new Set(lengths).size > (bars ? 2 : 3));
}

/** A chart: one of its lines, or one kind of its bars, has the lengths of numbers that are listed. */
function chart(picture, { columns, blocks }) {
  const dense = columns.flatMap((c) => [c, c.filter((v) => v !== 0)]);
  return series(picture).some((marks) => {
    const n = marks.lengths.length;
    return dense.some((c) => [...runs(c, n)].some((run) => scaled(marks, run)))
      || [...columns, ...blocks.map((b) => b.flat())].some((all) => all.length > 4 * n && scaled(marks, counts(all, n)));
  });
}

/** The numbers of a text, each with what it may be off for its places: 1,024, −0.25, 2.5e-7. */
export function numbersIn(text) {
  const plain = text.replaceAll(/(?<=\d),(?=\d{3})/g, "").replaceAll("−", "-");
  return (plain.match(/(?<![\w.])-?\d+(\.\d+)?(e-?\d+)?(?![\w.]*\d)/g) ?? []).map((found) => {
    const [mantissa, power = "0"] = found.split("e");
    return { found, value: Number(found), off: 0.501 * 10 ** (Number(power) - (mantissa.split(".")[1] ?? "").length) };
  });
}

/** Which of the numbers are none of those given. */
export function missing(numbers, given) {
  const sorted = Float64Array.from(given.filter(Number.isFinite)).sort();
  return numbers.filter(({ value, off }) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < value - off) low = middle + 1;
      else high = middle;
    }
    return !(low < sorted.length && sorted[low] <= value + off);
  }).map(({ found }) => found);
}

/** A drawing without axes: most of what is written in it stands in the lists. */
function written({ words }, { numbers }) {
  const found = [...new Map(words.flatMap((word) => numbersIn(word.replaceAll("×", " "))).map((n) => [n.value, n])).values()];
  return found.length >= 8 && missing(found, numbers).length <= found.length / 3;
}

/** How a picture is held to what is listed: by its colours, its lengths, its words, or not. */
export function compared(picture, lists) {
  if (picture.pixels) return image(picture, lists) ? "colours" : undefined;
  if (chart(picture, lists)) return "lengths";
  return written(picture, lists) ? "words" : undefined;
}


/** Moves over a map of so many squares by the arrow keys: those that were read, and what was said of each. */
async function walked(tab, map, { width, height }) {
  const seen = new Map(), text = () => tab.$eval("[data-widget]", (w) => w.innerText);
  await map.focus();
  let on;
  for (let i = 0; i < 64; i++) {
    const before = await text();
    await tab.keyboard.press(i % 8 === 7 ? on ?? "ArrowDown" : i % 16 < 8 ? "ArrowRight" : "ArrowLeft");
    await tab.waitForFunction((before) => document.querySelector("[data-widget]").innerText !== before, { timeout: 300 }, before).catch(() => {});
    const line = (await text()).split("\n").find((l) => CELL.test(l)), [, row, column, one] = CELL.exec(line ?? "") ?? [];
    // On towards the end that is farther.
    on ??= (one === undefined ? row : one / width) * 2 > height ? "ArrowUp" : "ArrowDown";
    if (line) seen.set(one ?? `${row} ${column}`, { row: Number(row), column: Number(column), one: Number(one), said: numbersIn(line.replace(CELL, "")).map(({ value }) => value) });
  }
  return [...seen.values()];
}
/** A square by its row and column, or by its number, as readouts say it. */
const CELL = /row (\d+), column (\d+)|^Neuron of fc6 (\d+)/;

/** A map whose numbers are read one by one: some number that is said of each square goes with its colour. */
export async function readOff(tab, map, picture) {
  const squares = await walked(tab, map, picture), colours = channels(squares.map(({ row, column, one }) => {
    const at = 4 * (Number.isNaN(one) ? row * picture.width + column : one);
    return picture.pixels.slice(at, at + 3);
  }));
  return squares.length > 16 && squares[0].said.some((_, at) => coloured(colours, squares.map(({ said }) => said[at])));
}
