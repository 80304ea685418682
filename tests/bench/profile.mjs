// Where a case's time goes: each of its operations as a case of its own, with its inputs resident.
import { frame, open } from "./measure.mjs";
import { median } from "./statistics.mjs";
import { product } from "./values.mjs";

/** Two for each multiply-add of a convolution or a product, else nothing. */
export function flops({ op, in: names, out }, shapes) {
  const made = product(shapes[out]), [x, w] = names.map((name) => shapes[name]);
  if (op === "Conv") return 2 * made * product(w.slice(1));
  return op === "Linear" || op === "MatMul" ? 2 * made * x.at(-1) : 0;
}

/** The operations of a case that differ, each as a case, and how often it has them. */
export function parts(given) {
  const found = new Map();
  for (const node of given.nodes) {
    const shapes = Object.fromEntries([...node.in, node.out].map((name) => [name, given.shapes[name]]));
    const key = JSON.stringify([node.op, node.attrs, Object.values(shapes)]);
    const known = found.get(key);
    if (known) {
      known.times += 1;
      continue;
    }
    const weights = Object.fromEntries(node.in.filter((name) => given.weights[name]).map((name) => [name, given.weights[name]]));
    const inputs = [...new Set(node.in)].filter((name) => !weights[name]).map((name) => ({ name, shape: given.shapes[name] }));
    const output = { name: node.out, shape: given.shapes[node.out] };
    found.set(key, { times: 1, node, flops: flops(node, given.shapes), given: { ...given, nodes: [node], shapes, weights, inputs, output } });
  }
  return [...found.values()];
}

/** [{op, shapes, times, ms (of one), flops (of one)}], what takes longest first. */
export async function profile(browser, host, given, id, effort) {
  const tab = await open(browser, host);
  const call = await frame(tab, id);
  await call("init");
  const rows = [];
  for (const { times, node, flops, given: part } of parts(given)) {
    await call("prepare", part);
    const warm = Math.min(await call("steady", 2), await call("steady", 2));
    const passes = Math.max(1, Math.min(50, Math.round(100 / warm)));
    const samples = [];
    for (let i = 0; i < effort.steadyRounds; i++) samples.push(await call("steady", passes));
    await call("dispose");
    rows.push({ op: node.op, shapes: [...node.in, node.out].map((name) => part.shapes[name]), times, ms: median(samples), flops });
  }
  await tab.close();
  return rows.sort((a, b) => b.ms * b.times - a.ms * a.times);
}
