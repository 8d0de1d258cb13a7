import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ExitCalibration, Fit } from '../../src/models/assess-calibration.ts';
import type { Calibration } from '../../src/models/calibration-file.ts';
import { calibrationReport } from '../../src/report/calibration-report.ts';
import { reliabilityChart } from '../../src/report/charts/reliability-chart.ts';
import { specJson } from '../../src/report/charts/spec-json.ts';
import { compileChart, renderSvg } from '../../src/report/render.ts';
import { expectedCalibrationError } from '../../src/stats/expected-calibration-error.ts';
import { reliabilityBins } from '../../src/stats/reliability-bins.ts';

/** 100 samples of which the share `accuracy` is right at confidences around `centre`, and one lonely sample at 0.2. */
function fitAt(temperature: number, centre: number, accuracy: number): Fit {
  const confidence = Array.from({ length: 101 }, (_, i) => (i === 100 ? 0.2 : centre + (i - 50) / 1000));
  const bins = reliabilityBins(
    confidence,
    confidence.map((_, i) => (i < accuracy * 100 ? 1 : 0)),
  );
  return { temperature, confidence: centre, ece: expectedCalibrationError(bins), nll: Math.abs(centre - accuracy), bins };
}

const exitsOf = (count: number): ExitCalibration[] =>
  Array.from({ length: count }, (_, k) => ({
    exit: k + 1,
    accuracy: 0.8,
    before: fitAt(1, 0.9, 0.8),
    global: fitAt(1.5, k === 0 ? 0.65 : 0.85, 0.8),
    own: fitAt(1.7, 0.8, 0.8),
  }));

const chartOf = (count: number, after: 'global' | 'own' = 'global') =>
  reliabilityChart({ trace: 'toy/test', fittedOn: 'validation', samples: 101, after, exits: exitsOf(count) });

/** Every object that stands anywhere in a specification. */
function objectsIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  if (typeof value !== 'object' || value === null) return [];
  return [value as Readonly<Record<string, unknown>>, ...Object.values(value).flatMap(objectsIn)];
}

describe('the reliability chart', () => {
  for (const count of [1, 2, 3, 6]) {
    it(`of ${count} exits compiles without a word from Vega-Lite, with a panel an exit, units and words`, () => {
      const chart = chartOf(count);
      assert.deepEqual(compileChart(chart).warnings, []);
      assert.equal((chart.spec['concat'] as readonly unknown[]).length, count);
      assert.ok(!/undefined|NaN|Infinity/.test(specJson(chart) + chart.description));
      assert.match(chart.description, /exit 1: right 80\.0%, mean confidence 90\.0% before and 65\.0% after, expected calibration error/);
      for (const { axis } of objectsIn(chart.spec)) {
        const title = (axis as { title?: unknown } | undefined)?.title;
        if (typeof title === 'string') assert.match(title, /\(.+\)$/, 'an axis has a unit');
      }
    });
  }

  it('draws before and after at mean confidence, with Wilson intervals, and no bin of few samples', () => {
    const points = objectsIn(chartOf(1).spec).filter((value) => 'low' in value) as unknown as Record<'x' | 'y' | 'low' | 'high', number>[];
    assert.ok(points.length > 0 && points.every(({ x, y, low, high }) => x > 50 && low <= y + 1e-9 && y <= high + 1e-9));
    const counts = objectsIn(chartOf(1).spec).filter((value) => 'count' in value) as unknown as { part: string; count: number }[];
    for (const part of ['before', 'after']) {
      const all = counts.filter((bar) => bar.part === part);
      assert.equal(all.length, 15);
      assert.equal(
        all.reduce((sum, { count }) => sum + count, 0),
        101,
      );
    }
  });

  it('shows the temperatures it is asked for', async () => {
    assert.match(await renderSvg(chartOf(2)), /exit 2: T = 1\.500/);
    const own = await renderSvg(chartOf(2, 'own'));
    assert.match(own, /exit 2: T = 1\.700/);
    assert.match(own, /a temperature for each exit, fitted on validation/);
    assert.equal(own, await renderSvg(structuredClone(chartOf(2, 'own'))));
  });
});

describe('the report of a calibration', () => {
  const calibration = {
    model: { name: 'toy', sha256: '' },
    fitted_on: { trace: 'validation', samples: 1000, sha256: '' },
    reported_on: { trace: 'test', samples: 101, sha256: '' },
    bins: 15,
  } as unknown as Calibration;

  it('says what was fitted on what, figures before and after, and which exits are worse', () => {
    const text = calibrationReport(calibration, exitsOf(3));
    assert.match(text, /^toy · fitted on validation, 1,000 samples · reported on test, 101 samples\n/);
    assert.match(text, /\n {3}2 +80\.0 │1\.000 +90\.0 +\d+\.\d\d 0\.1000 │1\.500 +85\.0 +\d+\.\d\d 0\.0500 │1\.700 /);
    const flat = text.replaceAll('\n', ' ');
    assert.match(flat, /NLL worse than before: with one T for all at exit 1; with a T for each exit at none\./);
    assert.ok(text.split('\n').every((line) => [...line].length <= 100));
  });
});
