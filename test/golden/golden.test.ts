import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { allChartsOf } from '../../src/report/charts/charts-of.ts';
import { closerOf } from '../../src/report/closer-look.ts';
import { compileChart } from '../../src/report/render.ts';
import { lookCloser } from '../../src/sim/look-closer.ts';
import { goldenFile, goldenOf, readmePictures, SCENARIOS, simulated } from './golden-summary.ts';

describe('golden twins', () => {
  assert.ok(SCENARIOS.length >= 7);
  for (const scenario of SCENARIOS) {
    it(`${scenario} gives what its twin says, and charts that compile without a word`, async () => {
      const { plan, result } = await simulated(scenario);
      assert.equal(goldenOf(result), readFileSync(goldenFile(scenario), 'utf8'));
      const charts = allChartsOf(result, lookCloser(plan, result, closerOf(result)));
      assert.ok(charts.length > 5);
      for (const chart of charts) assert.deepEqual(compileChart(chart).warnings, [], chart.name);
    });
  }
  it('the pictures of the README are those of its scenario', async () => {
    const pictures = await readmePictures();
    assert.equal(pictures.size, 2);
    for (const [file, svg] of pictures) assert.equal(svg, readFileSync(file, 'utf8'), file);
  });
});
