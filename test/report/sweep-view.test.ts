import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeRun, describeWorld } from '../../src/report/describe-world.ts';
import { busiestPart, hasNetwork, latencyParts } from '../../src/report/parts.ts';
import { type SweepView, sweepViews } from '../../src/report/sweep-view.ts';
import type { PointResult } from '../../src/sim/summary/result.ts';
import { fixture } from './fixture.ts';
import { bandwidthSweep, deviceSweep } from './worlds.ts';

function onlyView(views: readonly SweepView<PointResult>[]): SweepView<PointResult> {
  assert.equal(views.length, 1);
  return views[0] as SweepView<PointResult>;
}

describe('sweepViews', () => {
  it('puts policies along p_d, and those without beside it', () => {
    const view = onlyView(sweepViews(fixture({ policies: ['deex', 'ordinary', 'all-edge', 'all-cloud'] })));
    assert.equal(view.axis?.key, 'p_d');
    assert.deepEqual(
      view.curves.map(({ label, points }) => [label, points.length]),
      [
        ['deex', 21],
        ['ordinary', 21],
      ],
    );
    assert.deepEqual(
      view.levels.map(({ label }) => label),
      ['all-edge', 'all-cloud'],
    );
  });

  it('takes ordinary with a target of its own for one point, whether the sweep repeats it or not', () => {
    const once = fixture({ target: 0.8 });
    const fixed = once.points.find(({ policy }) => policy === 'ordinary') as PointResult;
    const repeated = [0, 0.5, 1].map((p_d) => ({ ...fixed, params: { p_d, p_tar: 0.8 } }));
    for (const points of [once.points, [...once.points.filter(({ policy }) => policy === 'deex'), ...repeated]]) {
      const view = onlyView(sweepViews({ ...once, points }));
      assert.deepEqual(
        view.curves.map(({ label }) => label),
        ['deex'],
      );
      assert.deepEqual(
        view.levels.map(({ label }) => label),
        ['ordinary (p_tar 0.8)'],
      );
    }
  });

  it('names single points by their thresholds', () => {
    const view = onlyView(sweepViews(fixture({ thresholds: [0.8] })));
    assert.equal(view.axis, null);
    assert.deepEqual(
      view.levels.map(({ label }) => label),
      ['deex (p_d 0.8)', 'ordinary (p_d 0.8)'],
    );
  });

  it('runs along any other key that is swept, in its unit', () => {
    assert.deepEqual(onlyView(sweepViews(deviceSweep())).axis, { key: 'workload.devices', isNumeric: true, unit: null });
    const bandwidth = onlyView(sweepViews(bandwidthSweep([0.8])));
    assert.deepEqual(bandwidth.axis, { key: 'links.edge-cloud.up.bandwidth', isNumeric: true, unit: 'Mbit/s' });
    assert.deepEqual(
      bandwidth.curves[0]?.points.map(({ x, setting }) => [x, setting]),
      [
        [1.1, '1.1 Mbit/s'],
        [5.85, '5.85 Mbit/s'],
      ],
    );
  });

  it('takes words for ranks', () => {
    const result = deviceSweep();
    const points = result.points.map((point) => ({ ...point, params: { 'offload.codec': `c${point.params['workload.devices']}` } }));
    const view = onlyView(sweepViews({ ...result, points }));
    assert.equal(view.axis?.isNumeric, false);
    assert.deepEqual(
      view.curves[0]?.points.map(({ x }) => x),
      [0, 1, 2, 3, 4, 5, 6],
    );
  });

  it('makes a view of each value of a second key', () => {
    const views = sweepViews(bandwidthSweep([0, 0.5, 1]));
    assert.deepEqual(
      views.map(({ setting, axis, curves }) => [setting, axis?.key, curves.length]),
      [
        ['links.edge-cloud.up.bandwidth 1.1 Mbit/s', 'p_d', 2],
        ['links.edge-cloud.up.bandwidth 5.85 Mbit/s', 'p_d', 2],
      ],
    );
  });

  it('sorts a curve by its key', () => {
    const result = fixture({ thresholds: [0.9, 0.1, 0.5] });
    assert.deepEqual(
      onlyView(sweepViews(result)).curves[0]?.points.map(({ x }) => x),
      [0.1, 0.5, 0.9],
    );
  });
});

describe('the world in words', () => {
  it('is said as far as it is known', () => {
    assert.equal(
      describeWorld(fixture().scenario.resolved),
      'b-alexnet-cifar10 · edge-cloud 5.85 Mbit/s up, 13 Mbit/s down, rtt 70 ms · features sent up as f32 · 1 device, poisson 5/s',
    );
    assert.equal(
      describeWorld(fixture({ uplinkMbps: null, ratePerS: null }).scenario.resolved),
      'b-alexnet-cifar10 · one machine, no network · 1 device, single-stream',
    );
    assert.equal(
      describeWorld({
        workload: { devices: 1000, arrivals: { process: 'poisson', rate: '5/s' } },
        links: { 'edge-cloud': { rtt: '70 ms', up: { bandwidth: '5 Mbit/s', buffer: 3 } } },
        sweep: { 'links.edge-cloud.up.bandwidth': ['1 Mbit/s'], 'links.edge-cloud.up.buffer': [1, 2], p_d: [0.5] },
      }),
      'edge-cloud (swept) up, rtt 70 ms · 1,000 devices, poisson 5/s',
    );
    for (const nothing of [null, undefined, 'text', {}, [], { links: 3, workload: null }]) assert.equal(describeWorld(nothing), null);
  });

  it('comes with the size of the run', () => {
    assert.match(describeRun(fixture()), / · 10 replications of 10,000 requests$/);
    assert.match(describeRun(fixture({ replications: 1 })), / · 1 replication of 10,000 requests$/);
  });
});

describe('parts', () => {
  it('stand in the order a request meets them, those that never occur left out', () => {
    const { points } = fixture({ thresholds: [0.8] });
    assert.deepEqual(
      latencyParts(points).map(({ key }) => key),
      [
        'edge_wait',
        'edge_compute',
        'edge-cloud_up_wait',
        'edge-cloud_up_transmit',
        'propagation',
        'edge-cloud_down_transmit',
        'cloud_wait',
        'cloud_compute',
      ],
    );
  });

  it('the busiest is that of the highest load, or of the most time busy where there is no load', () => {
    const [point] = fixture({ thresholds: [0.8], ratePerS: 10 }).points as readonly [PointResult];
    assert.deepEqual(busiestPart(point), { key: 'edge-cloud_up', title: 'uplink', kind: 'load', value: point.load?.['edge-cloud_up'] });
    const closed = busiestPart({ ...point, load: null, utilization: { edge: 0.2, cloud: 0.7 } });
    assert.deepEqual(closed, { key: 'cloud', title: 'cloud', kind: 'utilization', value: 0.7 });
    assert.equal(busiestPart({ ...point, load: { 'a-b_up': 2, 'b-c_up': 1 } })?.title, 'a-b up');
  });

  it('tell a network from a machine', () => {
    assert.equal(hasNetwork(fixture().points), true);
    assert.equal(hasNetwork(fixture({ policies: ['all-edge'] }).points), true);
    assert.equal(hasNetwork(fixture({ uplinkMbps: null }).points), false);
  });
});
