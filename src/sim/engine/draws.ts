/** What chance decides in one replication of a point: arrivals, samples, kinds, and the streams of the weather. */

import { randomStream } from '../kernel/random-stream.ts';
import type { PreparedPoint } from '../plan/plan.ts';
import { tellCycle } from '../summary/sample-counts.ts';
import { type Arrivals, offlineArrivals, periodicArrivals, poissonArrivals, timestampArrivals } from '../world/arrivals.ts';
import { drawKinds } from '../world/kinds.ts';
import { mmppArrivals } from '../world/mmpp-arrivals.ts';
import { sampleOrder } from '../world/sample-order.ts';
import type { MakeStream } from './services.ts';

/** What chance decides, the same for every policy. */
export interface Draws {
  /** Open arrivals; null for single-stream and multi-stream, where answers bring the next requests. */
  readonly arrivals: Arrivals | null;
  /** Sample of each request. */
  readonly samples: Int32Array;
  /** Kind of each request; null where there is one kind. */
  readonly kinds: Uint8Array | null;
  /** Streams of this replication, for what is drawn as the run goes: weather, outages, loss, jitter. */
  readonly stream: MakeStream;
}

/** Depends on workload, number of devices, seed and replication alone, so that every policy and every swept value sees the same. */
export function makeDraws(point: PreparedPoint, seed: number, replication: number): Draws {
  const { requests, order, kinds } = point.workload;
  const stream = (purpose: string, entity: string) => randomStream(seed, replication, purpose, entity);
  const shares = kinds.map(({ share }) => share);
  const count = point.recorded.labels.length;
  const samples = sampleOrder(order, requests, count, seed, replication);
  if (order !== 'random') tellCycle(samples, count);
  return {
    stream,
    kinds: kinds.length === 1 ? null : drawKinds(shares, requests, stream('kinds', '0')),
    arrivals: openArrivals(point, seed, replication),
    samples,
  };
}

function openArrivals({ workload, world }: PreparedPoint, seed: number, replication: number): Arrivals | null {
  const { arrivals, requests } = workload;
  switch (arrivals.kind) {
    case 'poisson':
      return poissonArrivals(arrivals.ratePerS, requests, world.devices, seed, replication);
    case 'mmpp':
      return mmppArrivals(arrivals.chain, requests, world.devices, seed, replication);
    case 'periodic':
      return periodicArrivals(arrivals.periodNs, requests, world.devices);
    case 'timestamps':
      return timestampArrivals(arrivals.timesNs, requests, world.devices);
    case 'offline':
      return offlineArrivals(requests, world.devices);
    case 'single-stream':
    case 'multi-stream':
      return null;
  }
}
