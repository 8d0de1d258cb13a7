/** Policies that decide as the run goes, in numbers: the thresholds they take from a sweep, and the params that name their points. */

import type { AdaptivePlan } from '../sim/plan/adaptive-plan.ts';
import type { Spender } from '../sim/policies/deepwear.ts';
import type { Setting, SweepValue } from './expand-sweep.ts';
import type { PolicySpec } from './schema.ts';
import { parseDurationNs, parseEnergyJ, parsePowerW } from './units.ts';

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
    case 'neurosurgeon': {
      const { name, objective, device_power, radio_power, forget } = spec;
      const powers = { deviceW: parsePowerW(device_power ?? '0 W'), radioW: parsePowerW(radio_power ?? '0 W') };
      return {
        params: { objective, ...written({ device_power, radio_power }), forget, ...elsewhere },
        policy: {
          name,
          objective: objective === 'latency' ? { kind: objective } : { kind: objective, ...powers },
          forgetNs: parseDurationNs(forget),
        },
      };
    }
    case 'edgent': {
      const { name, deadline, network, forget } = spec;
      return {
        params: { ...written({ deadline }), network, forget, ...elsewhere },
        policy: { name, deadlineNs: maybeNs(deadline), network, forgetNs: parseDurationNs(forget) },
      };
    }
    case 'boomerang': {
      const { name, deadline, forget } = spec;
      return {
        params: { ...written({ deadline }), forget, ...elsewhere },
        policy: { name, deadlineNs: maybeNs(deadline), forgetNs: parseDurationNs(forget) },
      };
    }
    case 'spinn': {
      const { name, min_accuracy, max_latency, order, weights, forget } = spec;
      const aims = weights === undefined ? (order ?? ['latency']).join(' ') : nameWeights(weights);
      return {
        params: { ...written({ min_accuracy, max_latency }), aims, forget, ...elsewhere },
        policy: {
          name,
          minAccuracy: min_accuracy ?? null,
          maxLatencyNs: maybeNs(max_latency),
          aims: weights === undefined ? { kind: 'ordered', order: order ?? ['latency'] } : { kind: 'weighted', weights },
          forgetNs: parseDurationNs(forget),
        },
      };
    }
    case 'gus': {
      const { name, min_accuracy, deadline, weights, compute_room, link_room, forget } = spec;
      return {
        params: {
          ...written({ min_accuracy, deadline }),
          weights: nameWeights(weights),
          ...written({ compute_room, link_room }),
          forget,
          ...elsewhere,
        },
        policy: {
          name,
          minAccuracy: min_accuracy ?? null,
          deadlineNs: maybeNs(deadline),
          weights,
          computeRoom: compute_room ?? null,
          linkRoom: link_room ?? null,
          forgetNs: parseDurationNs(forget),
        },
      };
    }
    case 'deepwear': {
      const { name, bound, weights, wearable, handheld, forget } = spec;
      const told = { ...batteryParams('wearable', wearable, elsewhere), ...batteryParams('handheld', handheld, elsewhere) };
      return {
        params: { ...written({ bound }), weights: nameWeights(weights), ...told, forget, ...elsewhere },
        policy: {
          name,
          boundNs: maybeNs(bound),
          weights,
          wearable: compileSpender(wearable),
          handheld: compileSpender(handheld),
          forgetNs: parseDurationNs(forget),
        },
      };
    }
  }
}

type SpenderSpec = Extract<AdaptiveSpec, { name: 'deepwear' }>['wearable'];

function compileSpender({ power, radio_power, battery, charge }: SpenderSpec): Spender {
  return {
    computeW: parsePowerW(power),
    radioW: parsePowerW(radio_power),
    battery: battery === undefined ? null : { capacityJ: parseEnergyJ(battery), charge },
  };
}

/** What the setting does not tell. @example batteryParams('wearable', { battery: '1.5 Wh', charge: 0.5, .. }, {}) // { wearable_battery: '1.5 Wh', .. } */
function batteryParams(whose: string, { battery, charge }: SpenderSpec, setting: Setting): Record<string, SweepValue> {
  if (battery === undefined) return {};
  const isTold = (key: string) => Object.keys(setting).some((swept) => swept.endsWith(`.${whose}.${key}`));
  return { ...(isTold('battery') ? {} : { [`${whose}_battery`]: battery }), ...(isTold('charge') ? {} : { [`${whose}_charge`]: charge }) };
}

/** @example nameWeights({ latency: 1, accuracy: 2, server: 0 }) // 'latency 1 + accuracy 2' */
function nameWeights(weights: Readonly<Record<string, number>>): string {
  const named = Object.entries(weights).filter(([, weight]) => weight > 0);
  return named.map(([aim, weight]) => `${aim} ${weight}`).join(' + ');
}

function maybeNs(duration: string | undefined): number | null {
  return duration === undefined ? null : parseDurationNs(duration);
}

/** What was written of some keys. */
function written(keys: Readonly<Record<string, SweepValue | undefined>>): Record<string, SweepValue> {
  return Object.fromEntries(Object.entries(keys).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}
