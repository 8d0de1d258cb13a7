/**
 * From the user's words to the engine's numbers: a checked scenario, its model, trace and timings become a plan.
 */

import type { GuestModule } from '../guests/load-policy-module.ts';
import { isFeatureCodec } from '../models/codecs/codec-names.ts';
import type { SimulatedModel } from '../models/load-model.ts';
import { payloadBytes, pictureBytes } from '../models/payload-bytes.ts';
import type { CodedAnswers } from '../models/read-coded.ts';
import type { Timing, Trace } from '../models/trace.ts';
import type { CapacityPlan, PayloadPlan, PointPlan, RecordedExits, TierCosts, WorkloadPlan, WorldPlan } from '../sim/plan/plan.ts';
import { choosePolicy } from './choose-policy.ts';
import type { Facts } from './compile-ddnn.ts';
import { compileWorkload } from './compile-workload.ts';
import { compileTiers, compileWorld } from './compile-world.ts';
import type { Setting } from './expand-sweep.ts';
import type { Validation } from './find-validations.ts';
import type { PolicySpec, Scenario } from './schema.ts';
import { parseBytes } from './units.ts';

/** What a scenario refers to, loaded. */
export interface Recordings {
  readonly model: SimulatedModel;
  readonly trace: Trace;
  readonly timings: ReadonlyMap<string, Timing>;
  /** Arrival times [ns]; null unless arrivals are timestamps. */
  readonly timesNs: Float64Array | null;
  /** Capacities read from files, by `profileKey`. */
  readonly profiles: ReadonlyMap<string, CapacityPlan>;
  /** What the codec of the payload changes. */
  readonly coded: CodedAnswers;
  /** Temperatures of each exit, by the calibration file as the scenario names it. */
  readonly calibrations: ReadonlyMap<string, readonly number[]>;
  /** Recordings of other samples, by the name that policies call them. */
  readonly validations: ReadonlyMap<string, Validation>;
  /** Policies that users bring, by their place among the scenario's. */
  readonly modules: ReadonlyMap<number, GuestModule>;
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
      const { params, policy, fork, seek } = choosePolicy(
        spec,
        ownSetting(setting, p),
        factsOf(scenario, trace),
        recordings.calibrations,
        p,
        recordings.modules.get(p),
      );
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
      const isTargetSwept = 'p_tar' in setting && 'p_tar' in params && !('p_tar' in spec);
      const world = fork === undefined ? parts.world : { ...parts.world, fork };
      const known = { policy, params, isTargetSwept, recorded, ...parts, world, exits: trace.exits, classes: trace.classes };
      const point = { ...known, ...compileProfile(spec, scenario, recordings) };
      return [seek === undefined ? point : { ...point, ...seek(point) }];
    });
  });
}

function factsOf({ tiers, offload }: Scenario, { exits, classes }: Trace): Facts {
  const overheadBytes = offload === undefined ? 0 : parseBytes(offload.overhead);
  return { exits, classes, held: Object.values(tiers).map((tier) => tier.exits), overheadBytes };
}

/** A setting without what is swept of other policies, `policies.2.T`: they bear on nothing here. */
function ownSetting(setting: Setting, policy: number): Setting {
  const isOthers = (key: string) => key.startsWith('policies.') && !key.startsWith(`policies.${policy}.`);
  return Object.fromEntries(Object.entries(setting).filter(([key]) => !isOthers(key)));
}

function recordedExits({ labels, confidence, prediction, logits }: Trace, coded: CodedAnswers): RecordedExits {
  return { labels, confidence, prediction, logits, coded: coded.exits };
}

/** What a policy that makes a table beforehand makes it from. */
function compileProfile(spec: PolicySpec, scenario: Scenario, { model, validations }: Recordings): Pick<PointPlan, 'profile'> {
  if (!('profile' in spec) || spec.profile === undefined) return {};
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

function compilePayload({ offload }: Scenario, { manifest }: SimulatedModel, coded: CodedAnswers): PayloadPlan {
  const codec = offload?.codec ?? 'f32';
  return {
    kind: offload?.payload ?? 'features',
    inputBytes: coded.inputBytes ?? pictureBytes(manifest),
    featureBytes: payloadBytes(manifest, isFeatureCodec(codec) ? codec : 'f32'),
    overheadBytes: offload === undefined ? 0 : parseBytes(offload.overhead),
  };
}
