/**
 * A sweep over two keys as maps: the outer key upwards, the inner one to the right, colour for latency and for accuracy, a column a
 * policy.
 */
import type { AnsweredPoint } from '../answered.ts';
import { formatMs, formatPercent, formatShare } from '../format-number.ts';
import type { SweepView } from '../sweep-view.ts';
import type { Chart, Json, Spec } from './chart.ts';
import { frame, INK, LABEL_SIZE } from './chart-style.ts';
import { panelTitle } from './line-panels.ts';
import { magnitudeScale } from './nice-scale.ts';
import { GRID, inkOnRamp, RAMP_COLOURS } from './palette.ts';

/** Least and greatest width of a cell, its height, room between maps [px]. */
const CELL = { least: 14, most: 46, height: 30 };
const MAP_WIDTH = 330;
const GUTTER = 34;

/** Policies drawn, and cells to a row that have room for a number. */
const MOST_POLICIES = 3;
const MOST_WRITTEN = 9;

interface Cell {
  readonly [field: string]: Json;
  readonly row: string;
  readonly column: string;
  readonly value: number;
  readonly text: string;
}

interface Figure {
  readonly title: string;
  value(point: AnsweredPoint): number;
  text(point: AnsweredPoint): string;
}

const FIGURES: readonly Figure[] = [
  { title: 'mean latency (ms)', value: ({ latency_ms }) => latency_ms.mean, text: ({ latency_ms }) => formatMs(latency_ms.mean) },
  { title: 'right answers (%)', value: ({ accuracy }) => accuracy * 100, text: ({ accuracy }) => formatPercent(accuracy) },
];

/** Null where no two keys are swept. */
export function sweepMapChart(views: readonly SweepView[], scenario: string, about: readonly string[]): Chart | null {
  const axis = views[0]?.axis ?? null;
  if (views.length < 2 || axis === null) return null;
  const labels = [...new Set(views.flatMap(({ curves }) => curves.map(({ label }) => label)))].slice(0, MOST_POLICIES);
  const columns = settingsOf(views);
  if (columns.length < 2 || labels.length === 0) return null;
  const { title: outer, rows } = outerOf(views);
  const title = `Latency and accuracy over ${outer} and ${axis.key}: ${scenario}`;
  const width = Math.max(CELL.least, Math.min(CELL.most, MAP_WIDTH / columns.length)) * columns.length;
  const maps = FIGURES.flatMap((figure) => {
    const all = labels.map((label) => cellsOf(views, rows, label, figure));
    const stable = all.flatMap((cells) => cells.stable.map(({ value }) => value));
    return labels.map((label, index) => {
      const cells = all[index] as ReturnType<typeof cellsOf>;
      return map(`${label}: ${figure.title}`, cells, { columns, rows, stable, width, inner: axis.key, outer: index === 0 ? outer : null });
    });
  });
  return {
    name: 'sweep-map',
    title,
    description: describe(views, labels),
    spec: {
      ...frame(title, [...about, 'Colour: the stronger the more · grey, ×: unstable'], Math.max(520, labels.length * (width + GUTTER))),
      spacing: GUTTER,
      columns: labels.length,
      resolve: { scale: { color: 'independent' } },
      concat: maps,
    },
  };
}

/** What the outer sweep is called, and its values, greatest last. */
function outerOf(views: readonly SweepView[]): { readonly title: string; readonly rows: readonly string[] } {
  const settings = views.map(({ setting }) => setting ?? '');
  const key = settings[0]?.split(' ')[0] ?? '';
  const isOneKey = settings.every((setting) => setting.startsWith(`${key} `) && !setting.includes(', '));
  return isOneKey ? { title: key, rows: settings.map((setting) => setting.slice(key.length + 1)) } : { title: 'settings', rows: settings };
}

/** Values of the inner key, ascending. */
function settingsOf(views: readonly SweepView[]): readonly string[] {
  const places = new Map(views.flatMap(({ curves }) => curves.flatMap(({ points }) => points.map(({ x, setting }) => [setting, x]))));
  return [...places].sort((a, b) => a[1] - b[1]).map(([setting]) => setting);
}

function cellsOf(
  views: readonly SweepView[],
  rows: readonly string[],
  label: string,
  figure: Figure,
): { readonly stable: readonly Cell[]; readonly unstable: readonly Cell[] } {
  const cells = views.flatMap(({ curves }, index) => {
    const points = curves.find((curve) => curve.label === label)?.points ?? [];
    return points.map(({ setting, point }) => ({
      cell: { row: rows[index] as string, column: setting, value: figure.value(point), text: figure.text(point) },
      stable: point.stable,
    }));
  });
  return {
    stable: cells.filter(({ stable }) => stable).map(({ cell }) => cell),
    unstable: cells.filter(({ stable }) => !stable).map(({ cell }) => ({ ...cell, text: '×' })),
  };
}

interface MapAxes {
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  readonly stable: readonly number[];
  readonly width: number;
  readonly inner: string;
  readonly outer: string | null;
}

function map(title: string, { stable, unstable }: ReturnType<typeof cellsOf>, axes: MapAxes): Spec {
  const [least, most] = [Math.min(...axes.stable), Math.max(...axes.stable)];
  const isLog = axes.stable.length > 0 && magnitudeScale(axes.stable).type === 'log';
  const place = (field: string, values: readonly string[], name: string | null, isUp: boolean): Spec => ({
    field,
    type: 'ordinal',
    sort: isUp ? [...values].reverse() : [...values],
    scale: { domain: isUp ? [...values].reverse() : [...values], paddingInner: 0.03, paddingOuter: 0 },
    axis: { title: name, labelAngle: 0, ticks: false, domain: false, grid: false, labelOverlap: true },
  });
  const x = place('column', axes.columns, `${axes.inner.split('.').at(-1)} (swept)`, false);
  const y = place('row', axes.rows, axes.outer === null ? null : `${axes.outer.split('.').at(-1)} (swept)`, true);
  const color = {
    field: 'value',
    type: 'quantitative',
    scale: { type: isLog ? 'log' : 'linear', domain: steps(least, most, isLog), range: [...RAMP_COLOURS], interpolate: 'rgb' },
    legend: null,
  };
  const share = (value: number): number =>
    isLog ? Math.log(value / least) / Math.log(most / least) : (value - least) / (most - least || 1);
  // A layer an ink: writing and areas would share a scale of colours.
  const text = (values: readonly Cell[], inkOf: (cell: Cell) => string): readonly Spec[] =>
    [...new Set(values.map(inkOf))].map((color) => ({
      data: { values: values.filter((cell) => inkOf(cell) === color) },
      mark: { type: 'text', fontSize: LABEL_SIZE - 1, color },
      encoding: { x, y, text: { field: 'text', type: 'nominal' } },
    }));
  const isWritten = axes.columns.length <= MOST_WRITTEN;
  return {
    title: panelTitle(title),
    width: axes.width,
    height: axes.rows.length * CELL.height,
    layer: [
      { data: { values: stable }, mark: { type: 'rect' }, encoding: { x, y, color } },
      { data: { values: unstable }, mark: { type: 'rect', color: GRID }, encoding: { x, y } },
      ...text(unstable, () => INK),
      ...(isWritten ? text(stable, ({ value }) => inkOnRamp(share(value))) : []),
    ],
  };
}

/** Where each colour of the ramp stands. */
function steps(least: number, most: number, isLog: boolean): readonly number[] {
  const last = RAMP_COLOURS.length - 1;
  const top = most > least ? most : least + 1;
  return RAMP_COLOURS.map((_, index) => (isLog ? least * (top / least) ** (index / last) : least + ((top - least) * index) / last));
}

function describe(views: readonly SweepView[], labels: readonly string[]): string {
  const said = labels.map((label) => {
    const points = views.flatMap(({ setting, curves }) =>
      (curves.find((curve) => curve.label === label)?.points ?? [])
        .filter(({ point }) => point.stable)
        .map((at) => ({ ...at, outer: setting })),
    );
    const fastest = points.reduce<(typeof points)[number] | null>(
      (best, at) => (best === null || at.point.latency_ms.mean < best.point.latency_ms.mean ? at : best),
      null,
    );
    if (fastest === null) return `${label}: nowhere stable`;
    const { point, outer, setting } = fastest;
    return `${label}: ${points.length} stable settings, the fastest ${formatMs(point.latency_ms.mean)} ms with ${formatShare(point.accuracy)} right at ${outer}, ${setting}`;
  });
  return `Mean latency and share of right answers over two swept keys. ${said.join('; ')}.`;
}
