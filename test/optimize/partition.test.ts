/** Where to cut: answers by hand, two methods that agree, the formula term by term, and laws. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import * as library from '../../src/index.ts';
import { answerShares, type Cut, cutPlaces, listCuts } from '../../src/optimize/partition/cut.ts';
import { cutByEnumeration } from '../../src/optimize/partition/cut-by-enumeration.ts';
import { cutByShortestPath, shortestPath } from '../../src/optimize/partition/cut-by-shortest-path.ts';
import { expectedCosts } from '../../src/optimize/partition/expected-costs.ts';
import { checkNetwork, type PartitionNetwork } from '../../src/optimize/partition/network.ts';
import { partitionGraph } from '../../src/optimize/partition/partition-graph.ts';
import { sumsFromStart, sumsToEnd } from '../../src/optimize/partition/running-sums.ts';
import { tickNs } from '../../src/optimize/partition/ticks.ts';
import { type Mistake, naiveBest, naiveTimes, place } from './naive.ts';
import { anyNetwork, buildNetwork, dyadicNetwork, type NetworkSpec } from './networks.ts';

/** The best cut; both methods have to say the same. */
function bestCut(network: PartitionNetwork): Cut {
  const cut = cutByEnumeration(network);
  assert.deepEqual(cutByShortestPath(network), cut);
  return cut;
}

const graphOf = (network: PartitionNetwork) => partitionGraph(network, expectedCosts(network), cutPlaces(network));

const isClose = (actual: number, expected: number) => Math.abs(actual - expected) <= 1e-12 * Math.max(actual, expected);

/** Three layers, a branch after the first. All numbers are small, so that every time can be added up in one's head. */
const THREE: NetworkSpec = { edgeNs: [10, 20, 30], cloudNs: [1, 2, 3], bytes: [100, 40, 50], branches: [[1, 4, 0.75]] };

describe('by hand', () => {
  it('all cuts of three layers with a branch after the first', () => {
    const cuts = listCuts(buildNetwork({ ...THREE, rttNs: 8 }));
    assert.deepEqual(
      cuts.map(({ layer, isBranchKept, expectedNs }) => [layer, isBranchKept, expectedNs]),
      [
        [0, false, 100 + 8 + 1 + 2 + 3],
        [1, false, 10 + 40 + 8 + 2 + 3],
        [1, true, 10 + 4 + (40 + 8 + 2 + 3) / 4],
        [2, false, 10 + 4 + 20 / 4 + (50 + 8 + 3) / 4],
        [3, false, 10 + 4 + (20 + 30) / 4],
      ],
    );
  });

  it("the example of docs/partition.md, through the library's door", () => {
    const network = {
      layers: [
        { edgeNs: 4e6, cloudNs: 1e6, outputBytes: 40_000 },
        { edgeNs: 6e6, cloudNs: 1e6, outputBytes: 10_000 },
        { edgeNs: 30e6, cloudNs: 3e6, outputBytes: 40 },
      ],
      inputBytes: 60_000,
      branches: [{ layer: 2, edgeNs: 1e6, exitProbability: 0.6 }],
      link: { uplinkBps: 8e6, downlinkBps: null, rttNs: 10e6, overheadBytes: 0, answerBytes: 0 },
    };
    const { layer, isBranchKept, expectedNs } = library.cutByEnumeration(network);
    assert.deepEqual([layer, isBranchKept, expectedNs], [2, true, 10e6 + 1e6 + 0.4 * (10e6 + 10e6 + 3e6)]);
    assert.equal(library.cutByShortestPath(network).expectedNs, expectedNs);
    assert.deepEqual(
      library.cutsByBandwidth(network).map((range) => range.layer),
      [3, 2, 0],
    );
    // Without the branch: 10 + 10 + 10 + 2 x 3 ms, and 1 W for 10 ms and 2 W for 10 ms.
    assert.deepEqual([library.splitForLatency(network, 2).layer, library.splitForLatency(network, 2).expectedNs], [2, 36e6]);
    assert.deepEqual(library.splitForEnergy(network, { layerW: [1, 1, 1], uplinkW: 2 }), { layer: 2, energyJ: 0.03 });
  });

  it('the parts of a cut, its probabilities and its answers', () => {
    const network = buildNetwork({ ...THREE, rttNs: 8, overheadBytes: 4, answerBytes: 6, downlinkBps: 4e9 });
    const cut = listCuts(network)[3] as Cut;
    assert.deepEqual(cut.parts, { edgeNs: 15, branchNs: 4, upNs: 54 / 4, propagationNs: 2, cloudNs: 3 / 4, downNs: 12 / 4 });
    assert.equal(cut.expectedNs, 15 + 4 + 13.5 + 2 + 0.75 + 3);
    assert.deepEqual([cut.offloadShare, cut.branches], [0.25, 1]);
    assert.deepEqual(answerShares(network, cut), [0.75, 0.25]);
    assert.deepEqual(answerShares(network, listCuts(network)[1] as Cut), [1]);
  });

  it('a slow link keeps all at the edge, where nothing is sent; a fast one takes all', () => {
    assert.deepEqual(place(bestCut(buildNetwork({ ...THREE, uplinkBps: 1e8 }))), { layer: 3, isBranchKept: false });
    assert.equal(bestCut(buildNetwork({ ...THREE, uplinkBps: 1e8 })).offloadShare, 0);
    const fast = bestCut(buildNetwork({ ...THREE, uplinkBps: 8e12 }));
    assert.deepEqual([place(fast), fast.expectedNs], [{ layer: 0, isBranchKept: false }, 6.1]);
    assert.equal(bestCut(buildNetwork({ ...THREE, uplinkBps: Number.POSITIVE_INFINITY })).expectedNs, 6);
  });

  it('one layer: all cloud or all edge', () => {
    assert.equal(bestCut(buildNetwork({ edgeNs: [9], cloudNs: [1], bytes: [7] })).layer, 0);
    assert.equal(bestCut(buildNetwork({ edgeNs: [7], cloudNs: [1], bytes: [7] })).layer, 1);
  });

  it('a branch that answers everything: what lies behind costs nothing', () => {
    const cut = bestCut(buildNetwork({ ...THREE, bytes: [1000, 40, 50], branches: [[1, 4, 1]] }));
    assert.deepEqual([place(cut), cut.expectedNs, cut.offloadShare], [{ layer: 1, isBranchKept: true }, 14, 0]);
  });

  it('a dear branch is left out by cutting before it', () => {
    const cut = bestCut(buildNetwork({ ...THREE, bytes: [1000, 40, 50], branches: [[1, 400, 0.75]] }));
    assert.deepEqual([place(cut), cut.expectedNs], [{ layer: 1, isBranchKept: false }, 55]);
  });

  it('of equals the one with the fewest layers at the edge, and there without the branch', () => {
    const equal = { edgeNs: [5, 5, 5], cloudNs: [5, 5, 5], bytes: [3, 3, 3] };
    assert.deepEqual(place(bestCut(buildNetwork({ ...equal, bytes: [0, 0, 0], branches: [[1, 0, 0]] }))), {
      layer: 0,
      isBranchKept: false,
    });
    const late = { ...equal, bytes: [30, 3, 3], edgeNs: [5, 5, 50], branches: [[1, 0, 0]] as const };
    assert.deepEqual(place(bestCut(buildNetwork(late))), { layer: 1, isBranchKept: false });
    assert.deepEqual(place(bestCut(buildNetwork({ edgeNs: [0, 0], cloudNs: [0, 0], bytes: [0, 0] }))), { layer: 0, isBranchKept: false });
  });

  it('refuses what is no network', () => {
    for (const [spec, message] of [
      [{ edgeNs: [], cloudNs: [], bytes: [1] }, /1 to 524288 layers, got 0/],
      [{ ...THREE, edgeNs: [1, -1, 1] }, /edgeNs of layer 2 from 0 up, got -1/],
      [{ ...THREE, bytes: [1, Number.NaN, 1] }, /outputBytes of layer 1/],
      [{ ...THREE, uplinkBps: 0 }, /uplinkBps above 0, got 0/],
      [{ ...THREE, downlinkBps: 0 }, /downlinkBps above 0/],
      [{ ...THREE, branches: [[3, 1, 0.5]] }, /ascending layers from 1 to 2, got 3/],
      [
        {
          ...THREE,
          branches: [
            [2, 1, 0.5],
            [2, 1, 0.5],
          ],
        },
        /ascending/,
      ],
      [{ ...THREE, branches: [[1, 1, 1.1]] }, /0\.\.1 at layer 1, got 1\.1/],
    ] as [NetworkSpec, RegExp][]) {
      assert.throws(() => checkNetwork(buildNetwork(spec)), message);
      assert.throws(() => cutByShortestPath(buildNetwork(spec)), message);
    }
  });
});

/** Networks on which a known mistake picks another cut, and so costs time. */
const TRAPS: readonly { mistake: Mistake & string; spec: NetworkSpec; right: [number, boolean, number]; wrong: [number, boolean] }[] = [
  {
    // All cloud takes 10 + 100 and not 10 + 60 + 40 / 4: no branch runs in the cloud. All edge takes 80 + 60 / 4 + 5.
    mistake: 'cloud discounted by branches after the cut',
    spec: { edgeNs: [80, 60], cloudNs: [60, 40], bytes: [10, 100], branches: [[1, 5, 0.75]] },
    right: [2, false, 100],
    wrong: [0, false],
  },
  {
    // The branch costs 32 for everybody, not 8: cutting before it (10 + 30 + 5) beats running it (10 + 32 + 3 / 4 x 35).
    mistake: 'branch paid by those it answers',
    spec: { edgeNs: [10, 900], cloudNs: [5, 5], bytes: [500, 30], branches: [[1, 32, 0.25]] },
    right: [1, false, 45],
    wrong: [1, true],
  },
  {
    // 10 + 4 + (30 + 5) / 4 right after the branch; without such a cut the best is 10 + 30 + 5.
    mistake: 'no offload after a branch',
    spec: { edgeNs: [10, 900], cloudNs: [5, 5], bytes: [500, 30], branches: [[1, 4, 0.75]] },
    right: [1, true, 22.75],
    wrong: [1, false],
  },
];

describe('mistakes others have made', () => {
  for (const { mistake, spec, right, wrong } of TRAPS) {
    it(`${mistake}: another cut would be taken`, () => {
      const network = buildNetwork(spec);
      const cut = bestCut(network);
      assert.deepEqual([cut.layer, cut.isBranchKept, cut.expectedNs], right);
      const mistaken = naiveBest(network, mistake);
      assert.deepEqual([mistaken.layer, mistaken.isBranchKept], wrong);
      assert.notDeepEqual(place(mistaken), place(cut));
    });
  }
});

describe('the formula and both methods', () => {
  it('agree exactly where all sums are exact', () => {
    fc.assert(
      fc.property(dyadicNetwork, (network) => {
        const naive = naiveTimes(network);
        assert.deepEqual(
          listCuts(network).map((cut) => ({ ...place(cut), ns: cut.expectedNs })),
          naive,
        );
        const cut = bestCut(network);
        assert.deepEqual({ ...place(cut), ns: cut.expectedNs }, naiveBest(network));
      }),
      { numRuns: 2000 },
    );
  });

  it('agree on any numbers; the formula to the last digits', () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        const naive = naiveTimes(network);
        listCuts(network).forEach((cut, i) => {
          assert.ok(isClose(cut.expectedNs, naive[i]?.ns as number), `${cut.expectedNs} ${naive[i]?.ns}`);
          const parts = Object.values(cut.parts).reduce((sum, part) => sum + part, 0);
          assert.ok(isClose(cut.expectedNs, parts));
        });
        assert.ok(isClose(bestCut(network).expectedNs, naiveBest(network).ns));
      }),
      { numRuns: 2000 },
    );
  });

  it('agree where cuts are equal but for the last digit', () => {
    // Tenths are no sums of halves: added in another order they give another last digit.
    const tenths = { edgeNs: [0.1, 0.2, 0.3, 0.1, 0.7], cloudNs: [0.1, 0.2, 0.3, 0.1, 0.7], bytes: [0.3, 0.3, 0.3, 0.3, 0.3] };
    const third = fc.array(fc.option(fc.constantFrom(0, 0.1, 1 / 3)), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(third, fc.integer({ min: 1, max: 99 }), (probabilities, factor) => {
        const branches = probabilities.flatMap((p, i) => (p === null ? [] : [[i + 1, 0, p] as const]));
        bestCut(buildNetwork({ ...tenths, branches, uplinkBps: factor * 1e9 }));
        const cut = bestCut(buildNetwork({ ...tenths, uplinkBps: 1e30 }));
        assert.ok(isClose(cut.expectedNs, 1.4));
      }),
    );
  });

  it('answers sum to 1', () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        for (const cut of listCuts(network)) {
          const shares = answerShares(network, cut);
          assert.ok(Math.abs(shares.reduce((a, b) => a + b) - 1) < 1e-12);
          if (cut.layer < network.layers.length) assert.ok(Math.abs((shares.at(-1) as number) - cut.offloadShare) < 1e-12);
        }
      }),
    );
  });
});

describe('the graph', () => {
  it('has the vertices and arcs it says, none shorter than 0, all in whole ticks', () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        const { firstArc, head, ticks, sink } = graphOf(network);
        const size = network.layers.length + network.branches.length;
        assert.equal(firstArc.length - 1, 2 * size + 2);
        assert.equal(head.length, 3 * size + 1);
        assert.equal(firstArc.at(-1), head.length);
        assert.ok(ticks.every((length) => Number.isInteger(length) && length >= 0));
        assert.ok(head.every((vertex) => vertex > 0 && vertex <= sink));
      }),
    );
  });

  it('has a way for every cut, and no other', () => {
    fc.assert(
      fc.property(dyadicNetwork, (network) => {
        const graph = graphOf(network);
        const found: { cut: number; ticks: number }[] = [];
        const walk = (vertex: number, cut: number, ticks: number): void => {
          if (vertex === graph.sink) found.push({ cut, ticks });
          for (let arc = graph.firstArc[vertex] as number; arc < (graph.firstArc[vertex + 1] as number); arc++) {
            walk(graph.head[arc] as number, cut + (graph.cut[arc] as number), ticks + (graph.ticks[arc] as number));
          }
        };
        walk(graph.source, 0, 0);
        found.sort((a, b) => a.cut - b.cut);
        assert.deepEqual(
          found.map(({ cut }) => cut),
          listCuts(network).map((_, i) => i),
        );
        // Whole numbers of nanoseconds and quarters are whole ticks; what is far too dear is cut off at 2^53.
        const cuts = listCuts(network);
        const tick = tickNs(cuts[0] as Cut, cuts.at(-1) as Cut);
        for (const [i, { ticks }] of found.entries()) {
          if (ticks < 2 ** 53) assert.equal(ticks * tick, cuts[i]?.expectedNs);
          else assert.ok((cuts[i]?.expectedNs as number) >= 2 ** 53 * tick);
        }
        assert.equal(shortestPath(graph).ticks, Math.min(...found.map(({ ticks }) => ticks)));
      }),
    );
  });

  it('answers for 10,000 layers, with few branches and with one at every layer', () => {
    const random = fc.sample(fc.integer({ min: 0, max: 1e6 }), { numRuns: 40_000, seed: 1 });
    const column = (from: number) => random.slice(from, from + 10_000);
    const spec = { edgeNs: column(0), cloudNs: column(1e4).map((ns) => ns / 5), bytes: column(2e4), uplinkBps: 1e9, rttNs: 7e7 };
    const every = column(3e4)
      .slice(1)
      .map((ns, i) => [i + 1, ns / 100, (ns % 7) / 1e4] as const);
    for (const branches of [[], every.filter((_, i) => i % 1000 === 500), every]) {
      for (const rttNs of [0, 1e9]) {
        const network = buildNetwork({ ...spec, rttNs, branches });
        const cut = bestCut(network);
        assert.ok(listCuts(network).every(({ expectedNs }) => cut.expectedNs <= expectedNs * (1 + 1e-12)));
      }
    }
  });
});

describe('laws', () => {
  const best = (network: PartitionNetwork) => cutByEnumeration(network).expectedNs * (1 - 1e-12);
  const withLink = (network: PartitionNetwork, link: Partial<PartitionNetwork['link']>) => ({
    ...network,
    link: { ...network.link, ...link },
  });

  it('a faster link, a shorter round trip and a faster layer never make the best time worse', () => {
    fc.assert(
      fc.property(anyNetwork, fc.double({ min: 1, max: 100, noNaN: true }), fc.nat(11), (network, factor, at) => {
        const time = cutByEnumeration(network).expectedNs;
        const { link, layers } = network;
        assert.ok(best(withLink(network, { uplinkBps: factor * link.uplinkBps })) <= time);
        assert.ok(best(withLink(network, { rttNs: link.rttNs / factor })) <= time);
        const faster = layers.map((layer, i) => (i === at % layers.length ? { ...layer, edgeNs: layer.edgeNs / factor } : layer));
        assert.ok(best({ ...network, layers: faster }) <= time);
      }),
    );
  });

  it('never slower than all edge or all cloud, and a branch more likely to answer never hurts', () => {
    fc.assert(
      fc.property(anyNetwork, fc.double({ min: 0, max: 1, noNaN: true }), (network, gain) => {
        const cuts = listCuts(network);
        const time = cutByEnumeration(network).expectedNs;
        assert.ok(best(network) <= Math.min(cuts[0]?.expectedNs as number, cuts.at(-1)?.expectedNs as number));
        const surer = network.branches.map((branch) => ({
          ...branch,
          exitProbability: branch.exitProbability + gain * (1 - branch.exitProbability),
        }));
        assert.ok(best({ ...network, branches: surer }) <= time);
      }),
    );
  });

  it('all times multiplied by a power of two: the same cut, as many times as long', () => {
    fc.assert(
      fc.property(anyNetwork, fc.integer({ min: -20, max: 20 }), (network, exponent) => {
        const f = 2 ** exponent;
        const { link } = network;
        const scaled = {
          ...network,
          layers: network.layers.map((layer) => ({ ...layer, edgeNs: f * layer.edgeNs, cloudNs: f * layer.cloudNs })),
          branches: network.branches.map((branch) => ({ ...branch, edgeNs: f * branch.edgeNs })),
          link: { ...link, rttNs: f * link.rttNs, uplinkBps: link.uplinkBps / f, downlinkBps: link.downlinkBps && link.downlinkBps / f },
        };
        const cut = bestCut(network);
        const same = bestCut(scaled);
        assert.deepEqual(place(same), place(cut));
        assert.ok(isClose(same.expectedNs, f * cut.expectedNs));
      }),
    );
  });
});

describe('running sums', () => {
  it('keep what plain addition loses, from either end, and never fall', () => {
    assert.deepEqual([...sumsFromStart([1, 2, 3])], [0, 1, 3, 6]);
    assert.deepEqual([...sumsToEnd([1, 2, 3])], [6, 5, 3, 0]);
    assert.equal(sumsFromStart([1e16, 1, 1, 1, 1]).at(-1), 1e16 + 4);
    assert.equal(sumsFromStart(Array.from({ length: 10_000 }, () => 0.1)).at(-1), 1000);
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e9, noNaN: true })), (values) => {
        const sums = sumsFromStart(values);
        assert.ok(sums.every((sum, i) => i === 0 || sum >= (sums[i - 1] as number)));
      }),
    );
  });
});
