import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Optimum } from '../../src/optimize/search/optimum.ts';
import { OptimumSchema } from '../../src/report/optimum-schema.ts';
import type { Result } from '../../src/sim/summary/result.ts';
import { SEARCH_SCENARIO, writeSearchTrace } from '../optimize/search-traces.ts';
import { makeToyWorkspace, TOY_SCENARIO } from '../scenario/toy-workspace.ts';
import { runSim } from './run-sim.ts';

let cwd = '';
before(async () => {
  cwd = await makeToyWorkspace();
  await writeSearchTrace(cwd, 'test', 1);
  await writeSearchTrace(cwd, 'validation', 2);
  await mkdir(join(cwd, 'worlds'));
  await writeFile(join(cwd, 'worlds', 'toy.yaml'), SEARCH_SCENARIO);
});
after(() => rm(cwd, { recursive: true, force: true }));

const sim = (...args: string[]) => runSim(cwd, args);
const SLO = ['--slo', 'p95<=90ms', '--min-accuracy', '0.7'];

describe('sim optimize', () => {
  it('says what to deploy, and writes it as a scenario that gives the figures it reports', async () => {
    const changed = ['--set', 'links.edge-cloud.up.bandwidth=2 Mbit/s', '--seed', '8', '--replications', '4'];
    const { status, stdout, stderr } = sim('optimize', 'worlds/toy.yaml', ...SLO, '--out', 'found', '--json', ...changed);
    assert.equal(status, 0, stderr);
    const optimum = JSON.parse(stdout) as Optimum;
    OptimumSchema.parse(optimum);
    assert.equal(stdout, await readFile(join(cwd, 'found', 'optimum.json'), 'utf8'));
    assert.deepEqual((await readdir(join(cwd, 'found'))).sort(), ['front.svg', 'front.vl.json', 'optimum.json', 'recommended.yaml']);
    await writeFile(join(cwd, 'worlds', 'pasted.yaml'), optimum.yaml as string);
    for (const file of ['found/recommended.yaml', 'worlds/pasted.yaml']) {
      const run = sim('run', file, '--json', '--out', `ran/${file}`);
      assert.equal(run.status, 0, run.stderr);
      const { points, seed } = JSON.parse(run.stdout) as Result;
      const [point] = points as [Result['points'][number]];
      const { test, checks } = optimum.recommendation as NonNullable<Optimum['recommendation']>;
      assert.deepEqual([points.length, seed, point.replications], [1, 8, 4]);
      const { mean, p50, p90, p95, p99 } = point.latency_ms;
      assert.deepEqual(test?.latency_ms, { mean, p50, p90, p95, p99 });
      assert.deepEqual(
        [test?.accuracy, test?.accuracy_ci95, test?.energy_j_mean],
        [point.accuracy, point.accuracy_ci95, point.energy_j_mean],
      );
      assert.deepEqual(checks.find(({ figure }) => figure === 'p95')?.ci95, point.latency_ms.p95_ci95);
    }
    const other = sim('optimize', 'worlds/toy.yaml', ...SLO, '--out', 'found', '--set', 'name=other');
    assert.equal(other.status, 3);
    assert.match(other.stderr, /found\/optimum\.json {2}holds what was found for scenario "toy", not "other"/);
  });
  it('prints no line too wide', () => {
    const { status, stdout, stderr } = sim('optimize', 'worlds/toy.yaml', ...SLO);
    assert.equal(status, 0, stderr);
    for (const words of ['Deploy ', 'margin', 'runner-up', 'What can be had', 'YAML to paste', 'extends: toy.yaml', 'policies: [ ']) {
      assert.ok(stdout.includes(words), words);
    }
    assert.deepEqual(
      stdout.split('\n').filter((line) => [...line].length > 100),
      [],
    );
  });
  it('exits with 4 and the nearest miss where nothing will do, its document printed all the same', () => {
    const { status, stdout } = sim('optimize', 'worlds/toy.yaml', '--slo', 'p95<=1ms', '--min-accuracy', '0.99');
    assert.equal(status, 4);
    assert.match(stdout, /^no setting meets this\. Nearest miss: .+ on the\s+validation\s+trace: /m);
    assert.match(stdout, /missed/);
    const document = sim('optimize', 'worlds/toy.yaml', '--slo', 'p95<=1ms', '--min-accuracy', '0.99', '--json');
    assert.equal(document.status, 4);
    assert.equal((JSON.parse(document.stdout) as Optimum).outcome, 'unmet');
  });
  it('tells wrong words from a scenario that cannot be searched', async () => {
    for (const args of [[], ['--slo', 'p95<80'], ['--min-accuracy', '0.8', '--fix', 'speed'], [...SLO, '--prefer', 'cost']]) {
      assert.equal(sim('optimize', 'worlds/toy.yaml', ...args).status, 2, args.join(' '));
    }
    const refused = (pattern: RegExp, ...args: string[]) => {
      const { status, stderr } = sim('optimize', 'worlds/toy.yaml', ...args);
      assert.equal(status, 3, stderr);
      assert.match(stderr, pattern);
    };
    refused(/^--on {2}trace: .*there is no trace "held-out"/, ...SLO, '--on', 'held-out');
    refused(/^--on {2}test is the trace that the scenario reports on; /, ...SLO, '--on', 'test');
    refused(/workload\.deadline: missing, and --slo missed counts/, '--slo', 'missed<=0.1');
    refused(/tiers: no part counts energy/, '--max-energy', '2 J', '--set', 'tiers.edge.power=null');
  });
  it('says so where there is no trace to choose on', async () => {
    const bare = await makeToyWorkspace();
    await writeFile(join(bare, 'toy.yaml'), TOY_SCENARIO);
    const { status, stderr } = runSim(bare, ['optimize', 'toy.yaml', ...SLO]);
    await rm(bare, { recursive: true, force: true });
    assert.equal(status, 3);
    assert.match(stderr, /^--on {2}trace: .*there is no trace "validation"/);
  });
});
