/** A tier: device, edge or cloud, and the servers there. */

import { z } from 'zod';
import { choice, count, list, name, number, place, quantity } from './fields.ts';
import { queueKeys } from './queue.ts';
import { Outages } from './weather.ts';

export const Tier = z.strictObject({
  exits: list(count(1, 1), 'exits as [1, 2], or [] for a tier that passes requests on')
    .meta({ examples: [[1, 2]] })
    .describe('Exits whose segments and branches run here, ascending; none where requests are only passed on'),
  timing: name
    .meta({ examples: ['cpu-1t'] })
    .optional()
    .describe('Recorded compute times: models/<model>/traces/<trace>.<timing>.parquet; needed where there are exits'),
  slowdown: number('a factor from 1e-6 to 1e6', 4, { least: 1e-6, most: 1e6 }).default(1).describe('Factor on the recorded times'),
  servers: count(1, 2).default(1).describe('Requests computed at the same time, at each place'),
  discipline: choice(['fifo', 'ps', 'priority', 'sjf', 'edf'])
    .default('fifo')
    .describe('Who is served next: first come, all at once, smallest priority, shortest job, earliest deadline'),
  per: place.optional().describe('Whether every device has its own, or one serves the site; device in the first tier, site elsewhere'),
  ...queueKeys,
  batch: z
    .strictObject({
      max: count(1, 8)
        .default(1)
        .describe(
          'Requests computed together at most; needs a timing with times of batches, beyond the largest of which time grows in proportion',
        ),
      wait: quantity('duration', '5 ms', 'zero legal').default('0 ms').describe('How long the oldest may wait for the batch to fill'),
    })
    .default({ max: 1, wait: '0 ms' })
    .meta({ examples: [{ max: 8, wait: '5 ms' }] })
    .describe('Requests computed together'),
  outages: Outages.optional(),
  power: quantity('power', '5 W', 'zero legal').optional().describe('Power while a server computes; absent: not counted'),
});

export type TierSpec = z.output<typeof Tier>;
