/** Several end devices that see each request together. */

import { z } from 'zod';
import { choice, count, either, list, quantity, threshold } from './fields.ts';

export const DdnnPolicy = z.strictObject({
  name: z.literal('ddnn'),
  devices: count(1, 6, 1000).default(6).describe('End devices that see each request; all of them see the same picture'),
  T: either([threshold(0.5), list(threshold(0.5), '[0.5, 0.3]')], 'a number from 0 up, or one for each tier below the highest').describe(
    'Normalised entropy of the aggregated scores below which a tier answers, 0..1: one number, or a list of one for each tier below the highest that holds an exit',
  ),
  aggregation: choice(['max', 'average'])
    .default('max')
    .describe('How scores are put together; of the same picture both give the same. Concatenation would need a layer trained on all views'),
  timeout: quantity('duration', '50 ms', 'zero legal')
    .optional()
    .describe('From the first message at an aggregator until it goes on with what it has; absent: it waits for all'),
  local: z
    .strictObject({
      bandwidth: quantity('bandwidth', '20 Mbit/s', 'above zero').describe('Of each end device, for itself'),
      rtt: quantity('duration', '2 ms', 'zero legal')
        .default('0 ms')
        .describe('Half each way: scores there, the word to send features back'),
    })
    .optional()
    .meta({ examples: [{ bandwidth: '20 Mbit/s', rtt: '2 ms' }] })
    .describe('Network to the local aggregator; absent: scores and its word take no time'),
});
