/** Several stations in a row, open and closed. */

import { type Case, expects } from '../case.ts';
import { both, latencyMs, latencyPercentile, meanOf, partMs, throughputPerS } from '../measure.ts';
import { constantRows, hyperexponentialRows, ROWS, scattered } from '../service-table.ts';
import { machineRepair } from '../theory/machine-repair.ts';
import { meanValueAnalysis } from '../theory/mean-value-analysis.ts';
import { mg1 } from '../theory/mg1.ts';
import { constantMoments } from '../theory/moments.ts';
import { openNetworkSojourns, twoStagePercentile } from '../theory/open-network.ts';
import { makePoint } from '../world.ts';
import { exponentialBytes, exponentialNs, MS, poissonAt, REPLICATIONS, SERVICE_MS } from './units.ts';

const FAMILY = 'networks';
const stay = (station: string, work: string) => both(partMs(`${station}_wait`), partMs(`${station}_${work}`));

/** An uplink and a cloud, both M/M/1; the time on the whole way is a sum of two independent exponentials. */
function tandemCase(): Case {
  const rate = 0.06;
  const [up, cloud] = openNetworkSojourns(rate, [
    { visits: 1, meanService: SERVICE_MS, servers: 1, places: 1 },
    { visits: 1, meanService: 8, servers: 1, places: 1 },
  ]) as [number, number];
  return {
    family: FAMILY,
    name: 'tandem of two',
    point: makePoint({
      demand: { computeNs: [null, scattered(exponentialNs(8), 1)], upBytes: [exponentialBytes(10_000)] },
      arrivals: poissonAt(0.6),
      requests: 50_000,
      warmup: 2_000,
      links: [{ up: {} }],
    }),
    replications: REPLICATIONS,
    figures: [
      expects('uplink', 'ms', up, meanOf(stay('link0_up', 'transmit'))),
      expects('cloud', 'ms', cloud, meanOf(stay('tier1', 'compute'))),
      expects('p95', 'ms', twoStagePercentile(up, cloud, 0.95), latencyPercentile(95)),
    ],
  };
}

/**
 * Four devices with a server each; 40 % of requests go on over one uplink to a cloud of two servers and come back as answers of one
 * size. Flows between the stations are Poisson (Burke), so the last, the downlink, is M/D/1.
 */
function jacksonCase(): Case {
  const offloads = 0.4;
  const rate = 0.24;
  const [edge, up, cloud] = openNetworkSojourns(rate, [
    { visits: 1, meanService: SERVICE_MS, servers: 1, places: 4 },
    { visits: offloads, meanService: 6, servers: 1, places: 1 },
    { visits: offloads, meanService: 12, servers: 2, places: 1 },
  ]) as [number, number, number];
  const down = offloads * mg1(offloads * rate, constantMoments(5)).sojourn;
  const goesOn = scattered(
    Float64Array.from({ length: ROWS }, (_, i) => (i < offloads * ROWS ? 1 : 0)),
    3,
  );
  return {
    family: FAMILY,
    name: 'edge to cloud and back',
    point: makePoint({
      demand: {
        computeNs: [exponentialNs(SERVICE_MS), scattered(exponentialNs(12), 1)],
        upBytes: [scattered(exponentialBytes(6_000), 2)],
        topTier: Uint8Array.from(goesOn),
      },
      arrivals: poissonAt(0.6),
      devices: 4,
      requests: 60_000,
      warmup: 4_000,
      tiers: [{ isPerDevice: true }, { servers: 2 }],
      links: [{ up: {}, down: {}, propagationNs: 20 * MS }],
      answerBytes: 5_000,
    }),
    replications: REPLICATIONS,
    figures: [
      expects('edge', 'ms', edge, meanOf(stay('tier0', 'compute'))),
      expects('uplink', 'ms', up, meanOf(stay('link0_up', 'transmit'))),
      expects('cloud', 'ms', cloud, meanOf(stay('tier1', 'compute'))),
      expects('downlink', 'ms', down, meanOf(stay('link0_down', 'transmit'))),
      expects('whole way', 'ms', edge + up + cloud + down + 40 * offloads, meanOf(latencyMs)),
    ],
  };
}

/** Devices that ask again when answered: each computes on its own, sends over one uplink, and is served by the cloud. */
function closedCase(name: string, devices: number, servers: number, discipline: 'fifo' | 'ps'): Case {
  const cloudMs = 8;
  const table = discipline === 'ps' ? hyperexponentialRows(0.9, 4 * MS, 44 * MS) : exponentialNs(cloudMs);
  const theory = meanValueAnalysis(
    [
      { kind: 'delay', demand: 30 },
      { kind: 'queue', demand: 6 },
      { kind: 'delay', demand: 10 },
      { kind: 'queue', demand: cloudMs, servers },
    ],
    devices,
  );
  return {
    family: FAMILY,
    name,
    point: makePoint({
      demand: {
        computeNs: [constantRows(30 * MS), scattered(table, 1)],
        upBytes: [exponentialBytes(6_000)],
      },
      arrivals: { kind: 'single-stream' },
      devices,
      requests: 30_000,
      warmup: 2_000,
      tiers: [{ isPerDevice: true }, { servers, discipline }],
      links: [{ up: {}, propagationNs: 5 * MS }],
    }),
    replications: REPLICATIONS,
    figures: [
      expects('cycle', 'ms', theory.cycle, meanOf(latencyMs)),
      expects('uplink', 'ms', theory.residences[1] as number, meanOf(stay('link0_up', 'transmit'))),
      expects('cloud', 'ms', theory.residences[3] as number, meanOf(stay('tier1', 'compute'))),
      expects('throughput', '1/s', 1000 * theory.throughput, throughputPerS),
    ],
  };
}

/** Twelve devices that think 60 ms on average and share three servers. */
function machineRepairCase(): Case {
  const theory = machineRepair(12, 60, 20, 3);
  return {
    family: FAMILY,
    name: 'machine repair, 3 of 12',
    point: makePoint({
      demand: { computeNs: [exponentialNs(60), scattered(exponentialNs(20), 1)], upBytes: [constantRows(0)] },
      arrivals: { kind: 'single-stream' },
      devices: 12,
      requests: 30_000,
      warmup: 2_000,
      tiers: [{ isPerDevice: true }, { servers: 3 }],
      links: [{ up: {} }],
    }),
    replications: REPLICATIONS,
    figures: [
      expects('servers', 'ms', theory.sojourn, meanOf(stay('tier1', 'compute'))),
      expects('throughput', '1/s', 1000 * theory.throughput, throughputPerS),
    ],
  };
}

export function networkCases(): Case[] {
  return [
    tandemCase(),
    jacksonCase(),
    closedCase('closed, 6 devices', 6, 1, 'fifo'),
    closedCase('closed, 15 devices', 15, 2, 'fifo'),
    closedCase('closed, 6 devices, PS', 6, 1, 'ps'),
    machineRepairCase(),
  ];
}
