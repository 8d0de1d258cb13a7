/** Everyone at once: processor sharing at a tier, fair sharing of a link. What counts is the mean size, not its spread (insensitivity). */

import { type Case, expects } from '../case.ts';
import { isAnswered, isLost, latencyMs, meanOf, rowIs } from '../measure.ts';
import { constantRows, cycleRows, hyperexponentialRows } from '../service-table.ts';
import { finiteRoom } from '../theory/finite-room.ts';
import { sharedSojourn, sharedSojournOfMany } from '../theory/processor-sharing.ts';
import { makePoint } from '../world.ts';
import { exponentialNs, MS, poissonAt, REPLICATIONS, SERVICE_MS } from './units.ts';

const FAMILY = 'sharing';
const LOAD = 0.6;
const size = { requests: 40_000, warmup: 2_000 };

function insensitiveCase(kind: string, table: Float64Array, requests: number): Case {
  return {
    family: FAMILY,
    name: `M/G/1-PS ${kind}`,
    point: makePoint({ demand: { computeNs: [table] }, arrivals: poissonAt(LOAD), ...size, requests, tiers: [{ discipline: 'ps' }] }),
    replications: REPLICATIONS,
    figures: [expects('mean', 'ms', sharedSojourn(LOAD, SERVICE_MS), meanOf(latencyMs))],
  };
}

/** Three in four messages of 6,000 bytes, one of 22,000, on a link of 8 Mbit/s that all share. */
function sharedLinkCase(): Case {
  const table = cycleRows([6_000, 6_000, 6_000, 22_000]);
  const isOf = (bytes: number) => rowIs((row) => table[row] === bytes);
  return {
    family: FAMILY,
    name: 'fair uplink',
    point: makePoint({
      demand: { computeNs: [null, null], upBytes: [table] },
      arrivals: poissonAt(LOAD / 4),
      devices: 4,
      ...size,
      links: [{ up: { isShared: true } }],
    }),
    replications: REPLICATIONS,
    figures: [
      expects('mean of short', 'ms', sharedSojourn(LOAD, 6), meanOf(latencyMs, isOf(6_000))),
      expects('mean of long', 'ms', sharedSojourn(LOAD, 22), meanOf(latencyMs, isOf(22_000))),
    ],
  };
}

function manyServersCase(): Case {
  const table = hyperexponentialRows(0.8, 5 * MS, 30 * MS);
  return {
    family: FAMILY,
    name: 'M/G/2-PS load 0.7',
    point: makePoint({
      demand: { computeNs: [table] },
      arrivals: poissonAt(1.4),
      ...size,
      tiers: [{ discipline: 'ps', servers: 2 }],
    }),
    replications: REPLICATIONS,
    figures: [expects('mean', 'ms', sharedSojournOfMany(1.4 / SERVICE_MS, SERVICE_MS, 2), meanOf(latencyMs))],
  };
}

/** Sharing with room for four: lost are as many as in M/M/1/4, whatever the sizes. @see Kelly, Reversibility and Stochastic Networks, 3.3 */
function finiteCase(): Case {
  const theory = finiteRoom(0.9 / SERVICE_MS, SERVICE_MS, 1, 4);
  return {
    family: FAMILY,
    name: 'M/G/1/4-PS load 0.9',
    point: makePoint({
      demand: { computeNs: [cycleRows([5 * MS, 5 * MS, 5 * MS, 25 * MS])] },
      arrivals: poissonAt(0.9),
      ...size,
      tiers: [{ discipline: 'ps', buffer: 3 }],
    }),
    replications: REPLICATIONS,
    figures: [
      expects('lost', '', theory.lost, meanOf(isLost)),
      expects('mean of answered', 'ms', theory.sojourn, meanOf(latencyMs, isAnswered)),
    ],
  };
}

export function sharingCases(): Case[] {
  return [
    insensitiveCase('constant', constantRows(SERVICE_MS * MS, 1), 40_000),
    insensitiveCase('exponential', exponentialNs(SERVICE_MS), 40_000),
    insensitiveCase('hyperexponential', hyperexponentialRows(0.9, 5 * MS, 55 * MS), 60_000),
    sharedLinkCase(),
    manyServersCase(),
    finiteCase(),
  ];
}
