/** The package as a user gets it: packed, installed elsewhere, imported and run. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deex-sim-package-'));
});
after(() => rm(folder, { recursive: true, force: true }));

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 26 });
  assert.equal(status, 0, `${command} ${args.join(' ')}\n${stdout}\n${stderr}`);
  return stdout;
}

describe('the packed package', () => {
  it('installs, imports by its name, finds its own models and has a working binary', async () => {
    // The tests run from dist/, which packing would rebuild under them: pack what is built.
    const [packed] = JSON.parse(run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], process.cwd())) as [
      { filename: string; files: { path: string }[] },
    ];
    const paths = packed.files.map(({ path }) => path);
    for (const path of [
      'bin/sim.js',
      'dist/cli/main.js',
      'dist/cli/worker.cjs',
      'dist/src/index.js',
      'dist/src/index.d.ts',
      'scenarios/4g.yaml',
      'examples/hysteresis.mjs',
      'models/b-alexnet-cifar10/segment-1.onnx',
      'models/b-alexnet-cifar10/traces/test.parquet',
    ]) {
      assert.ok(paths.includes(path), `${path} is not in the package`);
    }
    assert.ok(!paths.some((path) => path.startsWith('dist/test') || path.startsWith('models/training')), 'tests and training stay out');
    await writeFile(join(folder, 'package.json'), '{"name":"user","private":true,"type":"module"}');
    run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', join(folder, packed.filename)], folder);
    await writeFile(
      join(folder, 'own.yaml'),
      'extends: node_modules/deex-sim/scenarios/4g.yaml\nname: own\nreplications: 2\nsweep: { p_d: [0.5, 1.01] }\n',
    );
    await writeFile(
      join(folder, 'use.mjs'),
      `import { loadScenario, simulate, simulateOnThreads } from 'deex-sim';
const loaded = await loadScenario('own.yaml');
const result = simulate(loaded);
const threaded = await simulateOnThreads(loaded, { jobs: 2 });
const digests = { digest: result.digest, threaded: threaded.digest };
console.log(JSON.stringify({ name: result.scenario.name, points: result.points.length, ...digests }));`,
    );
    const library = JSON.parse(run('node', ['use.mjs'], folder)) as Record<'name' | 'digest' | 'threaded', string> & { points: number };
    assert.equal(library.points, 4);
    assert.equal(library.threaded, library.digest, 'one thread and two agree');
    const printed = JSON.parse(run('npx', ['--no-install', 'sim', 'run', 'own.yaml', '--json'], folder)) as { digest: string };
    assert.equal(printed.digest, library.digest, 'library and command line agree');
  });
});
