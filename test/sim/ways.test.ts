/** Samples share ways through the exits: every column is what walking each sample by itself gives. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { CodedExit, Itinerary, PayloadPlan, RecordedExits, TierCosts } from '../../src/sim/plan/plan.ts';
import { planItinerary } from '../../src/sim/plan/plan-itinerary.ts';
import type { Approach, Decision, Measure, Rule } from '../../src/sim/policies/policy.ts';
import { walkEach } from './walk-oracle.ts';

const CLASSES = 3;

/** Numbers that differ wherever they are asked for, and now and then do not. */
function noise(seed: number): (at: number, levels: number) => number {
  return (at, levels) => {
    const mixed = Math.imul(Math.imul(at + 1, 0x9e3779b1) ^ seed, 0x85ebca6b) >>> 8;
    return (mixed % levels) / levels;
  };
}

interface Setting {
  readonly exits: number;
  readonly samples: number;
  readonly seed: number;
  /** Tier of each exit, by steps up. */
  readonly climbs: readonly boolean[];
  readonly lowest: number;
  readonly slowdown: number;
  readonly kind: PayloadPlan['kind'];
  readonly hasOwnPictures: boolean;
  readonly isCoded: boolean;
}

function build({ exits, samples, seed, climbs, lowest, slowdown, kind, hasOwnPictures, isCoded }: Setting) {
  const random = noise(seed);
  let drawn = 0;
  const column = (scale: number) => Float64Array.from({ length: samples }, () => scale * random(drawn++, 13));
  const classes = () => Int32Array.from({ length: samples }, () => Math.floor(CLASSES * random(drawn++, 11)));
  const logits = () => Float32Array.from({ length: samples * CLASSES }, () => 4 * random(drawn++, 17));
  const list = <T>(length: number, make: () => T): T[] => Array.from({ length }, make);
  const held: number[][] = [[]];
  for (let t = 0; t < lowest; t++) held.push([]);
  for (let exit = 1; exit <= exits; exit++) {
    if (exit > 1 && climbs[exit - 2] === true) held.push([]);
    (held.at(-1) as number[]).push(exit);
  }
  const tiers = held.map((own, t): TierCosts => {
    return {
      exits: own,
      slowdown: slowdown + t / 7,
      segmentNs: list(exits, () => column(100)),
      branchNs: list(exits - 1, () => column(9)),
      batchNs: null,
    };
  });
  const behind: CodedExit[] = [];
  for (let from = 0; from < exits; from++) {
    for (let exit = from + 1; exit <= exits; exit++)
      behind.push({ from, exit, confidence: column(1), prediction: classes(), logits: logits() });
  }
  const recorded: RecordedExits = {
    labels: classes(),
    confidence: list(exits, () => column(1)),
    prediction: list(exits, classes),
    logits: list(exits, logits),
    coded: isCoded ? behind : null,
  };
  const inputBytes = hasOwnPictures ? column(500) : 300;
  const payload: PayloadPlan = {
    kind,
    inputBytes,
    featureBytes: list(exits - 1, () => 10 + Math.floor(90 * random(drawn++, 31))),
    overheadBytes: 4,
  };
  return { recorded, tiers, payload };
}

const settings: fc.Arbitrary<Setting> = fc.record({
  exits: fc.integer({ min: 2, max: 5 }),
  samples: fc.integer({ min: 0, max: 25 }),
  seed: fc.integer(),
  climbs: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  lowest: fc.integer({ min: 0, max: 1 }),
  slowdown: fc.constantFrom(1, 1.3, 4),
  kind: fc.constantFrom<PayloadPlan['kind']>('features', 'input'),
  hasOwnPictures: fc.boolean(),
  isCoded: fc.boolean(),
});

/** Any rule: a way to approach each exit, and what to do above and below a threshold there. */
const rules: fc.Arbitrary<Rule> = fc
  .record({
    approaches: fc.array(fc.constantFrom<Approach>('test', 'test', 'test', 'pass', 'skip', 'offload'), { minLength: 4, maxLength: 4 }),
    whole: fc.constantFrom<Approach | null>('picture', 'drop', null, null, null, null, null, null, null, null),
    above: fc.array(fc.constantFrom<Decision>('answer', 'continue', 'offload'), { minLength: 4, maxLength: 4 }),
    below: fc.array(fc.constantFrom<Decision>('answer', 'continue', 'offload'), { minLength: 4, maxLength: 4 }),
    thresholds: fc.array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(-1, 2)), { minLength: 4, maxLength: 4 }),
    isCompared: fc.boolean(),
    measure: fc.option(
      fc.constantFrom<Measure>(
        { kind: 'entropy' },
        { kind: 'normalised-entropy' },
        { kind: 'margin' },
        { kind: 'calibrated', temperatures: [2, 0.5, 1, 3] },
      ),
      { nil: undefined },
    ),
    bestOfAllBelow: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
  })
  .map(({ approaches, whole, above, below, thresholds, isCompared, measure, bestOfAllBelow }) => ({
    approach: (exit) => whole ?? (approaches[exit - 1] as Approach),
    decide: ({ exit, measured }) => (measured >= (thresholds[exit - 1] as number) ? above : below)[exit - 1] as Decision,
    ...(isCompared
      ? {
          compare: (exit) => ({
            bound: thresholds[exit - 1] as number,
            reached: above[exit - 1] as Decision,
            missed: below[exit - 1] as Decision,
          }),
        }
      : {}),
    ...(measure === undefined ? {} : { measure }),
    ...(bestOfAllBelow === undefined ? {} : { bestOfAllBelow }),
  }));

/** All that an itinerary holds, as plain columns. */
function contents(itinerary: Itinerary) {
  const { samples, exit, isOffloaded, confidence, prediction, label, topTier, isServed, computeNs, upBytes } = itinerary;
  const { firstSegment, lastSegment, branches, bestExit, firstTestNs } = itinerary;
  const answers = { samples, exit, isOffloaded, confidence, prediction, label, topTier, isServed, computeNs, upBytes };
  return { ...answers, firstSegment, lastSegment, branches, bestExit, firstTestNs };
}

describe('ways that samples share', () => {
  it('give what walking each sample gives, whatever the rules that share them', () => {
    fc.assert(
      fc.property(settings, fc.array(rules, { minLength: 1, maxLength: 6 }), (setting, several) => {
        const { recorded, tiers, payload } = build(setting);
        for (const rule of several) {
          const shared = planItinerary(rule, recorded, tiers, payload);
          assert.deepEqual(contents(shared), contents(walkEach(rule, recorded, tiers, payload)));
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('move on from the point before where thresholds move', () => {
    const bound = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(-1, 0, 1, 2));
    const points = fc.array(fc.array(bound, { minLength: 4, maxLength: 4 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(settings, rules, points, (setting, rule, several) => {
        const { recorded, tiers, payload } = build(setting);
        for (const bounds of several) {
          const compare: NonNullable<Rule['compare']> = (exit) => ({
            bound: bounds[exit - 1] as number,
            reached: (['answer', 'continue', 'offload'] as const)[exit % 3] as Decision,
            missed: (['continue', 'continue', 'offload'] as const)[(setting.seed >>> exit) % 3] as Decision,
          });
          const decide: Rule['decide'] = ({ exit, exits, measured }) => {
            const { bound: least, reached, missed } = compare(exit, exits);
            return measured >= least ? reached : missed;
          };
          const moving: Rule = { ...rule, compare, decide };
          assert.deepEqual(contents(planItinerary(moving, recorded, tiers, payload)), contents(walkEach(moving, recorded, tiers, payload)));
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('ask a rule about one sample after the other, at each only about the exits it gets to', () => {
    const setting: Setting = {
      ...{ exits: 4, samples: 9, seed: 3, climbs: [false, true, true, false], lowest: 0, slowdown: 1 },
      kind: 'features',
      hasOwnPictures: false,
      isCoded: true,
    };
    const { recorded, tiers, payload } = build(setting);
    const asked = (walk: typeof planItinerary) => {
      const seen: unknown[] = [];
      const decide: Rule['decide'] = (observation) => {
        seen.push({ ...observation });
        return observation.measured > 0.6 ? 'answer' : observation.measured > 0.2 ? 'continue' : 'offload';
      };
      walk({ approach: () => 'test', decide, measure: { kind: 'margin' } }, recorded, tiers, payload);
      return seen;
    };
    assert.deepEqual(asked(planItinerary), asked(walkEach));
    assert.ok(asked(planItinerary).length > 9);
  });

  it('are walked anew where tiers or payload differ', () => {
    const setting: Setting = {
      ...{ exits: 3, samples: 6, seed: 5, climbs: [false, true, true, true], lowest: 0, slowdown: 1 },
      kind: 'features',
      hasOwnPictures: true,
      isCoded: false,
    };
    const { recorded, tiers, payload } = build(setting);
    const rule: Rule = { approach: () => 'test', decide: ({ confidence }) => (confidence > 0.5 ? 'continue' : 'offload') };
    const slower = tiers.map((tier) => ({ ...tier, slowdown: 3 }));
    const pictures: PayloadPlan = { ...payload, kind: 'input' };
    for (const [own, sent] of [
      [tiers, payload],
      [slower, payload],
      [slower, pictures],
      [tiers, payload],
    ] as const) {
      assert.deepEqual(contents(planItinerary(rule, recorded, own, sent)), contents(walkEach(rule, recorded, own, sent)));
    }
  });
});
