/** Policies that look at more than confidence, and variants of DEEx and of ordinary early exit: by hand, and again from raw logits. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { PolicyPlan } from '../../src/sim/plan/plan.ts';
import { preparePoint } from '../../src/sim/plan/prepare-point.ts';
import { queueFreeNs } from '../../src/sim/plan/queue-free.ts';
import { chainsOf, pointOf, type Recording, recordings, softmax } from './recorded-point.ts';

const EDGE_CLOUD = [[1, 2], [3]];

/** Two classes, of which the first has probability p at each exit. */
function sure(rows: readonly (readonly number[])[], labels?: readonly number[]): Recording {
  const exits = rows[0]?.length ?? 0;
  const logits = Array.from({ length: exits }, (_, k) => rows.map((row) => [Math.log((row[k] as number) / (1 - (row[k] as number))), 0]));
  return { classes: 2, labels: labels ?? rows.map(() => 0), logits };
}

function exitsOf(policy: PolicyPlan, recording: Recording, tiers: readonly (readonly number[])[] = EDGE_CLOUD): number[] {
  return [...preparePoint(pointOf(policy, recording, tiers)).itinerary.exit];
}

describe('entropy', () => {
  const half = sure([
    [0.5, 0.5, 0.5],
    [0.9, 0.5, 0.5],
    [0.6, 0.9, 0.5],
  ]);
  it('answers at the first exit below its T, in nats: of 0.9 and 0.1, 0.325', () => {
    assert.deepEqual(exitsOf({ name: 'entropy', thresholds: 0.326, isNormalised: false }, half), [3, 1, 2]);
    assert.deepEqual(exitsOf({ name: 'entropy', thresholds: 0.325, isNormalised: false }, half), [3, 3, 3]);
  });
  it('compares strictly: two even classes have ln 2 exactly, or 1 where normalised', () => {
    const at = (thresholds: number, isNormalised: boolean) =>
      exitsOf({ name: 'entropy', thresholds, isNormalised }, sure([[0.5, 0.5, 0.5]]));
    assert.deepEqual([at(Math.LN2, false), at(Math.LN2 + 1e-15, false), at(1, true), at(1 + 1e-15, true)], [[3], [1], [3], [1]]);
  });
  it('takes a threshold for each exit', () => {
    assert.deepEqual(exitsOf({ name: 'entropy', thresholds: [0, 0.7], isNormalised: false }, half), [2, 2, 2]);
  });
});

describe('margin', () => {
  it('answers where the first class is far enough ahead: 0.75 - 0.25 >= 0.5', () => {
    const rows = sure([
      [0.75, 0.1, 0.1],
      [0.74, 0.9, 0.1],
      [0.6, 0.6, 0.1],
    ]);
    assert.deepEqual(exitsOf({ name: 'margin', threshold: 0.499999 }, rows), [1, 2, 3]);
  });
});

describe('calibrated', () => {
  it('divides logits: 0.9 at T = 2 is 0.75', () => {
    const at = (targetThreshold: number) =>
      exitsOf({ name: 'calibrated', rule: { kind: 'ordinary', targetThreshold }, temperatures: [2, 1] }, sure([[0.9, 0.6, 0.5]]));
    assert.deepEqual([at(0.7499), at(0.7501)], [[1], [3]]);
  });
  it('lets DEEx decide by it', () => {
    const at = (decisionThreshold: number) =>
      exitsOf(
        { name: 'calibrated', rule: { kind: 'deex', decisionThreshold, targetThreshold: 0.8 }, temperatures: [2, 1] },
        sure([[0.9, 0.6, 0.5]]),
      );
    assert.deepEqual([at(0.7499), at(0.7501)], [[2], [3]]);
  });
  it('reports the confidence as it was recorded', () => {
    const point = pointOf(
      { name: 'calibrated', rule: { kind: 'ordinary', targetThreshold: 0.7 }, temperatures: [2, 2] },
      sure([[0.9, 0.6, 0.5]]),
      EDGE_CLOUD,
    );
    assert.ok(Math.abs((preparePoint(point).itinerary.confidence[0] as number) - 0.9) < 1e-6);
  });
});

describe('behind a coded payload', () => {
  it('what was recorded there is measured', () => {
    const recording = sure([[0.6, 0.6, 0.6]]);
    const point = pointOf({ name: 'margin', threshold: 0.5 }, recording, [[1], [2], [3]]);
    const behind = (exit: number, p: number) => ({
      ...{ from: exit - 1, exit, confidence: Float64Array.of(p), prediction: Int32Array.of(0) },
      logits: Float32Array.of(Math.log(p / (1 - p)), 0),
    });
    const coded = [behind(2, 0.9), { ...behind(3, 0.55), from: 1 }, behind(3, 0.55)];
    const exitWith = (answers: typeof coded | null) =>
      preparePoint({ ...point, recorded: { ...point.recorded, coded: answers } }).itinerary.exit[0];
    assert.deepEqual([exitWith(null), exitWith(coded)], [3, 2]);
  });
});

describe('deex with fallback', () => {
  const fallback = (targetThreshold: number): PolicyPlan => ({ name: 'deex', decisionThreshold: 0.7, targetThreshold, hasFallback: true });
  it('sends on what misses p_tar at exit N-1, with three, four and five exits', () => {
    assert.deepEqual(exitsOf(fallback(0.8), sure([[0.9, 0.85, 0.5]])), [2]);
    assert.deepEqual(exitsOf(fallback(0.8), sure([[0.9, 0.75, 0.5]])), [3]);
    for (const tiers of chainsOf(4)) assert.deepEqual(exitsOf(fallback(0.8), sure([[0.9, 0.6, 0.75, 0.5]]), tiers), [4]);
    for (const tiers of chainsOf(5)) assert.deepEqual(exitsOf(fallback(0.8), sure([[0.9, 0.6, 0.6, 0.85, 0.5]]), tiers), [4]);
  });
  it('pays for every branch it tests and ships the later tensor', () => {
    const point = preparePoint(pointOf(fallback(0.8), sure([[0.9, 0.75, 0.5]]), EDGE_CLOUD));
    assert.deepEqual(
      point.itinerary.computeNs.map((tier) => tier[0]),
      [3.2e6, 3e6],
    );
    assert.equal(point.itinerary.upBytes[0]?.[0], 4000);
  });
});

describe('ordinary with best of all', () => {
  const best = (targetThreshold: number): PolicyPlan => ({ name: 'ordinary', targetThreshold, isBestOfAll: true });
  it('lets the surest exit answer what exit N is not sure of either, at the latency of exit N', () => {
    const recording = sure([
      [0.6, 0.7, 0.65], // exit 2 is the surest of all
      [0.6, 0.7, 0.75], // exit N is
      [0.6, 0.7, 0.7], // as sure as exit 2, and later
      [0.9, 0.6, 0.6], // never gets there
    ]);
    const plain = preparePoint(pointOf({ name: 'ordinary', targetThreshold: 0.8 }, recording, EDGE_CLOUD));
    const point = preparePoint(pointOf(best(0.8), recording, EDGE_CLOUD));
    assert.deepEqual([...point.itinerary.exit], [2, 3, 3, 1]);
    assert.deepEqual([...point.itinerary.isOffloaded], [1, 1, 1, 0]);
    assert.deepEqual(queueFreeNs(point), queueFreeNs(plain));
    assert.ok(Math.abs((point.itinerary.confidence[0] as number) - 0.7) < 1e-6);
  });
  it('leaves exit N its answer where it is sure enough', () => {
    assert.deepEqual(exitsOf(best(0.62), sure([[0.6, 0.61, 0.65]])), [3]);
  });
});

/** Exit that answers, from raw logits and the words of each rule. */
const BY_THE_BOOK: readonly [string, (t: number) => PolicyPlan, (rows: readonly (readonly number[])[], t: number) => number][] = [
  [
    'entropy',
    (t) => ({ name: 'entropy', thresholds: t, isNormalised: false }),
    (rows, t) => first(rows, (y) => -y.reduce((sum, p) => sum + (p > 0 ? p * Math.log(p) : 0), 0) < t),
  ],
  [
    'margin',
    (t) => ({ name: 'margin', threshold: t }),
    (rows, t) =>
      first(rows, (y) => {
        const [one, two] = [...y].sort((a, b) => b - a);
        return (one as number) - (two as number) >= t;
      }),
  ],
  [
    'calibrated',
    (t) => ({ name: 'calibrated', rule: { kind: 'ordinary', targetThreshold: t }, temperatures: [1.5, 1.5, 1.5, 1.5] }),
    (rows, t) => first(rows, (_, row) => Math.max(...softmax(row, 1.5)) >= t),
  ],
];

function first(rows: readonly (readonly number[])[], isSure: (y: readonly number[], row: readonly number[]) => boolean): number {
  const found = rows.slice(0, -1).findIndex((row) => isSure(softmax(row), row));
  return found < 0 ? rows.length : found + 1;
}

describe('rules on raw logits', () => {
  for (const [name, make, exitOf] of BY_THE_BOOK) {
    it(`${name} answers where its own words say`, () => {
      fc.assert(
        // A threshold with an odd tail, so that no measure of tidy logits falls on it.
        fc.property(recordings, fc.integer({ min: 0, max: 12 }), (recording, tenths) => {
          const t = tenths / 10 + 0.0123456789;
          for (const tiers of chainsOf(recording.logits.length)) {
            const expected = recording.labels.map((_, i) =>
              exitOf(
                recording.logits.map((rows) => rows[i] as readonly number[]),
                t,
              ),
            );
            assert.deepEqual(exitsOf(make(t), recording, tiers), expected);
          }
        }),
        { numRuns: 60 },
      );
    });
  }
});
