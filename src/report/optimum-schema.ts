/**
 * The schema of a search's document: every field, its type and its meaning.
 *
 * The document's own type is src/optimize/search/optimum.ts; the last line here holds the two to each other.
 */

import { z } from 'zod';
import type { Optimum } from '../optimize/search/optimum.ts';

const number = () => z.number();
const share = () => z.number().min(0).max(1);
const count = () => z.int().min(0);
const interval = () => z.tuple([z.number(), z.number()]).nullable();
const sha256 = () => z.string().regex(/^[0-9a-f]{64}$/);
const latency = z.enum(['mean', 'p50', 'p90', 'p95', 'p99']);
const figure = z.enum(['mean', 'p50', 'p90', 'p95', 'p99', 'lost', 'missed', 'accuracy', 'energy']);
const bound = z.enum(['most', 'least']);

const Setting = z.strictObject({
  policy: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.array(z.number())])).describe('Its name and thresholds'),
  exits: z.record(z.string(), z.array(count())).describe('Exits of each tier'),
  payload: z.string().nullable().describe('features or input; null without a link'),
  codec: z.string().nullable().describe('f32, f16, u8, png or jpeg; null without a link'),
});

const Figures = z.strictObject({
  replications: count().describe('Replications run'),
  stable: z.boolean().describe('Whether every part can carry what is offered to it'),
  latency_ms: z
    .strictObject({
      mean: number().nullable().describe('Mean'),
      p50: number().nullable().describe('Median; percentiles are null where unstable'),
      p90: number().nullable().describe('90th percentile'),
      p95: number().nullable().describe('95th percentile'),
      p99: number().nullable().describe('99th percentile'),
    })
    .describe('Latency [ms], as in a result'),
  latency_ci95: interval().describe("95 % interval of objective.latency's figure, Student-t over replications"),
  accuracy: share().nullable().describe('Share of the answers that are right'),
  accuracy_ci95: interval().describe('95 % interval, Wilson over the distinct samples answered'),
  energy_j_mean: number().nullable().describe('Energy of a request [J]; null where none is counted'),
  offload_share: share().describe('Share of the requests sent on to exit N'),
  lost_share: share().describe('Share of the requests that are lost'),
  deadline_missed_share: share().nullable().describe('Share lost or late; null without a deadline'),
});

const Candidate = z.strictObject({
  setting: Setting.describe('What to deploy'),
  validation: Figures.describe('On the trace it was chosen on'),
  test: Figures.nullable().describe("On the scenario's own trace; null where it was not run there"),
  checks: z
    .array(
      z.strictObject({
        figure: figure.describe('What is limited'),
        bound: bound.describe('Whether it is to be at most or at least the limit'),
        limit: number().describe('ms, share or J'),
        value: number().nullable().describe('What it is'),
        ci95: interval().describe('Its 95 % interval; null where it has none'),
        margin: number().nullable().describe('What is left over; below 0 what is lacking'),
        met: z.boolean().describe('Whether the figure meets the limit'),
        sure: z.boolean().describe('Whether its whole interval does'),
      }),
    )
    .describe("The constraints, on the scenario's own trace where it was run there"),
  difference: z
    .strictObject({
      figure: figure.describe('What is to be best'),
      difference: number().nullable().describe('This one minus the recommended one'),
      ci95: interval().describe('95 % interval, Student-t over the pairs'),
    })
    .nullable()
    .describe("Paired difference on the scenario's own trace; null of the recommended one"),
});

const trace = (about: string) =>
  z.strictObject({ sha256: sha256().describe('SHA-256 of its file'), samples: count().describe('Its samples') }).describe(about);

export const OptimumSchema = z
  .strictObject({
    schema: z.literal('sim.optimum/1').describe('Name and version of this form'),
    engine: z.string().describe('Version of the engine'),
    scenario: z
      .strictObject({
        name: z.string().describe('Its name'),
        sha256: sha256().describe('SHA-256 of the resolved scenario in canonical JSON'),
      })
      .describe('What was searched'),
    seed: count().describe('Of every random stream'),
    objective: z
      .strictObject({
        constraints: z
          .array(
            z.strictObject({
              figure: figure.describe('What is limited'),
              bound: bound.describe('Whether it is to be at most or at least the limit'),
              limit: number().describe('ms, share or J'),
            }),
          )
          .describe('What a setting has to meet'),
        prefer: z.enum(['latency', 'accuracy', 'energy']).describe('As asked for'),
        goal: figure.describe('Best among the settings that meet all'),
        latency: latency.describe('Latency that is told and drawn: the first one limited, else p95'),
      })
      .describe('What was asked for'),
    traces: z
      .strictObject({
        validation: trace('The trace that the choice was made on'),
        test: trace("The scenario's own trace, on which the choice is reported"),
      })
      .describe('Recordings used'),
    search: z
      .strictObject({
        settings: count().describe('Settings looked at'),
        discarded: z
          .strictObject({
            load: count().describe('A part cannot carry what is offered to it'),
            accuracy: count().describe('Too inaccurate over the trace'),
            latency: count().describe('Too slow even where nobody waits'),
            energy: count().describe('Too much energy even where nobody waits'),
          })
          .describe('Settings discarded without simulation, by the first reason found'),
        simulated: count().describe('Settings simulated on the validation trace'),
      })
      .describe('How it was found'),
    outcome: z
      .enum(['met', 'missed_on_test', 'unmet'])
      .describe("Found and holds on the scenario's trace; found and does not hold there; no setting meets the objective"),
    recommendation: Candidate.nullable().describe('What to deploy; null where no setting meets the objective'),
    nearest_miss: Candidate.nullable().describe('Where no setting meets the objective, the one that lacks least, on the validation trace'),
    at_the_limit: Candidate.nullable().describe(
      'What is better still by its figures on the validation trace, and keeps to a limit there by less than their 95 % intervals; null where none was found',
    ),
    runner_up: Candidate.nullable().describe('The best of another policy, cut, payload or codec'),
    baseline: Candidate.nullable().describe(
      "The best with the scenario's own policies, cut, payload and codec; null where the recommended one is of that kind",
    ),
    front: z
      .array(z.strictObject({ setting: Setting.describe('Which'), validation: Figures.describe('On the trace searched on') }))
      .describe('Settings simulated that none beats in latency, accuracy and energy at once, by latency'),
    yaml: z.string().nullable().describe("The recommended scenario, to be saved beside the scenario's own file"),
  })
  .describe('What a search found');

type Frozen<T> = T extends readonly unknown[] | object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
// Does not compile where the schema and the document's type have grown apart.
void (true satisfies Same<Frozen<z.output<typeof OptimumSchema>>, Optimum>);
