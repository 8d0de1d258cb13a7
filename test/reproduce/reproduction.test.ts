/** `sim reproduce`: the page that is kept, the systems in it, and the command. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { paperCharts } from '../../src/report/charts/paper-charts.ts';
import { PAPER_FIGURES } from '../../src/report/paper-figures.ts';
import type { Claim } from '../../src/reproduce/claim.ts';
import { shortReference } from '../../src/reproduce/claims-table.ts';
import { reproductionPage } from '../../src/reproduce/reproduction-page.ts';
import { type Reproduction, runReproduction, systemNames } from '../../src/reproduce/run-reproduction.ts';
import { runSim } from '../cli/run-sim.ts';

const PAGE = readFileSync(join('reports', 'reproduction.md'), 'utf8');

let reproduction: Reproduction;
before(async () => {
  reproduction = await runReproduction();
});

const claimOf = (system: string, quantity: RegExp): Claim => {
  const claims = reproduction.systems.find(({ name }) => name === system)?.claims ?? [];
  const found = claims.find((claim) => quantity.test(claim.quantity));
  assert.ok(found, `${system}: ${quantity}`);
  return found;
};

describe('reports/reproduction.md', () => {
  it('is what the runs of today give; if not: npm run reproduction', () => {
    const page = reproductionPage(reproduction, paperCharts(reproduction.paperRuns));
    const [kept, made] = [PAGE.split('\n'), page.split('\n')];
    kept.forEach((line, index) => {
      assert.equal(made[index], line, `line ${index + 1}`);
    });
    assert.equal(made.length, kept.length);
  });

  it('shows each figure 3 to 7, and the pictures lie beside it', () => {
    for (const figure of [3, 4, 5, 6, 7]) {
      assert.match(PAGE, new RegExp(`!\\[Figure ${figure}: `));
      const path = join('reports', 'reproduction', `figure-${figure}.svg`);
      assert.ok(existsSync(path), path);
    }
  });
});

describe('the systems', () => {
  it('are told by name beforehand, each with author, year, settings, headlines and a reason for its verdicts', () => {
    assert.deepEqual(
      reproduction.systems.map(({ name }) => name),
      systemNames(),
    );
    for (const system of reproduction.systems) {
      assert.match(shortReference(system), /^\p{Lu}.* (19|20)\d\d$/u, system.name);
      assert.ok(
        system.claims.some(({ isHeadline }) => isHeadline),
        system.name,
      );
      assert.ok(system.commands.length > 0 || system.missing === 'not yet in this version', system.name);
      for (const { quantity, verdict, incomparable, ours } of system.claims) {
        if (verdict === 'not comparable') assert.ok(incomparable ?? ours === null, `${system.name}: ${quantity}`);
      }
    }
    const counted = Object.values(reproduction.verdicts).reduce((sum, count) => sum + count, 0);
    assert.equal(
      counted,
      reproduction.systems.reduce((sum, { claims }) => sum + claims.length, 0),
    );
  });

  it('names each system after its first author, and both where there are two', () => {
    const of = (name: string) => shortReference(reproduction.systems.find((system) => system.name === name) as never);
    assert.equal(of('Partitioning'), 'Pacheco and Couto 2020');
    assert.equal(of('Neurosurgeon'), 'Kang et al. 2017');
    assert.equal(of('BranchyNet'), 'Teerapittayanon et al. 2016');
  });

  it('sets both of what the paper says of p_cross beside the same run, on both data sets', () => {
    for (const [system, experiment, text, caption] of [
      ['DEEx, CIFAR-10', 'full', 20, 29],
      ['DEEx, cat and dog', 'binary', 10, 14],
    ] as const) {
      const [said, captioned] = [claimOf(system, /stay \(text\)/), claimOf(system, /stay \(captions\)/)];
      assert.deepEqual([said.published.value, captioned.published.value], [text, caption]);
      assert.equal(said.ours, captioned.ours);
      const { keptAtCrossing, savedExit2 } = PAPER_FIGURES[experiment];
      const mixed = claimOf(system, /stay \(mixing\)/).published.value as number;
      assert.ok(Math.abs(mixed - (keptAtCrossing * savedExit2) / 100) < 1e-9);
      assert.ok(Math.abs(mixed - text) < Math.abs(mixed - caption), 'its own times support the text');
      assert.ok(Math.abs(claimOf(system, /^our mixing less/).ours as number) < 0.1, 'times mix by shares');
    }
  });

  it('finds the shortest path wherever there is one', () => {
    const { ours } = claimOf('Partitioning', /shortest path/);
    const [agreed, all] = String(ours).split(' of ');
    assert.equal(agreed, all);
  });
});

describe('sim reproduce', () => {
  let cwd = '';
  before(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'deex-sim-reproduce-'));
  });
  after(() => rm(cwd, { recursive: true, force: true }));

  it('--only prints those alone, no line wider than 100 columns, and leaves the page of all alone', async () => {
    const { status, stdout, stderr } = runSim(cwd, ['reproduce', '--only', 'BRANCHY']);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^BranchyNet \(Teerapittayanon et al\. 2016\)\n {2}speed-up/m);
    assert.ok(!stdout.includes('Neurosurgeon'));
    assert.ok(stdout.split('\n').every((line) => [...line].length <= 100));
    assert.deepEqual(await readdir(cwd), []);
  });

  it('--json is one document on stdout; --out gets the files; the same bytes wherever it runs', async () => {
    const { status, stdout, stderr } = runSim(cwd, ['reproduce', '--only', 'branchynet', '--json', '--out', 'here']);
    assert.equal(status, 0, stderr);
    const document = JSON.parse(stdout) as { readonly schema: string; readonly systems: readonly unknown[] };
    assert.equal(document.schema, 'sim.reproduction/1');
    assert.deepEqual(document.systems, [JSON.parse(JSON.stringify(reproduction.systems.find(({ name }) => name === 'BranchyNet')))]);
    assert.deepEqual((await readdir(join(cwd, 'here'))).sort(), ['reproduction.json', 'reproduction.md']);
    assert.equal(readFileSync(join(cwd, 'here', 'reproduction.json'), 'utf8'), stdout);
  });

  it('refuses a name that no system has, and tells the names', () => {
    const { status, stderr } = runSim(cwd, ['reproduce', '--only', 'nobody']);
    assert.equal(status, 2);
    assert.match(stderr, /--only nobody: no system has that in its name; systems are DEEx, CIFAR-10; .*GUS/);
  });
});
