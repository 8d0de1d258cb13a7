/** Regret as tables: one for files with every figure, two for a terminal; pure. */

import type { Difference } from '../../sim/summary/result.ts';
import { formatHalfWidth, formatMs, formatPercent, formatSetting, formatSigned } from '../format-number.ts';
import { ABSENT_CELL, EMPTY_CELL, shareCell, textCell } from '../point-cells.ts';
import type { Cell, Column, Table } from '../table.ts';
import type { Counterpart, Regret, RegretPoint, RegretRow } from './regret.ts';

/** `deex p_d 0.7`, `ordinary p_d 0.8`: a swept target that is p_d is told once. */
export function pointName({ policy, params }: Pick<RegretPoint, 'policy' | 'params'>): string {
  const own = Object.entries(params).filter(([key, value]) => !(key === 'p_tar' && value === params['p_d']));
  return [policy, ...own.map(([key, value]) => `${key} ${formatSetting(value)}`)].join(' ');
}

/** What each gave away against the bounds. */
export function regretTable(rows: readonly RegretRow[]): Table {
  return {
    columns: [
      ...pointColumns(),
      ...differenceColumns('oracle', 'oracle', false),
      ...differenceColumns('best_fixed', 'best fixed threshold', true),
    ],
    rows: rows.map((row) => [...pointOf(row), ...differenceCells(row.oracle, false), ...differenceCells(row.best_fixed, true)]),
  };
}

/** Each beside the baseline, once as accurate and once sending as much. */
export function matchedTable(rows: readonly RegretRow[], baseline: string): Table {
  return {
    columns: [
      { name: 'policy', title: 'policy', align: 'left' },
      ...differenceColumns('matched_accuracy', `${baseline}, as accurate`, true),
      ...differenceColumns('matched_offload_share', `${baseline}, sending as much`, true),
    ],
    rows: rows.map((row) => [
      textCell(pointName(row)),
      ...differenceCells(row.matched_accuracy, true),
      ...differenceCells(row.matched_offload_share, true),
    ]),
  };
}

function pointColumns(): readonly Column[] {
  return [
    { name: 'policy', title: 'policy', align: 'left' },
    { name: 'latency_ms_mean', title: 'mean ms', align: 'right' },
    { name: 'right_share', title: 'right %', align: 'right' },
  ];
}

function pointOf(row: RegretRow): readonly Cell[] {
  return [textCell(pointName(row)), meanCell(row), shareCell(row.right_share)];
}

function meanCell({ latency_ms_mean: value, stable }: RegretPoint): Cell {
  return { text: formatMs(value), value, ...(stable ? {} : { tone: 'bad' }) };
}

function differenceColumns(name: string, group: string, isNamed: boolean): readonly Column[] {
  const column = (suffix: string, title: string, align: Column['align'] = 'right'): Column => ({
    name: `${name}_${suffix}`,
    title,
    align,
    group,
  });
  return [
    ...(isNamed ? [column('setting', 'setting', 'left')] : []),
    column('latency_ms_difference', 'ms'),
    column('latency_ms_half_width', '±'),
    column('right_share_difference', 'points'),
  ];
}

function differenceCells(other: (Counterpart & { readonly is_as_accurate?: boolean }) | null, isNamed: boolean): readonly Cell[] {
  if (other === null) return [...(isNamed ? [textCell('none')] : []), ABSENT_CELL, EMPTY_CELL, ABSENT_CELL];
  const { latency_ms_difference: latency, right_share_difference: right, stable } = other;
  const mark = other.is_as_accurate === false ? '< ' : '';
  const settings = Object.entries(other.params).filter(([key]) => key === 'p_d' || key === 'p_tar' || key === 'T' || key === 'share');
  const name = pointName({ policy: other.policy, params: Object.fromEntries(settings) }).replace(/ p_d /, ' ');
  return [
    ...(isNamed ? [textCell(`${mark}${name}${stable ? '' : ' (unstable)'}`)] : []),
    latency.difference === null ? ABSENT_CELL : { text: signedMs(latency.difference), value: latency.difference },
    latency.ci95 === null ? EMPTY_CELL : { text: formatHalfWidth(latency.ci95), value: (latency.ci95[1] - latency.ci95[0]) / 2 },
    right.difference === null ? ABSENT_CELL : { text: formatSigned(100 * right.difference, 1), value: right.difference },
  ];
}

function signedMs(ms: number): string {
  return ms > 0 ? `+${formatMs(ms)}` : formatMs(ms);
}

/** Every figure, a row a point. */
export function regretFileTable({ rows }: Regret): Table {
  const keys = [...new Set(rows.flatMap(({ params }) => Object.keys(params)))];
  const plain = (value: number | string | boolean | null | undefined): Cell => {
    const own = typeof value === 'boolean' ? Number(value) : (value ?? null);
    return { text: own === null ? '' : String(own), value: own };
  };
  const ends = (name: string, pick: (other: Counterpart) => Difference): [string, (other: Counterpart) => number | null][] => [
    [name, (other) => pick(other).difference],
    [`${name}_low`, (other) => pick(other).ci95?.[0] ?? null],
    [`${name}_high`, (other) => pick(other).ci95?.[1] ?? null],
  ];
  const figures: [string, (other: Counterpart) => number | string | boolean | null][] = [
    ['policy', ({ policy, params }) => pointName({ policy, params })],
    ['stable', ({ stable }) => stable],
    ['latency_ms_mean', ({ latency_ms_mean }) => latency_ms_mean],
    ['right_share', ({ right_share }) => right_share],
    ['offload_share', ({ offload_share }) => offload_share],
    ...ends('latency_ms_difference', (other) => other.latency_ms_difference),
    ...ends('right_share_difference', (other) => other.right_share_difference),
  ];
  const sides = ['oracle', 'best_fixed', 'matched_accuracy', 'matched_offload_share'] as const;
  const column = (name: string): Column => ({ name, title: name, align: 'right' });
  return {
    columns: [
      ...['policy', ...keys, 'stable', 'latency_ms_mean', 'right_share', 'offload_share'].map(column),
      ...sides.flatMap((side) => figures.map(([name]) => column(`${side}_${name}`))),
    ],
    rows: rows.map((row) => [
      plain(row.policy),
      ...keys.map((key) => plain(row.params[key])),
      ...[row.stable, row.latency_ms_mean, row.right_share, row.offload_share].map(plain),
      ...sides.flatMap((side) => {
        const other = row[side];
        return figures.map(([, pick]) => plain(other === null ? null : pick(other)));
      }),
    ]),
  };
}

/** `deex p_d 0.7 loses 12.1 ms and 1.2 points to the best fixed threshold`: for whoever hears a chart. */
export function regretPhrase(row: RegretRow): string {
  const say = (other: Counterpart | null, name: string) =>
    other?.latency_ms_difference.difference == null
      ? []
      : [
          `${signedMs(other.latency_ms_difference.difference)} ms, ${formatSigned(100 * (row.right_share - other.right_share), 1)} points against ${name}`,
        ];
  return `${pointName(row)} (${formatMs(row.latency_ms_mean)} ms, ${formatPercent(row.right_share)}% right): ${[
    ...say(row.oracle, 'the oracle'),
    ...say(row.best_fixed, 'the best fixed threshold'),
  ].join('; ')}`;
}
