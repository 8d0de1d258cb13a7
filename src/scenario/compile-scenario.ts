/**
 * From the user's words to the engine's numbers: a checked scenario, its model, trace and timings become a plan.
 */

import { isFeatureCodec } from '../models/codecs/codec-names.ts';
import type { Model } from '../models/load-model.ts';
import { type CodedAnswers, payloadBytes } from '../models/read-coded.ts';
import type { Timing, Trace } from '../models/trace.ts';
import type {
  CapacityPlan,
  PayloadPlan,
  PointPlan,
  PolicyPlan,
  RecordedExits,
  TierCosts,
  WorkloadPlan,
  WorldPlan,
} from '../sim/plan/plan.ts';
import { compileAdaptive } from './compile-adaptive.ts';
import { compileWorkload } from './compile-workload.ts';
import { compileTiers, compileWorld } from './compile-world.ts';
import type { Setting, SweepValue } from './expand-sweep.ts';
import type { Validation } from './find-validations.ts';
import type { PolicySpec, Scenario } from './schema.ts';
import { parseBytes } from './units.ts';

/** p_tar where neither policy nor sweep says one. */
const DEFAULT_TARGET = 0.8;

/** What a scenario refers to, loaded. */
export interface Recordings {
  readonly model: Model;
  readonly trace: Trace;
  readonly timings: ReadonlyMap<string, Timing>;
  /** Arrival times [ns]; null unless arrivals are timestamps. */
  readonly timesNs: Float64Array | null;
  /** Capacities read from files, by `profileKey`. */
  readonly profiles: ReadonlyMap<string, CapacityPlan>;
  /** What the codec of the payload changes. */
  readonly coded: CodedAnswers;
  /** Recordings of other samples, by the name that policies call them. */
  readonly validations: ReadonlyMap<string, Validation>;
}

/** One setting of the sweep with the scenario it gives. */
export interface SettledScenario {
  readonly setting: Setting;
  readonly scenario: Scenario;
}

/** @returns policies in the order written, each with its settings in the order of the sweep */
export function compileScenario(settled: readonly SettledScenario[], recordings: Recordings): PointPlan[] {
  const { model, trace, coded } = recordings;
  const recorded = recordedExits(trace, coded);
  const worlds = new Map<string, { world: WorldPlan; workload: WorkloadPlan; tiers: TierCosts[]; payload: PayloadPlan }>();
  const seen = new Set<string>();
  const policies = settled[0]?.scenario.policies ?? [];
  return policies.flatMap((_, p) => {
    return settled.flatMap(({ setting, scenario }): PointPlan[] => {
      const spec = scenario.policies[p] as PolicySpec;
      const { params, policy } = choosePolicy(spec, setting);
      const key = JSON.stringify([policy, params]);
      if (seen.has(key)) return [];
      seen.add(key);
      const { p_d: _d, p_tar: _t, ...elsewhere } = setting;
      const worldKey = JSON.stringify(elsewhere);
      let parts = worlds.get(worldKey);
      if (parts === undefined) {
        parts = {
          world: compileWorld(scenario, recordings.profiles),
          workload: compileWorkload(scenario, recordings.timesNs),
          tiers: compileTiers(scenario, recordings.timings, trace.samples, trace.exits),
          payload: compilePayload(scenario, model, coded),
        };
        worlds.set(worldKey, parts);
      }
      return [
        {
          policy,
          params,
          isTargetSwept: 'p_tar' in setting && 'p_tar' in params && !('p_tar' in spec),
          recorded,
          ...parts,
          ...compileProfile(spec, scenario, recordings),
          exits: trace.exits,
          classes: trace.classes,
        },
      ];
    });
  });
}

function recordedExits({ labels, confidence, prediction }: Trace, coded: CodedAnswers): RecordedExits {
  return { labels, confidence, prediction, coded: coded.exits };
}

/** What a policy that makes a table beforehand makes it from. */
function compileProfile(spec: PolicySpec, scenario: Scenario, { model, validations }: Recordings): Pick<PointPlan, 'profile'> {
  if (!('profile' in spec)) return {};
  const validation = validations.get(spec.profile);
  if (validation === undefined) throw new Error(`compileProfile needs trace "${spec.profile}", read before`);
  const { trace, timings, coded } = validation;
  return {
    profile: {
      recorded: recordedExits(trace, coded),
      tiers: compileTiers(scenario, timings, trace.samples, trace.exits),
      payload: compilePayload(scenario, model, coded),
    },
  };
}

/**
 * A policy at a setting, and the params that name the point: every swept value that bears on it, then its own thresholds.
 *
 * In a p_d sweep, ordinary takes p_tar = p_d unless it states its own.
 */
function choosePolicy(spec: PolicySpec, setting: Setting): { params: Record<string, SweepValue>; policy: PolicyPlan } {
  const { p_d: sweptDecision, p_tar: sweptTarget, ...elsewhere } = setting;
  const decision = sweptDecision as number | undefined;
  const target = sweptTarget as number | undefined;
  switch (spec.name) {
    case 'deex': {
      const decisionThreshold = spec.p_d ?? (decision as number);
      const targetThreshold = spec.p_tar ?? target ?? DEFAULT_TARGET;
      const own = spec.p_tar ?? target;
      return {
        params: { p_d: decisionThreshold, ...(own === undefined ? {} : { p_tar: own }), ...elsewhere },
        policy: { name: 'deex', decisionThreshold, targetThreshold },
      };
    }
    case 'ordinary': {
      const targetThreshold = spec.p_tar ?? target ?? decision ?? DEFAULT_TARGET;
      return {
        params: { ...(decision === undefined ? {} : { p_d: decision }), p_tar: targetThreshold, ...elsewhere },
        policy: { name: 'ordinary', targetThreshold },
      };
    }
    case 'random':
      return { params: { share: spec.share, ...elsewhere }, policy: { name: 'random', share: spec.share } };
    case 'all-edge':
      return { params: elsewhere, policy: { name: 'all-edge' } };
    case 'all-cloud':
      return { params: elsewhere, policy: { name: 'all-cloud' } };
    default:
      return compileAdaptive(spec, setting, DEFAULT_TARGET);
  }
}

/** The picture is raw 8-bit pixels: its own size where the manifest says one, else one byte for each value of the input. */
function compilePayload({ offload }: Scenario, { manifest }: Model, coded: CodedAnswers): PayloadPlan {
  const picture = manifest.dataset?.['pictureBytes'];
  const values = manifest.input.shape.reduce((product, size) => product * size, 1);
  const raw = typeof picture === 'number' ? picture : values;
  const codec = offload?.codec ?? 'f32';
  return {
    kind: offload?.payload ?? 'features',
    inputBytes: coded.inputBytes ?? raw,
    featureBytes: payloadBytes(manifest, isFeatureCodec(codec) ? codec : 'f32'),
    overheadBytes: offload === undefined ? 0 : parseBytes(offload.overhead),
  };
}
