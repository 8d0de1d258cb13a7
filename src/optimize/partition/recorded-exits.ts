/** What the branches of a recorded model do at a threshold: how often each answers, and how often the answers are right. */

/** Outcomes of every exit 1..N, arrays [samples]; the last entry is the final exit. */
export interface ExitOutcomes {
  readonly labels: Int32Array;
  readonly confidence: readonly Float64Array[];
  readonly prediction: readonly Int32Array[];
}

export interface RecordedBranches {
  /** Of the samples that reach branch k, the share that it answers, [N - 1]; 0 where none reaches it. */
  readonly exitProbability: readonly number[];
  /** Share of right answers where the first q branches run and the final exit answers what they do not, [N]. */
  readonly accuracy: readonly number[];
}

/**
 * Counts over a trace by the ordinary rule: branch k answers when its confidence is at least `targetThreshold`.
 *
 * @param targetThreshold p_tar
 * @example recordedBranches(trace, 0.8).exitProbability // [0.61, 0.38]
 */
export function recordedBranches({ labels, confidence, prediction }: ExitOutcomes, targetThreshold: number): RecordedBranches {
  const exits = confidence.length;
  const reached = Array.from({ length: exits }, () => 0);
  const answered = Array.from({ length: exits }, () => 0);
  const right = Array.from({ length: exits }, () => 0);
  const isRight = (exit: number, sample: number) => prediction[exit]?.[sample] === labels[sample];
  const count = (counts: number[], k: number) => {
    counts[k] = (counts[k] as number) + 1;
  };
  for (let sample = 0; sample < labels.length; sample++) {
    let exit = 0;
    // With q branches the answer is that of the first sure one of them, or the final one.
    for (; exit < exits - 1; exit++) {
      if (isRight(exits - 1, sample)) count(right, exit);
      count(reached, exit);
      if ((confidence[exit]?.[sample] as number) >= targetThreshold) break;
    }
    if (exit < exits - 1) count(answered, exit);
    for (let q = exit === exits - 1 ? exit : exit + 1; q < exits; q++) if (isRight(exit, sample)) count(right, q);
  }
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  return {
    exitProbability: answered.slice(0, -1).map((part, k) => share(part, reached[k] as number)),
    accuracy: right.map((part) => share(part, labels.length)),
  };
}
