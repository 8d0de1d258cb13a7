/** Queues with little room and requests with little time: who finds no place, or waits too long, is lost. */

import { type Case, expects } from '../case.ts';
import { isAnswered, isLost, latencyMs, meanOf, partMs } from '../measure.ts';
import { cycleRows } from '../service-table.ts';
import { erlangB } from '../theory/erlang.ts';
import { finiteRoom } from '../theory/finite-room.ts';
import { lateRequests } from '../theory/late-requests.ts';
import { makePoint } from '../world.ts';
import { exponentialBytes, exponentialNs, MS, poissonAt, REPLICATIONS, SERVICE_MS } from './units.ts';

const FAMILY = 'finite room';
const size = { requests: 40_000, warmup: 1_000 };

function roomCase(servers: number, buffer: number, offered: number): Case {
  const theory = finiteRoom(offered / SERVICE_MS, SERVICE_MS, servers, servers + buffer);
  return {
    family: FAMILY,
    name: `M/M/${servers}/${servers + buffer}`,
    point: makePoint({
      demand: { computeNs: [exponentialNs(SERVICE_MS)] },
      arrivals: poissonAt(offered),
      ...size,
      tiers: [{ servers, buffer }],
    }),
    replications: REPLICATIONS,
    figures: [
      expects('lost', '', theory.lost, meanOf(isLost)),
      expects('mean of answered', 'ms', theory.sojourn, meanOf(latencyMs, isAnswered)),
    ],
  };
}

/** Nobody may wait: Erlang's B holds for any service times. */
function noRoomCase(): Case {
  return {
    family: FAMILY,
    name: 'M/G/3/3, Erlang B',
    point: makePoint({
      demand: { computeNs: [cycleRows([4 * MS, 4 * MS, 22 * MS])] },
      arrivals: poissonAt(2.5),
      ...size,
      tiers: [{ servers: 3, buffer: 0 }],
    }),
    replications: REPLICATIONS,
    figures: [expects('lost', '', erlangB(2.5, 3), meanOf(isLost))],
  };
}

/** An uplink that holds the message being sent and five more. */
function uplinkCase(): Case {
  const theory = finiteRoom(0.9 / SERVICE_MS, SERVICE_MS, 1, 6);
  return {
    family: FAMILY,
    name: 'uplink with room for 5',
    point: makePoint({
      demand: { computeNs: [null, null], upBytes: [exponentialBytes(10_000)] },
      arrivals: poissonAt(0.9),
      ...size,
      links: [{ up: { buffer: 5 } }],
    }),
    replications: REPLICATIONS,
    figures: [expects('lost', '', theory.lost, meanOf(isLost))],
  };
}

/** A request that has waited 20 ms when its turn comes is dropped. */
function deadlineCase(): Case {
  const theory = lateRequests(0.09, SERVICE_MS, 20);
  return {
    family: FAMILY,
    name: 'M/M/1 with deadline',
    point: makePoint({
      demand: { computeNs: [exponentialNs(SERVICE_MS)] },
      arrivals: poissonAt(0.9),
      ...size,
      kinds: [{ name: 'urgent', share: 1, priority: 0, deadlineNs: 20 * MS }],
      whenLate: 'drop',
    }),
    replications: REPLICATIONS,
    figures: [
      expects('lost', '', theory.lost, meanOf(isLost)),
      expects('wait of served', 'ms', theory.wait, meanOf(partMs('tier0_wait'), isAnswered)),
    ],
  };
}

export function finiteRoomCases(): Case[] {
  return [roomCase(1, 4, 0.9), roomCase(2, 3, 1.8), noRoomCase(), uplinkCase(), deadlineCase()];
}
