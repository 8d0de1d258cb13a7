/** `sim regimes` as a user runs it. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { loadScenario } from '../../src/index.ts';
import type { Regimes } from '../../src/report/regimes/regimes.ts';
import { runThreaded } from '../../src/simulate-on-threads.ts';
import { makeToyWorkspace, TOY_SCENARIO } from '../scenario/toy-workspace.ts';
import { runSim } from './run-sim.ts';

let cwd = '';
before(async () => {
  cwd = await makeToyWorkspace();
  await writeFile(join(cwd, 'toy.yaml'), TOY_SCENARIO);
});
after(() => rm(cwd, { recursive: true, force: true }));

const GRID = ['--bandwidths', '8 Mbit/s, 400 kbit/s', '--rates', '5/s,20/s', '--replications', '6'];
const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const regimes = (...args: string[]) => runSim(cwd, ['regimes', 'toy.yaml', ...GRID, ...args]);

describe('sim regimes', () => {
  it('prints a map for each payload and accuracy, no line wider than 100 columns, and writes the files', async () => {
    const { status, stdout, stderr } = regimes('--payloads', 'features, features:u8,input', '--accuracies', '0.6,0.8');
    assert.equal(status, 0, stderr);
    assert.ok(
      stdout.split('\n').every((line) => [...line].length <= 100),
      stdout,
    );
    for (const name of ['features f32', 'features u8', 'raw picture']) {
      for (const share of ['60.0', '80.0']) assert.match(stdout, new RegExp(`^${name}, at least ${share}% right: DEEx is `, 'm'));
    }
    assert.match(stdout, /^ {4}uplink +5\/s +20\/s\n +8 Mbit\/s .*\n400 kbit\/s /m);
    const files = await readdir(join(cwd, 'reports', 'toy-regimes'));
    assert.deepEqual(files.sort(), ['regimes.csv', 'regimes.json', 'regimes.svg', 'regimes.vl.json']);
    const csv = readFileSync(join(cwd, 'reports', 'toy-regimes', 'regimes.csv'), 'utf8')
      .trimEnd()
      .split('\n');
    assert.equal(csv.length, 1 + 3 * 2 * 2 * 2);
    assert.match(csv[0] as string, /^payload,codec,bandwidth,rate,accuracy,verdict,deex_state,/);
  });

  it('--json holds what the same points give when they are run by themselves', async () => {
    const { status, stdout, stderr } = regimes('--json', '--accuracies', '0.6', '--out', 'mine', '--jobs', '1');
    assert.equal(status, 0, stderr);
    const document = JSON.parse(stdout) as Regimes;
    assert.equal(document.schema, 'sim.regimes/1');
    assert.deepEqual(document.bandwidths, ['400 kbit/s', '8 Mbit/s']);
    assert.deepEqual(document.replications, { choosing: 2, comparing: 4 });
    const compared = document.cells.filter(({ latency_ms_difference }) => latency_ms_difference !== null);
    assert.ok(compared.length > 0);
    for (const { bandwidth, rate, deex, ordinary, latency_ms_difference } of compared) {
      const means: (readonly number[])[] = [];
      for (const [name, side] of [
        ['deex', deex],
        ['ordinary', ordinary],
      ] as const) {
        const sets = [
          `policies=[{ name: ${name} }]`,
          `sweep={ p_d: [${side.p_d}] }`,
          `links.edge-cloud.up.bandwidth=${bandwidth}`,
          `workload.arrivals.rate=${rate}`,
          'replications=6',
        ];
        const { result, runs } = await runThreaded(await loadScenario('toy.yaml', { sets, cwd }), { jobs: 1 });
        const [[point], [run]] = [result.points, runs];
        assert.ok(point !== undefined && run !== undefined);
        assert.ok(point.stable);
        assert.ok(Math.abs(point.offload_share - (side.offload_share as number)) < 1e-12);
        assert.ok(Math.abs((point.accuracy as number) - (side.right_share as number)) < 1e-12);
        const compares = run.replications.slice(2).map(({ meanNs }) => meanNs / 1e6);
        means.push(compares);
        assert.ok(Math.abs(average(compares) - (side.latency_ms_mean as number)) < 1e-9);
      }
      const differences = (means[0] as readonly number[]).map((ms, index) => ms - (means[1]?.[index] as number));
      assert.ok(Math.abs(average(differences) - (latency_ms_difference as number)) < 1e-9);
    }
  });

  it('is the same bytes for any number of threads', () => {
    const [one, two] = [1, 2].map((jobs) => regimes('--json', '--jobs', String(jobs), '--out', `jobs-${jobs}`).stdout);
    assert.ok((one as string).length > 100);
    assert.equal(one, two);
  });

  it('tells what is wrong with each word, and the remedy', () => {
    const cases: readonly (readonly [args: readonly string[], status: number, message: RegExp])[] = [
      [['--bandwidths', '8', '--rates', '5/s'], 2, /--bandwidths: "8" has no unit; write a bandwidth such as "5\.85 Mbit\/s"/],
      [['--bandwidths', '8 Mbit/s, 8000 kbit/s', '--rates', '5/s'], 2, /--bandwidths: 8000 kbit\/s is there twice/],
      [['--bandwidths', '8 Mbit/s', '--rates', 'often'], 2, /--rates: "often" is not a rate; write a rate such as "20\/s"/],
      [['--bandwidths', '8 Mbit/s', '--rates', '5/s', '--payloads', 'input:u8'], 2, /--payloads: "input:u8" is no payload; write features/],
      [['--bandwidths', '8 Mbit/s', '--rates', '5/s', '--accuracies', '88'], 2, /--accuracies: "88" is no share; write numbers/],
      [['--bandwidths', '8 Mbit/s', '--rates', '5/s', '--link', 'none'], 2, /--link none: the scenario has edge-cloud/],
      [['--bandwidths', '8 Mbit/s', '--rates', '5/s', '--replications', '2'], 3, /replications: 2 are too few.*write 3 or more/],
      [
        ['--bandwidths', '8 Mbit/s', '--rates', '5/s', '--replications', '3', '--set', 'workload.arrivals={ process: offline }'],
        3,
        /workload\.arrivals: process offline has no rate to vary; take one that has/,
      ],
    ];
    for (const [args, status, message] of cases) {
      const outcome = runSim(cwd, ['regimes', 'toy.yaml', ...args]);
      assert.equal(outcome.status, status, `${args.join(' ')}: ${outcome.stderr}`);
      assert.match(outcome.stderr, message);
      assert.equal(outcome.stdout, '');
    }
  });

  it("keeps another scenario's map unless it is told to overwrite it", () => {
    const other = (...args: string[]) => regimes('--set', 'name=other', '--out', 'mine', '--json', ...args);
    const refused = other();
    assert.equal(refused.status, 3);
    assert.match(refused.stderr, /regimes\.json.*holds what was found for scenario "toy", not "other"/);
    assert.equal(other('--force').status, 0);
  });
});
