/** Small worlds in which nothing is left to chance, worked out with a pencil; they must be met to the nanosecond. */

import type { ArrivalsPlan } from '../../sim/plan/plan.ts';
import { type Case, equals, type Figure } from '../case.ts';
import { busyShare, exitIs, isAnswered, isLost, latencyMs, meanOf, partMs } from '../measure.ts';
import { makePoint, type WorldSpec } from '../world.ts';
import { MS } from './units.ts';

const FAMILY = 'by hand';
const mean = (expected: number) => equals('mean', 'ms', expected, meanOf(latencyMs));

/** Requests at these times [ms]. */
function at(...timesMs: readonly number[]): ArrivalsPlan {
  return { kind: 'timestamps', timesNs: Float64Array.from(timesMs, (ms) => ms * MS) };
}

/** One value [ms] for every request, or the values of the rows in turn. */
const ms = (...values: readonly number[]) => Float64Array.from(values, (value) => value * MS);

function byHand(name: string, spec: Omit<WorldSpec, 'order'>, ...figures: readonly Figure[]): Case {
  return { family: FAMILY, name, point: makePoint({ ...spec, order: 'sequential' }), replications: 1, figures };
}

function servers(): Case[] {
  const one = { demand: { computeNs: [ms(10)] } };
  return [
    // Nobody waits; the server works 10 of every 15 ms until the last of 100 requests leaves at 99 x 15 + 10.
    byHand(
      'D/D/1 load 0.67',
      { ...one, arrivals: { kind: 'periodic', periodNs: 15 * MS }, requests: 100 },
      mean(10),
      equals('busy', '', 1000 / 1495, busyShare('tier0')),
    ),
    // Request i waits 2 i ms: 99 on average over i = 0..99.
    byHand('D/D/1 load 1.25', { ...one, arrivals: { kind: 'periodic', periodNs: 8 * MS }, requests: 100 }, mean(99 + 10)),
    // All at 0, three servers: 10, 10, 10, 20, 20, 20, 30.
    byHand('offline, 3 servers', { ...one, arrivals: { kind: 'offline' }, requests: 7, tiers: [{ servers: 3 }] }, mean(120 / 7)),
    // Four at once on one server: 10, 20, 30, 40, and again.
    byHand('multi-stream of 4', { ...one, arrivals: { kind: 'multi-stream', streams: 4 }, requests: 400 }, mean(25)),
    // The first has the server for itself for 5 ms, then half of it for 10; the second has half for 10 ms, then all for 5.
    byHand('two share a server', { ...one, arrivals: at(0, 5), requests: 2, tiers: [{ discipline: 'ps' }] }, mean(15)),
    // Of three who wait, the shortest goes first: 10; then at 10 the 1 ms of the third, at 11 the 4 ms of the second.
    byHand(
      'shortest first',
      { demand: { computeNs: [ms(10, 4, 1)] }, arrivals: at(0, 1, 2), requests: 3, tiers: [{ discipline: 'sjf' }] },
      mean((10 + 14 + 9) / 3),
    ),
    // Down from 15 to 45 ms. 0 leaves at 10; 10 has 5 ms, stands until 45, leaves at 50; 30 leaves at 60; 200 is not touched.
    byHand(
      'outage of a server',
      {
        ...one,
        arrivals: at(0, 10, 30, 200),
        requests: 4,
        tiers: [{ outages: { kind: 'windows', fromNs: ms(15), toNs: ms(45) } }],
      },
      mean((10 + 40 + 30 + 10) / 4),
    ),
  ];
}

function batches(): Case[] {
  const spec = { demand: { computeNs: [ms(10)] }, tiers: [{ batch: { max: 3, waitNs: 20 * MS } }], batchNs: [10 * MS, 12 * MS, 14 * MS] };
  return [
    // 0 and 5 go at 20, when the first has waited 20 ms, and take 12; 100, 104 and 108 go at 108, when they are three, and take 14.
    byHand('batches that wait', { ...spec, arrivals: at(0, 5, 100, 104, 108), requests: 5 }, mean((32 + 27 + 22 + 18 + 14) / 5)),
  ];
}

function links(): Case[] {
  const send = (...bytes: readonly number[]) => ({ computeNs: [null, null], upBytes: [Float64Array.from(bytes)] });
  return [
    // 12 ms; 3,072 bytes at 5.85 Mbit/s, 4.201026 ms; 25 ms; 3 ms; 104 bytes at 13 Mbit/s, 0.064 ms; 25 ms.
    byHand(
      'one camera, empty queues',
      {
        demand: { computeNs: [ms(12), ms(3)], upBytes: [Float64Array.of(3_072)] },
        arrivals: { kind: 'single-stream' },
        requests: 50,
        links: [
          {
            up: { capacity: { kind: 'constant', bps: 5.85e6 } },
            down: { capacity: { kind: 'constant', bps: 13e6 } },
            propagationNs: 25 * MS,
          },
        ],
        answerBytes: 104,
      },
      mean(12 + 4.201026 + 25 + 3 + 0.064 + 25),
    ),
    // Three devices in step, 10 ms each on one uplink: 10, 20, 30.
    byHand(
      'three devices in step',
      { demand: send(10_000), arrivals: { kind: 'periodic', periodNs: 50 * MS }, devices: 3, requests: 300, links: [{ up: {} }] },
      mean(20),
    ),
    // 8 Mbit/s for 10 ms, then 4: 15,000 bytes from 0 take 10 + 10 ms, from 30 they take 30.
    byHand(
      'bandwidth in steps',
      {
        demand: send(15_000),
        arrivals: at(0, 30),
        requests: 2,
        links: [{ up: { capacity: { kind: 'steps', startsNs: ms(0, 10), bps: Float64Array.of(8e6, 4e6), repeatNs: null } } }],
      },
      mean(25),
    ),
    // 1,500 bytes at 5, 10, 15, .. ms. 3,000 bytes from 0 leave at 10; from 12 at 20; from 25 at 30, the opportunity at 25 being usable.
    // Two of 1,000 at 41: the first leaves at 45, the second takes the rest of 45 and some of 50.
    byHand(
      'delivery opportunities',
      {
        demand: send(3_000, 3_000, 3_000, 1_000, 1_000),
        arrivals: at(0, 12, 25, 41, 41),
        requests: 5,
        links: [{ up: { capacity: { kind: 'opportunities', timesNs: ms(5, 10), bytes: 1_500, repeatNs: 10 * MS } } }],
      },
      mean((10 + 8 + 5 + 4 + 9) / 5),
    ),
    // 5,000 and 10,000 bytes at 8 Mbit/s from 0: half the link each until 10 ms, then the second has 5 ms left.
    byHand(
      'two share a link',
      { demand: send(5_000, 10_000), arrivals: at(0, 0), requests: 2, links: [{ up: { isShared: true } }] },
      mean((10 + 15) / 2),
    ),
  ];
}

function refusals(): Case[] {
  return [
    // One is served, one waits, the third finds the room taken: 10, 20 - 1, lost.
    byHand(
      'no room: dropped',
      { demand: { computeNs: [ms(10)] }, arrivals: at(0, 1, 2), requests: 3, tiers: [{ buffer: 1 }] },
      equals('lost', '', 1 / 3, meanOf(isLost)),
      equals('mean of answered', 'ms', (10 + 19) / 2, meanOf(latencyMs, isAnswered)),
    ),
    // Two devices in step, 10 ms each at the edge. The first is sent, 10 ms, and computed, 5 ms; the second is answered at the edge.
    byHand(
      'no room: edge answers',
      {
        demand: { computeNs: [ms(10), ms(5)], upBytes: [Float64Array.of(10_000)] },
        arrivals: { kind: 'periodic', periodNs: 100 * MS },
        devices: 2,
        requests: 20,
        tiers: [{ isPerDevice: true }, {}],
        links: [{ up: { buffer: 0, whenFull: 'local' } }],
      },
      mean((25 + 10) / 2),
      equals('edge answers', '', 0.5, meanOf(exitIs((exit) => exit === 1))),
    ),
    // 10 ms at the edge, then 10 on the link and 5 or 100 in the cloud; after 40 ms the edge's own answer counts.
    byHand(
      'patience of 40 ms',
      {
        demand: { computeNs: [ms(10, 10), ms(5, 100)], upBytes: [Float64Array.of(10_000, 10_000)] },
        arrivals: { kind: 'periodic', periodNs: 500 * MS },
        requests: 20,
        links: [{ up: {} }],
        timeoutNs: 40 * MS,
      },
      mean((25 + 50) / 2),
      equals('in vain', 'ms', 20, meanOf(partMs('timeout'))),
    ),
    // Deadlines of 15 ms: the second may begin at 10, the third would begin at 20 and is dropped.
    byHand(
      'too late: dropped',
      {
        demand: { computeNs: [ms(10)] },
        arrivals: at(0, 0, 0),
        requests: 3,
        kinds: [{ name: 'urgent', share: 1, priority: 0, deadlineNs: 15 * MS }],
        whenLate: 'drop',
      },
      equals('lost', '', 1 / 3, meanOf(isLost)),
      equals('mean of answered', 'ms', 15, meanOf(latencyMs, isAnswered)),
    ),
  ];
}

export function byHandCases(): Case[] {
  return [...servers(), ...batches(), ...links(), ...refusals()];
}
