/** Networks to cut in tests: by hand from a few numbers, and random ones. */

import fc from 'fast-check';
import type { PartitionNetwork } from '../../src/optimize/partition/network.ts';

export interface NetworkSpec {
  readonly edgeNs: readonly number[];
  readonly cloudNs: readonly number[];
  /** Of the input and of every layer but the last. */
  readonly bytes: readonly number[];
  /** [layer, time, probability of an answer] each. */
  readonly branches?: readonly (readonly [number, number, number])[];
  /** 8e9 unless given: a byte takes a nanosecond. */
  readonly uplinkBps?: number;
  readonly rttNs?: number;
  readonly overheadBytes?: number;
  readonly answerBytes?: number;
  readonly downlinkBps?: number | null;
}

export function buildNetwork(spec: NetworkSpec): PartitionNetwork {
  return {
    layers: spec.edgeNs.map((edgeNs, i) => ({ edgeNs, cloudNs: spec.cloudNs[i] as number, outputBytes: spec.bytes[i + 1] ?? 0 })),
    inputBytes: spec.bytes[0] as number,
    branches: (spec.branches ?? []).map(([layer, edgeNs, exitProbability]) => ({ layer, edgeNs, exitProbability })),
    link: {
      uplinkBps: spec.uplinkBps ?? 8e9,
      downlinkBps: spec.downlinkBps ?? null,
      rttNs: spec.rttNs ?? 0,
      overheadBytes: spec.overheadBytes ?? 0,
      answerBytes: spec.answerBytes ?? 0,
    },
  };
}

/**
 * Random networks of 1 to 12 layers.
 *
 * @param number any quantity; @param probability of an exit
 */
function randomNetwork(number: fc.Arbitrary<number>, probability: fc.Arbitrary<number>): fc.Arbitrary<PartitionNetwork> {
  return fc.integer({ min: 1, max: 12 }).chain((n) =>
    fc
      .record({
        layers: fc.array(fc.tuple(number, number, number), { minLength: n, maxLength: n }),
        inputBytes: number,
        branches: fc.array(fc.option(fc.tuple(number, probability)), { minLength: n - 1, maxLength: n - 1 }),
        uplinkBps: fc.constantFrom(8e9, 4e9, 1e9),
        downlinkBps: fc.constantFrom(null, 8e9, 2e9),
        rttNs: number,
        overheadBytes: number,
        answerBytes: number,
      })
      .map(({ layers, inputBytes, branches, ...link }) => ({
        layers: layers.map(([edgeNs, cloudNs, outputBytes]) => ({ edgeNs, cloudNs, outputBytes })),
        inputBytes,
        branches: branches.flatMap((branch, i) =>
          branch === null ? [] : [{ layer: i + 1, edgeNs: branch[0], exitProbability: branch[1] }],
        ),
        link,
      })),
  );
}

/** Small whole numbers and halves: every sum is exact in floating point, and equals are common. */
export const dyadicNetwork = randomNetwork(fc.integer({ min: 0, max: 6 }), fc.constantFrom(0, 0.25, 0.5, 1));

const magnitude = fc.tuple(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: -9, max: 6 })).map(([x, e]) => x * 10 ** e);

/** Any numbers, over fifteen orders of magnitude. */
export const anyNetwork = randomNetwork(
  magnitude,
  fc.integer({ min: 0, max: 1e6 }).map((p) => p / 1e6),
);
