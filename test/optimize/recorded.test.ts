/** From recordings to a network: shares and accuracies counted by hand, and expected times that the simulator meets. */

import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { networkOf, networkOfPoint } from '../../src/optimize/partition/network-of.ts';
import { recordedBranches } from '../../src/optimize/partition/recorded-exits.ts';
import { weighCuts } from '../../src/optimize/partition/weigh-cuts.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import type { PointPlan } from '../../src/sim/plan/plan.ts';
import { simulate } from '../../src/simulate.ts';
import { makeToyWorkspace, TOY_SCENARIO } from '../scenario/toy-workspace.ts';

describe('recordedBranches', () => {
  // Four samples of class 1; exit 1 is sure of the first two, exit 2 of the second and third.
  const outcomes = {
    labels: Int32Array.of(1, 1, 1, 1),
    confidence: [Float64Array.of(0.9, 0.8, 0.1, 0.1), Float64Array.of(0, 1, 0.8, 0.79), new Float64Array(4)],
    prediction: [Int32Array.of(1, 0, 1, 1), Int32Array.of(0, 0, 1, 0), Int32Array.of(1, 1, 0, 1)],
  };

  it('counts answers among those that reach a branch, at the threshold and above', () => {
    assert.deepEqual(recordedBranches(outcomes, 0.8).exitProbability, [0.5, 0.5]);
    assert.deepEqual(recordedBranches(outcomes, 0.81).exitProbability, [0.25, 1 / 3]);
    assert.deepEqual(recordedBranches(outcomes, 0).exitProbability, [1, 0], 'nobody reaches the second');
    assert.deepEqual(recordedBranches(outcomes, 1.1).exitProbability, [0, 0]);
  });

  it('tells the accuracy with none, one and both branches', () => {
    // Right: exit 3 samples 1, 2, 4; with branch 1 samples 1, 4; with both 1, 3, 4.
    assert.deepEqual(recordedBranches(outcomes, 0.8).accuracy, [0.75, 0.5, 0.75]);
    assert.deepEqual(recordedBranches(outcomes, 1.1).accuracy, [0.75, 0.75, 0.75]);
  });
});

describe('networkOf', () => {
  it('makes a layer of each segment and puts the branches between them', () => {
    const link = { uplinkBps: 8e6, downlinkBps: null, rttNs: 5, overheadBytes: 1, answerBytes: 2 };
    const costs = { edgeSegmentNs: [1, 2], edgeBranchNs: [3], cloudSegmentNs: [4, 5], inputBytes: 6, featureBytes: [7] };
    assert.deepEqual(networkOf(costs, [0.5], link), {
      layers: [
        { edgeNs: 1, cloudNs: 4, outputBytes: 7 },
        { edgeNs: 2, cloudNs: 5, outputBytes: 0 },
      ],
      inputBytes: 6,
      branches: [{ layer: 1, edgeNs: 3, exitProbability: 0.5 }],
      link,
    });
  });
});

describe('a scenario', () => {
  let cwd = '';
  before(async () => {
    cwd = await makeToyWorkspace();
    await writeFile(join(cwd, 'toy.yaml'), TOY_SCENARIO.replace(/policies:[\s\S]*/, 'policies: [{ name: ordinary, p_tar: 0.5 }]\n'));
  });
  after(() => rm(cwd, { recursive: true, force: true }));

  /** One request at a time, every sample once: nobody waits. */
  const QUIET = ['workload.arrivals={ process: single-stream }', 'workload.requests=40', 'workload.warmup=0', 'replications=1'];
  const load = (...sets: string[]) => loadScenario('toy.yaml', { cwd, sets: [...QUIET, ...sets] });

  it('gives the times, sizes and rates of its two tiers', async () => {
    const { plan } = await load();
    const network = networkOfPoint(plan.points[0] as PointPlan, 0.5);
    assert.deepEqual(
      network.layers.map(({ edgeNs, cloudNs, outputBytes }) => [edgeNs, cloudNs, outputBytes]),
      [
        [2e6, 5e5, 1000],
        [4e6, 1e6, 200],
        [8e6, 2e6, 0],
      ],
    );
    assert.deepEqual(network.branches, [
      { layer: 1, edgeNs: 2e5, exitProbability: 0.5 },
      { layer: 2, edgeNs: 4e5, exitProbability: 0 },
    ]);
    assert.deepEqual(network.link, { uplinkBps: 8e6, downlinkBps: 8e6, rttNs: 1e7, overheadBytes: 40, answerBytes: 100 });
    assert.equal(network.inputBytes, 48);
  });

  it('the simulator takes as long as expected when nobody waits, wherever the cut is', async () => {
    const allCloud = 'policies=[{ name: all-cloud }]';
    const cases = [
      { sets: [], cut: [2, true] },
      { sets: ['tiers.edge.exits=[1]', 'tiers.cloud.exits=[2, 3]'], cut: [1, true] },
      { sets: [allCloud], cut: [1, false] },
      { sets: [allCloud, 'offload.payload=input'], cut: [0, false] },
      { sets: ['tiers.edge.slowdown=7', 'links.edge-cloud.up.bandwidth=100 kbit/s'], cut: [2, true] },
    ];
    for (const { sets, cut } of cases) {
      const loaded = await load(...sets);
      const { cuts } = weighCuts(loaded.plan.points[0] as PointPlan, 0.5);
      const expected = cuts.find(({ layer, branch_kept }) => layer === cut[0] && branch_kept === cut[1]);
      const point = simulate(loaded).points[0];
      // With exit 2 in the cloud the ordinary rule tests it there: it answers nobody here, but takes 0.1 ms of half the requests.
      const cloudBranchMs = cut[0] === 1 && cut[1] ? 0.5 * 0.1 : 0;
      assert.ok(Math.abs((point?.latency_ms.mean as number) - cloudBranchMs - (expected?.expected_ms as number)) < 1e-6, sets.join(' '));
      assert.equal(point?.offload_share, expected?.offload_share);
      assert.equal(point?.accuracy, expected?.accuracy);
    }
  });

  it('is told of in one document: both methods, its own cut, the bandwidths', async () => {
    const { plan } = await load();
    const weights = weighCuts(plan.points[0] as PointPlan, 0.5);
    assert.equal(weights.cuts.length, 6);
    assert.deepEqual(weights.shortest_path, { layer: weights.best.layer, branch_kept: weights.best.branch_kept });
    assert.deepEqual([weights.own?.layer, weights.own?.branch_kept], [2, true]);
    // All edge: 2 + 0.2 + (4 + 0.4 + 8) / 2. After branch 1: 2.2 + (1.04 + 10 + 3 + 0.1) / 2 at 8 Mbit/s.
    assert.deepEqual([weights.best.layer, weights.best.expected_ms], [3, 8.4]);
    assert.deepEqual(weights.by_uplink, [{ from_bps: 0, to_bps: null, layer: 3, branch_kept: false }]);
    const slow = await load('tiers.edge.slowdown=4');
    const { best, by_uplink } = weighCuts(slow.plan.points[0] as PointPlan, 0.5);
    // Edge times twice as long: all edge 16.8, after branch 1 4.4 + 14.14 / 2, all cloud 0.088 + 10 + 3.5 + 0.1.
    assert.deepEqual([best.layer, best.branch_kept, best.expected_ms], [1, true, 11.47]);
    assert.deepEqual(
      by_uplink.map(({ layer, branch_kept }) => [layer, branch_kept]),
      [
        [3, false],
        [0, false],
        [1, true],
      ],
    );
    // 16.8 = 704 bit / B + 13.6, and 704 bit / B + 13.6 = 4.4 + (8320 bit / B + 13.1) / 2.
    const [, cloud] = by_uplink;
    assert.ok(Math.abs((cloud?.from_bps as number) - 704 / 3.2e-3) < 1e-3);
    assert.ok(Math.abs((cloud?.to_bps as number) - 3456 / 2.65e-3) < 1e-3);
    const picture = await load('offload.payload=input');
    assert.equal(weighCuts(picture.plan.points[0] as PointPlan, 0.5).own, null);
  });
});
