/**
 * A rehearsal: a tiny run before the first.
 *
 * V8 compiles what it has seen, throws that away when it sees something else, and forgets it when the last object of a kind is gone. A small
 * world in which every step of `Course.advance` is taken, and which is kept, spares all runs the one and the other.
 */

import type { LanePlan, PreparedPoint, TierPlan } from '../plan/plan.ts';
import type { Draws } from './draws.ts';

const TIER: TierPlan = {
  name: 'tier',
  servers: 1,
  isPerDevice: false,
  discipline: 'fifo',
  buffer: null,
  whenFull: 'drop',
  batch: { max: 1, waitNs: 0 },
  outages: null,
  powerW: null,
};

const LANE: LanePlan = {
  capacity: { kind: 'constant', bps: 8e9 },
  isPerDevice: false,
  isShared: false,
  loss: null,
  jitter: null,
  buffer: null,
  whenFull: 'drop',
  outages: null,
};

/** An edge, a cloud and a link between them; two samples, of which one goes up. */
function smallPoint(requests: number): PreparedPoint {
  const bytes = () => Uint8Array.of(0, 0);
  const ns = () => Float64Array.of(7, 9);
  const indices = () => Int32Array.of(0, 0);
  const each = <T>(make: () => T): T[] => [make(), make()];
  return {
    world: {
      devices: 1,
      tiers: [TIER, TIER],
      links: [{ name: 'link', up: LANE, down: null, propagationNs: 90 }],
      answerBytes: 0,
      timeoutNs: null,
      radio: null,
    },
    workload: {
      arrivals: { kind: 'offline' },
      requests,
      warmup: { kind: 'count', requests: 3 },
      order: 'sequential',
      kinds: [{ name: 'all', share: 1, priority: 0, deadlineNs: null }],
      whenLate: 'keep',
    },
    itinerary: {
      samples: 2,
      exit: Uint8Array.of(1, 2),
      isOffloaded: Uint8Array.of(0, 1),
      confidence: ns(),
      prediction: indices(),
      label: indices(),
      topTier: Uint8Array.of(0, 1),
      isServed: each(() => Uint8Array.of(1, 1)),
      computeNs: each(ns),
      upBytes: [Float64Array.of(0, 17)],
      firstSegment: each(bytes),
      lastSegment: each(bytes),
      branches: each(() => Uint32Array.of(0, 0)),
      bestExit: each(bytes),
      firstTestNs: ns(),
    },
    choice: { kind: 'only' },
    recorded: { labels: indices(), confidence: each(ns), prediction: each(indices), logits: null, coded: null },
    tiers: each(() => ({ exits: [1], slowdown: 1, segmentNs: [], branchNs: [], batchNs: null })),
    exits: 2,
    classes: 2,
  };
}

/** What a rehearsal runs: times are such that they are no small integers, which V8 would keep otherwise than all others. */
export function rehearsal(requests: number): { point: PreparedPoint; draws: Draws } {
  const ids = new Int32Array(requests);
  return {
    point: smallPoint(requests),
    draws: {
      arrivals: { timesNs: Float64Array.from(ids, (_, r) => 2 ** 40 + 16 * r + ((7 * r) % 23)), devices: ids },
      samples: ids.map((_, r) => r % 2),
      kinds: null,
      stream: () => () => {
        throw new Error('nothing is drawn in a rehearsal');
      },
    },
  };
}
