// torchvision's AlexNet as a reader would bring it.

/** A safetensors file of these shapes; every number is 0 unless `numbers` says otherwise. */
export function file(shapes, numbers = {}) {
  const header = {}, parts = [];
  let at = 0;
  for (const [name, shape] of Object.entries(shapes)) {
    const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
    for (const [i, v] of Object.entries(numbers[name] ?? {})) data[i] = v;
    header[name] = { dtype: "F32", shape, data_offsets: [at, at += data.byteLength] };
    parts.push(Buffer.from(data.buffer));
  }
  const head = Buffer.from(JSON.stringify(header).padEnd(Math.ceil(JSON.stringify(header).length / 8) * 8));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(head.length));
  return Buffer.concat([size, head, ...parts]);
}
const TORCHVISION = {
  "features.0": [64, 3, 11, 11], "features.3": [192, 64, 5, 5], "features.6": [384, 192, 3, 3], "features.8": [256, 384, 3, 3],
  "features.10": [256, 256, 3, 3], "classifier.1": [4096, 9216], "classifier.4": [4096, 4096], "classifier.6": [1000, 4096],
};
/** The shapes of torchvision's AlexNet, or of one with every side scaled. */
export const shapes = (scale = 1) => Object.fromEntries(Object.entries(TORCHVISION).flatMap(([name, [out, ...rest]]) => {
  const n = Math.ceil(out * scale);
  return [[`${name}.weight`, [n, ...rest.map((d) => Math.ceil(d * scale))]], [`${name}.bias`, [n]]];
}));
