/** The DEEx with an eye on its uplink: the longer a message would wait there, the less confidence is asked to stay. */

import { Conditions } from './conditions.ts';
import { deex } from './deex.ts';
import { perDevice } from './per-device.ts';
import type { Policy } from './policy.ts';

export interface QueueAware {
  /** p_d where nobody waits for the uplink, 0.. */
  readonly decisionThreshold: number;
  /** p_tar, as of the DEEx. */
  readonly targetThreshold: number;
  /** Wait that halves p_d [ns], > 0. */
  readonly patienceNs: number;
}

const STAY = 0;
const SEND = 1;

/**
 * As the DEEx, but what exit 1 compares with is p_d / (1 + wait / patience), where wait = 8 x backlog / bandwidth: the bytes that wait
 * for the uplink or are on it, and what it carries by the device's own past messages.
 *
 * @param uplinkBps mean capacity of the uplink, believed until the first message has been sent
 * @example p_d 0.8, patience 100 ms, 12,500 bytes before it at 1 Mbit/s: a wait of 100 ms, so that 0.4 is enough to stay
 */
export function queueAware({ decisionThreshold, targetThreshold, patienceNs }: QueueAware, uplinkBps: number): Policy {
  return {
    rules: [deex(0, targetThreshold), deex(Number.POSITIVE_INFINITY, targetThreshold)],
    choice: {
      kind: 'adaptive',
      reconsiders: true,
      start() {
        const conditions = perDevice(() => new Conditions(uplinkBps));
        return {
          choose: () => STAY,
          reconsider({ nowNs, device, backlogBytes }, { confidence }) {
            const waitNs = (8e9 * backlogBytes) / conditions(device).bps(nowNs);
            return confidence >= decisionThreshold / (1 + waitNs / patienceNs) ? STAY : SEND;
          },
          learn: (outcome) => conditions(outcome.device).learn(outcome),
        };
      },
    },
  };
}
