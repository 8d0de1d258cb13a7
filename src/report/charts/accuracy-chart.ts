/**
 * Accuracy along the sweep: every policy overall with its Wilson interval; of deex also what stays and what is offloaded,
 * and the threshold at which the two cross.
 */
import type { Crossing } from '../../sim/summary/result.ts';
import type { AnsweredPoint } from '../answered.ts';
import { formatShare } from '../format-number.ts';
import type { Curve, Level } from '../sweep-view.ts';
import type { Chart, Spec } from './chart.ts';
import {
  bandOpacity,
  FAINT_INK,
  frame,
  HEIGHT,
  INK,
  LABEL_ROOM,
  LABEL_SIZE,
  type SeriesStyle,
  seriesStyles,
  TICK_TEXT,
  WIDTH,
} from './chart-style.ts';
import { type LineLabel, lineLabels } from './line-labels.ts';
import { linearScale } from './nice-scale.ts';
import { SERIES_COLOURS } from './palette.ts';
import { axisName, type CurveView, reachPhrase, xEncoding } from './sweep-axis.ts';
import { thin } from './thin.ts';

interface Line {
  readonly label: string;
  readonly style: SeriesStyle;
  readonly isWhole: boolean;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export function accuracyChart(view: CurveView, crossing: Crossing | null, scenario: string, about: readonly string[]): Chart {
  const { curves, levels } = view;
  const title = `Accuracy against ${axisName(view.axis)}: ${scenario}`;
  const styles = seriesStyles([...curves, ...levels]);
  const styleOf = (label: string): SeriesStyle => styles.get(label) as SeriesStyle;
  const overall = curves.map((curve) => overallLine(curve, styleOf(curve.label)));
  const deex = curves.filter(({ policy }) => policy === 'deex');
  // With more series than colours, a dash tells them apart.
  const hasHalves = deex.length === 1 && curves.length + levels.length <= SERIES_COLOURS.length;
  const halves = hasHalves ? deex.flatMap((curve) => halfLines(curve, styleOf(curve.label))) : [];
  const lines = [...overall, ...halves].filter(({ points }) => points.length > 0);
  const bands = curves.map((curve) => bandValues(curve));
  const scale = linearScale(
    [
      ...lines.flatMap(({ points }) => points.map(({ y }) => y)),
      ...bands.flat().flatMap(({ y, y2 }) => [y, y2]),
      ...levels.map(({ point }) => point.accuracy),
    ].map((share) => share * 100),
  );
  const domain = [Math.max(0, scale.domain[0]), Math.min(100, scale.domain[1])];
  const x = xEncoding(view);
  const y = {
    field: 'y',
    type: 'quantitative',
    scale: { domain, nice: false, zero: false },
    axis: { title: 'right answers (%)', values: scale.ticks.filter((tick) => tick >= 0 && tick <= 100), labelExpr: TICK_TEXT },
  };
  const cross = crossing !== null && view.axis.key === 'p_d' && deex.length > 0 ? crossing : null;
  return {
    name: 'accuracy',
    title,
    description: describe(view, cross),
    spec: {
      ...frame(
        title,
        [...about, `Band: 95% Wilson interval${halves.length === 0 ? '' : ' · dashed, dotted: the two parts of deex'}`],
        WIDTH + LABEL_ROOM,
      ),
      width: WIDTH,
      height: HEIGHT,
      layer: [
        ...(cross === null ? [] : crossLayers(cross, x, curves)),
        ...bands.map((values, index) => bandLayer(values, overall[index] as Line, bandOpacity(bands.length), x, y)),
        ...levels.map((level) => levelLayer(level, styleOf(level.label), y)),
        ...lines.map((line) => lineLayer(line, x, y)),
        lineLabels([...lines.map(endLabel), ...levels.map((level) => levelLabel(level, styleOf(level.label)))], {
          ...scale,
          domain: domain as [number, number],
        }),
      ],
    },
  };
}

function overallLine({ label, points }: Curve, style: SeriesStyle): Line {
  return { label, style, isWhole: true, points: thin(points).map(({ x, point }) => ({ x, y: point.accuracy })) };
}

/** What deex answers below the last exit, and what it sends on. */
function halfLines({ label, points }: Curve, style: SeriesStyle): readonly Line[] {
  const values = (half: (point: AnsweredPoint) => number | null): Line['points'] =>
    thin(points).flatMap(({ x, point }) => {
      const y = half(point);
      return y === null ? [] : [{ x, y }];
    });
  const exits = points[0]?.point.exits.length ?? 0;
  const hasStandIns = points.some(({ point }) => point.fallback_share >= HARDLY_ANY);
  const stays = hasStandIns ? `answered before exit ${exits}` : exits === 3 ? 'what stays (exit 2)' : 'what stays';
  return [
    {
      label: `${label}: ${stays}`,
      style: { ...style, dash: [6, 3], shape: '' },
      isWhole: false,
      points: values(({ exits }) => answeredAt(exits.slice(0, -1))),
    },
    {
      label: `${label}: offloaded (exit ${exits})`,
      style: { ...style, dash: [2, 2], shape: '' },
      isWhole: false,
      points: values(({ exits }) => answeredAt(exits.slice(-1))),
    },
  ];
}

/** Below this share an accuracy is a matter of a few samples, and would draw a spike or stretch the axis. */
const HARDLY_ANY = 0.02;

/** Accuracy over several exits; null when they answer hardly any. */
function answeredAt(exits: AnsweredPoint['exits']): number | null {
  const weight = exits.reduce((sum, { share }) => sum + share, 0);
  if (weight < HARDLY_ANY) return null;
  return exits.reduce((sum, { share, accuracy }) => sum + share * (accuracy ?? 0), 0) / weight;
}

interface BandValue {
  readonly [field: string]: number;
  readonly x: number;
  readonly y: number;
  readonly y2: number;
}

function bandValues({ points }: Curve): readonly BandValue[] {
  return thin(points).map(({ x, point }) => ({ x, y: point.accuracy_ci95[0], y2: point.accuracy_ci95[1] }));
}

function bandLayer(values: readonly BandValue[], { style: { colour } }: Line, opacity: number, x: Spec, y: Spec): Spec {
  const percent = values.map((value) => ({ x: value.x, y: value.y * 100, y2: value.y2 * 100 }));
  return {
    data: { values: percent },
    mark: { type: 'area', color: colour, opacity, clip: true },
    encoding: { x, y, y2: { field: 'y2' } },
  };
}

function lineLayer({ points, style: { colour, dash, shape }, isWhole }: Line, x: Spec, y: Spec): Spec {
  const hasMarks = shape !== '' && points.length <= 60;
  const mark = hasMarks ? { point: { shape, filled: true, color: colour, size: 22, opacity: 1 } } : {};
  return {
    data: { values: points.map((point) => ({ x: point.x, y: point.y * 100 })) },
    mark: { type: 'line', color: colour, strokeWidth: isWhole ? 2 : 1.4, clip: !isWhole, strokeDash: [...dash], ...mark },
    encoding: { x, y },
  };
}

function levelLayer({ point }: Level, { colour, dash }: SeriesStyle, y: Spec): Spec {
  const mark = { type: 'rule', color: colour, strokeWidth: 1.5, strokeDash: [...dash] };
  return { data: { values: [{ y: point.accuracy * 100 }] }, mark, encoding: { y } };
}

function crossLayers({ p_cross }: Crossing, x: Spec, curves: readonly Curve[]): readonly Spec[] {
  const values = [{ x: p_cross }];
  const isLeftmost = curves.every(({ points }) => points.every((at) => at.x >= p_cross));
  return [
    { data: { values }, mark: { type: 'rule', color: FAINT_INK, strokeDash: [3, 3] }, encoding: { x } },
    {
      data: { values },
      mark: {
        type: 'text',
        text: `p_cross ${p_cross}`,
        align: isLeftmost ? 'left' : 'center',
        baseline: 'bottom',
        color: INK,
        fontSize: LABEL_SIZE,
      },
      encoding: { x, y: { value: -5 } },
    },
  ];
}

function endLabel({ label, style, points }: Line): LineLabel {
  return { text: label, style, value: (points.at(-1)?.y ?? 0) * 100 };
}

function levelLabel({ label, point }: Level, style: SeriesStyle): LineLabel {
  return { text: `${label} ${formatShare(point.accuracy)}`, style, value: point.accuracy * 100 };
}

function describe(view: CurveView, crossing: Crossing | null): string {
  const ends = view.curves.map(({ label, points }) => {
    const said = [points[0], points.at(-1)].map((at) => (at === undefined ? '' : `${formatShare(at.point.accuracy)} at ${at.setting}`));
    return `${label}: ${said.join(', ')}`;
  });
  const levels = view.levels.map(({ label, point }) => `${label}: ${formatShare(point.accuracy)}`);
  const cross = crossing === null ? '' : ` What deex keeps becomes as accurate as what it offloads at p_d ${crossing.p_cross}.`;
  return `Share of right answers for ${reachPhrase(view)}. ${[...ends, ...levels].join('; ')}.${cross}`;
}
