import assert from 'node:assert/strict';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { makeToyWorkspace, TOY_SCENARIO } from '../scenario/toy-workspace.ts';
import { runSim } from './run-sim.ts';

let cwd = '';
before(async () => {
  cwd = await makeToyWorkspace();
  await writeFile(join(cwd, 'toy.yaml'), TOY_SCENARIO);
  assert.equal(sim('run', 'toy.yaml', '--quiet').status, 0);
});
after(() => rm(cwd, { recursive: true, force: true }));

const sim = (...args: string[]) => runSim(cwd, args);
const filesOf = (folder: string) => readdir(join(cwd, folder));
const read = (...path: string[]) => readFile(join(cwd, ...path));

describe('sim report', () => {
  it('draws what is missing, prints the report, and then finds all there', async () => {
    const before = await read('reports/toy/latency.svg');
    const { status, stdout, stderr } = sim('report', 'reports/toy');
    assert.equal(status, 0, stderr);
    for (const word of ['deex', 'p_d', 'reports/toy/percentiles.svg', 'reports/toy/percentiles.vl.json', 'reports/toy/distribution.svg']) {
      assert.ok(stdout.includes(word), word);
    }
    assert.ok(!stdout.includes('reports/toy/latency.svg'), 'what was there is left alone');
    assert.deepEqual(await read('reports/toy/latency.svg'), before);
    const again = sim('report', 'reports/toy');
    assert.match(again.stdout, /all charts are there/);
  });

  it('--png writes a picture of every chart, --theme changes what is drawn', async () => {
    await cp(join(cwd, 'reports/toy'), join(cwd, 'dark'), { recursive: true });
    const { status, stderr } = sim('report', 'dark', '--svg', '--png', '--theme', 'dark', '--quiet');
    assert.equal(status, 0, stderr);
    const files = await filesOf('dark');
    const charts = files.filter((file) => file.endsWith('.svg'));
    for (const chart of charts) assert.ok(files.includes(chart.replace('.svg', '.png')), chart);
    assert.equal((await read('dark/latency.png')).subarray(1, 4).toString(), 'PNG');
    assert.notDeepEqual(await read('dark/latency.svg'), await read('reports/toy/latency.svg'));
  });

  it('puts several runs side by side', async () => {
    await rm(join(cwd, 'many'), { recursive: true, force: true });
    for (const name of ['one', 'two']) {
      const { status } = sim('run', 'toy.yaml', '--quiet', '--set', `name=${name}`, '--out', join('many', name));
      assert.equal(status, 0);
    }
    const { status, stdout } = sim('report', 'many');
    assert.equal(status, 0);
    assert.match(stdout, /many\/comparison\.svg/);
    assert.match(stdout, /many\/two\/percentiles\.svg/);
    assert.match(String(await read('many/comparison.svg')), /2 scenarios/);
  });

  it('a new run takes charts away that would contradict it, and nothing else', async () => {
    await mkdir(join(cwd, 'again'), { recursive: true });
    await writeFile(join(cwd, 'again/notes.svg'), 'mine');
    assert.equal(sim('run', 'toy.yaml', '--quiet', '--out', 'again').status, 0);
    assert.equal(sim('report', 'again', '--quiet').status, 0);
    assert.ok((await filesOf('again')).includes('percentiles.svg'));
    assert.equal(sim('run', 'toy.yaml', '--quiet', '--out', 'again', '--png').status, 0);
    const files = await filesOf('again');
    assert.ok(!files.includes('percentiles.svg') && files.includes('notes.svg') && files.includes('latency.png'));
  });

  it('uses no closer look of another run', async () => {
    await cp(join(cwd, 'reports/toy'), join(cwd, 'mixed'), { recursive: true });
    const look = JSON.parse(String(await read('mixed/distributions.json'))) as { digest: string };
    await writeFile(join(cwd, 'mixed/distributions.json'), JSON.stringify({ ...look, digest: '0'.repeat(64) }));
    await rm(join(cwd, 'mixed/distribution.svg'), { force: true });
    assert.equal(sim('report', 'mixed', '--quiet').status, 0);
    assert.ok(!(await filesOf('mixed')).includes('distribution.svg'));
  });

  it('tells what is wrong with a folder or a document, and where', async () => {
    await mkdir(join(cwd, 'bad'), { recursive: true });
    const told = async (text: string | null): Promise<string> => {
      if (text !== null) await writeFile(join(cwd, 'bad/result.json'), text);
      const { status, stderr } = sim('report', 'bad');
      assert.equal(status, 3);
      assert.doesNotMatch(stderr, /at .*\.js/);
      return stderr;
    };
    assert.match(await told(null), /^bad {2}there is no result\.json in it; give the folder that sim run wrote/);
    assert.match(await told('{ "schema": }'), /^bad\/result\.json:1:13 {2}it is no JSON/);
    const good = String(await read('reports/toy/result.json'));
    assert.match(await told(good.replace('"accuracy":', '"rightness":')), /^bad\/result\.json:\d+:\d+ {2}points\.0\.accuracy: missing/);
    const nowhere = sim('report', 'nowhere');
    assert.equal(nowhere.status, 3);
    assert.match(nowhere.stderr, /^nowhere {2}there is no such folder/);
    assert.equal(sim('report').status, 2);
    assert.equal(sim('report', 'reports/toy', '--theme', 'pink').status, 2);
  });
});
