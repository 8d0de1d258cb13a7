/** The workload: who asks, when, how much, and by when it wants its answer. */

import { z } from 'zod';
import { describe, quantityFault, quantityPattern } from '../units.ts';
import { choice, count, either, partName, quantity, share, text } from './fields.ts';
import { ArrivalStates } from './weather.ts';

const PROCESSES = 'poisson, periodic, single-stream, multi-stream, offline, mmpp or timestamps';

const Arrivals = z.discriminatedUnion(
  'process',
  [
    z.strictObject({ process: z.literal('poisson'), rate: quantity('rate', '5/s', 'above zero').describe('Per device') }),
    z.strictObject({
      process: z.literal('periodic'),
      period: quantity('duration', '40 ms', 'above zero').optional().describe('Between two requests of a device, the first at 0'),
      rate: quantity('rate', '25/s', 'above zero').optional().describe('Per device, in place of the period'),
    }),
    z.strictObject({ process: z.literal('single-stream') }),
    z.strictObject({
      process: z.literal('multi-stream'),
      streams: count(1, 8).describe('Requests a device asks at once, and again when all of them are answered'),
    }),
    z.strictObject({ process: z.literal('offline') }),
    z.strictObject({
      process: z.literal('mmpp'),
      states: ArrivalStates.meta({
        examples: [
          [
            { rate: '1/s', mean: '5 s' },
            { rate: '20/s', mean: '1 s' },
          ],
        ],
      }).describe('Two or more; each device moves through them on its own'),
    }),
    z.strictObject({
      process: z.literal('timestamps'),
      file: text.meta({ examples: ['times.txt'] }).describe('One arrival time in seconds a line, non-decreasing'),
    }),
  ],
  {
    error: ({ input }) => {
      if (typeof input !== 'object' || input === null) return `${describe(input)} is not a map; write { process: poisson, rate: 5/s }`;
      const process = (input as { process?: unknown }).process;
      return `${process === undefined ? 'missing' : `${describe(process)} is not known here`}; write ${PROCESSES}`;
    },
  },
);

const warmupTime = z
  .string()
  .superRefine((value, context) => {
    const fault = value === 'mser-5' ? null : quantityFault(value, 'duration', true);
    if (fault === null) return;
    const rule = 'write a number of requests such as 500, a duration such as "10 s", or mser-5';
    context.addIssue({ code: 'custom', message: `${fault.slice(0, fault.indexOf('; '))}; ${rule}` });
  })
  .meta({ pattern: `^mser-5$|${quantityPattern('duration', true)}` })
  .describe('A duration: requests that arrive earlier; or mser-5, which finds the end of the warm-up in the latencies themselves');

const leastAccuracy = share(0.8).optional();

const Kind = z.strictObject({
  share: share(0.2).describe('Share of the requests; all shares sum to 1'),
  priority: count(0, 0).default(0).describe('The smallest is served first where the discipline is priority'),
  deadline: quantity('duration', '50 ms', 'above zero').optional().describe("From arrival; absent: the workload's"),
  min_accuracy: leastAccuracy.describe("Least share of right answers it asks for, which gus heeds; absent: the workload's"),
});

export const Workload = z.strictObject({
  devices: count(1, 4).default(1).describe('Each with its own arrivals'),
  arrivals: Arrivals.meta({ examples: [{ process: 'poisson', rate: '5/s' }] }).describe('When requests arise'),
  requests: count(1, 10_000).describe('Per replication, all devices together'),
  warmup: either([count(0, 500), warmupTime], 'an integer from 0 to 1e8, a duration such as "10 s", or mser-5')
    .default(0)
    .meta({ examples: [500, '10 s', 'mser-5'] })
    .describe('What is left out of every figure: the first requests, those that arrive before a time, or as many as MSER-5 says'),
  order: choice(['shuffled', 'sequential', 'random'])
    .default('shuffled')
    .describe('How samples are taken from the trace: once each in a random order, in their own (both cycled), or drawn with replacement'),
  deadline: quantity('duration', '100 ms', 'above zero').optional().describe('When an answer is late, from arrival; absent: never'),
  min_accuracy: leastAccuracy.describe('Least share of right answers that requests ask for, which gus heeds; absent: any'),
  late: choice(['keep', 'drop', 'local'])
    .default('keep')
    .describe('What happens to a request whose deadline has passed when its turn for a server or an up lane comes'),
  kinds: z
    .record(partName('a kind of request'), Kind)
    .optional()
    .meta({ examples: [{ alarm: { share: 0.2, deadline: '50 ms' }, routine: { share: 0.8, priority: 1 } }] })
    .describe('Kinds of requests; absent: all are alike'),
});
