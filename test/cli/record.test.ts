/** `sim record` and `sim trace show` as users call them: on four pictures that nobody took. */

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { runSim } from './run-sim.ts';

let cwd = '';
before(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'deex-sim-record-'));
  const pictures = Array.from({ length: 4 }, (_, i) =>
    Buffer.from([i, ...Array.from({ length: 3072 }, (_, p) => ((p % 32) * (i + 1) + (p >> 7)) % 256)]),
  );
  await writeFile(join(cwd, 'test_batch.bin'), Buffer.concat(pictures));
});
after(() => rm(cwd, { recursive: true, force: true }));

const sim = (...args: string[]) => runSim(cwd, args);
const record = (...args: string[]) => sim('record', 'b-alexnet-cifar10', '--provider', 'cpu', '--dataset', '.', '--out', 'mine', ...args);

describe('sim record', () => {
  it('without passes writes a trace and no timing, and adds codecs to it later', async () => {
    const first = record('--passes', '0', '--codecs', 'none');
    assert.equal(first.status, 0, first.stderr);
    assert.deepEqual(await readdir(join(cwd, 'mine')), ['test.parquet']);
    const csv = sim('trace', 'show', 'mine/test.parquet', '--csv').stdout;
    assert.match(csv, /^sample,label,confidence_1,confidence_2,confidence_3,prediction_1,prediction_2,prediction_3\n0,0,/);
    assert.match(sim('trace', 'show', 'mine/test.parquet').stdout, /^no codecs recorded$/m);
    const second = record('--passes', '0', '--codecs', 'jpeg, u8');
    assert.match(second.stderr, /^extended mine\/test\.parquet$/m);
    assert.equal(sim('trace', 'show', 'mine/test.parquet', '--csv').stdout, csv);
    const shown = sim('trace', 'show', 'mine/test.parquet').stdout;
    for (const row of [/^input +raw +3072\.0 B/m, /^input +jpeg +\d+\.\d B/m, /^features 1 +u8 +16392\.0 B/m, /^features 2 +f32 /m]) {
      assert.match(shown, row);
    }
    const before = await readFile(join(cwd, 'mine/test.parquet'));
    assert.match(record('--passes', '0', '--codecs', 'u8').stderr, /^kept mine\/test\.parquet$/m);
    assert.deepEqual(await readFile(join(cwd, 'mine/test.parquet')), before);
  });

  it('adds a timing, which trace show tells in full', async () => {
    const timed = record('--passes', '2', '--batch', '1,2', '--codecs', 'none');
    assert.equal(timed.status, 0, timed.stderr);
    assert.match(timed.stderr, /written mine\/test\.cpu-1t\.parquet/);
    const shown = sim('trace', 'show', 'mine/test.parquet').stdout;
    for (const row of [/^p95 of samples +[\d.]+ us/m, /^between passes +\d+ %/m, /^batch of 2 +[\d.]+ us/m]) assert.match(shown, row);
  });

  for (const [what, args, told] of [
    ['an unknown codec', ['--codecs', 'f16,gif'], /--codecs: "gif" is no codec/],
    ['a timing of no passes', ['--passes', '0', '--timing', 'x'], /--timing: nothing is timed in 0 passes/],
    ['batches of no passes', ['--passes', '0', '--batch', '1'], /--batch: nothing is timed in 0 passes/],
  ] as const) {
    it(`${what} is wrong use`, () => {
      const { status, stderr } = record(...args);
      assert.equal(status, 2);
      assert.match(stderr, told);
    });
  }
});
