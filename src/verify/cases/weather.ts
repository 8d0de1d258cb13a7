/** What the world does to the stations: breakdowns, bursts of arrivals, a link of changing speed, lost packets, jitter. */

import type { MarkovPlan } from '../../sim/plan/plan.ts';
import { type Case, expects } from '../case.ts';
import { latencyMs, meanOf, partMs } from '../measure.ts';
import { constantRows, hyperexponentialRows } from '../service-table.ts';
import { mg1WithBreakdowns } from '../theory/breakdowns.ts';
import { mg1 } from '../theory/mg1.ts';
import { modulatedQueue } from '../theory/modulated.ts';
import { exponentialMoments, momentsOf } from '../theory/moments.ts';
import { burstLoss, sentAgain } from '../theory/retransmission.ts';
import { makePoint } from '../world.ts';
import { exponentialBytes, exponentialNs, MS, poissonAt, REPLICATIONS, SERVICE_MS } from './units.ts';

const FAMILY = 'weather';

/** A server that is up 90 % of the time, down for 20 ms on average, busy or idle. */
function breakdownCase(): Case {
  const table = hyperexponentialRows(0.8, 5 * MS, 30 * MS).map(Math.round);
  const theory = mg1WithBreakdowns(0.05, momentsOf(table.map((ns) => ns / MS)), 180, exponentialMoments(20));
  return {
    family: FAMILY,
    name: 'M/G/1 with breakdowns',
    point: makePoint({
      demand: { computeNs: [table] },
      arrivals: poissonAt(0.5),
      requests: 50_000,
      warmup: 2_000,
      tiers: [{ outages: { kind: 'random', meanUpNs: 180 * MS, meanDownNs: 20 * MS } }],
    }),
    replications: REPLICATIONS,
    figures: [expects('mean', 'ms', theory.sojourn, meanOf(latencyMs))],
  };
}

/** Two states that take turns. */
function twoStates(rates: readonly [number, number], meanMs: readonly [number, number]): MarkovPlan {
  return {
    rates,
    meanNs: meanMs.map((ms) => ms * MS),
    next: [
      [0, 1],
      [1, 0],
    ],
  };
}

/** Rates [1/ms] at which those states are left. */
function leaving([a, b]: readonly [number, number]) {
  return [
    [0, 1 / a],
    [1 / b, 0],
  ];
}

/** A camera that asks 30 times a second for 300 ms on average, then 180 times for 100 ms. */
function burstCase(): Case {
  const stays = [300, 100] as const;
  const theory = modulatedQueue([0.03, 0.18], [1 / SERVICE_MS, 1 / SERVICE_MS], leaving(stays));
  return {
    family: FAMILY,
    name: 'MMPP/M/1',
    point: makePoint({
      demand: { computeNs: [exponentialNs(SERVICE_MS)] },
      arrivals: { kind: 'mmpp', chain: twoStates([30, 180], stays) },
      requests: 100_000,
      warmup: 3_000,
    }),
    replications: REPLICATIONS,
    figures: [expects('mean', 'ms', theory.sojourn, meanOf(latencyMs))],
  };
}

/** An uplink of 12 Mbit/s that falls to 4 Mbit/s; messages of 6,000 bytes on average, sent on at the new speed. */
function changingLinkCase(): Case {
  const stays = [150, 100] as const;
  const theory = modulatedQueue([0.1, 0.1], [1 / 4, 1 / 12], leaving(stays));
  return {
    family: FAMILY,
    name: 'link of two speeds',
    point: makePoint({
      demand: { computeNs: [null, null], upBytes: [exponentialBytes(6_000)] },
      arrivals: { kind: 'poisson', ratePerS: 100 },
      requests: 60_000,
      warmup: 3_000,
      links: [{ up: { capacity: { kind: 'markov', chain: twoStates([12e6, 4e6], stays) } } }],
    }),
    replications: REPLICATIONS,
    figures: [expects('mean', 'ms', theory.sojourn, meanOf(latencyMs))],
  };
}

/** Four packets of 1 ms each, a fifth of them lost: M/G/1 with the tries as service. */
function lossCase(): Case {
  const service = sentAgain(4, 1, 0.2);
  const theory = mg1(0.12, { ...service, third: Number.NaN });
  return {
    family: FAMILY,
    name: 'uplink, random loss',
    point: makePoint({
      demand: { computeNs: [null, null], upBytes: [constantRows(4_000, 1)] },
      arrivals: { kind: 'poisson', ratePerS: 120 },
      requests: 40_000,
      warmup: 1_000,
      links: [{ up: { loss: { packetBytes: 1_000, goodToBad: 0, badToGood: 1, lossInGood: 0.2, lossInBad: 0 } } }],
    }),
    replications: REPLICATIONS,
    figures: [
      expects('transmit', 'ms', service.mean, meanOf(partMs('link0_up_transmit'))),
      expects('wait', 'ms', theory.wait, meanOf(partMs('link0_up_wait'))),
    ],
  };
}

/** Gilbert and Elliott's channel: how long a message is sent depends on the long-run share of lost tries. */
function burstLossCase(): Case {
  const lost = burstLoss(0.02, 0.2, 0.01, 0.5);
  return {
    family: FAMILY,
    name: 'uplink, bursts of loss',
    point: makePoint({
      demand: { computeNs: [null, null], upBytes: [constantRows(4_000, 1)] },
      arrivals: { kind: 'poisson', ratePerS: 50 },
      requests: 30_000,
      warmup: 1_000,
      links: [{ up: { loss: { packetBytes: 1_000, goodToBad: 0.02, badToGood: 0.2, lossInGood: 0.01, lossInBad: 0.5 } } }],
    }),
    replications: REPLICATIONS,
    figures: [expects('transmit', 'ms', sentAgain(4, 1, lost).mean, meanOf(partMs('link0_up_transmit')))],
  };
}

/** Jitter of 5 ms on average, messages so far apart that none overtakes. */
function jitterCase(distribution: 'uniform' | 'exponential'): Case {
  return {
    family: FAMILY,
    name: `${distribution} jitter`,
    point: makePoint({
      demand: { computeNs: [null, null], upBytes: [constantRows(1_000, 1)] },
      arrivals: { kind: 'periodic', periodNs: 150 * MS },
      requests: 10_000,
      links: [{ up: { jitter: { distribution, meanNs: 5 * MS } }, propagationNs: 7 * MS }],
    }),
    replications: REPLICATIONS,
    figures: [expects('propagation', 'ms', 7 + 5 + 7, meanOf(partMs('propagation')))],
  };
}

export function weatherCases(): Case[] {
  return [breakdownCase(), burstCase(), changingLinkCase(), lossCase(), burstLossCase(), jitterCase('uniform'), jitterCase('exponential')];
}
