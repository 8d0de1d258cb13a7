/** An exit answers when its first class is far ahead of its second. */

import { ordinary } from './ordinary.ts';
import type { Rule } from './policy.ts';

/**
 * The first exit below N with top1 - top2 >= threshold answers; exit N answers what none is sure of.
 *
 * @param threshold 0..; above 1 is never reached
 * @see Scheffer, Decomain, Wrobel, "Active hidden Markov models for information extraction" (2001), the margin
 */
export function margin(threshold: number): Rule {
  return { ...ordinary(threshold), measure: { kind: 'margin' } };
}
