/** How long a scenario is run: replications, when they are enough, batches of one long run. */

import { z } from 'zod';
import { choice, count, number } from './fields.ts';

export const runKeys = {
  seed: number('an integer from 0 to 2^53 - 1', 1, { least: 0, most: Number.MAX_SAFE_INTEGER, isInteger: true })
    .default(1)
    .describe('Of every random stream; at most 2^53 - 1'),
  replications: count(1, 10)
    .default(1)
    .describe('Independent repetitions, exactly so many, or the fewest where until is given; two or more give intervals'),
  until: z
    .strictObject({
      figure: choice(['mean', 'p50', 'p90', 'p95', 'p99'], 'p99').describe('Figure of the latency'),
      within: number('a number from 1e-6 to 1', 0.02, { least: 1e-6, most: 1 }).describe(
        'Half-width of its 95 % interval over the figure itself, at most',
      ),
      most: count(2, 200).describe('Replications at most'),
    })
    .optional()
    .meta({ examples: [{ figure: 'p99', within: 0.02, most: 200 }] })
    .describe('When replications are enough; needs two or more to begin with'),
  batches: count(2, 30, 1000)
    .optional()
    .describe('Interval of the mean by batch means over one long run, in so many batches; needs replications: 1'),
};
