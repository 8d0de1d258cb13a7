import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sparklines } from '../../src/report/sparklines.ts';
import { sweepViews } from '../../src/report/sweep-view.ts';
import type { Result } from '../../src/sim/summary/result.ts';
import { fixture } from './fixture.ts';

/** The lines of a result whose points have these means along p_d; null is unstable. */
function linesOf(means: readonly (number | null)[]) {
  const base = fixture({ policies: ['deex'] });
  const [point] = base.points;
  assert.ok(point !== undefined);
  const points = means.map((mean, index) => ({
    ...point,
    params: { p_d: index / 10 },
    stable: mean !== null,
    latency_ms: { ...point.latency_ms, mean: mean ?? 1e6 },
  }));
  const [view] = sweepViews({ ...base, points } as Result);
  assert.ok(view !== undefined);
  return sparklines(view);
}

describe('sparklines', () => {
  it('are lowest at the least mean and highest at the greatest', () => {
    const lines = linesOf([10, 20, 30, 40, 50, 60, 70, 80]);
    assert.equal(lines?.title, 'Mean latency');
    assert.deepEqual(
      lines?.table.rows[0]?.map(({ text }) => text),
      ['deex', '▁▂▃▄▅▆▇█', '0 to 0.7', '10.0 to 80.0 ms'],
    );
  });

  it('go by magnitudes where they span many', () => {
    const lines = linesOf([1, 10, 100, 1000]);
    assert.match(lines?.title ?? '', /magnitudes/);
    assert.equal(lines?.table.rows[0]?.[1]?.text, '▁▃▆█');
  });

  it('cross out what is unstable, and take no scale from it', () => {
    const lines = linesOf([10, 15, 20, null]);
    assert.match(lines?.title ?? '', /× unstable/);
    assert.equal(lines?.table.rows[0]?.[1]?.text, '▁▅█×');
    assert.equal(linesOf([null, null, null, null]), null);
  });

  it('are flat where nothing changes, and are not drawn of few points', () => {
    assert.equal(linesOf([5, 5, 5, 5])?.table.rows[0]?.[1]?.text, '▁▁▁▁');
    assert.equal(linesOf([5, 6, 7]), null);
  });
});
