/**
 * Temperatures at which the exits of a model say how sure they may be: one for all exits, and one for each.
 *
 * Knows traces; how temperatures are fitted is src/stats's matter, which samples may be used held-out.ts's.
 */
import { fitTemperature } from '../stats/fit-temperature.ts';
import { refuse } from './refuse.ts';
import type { Trace } from './trace.ts';

/** What confidences are divided by: confidence = max softmax(z / T). */
export interface Temperatures {
  /** One T for all exits: the last exit's. */
  readonly global: number;
  /** T of each exit [N]; the last one is `global`. */
  readonly exits: readonly number[];
  /** Exits whose T is an end of the range: the samples ask for more. */
  readonly endExits: readonly number[];
}

/** A trace that calibration can use. */
export type LoggedTrace = Trace & { readonly logits: readonly Float32Array[] };

/** The trace, as one with logits; throws InvalidInput for one imported with confidences only. */
export function withLogits(trace: Trace, path: string): LoggedTrace {
  if (trace.logits !== null) return trace as LoggedTrace;
  throw refuse(path, 'it holds confidences and no logits', 'calibration needs logits; make a trace with sim record');
}

/**
 * Fits the temperature of every exit on a trace, by maximum likelihood.
 *
 * @see Guo, Pleiss, Sun and Weinberger, "On calibration of modern neural networks", ICML 2017, section 4.2
 */
export function fitCalibration({ logits, labels, classes, exits }: LoggedTrace): Temperatures {
  const fits = logits.map((values) => fitTemperature(values, labels, classes));
  const temperatures = fits.map(({ temperature }) => temperature);
  return {
    global: temperatures[exits - 1] as number,
    exits: temperatures,
    endExits: fits.flatMap(({ isAtEnd }, k) => (isAtEnd ? [k + 1] : [])),
  };
}
