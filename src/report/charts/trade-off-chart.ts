/**
 * Accuracy against what an answer costs, a line a policy along its thresholds: what a millisecond buys, what a joule buys.
 *
 * The same threshold means different things to different policies; here the better one lies above and to the left, whatever
 * its threshold. Steps of a dotted line join the settings that none beats. Only stable points are drawn: what an unstable one
 * costs depends on how long one watches.
 */

import type { AnsweredPoint } from '../answered.ts';
import { formatMs, formatShare } from '../format-number.ts';
import type { SweepView } from '../sweep-view.ts';
import type { Chart, Spec } from './chart.ts';
import { FAINT_INK, frame, HEIGHT, LABEL_ROOM, type SeriesStyle, seriesStyles, TICK_TEXT, WIDTH } from './chart-style.ts';
import { nameList } from './line-labels.ts';
import { linearScale, magnitudeScale, type NiceScale, positionOn } from './nice-scale.ts';
import { textColour } from './palette.ts';
import { paretoFront } from './pareto-front.ts';
import { numberLayers, type Obstacles, type Pixel, placeNumbers } from './place-numbers.ts';
import { axisName, type CurveView } from './sweep-axis.ts';
import { thin } from './thin.ts';

/** What an answer costs. */
interface Cost {
  /** Of the chart. */
  readonly name: string;
  readonly title: string;
  readonly axis: string;
  readonly unit: string;
  /** In `unit`; null where it is not known. */
  of(point: AnsweredPoint): number | null;
}

const LATENCY: Cost = {
  name: 'trade-off',
  title: 'Accuracy against mean latency',
  axis: 'mean latency (ms)',
  unit: 'ms',
  of: ({ latency_ms }) => latency_ms.mean,
};

const ENERGY: Cost = {
  name: 'energy-front',
  title: 'Accuracy against energy',
  axis: 'energy of a request (mJ)',
  unit: 'mJ',
  of: ({ energy_j_mean }) => (energy_j_mean === null ? null : energy_j_mean * 1000),
};

/** Null where fewer than two points are stable. */
export function tradeOffChart(view: CurveView, scenario: string, about: readonly string[]): Chart | null {
  return costChart(view, LATENCY, scenario, about);
}

/** Null where no energy is modelled, or fewer than two points are stable. */
export function energyFrontChart(view: SweepView, scenario: string, about: readonly string[]): Chart | null {
  return costChart(view, ENERGY, scenario, about);
}

interface Place {
  readonly setting: string;
  /** [unit of the cost] */
  readonly x: number;
  /** [%] */
  readonly y: number;
}

interface Series {
  readonly label: string;
  readonly style: SeriesStyle;
  readonly isCurve: boolean;
  readonly places: readonly Place[];
}

function costChart(view: SweepView, cost: Cost, scenario: string, about: readonly string[]): Chart | null {
  const styles = seriesStyles([...view.curves, ...view.levels]);
  const styleOf = (label: string): SeriesStyle => styles.get(label) as SeriesStyle;
  const placeOf = (setting: string, point: AnsweredPoint): readonly Place[] => {
    const x = cost.of(point);
    return x === null || !point.stable ? [] : [{ setting, x, y: point.accuracy * 100 }];
  };
  const series: readonly Series[] = [
    ...view.curves.map(({ label, points }) => ({
      label,
      style: styleOf(label),
      isCurve: true,
      places: thin(points.flatMap(({ setting, point }) => placeOf(setting, point))),
    })),
    ...view.levels.map(({ label, point }) => ({ label, style: styleOf(label), isCurve: false, places: placeOf('', point) })),
  ];
  const places = series.flatMap((one) => one.places.map((place) => ({ ...place, label: one.label })));
  if (places.length < 2) return null;
  const front = paretoFront(places);
  const axes = { x: magnitudeScale(places.map(({ x }) => x)), y: linearScale(places.map(({ y }) => y)) };
  const encoding = { x: axis(axes.x, 'x', cost.axis), y: axis(axes.y, 'y', 'right answers (%)') };
  const key = [
    ...(view.axis === null ? [] : [`Numbers: ${axisName(view.axis)}`]),
    'better is further up and further left',
    'dotted: the best that can be had',
  ];
  return {
    name: cost.name,
    title: `${cost.title}: ${scenario}`,
    description: describe(series, cost.unit, front.length, places.length),
    spec: {
      ...frame(`${cost.title}: ${scenario}`, [...about, key.join(' · ')], WIDTH + LABEL_ROOM),
      width: WIDTH,
      height: HEIGHT,
      layer: [
        {
          data: { values: front.map(({ x, y }) => ({ x, y })) },
          mark: { type: 'line', interpolate: 'step-after', color: FAINT_INK, strokeWidth: 1.2, strokeDash: [2, 3] },
          encoding,
        },
        ...series.flatMap((one) => seriesLayers(one, encoding)),
        ...numbers(series, axes, encoding),
        nameList(series.map(({ label, style }) => ({ text: label, style }))),
      ],
    },
  };
}

function seriesLayers({ style: { colour, dash, shape }, isCurve, places }: Series, encoding: Spec): readonly Spec[] {
  const values = places.map(({ x, y }, order) => ({ x, y, order }));
  const mark = { type: 'point', shape, filled: true, color: colour, size: isCurve ? 26 : 110, opacity: 1 };
  const line: Spec = {
    data: { values },
    mark: { type: 'line', color: colour, strokeWidth: 2, strokeDash: [...dash] },
    encoding: { ...encoding, order: { field: 'order', type: 'quantitative' } },
  };
  // With more points than this a line would be a row of beads.
  const hasMarks = !isCurve || places.length <= 60;
  return [...(isCurve ? [line] : []), ...(hasMarks ? [{ data: { values: values.map(({ x, y }) => ({ x, y })) }, mark, encoding }] : [])];
}

/** Thresholds beside their marks, as far as there is room: the ends of each line first, then every other, then those between. */
function numbers(series: readonly Series[], axes: { readonly x: NiceScale; readonly y: NiceScale }, encoding: Spec): readonly Spec[] {
  const pixelOf = ({ x, y }: Place): Pixel => [WIDTH * positionOn(axes.x, x), HEIGHT * (1 - positionOn(axes.y, y))];
  const obstacles: Obstacles = {
    lines: series.filter(({ isCurve }) => isCurve).map((one) => one.places.map(pixelOf)),
    marks: series.flatMap((one) => one.places.map(pixelOf)),
    boxes: [],
  };
  const placed = series.map((one) => ({
    colour: textColour(one.style.colour),
    numbers: placeNumbers(
      byTurns(one.isCurve ? one.places : []).map((place) => ({ ...place, text: place.setting, at: pixelOf(place) })),
      obstacles,
      [WIDTH, HEIGHT],
    ),
  }));
  return placed.flatMap(({ colour, numbers: own }) => numberLayers(own, colour, encoding));
}

/** The first, the last, then those in the middle of what lies between, and so on. */
function byTurns<Item>(items: readonly Item[]): readonly Item[] {
  const order: number[] = items.length < 2 ? items.map((_, i) => i) : [0, items.length - 1];
  let gaps: (readonly [number, number])[] = [[0, items.length - 1]];
  while (gaps.length > 0) {
    const halves = gaps.flatMap(([from, to]) => {
      if (to - from < 2) return [];
      const middle = Math.floor((from + to) / 2);
      order.push(middle);
      return [[from, middle] as const, [middle, to] as const];
    });
    gaps = halves;
  }
  return order.map((index) => items[index] as Item);
}

function axis({ type, domain, ticks }: NiceScale, field: string, title: string): Spec {
  return {
    field,
    type: 'quantitative',
    scale: { type, domain: [...domain], nice: false, ...(type === 'linear' ? { zero: false } : {}) },
    axis: { title, values: [...ticks], labelExpr: TICK_TEXT },
  };
}

function describe(series: readonly Series[], unit: string, front: number, all: number): string {
  const said = ({ x, y }: Place): string => `${formatMs(x)} ${unit} and ${formatShare(y / 100)}`;
  const lines = series.flatMap(({ label, isCurve, places }) => {
    const [first, last] = [places[0], places.at(-1)];
    if (first === undefined || last === undefined) return [];
    return [isCurve ? `${label}: ${said(first)} at ${first.setting}, ${said(last)} at ${last.setting}` : `${label}: ${said(first)}`];
  });
  return `What an answer costs, and the share of right ones; of ${all} stable settings ${front} are beaten by none. ${lines.join('; ')}.`;
}
