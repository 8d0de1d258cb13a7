/**
 * A trace, recorded logits of samples, and a timing, recorded compute times of the same samples, in memory.
 *
 * Knows nothing of links, queues or policies, and nothing of how the two lie on disk (trace-file.ts).
 */

/** What every exit of a model said about every sample. */
export interface Trace {
  /** Number of samples. */
  readonly samples: number;
  /** Number of exits N. */
  readonly exits: number;
  /** Number of classes. */
  readonly classes: number;
  /** Names of the samples [samples]: their index in the data set. */
  readonly sampleIds: Int32Array;
  /** True class indices [samples]. */
  readonly labels: Int32Array;
  /** Logits of each exit, row-major [samples x classes] float32; null where a trace was imported with confidences only. */
  readonly logits: readonly Float32Array[] | null;
  /** Confidence at each exit [samples]: the maximum of softmax in float64 over the float32 logits. */
  readonly confidence: readonly Float64Array[];
  /** Predicted class index at each exit [samples]: the first largest logit. */
  readonly prediction: readonly Int32Array[];
  /** Footer: schema version, model and dataset sha256, provider, runtime version, device, clock, date. */
  readonly metadata: Readonly<Record<string, string>>;
  /** SHA-256 of the file, hexadecimal. */
  readonly sha256: string;
}

/** How long each segment and branch took on each sample, one request at a time. */
export interface Timing {
  /** `cpu-1t` in `test.cpu-1t.parquet`. */
  readonly name: string;
  readonly samples: number;
  /** Compute time [ns] of each segment 1..N, each [samples]. */
  readonly segmentNs: readonly Float64Array[];
  /** Compute time [ns] of each branch 1..N-1, each [samples]. */
  readonly branchNs: readonly Float64Array[];
  /** Footer: provider, threads, device name, runtime version, clock, passes, spread, time by batch size, date. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly sha256: string;
}
