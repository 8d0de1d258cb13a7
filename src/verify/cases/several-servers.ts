/** Several servers, and several devices: M/M/c, a place for each device, all devices in one cell. */

import { type Case, expects } from '../case.ts';
import { latencyMs, meanOf, partMs, shareWithin } from '../measure.ts';
import { mmc } from '../theory/erlang.ts';
import { mm1 } from '../theory/mm1.ts';
import { makePoint } from '../world.ts';
import { exponentialBytes, exponentialNs, poissonAt, REPLICATIONS, SERVICE_MS } from './units.ts';

const FAMILY = 'several servers';
const wait = partMs('tier0_wait');

function mmcCase(servers: number, load: number): Case {
  const theory = mmc((load * servers) / SERVICE_MS, SERVICE_MS, servers);
  return {
    family: FAMILY,
    name: `M/M/${servers} load ${load}`,
    point: makePoint({
      demand: { computeNs: [exponentialNs(SERVICE_MS)] },
      arrivals: poissonAt(load * servers),
      requests: 80_000,
      warmup: 2_000,
      tiers: [{ servers }],
    }),
    replications: REPLICATIONS,
    figures: [expects('wait', 'ms', theory.wait, meanOf(wait)), expects('no wait', '', 1 - theory.waiting, shareWithin(wait, 0))],
  };
}

/** Each of five devices has a server of its own: five M/M/1. */
function perDeviceCase(): Case {
  const theory = mm1(0.06, SERVICE_MS);
  return {
    family: FAMILY,
    name: '5 devices, a server each',
    point: makePoint({
      demand: { computeNs: [exponentialNs(SERVICE_MS)] },
      arrivals: poissonAt(0.6),
      devices: 5,
      requests: 40_000,
      warmup: 5_000,
      tiers: [{ isPerDevice: true }],
    }),
    replications: REPLICATIONS,
    figures: [expects('mean', 'ms', theory.sojourn, meanOf(latencyMs))],
  };
}

/** Five devices on one uplink: their Poisson arrivals merge into one Poisson process, M/M/1 of 10,000 bytes on average at 8 Mbit/s. */
function oneCellCase(): Case {
  const theory = mm1(0.06, SERVICE_MS);
  return {
    family: FAMILY,
    name: '5 devices in one cell',
    point: makePoint({
      demand: { computeNs: [null, null], upBytes: [exponentialBytes(10_000)] },
      arrivals: poissonAt(0.6 / 5),
      devices: 5,
      requests: 40_000,
      warmup: 2_000,
      links: [{ up: { capacity: { kind: 'constant', bps: 8e6 } } }],
    }),
    replications: REPLICATIONS,
    figures: [expects('mean', 'ms', theory.sojourn, meanOf(latencyMs))],
  };
}

export function severalServersCases(): Case[] {
  return [mmcCase(2, 0.7), mmcCase(3, 0.7), mmcCase(8, 0.75), perDeviceCase(), oneCellCase()];
}
