/** DDNN in numbers: its thresholds, and the end devices whose messages come together. */

import type { ForkPlan, PolicyPlan } from '../sim/plan/plan.ts';
import type { Setting, SweepValue } from './expand-sweep.ts';
import type { PolicySpec } from './schema.ts';
import { parseBandwidthBps, parseDurationNs } from './units.ts';

/** What of model and scenario policies are made from. */
export interface Facts {
  /** Number of exits N. */
  readonly exits: number;
  readonly classes: number;
  /** Exits held by each tier. */
  readonly held: readonly (readonly number[])[];
  /** Added to every message. */
  readonly overheadBytes: number;
}

/** Bytes of the score of one class, a 32-bit float. */
const SCORE_BYTES = 4;

interface Chosen {
  readonly params: Readonly<Record<string, SweepValue>>;
  readonly policy: PolicyPlan;
  readonly fork: ForkPlan;
}

export function compileDdnn(spec: Extract<PolicySpec, { name: 'ddnn' }>, elsewhere: Setting, facts: Facts): Chosen {
  const { name, devices, T, timeout, local } = spec;
  const told = { T: typeof T === 'number' ? T : T.join(', '), devices, ...(timeout === undefined ? {} : { timeout }) };
  return {
    params: { ...told, ...(local === undefined ? {} : { local: `${local.bandwidth}, rtt ${local.rtt}` }), ...elsewhere },
    policy: { name, thresholds: T, exits: aggregatedExits(facts.held) },
    fork: {
      views: devices,
      timeoutNs: timeout === undefined ? null : parseDurationNs(timeout),
      scoreBytes: SCORE_BYTES * facts.classes + facts.overheadBytes,
      local:
        local === undefined ? null : { bps: parseBandwidthBps(local.bandwidth), propagationNs: Math.round(parseDurationNs(local.rtt) / 2) },
    },
  };
}

/** The last exit of each tier below the highest. @example aggregatedExits([[1], [2], [3]]) // [1, 2] */
export function aggregatedExits(held: readonly (readonly number[])[]): number[] {
  return held.slice(0, -1).flatMap((exits) => exits.slice(-1));
}
