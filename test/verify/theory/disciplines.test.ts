/** Formulas of sharing and of precedence, against the Markov chains behind them and against the conservation law. */

import { describe, it } from 'node:test';
import { mg1 } from '../../../src/verify/theory/mg1.ts';
import { exponentialMoments, momentsOf } from '../../../src/verify/theory/moments.ts';
import { priorityWaits, priorityWaitsOfMany } from '../../../src/verify/theory/priority.ts';
import { sharedSojourn, sharedSojournOfMany } from '../../../src/verify/theory/processor-sharing.ts';
import { shortestFirstWaits } from '../../../src/verify/theory/shortest-first.ts';
import { assertClose } from './close-to.ts';
import { moves, solveChain } from './solve-chain.ts';

describe('theory of disciplines', () => {
  it('processor sharing: two kinds of job, each stays in proportion to its size', () => {
    const [rate, p, fast, slow] = [0.6, 0.7, 2, 0.5];
    const most = 60;
    const chain = solveChain([0, 0], ([a = 0, b = 0]) =>
      moves(
        a + b < most ? [[a + 1, b], rate * p] : null,
        a + b < most ? [[a, b + 1], rate * (1 - p)] : null,
        a > 0 ? [[a - 1, b], (fast * a) / (a + b)] : null,
        b > 0 ? [[a, b - 1], (slow * b) / (a + b)] : null,
      ),
    );
    const load = rate * (p / fast + (1 - p) / slow);
    assertClose(
      sharedSojourn(load, 1 / fast) * rate * p,
      chain.mean(([a = 0]) => a),
      1e-3,
    );
    assertClose(
      sharedSojourn(load, 1 / slow) * rate * (1 - p),
      chain.mean(([, b = 0]) => b),
      1e-3,
    );
  });

  it('processor sharing on two servers: as many present as in M/M/2, whatever the sizes', () => {
    const [rate, p, fast, slow] = [1, 0.7, 2, 0.5];
    const chain = solveChain([0, 0], ([a = 0, b = 0]) => {
      const speed = Math.min(a + b, 2) / Math.max(1, a + b);
      return moves(
        a + b < 50 ? [[a + 1, b], rate * p] : null,
        a + b < 50 ? [[a, b + 1], rate * (1 - p)] : null,
        a > 0 ? [[a - 1, b], fast * a * speed] : null,
        b > 0 ? [[a, b - 1], slow * b * speed] : null,
      );
    });
    assertClose(
      sharedSojournOfMany(rate, p / fast + (1 - p) / slow, 2) * rate,
      chain.mean(([a = 0, b = 0]) => a + b),
      1e-6,
    );
  });

  it('priority: the chain of two classes on one server', () => {
    const [urgent, routine] = [0.3, 0.4];
    // State: urgent present, routine present, class in service.
    const chain = solveChain([0, 0, 0], ([a = 0, b = 0, served = 0]) => {
      const next = (x: number, y: number) => [x, y, x > 0 ? 1 : y > 0 ? 2 : 0];
      return moves(
        a < 50 ? [[a + 1, b, served === 0 ? 1 : served], urgent] : null,
        b < 70 ? [[a, b + 1, served === 0 ? 2 : served], routine] : null,
        served === 1 ? [next(a - 1, b), 1] : null,
        served === 2 ? [next(a, b - 1), 1] : null,
      );
    });
    const [first, second] = priorityWaits([
      { arrivalRate: urgent, mean: 1, second: 2 },
      { arrivalRate: routine, mean: 1, second: 2 },
    ]) as [number, number];
    assertClose(
      (first + 1) * urgent,
      chain.mean(([a = 0]) => a),
      1e-5,
    );
    assertClose(
      (second + 1) * routine,
      chain.mean(([, b = 0]) => b),
      1e-5,
    );
  });

  it('priority: the chain of two classes on two servers', () => {
    const [urgent, routine] = [0.6, 0.7];
    // State: servers busy, urgent waiting, routine waiting.
    const chain = solveChain([0, 0, 0], ([busy = 0, a = 0, b = 0]) =>
      moves(
        busy < 2 ? [[busy + 1, 0, 0], urgent + routine] : null,
        busy === 2 && a < 40 ? [[2, a + 1, b], urgent] : null,
        busy === 2 && b < 70 ? [[2, a, b + 1], routine] : null,
        busy === 0 ? null : [a > 0 ? [2, a - 1, b] : b > 0 ? [2, a, b - 1] : [busy - 1, 0, 0], busy],
      ),
    );
    const [first, second] = priorityWaitsOfMany([urgent, routine], 1, 2) as [number, number];
    assertClose(
      first * urgent,
      chain.mean(([, a = 0]) => a),
      1e-5,
    );
    assertClose(
      second * routine,
      chain.mean(([, , b = 0]) => b),
      1e-5,
    );
  });

  it('shortest job first: two sizes are two classes', () => {
    const waits = shortestFirstWaits(0.5, Float64Array.of(2, 1, 1, 1));
    const [short, long] = priorityWaits([
      { arrivalRate: 0.375, mean: 1, second: 1 },
      { arrivalRate: 0.125, mean: 2, second: 4 },
    ]) as [number, number];
    assertClose(waits[0] as number, long);
    assertClose(waits[3] as number, short);
  });

  it('conserves work: sum of load x wait over all sizes is that of first come, first served', () => {
    const sizes = Float64Array.from({ length: 5_000 }, (_, i) => -Math.log(1 - (i + 0.5) / 5_000));
    const waits = shortestFirstWaits(0.7, sizes);
    const { mean } = momentsOf(sizes);
    const weighted = sizes.reduce((sum, size, i) => sum + size * (waits[i] as number), 0) / sizes.length / mean;
    assertClose(weighted, mg1(0.7, momentsOf(sizes)).wait, 1e-9);
    assertClose(mg1(0.7, momentsOf(sizes)).wait, mg1(0.7, exponentialMoments(1)).wait, 2e-3);
  });
});
