/** Formulas of networks, against the Markov chains behind them. */

import { describe, it } from 'node:test';
import { machineRepair } from '../../../src/verify/theory/machine-repair.ts';
import { meanValueAnalysis } from '../../../src/verify/theory/mean-value-analysis.ts';
import { mm1 } from '../../../src/verify/theory/mm1.ts';
import { openNetworkSojourns, twoStagePercentile } from '../../../src/verify/theory/open-network.ts';
import { assertClose } from './close-to.ts';
import { moves, solveChain } from './solve-chain.ts';

describe('theory of networks', () => {
  it('tandem: the chain of two servers in a row', () => {
    const chain = solveChain([0, 0], ([a = 0, b = 0]) =>
      moves(a < 60 ? [[a + 1, b], 0.5] : null, a > 0 && b < 60 ? [[a - 1, b + 1], 1] : null, b > 0 ? [[a, b - 1], 0.8] : null),
    );
    const [first, second] = openNetworkSojourns(0.5, [
      { visits: 1, meanService: 1, servers: 1, places: 1 },
      { visits: 1, meanService: 1.25, servers: 1, places: 1 },
    ]) as [number, number];
    assertClose(
      first * 0.5,
      chain.mean(([a = 0]) => a),
      1e-6,
    );
    assertClose(
      second * 0.5,
      chain.mean(([, b = 0]) => b),
      1e-6,
    );
  });

  it('visits and places thin the arrivals of a station', () => {
    const [first, second] = openNetworkSojourns(2, [
      { visits: 1, meanService: 1, servers: 1, places: 4 },
      { visits: 0.5, meanService: 0.6, servers: 1, places: 1 },
    ]) as [number, number];
    assertClose(first, mm1(0.5, 1).sojourn);
    assertClose(second, 0.5 * mm1(1, 0.6).sojourn);
  });

  it('two stages: the percentile halves an even sum of strata', () => {
    // P(T > t) with means 2 and 1 at t = 3.
    const beyond = 2 * Math.exp(-1.5) - Math.exp(-3);
    assertClose(twoStagePercentile(2, 1, 1 - beyond), 3, 1e-9);
    assertClose(twoStagePercentile(1, 2, 1 - beyond), 3, 1e-9);
  });

  it('mean value analysis: the chain of thinkers, a server and a pair of servers', () => {
    const customers = 4;
    const chain = solveChain([customers, 0, 0], ([think = 0, a = 0, b = 0]) =>
      moves(
        think > 0 ? [[think - 1, a + 1, b], think / 3] : null,
        a > 0 ? [[think, a - 1, b + 1], 1] : null,
        b > 0 ? [[think + 1, a, b - 1], Math.min(b, 2) / 1.5] : null,
      ),
    );
    const { throughput, residences, cycle } = meanValueAnalysis(
      [
        { kind: 'delay', demand: 3 },
        { kind: 'queue', demand: 1 },
        { kind: 'queue', demand: 1.5, servers: 2 },
      ],
      customers,
    );
    assertClose(
      throughput,
      chain.mean(([, a = 0]) => (a > 0 ? 1 : 0)),
    );
    assertClose(
      (residences[1] as number) * throughput,
      chain.mean(([, a = 0]) => a),
    );
    assertClose(
      (residences[2] as number) * throughput,
      chain.mean(([, , b = 0]) => b),
    );
    assertClose(cycle * throughput, customers);
  });

  it('mean value analysis: two equal servers and two customers, 2/3', () => {
    const station = { kind: 'queue', demand: 1 } as const;
    assertClose(meanValueAnalysis([station, station], 2).throughput, 2 / 3);
  });

  it('machine repair: by hand, and by mean value analysis', () => {
    assertClose(machineRepair(2, 1, 1, 1).throughput, 0.8);
    for (const servers of [1, 2, 3]) {
      const repair = machineRepair(7, 5, 1, servers);
      const closed = meanValueAnalysis(
        [
          { kind: 'delay', demand: 5 },
          { kind: 'queue', demand: 1, servers },
        ],
        7,
      );
      assertClose(repair.throughput, closed.throughput);
      assertClose(repair.sojourn, closed.residences[1] as number);
    }
  });
});
