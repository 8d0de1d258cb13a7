/** The README's commands, run as a reader would. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { runSim } from '../cli/run-sim.ts';

const README = readFileSync('README.md', 'utf8');
const BLOCKS = [...README.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({ language, text: text as string }));
const commands = BLOCKS.filter(({ language }) => language === 'sh').flatMap(({ text }) => text.trimEnd().split('\n'));

/** Words of a shell line: quotes are taken off, a comment ends it. */
function words(line: string): string[] {
  const found: string[] = [];
  for (const [, single, double, bare] of line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)) {
    if (bare === '#') break;
    found.push((single ?? double ?? bare) as string);
  }
  return found;
}

let cwd = '';
before(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'deex-sim-readme-'));
  for (const folder of ['scenarios', 'models']) await symlink(join(process.cwd(), folder), join(cwd, folder));
});
after(() => rm(cwd, { recursive: true, force: true }));

describe('README.md', () => {
  it('begins with two shell blocks of one line each: the main job, the checks', () => {
    assert.deepEqual(BLOCKS.slice(0, 2), [
      { language: 'sh', text: 'npm ci && npm run build && node bin/sim.js run scenarios/4g.yaml\n' },
      { language: 'sh', text: 'npm ci && npm run check\n' },
    ]);
    const scripts = (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts;
    assert.ok(scripts['build'] && scripts['check']);
  });

  for (const line of commands.filter((command) => /^sim (run|compare|optimize|validate|init|trace show) /.test(command))) {
    it(`${line.replace(/\s+#.*/, '')} works`, () => {
      const { status, stderr } = runSim(cwd, words(line).slice(1));
      assert.equal(status, 0, stderr);
    });
  }

  for (const line of commands.filter((command) => /^sim (record|data fetch) /.test(command))) {
    it(`${line.replace(/\s+#.*/, '')} has flags that exist`, () => {
      const args = words(line).slice(1);
      const help = runSim(cwd, [...args.slice(0, args[0] === 'data' ? 2 : 1), '--help']).stdout;
      for (const flag of args.filter((word) => word.startsWith('--'))) assert.ok(help.includes(flag), flag);
    });
  }

  it('its CSV imports, and a scenario runs on it', async () => {
    await writeFile(join(cwd, 'mine.csv'), BLOCKS.find(({ language }) => language === 'csv')?.text ?? '');
    const line = commands.find((command) => command.startsWith('sim trace import')) ?? '';
    const imported = runSim(cwd, words(line).slice(1));
    assert.equal(imported.status, 0, imported.stderr);
    await writeFile(
      join(cwd, 'mine.yaml'),
      'extends: scenarios/4g.yaml\nname: mine\ntrace: mine.parquet\nworkload: { requests: 100, warmup: 10 }\ntiers: { edge: { timing: board }, cloud: { timing: board } }\n',
    );
    const run = runSim(cwd, ['run', 'mine.yaml']);
    assert.equal(run.status, 0, run.stderr);
  });

  it('its scenario runs', async () => {
    await writeFile(join(cwd, 'cameras.yaml'), BLOCKS.find(({ language }) => language === 'yaml')?.text ?? '');
    const { status, stderr } = runSim(cwd, ['run', 'cameras.yaml', '--replications', '2']);
    assert.equal(status, 0, stderr);
  });

  it('links to files that exist', () => {
    for (const [, target] of README.matchAll(/\]\(([^)#]+)\)/g)) assert.ok(existsSync(target as string), target);
  });
});
