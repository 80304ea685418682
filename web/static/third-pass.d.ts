/** `n`, or `[height, width]`. */
export type Pair = number | [number, number];

export interface OpenOptions {
  /**
   * "auto" (the default) takes WebGPU on real hardware, else the CPU. "webgpu" takes a
   * software device too, and rejects where there is none.
   */
  backend?: "auto" | "webgpu" | "cpu";
}

/** A tensor of 32-bit floats that lives in the worker. */
export interface Tensor {
  /** Known at once for uploaded tensors, otherwise after `ready` or `data()`. */
  readonly shape?: number[];
  /** The shape alone. */
  readonly ready: Promise<number[]>;
  /** The values, row-major; rejects with the words of the call that failed. */
  data(): Promise<Float32Array>;
  dispose(): void;
}

export interface Factor { input: string; index: number[]; value: number }
export interface Term { value: number; factors: Factor[] }
/** The terms that made one number, and how they combine. */
export interface Trace {
  op: string;
  index: number[];
  /** "softmax": e to the first term over the sum of e to the others; "normalize": the terms are x, mean, var, eps, gamma, beta. */
  combine: "sum" | "sumThenRelu" | "max" | "relu" | "exp" | "tanh" | "sin" | "cos" | "softmax" | "logSoftmax"
    | "normalize" | "variance" | "localResponse";
  value: number;
  terms: Term[];
}

/** Weights by name; those that may be null may be left out. */
export type Weights = Record<string, Tensor | null>;
export interface BlockOptions {
  stride?: Pair;
  /** Left out: the projection where its weights are given, else the identity. */
  shortcut?: "identity" | "projection" | "zeroPad" | "none";
  eps?: number;
}
/** `residual` is F(x) before the sum, y comes after the last ReLU. */
export interface Block { y: Tensor; residual: Tensor; shortcut: Tensor }

export type ModelSpec =
  | "alexnet" | "alexnet-torchvision" | "alexnet-small" | "resnet18" | "resnet34" | "resnet50" | "resnet101" | "resnet152"
  | { kind: "alexnet" | "resnet" | "cifarResnet" | "transformer"; [field: string]: unknown };
export interface ModelInfo {
  parameters: number;
  multiplyAdds: number;
  layers: { name: string; kind: string; out: number[]; parameters: number; multiplyAdds: number }[];
  /** What `keep` knows. */
  names: string[];
  inputs: string[];
  /** Shapes of one example, which the costs are for. */
  example: number[][];
}
export interface Model {
  readonly info: Promise<ModelInfo>;
  /** `{src, tgt}` for the Transformer: ids [B,T]; y is the logits. */
  run(x: Tensor | { src: Tensor; tgt: Tensor }, options?: { keep?: string[] }): { y: Tensor; activations: Record<string, Tensor> };
  encode(src: Tensor, options?: { keep?: string[] }): { memory: Tensor; activations: Record<string, Tensor> };
  decodeStep(memory: Tensor, src: Tensor, tgt: Tensor, options?: { keep?: string[] }): { logits: Tensor; activations: Record<string, Tensor> };
  /** Writes the output of `src`, the likeliest token each time. */
  greedy(src: number[] | Tensor, options?: DecodeOptions): Promise<Decoded>;
  /** Beam search with the length penalty ((5 + length) / 6)^alpha. */
  beam(src: number[] | Tensor, options?: DecodeOptions & { width?: number; alpha?: number }): Promise<Decoded>;
  dispose(): void;
}
export interface Hypothesis { tokens: number[]; logProbability: number; score: number }
export interface DecodeOptions {
  max?: number;
  topK?: number;
  signal?: AbortSignal;
  onProgress?: (progress: { tokens: number[]; done: boolean; top: { token: number; probability: number }[]; hypotheses: Hypothesis[] }) => void;
}
export interface Decoded {
  /** Behind the start, the end too where it was reached. */
  tokens: number[];
  score: number;
  /** All that was found, the best first. */
  outputs: Hypothesis[];
  /** The likeliest tokens of each step. */
  steps: { token: number; probability: number }[][];
  logits: Tensor;
  /** Every head's attention, [1, heads, T_q, T_k], layer by layer. */
  weights: { encoder: Tensor[]; self: Tensor[]; cross: Tensor[] };
}

export interface ThirdPass {
  readonly backend: "webgpu" | "cpu";
  readonly adapter: string;
  readonly version: string;
  /** Whether it can be used no more: closed, or its worker could not be started again. */
  readonly closed: boolean;
  /** Copies the values; `{transfer: true}` detaches them. Throws if they do not fill the shape. */
  tensor(values: Float32Array | number[], shape: number[], options?: { transfer?: boolean }): Tensor;

  // Element by element; `add`, `sub` and `mul` broadcast from the right, as in PyTorch.
  /** max(0, x) */
  relu(x: Tensor): Tensor;
  exp(x: Tensor): Tensor;
  tanh(x: Tensor): Tensor;
  add(a: Tensor, b: Tensor): Tensor;
  sub(a: Tensor, b: Tensor): Tensor;
  mul(a: Tensor, b: Tensor): Tensor;
  /** Sets each number to 0 with probability p (0.5), scales the others by 1/(1 − p); the same seed drops the same ones. */
  dropout(x: Tensor, options?: { p?: number; seed?: number }): Tensor;

  // Axes may be negative: −1 is the last.
  /** Over all axes where none is named. */
  sum(x: Tensor, options?: { axes?: number[] }): Tensor;
  mean(x: Tensor, options?: { axes?: number[] }): Tensor;
  softmax(x: Tensor, options?: { axis?: number }): Tensor;
  logSoftmax(x: Tensor, options?: { axis?: number }): Tensor;
  /** logits [N,C], targets [N] of class numbers → a number, or [N] with `reduction: "none"` */
  crossEntropy(logits: Tensor, targets: Tensor, options?: { smoothing?: number; ignoreIndex?: number; reduction?: "mean" | "none" }): Tensor;

  /** One size may be −1. */
  reshape(x: Tensor, shape: number[]): Tensor;
  transpose(x: Tensor, perm: number[]): Tensor;
  concat(xs: Tensor[], options?: { axis?: number }): Tensor;
  slice(x: Tensor, options?: { axis?: number; start?: number; end?: number }): Tensor;
  /** ids [..] of rows of a table [rows, width] → [.., width] */
  embedding(ids: Tensor, table: Tensor): Tensor;

  /** x [.., in], w [out, in], b [out] or null → [.., out] */
  linear(x: Tensor, w: Tensor, b?: Tensor | null, options?: { activation?: "relu" }): Tensor;
  /** a [.., m, k], b [.., k, n] (or [.., n, k] with `transposeB`) → [.., m, n]; leading axes broadcast */
  matmul(a: Tensor, b: Tensor, options?: { transposeB?: boolean }): Tensor;
  /** x [N,C,H,W], w [O,C/groups,kh,kw], b [O] or null → [N,O,H',W'] */
  conv2d(x: Tensor, w: Tensor, b?: Tensor | null, options?: {
    stride?: Pair; padding?: Pair; dilation?: Pair; groups?: number; activation?: "relu";
  }): Tensor;
  /** x [N,C,H,W]; padding counts as −∞; stride is the kernel where left out */
  maxPool2d(x: Tensor, options: { kernel: Pair; stride?: Pair; padding?: Pair; ceilMode?: boolean }): Tensor;
  /** Counts the padding. */
  avgPool2d(x: Tensor, options: { kernel: Pair; stride?: Pair; padding?: Pair }): Tensor;
  adaptiveAvgPool2d(x: Tensor, size: Pair): Tensor;

  /** x / (k + alpha · Σ x²)^beta over n neighbouring channels: alpha times the sum, as in AlexNet, section 3.3. */
  localResponseNorm(x: Tensor, options: { n: number; k?: number; alpha?: number; beta?: number }): Tensor;
  /** x [N,C], [N,C,T] or [N,C,H,W], channels on axis 1 */
  batchNorm(x: Tensor, options: { runningMean: Tensor; runningVar: Tensor; gamma?: Tensor | null; beta?: Tensor | null; eps?: number }): Tensor;
  /** `var` is biased, the running one takes the unbiased; without old running statistics there are no new ones. */
  batchNormTrain(x: Tensor, options?: { runningMean?: Tensor | null; runningVar?: Tensor | null; gamma?: Tensor | null; beta?: Tensor | null; eps?: number; momentum?: number }): { y: Tensor; mean: Tensor; var: Tensor; runningMean: Tensor; runningVar: Tensor };
  /** Along any axes (the last by default); gamma and beta have their sizes, in order. */
  layerNorm(x: Tensor, options?: { axes?: number[]; gamma?: Tensor | null; beta?: Tensor | null; eps?: number }): Tensor;
  groupNorm(x: Tensor, options: { groups: number; gamma?: Tensor | null; beta?: Tensor | null; eps?: number }): Tensor;

  /** ResNet's block of two 3×3 convolutions: weights `conv1.weight, bn1.gamma, bn1.beta, bn1.running_mean, bn1.running_var, …, downsample.conv.weight, downsample.bn.*`, or torchvision's names. */
  basicBlock(x: Tensor, weights: Weights, options?: BlockOptions): Block;
  /** ResNet's 1×1, 3×3, 1×1; `strideOn`: "conv1" as in the paper, "conv2" as in torchvision. */
  bottleneck(x: Tensor, weights: Weights, options?: BlockOptions & { strideOn?: "conv1" | "conv2" }): Block;

  /** softmax(q·kᵀ·scale)·v; `scale` is 1/√d_k where left out; mask: 1 = hidden, broadcasts to the scores. A row hidden whole gives zeros. */
  scaledDotProductAttention(q: Tensor, k: Tensor, v: Tensor, options?: { mask?: Tensor | null; scale?: number }): { y: Tensor; weights: Tensor };
  /** kv null: self-attention. Weights wq, bq, wk, bk, wv, bv, wo, bo; scores [B, heads, T_q, T_k]. */
  multiHeadAttention(q: Tensor, kv: Tensor | null, weights: Weights, options: { heads: number; mask?: Tensor | null }): { y: Tensor; weights: Tensor };
  /** Interleaved sines and cosines, [positions, dModel]; computed in double precision on the CPU. */
  positionalEncoding(positions: number[], dModel: number): Tensor;
  /** Post-norm, as in 2017. Weights self.wq … self.bo, ln1.gamma …, ffn.w1, ffn.b1, ffn.w2, ffn.b2; pad [B,T], 1 = padding. */
  encoderLayer(x: Tensor, weights: Weights, options: { heads: number; eps?: number; pad?: Tensor | null }): { y: Tensor; weights: Tensor; afterAttention: Tensor };
  decoderLayer(x: Tensor, memory: Tensor, weights: Weights, options: { heads: number; eps?: number; causal?: boolean; pad?: Tensor | null; memoryPad?: Tensor | null }): { y: Tensor; selfWeights: Tensor; crossWeights: Tensor; afterSelf: Tensor; afterCross: Tensor };

  /**
   * Records `fn`, called once with placeholders of these shapes; other tensors that it uses are
   * constants. What comes back takes tensors of the same shapes and runs as one plan, in one submit.
   */
  compile<R extends Tensor | Tensor[] | Record<string, Tensor>>(fn: (...x: Tensor[]) => R, shapes: number[][]): ((...x: Tensor[]) => R) & { dispose(): void };
  /**
   * A net that stays where it computes. `weights`: safetensors (torchvision's names as they are),
   * or `{seed}` for random ones. Usable at once; awaited, it is there or says what is wrong.
   */
  model(spec: ModelSpec, weights: ArrayBuffer | Uint8Array | { seed: number }): Model & PromiseLike<Model>;
  /** The terms that made `y[index]`. */
  trace(y: Tensor, index: number[]): Promise<Trace>;
  stats(): Promise<{ dispatches: number; submits: number; bytes: number }>;
  simulate(what: "device-lost" | "worker-killed"): Promise<void>;
  /** Called when the device or the worker was lost and replaced; "device-gone": the CPU goes on. */
  onnotice?: (notice: {
    what: "device-replaced" | "device-gone" | "worker-replaced";
    backend: "webgpu" | "cpu";
    adapter: string;
  }) => void;
  close(): void;
}

export function open(options?: OpenOptions): Promise<ThirdPass>;
