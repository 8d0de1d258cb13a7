/** Scenarios side by side: latency and accuracy of the recommended deex and of the ordinary early exit that is as accurate. */

import type { ComparedPoint, ComparedScenario, Comparison } from '../compare.ts';
import { formatMs, formatShare, formatSigned } from '../format-number.ts';
import type { Chart, Spec } from './chart.ts';
import { frame, INK, LABEL_SIZE, type SeriesStyle, seriesStyles, TICK_TEXT } from './chart-style.ts';
import { nameList } from './line-labels.ts';
import { panelTitle } from './line-panels.ts';
import { linearScale, magnitudeScale, type NiceScale } from './nice-scale.ts';
import { LINES, rowLabel } from './row-label.ts';

/** Height of a scenario, width of a panel, room for a number beside it [px]. */
const ROW = 34;
const PANEL = 250;
const GUTTER = 92;

const POLICIES = ['deex', 'ordinary'] as const;

interface Row {
  readonly row: string;
  readonly scenario: ComparedScenario;
}

/** Null where no scenario has a deex point. */
export function comparisonChart({ scenarios, baseline }: Comparison): Chart | null {
  const rows = scenarios
    .filter(({ deex }) => deex !== null)
    .map((scenario): Row => {
      const { scenario: name, setting, deex } = scenario;
      const where = setting?.replaceAll(/[^\s,]+\.([^\s.,]+) /g, '$1 ') ?? null;
      return { row: rowLabel([name, where, deex?.setting].filter((word) => word !== null && word !== '').join(', ')), scenario };
    });
  if (rows.length === 0) return null;
  const styles = seriesStyles(POLICIES.map((policy) => ({ policy, label: policy })));
  const styleOf = (policy: string): SeriesStyle => styles.get(policy) as SeriesStyle;
  const title = `deex and ordinary early exit: ${rows.length === 1 ? 'one scenario' : `${rows.length} scenarios`}`;
  const latency = panel(rows, styleOf, {
    title: 'mean latency, and deex minus ordinary',
    axis: 'mean latency (ms)',
    scale: (values) => magnitudeScale(values),
    value: ({ latency_ms_mean }) => latency_ms_mean,
    text: ({ deex_minus_ordinary: { latency_ms_mean } }) => (latency_ms_mean === null ? '' : signedMs(latency_ms_mean)),
    isFirst: true,
  });
  const accuracy = panel(rows, styleOf, {
    title: 'accuracy, and deex minus ordinary',
    axis: 'right answers (%)',
    scale: (values) => linearScale(values),
    value: (point) => (point.accuracy === null ? null : point.accuracy * 100),
    text: ({ deex_minus_ordinary: { accuracy: points } }) => (points === null ? '' : `${formatSigned(points * 100, 1)} points`),
    isFirst: false,
  });
  const names = nameList(
    POLICIES.map((text) => ({ text, style: { ...styleOf(text), dash: [0, 1] } })),
    PANEL + GUTTER,
  );
  const key = ['Each at its own setting: deex at the best trade-off (its p_d beside the name), ordinary as accurate as that'];
  return {
    name: 'comparison',
    title,
    description: `${rows.map(say).join('; ')}.`,
    spec: {
      ...frame(title, [...key, ...(baseline === null ? [] : [`Baseline of the table: ${baseline}`])], 2 * (PANEL + GUTTER) + 120),
      spacing: GUTTER,
      columns: 2,
      concat: [latency, { ...accuracy, layer: [...(accuracy['layer'] as readonly Spec[]), names] }],
    },
  };
}

interface Panel {
  readonly title: string;
  readonly axis: string;
  scale(values: readonly number[]): NiceScale;
  value(point: ComparedPoint): number | null;
  text(scenario: ComparedScenario): string;
  readonly isFirst: boolean;
}

function panel(rows: readonly Row[], styleOf: (policy: string) => SeriesStyle, of: Panel): Spec {
  const dots = rows.flatMap(({ row, scenario }) =>
    POLICIES.flatMap((policy) => {
      const point = scenario[policy];
      const value = point === null ? null : of.value(point);
      const { colour, shape } = styleOf(policy);
      return value === null
        ? []
        : [{ row, value, colour, shape: policy === 'deex' ? shape : 'diamond', fill: point?.stable === false ? 'white' : colour }];
    }),
  );
  const scale = of.scale(dots.map(({ value }) => value));
  const spans = rows.flatMap(({ row }) => {
    const values = dots.filter((dot) => dot.row === row).map(({ value }) => value);
    return values.length < 2 ? [] : [{ row, value: Math.min(...values), end: Math.max(...values) }];
  });
  const y = {
    field: 'row',
    type: 'nominal',
    sort: rows.map(({ row }) => row),
    axis: { title: null, ticks: false, domain: false, labels: of.isFirst, labelPadding: 9, labelExpr: LINES },
  };
  const x = {
    field: 'value',
    type: 'quantitative',
    scale: { type: scale.type, domain: [...scale.domain], nice: false, ...(scale.type === 'linear' ? { zero: false } : {}) },
    axis: { title: of.axis, values: [...scale.ticks], labelExpr: TICK_TEXT },
  };
  const own = (field: string) => ({ field, type: 'nominal', scale: null });
  return {
    title: panelTitle(of.title),
    width: PANEL,
    height: rows.length * ROW,
    layer: [
      { data: { values: spans }, mark: { type: 'rule', color: INK, strokeWidth: 1.2 }, encoding: { x, x2: { field: 'end' }, y } },
      {
        data: { values: dots },
        mark: { type: 'point', size: 80, opacity: 1 },
        encoding: { x, y, stroke: own('colour'), fill: own('fill'), shape: own('shape') },
      },
      {
        data: { values: rows.map(({ row, scenario }) => ({ row, text: of.text(scenario) })) },
        mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: LABEL_SIZE, color: INK },
        encoding: { x: { value: PANEL + 8 }, y, text: { field: 'text', type: 'nominal' } },
      },
    ],
  };
}

function signedMs(ms: number): string {
  return `${ms > 0 ? '+' : ''}${formatMs(ms)} ms`;
}

function say({ row, scenario: { deex, ordinary } }: Row): string {
  const one = (name: string, point: ComparedPoint | null): readonly string[] =>
    point?.latency_ms_mean == null || point.accuracy === null
      ? []
      : [`${name} ${formatMs(point.latency_ms_mean)} ms and ${formatShare(point.accuracy)}`];
  return `${row.replace('\n', ' ')}: ${[...one('deex', deex), ...one('ordinary', ordinary)].join(', ')}`;
}
