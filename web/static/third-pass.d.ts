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

/** What flows back into the results of a function: a tensor for its one result, or some of several. */
export type Dy<R> = R extends Tensor ? Tensor : { [K in keyof R]?: Tensor | null };

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
  | { kind: "alexnet" | "resnet" | "cifarResnet"; [field: string]: unknown }
  | TransformerSpec
  | ConvNet;
/** The Transformer of 2017. Left out: its base model with 37,000 ids and 512 tokens, mask and residual additions on, no head off. */
export interface TransformerSpec {
  kind: "transformer";
  layers?: number;
  dModel?: number;
  heads?: number;
  dFF?: number;
  vocab?: number;
  maxLen?: number;
  /** Whether a token of the output sees none behind itself. */
  causal?: boolean;
  /** Whether a sublayer's input is added to its result. */
  residual?: boolean;
  /** Heads that add nothing, their columns of W^O being 0: numbered from 0 through the encoder's layers, then of each decoder layer its self-attention's and its cross-attention's. */
  off?: number[];
}
/**
 * A small plain net as that of AlexNet's figure 1: for each of
 * `widths` a convolution, the activation and a 2×2 max pool (`conv1`, `relu1` or `tanh1`, `pool1` …),
 * then a linear layer, `fc`. Left out: "relu", "pytorch", [32, 32, 64], 5, 10, 32.
 */
export interface ConvNet {
  kind: "convnet";
  activation?: "relu" | "tanh";
  /** What the kernels start from without weights: as PyTorch's, or normal, of variance 2 / fan-in (He et al. 2015). */
  start?: "pytorch" | "he";
  widths?: number[];
  /** The kernels' side, odd. */
  kernel?: number;
  classes?: number;
  /** The picture's side. */
  size?: number;
}
export interface ModelInfo {
  parameters: number;
  multiplyAdds: number;
  layers: { name: string; kind: string; out: number[]; parameters: number; multiplyAdds: number }[];
  /** What `keep` knows. */
  names: string[];
  inputs: string[];
  /** Shapes of one example, which the costs are for. */
  example: number[][];
  weights: { name: string; shape: number[] }[];
}
export interface Model {
  readonly info: Promise<ModelInfo>;
  /**
   * `{src, tgt}` for the Transformer: ids [B,T]; y is the logits. From the layer `from`, whose output
   * for one example x is, until the layer `until`, whose output y is.
   */
  run(x: Tensor | { src: Tensor; tgt: Tensor }, options?: { keep?: string[]; from?: string | null; until?: string | null }): { y: Tensor; activations: Record<string, Tensor> };
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

/** A tensor, or values with their shape. What is given to `train` is kept by the page, so that a run outlives its worker. */
export type Examples = Tensor | { values: ArrayLike<number>; shape: number[] };
/** What the net takes: x [N,3,H,W], or ids [N,T] for the Transformer, tgt beginning with 1. */
export type Data = Examples | { src: Examples; tgt: Examples };
/** Classes [N], or [N,T] for the Transformer: tgt one token on, 0 where nothing counts. */
export type Labels = Tensor | ArrayLike<number> | { values: ArrayLike<number>; shape: number[] };
/** As in PyTorch. With `lr`, `warmup` are the steps over which the rate grows to it. Without `lr`, `warmup` gives the Transformer's rate (its section 5.3) for the width `dModel`. */
export type Optimizer = (
  | { name: "sgd"; momentum?: number }
  | { name: "adam"; betas?: [number, number]; eps?: number }
) & { weightDecay?: number } & (
  | { lr: number; warmup?: number }
  | { lr: number; milestones: number[]; gamma?: number; warmup?: number }
  | { warmup: number; dModel?: number }
);
export interface TrainOptions {
  data: Data;
  labels: Labels;
  optimizer: Optimizer;
  steps: number;
  /** 128 where left out; every step takes as many. */
  batch?: number;
  /** First weights, order, dropout and augmentation come from it; 0 where left out. */
  seed?: number;
  labelSmoothing?: number;
  /** AlexNet's, in its two hidden linear layers. */
  dropout?: number;
  /** Pictures are moved by up to so many pixels, and mirrored. */
  shift?: number;
  flip?: boolean;
  /** Whether records tell `responseStd`; yes where left out. */
  responses?: boolean;
  /** Where the weights begin; the run's seed where left out. */
  weights?: ArrayBuffer | Uint8Array | { seed: number };
  /** Where to go on from. */
  checkpoint?: ArrayBuffer | Uint8Array;
  signal?: AbortSignal;
}
/** A step; loss and error (the share that is wrong) are the batch's, before the update. */
export interface TrainRecord {
  step: number;
  epoch: number;
  rate: number;
  loss: number;
  error: number;
  /** √Σ dw² of each learned tensor. */
  gradNorms: Record<string, number>;
  /** The standard deviation of each layer's response, before the ReLU and the sum. */
  responseStd: Record<string, number>;
}
/**
 * A run. It goes on by itself in slices, also where the worker or the device is lost: then from
 * its last checkpoint, with the same numbers. Leaving a `for await` ends it. Where the training
 * diverges the iterator throws, and `history` stays.
 */
export interface Training extends AsyncIterableIterator<TrainRecord> {
  readonly state: "running" | "paused" | "done" | "cancelled" | "failed";
  /** The learned tensors and the layers that records tell of; rejects with what is wrong. */
  readonly ready: Promise<{ gradients: string[]; responses: string[] }>;
  readonly history: TrainRecord[];
  /** Resolves when it stands still. */
  pause(): Promise<void>;
  resume(): void;
  /** Takes so many steps and pauses. */
  step(count?: number): Promise<void>;
  /** Ends the run and gives its memory back. */
  cancel(): void;
  /** All that it takes to go on, as safetensors; `model` takes it as weights. Also of a run that has ended. */
  checkpoint(): Promise<ArrayBuffer>;
  /** Goes on from a checkpoint of a run like this one, whatever became of the run. */
  restore(checkpoint: ArrayBuffer | Uint8Array): Promise<void>;
  /** How well the net does now on other examples; top1 and top5 are the shares that are wrong. */
  evaluate(data: Data, labels: Labels, options?: {
    signal?: AbortSignal;
    onProgress?: (progress: { seen: number; of: number }) => void;
  }): Promise<{ count: number; loss: number; top1: number; top5: number }>;
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
  encoderLayer(x: Tensor, weights: Weights, options: { heads: number; eps?: number; residual?: boolean; pad?: Tensor | null }): { y: Tensor; weights: Tensor; afterAttention: Tensor };
  decoderLayer(x: Tensor, memory: Tensor, weights: Weights, options: { heads: number; eps?: number; causal?: boolean; residual?: boolean; pad?: Tensor | null; memoryPad?: Tensor | null }): { y: Tensor; selfWeights: Tensor; crossWeights: Tensor; afterSelf: Tensor; afterCross: Tensor };

  /**
   * Records `fn`, called once with placeholders of these shapes; other tensors that it uses are
   * constants. What comes back takes tensors of the same shapes and runs as one plan, in one submit.
   */
  compile<R extends Tensor | Tensor[] | Record<string, Tensor>>(fn: (...x: Tensor[]) => R, shapes: number[][]): ((...x: Tensor[]) => R) & { dispose(): void };
  /**
   * Records `fn` as `compile` does. What comes back takes tensors of the same shapes, then dy: of the
   * shape of what `fn` gives, or an object or a list of them where it gives several; there, one that
   * is null or left out lets nothing flow. Forward and backward run as one plan. `y` is what `fn`
   * gives, `grads[i]` the gradient of Σ y · dy by input i: zeros where nothing flows, as into ids.
   * Tensors that `fn` uses besides are constants: no gradient is computed by them.
   *
   *     const loss = (w) => tp.crossEntropy(tp.linear(x, w, null), targets);
   *     const g = tp.vjp(loss, [[10, 784]]);
   *     const { y, grads: [dw] } = g(w, tp.tensor([1], []));
   */
  vjp<R extends Tensor | Tensor[] | Record<string, Tensor>>(fn: (...x: Tensor[]) => R, shapes: number[][]): ((...xAndDy: [...x: Tensor[], dy: Dy<R>]) => { y: R; grads: Tensor[] }) & { dispose(): void };
  /**
   * A net that stays where it computes. `weights`: safetensors (torchvision's names as they are),
   * or `{seed}` for random ones. Usable at once; awaited, it is there or says what is wrong.
   * `{transfer: true}` detaches the file.
   */
  model(spec: ModelSpec, weights: ArrayBuffer | Uint8Array | { seed: number }, options?: { transfer?: boolean }): Model & PromiseLike<Model>;
  /** Trains a net; the records come step by step. */
  train(spec: ModelSpec, options: TrainOptions): Training;
  /** What a net is, without making its weights: its layers with their costs, its weights' shapes. */
  describe(spec: ModelSpec): Promise<ModelInfo>;
  /** The terms that made `y[index]`. */
  trace(y: Tensor, index: number[]): Promise<Trace>;
  /**
   * Since `open`: dispatches, submits, and what had to be `made` on the device (buffers and bindings:
   * a call that is repeated makes none). Now: bytes that live tensors hold, `handles` that were not
   * disposed of, and the bytes of the worker's own `memory`.
   */
  stats(): Promise<{ dispatches: number; submits: number; bytes: number; made: number; handles: number; memory: number }>;
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
