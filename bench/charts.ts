/** The results as charts, in the style of all others. */

import type { Chart, Spec } from '../src/report/charts/chart.ts';
import {
  DOWN_COLOURS,
  frame,
  HEIGHT,
  LABEL_ROOM,
  LABEL_SIZE,
  PROPAGATION_COLOUR,
  TICK_TEXT,
  TIER_COLOURS,
  WIDTH,
} from '../src/report/charts/chart-style.ts';
import { lineLabels } from '../src/report/charts/line-labels.ts';
import { logScale, type NiceScale } from '../src/report/charts/nice-scale.ts';
import type { Results, RowResult, StepResult } from './results.ts';
import { NAMES, type Step } from './rows.ts';

const COLOURS: Readonly<Record<string, string>> = {
  [NAMES.recursion]: TIER_COLOURS[0],
  '`simulate`': TIER_COLOURS[0],
  [NAMES.events]: DOWN_COLOURS[0],
  [NAMES.cppRecursion]: DOWN_COLOURS[1],
  [NAMES.cppBranchFree]: DOWN_COLOURS[1],
  [NAMES.cppHeap]: PROPAGATION_COLOUR,
};
const PEER_COLOUR = TIER_COLOURS[2];

const AXES: readonly [Step['axis'], string, string][] = [
  ['requests', 'requests of a run', 'Edge, uplink and cloud, one device'],
  ['devices', 'devices', 'Each device with an edge of its own and arrivals of its own, one uplink; as many requests in all'],
  ['tiers', 'tiers of a chain', 'Every request crosses the whole chain'],
  ['points', 'points of a sweep', 'One replication of 10,000 requests a point, from plan to result document'],
];

export function chartsOf(results: Results): readonly Chart[] {
  const axes = AXES.flatMap(([axis, title, about]) => {
    const steps = results.steps.filter((step) => step.axis === axis);
    return steps.length === 0 ? [] : [costChart(axis, title, about, steps)];
  });
  const engines = results.rows.filter(({ group }) => group === 'engines');
  return engines.length === 0 ? axes : [enginesChart(engines), ...axes];
}

function quantity(field: string, scale: NiceScale, title: string): Spec {
  return {
    field,
    type: 'quantitative',
    scale: { type: scale.type, domain: [...scale.domain], nice: false },
    axis: { title, values: [...scale.ticks], labelExpr: TICK_TEXT },
  };
}

/** Nanoseconds a request against what grows, a line an implementation; the band is smallest to largest process. */
function costChart(axis: string, xTitle: string, about: string, steps: readonly StepResult[]): Chart {
  const names = [...new Set(steps.map(({ name }) => name))];
  const places = [...new Set(steps.map(({ x }) => x))];
  const yScale = logScale(steps.flatMap(({ nsPerRequest }) => [nsPerRequest.min, nsPerRequest.max]));
  const xScale: NiceScale =
    axis === 'tiers' ? { type: 'linear', domain: [Math.min(...places), Math.max(...places)], ticks: places } : logScale(places);
  const x = quantity('x', xScale, xTitle);
  const y = quantity('y', yScale, 'time of a request (ns)');
  const curves = names.map((name) => ({ name, colour: COLOURS[name] ?? PEER_COLOUR, own: steps.filter((step) => step.name === name) }));
  const title = `Cost of a request against ${xTitle}`;
  const mark = (colour: string, rest: Spec): Spec => ({ color: colour, clip: true, ...rest });
  return {
    name: `cost-${axis}`,
    title,
    description: `${title}. ${curves
      .map(({ name, own }) => `${name}: ${own.map((step) => `${Math.round(step.nsPerRequest.median)} ns at ${step.x}`).join(', ')}`)
      .join('; ')}.`,
    spec: {
      ...frame(title, [about, 'Line: median of fresh processes · band: fastest to slowest'], WIDTH + LABEL_ROOM),
      width: WIDTH,
      height: HEIGHT,
      layer: [
        ...curves.flatMap(({ colour, own }): Spec[] => [
          {
            data: { values: own.map((step) => ({ x: step.x, y: step.nsPerRequest.min, y2: step.nsPerRequest.max })) },
            mark: mark(colour, { type: 'area', opacity: 0.2 }),
            encoding: { x, y, y2: { field: 'y2' } },
          },
          {
            data: { values: own.map((step) => ({ x: step.x, y: step.nsPerRequest.median })) },
            mark: mark(colour, { type: 'line', strokeWidth: 2, point: { filled: true, size: 25, color: colour } }),
            encoding: { x, y },
          },
        ]),
        lineLabels(
          curves.map(({ name, colour, own }) => ({
            text: plain(name),
            style: { colour, dash: [1, 0], shape: 'circle' },
            value: own.at(-1)?.nsPerRequest.median ?? 0,
          })),
          yScale,
        ),
      ],
    },
  };
}

/** A dot an implementation, fastest first, with the spread of its processes. */
function enginesChart(rows: readonly RowResult[]): Chart {
  const sorted = [...rows].sort((a, b) => a.nsPerRequest.median - b.nsPerRequest.median);
  const scale = logScale(sorted.flatMap(({ nsPerRequest }) => [nsPerRequest.min, nsPerRequest.max]));
  const values = sorted.map(({ name, nsPerRequest: { median, min, max } }) => ({
    name,
    median,
    min,
    max,
    label: median >= 100 ? Math.round(median).toLocaleString('en') : median.toFixed(1),
    colour: COLOURS[name] ?? PEER_COLOUR,
  }));
  const y: Spec = { field: 'name', type: 'nominal', sort: null, axis: { title: null, ticks: false, domain: false } };
  const x = (field: string) => quantity(field, scale, 'time of a request (ns)');
  const color: Spec = { field: 'colour', type: 'nominal', scale: null };
  const title = 'Time of a request, engine by engine';
  return {
    name: 'engines',
    title,
    description: `${title}: ${values.map(({ name, label }) => `${name} ${label} ns`).join(', ')}.`,
    spec: {
      ...frame(
        title,
        ['Edge, uplink and cloud; inputs in memory to every latency known · line: fastest to slowest process'],
        WIDTH + LABEL_ROOM,
      ),
      width: WIDTH - 60,
      height: 26 * values.length,
      data: { values },
      layer: [
        { mark: { type: 'rule', strokeWidth: 3, opacity: 0.4 }, encoding: { y, x: x('min'), x2: { field: 'max' }, color } },
        { mark: { type: 'point', filled: true, size: 60, opacity: 1 }, encoding: { y, x: x('median'), color } },
        {
          mark: { type: 'text', align: 'left', dx: 9, fontSize: LABEL_SIZE },
          encoding: { y, x: x('max'), text: { field: 'label', type: 'nominal' } },
        },
      ],
    },
  };
}

function plain(name: string): string {
  return name.replaceAll('`', '').replace(', 4-ary heap', '');
}
