/** One server, first come first served: M/M/1, M/D/1, M/G/1, D/M/1. */

import { type Case, expects } from '../case.ts';
import { busyShare, latencyMs, latencyPercentile, mapped, meanOf, partMs, shareWithin } from '../measure.ts';
import { constantRows, hyperexponentialRows } from '../service-table.ts';
import { dm1 } from '../theory/gm1.ts';
import { md1WaitWithin } from '../theory/md1.ts';
import { mg1 } from '../theory/mg1.ts';
import { mm1 } from '../theory/mm1.ts';
import { constantMoments, momentsOf } from '../theory/moments.ts';
import { makePoint } from '../world.ts';
import { exponentialNs, MS, poissonAt, REPLICATIONS, SERVICE_MS } from './units.ts';

const FAMILY = 'one server';
const wait = partMs('tier0_wait');

function mm1Case(load: number, requests: number): Case {
  const theory = mm1(load / SERVICE_MS, SERVICE_MS);
  const percentiles = [50, 95, 99].map((percent) =>
    expects(`p${percent}`, 'ms', theory.sojournPercentile(percent / 100), latencyPercentile(percent)),
  );
  return {
    family: FAMILY,
    name: `M/M/1 load ${load}`,
    point: makePoint({ demand: { computeNs: [exponentialNs(SERVICE_MS)] }, arrivals: poissonAt(load), requests, warmup: 2_000 }),
    replications: REPLICATIONS,
    figures: [
      expects('mean', 'ms', theory.sojourn, meanOf(latencyMs)),
      ...(load === 0.6 ? [...percentiles, expects('busy', '', theory.load, busyShare('tier0'))] : []),
    ],
  };
}

function md1Case(load: number, requests: number): Case {
  const rate = load / SERVICE_MS;
  return {
    family: FAMILY,
    name: `M/D/1 load ${load}`,
    point: makePoint({ demand: { computeNs: [constantRows(SERVICE_MS * MS, 1)] }, arrivals: poissonAt(load), requests, warmup: 2_000 }),
    replications: REPLICATIONS,
    figures: [
      expects('wait', 'ms', mg1(rate, constantMoments(SERVICE_MS)).wait, meanOf(wait)),
      ...[0, SERVICE_MS].map((limit) =>
        expects(limit === 0 ? 'no wait' : `wait <= ${limit} ms`, '', md1WaitWithin(rate, SERVICE_MS, limit), shareWithin(wait, limit)),
      ),
    ],
  };
}

/** Service of a squared coefficient of variation of about 3: nine in ten are short. */
function mg1Case(): Case {
  const table = hyperexponentialRows(0.9, 5 * MS, 55 * MS).map(Math.round);
  const theory = mg1(0.05, momentsOf(table.map((ns) => ns / MS)));
  return {
    family: FAMILY,
    name: 'M/G/1 load 0.5',
    point: makePoint({ demand: { computeNs: [table] }, arrivals: poissonAt(0.5), requests: 80_000, warmup: 3_000 }),
    replications: REPLICATIONS,
    figures: [
      expects('wait', 'ms', theory.wait, meanOf(wait)),
      expects('wait squared', 'ms2', theory.waitSecond, meanOf(mapped(wait, (ms) => ms ** 2))),
      expects('no wait', '', 1 - theory.load, shareWithin(wait, 0)),
    ],
  };
}

/** Messages of one size on an uplink, such as a camera's raw pictures: 3,072 bytes at 5.85 Mbit/s, then 25 ms of propagation, there and back. */
function uplinkCase(): Case {
  const transmitMs = (8 * 3072) / 5850;
  const theory = mg1(0.14, constantMoments(transmitMs));
  return {
    family: FAMILY,
    name: 'M/D/1 as an uplink',
    point: makePoint({
      demand: { computeNs: [null, null], upBytes: [constantRows(3072, 1)] },
      arrivals: { kind: 'poisson', ratePerS: 140 },
      requests: 40_000,
      warmup: 1_000,
      links: [{ up: { capacity: { kind: 'constant', bps: 5.85e6 } }, propagationNs: 25 * MS }],
    }),
    replications: REPLICATIONS,
    figures: [
      expects('mean', 'ms', theory.sojourn + 50, meanOf(latencyMs)),
      expects('wait', 'ms', theory.wait, meanOf(partMs('link0_up_wait'))),
    ],
  };
}

/** Frames of one camera, every 14 ms, with exponential service. */
function dm1Case(): Case {
  const theory = dm1(14, SERVICE_MS);
  return {
    family: FAMILY,
    name: 'D/M/1 load 0.71',
    point: makePoint({
      demand: { computeNs: [exponentialNs(SERVICE_MS)] },
      arrivals: { kind: 'periodic', periodNs: 14 * MS },
      requests: 40_000,
      warmup: 2_000,
    }),
    replications: REPLICATIONS,
    figures: [
      expects('mean', 'ms', theory.sojourn, meanOf(latencyMs)),
      expects('p95', 'ms', theory.sojournPercentile(0.95), latencyPercentile(95)),
      expects('no wait', '', 1 - theory.sigma, shareWithin(wait, 0)),
    ],
  };
}

export function singleServerCases(): Case[] {
  return [
    mm1Case(0.3, 30_000),
    mm1Case(0.6, 40_000),
    mm1Case(0.8, 80_000),
    md1Case(0.5, 30_000),
    md1Case(0.8, 60_000),
    mg1Case(),
    uplinkCase(),
    dm1Case(),
  ];
}
