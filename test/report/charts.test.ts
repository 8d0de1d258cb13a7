import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Spec } from '../../src/report/charts/chart.ts';
import { allChartsOf, chartsOf } from '../../src/report/charts/charts-of.ts';
import { spread } from '../../src/report/charts/line-labels.ts';
import { linearScale, logScale, positionOn } from '../../src/report/charts/nice-scale.ts';
import { specJson } from '../../src/report/charts/spec-json.ts';
import { MOST_POINTS, thin } from '../../src/report/charts/thin.ts';
import { compileChart } from '../../src/report/render.ts';
import type { Result } from '../../src/sim/summary/result.ts';
import { fixture } from './fixture.ts';
import { WORLDS } from './worlds.ts';

function chartOf(result: Result, name: string): Spec {
  const chart = chartsOf(result).find((candidate) => candidate.name === name);
  assert.ok(chart, `no chart ${name}`);
  return chart.spec;
}

/** Every object that stands anywhere in a specification. */
function objectsIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  if (typeof value !== 'object' || value === null) return [];
  return [value as Readonly<Record<string, unknown>>, ...Object.values(value).flatMap(objectsIn)];
}

function yScale(spec: Spec): { readonly type: string; readonly domain: readonly [number, number] } {
  const found = objectsIn(spec).find(({ field, scale }) => field === 'y' && scale !== null);
  return found?.['scale'] as { type: string; domain: readonly [number, number] };
}

describe('charts', () => {
  for (const [name, result] of Object.entries(WORLDS)) {
    it(`compile without a word from Vega-Lite: ${name}`, () => {
      for (const chart of allChartsOf(result, null)) assert.deepEqual(compileChart(chart).warnings, [], chart.name);
    });

    it(`have names of their own, the scenario in the title, words and units: ${name}`, () => {
      const charts = allChartsOf(result, null);
      assert.equal(new Set(charts.map((chart) => chart.name)).size, charts.length);
      for (const chart of charts) {
        assert.match(chart.name, /^[\w.-]+$/);
        assert.ok(chart.title.includes(result.scenario.name), chart.title);
        assert.ok(chart.description.length > 20 && !/undefined|NaN|Infinity/.test(chart.description), chart.description);
        assert.ok(!/undefined|NaN|Infinity/.test(specJson(chart)), `${chart.name} holds no broken number`);
        for (const { axis } of objectsIn(chart.spec)) {
          const title = (axis as { title?: unknown } | undefined)?.title;
          if (typeof title === 'string') assert.match(title, /\(.+\)$/, 'an axis has a unit');
        }
      }
    });
  }

  it('are the five of a sweep, and none of an empty result', () => {
    assert.deepEqual(
      chartsOf(fixture()).map(({ name }) => name),
      ['latency', 'accuracy', 'trade-off', 'exits', 'breakdown'],
    );
    assert.deepEqual(chartsOf({ ...fixture(), points: [] }), []);
  });

  it('come once for each setting of an outer sweep', () => {
    const names = chartsOf(WORLDS['bandwidth and p_d'] as Result).map(({ name }) => name);
    assert.equal(names.length, 10);
    assert.ok(names.includes('latency-links.edge-cloud.up.bandwidth-1.1-Mbit-s'));
  });

  it('keep the latency axis to what is stable', () => {
    const result = fixture({ ratePerS: 16 });
    const stable = result.points.filter((point) => point.stable).flatMap(({ latency_ms }) => [latency_ms.mean, latency_ms.p95 ?? 0]);
    const largest = Math.max(...result.points.map(({ latency_ms }) => latency_ms.mean));
    const { type, domain } = yScale(chartOf(result, 'latency'));
    assert.equal(type, 'log');
    assert.ok(domain[1] >= Math.max(...stable) && domain[1] < largest, `${domain} between ${Math.max(...stable)} and ${largest}`);
  });

  it('begin the latency axis at zero where values are of one size', () => {
    const { type, domain } = yScale(chartOf(fixture({ uplinkMbps: null, ratePerS: null, slowdown: 1 }), 'latency'));
    assert.equal(type, 'linear');
    assert.equal(domain[0], 0);
  });

  it('draw what does not run along the sweep as rules', () => {
    const rules = (result: Result): number =>
      objectsIn(chartOf(result, 'latency')).filter(
        ({ mark, encoding }) => (mark as { type?: string } | undefined)?.type === 'rule' && !('x' in (encoding as object)),
      ).length;
    assert.equal(rules(fixture()), 0);
    assert.equal(rules(fixture({ policies: ['deex', 'ordinary', 'all-edge', 'all-cloud'] })), 2);
    assert.equal(rules(fixture({ target: 0.8 })), 1);
  });

  it('mark p_cross only where there is one', () => {
    assert.match(JSON.stringify(chartOf(fixture(), 'accuracy')), /p_cross 0\.5/);
    assert.doesNotMatch(JSON.stringify(chartOf({ ...fixture(), crossing: null }, 'accuracy')), /p_cross/);
  });

  it('leave out parts of the latency that are zero throughout', () => {
    const breakdown = JSON.stringify(chartOf(fixture(), 'breakdown'));
    assert.match(breakdown, /uplink: sending/);
    assert.doesNotMatch(breakdown, /downlink: waiting/);
  });

  it('draw no curve with more than 500 points', () => {
    const many = WORLDS['one policy, a thousand thresholds'] as Result;
    for (const { data } of objectsIn(chartOf(many, 'latency'))) {
      const values = (data as { values?: readonly unknown[] } | undefined)?.values ?? [];
      assert.ok(values.length <= MOST_POINTS, `${values.length}`);
    }
  });
});

describe('nice scales', () => {
  it('end at round numbers around the values', () => {
    assert.deepEqual(linearScale([3, 87], 0), { type: 'linear', domain: [0, 100], ticks: [0, 20, 40, 60, 80, 100] });
    assert.deepEqual(logScale([3, 87]), { type: 'log', domain: [2, 100], ticks: [2, 5, 10, 20, 50, 100] });
    assert.deepEqual(linearScale([7, 7]).domain[0] < linearScale([7, 7]).domain[1], true);
  });

  it('place a value by share of the axis', () => {
    assert.equal(positionOn(linearScale([0, 100], 0), 25), 0.25);
    assert.ok(Math.abs(positionOn(logScale([1, 100]), 10) - 0.5) < 1e-12);
  });
});

describe('labels and points', () => {
  it('set labels apart, in order, inside the chart', () => {
    assert.deepEqual(spread([100, 102, 20], 15, 320), [100, 115, 20]);
    assert.deepEqual(spread([320, 320], 15, 320), [305, 320]);
    assert.deepEqual(spread([0, 0], 15, 320), [0, 15]);
  });

  it('keep the first and the last point when thinning', () => {
    const items = Array.from({ length: 1001 }, (_, index) => index);
    const kept = thin(items, 11);
    assert.deepEqual(kept, [0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
    assert.equal(thin(items.slice(0, 5), 11).length, 5);
  });
});
