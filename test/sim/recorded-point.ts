/** A point whose recordings follow from logits, for tests that work policies out again by themselves. */

import fc from 'fast-check';
import type { PointPlan, PolicyPlan, RecordedExits, TierCosts } from '../../src/sim/plan/plan.ts';
import { buildLane, ONE_KIND, TIER } from './build-point.ts';

export interface Recording {
  readonly classes: number;
  readonly labels: readonly number[];
  /** logits[k - 1][sample][class] */
  readonly logits: readonly (readonly (readonly number[])[])[];
}

/** softmax(z / T), by the book. */
export function softmax(row: readonly number[], temperature = 1): number[] {
  const powers = row.map((z) => Math.exp(Math.fround(z) / temperature));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

function recordedOf({ labels, logits }: Recording): RecordedExits {
  return {
    labels: Int32Array.from(labels),
    confidence: logits.map((rows) => Float64Array.from(rows, (row) => Math.max(...softmax(row)))),
    prediction: logits.map((rows) => Int32Array.from(rows, (row) => row.indexOf(Math.max(...row)))),
    logits: logits.map((rows) => Float32Array.from(rows.flat())),
    coded: null,
  };
}

/** Segment k takes k ms and branch k takes 0.1 ms, on every tier. */
function costs(tiers: readonly (readonly number[])[], exits: number, samples: number): TierCosts[] {
  const fill = (ns: number) => new Float64Array(samples).fill(ns);
  return tiers.map((held) => ({
    exits: held,
    slowdown: 1,
    segmentNs: Array.from({ length: exits }, (_, k) => fill((k + 1) * 1e6)),
    branchNs: Array.from({ length: exits - 1 }, () => fill(1e5)),
    batchNs: null,
  }));
}

/** Links of 8 Mbit/s, a byte a microsecond, 10 ms each way; answers of 100 B; periodic arrivals a second apart. */
export function pointOf(
  policy: PolicyPlan,
  recording: Recording,
  tiers: readonly (readonly number[])[],
  kind: 'features' | 'input' = 'features',
): PointPlan {
  const recorded = recordedOf(recording);
  const exits = recording.logits.length;
  const samples = recording.labels.length;
  return {
    policy,
    params: {},
    isTargetSwept: false,
    world: {
      devices: 1,
      tiers: tiers.map((_, t) => ({ ...TIER, name: `tier${t}` })),
      links: tiers.slice(1).map((_, l) => ({ name: `link${l}`, up: buildLane(8e6), down: buildLane(8e6), propagationNs: 1e7 })),
      answerBytes: 100,
      timeoutNs: null,
      radio: null,
    },
    workload: {
      arrivals: { kind: 'periodic', periodNs: 1e9 },
      requests: samples,
      warmup: { kind: 'count', requests: 0 },
      order: 'sequential',
      kinds: [ONE_KIND],
      whenLate: 'keep',
    },
    recorded,
    tiers: costs(tiers, exits, samples),
    payload: { kind, inputBytes: 3000, featureBytes: [8000, 4000, 2000, 1000].slice(0, exits - 1), overheadBytes: 0 },
    exits,
    classes: recording.classes,
  };
}

/** Chains of exits 1..N: on one machine, cut before the last, with a tier of its own for each. */
export function chainsOf(exits: number): number[][][] {
  const all = Array.from({ length: exits }, (_, k) => k + 1);
  return [[all], [all.slice(0, -1), all.slice(-1)], all.map((exit) => [exit])];
}

export const recordings = fc
  .record({ exits: fc.integer({ min: 3, max: 5 }), classes: fc.integer({ min: 2, max: 4 }), samples: fc.integer({ min: 1, max: 12 }) })
  .chain(({ exits, classes, samples }) => {
    const array = <T>(item: fc.Arbitrary<T>, length: number) => fc.array(item, { minLength: length, maxLength: length });
    const logit = fc.integer({ min: -24, max: 24 }).map((n) => n / 4);
    return fc.record({
      classes: fc.constant(classes),
      labels: array(fc.integer({ min: 0, max: classes - 1 }), samples),
      logits: array(array(array(logit, classes), samples), exits),
    });
  });
