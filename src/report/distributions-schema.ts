/** The schema of distributions.json, what a closer look at some points told: every field, its type and its meaning. */

import { z } from 'zod';
import type { CloserLook } from '../sim/look-closer.ts';

const count = () => z.int().min(0);

const QueueLength = z.strictObject({
  mean: z.array(z.number()).describe('Mean number of requests in each window'),
  most: z.array(count()).describe('Largest number of requests in each window'),
});

const Point = z.strictObject({
  point: count().describe('Its place in points of result.json, from 0'),
  policy: z.string().describe('Its name'),
  params: z.record(z.string(), z.union([z.number(), z.string()])).describe('As in result.json'),
  quantiles: z
    .strictObject({
      answered: count().describe('Requests counted and answered'),
      latency_ms: z.array(z.number()).min(2).describe('The smallest latency, then the nearest-rank quantiles at 0.5 %, 1 %, .. 100 % [ms]'),
    })
    .nullable()
    .describe('How the latencies are distributed; null where nothing was answered'),
  queues: z
    .strictObject({
      window_s: z.number().describe('Length of a window [s]; the first begins with the run'),
      stations: z
        .record(z.string(), QueueLength)
        .describe('By part: requests waiting or served; parts at which none spends time are absent'),
    })
    .nullable()
    .describe('Told of two points at most; null where the records do not tell: links that jitter, offloads given up'),
});

export const DistributionsSchema = z
  .strictObject({
    schema: z.literal('sim.distributions/1').describe('Name and version of this form'),
    digest: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe('Digest of the result it belongs to'),
    points: z.array(Point).describe('The chosen point of every policy, its first replication after warm-up'),
  })
  .describe('A closer look at the chosen points of a result');

type Frozen<T> = T extends readonly unknown[] | object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
// Does not compile where the schema and the document's type have grown apart.
void (true satisfies Same<Frozen<z.output<typeof DistributionsSchema>>, CloserLook>);
