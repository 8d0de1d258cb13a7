/** Accuracy against energy, a line a policy along its thresholds, with the settings that none beats: what a joule buys. */

import type { AnsweredPoint } from '../answered.ts';
import { formatMs, formatShare } from '../format-number.ts';
import type { SweepView } from '../sweep-view.ts';
import type { Chart, Spec } from './chart.ts';
import { FAINT_INK, frame, HEIGHT, LABEL_ROOM, LABEL_SIZE, type SeriesStyle, seriesStyles, TICK_TEXT, WIDTH } from './chart-style.ts';
import { nameList } from './line-labels.ts';
import { linearScale, magnitudeScale, type NiceScale, positionOn } from './nice-scale.ts';
import { INK } from './palette.ts';
import { axisName } from './sweep-axis.ts';

interface Place {
  readonly label: string;
  readonly setting: string;
  /** [mJ] */
  readonly x: number;
  /** [%] */
  readonly y: number;
}

/** Null where no energy is modelled, or fewer than two settings are stable. */
export function energyFrontChart(view: SweepView, scenario: string, about: readonly string[]): Chart | null {
  const { curves, levels } = view;
  const places = [
    ...curves.flatMap(({ label, points }) => points.flatMap(({ setting, point }) => placeOf(label, setting, point))),
    ...levels.flatMap(({ label, point }) => placeOf(label, '', point)),
  ];
  if (places.length < 2) return null;
  const styles = seriesStyles([...curves, ...levels]);
  const labels = [...curves, ...levels].map(({ label }) => label);
  const styleOf = (label: string): SeriesStyle => styles.get(label) as SeriesStyle;
  const front = frontOf(places);
  const energy = magnitudeScale(places.map(({ x }) => x));
  const x = axis(energy, 'x', 'energy of a request (mJ)');
  const accuracy = linearScale(places.map(({ y: share }) => share));
  const y = axis(accuracy, 'y', 'right answers (%)');
  const numbered = spaced(front, (place) => [WIDTH * positionOn(energy, place.x), -HEIGHT * positionOn(accuracy, place.y)]);
  const title = `Accuracy against energy: ${scenario}`;
  return {
    name: 'energy-front',
    title,
    description: `Energy and share of right answers; of ${places.length} stable settings ${front.length} are beaten by none: ${front.map(say).join('; ')}.`,
    spec: {
      ...frame(
        title,
        [
          ...about,
          `Ringed, joined by the dotted line: settings that none beats in both${view.axis === null ? '' : ` · numbers: ${axisName(view.axis)}`}`,
        ],
        WIDTH + LABEL_ROOM,
      ),
      width: WIDTH,
      height: HEIGHT,
      layer: [
        {
          data: { values: front.map((place) => ({ x: place.x, y: place.y })) },
          mark: { type: 'line', interpolate: 'step-after', color: FAINT_INK, strokeWidth: 1.2, strokeDash: [2, 3] },
          encoding: { x, y },
        },
        ...labels.flatMap((label) =>
          seriesLayers(
            places.filter((place) => place.label === label),
            styleOf(label),
            x,
            y,
          ),
        ),
        {
          data: { values: front.map((place) => ({ x: place.x, y: place.y })) },
          mark: { type: 'point', shape: 'circle', filled: false, color: INK, size: 90, strokeWidth: 1.3, opacity: 1 },
          encoding: { x, y },
        },
        {
          data: { values: numbered.map((place) => ({ x: place.x, y: place.y, text: place.setting })) },
          mark: { type: 'text', color: INK, fontSize: LABEL_SIZE - 1, align: 'right', baseline: 'bottom', dx: -6, dy: -4 },
          encoding: { x, y, text: { field: 'text', type: 'nominal' } },
        },
        nameList(labels.map((text) => ({ text, style: styleOf(text) }))),
      ],
    },
  };
}

function placeOf(label: string, setting: string, { energy_j_mean, accuracy, stable }: AnsweredPoint): readonly Place[] {
  return energy_j_mean === null || !stable ? [] : [{ label, setting, x: energy_j_mean * 1000, y: accuracy * 100 }];
}

/** Those that no other is at least as good as in both and better in one, by rising energy; of equals the first. */
function frontOf(places: readonly Place[]): readonly Place[] {
  const order = [...places].sort((a, b) => a.x - b.x || b.y - a.y);
  let best = Number.NEGATIVE_INFINITY;
  return order.filter(({ y }) => {
    if (y <= best) return false;
    best = y;
    return true;
  });
}

/** Places whose numbers keep clear of each other. */
function spaced(places: readonly Place[], pixelOf: (place: Place) => readonly [number, number]): readonly Place[] {
  const taken: (readonly [number, number])[] = [];
  return places.filter((place) => {
    const [left, top] = pixelOf(place);
    if (place.setting === '' || taken.some(([x, y]) => Math.abs(x - left) < 30 && Math.abs(y - top) < LABEL_SIZE + 2)) return false;
    taken.push([left, top]);
    return true;
  });
}

function seriesLayers(places: readonly Place[], { colour, dash, shape }: SeriesStyle, x: Spec, y: Spec): readonly Spec[] {
  const values = places.map((place, order) => ({ x: place.x, y: place.y, order }));
  return [
    {
      data: { values },
      mark: { type: 'line', color: colour, strokeWidth: 1.8, strokeDash: [...dash] },
      encoding: { x, y, order: { field: 'order', type: 'quantitative' } },
    },
    { data: { values }, mark: { type: 'point', shape, filled: true, color: colour, size: 26, opacity: 1 }, encoding: { x, y } },
  ];
}

function axis({ type, domain, ticks }: NiceScale, field: string, title: string): Spec {
  return {
    field,
    type: 'quantitative',
    scale: { type, domain: [...domain], nice: false, ...(type === 'linear' ? { zero: false } : {}) },
    axis: { title, values: [...ticks], labelExpr: TICK_TEXT },
  };
}

function say({ label, setting, x, y }: Place): string {
  return `${label}${setting === '' ? '' : ` at ${setting}`} ${formatMs(x)} mJ and ${formatShare(y / 100)}`;
}
