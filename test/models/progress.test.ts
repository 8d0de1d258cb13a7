import assert from 'node:assert/strict';
import { test } from 'node:test';
import { showProgress } from '../../src/cli/progress.ts';

function show(isTTY: boolean, options: { total?: number; already?: number } = {}) {
  const written: string[] = [];
  let time = 0;
  const stream = { isTTY, columns: 60, write: (text: string) => written.push(text) > 0 };
  const progress = showProgress({
    label: 'recording',
    unit: 'samples',
    total: options.total,
    already: options.already ?? 0,
    stream,
    now: () => time,
  });
  return { written, progress, after: (ms: number) => (time += ms) };
}

test('elsewhere than on a terminal a plain line comes every ten seconds', () => {
  const { written, progress, after } = show(false, { total: 4000 });
  for (let second = 1; second <= 25; second++) {
    after(1000);
    progress.update(100 * second);
  }
  progress.finish();
  assert.deepEqual(written, [
    'recording  1,000 of 4,000 samples  25 %  100/s  30 s left\n',
    'recording  2,000 of 4,000 samples  50 %  100/s  20 s left\n',
  ]);
});

test('on a terminal one line is rewritten, without colour, and ended', () => {
  const { written, progress, after } = show(true, { total: 100_000, already: 50_000 });
  for (const done of [50_050, 50_100, 100_000]) {
    after(500);
    progress.update(done);
  }
  progress.finish();
  assert.match(written[0] ?? '', /^\rrecording {2}50,050 of 100,000 samples {2}50 % {2}100\/s {2}8 min 2/);
  assert.ok(written.slice(0, -1).every((text) => text.startsWith('\r') && text.length <= 61 && !text.includes('\u001b')));
  assert.equal(written.at(-1), '\n');
});

test('a total that nobody knows is left out', () => {
  const { written, progress, after } = show(false);
  after(20_000);
  progress.update(40);
  assert.deepEqual(written, ['recording  40 samples  2/s\n']);
});
