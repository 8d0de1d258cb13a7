/**
 * Where the systems are run: shipped scenarios with values replaced, each simulated once, and told as the command that does the same.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../models/package-root.ts';
import { InvalidInput } from '../problems/invalid-input.ts';
import { type LoadedScenario, loadScenario } from '../scenario/load-scenario.ts';
import type { PointResult, Result } from '../sim/summary/result.ts';
import { simulate } from '../simulate.ts';

export interface Experiment {
  readonly loaded: LoadedScenario;
  readonly result: Result;
  /** `sim run scenarios/paper.yaml --set 'replications=10'`. */
  readonly command: string;
}

export interface Laboratory {
  /** @param scenario name of a shipped scenario, such as `paper` @param sets `KEY=VALUE` each, as for `sim run --set` */
  run(scenario: string, sets?: readonly string[]): Promise<Experiment>;
  /** Whether this version has a policy, by its name alone. */
  knows(policy: string): Promise<boolean>;
  /** Whether a model ships whose name holds the word. */
  hasModel(word: string): Promise<boolean>;
  /** Loaded and not run. */
  load(scenario: string, sets?: readonly string[]): Promise<LoadedScenario>;
}

/** @param onRun called before each run with the number of runs so far */
export function openLaboratory(onRun: (runs: number) => void = () => {}): Laboratory {
  const home = packageRoot();
  const done = new Map<string, Experiment>();
  const load = (scenario: string, sets: readonly string[] = []) =>
    loadScenario(join(home, 'scenarios', `${scenario}.yaml`), { sets, cwd: home });
  const run = async (scenario: string, sets: readonly string[] = []): Promise<Experiment> => {
    const command = commandOf('run', scenario, sets);
    const known = done.get(command);
    if (known !== undefined) return known;
    onRun(done.size);
    const loaded = await load(scenario, sets);
    const experiment = { loaded, result: simulate(loaded), command };
    done.set(command, experiment);
    return experiment;
  };
  return {
    run,
    load,
    async knows(policy) {
      try {
        await load('4g', [`policies=[{ name: ${policy} }]`]);
        return true;
      } catch (error) {
        if (error instanceof InvalidInput) return error.problems.every(({ fact }) => !/not supported|not known/.test(fact));
        throw error;
      }
    },
    hasModel: async (word) => (await readdir(join(home, 'models'))).some((name) => name.toLowerCase().includes(word)),
  };
}

/** As typed in a shell, in a clone. */
export function commandOf(verb: 'run' | 'partition', scenario: string, sets: readonly string[]): string {
  return [`sim ${verb} scenarios/${scenario}.yaml`, ...sets.map((set) => `--set '${set}'`)].join(' ');
}

/** The one point of a policy, and of its parameters where given. @throws Error where there is none */
export function pointOf({ result }: Experiment, policy: string, params: PointResult['params'] = {}): PointResult {
  const found = result.points.find(
    (point) => point.policy === policy && Object.entries(params).every(([key, value]) => point.params[key] === value),
  );
  if (found === undefined) throw new Error(`pointOf: ${result.scenario.name} has no point of ${policy} with ${JSON.stringify(params)}`);
  return found;
}

/** Mean latency [ms]. @throws Error where nothing was answered */
export function meanMs({ policy, latency_ms }: PointResult): number {
  if (latency_ms.mean === null) throw new Error(`meanMs: ${policy} answered nothing`);
  return latency_ms.mean;
}

/** Share of right answers. @throws Error where nothing was answered */
export function accuracyOf({ policy, accuracy }: PointResult): number {
  if (accuracy === null) throw new Error(`accuracyOf: ${policy} answered nothing`);
  return accuracy;
}
