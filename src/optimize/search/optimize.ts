/**
 * From a scenario and an objective to what to deploy.
 *
 * ```
 *   space --screen, nobody waits--> promising --simulate, validation trace--> choice --simulate, scenario's trace--> report
 * ```
 * What is chosen depends on the validation trace alone; the scenario's own trace is looked at once, to say what the choice is worth.
 */

import type { LoadedScenario } from '../../scenario/load-scenario.ts';
import { deploymentOf } from '../../scenario/vary-scenario.ts';
import { sha256 } from '../../sim/kernel/sha256.ts';
import { canonicalJson } from '../../sim/summary/canonical-json.ts';
import type { PointResult } from '../../sim/summary/result.ts';
import { type Confirmed, confirmSettings } from './confirm.ts';
import type { Objective } from './objective.ts';
import type { Optimum, OptimumCandidate, OptimumCheck, OptimumFigures, OptimumSetting } from './optimum.ts';
import { pairedDifference } from './paired.ts';
import { type Screened, screenSettings } from './screen.ts';
import type { SearchKey } from './search-keys.ts';
import { kindOf, type Setting } from './setting.ts';
import { type Simulated, settingRunner, simulateSettings } from './simulate-settings.ts';
import { searchSpace } from './space.ts';
import { compareStandings, figureOf, isSure, marginOf } from './standing.ts';

export interface SearchOptions {
  /** What is searched; the rest stays as the scenario has it. */
  readonly free: ReadonlySet<SearchKey>;
  readonly onProgress?: (done: number, total: number) => void;
  /** Makes the YAML of the recommended setting. */
  readonly yamlOf: (setting: Setting) => string;
  readonly engine: string;
}

/** Replications of the baseline on the validation trace. */
const BASELINE_REPLICATIONS = 8;

/**
 * @param test the scenario, on its own trace
 * @param validation the same on the trace that is searched on
 */
export async function optimize(
  test: LoadedScenario,
  validation: LoadedScenario,
  objective: Objective,
  options: SearchOptions,
): Promise<Optimum> {
  const screened = await screenSettings(validation, searchSpace(validation, options.free), objective);
  const { ranking, boldest, front, simulated } = await confirmSettings(validation, screened, objective, options.onProgress ?? (() => {}));
  const best = ranking[0] as Confirmed;
  const isFound = best.standing.lack === 0;
  const rival = ranking.find(({ setting, standing }) => kindOf(setting) !== kindOf(best.setting) && (standing.lack === 0 || !isFound));
  const written = isFound ? await baselineOf(validation, screened, best.setting) : null;
  const own = written !== null && rival !== undefined && isSame(written.setting, rival.setting) ? rival : written;
  const isBolder = boldest.setting !== best.setting && boldest.standing.lack === 0 && boldest.standing.goal < best.standing.goal;
  const bold = isFound && isBolder ? boldest : null;
  const told = isFound ? [...new Set<Told>([best, bold ?? best, rival ?? best, own ?? best])] : [];
  const tested = await simulateSettings(
    test,
    told.map(({ setting }) => setting),
  );
  const onTest = new Map(told.map((one, i) => [one, tested[i] as Simulated]));
  const names = Object.keys(test.scenario.tiers);
  const candidate = (one: Told) => describeCandidate(one, names, objective, onTest.get(one) ?? null, onTest.get(best) ?? null);
  const chosen = candidate(best);
  const count = (fault: Screened['fault']) => screened.filter((one) => one.fault === fault).length;
  const originOf = ({ trace }: LoadedScenario) => ({ sha256: trace.sha256, samples: trace.samples });
  return {
    schema: 'sim.optimum/1',
    engine: options.engine,
    scenario: { name: test.scenario.name, sha256: sha256(canonicalJson(test.scenario)) },
    seed: test.plan.seed,
    objective,
    traces: { validation: originOf(validation), test: originOf(test) },
    search: {
      settings: screened.length,
      discarded: { load: count('load'), accuracy: count('accuracy'), latency: count('latency'), energy: count('energy') },
      simulated,
    },
    outcome: !isFound ? 'unmet' : chosen.checks.every(({ met }) => met) ? 'met' : 'missed_on_test',
    recommendation: isFound ? chosen : null,
    nearest_miss: isFound ? null : chosen,
    at_the_limit: bold === null ? null : candidate(bold),
    runner_up: isFound && rival !== undefined ? candidate(rival) : null,
    baseline: own === null ? null : candidate(own),
    front: front.map(({ setting, result }) => ({
      setting: describeSetting(setting, names),
      validation: describeFigures(result, objective),
    })),
    yaml: isFound ? options.yamlOf(best.setting) : null,
  };
}

function isSame(one: Setting, other: Setting): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** A setting with what the validation trace says of it. */
type Told = Pick<Confirmed, 'setting' | 'result'>;

/** The best with the scenario's own policies, cut, payload and codec, by the screen; null where that is the chosen one. */
async function baselineOf(loaded: LoadedScenario, screened: readonly Screened[], chosen: Setting): Promise<Told | null> {
  const written = JSON.stringify(deploymentOf(loaded.scenario));
  const policies = new Set<string>(loaded.scenario.policies.map(({ name }) => name));
  const own = screened.filter(
    ({ setting: { deployment, policy }, fault }) => JSON.stringify(deployment) === written && policies.has(policy.name) && fault !== 'load',
  );
  const [best] = [...own].sort((a, b) => compareStandings(a.guess, b.guess));
  if (best === undefined || kindOf(best.setting) === kindOf(chosen)) return null;
  const simulate = await settingRunner(loaded, [best.setting]);
  return { setting: best.setting, result: simulate(0, BASELINE_REPLICATIONS).result };
}

function describeCandidate(
  one: Told,
  tiers: readonly string[],
  objective: Objective,
  test: Simulated | null,
  best: Simulated | null,
): OptimumCandidate {
  const shown = test?.result ?? one.result;
  return {
    setting: describeSetting(one.setting, tiers),
    validation: describeFigures(one.result, objective),
    test: test === null ? null : describeFigures(test.result, objective),
    checks: objective.constraints.map((constraint): OptimumCheck => {
      const known = figureOf(shown, constraint.figure);
      const margin = marginOf(constraint, known.value);
      const { value, interval: ci95 } = known;
      return { ...constraint, value, ci95, margin, met: (margin ?? -1) >= 0, sure: isSure(constraint, known) };
    }),
    difference:
      test === null || best === null || test === best
        ? null
        : pairedDifference(test.run.replications, best.run.replications, objective.goal),
  };
}

function describeSetting({ deployment, policy }: Setting, tiers: readonly string[]): OptimumSetting {
  return {
    policy: { ...policy } as OptimumSetting['policy'],
    exits: Object.fromEntries(tiers.map((name, t) => [name, deployment.exits[t] as readonly number[]])),
    payload: deployment.payload,
    codec: deployment.codec,
  };
}

function describeFigures(point: PointResult, { latency }: Objective): OptimumFigures {
  const { mean, p50, p90, p95, p99 } = point.latency_ms;
  return {
    replications: point.replications,
    stable: point.stable,
    latency_ms: { mean, p50, p90, p95, p99 },
    latency_ci95: figureOf(point, latency).interval,
    accuracy: point.accuracy,
    accuracy_ci95: point.accuracy_ci95,
    energy_j_mean: point.energy_j_mean,
    offload_share: point.offload_share,
    lost_share: point.dropped / point.requests,
    deadline_missed_share: point.deadline_missed_share,
  };
}
