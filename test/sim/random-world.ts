/** Random small worlds for properties: any chain of tiers and links, plain or with weather, outages, loss and jitter. */

import fc from 'fast-check';
import type { LanePlan, OutagePlan, TierPlan } from '../../src/sim/plan/plan.ts';
import type { PointSpec, SampleSpec } from './build-point.ts';

const durationNs = fc.integer({ min: 0, max: 40 });

const outages: fc.Arbitrary<OutagePlan | null> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 50 })).map(([from, length]) => ({
      kind: 'windows' as const,
      fromNs: Float64Array.of(from, from + length + 30),
      toNs: Float64Array.of(from + length, from + 2 * length + 30),
    })),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'random' as const, meanUpNs: 70, meanDownNs: 20 }) },
);

/** What may trouble a lane beyond its capacity and still keep it first come, first served. */
const trouble: fc.Arbitrary<Partial<LanePlan>> = fc.record(
  {
    capacity: fc.constantFrom<LanePlan['capacity']>(
      { kind: 'steps', startsNs: Float64Array.of(0, 35, 50), bps: Float64Array.of(8e9, 0, 3e9), repeatNs: 90 },
      { kind: 'opportunities', timesNs: Float64Array.of(0, 4, 4, 9, 30, 31), bytes: 7, repeatNs: 31 },
      {
        kind: 'markov',
        chain: {
          rates: [8e9, 1e9, 0],
          meanNs: [40, 30, 15],
          next: [
            [0, 0.5, 0.5],
            [1, 0, 0],
            [0.5, 0.5, 0],
          ],
        },
      },
    ),
    loss: fc.constantFrom<LanePlan['loss']>(
      { packetBytes: 6, goodToBad: 0, badToGood: 1, lossInGood: 0.3, lossInBad: 0 },
      { packetBytes: 11, goodToBad: 0.2, badToGood: 0.4, lossInGood: 0, lossInBad: 0.7 },
    ),
    jitter: fc.constantFrom<LanePlan['jitter']>({ distribution: 'uniform', meanNs: 9 }, { distribution: 'exponential', meanNs: 5 }),
    outages,
  },
  { requiredKeys: [] },
);

/** A few samples, each to the highest tier it reaches. */
export function samplesOf(tiers: number) {
  return fc.array(
    fc.integer({ min: 0, max: tiers - 1 }).chain((top) =>
      fc.record({
        // The highest tier always serves; below it a request may pass.
        computeNs: fc.tuple(
          ...Array.from({ length: tiers }, (_, t) => (t < top ? fc.option(durationNs) : t === top ? durationNs : fc.constant(null))),
        ),
        upBytes: fc.array(fc.integer({ min: 0, max: 40 }), { minLength: top, maxLength: top }),
      }),
    ),
    { minLength: 1, maxLength: 6 },
  );
}

/** First come, first served throughout, any number of servers, open arrivals. */
export const feedForwardWorld: fc.Arbitrary<PointSpec> = fc
  .integer({ min: 1, max: 4 })
  .chain((tiers) =>
    fc.record({
      tiers: fc.array(fc.record<Partial<TierPlan>>({ servers: fc.integer({ min: 1, max: 3 }), isPerDevice: fc.boolean(), outages }), {
        minLength: tiers,
        maxLength: tiers,
      }),
      links: fc.array(
        fc.record({
          upBps: fc.constantFrom(1e9, 8e9, 3e9),
          downBps: fc.constantFrom(null, 8e9, 2e9),
          propagationNs: fc.integer({ min: 0, max: 30 }),
          isPerDevice: fc.boolean(),
          up: fc.oneof(fc.constant({}), trouble),
          down: fc.oneof(fc.constant({}), trouble),
        }),
        { minLength: tiers - 1, maxLength: tiers - 1 },
      ),
      samples: samplesOf(tiers),
      devices: fc.integer({ min: 1, max: 4 }),
      answerBytes: fc.integer({ min: 0, max: 20 }),
      gapsNs: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 80 }),
      radio: fc.option(fc.constant({ upNjPerBit: 1, downNjPerBit: 1, baseW: 1, promotionNs: 10, promotionW: 1, tailNs: 100, tailW: 1 }), {
        nil: undefined,
      }),
      warmup: fc.oneof(
        fc.constant({ kind: 'count' as const, requests: 0 }),
        fc.constant({ kind: 'time' as const, untilNs: 20 }),
        fc.constant({ kind: 'mser-5' as const }),
      ),
    }),
  )
  .map(({ gapsNs, samples, radio, ...rest }): PointSpec => {
    let now = 0;
    const timesNs = Float64Array.from(gapsNs, (gap) => (now += gap));
    return {
      ...rest,
      ...(radio === undefined ? {} : { radio }),
      samples: samples as SampleSpec[],
      arrivals: { kind: 'timestamps', timesNs },
      requests: timesNs.length,
    };
  });

/** Times so short and so few that much happens at one instant: arrivals, ends, landings, stays of no time, the end of the warm-up. */
export const crowdedWorld: fc.Arbitrary<PointSpec> = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.boolean())
  .chain(([tiers, isPeriodic]) => {
    const few = fc.integer({ min: 0, max: 3 });
    return fc.record({
      tiers: fc.array(fc.record<Partial<TierPlan>>({ servers: fc.integer({ min: 1, max: 3 }), isPerDevice: fc.boolean() }), {
        minLength: tiers,
        maxLength: tiers,
      }),
      links: fc.array(
        fc.record({
          upBps: fc.constantFrom(8e9, 4e9),
          downBps: fc.constantFrom(null, 8e9),
          propagationNs: few,
          isPerDevice: fc.boolean(),
          up: fc.constantFrom<Partial<LanePlan>>({}, { jitter: { distribution: 'uniform', meanNs: 1 } }),
        }),
        { minLength: tiers - 1, maxLength: tiers - 1 },
      ),
      samples: fc.array(
        fc.integer({ min: 0, max: tiers - 1 }).chain((top) =>
          fc.record({
            computeNs: fc.tuple(
              ...Array.from({ length: tiers }, (_, t) => (t < top ? fc.option(few) : t === top ? few : fc.constant(null))),
            ),
            upBytes: fc.array(few, { minLength: top, maxLength: top }),
          }),
        ),
        { minLength: 1, maxLength: 6 },
      ),
      devices: fc.integer({ min: 1, max: 4 }),
      answerBytes: fc.integer({ min: 0, max: 2 }),
      arrivals: isPeriodic
        ? fc.record({ kind: fc.constant('periodic' as const), periodNs: fc.integer({ min: 1, max: 6 }) })
        : fc
            .array(fc.integer({ min: 0, max: 2 }), { minLength: 60, maxLength: 60 })
            .map((gaps) => ({ kind: 'timestamps' as const, timesNs: Float64Array.from(running(gaps)) })),
      requests: fc.constant(60),
      warmup: fc.oneof(
        fc.nat(59).map((requests) => ({ kind: 'count' as const, requests })),
        fc.nat(40).map((untilNs) => ({ kind: 'time' as const, untilNs })),
      ),
    });
  })
  .map(({ samples, ...rest }): PointSpec => ({ ...rest, samples: samples as SampleSpec[] }));

function running(gaps: readonly number[]): number[] {
  let sum = 0;
  return gaps.map((gap) => (sum += gap));
}
