/** Policies that decide as the run goes. */

import { z } from 'zod';
import { choice, number, quantity, share, threshold } from './fields.ts';

const patience = quantity('duration', '100 ms', 'above zero').default('100 ms');

export const ADAPTIVE_POLICIES = [
  z.strictObject({
    name: z.literal('queue-aware'),
    p_d: threshold(0.75)
      .optional()
      .describe('Confidence at exit 1 from which a request stays where nobody waits for the uplink; swept unless given'),
    p_tar: threshold(0.8).optional().describe('As of deex'),
    patience: patience.describe('Wait on the uplink that halves p_d'),
  }),
  z.strictObject({
    name: z.literal('ucbee'),
    c: number('a number from 0 up', 1, { least: 0 }).default(1).describe('How much thresholds that were seldom tried are preferred'),
    reward: choice(['paper', 'latency'])
      .default('paper')
      .describe('What sending gained in confidence, less overhead for each offload; or less the latency of every request / scale'),
    overhead: share(0.1).default(0.1).describe('Price of an offload, in confidence'),
    scale: quantity('duration', '1 s', 'above zero').default('1 s').describe('Latency that counts as much as a confidence of 1'),
  }),
] as const;
