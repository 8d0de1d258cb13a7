/**
 * What a latency does not tell: requests lost, answered by another exit than the one chosen, or answered late, and energy. Only the
 * columns in which something stands are shown; pure, from a view to tables.
 */
import type { PointResult } from '../sim/summary/result.ts';
import { formatMs } from './format-number.ts';
import { EMPTY_CELL, settingCell, shareCell, textCell } from './point-cells.ts';
import type { SweepView } from './sweep-view.ts';
import type { Cell, Column, Table } from './table.ts';

interface Figure {
  readonly name: string;
  readonly title: string;
  isThere(point: PointResult): boolean;
  cell(point: PointResult): Cell;
}

const lostShare = ({ dropped, requests }: PointResult) => dropped / requests;

const LATE = 'deadline_missed_share';

/** Deadlines missed of one kind of request. */
function lateOf(kind: string): Figure {
  const shareOf = ({ kinds }: PointResult): number | null => kinds.find(({ name }) => name === kind)?.deadline_missed_share ?? null;
  return {
    name: `${kind}_${LATE}`,
    title: `late % ${kind}`,
    isThere: (point) => shareOf(point) !== null,
    cell: (point) => shareCell(shareOf(point)),
  };
}

/** Kinds beside which there is room for a column each. */
const MOST_KINDS = 3;

/** The figures of which something stands, deadlines by kind where there are a few. */
function figuresOf(points: readonly PointResult[]): readonly Figure[] {
  const kinds = [...new Set(points.flatMap((point) => point.kinds.map(({ name }) => name)))];
  const all =
    kinds.length > MOST_KINDS ? FIGURES : FIGURES.flatMap((figure) => (figure.name === LATE ? [figure, ...kinds.map(lateOf)] : [figure]));
  return all.filter((figure) => points.some((point) => figure.isThere(point)));
}

const FIGURES: readonly Figure[] = [
  {
    name: 'dropped_share',
    title: 'lost %',
    isThere: ({ dropped }) => dropped > 0,
    cell: (point) => shareCell(lostShare(point)),
  },
  {
    name: 'fallback_share',
    title: 'fallback %',
    isThere: ({ fallback_share }) => fallback_share > 0,
    cell: ({ fallback_share }) => shareCell(fallback_share),
  },
  {
    name: LATE,
    title: 'late %',
    isThere: ({ deadline_missed_share }) => deadline_missed_share !== null,
    cell: ({ deadline_missed_share }) => shareCell(deadline_missed_share),
  },
  {
    name: 'energy_j_mean',
    title: 'energy J',
    isThere: ({ energy_j_mean }) => energy_j_mean !== null,
    cell: ({ energy_j_mean }) => (energy_j_mean === null ? EMPTY_CELL : { text: formatMs(energy_j_mean), value: energy_j_mean }),
  },
];

/** A heading and its tables; none where nothing is lost, late or counted. */
export function lossesTables({ axis, curves, levels }: SweepView<PointResult>): {
  readonly title: string;
  readonly tables: readonly Table[];
} {
  const points = [...curves.flatMap((curve) => curve.points.map(({ point }) => point)), ...levels.map(({ point }) => point)];
  const figures = figuresOf(points);
  if (figures.length === 0) return { title: '', tables: [] };
  const columnsOf = (prefix: string, group?: string): readonly Column[] =>
    figures.map(({ name, title }) => ({ name: `${prefix}${name}`, title, align: 'right', ...(group === undefined ? {} : { group }) }));
  const cellsOf = (point: PointResult | null): readonly Cell[] =>
    figures.map((figure) => (point === null ? EMPTY_CELL : figure.cell(point)));
  const pairs = Array.from({ length: Math.ceil(curves.length / 2) }, (_, index) => curves.slice(index * 2, index * 2 + 2));
  const key = axis?.key ?? '';
  const tables = pairs.map((pair): Table => {
    const settings = [...pair.flatMap((curve) => curve.points)].sort((a, b) => a.x - b.x).map(({ setting }) => setting);
    return {
      columns: [
        { name: key, title: key.split('.').at(-1) ?? key, align: 'right' },
        ...pair.flatMap(({ label }) => columnsOf(`${label}_`, label)),
      ],
      rows: [...new Set(settings)].map((setting) => [
        settingCell(setting),
        ...pair.flatMap((curve) => cellsOf(curve.points.find((at) => at.setting === setting)?.point ?? null)),
      ]),
    };
  });
  const beside: Table = {
    columns: [{ name: 'policy', title: 'policy', align: 'left' }, ...columnsOf('')],
    rows: levels.map(({ label, point }) => [textCell(label), ...cellsOf(point)]),
  };
  const words = figures.flatMap(({ name }) => WORDS[name] ?? []).join(', ');
  return { title: `${words.charAt(0).toUpperCase()}${words.slice(1)}`, tables: levels.length === 0 ? tables : [...tables, beside] };
}

const WORDS: Readonly<Record<string, string>> = {
  dropped_share: 'requests lost',
  fallback_share: 'answered by a stand-in exit',
  deadline_missed_share: 'past their deadline',
  energy_j_mean: 'energy of a request',
};
