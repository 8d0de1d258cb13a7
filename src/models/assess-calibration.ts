/**
 * How well the confidences of a trace fit what its exits got right: before calibration, with one temperature, with one an exit.
 *
 * Knows traces and temperatures; nothing of tables or files.
 */
import { expectedCalibrationError } from '../stats/expected-calibration-error.ts';
import { negativeLogLikelihood } from '../stats/negative-log-likelihood.ts';
import { type ReliabilityBin, reliabilityBins } from '../stats/reliability-bins.ts';
import { answerExit } from './confidence.ts';
import type { LoggedTrace, Temperatures } from './fit-calibration.ts';
import { accuracyOf } from './summarize-trace.ts';

/** Confidences at one exit and temperature. */
export interface Fit {
  readonly temperature: number;
  /** Mean over samples, in 0..1. */
  readonly confidence: number;
  /** Expected calibration error, in 0..1. */
  readonly ece: number;
  /** Negative log-likelihood [nats]. */
  readonly nll: number;
  readonly bins: readonly ReliabilityBin[];
}

/** Ways to calibrate: not at all, with one temperature for all exits, with each exit's own. */
export const WAYS = ['before', 'global', 'own'] as const;
export type Way = (typeof WAYS)[number];

export type ExitCalibration = Readonly<Record<Way, Fit>> & {
  readonly exit: number;
  /** Share of right answers, in 0..1; no temperature changes it. */
  readonly accuracy: number;
};

/** Every exit of a trace, three ways. */
export function assessCalibration(trace: LoggedTrace, temperatures: Temperatures): ExitCalibration[] {
  const { exits, labels, prediction } = trace;
  return Array.from({ length: exits }, (_, k) => ({
    exit: k + 1,
    accuracy: accuracyOf(prediction[k] as Int32Array, labels),
    before: assess(trace, k, 1),
    global: assess(trace, k, temperatures.global),
    own: assess(trace, k, temperatures.exits[k] as number),
  }));
}

function assess({ logits, labels, classes, samples, prediction }: LoggedTrace, k: number, temperature: number): Fit {
  const values = logits[k] as Float32Array;
  const { confidence } = answerExit(values, classes, temperature);
  const isRight = (prediction[k] as Int32Array).map((predicted, i) => (predicted === labels[i] ? 1 : 0));
  const bins = reliabilityBins(confidence, isRight);
  return {
    temperature,
    confidence: confidence.reduce((sum, value) => sum + value, 0) / samples,
    ece: expectedCalibrationError(bins),
    nll: negativeLogLikelihood(values, labels, classes, temperature),
    bins,
  };
}
