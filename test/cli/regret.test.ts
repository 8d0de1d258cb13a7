/** `sim regret` as a user runs it, reckoned once more from what `sim run --requests-out` writes. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Counterpart, Regret } from '../../src/report/regret/regret.ts';
import { makeToyWorkspace, TOY_SCENARIO } from '../scenario/toy-workspace.ts';
import { runSim } from './run-sim.ts';

let cwd = '';
before(async () => {
  cwd = await makeToyWorkspace();
  await writeFile(join(cwd, 'toy.yaml'), TOY_SCENARIO);
});
after(() => rm(cwd, { recursive: true, force: true }));

/** Student's t at 97.5 %, 3 degrees of freedom. */
const T3 = 3.182446305;

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean latency [ms] and share of right answers of each replication, request by request. */
function fromRequests(sets: readonly string[]): { ms: number[]; right: number[] } {
  const args = ['run', 'toy.yaml', '--replications', '4', '--quiet', '--out', 'one', '--requests-out', 'requests.csv'];
  const { status, stderr } = runSim(cwd, [...args, ...sets.flatMap((set) => ['--set', set])]);
  assert.equal(status, 0, stderr);
  const [header = '', ...lines] = readFileSync(join(cwd, 'requests.csv'), 'utf8').trimEnd().split('\n');
  const names = header.split(',');
  const found = lines.map((line) => {
    const cells = line.split(',');
    const at = (name: string) => Number(cells[names.indexOf(name)]);
    return { replication: at('replication'), request: at('request'), ms: (at('finish_ns') - at('arrival_ns')) / 1e6, right: at('correct') };
  });
  const counted = found.filter(({ request }) => request >= 20);
  const each = [0, 1, 2, 3].map((r) => counted.filter(({ replication }) => replication === r));
  return { ms: each.map((own) => mean(own.map(({ ms }) => ms))), right: each.map((own) => mean(own.map(({ right }) => right))) };
}

const settingOf = ({ policy, params }: Pick<Counterpart, 'policy' | 'params'>) => {
  if (policy === 'oracle') return ['policies=[{ name: oracle }]', 'sweep=null'];
  const key = policy === 'deex' ? 'p_d' : 'p_tar';
  return [`policies=[{ name: ${policy}, ${key}: ${params['p_d']} }]`, 'sweep=null'];
};

describe('sim regret', () => {
  it('tells what the requests themselves tell', () => {
    const { status, stdout, stderr } = runSim(cwd, ['regret', 'toy.yaml', '--replications', '4', '--json']);
    assert.equal(status, 0, stderr);
    const { rows, baseline, schema } = JSON.parse(stdout) as Regret;
    assert.deepEqual([schema, baseline, rows.length], ['sim.regret/1', 'ordinary', 6]);
    let held = 0;
    for (const row of [rows[1], rows[4]]) {
      assert.ok(row !== undefined);
      const own = fromRequests(settingOf(row));
      for (const other of [row.oracle, row.best_fixed, row.matched_accuracy, row.matched_offload_share]) {
        if (other === null) continue;
        const theirs = fromRequests(settingOf(other));
        const differences = own.ms.map((ms, r) => ms - (theirs.ms[r] as number));
        const middle = mean(differences);
        const spread = Math.sqrt(differences.reduce((sum, value) => sum + (value - middle) ** 2, 0) / 3);
        const half = (T3 * spread) / 2;
        const { difference, ci95 } = other.latency_ms_difference;
        assert.ok(Math.abs((difference as number) - middle) < 1e-9);
        assert.ok(Math.abs((ci95?.[0] as number) - (middle - half)) < 1e-6 && Math.abs((ci95?.[1] as number) - (middle + half)) < 1e-6);
        const right = mean(own.right.map((share, r) => share - (theirs.right[r] as number)));
        assert.ok(Math.abs((other.right_share_difference.difference as number) - right) < 1e-9);
        held++;
      }
    }
    assert.ok(held >= 6);
  });
  it('prints tables no wider than a terminal and writes the files', async () => {
    const { status, stdout, stderr } = runSim(cwd, ['regret', 'toy.yaml', '--baseline', 'deex']);
    assert.equal(status, 0, stderr);
    assert.ok(
      stdout.split('\n').every((line) => [...line].length <= 100),
      stdout,
    );
    assert.match(stdout, /Policy less deex, at its quickest setting that is as accurate/);
    const files = await readdir(join(cwd, 'reports', 'toy-regret'));
    assert.deepEqual(files.sort(), ['regret.csv', 'regret.json', 'regret.svg', 'regret.vl.json']);
  });
  it('tells what is wrong', () => {
    const unknown = runSim(cwd, ['regret', 'toy.yaml', '--baseline', 'edgent']);
    assert.equal(unknown.status, 2);
    assert.match(unknown.stderr, /--baseline edgent: write deex, ordinary, oracle/);
    const other = runSim(cwd, ['regret', 'toy.yaml', '--set', 'name=other', '--out', 'reports/toy-regret']);
    assert.equal(other.status, 3);
    assert.match(other.stderr, /regret\.json.*holds what was found for scenario "toy", not "other"/);
  });
});
