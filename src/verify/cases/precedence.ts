/** Who goes first: priority, shortest job, earliest deadline. None of them interrupts what was begun. */

import type { KindPlan, TierPlan } from '../../sim/plan/plan.ts';
import { type Case, equals, expects } from '../case.ts';
import { isOfKind, meanOf, partMs, rowIs, twinGapMs } from '../measure.ts';
import { hyperexponentialRows } from '../service-table.ts';
import { momentsOf } from '../theory/moments.ts';
import { priorityWaits, priorityWaitsOfMany } from '../theory/priority.ts';
import { shortestFirstWaits } from '../theory/shortest-first.ts';
import { makePoint } from '../world.ts';
import { exponentialNs, MS, poissonAt, REPLICATIONS, SERVICE_MS } from './units.ts';

const FAMILY = 'precedence';
const wait = partMs('tier0_wait');
const size = { requests: 50_000, warmup: 3_000 };

const SHARES = [0.2, 0.3, 0.5] as const;
const KINDS: readonly KindPlan[] = SHARES.map((share, i) => ({ name: `class ${i + 1}`, share, priority: i, deadlineNs: null }));

/** Kinds listed from the least urgent, to tell priority from order. */
const REVERSED = KINDS.toReversed();

function priorityCase(): Case {
  const table = hyperexponentialRows(0.8, 5 * MS, 30 * MS).map(Math.round);
  const { mean, second } = momentsOf(table.map((ns) => ns / MS));
  const waits = priorityWaits(SHARES.map((share) => ({ arrivalRate: (0.7 * share) / SERVICE_MS, mean, second })));
  return {
    family: FAMILY,
    name: 'priority, 3 classes',
    point: makePoint({
      demand: { computeNs: [table] },
      arrivals: poissonAt(0.7),
      ...size,
      kinds: REVERSED,
      tiers: [{ discipline: 'priority' }],
    }),
    replications: REPLICATIONS,
    figures: waits.map((expected, i) => expects(`wait, class ${i + 1}`, 'ms', expected, meanOf(wait, isOfKind(2 - i)))),
  };
}

function priorityOfManyCase(): Case {
  const waits = priorityWaitsOfMany(
    SHARES.map((share) => (1.5 * share) / SERVICE_MS),
    SERVICE_MS,
    2,
  );
  return {
    family: FAMILY,
    name: 'priority, 2 servers',
    point: makePoint({
      demand: { computeNs: [exponentialNs(SERVICE_MS)] },
      arrivals: poissonAt(1.5),
      ...size,
      kinds: KINDS,
      tiers: [{ discipline: 'priority', servers: 2 }],
    }),
    replications: REPLICATIONS,
    figures: waits.map((expected, i) => expects(`wait, class ${i + 1}`, 'ms', expected, meanOf(wait, isOfKind(i)))),
  };
}

function shortestFirstCase(): Case {
  const table = exponentialNs(SERVICE_MS).map(Math.round);
  const waits = shortestFirstWaits(
    0.08,
    table.map((ns) => ns / MS),
  );
  const middle = table.length / 2;
  const average = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    family: FAMILY,
    name: 'shortest job first',
    point: makePoint({ demand: { computeNs: [table] }, arrivals: poissonAt(0.8), ...size, tiers: [{ discipline: 'sjf' }] }),
    replications: REPLICATIONS,
    figures: [
      expects('wait', 'ms', average(waits), meanOf(wait)),
      expects(
        'wait, shorter half',
        'ms',
        average(waits.subarray(0, middle)),
        meanOf(
          wait,
          rowIs((row) => row < middle),
        ),
      ),
      expects(
        'wait, longer half',
        'ms',
        average(waits.subarray(middle)),
        meanOf(
          wait,
          rowIs((row) => row >= middle),
        ),
      ),
    ],
  };
}

/** Two disciplines that must agree, request by request, to the nanosecond. */
function twins(name: string, discipline: TierPlan['discipline'], other: TierPlan['discipline'], kinds: readonly KindPlan[]): Case {
  const world = (tier: TierPlan['discipline']) =>
    makePoint({
      demand: { computeNs: [exponentialNs(SERVICE_MS)] },
      arrivals: poissonAt(1.8),
      requests: 20_000,
      kinds,
      tiers: [{ discipline: tier, servers: 2 }],
    });
  return {
    family: FAMILY,
    name,
    point: world(discipline),
    twin: world(other),
    replications: 2,
    figures: [equals('largest gap', 'ms', 0, twinGapMs)],
  };
}

/** Deadlines further apart than any run is long. */
const FAR_APART = KINDS.map((kind, i) => ({ ...kind, deadlineNs: 50 * MS + i * 1e15 }));
const ALIKE = KINDS.map((kind) => ({ ...kind, priority: 0, deadlineNs: 50 * MS }));

export function precedenceCases(): Case[] {
  return [
    priorityCase(),
    priorityOfManyCase(),
    shortestFirstCase(),
    twins('equal deadlines = FIFO', 'edf', 'fifo', ALIKE),
    twins('far deadlines = priority', 'edf', 'priority', FAR_APART),
    twins('equal priorities = FIFO', 'priority', 'fifo', ALIKE),
  ];
}
