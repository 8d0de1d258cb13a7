/** The search against the simulator: its figures without queues, its choice against trying everything, and what it may not look at. */

import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { checkTraces } from '../../src/optimize/search/check-search.ts';
import { type Objective, type ObjectiveWords, parseObjective } from '../../src/optimize/search/objective.ts';
import { optimize } from '../../src/optimize/search/optimize.ts';
import type { Optimum, OptimumCandidate } from '../../src/optimize/search/optimum.ts';
import { RankCounter } from '../../src/optimize/search/rank-counter.ts';
import { screenSettings } from '../../src/optimize/search/screen.ts';
import { SEARCH_KEYS, type SearchKey } from '../../src/optimize/search/search-keys.ts';
import { settingRunner } from '../../src/optimize/search/simulate-settings.ts';
import { searchSpace } from '../../src/optimize/search/space.ts';
import { compareFigures, compareStandings, figureOf, type Order, type Standing, standingOf } from '../../src/optimize/search/standing.ts';
import { OptimumSchema } from '../../src/report/optimum-schema.ts';
import { type LoadedScenario, loadScenario } from '../../src/scenario/load-scenario.ts';
import { nearestRank } from '../../src/stats/nearest-rank.ts';
import { openWorkspace } from '../scenario/open-workspace.ts';
import { SEARCH_SCENARIO, writeSearchTrace } from './search-traces.ts';

const { cwd, write } = await openWorkspace();
before(async () => {
  await writeSearchTrace(cwd, 'test', 1);
  await writeSearchTrace(cwd, 'validation', 2);
});

const ALL: ReadonlySet<SearchKey> = new Set(SEARCH_KEYS);

function objectiveOf(words: Partial<ObjectiveWords>): Objective {
  const objective = parseObjective({ slo: [], ...words });
  assert.ok(typeof objective !== 'string', String(objective));
  return objective;
}

async function load(on: string, sets: readonly string[] = []): Promise<LoadedScenario> {
  return loadScenario(await write(SEARCH_SCENARIO), { cwd, sets, on });
}

async function search(words: Partial<ObjectiveWords>, sets: readonly string[] = [], test = 'test'): Promise<Optimum> {
  const options = { free: ALL, yamlOf: () => 'yaml', engine: '0' };
  const optimum = await optimize(await load(test, sets), await load('validation', sets), objectiveOf(words), options);
  OptimumSchema.parse(optimum);
  return optimum;
}

describe('ranks of a changing set', () => {
  it('are those of sorting it', () => {
    const values = Float64Array.from({ length: 50 }, (_, i) => (i * 37) % 23);
    const ranks = new RankCounter(values);
    const members: number[] = [];
    values.forEach((value, i) => {
      ranks.add(ranks.placeOf(value), 1);
      members.push(value);
      if (i % 3 === 2) ranks.add(ranks.placeOf(members.shift() as number), -1);
      const sorted = Float64Array.from(members).sort();
      for (const percent of [1, 50, 95, 100]) assert.equal(ranks.percentile(percent), nearestRank(sorted, percent));
    });
  });
});

describe('settings where nobody waits', () => {
  for (const sets of [
    [],
    ['links.edge-cloud.down=null', 'workload.devices=3'],
    [
      'tiers={ a: { exits: [1], timing: slow }, b: { exits: [2], timing: slow }, c: { exits: [3], timing: fast, power: 9 W } }',
      'links={ a-b: { rtt: 1 ms, up: { bandwidth: 5 Mbit/s } }, b-c: { rtt: 9 ms, up: { bandwidth: 2 Mbit/s } } }',
    ],
  ]) {
    it(`are what the simulator says when hardly anybody comes${sets.length === 0 ? '' : `: ${sets[0]}`}`, async () => {
      const idle = await load('validation', [...sets, 'workload.arrivals.rate=0.0001/s', 'replications=1']);
      const screened = await screenSettings(idle, searchSpace(idle, ALL), objectiveOf({ minAccuracy: '0' }));
      assert.ok(screened.length > 100, String(screened.length));
      const some = screened.filter((_, i) => i % 7 === 0);
      const simulate = await settingRunner(
        idle,
        some.map(({ setting }) => setting),
      );
      some.forEach(({ setting, quiet }, i) => {
        const { result } = simulate(i, 1);
        const { mean, p50, p90, p95, p99 } = result.latency_ms;
        const told = JSON.stringify(setting);
        for (const [figure, value] of Object.entries({ p50, p90, p95, p99 })) {
          assert.equal(value, quiet.latencyMs[figure as 'p50'], `${figure} of ${told}`);
        }
        assert.ok(Math.abs((mean ?? 0) - quiet.latencyMs.mean) < 1e-9 * quiet.latencyMs.mean, told);
        assert.equal(result.accuracy, quiet.accuracy, told);
        assert.ok(Math.abs((result.energy_j_mean ?? -1) - quiet.leastJ) < 1e-9, told);
        const load = Math.max(...Object.values(result.load ?? {}));
        assert.ok(Math.abs(load - quiet.load) < 1e-9 * load, `${load} ${quiet.load} ${told}`);
      });
    });
  }
  it('are bounds of what they are where somebody waits', async () => {
    const busy = await load('validation', ['workload.arrivals.rate=40/s']);
    const screened = (await screenSettings(busy, searchSpace(busy, ALL), objectiveOf({ minAccuracy: '0' }))).filter((_, i) => i % 9 === 0);
    const simulate = await settingRunner(
      busy,
      screened.map(({ setting }) => setting),
    );
    let waiting = 0;
    screened.forEach(({ quiet }, i) => {
      const { result } = simulate(i, 1);
      assert.equal(result.stable, quiet.load < 1);
      if (result.latency_ms.p95 === null) return;
      assert.ok(result.latency_ms.p95 >= quiet.latencyMs.p95);
      if (result.latency_ms.p95 > quiet.latencyMs.p95) waiting++;
    });
    assert.ok(waiting > 10);
  });
});

describe('a search', () => {
  for (const [words, sets] of [
    [{ slo: ['p95<=40ms'], minAccuracy: '0.8' }, []],
    [{ slo: ['p95<=60ms'], prefer: 'accuracy' }, []],
    [{ slo: ['mean<=25ms,p99<=200ms'], minAccuracy: '0.75' }, ['workload.arrivals.rate=35/s']],
    [{ minAccuracy: '0.82', prefer: 'energy' }, ['links.edge-cloud.up.bandwidth=4 Mbit/s']],
  ] as const) {
    it(`chooses what trying everything would choose: ${JSON.stringify(words)} ${sets.join(' ')}`, async () => {
      const objective = objectiveOf(words);
      const validation = await load('validation', sets);
      const optimum = await search(words, sets);
      const every = await screenSettings(validation, searchSpace(validation, ALL), objective);
      const simulate = await settingRunner(
        validation,
        every.map(({ setting }) => setting),
      );
      const names = Object.keys(validation.scenario.tiers);
      const bestBy = (order: Order, replications: number) => {
        let best: { standing: Standing; at: number } | null = null;
        every.forEach((_, at) => {
          const { result } = simulate(at, replications);
          const standing = standingOf((figure) => figureOf(result, figure), objective);
          if (best === null || order(standing, best.standing) < 0) best = { standing, at };
        });
        const { at, standing } = best as unknown as { standing: Standing; at: number };
        assert.equal(standing.lack, 0, 'the case has a solution');
        const { setting } = every[at] as (typeof every)[number];
        const exits = Object.fromEntries(names.map((name, t) => [name, setting.deployment.exits[t]]));
        const { payload, codec } = setting.deployment;
        return { standing, setting: { policy: setting.policy, exits, payload, codec } };
      };
      const replications = ({ validation: { replications } }: OptimumCandidate) => replications;
      const chosen = optimum.recommendation ?? (optimum.nearest_miss as OptimumCandidate);
      const sure = bestBy(compareStandings, replications(chosen));
      assert.deepEqual(chosen.setting, sure.setting);
      const bold = bestBy(compareFigures, replications(optimum.at_the_limit ?? chosen));
      assert.deepEqual(optimum.at_the_limit?.setting, bold.standing.goal < sure.standing.goal ? bold.setting : undefined);
      assert.ok(optimum.search.simulated < every.length);
    });
  }
  it('says what lacks least where nothing will do, and looks at no test sample', async () => {
    const optimum = await search({ slo: ['p95<=1ms'], minAccuracy: '0.99' });
    assert.equal(optimum.outcome, 'unmet');
    assert.equal(optimum.recommendation, null);
    assert.equal(optimum.nearest_miss?.test, null);
    assert.ok(optimum.nearest_miss?.checks.some(({ met, margin }) => !met && (margin ?? 0) < 0));
    assert.deepEqual([optimum.yaml, optimum.at_the_limit, optimum.runner_up, optimum.baseline], [null, null, null, null]);
  });
  it('says so where what is chosen does not hold on the test trace, and chooses the same whatever that trace is', async () => {
    await writeSearchTrace(cwd, 'other', 9);
    const words = { slo: ['p95<=60ms'], prefer: 'accuracy' } as const;
    const [one, other] = [await search(words), await search(words, [], 'other')];
    assert.notDeepEqual(one.recommendation?.test, other.recommendation?.test);
    assert.deepEqual(one.recommendation?.setting, other.recommendation?.setting);
    assert.deepEqual(one.front, other.front);
    const strict = await search({ minAccuracy: '0.82', slo: ['p95<=90ms'] }, [], 'other');
    const holds = strict.recommendation?.checks.every(({ met }) => met);
    assert.equal(strict.outcome, holds ? 'met' : 'missed_on_test');
  });
  it('gives the same bytes for the same seed', async () => {
    const words = { slo: ['p95<=40ms'], minAccuracy: '0.8' };
    assert.equal(JSON.stringify(await search(words)), JSON.stringify(await search(words)));
  });
  it('refuses a trace that shares samples with the one it reports on', async () => {
    const [test, validation] = [await load('test'), await load('validation')];
    const of = (loaded: LoadedScenario, split: string, sha256: string) => ({
      ...loaded,
      trace: { ...loaded.trace, sha256, metadata: { dataset: 'd', split } },
    });
    checkTraces(test, validation);
    checkTraces(of(test, 'a', '1'), of(test, 'b', '2'));
    checkTraces(of(test, 'a', '1'), of(validation, 'a', '2'));
    assert.throws(() => checkTraces(of(test, 'a', '1'), of(test, 'a', '2')), /--on {2}test has 120 samples of test; choose on one trace/);
  });
  it('leaves alone what it is told to', async () => {
    const validation = await load('validation');
    const space = searchSpace(validation, new Set<SearchKey>(['p_d']));
    assert.deepEqual(space.deployments, [{ exits: [[1, 2], [3]], payload: 'features', codec: 'f32' }]);
    assert.deepEqual(space.policies, ['deex']);
    assert.deepEqual(searchSpace(validation, new Set<SearchKey>(['policy'])).decisionThresholds, [0.7]);
    assert.deepEqual(
      searchSpace(validation, new Set<SearchKey>(['cut'])).deployments.map(({ exits }) => exits),
      [
        [[1, 2], [3]],
        [[1], [2, 3]],
      ],
    );
  });
});
