/**
 * The result document's schema: every field, its type and its meaning, for whoever reads a result.json and for the reference.
 *
 * The document's own type is src/sim/summary/result.ts, which knows no library; the last line here holds the two to each other.
 */

import { z } from 'zod';
import type { Result } from '../sim/summary/result.ts';

const number = () => z.number();
const share = () => z.number().min(0).max(1);
const count = () => z.int().min(0);
const interval = () => z.tuple([z.number(), z.number()]).nullable();
const params = () => z.record(z.string(), z.union([z.number(), z.string()]));
const sha256 = () => z.string().regex(/^[0-9a-f]{64}$/);

const figure = z.enum(['mean', 'p50', 'p90', 'p95', 'p99']);

const LatencyMs = z.strictObject({
  mean: number().nullable().describe('Mean over the requests of a replication, averaged over replications'),
  mean_ci95: interval().describe('95 % interval of the mean, Student-t over replications; null with one'),
  mean_ci95_batch_means: interval().describe('95 % interval by batch means over one long run; null unless the scenario has batches'),
  batch_means_correlation: number()
    .nullable()
    .describe("Lag-1 correlation of the batches' means; far above 0, batches are too short for that interval"),
  p50: number().nullable().describe('Median, nearest-rank; the mean of the medians of the replications; null where unstable'),
  p90: number().nullable().describe('The same, 90th percentile'),
  p95: number().nullable().describe('The same, 95th percentile'),
  p99: number().nullable().describe('The same, 99th percentile'),
  p50_ci95: interval().describe('95 % interval of p50, Student-t over replications; null with one, or where p50 is'),
  p90_ci95: interval().describe('The same of p90'),
  p95_ci95: interval().describe('The same of p95'),
  p99_ci95: interval().describe('The same of p99'),
  max: number().nullable().describe('Largest of all replications'),
});

const Kind = z.strictObject({
  name: z.string().describe('As the scenario names it'),
  requests: count().describe('Requests of this kind after warm-up'),
  completed: count().describe('Those answered'),
  latency_ms: z
    .strictObject({
      mean: number().nullable().describe('Mean'),
      p50: number().nullable().describe('Median; null where unstable'),
      p95: number().nullable().describe('95th percentile; null where unstable'),
      p99: number().nullable().describe('99th percentile; null where unstable'),
    })
    .describe('Latency of those answered [ms]'),
  deadline_missed_share: share().nullable().describe('Share lost or answered after their deadline; null without one'),
});

const Exit = z.strictObject({
  exit: count().describe('Its number, 1..N'),
  share: share().nullable().describe('Share of the answered requests that are answered here; null where none is answered anywhere'),
  accuracy: share().nullable().describe('Share of those that are right; null where none is answered here'),
});

const ForkJoin = z.strictObject({
  devices: count().describe('End devices that see each request'),
  device_bytes: number().describe('Bytes that one end device sends for a request on average, overhead included, packets sent again not'),
  score_bytes: number().describe('Of these, scores to the local aggregator'),
  feature_bytes: number().describe('Of these, what goes up the first link'),
  scores_join_ms: number().describe('From the first scores at the local aggregator until it decides, mean [ms]'),
  features_join_ms: number()
    .nullable()
    .describe('From the first feature map above until no more are waited for, mean over the requests sent up [ms]; null where none is'),
  late_scores_share: share().describe('Share of the scores that come after that'),
  late_features_share: share().nullable().describe('Share of the feature maps that come after that; null where none is sent'),
});

const Point = z.strictObject({
  policy: z.string().describe('Its name'),
  params: params().describe('Swept values and thresholds in force; quantities as text'),
  replications: count().describe('Replications run for this point'),
  precision: z
    .strictObject({
      figure: figure.describe('Figure of the latency'),
      within: number().describe('Half-width of the 95 % interval over the figure, as asked for'),
      reached: number().nullable().describe('The same as reached; null where the figure is withheld or has no interval'),
    })
    .nullable()
    .describe('How well a figure is known; null unless the scenario has until'),
  warmup: number().describe('Requests left out at the start of a replication, on average'),
  requests: count().describe('Requests counted, completed and dropped, all replications together'),
  completed: count().describe('Requests answered'),
  dropped: count().describe('Requests lost: a full queue, a passed deadline, an offload given up with nothing to answer'),
  fallback_share: share().describe(
    'Share of the requests answered below the exit the policy chose, because a queue was full or late or an answer was',
  ),
  deadline_missed_share: share()
    .nullable()
    .describe('Of the requests with a deadline, the share lost or answered after it; null where none has one'),
  stable: z.boolean().describe('Whether every part can carry what is offered to it'),
  latency_ms: LatencyMs.describe('Latency of the answered requests after warm-up [ms]; null where none was answered'),
  breakdown_ms: z
    .record(z.string(), number().nullable())
    .describe(
      'Mean time in each part [ms]: waiting and computing at each tier, waiting and transmitting on each lane, propagation; they sum to the mean',
    ),
  accuracy: share().nullable().describe('Share of the answers that are right'),
  accuracy_ci95: interval().describe('95 % interval, Wilson over the distinct samples answered'),
  offload_share: share().describe('Share of the requests that the policy sends on to exit N'),
  exits: z.array(Exit).describe('One for each exit, in order'),
  utilization: z.record(z.string(), number()).describe('Share of the time each part is busy, averaged over its servers'),
  load: z
    .record(z.string(), number())
    .nullable()
    .describe('Load offered to each part, computed beforehand; 1 or more is unstable; null for closed and offline arrivals'),
  lambda_max_per_s: number()
    .nullable()
    .describe('Most requests a second, of all devices together, that every part can carry; null where nothing limits them'),
  queue_mean: z.record(z.string(), number()).describe('Mean number of requests at each part, waiting or served'),
  energy_j_mean: number()
    .nullable()
    .describe('Energy of a request [J]: computing where power is given, the radio where one is; null where neither is'),
  kinds: z.array(Kind).describe('One for each kind of request; empty where there is one kind only'),
  fork_join: ForkJoin.exactOptional().describe('Only of ddnn: what its end devices send, and how long one waits for the others'),
  confusion: z.array(z.array(count())).describe('Answers by true class (row) and predicted class (column)'),
});

const difference = (what: string) =>
  z
    .strictObject({
      difference: number().nullable().describe('Policy minus baseline; null where one has no such figure'),
      ci95: interval().describe('95 % interval, Student-t over the pairs; null with one'),
    })
    .describe(what);

const Comparison = z.strictObject({
  policy: z.string().describe('Its name'),
  baseline: z.string().describe('The policy it is compared with'),
  params: params().describe('Setting at which both were run'),
  latency_ms_mean: difference('Of mean latencies [ms]'),
  latency_ms_p95: difference('Of 95th percentiles [ms]'),
  accuracy: difference('Of accuracies'),
});

export const ResultSchema = z
  .strictObject({
    schema: z.literal('sim.result/1').describe('Name and version of this form'),
    engine: z.string().describe('Version of the engine'),
    scenario: z
      .strictObject({
        name: z.string().describe('Its name'),
        sha256: sha256().describe('SHA-256 of the resolved scenario in canonical JSON'),
        resolved: z.unknown().describe('The scenario as it was run, defaults filled in'),
      })
      .describe('What was run'),
    trace: z
      .strictObject({ sha256: sha256().describe('SHA-256 of its file'), samples: count().describe('Its samples') })
      .describe('The recording it was run on'),
    seed: count().describe('Of every random stream'),
    replications: count().describe("As the scenario says; a point's fewest where it has until"),
    digest: sha256().describe('SHA-256 of points in canonical JSON (RFC 8785): same digest, same figures'),
    points: z.array(Point).describe('One policy at one setting of the sweep each'),
    crossing: z
      .strictObject({
        p_cross: number().describe("The smallest swept p_d at which exit N-1's accuracy on what it keeps is not below exit N's"),
        kept_share: share().describe('Share of the requests kept below exit N there'),
      })
      .nullable()
      .describe('Where keeping pays (deex); null where no swept p_d does'),
    comparison: z.array(Comparison).describe('Differences between policies at the same setting, paired by replication'),
  })
  .describe('The result of one scenario');

type Frozen<T> = T extends readonly unknown[] | object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
// Does not compile where the schema and the document's type have grown apart.
void (true satisfies Same<Frozen<z.output<typeof ResultSchema>>, Result>);
