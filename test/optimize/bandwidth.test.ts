/** The best cut at every bandwidth, and Neurosurgeon's splits. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cutByEnumeration } from '../../src/optimize/partition/cut-by-enumeration.ts';
import { cutsByBandwidth } from '../../src/optimize/partition/cuts-by-bandwidth.ts';
import type { PartitionNetwork } from '../../src/optimize/partition/network.ts';
import { splitForEnergy, splitForLatency } from '../../src/optimize/partition/neurosurgeon.ts';
import { naiveTimes, place } from './naive.ts';
import { anyNetwork, buildNetwork } from './networks.ts';

const at = (network: PartitionNetwork, uplinkBps: number) => ({ ...network, link: { ...network.link, uplinkBps } });
const timeOf = (network: PartitionNetwork, cut: { layer: number; isBranchKept: boolean }) =>
  naiveTimes(network).find(({ layer, isBranchKept }) => layer === cut.layer && isBranchKept === cut.isBranchKept)?.ns as number;

describe('cutsByBandwidth', () => {
  it('by hand: all edge, then after the branch, then all cloud', () => {
    // With x ns a byte: all edge 200, after the branch 15 + (40 x + 20) / 2, before it 10 + 40 x + 20, all cloud 100 x + 21.
    const network = buildNetwork({ edgeNs: [10, 370], cloudNs: [1, 20], bytes: [100, 40], branches: [[1, 5, 0.5]] });
    const byteNs = (ns: number) => 8e9 / ns;
    assert.deepEqual(cutsByBandwidth(network), [
      { fromBps: 0, toBps: byteNs(8.75), layer: 2, isBranchKept: false },
      { fromBps: byteNs(8.75), toBps: byteNs(0.05), layer: 1, isBranchKept: true },
      { fromBps: byteNs(0.05), toBps: Number.POSITIVE_INFINITY, layer: 0, isBranchKept: false },
    ]);
    assert.deepEqual(cutsByBandwidth(at(network, Number.POSITIVE_INFINITY)), cutsByBandwidth(network));
  });

  it('one cut for all bandwidths where the edge is the faster machine', () => {
    const network = buildNetwork({ edgeNs: [1, 1], cloudNs: [5, 5], bytes: [1, 1] });
    assert.deepEqual(cutsByBandwidth(network), [{ fromBps: 0, toBps: Number.POSITIVE_INFINITY, layer: 2, isBranchKept: false }]);
  });

  it('says at every bandwidth what the enumeration says, and its ranges leave no gap', () => {
    const bandwidth = fc.tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: -3, max: 18 })).map(([x, e]) => x * 10 ** e);
    fc.assert(
      fc.property(anyNetwork, bandwidth, (network, bps) => {
        const ranges = cutsByBandwidth(network);
        assert.equal(ranges[0]?.fromBps, 0);
        assert.equal(ranges.at(-1)?.toBps, Number.POSITIVE_INFINITY);
        ranges.forEach(({ fromBps, toBps }, i) => {
          assert.ok(fromBps <= toBps);
          if (i > 0) assert.equal(fromBps, ranges[i - 1]?.toBps);
        });
        const range = ranges.find(({ fromBps, toBps }) => bps >= fromBps && bps <= toBps);
        const network2 = at(network, bps);
        const best = cutByEnumeration(network2).expectedNs;
        assert.ok(timeOf(network2, place(range as (typeof ranges)[0])) <= best * (1 + 1e-9));
      }),
      { numRuns: 1000 },
    );
  });

  it('where one cut takes over from another, both take as long', () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        const ranges = cutsByBandwidth(network);
        ranges.slice(1).forEach((range, i) => {
          const there = at(network, range.fromBps);
          const [before, after] = [ranges[i] as (typeof ranges)[0], range].map((cut) => timeOf(there, cut)) as [number, number];
          assert.ok(Math.abs(before - after) <= 1e-6 * after, `${before} ${after}`);
        });
      }),
    );
  });
});

describe('neurosurgeon', () => {
  const spec = { edgeNs: [10, 20, 30], cloudNs: [1, 2, 3], bytes: [100, 20, 50], branches: [[1, 4, 0.75] as const] };

  it('latency: no branch, and a loaded server sends the work back', () => {
    const network = buildNetwork(spec);
    // 106, 35, 83, 60; with a server ten times as slow 160, 80, 110, 60.
    assert.deepEqual([splitForLatency(network).layer, splitForLatency(network).expectedNs], [1, 35]);
    assert.deepEqual([splitForLatency(network, 10).layer, splitForLatency(network, 10).expectedNs], [3, 60]);
    assert.throws(() => splitForLatency(network, 0), /server load above 0, got 0/);
  });

  it('energy: the power of each layer and of the radio', () => {
    const network = buildNetwork(spec);
    // 2 W of radio: 200, 40 + 10, 100 + 30, 60 nJ at 1 W a layer.
    const one = splitForEnergy(network, { layerW: [1, 1, 1], uplinkW: 2 });
    assert.equal(one.layer, 1);
    assert.ok(Math.abs(one.energyJ - 50e-9) < 1e-20);
    assert.equal(splitForEnergy(network, { layerW: [1, 1, 1], uplinkW: 3 }).layer, 3);
    assert.equal(splitForEnergy(network, { layerW: [50, 1, 1], uplinkW: 2 }).layer, 0);
    assert.throws(() => splitForEnergy(network, { layerW: [1], uplinkW: 2 }), /power of 3 layers, got 1/);
  });

  it('is what remains of the formula without branches', () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        const bare = { ...network, branches: [] };
        assert.equal(splitForLatency(network).expectedNs, cutByEnumeration(bare).expectedNs);
        const energy = splitForEnergy(network, { layerW: network.layers.map(() => 1), uplinkW: 1 });
        const free = bare.layers.map((layer) => ({ ...layer, cloudNs: 0 }));
        const link = { ...network.link, rttNs: 0, answerBytes: 0 };
        // At 1 W everywhere joules are seconds.
        const seconds = 1e-9 * cutByEnumeration({ ...bare, layers: free, link }).expectedNs;
        assert.ok(Math.abs(energy.energyJ - seconds) <= 1e-12 * seconds);
      }),
    );
  });
});
