/** From a policy of the scenario at a setting of the sweep to its numbers, and to the params that name its point. */

import type { GuestModule } from '../guests/load-policy-module.ts';
import { bestThreshold, type Goal } from '../sim/plan/best-threshold.ts';
import type { CustomPlan, FixedPlan, ForkPlan, PointPlan, PolicyPlan } from '../sim/plan/plan.ts';
import { compileAdaptive } from './compile-adaptive.ts';
import { compileDdnn, type Facts } from './compile-ddnn.ts';
import type { Setting, SweepValue } from './expand-sweep.ts';
import type { PolicySpec } from './schema.ts';
import { parseDurationNs } from './units.ts';

/** p_tar where neither policy nor sweep says one. */
const DEFAULT_TARGET = 0.8;

interface ChosenPolicy {
  /** Every swept value that bears on it, then its own thresholds and what sets it apart from others of its name. */
  readonly params: Readonly<Record<string, SweepValue>>;
  readonly policy: PolicyPlan;
  /** Several end devices that see each request. */
  readonly fork?: ForkPlan;
  /** What is found only when the whole point is there. */
  readonly seek?: (point: PointPlan) => Pick<PointPlan, 'params' | 'policy'>;
}

/**
 * In a p_d sweep, ordinary takes p_tar = p_d unless it states its own, and so does calibrated under the rule of ordinary; margin takes
 * its threshold.
 *
 * @param facts what of model and scenario policies are made from
 * @param calibrations temperatures of each exit, by file
 * @param entry place of the policy among those of the scenario @param module of a policy that the user brings
 */
export function choosePolicy(
  spec: PolicySpec,
  setting: Setting,
  facts: Facts,
  calibrations: ReadonlyMap<string, readonly number[]>,
  entry: number,
  module: GuestModule | undefined,
): ChosenPolicy {
  const { p_d: sweptDecision, p_tar: _, ...elsewhere } = setting;
  switch (spec.name) {
    case 'deex': {
      const { params, rule } = deexAt(spec, setting, spec.fallback === true);
      const { kind: name, ...numbers } = rule;
      const variant = rule.hasFallback === true ? { fallback: 'yes' } : {};
      return { params: { ...params, ...variant, ...elsewhere }, policy: { name, ...numbers } };
    }
    case 'ordinary': {
      const { params, rule } = ordinaryAt(spec, setting);
      const isBestOfAll = spec.best_of_all === true;
      const { kind: name, ...numbers } = rule;
      const policy = { name, ...numbers, ...(isBestOfAll ? { isBestOfAll } : {}) };
      return { params: { ...params, ...(isBestOfAll ? { best_of_all: 'yes' } : {}), ...elsewhere }, policy };
    }
    case 'random':
      return { params: { share: spec.share, ...elsewhere }, policy: { name: 'random', share: spec.share } };
    case 'entropy': {
      const isNormalised = spec.normalised === true;
      return {
        params: { T: listed(spec.T), ...(isNormalised ? { normalised: 'yes' } : {}), ...elsewhere },
        policy: { name: 'entropy', thresholds: spec.T, isNormalised },
      };
    }
    case 'margin': {
      const threshold = spec.threshold ?? (sweptDecision as number);
      const params = spec.threshold === undefined ? { p_d: threshold } : { threshold };
      return { params: { ...params, ...elsewhere }, policy: { name: 'margin', threshold } };
    }
    case 'calibrated': {
      const { params, rule } = spec.rule === 'deex' ? deexAt(spec, setting, false) : calibratedAt(spec, setting);
      const temperatures = temperaturesOf(spec.temperature, facts.exits, calibrations);
      const shown = typeof spec.temperature === 'number' ? spec.temperature : listed(temperatures.map((t) => Number(t.toPrecision(4))));
      return {
        params: { ...params, rule: spec.rule, temperature: shown, ...elsewhere } as ChosenPolicy['params'],
        policy: { name: 'calibrated', rule, temperatures },
      };
    }
    case 'oracle':
      return { params: { among: spec.among, ...elsewhere }, policy: { name: 'oracle', among: spec.among } };
    case 'best-fixed':
      return bestFixedAt(spec, elsewhere);
    case 'all-edge':
      return { params: elsewhere, policy: { name: 'all-edge' } };
    case 'all-cloud':
      return { params: elsewhere, policy: { name: 'all-cloud' } };
    case 'ddnn':
      return compileDdnn(spec, elsewhere, facts);
    case 'custom':
      return { params: { ...shownParams(spec.params), ...elsewhere }, policy: customPlan(spec.params, entry, module) };
    default:
      return compileAdaptive(spec, setting, DEFAULT_TARGET);
  }
}

interface Thresholds {
  readonly p_d?: number | undefined;
  readonly p_tar?: number | undefined;
}

function deexAt(spec: Thresholds, { p_d, p_tar }: Setting, hasFallback: boolean) {
  const decisionThreshold = spec.p_d ?? (p_d as number);
  const own = spec.p_tar ?? (p_tar as number | undefined) ?? (hasFallback ? DEFAULT_TARGET : undefined);
  const targetThreshold = own ?? DEFAULT_TARGET;
  const rule = { kind: 'deex', decisionThreshold, targetThreshold, ...(hasFallback ? { hasFallback } : {}) } as const;
  return { params: { p_d: decisionThreshold, ...(own === undefined ? {} : { p_tar: own }) }, rule };
}

function ordinaryAt(spec: Thresholds, { p_d, p_tar }: Setting) {
  const targetThreshold = (spec.p_tar ?? p_tar ?? p_d ?? DEFAULT_TARGET) as number;
  const rule = { kind: 'ordinary', targetThreshold } as const;
  return { params: { ...(p_d === undefined ? {} : { p_d }), p_tar: targetThreshold }, rule };
}

/** The rule of ordinary; its point is named by what it takes its target from. */
function calibratedAt(spec: Thresholds, setting: Setting) {
  const { rule } = ordinaryAt(spec, setting);
  const isDriven = spec.p_tar === undefined && setting['p_tar'] === undefined && setting['p_d'] !== undefined;
  return { params: isDriven ? { p_d: rule.targetThreshold } : { p_tar: rule.targetThreshold }, rule };
}

/** The threshold is told once it is found. */
function bestFixedAt(spec: Extract<PolicySpec, { name: 'best-fixed' }>, elsewhere: Setting): ChosenPolicy {
  const ruleAt = (threshold: number): FixedPlan =>
    spec.rule === 'deex'
      ? { kind: 'deex', decisionThreshold: threshold, targetThreshold: spec.p_tar ?? DEFAULT_TARGET }
      : { kind: 'ordinary', targetThreshold: threshold };
  const goal: Goal =
    spec.max_latency === undefined
      ? { kind: 'accuracy', least: spec.min_accuracy ?? null }
      : { kind: 'latency', mostNs: parseDurationNs(spec.max_latency) };
  const { rule, p_tar, min_accuracy, max_latency } = spec;
  const told = Object.fromEntries(Object.entries({ rule, p_tar, min_accuracy, max_latency }).filter(([, value]) => value !== undefined));
  const params = { ...(told as Record<string, SweepValue>), ...elsewhere };
  return {
    params,
    policy: { name: 'best-fixed', rule: ruleAt(Number.NaN) },
    seek: (point) => {
      const { threshold } = bestThreshold(point, ruleAt(Number.NaN), goal);
      return { params: { rule, threshold, ...params }, policy: { name: 'best-fixed', rule: ruleAt(threshold) } };
    },
  };
}

type CustomParams = CustomPlan['params'];

function customPlan(params: CustomParams, entry: number, module: GuestModule | undefined): CustomPlan {
  if (module === undefined) throw new Error(`choosePolicy needs the module of policy ${entry}, loaded before`);
  return { name: 'custom', entry, params, ...module };
}

/** Yes and no as words: params of a result are numbers and text. */
function shownParams(params: CustomParams): Record<string, SweepValue> {
  const shown = (value: CustomParams[string]) => (typeof value === 'boolean' ? (value ? 'yes' : 'no') : value);
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [key, shown(value)]));
}

/** T of each exit 1..N-1. */
function temperaturesOf(
  temperature: Extract<PolicySpec, { name: 'calibrated' }>['temperature'],
  exits: number,
  calibrations: ReadonlyMap<string, readonly number[]>,
): readonly number[] {
  if (typeof temperature === 'number') return new Array<number>(exits - 1).fill(temperature);
  if (!('from' in temperature)) return temperature;
  const found = calibrations.get(temperature.from);
  if (found === undefined) throw new Error(`choosePolicy needs calibration "${temperature.from}", read before`);
  return found.slice(0, exits - 1);
}

/** A list as one value. */
function listed(values: number | readonly number[]): SweepValue {
  return typeof values === 'number' ? values : values.join(', ');
}
