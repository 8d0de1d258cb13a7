/** Formulas of batches, breakdowns, bursts and losses, against Markov chains, limits and enumeration. */

import { describe, it } from 'node:test';
import { mg1WithBreakdowns } from '../../../src/verify/theory/breakdowns.ts';
import { bulkService } from '../../../src/verify/theory/bulk-service.ts';
import { inverse, times } from '../../../src/verify/theory/matrix.ts';
import { mg1 } from '../../../src/verify/theory/mg1.ts';
import { mm1 } from '../../../src/verify/theory/mm1.ts';
import { modulatedQueue } from '../../../src/verify/theory/modulated.ts';
import { constantMoments, exponentialMoments } from '../../../src/verify/theory/moments.ts';
import { burstLoss, sentAgain } from '../../../src/verify/theory/retransmission.ts';
import { stationary } from '../../../src/verify/theory/stationary.ts';
import { assertClose } from './close-to.ts';
import { moves, solveChain } from './solve-chain.ts';

describe('theory of batches, breakdowns, bursts and losses', () => {
  it('bulk service: batches of one are M/D/1, boundless batches are renewals', () => {
    assertClose(bulkService(0.6, () => 1, 1).wait, mg1(0.6, constantMoments(1)).wait, 1e-8);
    // Every batch takes all: the queue left behind is Poisson(lambda T), hence a cycle of T + exp(-lambda T) / lambda.
    const [rate, time] = [2, 1.5];
    const expected = (time * time) / 2 / (time + Math.exp(-rate * time) / rate);
    assertClose(bulkService(rate, () => time, 200).wait, expected, 1e-9);
  });

  it('bulk service: the chain with stages in place of a constant time, extrapolated to infinitely many', () => {
    const [rate, most] = [1.4, 3];
    const timeOf = (size: number) => 0.7 + 0.3 * size;
    // State: waiting, batch in service, stage.
    const meanWaiting = (stages: number) =>
      solveChain([0, 0, 0], ([waiting = 0, batch = 0, stage = 0]) => {
        if (batch === 0) return moves([[0, 1, 1], rate]);
        const next = Math.min(waiting, most);
        const end = next === 0 ? [0, 0, 0] : [waiting - next, next, 1];
        return moves(waiting < 60 ? [[waiting + 1, batch, stage], rate] : null, [
          stage < stages ? [waiting, batch, stage + 1] : end,
          stages / timeOf(batch),
        ]);
      }).mean(([waiting = 0]) => waiting);
    // The variance of a service of k stages is in proportion to 1/k.
    assertClose(bulkService(rate, timeOf, most).wait * rate, 2 * meanWaiting(40) - meanWaiting(20), 1e-3);
  });

  it('modulated: equal phases are M/M/1, unequal ones their chain', () => {
    assertClose(
      modulatedQueue(
        [0.6, 0.6],
        [1, 1],
        [
          [0, 0.1],
          [0.2, 0],
        ],
      ).sojourn,
      mm1(0.6, 1).sojourn,
      1e-9,
    );
    const arrivals = [0.2, 1.1];
    const services = [1, 1.4];
    const chain = solveChain([0, 0], ([n = 0, j = 0]) =>
      moves(n < 300 ? [[n + 1, j], arrivals[j] as number] : null, n > 0 ? [[n - 1, j], services[j] as number] : null, [
        [n, 1 - j],
        j === 0 ? 0.1 : 0.3,
      ]),
    );
    const queue = modulatedQueue(arrivals, services, [
      [0, 0.1],
      [0.3, 0],
    ]);
    assertClose(
      queue.number,
      chain.mean(([n = 0]) => n),
      1e-8,
    );
    assertClose(queue.arrivalRate, 0.75 * 0.2 + 0.25 * 1.1);
  });

  it('breakdowns: exponential service and repair are a server of two speeds, 1 and 0', () => {
    const queue = modulatedQueue(
      [0.5, 0.5],
      [1, 0],
      [
        [0, 0.1],
        [0.5, 0],
      ],
    );
    assertClose(mg1WithBreakdowns(0.5, exponentialMoments(1), 10, exponentialMoments(2)).sojourn, queue.sojourn, 1e-9);
    assertClose(mg1WithBreakdowns(0.5, constantMoments(1), 1e12, exponentialMoments(1)).sojourn, mg1(0.5, constantMoments(1)).sojourn);
  });

  it('losses: tries of a message enumerated, states of a channel followed', () => {
    // Three packets: negative binomial tries.
    const p = 0.3;
    let mean = 0;
    let second = 0;
    for (let tries = 3; tries < 200; tries++) {
      const share = (((tries - 1) * (tries - 2)) / 2) * (1 - p) ** 3 * p ** (tries - 3);
      mean += share * tries * 2;
      second += share * (tries * 2) ** 2;
    }
    assertClose(sentAgain(3, 2, p).mean, mean);
    assertClose(sentAgain(3, 2, p).second, second);
    const chain = solveChain([0], ([state = 0]) => moves([[1 - state], state === 0 ? 0.02 : 0.25]));
    assertClose(
      burstLoss(0.02, 0.25, 0.001, 0.4),
      chain.mean(([state = 0]) => (state === 0 ? 0.001 : 0.4)),
    );
  });

  it('solves small systems: stationary shares and inverses', () => {
    const [a, b] = stationary([
      [0, 1],
      [3, 0],
    ]) as [number, number];
    assertClose(a, 0.75);
    assertClose(b, 0.25);
    const matrix = [
      [0, 2, 1],
      [1, 1, 0],
      [3, 0, 4],
    ];
    times(matrix, inverse(matrix)).forEach((row, i) => {
      row.forEach((value, j) => {
        assertClose(value + 1, i === j ? 2 : 1, 1e-12);
      });
    });
  });
});
