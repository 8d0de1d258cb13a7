/** Everything that may be decided: deployments, policies and their thresholds, as far as the search is not told to leave them alone. */

import { listCodecs } from '../../models/coded-columns.ts';
import { fitCalibration, withLogits } from '../../models/fit-calibration.ts';
import type { LoadedScenario } from '../../scenario/load-scenario.ts';
import type { PolicySpec, Scenario } from '../../scenario/schema.ts';
import { type Codec, type Deployment, deploymentOf, type PayloadKind } from '../../scenario/vary-scenario.ts';
import type { SearchKey } from './search-keys.ts';

/** Policies that are searched. */
const SEARCHED = ['deex', 'ordinary', 'all-edge', 'all-cloud', 'margin', 'entropy', 'calibrated'] as const;
export type SearchedPolicy = (typeof SEARCHED)[number];

export interface SearchSpace {
  /** Those first that change least of the scenario. */
  readonly deployments: readonly Deployment[];
  readonly policies: readonly SearchedPolicy[];
  /** Thresholds tried, ascending. */
  readonly decisionThresholds: readonly number[];
  readonly targetThresholds: readonly number[];
  /** Of calibrated confidence: one for all exits, or one for each exit 1..N-1. */
  readonly temperatures: readonly (number | readonly number[])[];
}

/** 0, 0.01, .. 1 and 1.01, which no confidence reaches. */
const GRID = Array.from({ length: 102 }, (_, i) => i / 100);

/** Temperatures besides the fitted ones: which of two samples is the surer depends on it, whatever fits best. */
const TEMPERATURES = [0.5, 2];

const CODECS: Readonly<Record<PayloadKind, readonly Codec[]>> = { features: ['f32', 'f16', 'u8'], input: ['f32', 'png', 'jpeg'] };

/**
 * @param loaded the scenario on the trace that is searched on; its policies and sweep say what a key that is left alone is left at
 * @param free what is searched
 */
export function searchSpace(loaded: LoadedScenario, free: ReadonlySet<SearchKey>): SearchSpace {
  const { scenario, trace, plan } = loaded;
  const named = new Set(scenario.policies.map(({ name }) => name));
  const temperatures = temperaturesOf(loaded, free);
  const possible = SEARCHED.filter((name) => {
    if (name === 'calibrated') return temperatures.length > 0;
    // Theirs is searched with p_tar, and looks at all probabilities.
    if (name === 'margin' || name === 'entropy') return trace.logits !== null && free.has('p_tar');
    return name !== 'deex' || trace.exits >= 3;
  });
  const thresholds = (key: 'p_d' | 'p_tar', pick: (spec: PolicySpec) => number | undefined): readonly number[] => {
    if (free.has(key)) return GRID;
    const swept = plan.points.map(({ params }) => params[key]);
    const own = [...swept, ...scenario.policies.map(pick)].filter((value) => typeof value === 'number');
    return own.length === 0 ? [0.8] : [...new Set(own)].sort((a, b) => a - b);
  };
  return {
    deployments: closestFirst(deployments(loaded, free), deploymentOf(scenario)),
    policies: free.has('policy') ? possible : possible.filter((name) => named.has(name)),
    decisionThresholds: thresholds('p_d', (spec) => ('p_d' in spec ? spec.p_d : undefined)),
    targetThresholds: thresholds('p_tar', (spec) => ('p_tar' in spec ? spec.p_tar : undefined)),
    temperatures,
  };
}

/** Those fitted to the trace that is searched on, and a few others; where they are left alone, those of the scenario's own policies. */
function temperaturesOf({ scenario, trace, recordings }: LoadedScenario, free: ReadonlySet<SearchKey>): (number | readonly number[])[] {
  if (trace.logits === null) return [];
  if (free.has('T')) {
    const fitted = fitCalibration(withLogits(trace, scenario.trace)).exits.slice(0, -1);
    return [fitted.map((T) => Number(T.toPrecision(3))), ...TEMPERATURES];
  }
  return scenario.policies.flatMap((policy) => {
    if (policy.name !== 'calibrated') return [];
    const { temperature } = policy;
    if (typeof temperature === 'number' || !('from' in temperature)) return [temperature];
    return [recordings.calibrations.get(temperature.from)?.slice(0, trace.exits - 1) ?? []];
  });
}

function deployments({ scenario, trace }: LoadedScenario, free: ReadonlySet<SearchKey>): Deployment[] {
  const written = deploymentOf(scenario);
  const { payload, codec } = written;
  const cuts = free.has('cut') ? cutsOf(scenario, trace.exits, written) : [written.exits];
  if (payload === null || codec === null) return cuts.map((exits) => ({ exits, payload, codec }));
  const recorded = new Set<Codec>(['f32', ...listCodecs(trace)]);
  const payloads: readonly PayloadKind[] = free.has('payload') ? ['features', 'input'] : [payload];
  return cuts.flatMap((exits) =>
    payloads.flatMap((kind) =>
      CODECS[kind]
        .filter((name) => (free.has('codec') ? recorded.has(name) : name === codec) && isTold(exits, name))
        .map((name) => ({ exits, payload: kind, codec: name })),
    ),
  );
}

/** Those first that change least of what is written. */
function closestFirst(deployments: readonly Deployment[], written: Deployment): Deployment[] {
  const changes = ({ exits, payload, codec }: Deployment) =>
    Number(JSON.stringify(exits) !== JSON.stringify(written.exits)) + Number(payload !== written.payload) + Number(codec !== written.codec);
  return [...deployments].sort((a, b) => changes(a) - changes(b));
}

/** Exits 1..k below the link and the others above it, for two tiers; more tiers are left as they are. */
function cutsOf({ tiers }: Scenario, exits: number, { exits: written }: Deployment): (readonly (readonly number[])[])[] {
  const [lower, upper] = Object.values(tiers);
  if (Object.keys(tiers).length !== 2 || lower?.timing === undefined || upper?.timing === undefined) return [written];
  const all = Array.from({ length: exits }, (_, i) => i + 1);
  return all.slice(0, -1).map((k) => [all.slice(0, k), all.slice(k)]);
}

/** The recording has answers behind one coded crossing of features only. */
function isTold(exits: readonly (readonly number[])[], codec: Codec): boolean {
  return (codec !== 'f16' && codec !== 'u8') || exits.filter((held) => held.length > 0).length <= 2;
}
