/** Formulas of one station, against textbook values and against the Markov chains behind them. */

import { describe, it } from 'node:test';
import { erlangB, erlangC, mmc } from '../../../src/verify/theory/erlang.ts';
import { finiteRoom } from '../../../src/verify/theory/finite-room.ts';
import { dm1, gm1 } from '../../../src/verify/theory/gm1.ts';
import { lateRequests } from '../../../src/verify/theory/late-requests.ts';
import { md1WaitWithin } from '../../../src/verify/theory/md1.ts';
import { mg1 } from '../../../src/verify/theory/mg1.ts';
import { mm1 } from '../../../src/verify/theory/mm1.ts';
import { constantMoments, exponentialMoments, momentsOf } from '../../../src/verify/theory/moments.ts';
import { assertClose } from './close-to.ts';
import { moves, solveChain } from './solve-chain.ts';

const MOST = 200;

describe('theory of one station', () => {
  it('M/M/1: the mean number is that of its chain, and the percentiles are those of an exponential', () => {
    const chain = solveChain([0], ([n = 0]) => moves(n < MOST ? [[n + 1], 0.6] : null, n > 0 ? [[n - 1], 1] : null));
    assertClose(
      mm1(0.6, 1).number,
      chain.mean(([n = 0]) => n),
    );
    assertClose(mm1(0.6, 1).sojourn * 0.6, mm1(0.6, 1).number);
    assertClose(mm1(0.6, 1).sojournPercentile(0.5), Math.log(2) / 0.4);
    assertClose(mm1(0.6, 1).sojournPercentile(0.95), 7.489330683884974);
  });

  it('moments: of tables, constants and exponentials', () => {
    assertClose(momentsOf([1, 3]).third, 14);
    assertClose(constantMoments(2).second, 4);
    // Midpoints of 1e6 strata of an exponential.
    const table = Float64Array.from({ length: 1_000_000 }, (_, i) => -Math.log(1 - (i + 0.5) / 1e6));
    assertClose(momentsOf(table).second, exponentialMoments(1).second, 1e-4);
    assertClose(momentsOf(table).third, exponentialMoments(1).third, 1e-3);
  });

  it('M/G/1: Pollaczek and Khinchine against the chain of two exponential phases (M/H2/1)', () => {
    const [p, fast, slow, rate] = [0.8, 2, 0.5, 0.7];
    // State: number present, phase of the one in service.
    const chain = solveChain([0, 0], ([n = 0, phase = 0]) => {
      if (n === 0) return moves([[1, 1], rate * p], [[1, 2], rate * (1 - p)]);
      const mu = phase === 1 ? fast : slow;
      const next = n === 1 ? moves([[0, 0], mu]) : moves([[n - 1, 1], mu * p], [[n - 1, 2], mu * (1 - p)]);
      return [...next, ...moves(n < 400 ? [[n + 1, phase], rate] : null)];
    });
    const [a, b] = [exponentialMoments(1 / fast), exponentialMoments(1 / slow)];
    const service = {
      mean: p * a.mean + (1 - p) * b.mean,
      second: p * a.second + (1 - p) * b.second,
      third: p * a.third + (1 - p) * b.third,
    };
    assertClose(
      mg1(rate, service).sojourn * rate,
      chain.mean(([n = 0]) => n),
      1e-8,
    );
  });

  it('M/G/1: the second moment of the wait is that of M/M/1, 2 rho / (mu - lambda)^2', () => {
    assertClose(mg1(0.6, exponentialMoments(1)).waitSecond, (2 * 0.6) / 0.4 ** 2);
    assertClose(mg1(0.5, constantMoments(1)).wait, 0.5);
  });

  it('M/D/1: the distribution of the wait begins at 1 - rho and has the mean of Pollaczek and Khinchine', () => {
    assertClose(md1WaitWithin(0.7, 1, 0), 0.3);
    const step = 0.001;
    let mean = 0;
    for (let t = step / 2; t < 20; t += step) mean += (1 - md1WaitWithin(0.5, 1, t)) * step;
    assertClose(mean, 0.5, 1e-5);
  });

  it('G/M/1: exponential gaps give M/M/1, Erlang gaps their chain, equal gaps the known root', () => {
    assertClose(gm1((s) => 0.6 / (0.6 + s), 1).sojourn, mm1(0.6, 1).sojourn, 1e-8);
    const stage = 1.4;
    const chain = solveChain([0, 0], ([n = 0, k = 0]) =>
      moves(k === 0 ? [[n, 1], stage] : n < MOST ? [[n + 1, 0], stage] : null, n > 0 ? [[n - 1, k], 1] : null),
    );
    assertClose(
      gm1((s) => (stage / (stage + s)) ** 2, 1).sojourn * 0.7,
      chain.mean(([n = 0]) => n),
      1e-8,
    );
    assertClose(dm1(2, 1).sigma, 0.20318786997997992, 1e-10);
    assertClose(dm1(2, 1).wait, 0.20318786997997992 / (1 - 0.20318786997997992), 1e-10);
  });

  it("Erlang's B and C: tabulated values", () => {
    // Gross et al. and every traffic table: B(5, 10 erlangs) etc.
    assertClose(erlangB(10, 10), 0.214582343106844);
    assertClose(erlangB(1, 1), 0.5);
    assertClose(erlangC(1, 2), 1 / 3);
    assertClose(erlangC(0.6, 1), 0.6);
    const chain = solveChain([0], ([n = 0]) => moves(n < MOST ? [[n + 1], 2.1] : null, n > 0 ? [[n - 1], Math.min(n, 3)] : null));
    assertClose(
      mmc(2.1, 1, 3).wait * 2.1,
      chain.mean(([n = 0]) => Math.max(0, n - 3)),
    );
    assertClose(
      mmc(2.1, 1, 3).waiting,
      chain.mean(([n = 0]) => (n >= 3 ? 1 : 0)),
    );
  });

  it('M/M/c/K: its chain, and Erlang B when nobody may wait', () => {
    const chain = solveChain([0], ([n = 0]) => moves(n < 6 ? [[n + 1], 3] : null, n > 0 ? [[n - 1], Math.min(n, 2)] : null));
    const { lost, number, sojourn } = finiteRoom(3, 1, 2, 6);
    assertClose(
      lost,
      chain.mean(([n = 0]) => (n === 6 ? 1 : 0)),
    );
    assertClose(
      number,
      chain.mean(([n = 0]) => n),
    );
    assertClose(sojourn, number / chain.mean(([n = 0]) => Math.min(n, 2)));
    assertClose(finiteRoom(4, 1, 5, 5).lost, erlangB(4, 5));
    assertClose(finiteRoom(1, 1, 1, 2).lost, 1 / 3);
  });

  it('M/M/1 with a deadline: its limits, and what comes in goes out', () => {
    assertClose(lateRequests(0.8, 1, 0).lost, 0.8 / 1.8);
    assertClose(lateRequests(0.8, 1, 200).wait, mm1(0.8, 1).wait);
    // The workload as a chain: time in steps of h, an arrival of an exponential job with probability lambda h.
    const [rate, deadline, h] = [0.9, 3, 0.02];
    const last = Math.round(30 / h);
    const jump = Math.exp(-h);
    const late = Math.round(deadline / h);
    let shares = new Float64Array(last + 1);
    shares[0] = 1;
    for (let step = 0; step < 15_000; step++) {
      const next = new Float64Array(last + 1);
      let jumping = 0;
      for (let i = 0; i <= last; i++) {
        // Work of those who jump is geometric: a share 1 - jump lands on each level passed.
        jumping = jumping * jump + (i <= late ? (shares[i] as number) * rate * h : 0);
        const landing = i === last ? jumping : jumping * (1 - jump);
        const staying = (shares[i] as number) * (i <= late ? 1 - rate * h : 1);
        const down = Math.max(0, i - 1);
        next[down] = (next[down] as number) + staying + landing;
      }
      shares = next;
    }
    const total = shares.reduce((sum, share) => sum + share, 0);
    const lost = shares.reduce((sum, share, i) => sum + (i > late ? share : 0), 0) / total;
    assertClose(lateRequests(rate, 1, deadline).lost, lost, 0.03);
  });
});
