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
  combine: "sum" | "sumThenRelu" | "max" | "relu";
  value: number;
  terms: Term[];
}

export interface ThirdPass {
  readonly backend: "webgpu" | "cpu";
  readonly adapter: string;
  readonly version: string;
  /** Copies the values; `{transfer: true}` detaches them. Throws if they do not fill the shape. */
  tensor(values: Float32Array | number[], shape: number[], options?: { transfer?: boolean }): Tensor;
  /** max(0, x) */
  relu(x: Tensor): Tensor;
  /** x [N,C,H,W], w [O,C/groups,kh,kw], b [O] or null → [N,O,H',W'] */
  conv2d(x: Tensor, w: Tensor, b?: Tensor | null, options?: {
    stride?: Pair; padding?: Pair; dilation?: Pair; groups?: number; activation?: "relu";
  }): Tensor;
  /** x [N,C,H,W]; padding counts as −∞; stride is the kernel where left out */
  maxPool2d(x: Tensor, options: { kernel: Pair; stride?: Pair; padding?: Pair; ceilMode?: boolean }): Tensor;
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
