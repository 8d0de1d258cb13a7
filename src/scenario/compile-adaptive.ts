/** Policies that decide as the run goes, in numbers: the thresholds they take from a sweep, and the params that name their points. */

import type { AdaptivePlan } from '../sim/plan/adaptive-plan.ts';
import type { Setting, SweepValue } from './expand-sweep.ts';
import type { PolicySpec } from './schema.ts';
import { parseDurationNs } from './units.ts';

export type AdaptiveSpec = Extract<PolicySpec, { name: AdaptivePlan['name'] }>;

interface Chosen {
  readonly params: Record<string, SweepValue>;
  readonly policy: AdaptivePlan;
}

/** @param defaultTarget p_tar where neither policy nor sweep says one */
export function compileAdaptive(spec: AdaptiveSpec, setting: Setting, defaultTarget: number): Chosen {
  const { p_d: decision, p_tar: target, ...elsewhere } = setting;
  switch (spec.name) {
    case 'queue-aware': {
      const decisionThreshold = spec.p_d ?? (decision as number);
      const own = spec.p_tar ?? (target as number | undefined);
      const { patience } = spec;
      return {
        params: { p_d: decisionThreshold, ...(own === undefined ? {} : { p_tar: own }), patience, ...elsewhere },
        policy: { name: spec.name, decisionThreshold, targetThreshold: own ?? defaultTarget, patienceNs: parseDurationNs(patience) },
      };
    }
    case 'ucbee': {
      const { name, c, reward, overhead, scale } = spec;
      const price = reward === 'paper' ? { overhead } : { scale };
      return {
        params: { c, reward, ...price, ...elsewhere },
        policy: {
          name,
          exploration: c,
          reward: reward === 'paper' ? { kind: reward, overhead } : { kind: reward, scaleNs: parseDurationNs(scale) },
        },
      };
    }
  }
}
