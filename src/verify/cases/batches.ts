/** Requests computed together. */

import { type Case, equals, expects } from '../case.ts';
import { latencyMs, meanOf, partMs, twinGapMs } from '../measure.ts';
import { constantRows } from '../service-table.ts';
import { bulkService } from '../theory/bulk-service.ts';
import { makePoint, type WorldSpec } from '../world.ts';
import { exponentialNs, MS, poissonAt, REPLICATIONS, SERVICE_MS } from './units.ts';

const FAMILY = 'batches';

/** Time of a batch [ms]: 6 ms, and 2 ms for each of its requests. */
const timeOf = (size: number) => 6 + 2 * size;

/** The server takes whatever waits, four at most, and never waits for more. */
function bulkCase(load: number): Case {
  const most = 4;
  const rate = (load * most) / timeOf(most);
  const theory = bulkService(rate, timeOf, most);
  return {
    family: FAMILY,
    name: `up to ${most} at once, load ${load}`,
    point: makePoint({
      demand: { computeNs: [constantRows(timeOf(1) * MS, 1)] },
      arrivals: { kind: 'poisson', ratePerS: 1000 * rate },
      requests: 40_000,
      warmup: 1_000,
      tiers: [{ batch: { max: most, waitNs: 0 } }],
      batchNs: [1, 2, 3, 4].map((size) => timeOf(size) * MS),
    }),
    replications: REPLICATIONS,
    figures: [expects('wait', 'ms', theory.wait, meanOf(partMs('tier0_wait'))), expects('mean', 'ms', theory.sojourn, meanOf(latencyMs))],
  };
}

/** Batches of one at most, however long they may wait, are no batches. */
function oneCase(): Case {
  const spec: WorldSpec = { demand: { computeNs: [exponentialNs(SERVICE_MS)] }, arrivals: poissonAt(0.9), requests: 20_000 };
  return {
    family: FAMILY,
    name: 'at most one = FIFO',
    point: makePoint({ ...spec, tiers: [{ batch: { max: 1, waitNs: 30 * MS } }], batchNs: [SERVICE_MS * MS] }),
    twin: makePoint(spec),
    replications: 2,
    figures: [equals('largest gap', 'ms', 0, twinGapMs)],
  };
}

/** Requests so far apart that no two ever meet: a batch never has more than one, which takes its sample's own time. */
function apartCase(): Case {
  const spec: WorldSpec = {
    demand: { computeNs: [exponentialNs(SERVICE_MS)] },
    arrivals: { kind: 'periodic', periodNs: 200 * MS },
    requests: 5_000,
  };
  return {
    family: FAMILY,
    name: 'never two = FIFO',
    point: makePoint({ ...spec, tiers: [{ batch: { max: 4, waitNs: 0 } }], batchNs: [1, 2, 3, 4].map((size) => timeOf(size) * MS) }),
    twin: makePoint(spec),
    replications: 1,
    figures: [equals('largest gap', 'ms', 0, twinGapMs)],
  };
}

export function batchCases(): Case[] {
  return [bulkCase(0.4), bulkCase(0.75), oneCase(), apartCase()];
}
