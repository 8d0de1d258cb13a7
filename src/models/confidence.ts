/**
 * What an exit says about samples: from logits to confidence and predicted class.
 *
 * Knows numbers only.
 */

/** Confidence and prediction of every sample at one exit. */
export interface ExitAnswers {
  /** Maximum of softmax [samples], in (0, 1]. */
  readonly confidence: Float64Array;
  /** Index of the first largest logit [samples]. */
  readonly prediction: Int32Array;
}

/**
 * The maximum of softmax(z / T) in float64 over float32 logits, 1 / sum_c exp((z_c - max z) / T), and the first class that reaches it.
 *
 * Subtracting the maximum keeps exp from overflowing, and makes the largest term exactly 1. A temperature changes no prediction: the order
 * of the logits stays.
 * @param logits row-major [samples x classes], finite
 * @param temperature T, above 0
 * @see Goodfellow, Bengio & Courville 2016, Deep Learning, section 4.1
 * @see Guo, Pleiss, Sun & Weinberger 2017, On calibration of modern neural networks, equation 9 (temperature)
 * @example answerExit(Float32Array.of(0, 0), 2) // confidence [0.5], prediction [0]
 * @example answerExit(Float32Array.of(4, 0), 2, 4 / Math.log(3)).confidence // [0.75]
 */
export function answerExit(logits: Float32Array, classes: number, temperature = 1): ExitAnswers {
  if (!(temperature > 0)) throw new RangeError(`answerExit needs a temperature above 0, got ${temperature}`);
  const samples = logits.length / classes;
  const confidence = new Float64Array(samples);
  const prediction = new Int32Array(samples);
  for (let sample = 0; sample < samples; sample++) {
    const row = logits.subarray(sample * classes, (sample + 1) * classes);
    let best = 0;
    for (let c = 1; c < classes; c++) if ((row[c] as number) > (row[best] as number)) best = c;
    const largest = row[best] as number;
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += Math.exp(((row[c] as number) - largest) / temperature);
    confidence[sample] = 1 / sum;
    prediction[sample] = best;
  }
  return { confidence, prediction };
}
