import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { runSim } from '../../cli/run-sim.ts';

let folder = '';
let page = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deex-sim-page-'));
  const sets = ['replications=2', 'workload.requests=1000', 'workload.warmup=100', 'about="</script><b>1 < 2</b>"'];
  assert.equal(runSim('.', ['run', 'scenarios/4g.yaml', ...sets.flatMap((set) => ['--set', set]), '--out', folder, '--quiet']).status, 0);
  assert.equal(runSim('.', ['report', folder, '--quiet']).status, 0);
  page = await readFile(join(folder, 'report.html'), 'utf8');
});
after(() => rm(folder, { recursive: true, force: true }));

describe('report.html', () => {
  it('is one file under two megabytes that names no address but namespaces', () => {
    assert.ok(Buffer.byteLength(page) < 2_000_000, String(Buffer.byteLength(page)));
    const markup = page.replaceAll(/<script[\s\S]*?<\/script>/g, '');
    const addresses = [...markup.matchAll(/https?:\/\/[^\s"'<)]+/g)].map(([url]) => url);
    assert.deepEqual(
      addresses.filter((url) => !url.startsWith('http://www.w3.org/')),
      [],
    );
    assert.doesNotMatch(markup, /\s(?:src|href)=/);
  });

  it('has a policy that lets nothing in and evaluates nothing', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
    assert.match(policy, /^default-src 'none'; script-src 'sha256-[\w+/=]+'; style-src 'sha256-[\w+/=]+'; worker-src blob:/);
    assert.doesNotMatch(policy, /unsafe|\*|https?:/);
    assert.doesNotMatch(page.replaceAll(/<script[\s\S]*?<\/script>/g, ''), /\sstyle="|\son\w+="/);
  });

  it('tells hashes, seed, versions and the command, and escapes what the scenario says', () => {
    for (const word of ['Scenario SHA-256', 'Trace SHA-256', 'Digest of the figures', 'sim.result/1', 'sim run scenarios/4g.yaml']) {
      assert.ok(page.includes(word), word);
    }
    assert.ok(page.includes('&lt;/script&gt;&lt;b&gt;1 &lt; 2'));
    assert.ok(!page.includes('</script><b>'));
  });

  it('names the classes in confusion matrices, as the model does', () => {
    assert.match(page, />automobile</);
  });

  it('has a box for every policy, however many there are, and stays small', async () => {
    const out = join(folder, 'many');
    const sets = ['replications=2', 'workload.requests=600', 'workload.warmup=100'].flatMap((set) => ['--set', set]);
    assert.equal(runSim('.', ['run', 'scenarios/policies.yaml', ...sets, '--out', out, '--quiet']).status, 0);
    assert.equal(runSim('.', ['report', out, '--quiet']).status, 0);
    const text = await readFile(join(out, 'report.html'), 'utf8');
    assert.ok(Buffer.byteLength(text) < 2_000_000);
    const boxes =
      /<figure aria-labelledby="chart-latency-title">[\s\S]*?<\/figure>/.exec(text)?.[0].match(/type="checkbox" value="[^"]*"/g) ?? [];
    assert.ok(boxes.length > 12, String(boxes.length));
    assert.equal(new Set(boxes).size, boxes.length);
  });

  it('is the same bytes when it is written again', async () => {
    const other = join(folder, 'again.html');
    assert.equal(runSim('.', ['report', folder, '--quiet', '--html', other]).status, 0);
    assert.equal(await readFile(other, 'utf8'), page);
  });

  it('has no panel, and says why, where the scenario file is not at hand or is another', () => {
    const nowhere = join(folder, 'nowhere.html');
    assert.equal(runSim(folder, ['report', folder, '--quiet', '--html', nowhere]).status, 0);
    return readFile(nowhere, 'utf8').then(async (text) => {
      assert.match(text, /The simulator is not in this page: no scenario file named 4g\.yaml was at hand/);
      assert.equal(runSim('.', ['report', folder, '--quiet', '--scenario', 'scenarios/paper.yaml', '--html', nowhere]).status, 0);
      assert.match(await readFile(nowhere, 'utf8'), /does not give the scenario of this result/);
    });
  });

  it('is of one run, from a scenario that is there', () => {
    const { status, stderr } = runSim('.', ['report', folder, '--scenario', 'missing.yaml']);
    assert.equal(status, 3);
    assert.match(stderr, /missing\.yaml/);
  });
});

describe('sim compare --html', () => {
  it('is one page of all scenarios: who is quickest, differences with intervals, each run under it', async () => {
    const file = join(folder, 'compared.html');
    const sets = ['replications=3', 'workload.requests=1500', 'workload.warmup=100', 'sweep={ p_d: [0.2, 0.5, 0.8] }'].flatMap((set) => [
      '--set',
      set,
    ]);
    const scenarios = ['scenarios/3g.yaml', 'scenarios/wifi.yaml'];
    const { status, stderr } = runSim('.', ['compare', ...scenarios, '--baseline', 'wifi', ...sets, '--html', file]);
    assert.equal(status, 0, stderr);
    assert.ok(stderr.includes(`written ${file}`));
    const text = await readFile(file, 'utf8');
    assert.ok(Buffer.byteLength(text) < 2_000_000);
    assert.match(text, /<h1>DEEx is quickest in wifi and slowest in 3g\.<\/h1>/);
    assert.match(text, /Against ordinary early exit that is as accurate, by paired 95% intervals/);
    assert.match(text, /<th scope="colgroup" colspan="6">deex, minus deex in wifi<\/th>/);
    assert.match(text, /sim compare scenarios\/3g\.yaml scenarios\/wifi\.yaml --baseline wifi --set replications=3/);
    assert.match(text, /id="run-0-chart-latency"[\s\S]*id="run-1-chart-latency"/);
    assert.match(text, /id="live-plan"/);
    const ids = [...text.replaceAll(/<script[\s\S]*?<\/script>/g, '').matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    assert.deepEqual(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      [],
      'ids are unique',
    );
  });
});
