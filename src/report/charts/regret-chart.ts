/** What each policy gave away, in latency and in right answers: dots with intervals, a row a policy, to the oracle and to the best fixed threshold; pure. */

import type { Difference } from '../../sim/summary/result.ts';
import type { Counterpart, RegretRow } from '../regret/regret.ts';
import { pointName, regretPhrase } from '../regret/regret-tables.ts';
import type { Chart, Spec } from './chart.ts';
import { frame, TICK_TEXT } from './chart-style.ts';
import { panelTitle } from './line-panels.ts';
import { linearScale } from './nice-scale.ts';
import { AREA, FAINT_INK } from './palette.ts';

/** Height of a row, width of a panel [px]. */
const ROW = 26;
const PANEL = 300;

const SIDES = [
  { key: 'oracle', name: 'oracle', colour: AREA.vermillion, shape: 'diamond', offset: 8 },
  { key: 'best_fixed', name: 'best fixed threshold', colour: AREA.blue, shape: 'circle', offset: 18 },
] as const;

interface Figure {
  readonly title: string;
  readonly axis: string;
  readonly factor: number;
  pick(other: Counterpart): Difference;
}

const FIGURES: readonly Figure[] = [
  { title: 'Slower by', axis: 'difference of mean latency (ms)', factor: 1, pick: (other) => other.latency_ms_difference },
  {
    title: 'Right more often by',
    axis: 'difference of right answers (points)',
    factor: 100,
    pick: (other) => other.right_share_difference,
  },
];

/** Null where nothing was held against anything. */
export function regretChart(rows: readonly RegretRow[], scenario: string, replications: number): Chart | null {
  const told = rows.filter(({ oracle, best_fixed }) => oracle !== null || best_fixed !== null);
  if (told.length === 0) return null;
  const title = `What policies give away: ${scenario}`;
  return {
    name: 'regret',
    title,
    description: `Policy less the oracle and less the best fixed threshold that is as accurate, on the same requests. ${told.map(regretPhrase).join('. ')}.`,
    spec: {
      ...frame(
        title,
        [
          'Policy less the oracle, and less the quickest fixed threshold that is as accurate, on the same requests',
          ...(replications > 1 ? [`Lines: 95% intervals over ${replications} replications`] : []),
        ],
        2 * PANEL + 240,
      ),
      spacing: 24,
      columns: 2,
      concat: FIGURES.map((figure, index) => panel(told, figure, index === 0)),
    },
  };
}

function panel(rows: readonly RegretRow[], { title, axis, factor, pick }: Figure, isFirst: boolean): Spec {
  const marks = rows.flatMap((row) =>
    SIDES.flatMap(({ key, name }) => {
      const other = row[key];
      const { difference, ci95 } = other === null ? { difference: null, ci95: null } : pick(other);
      if (difference === null) return [];
      const [low, high] = (ci95 ?? [difference, difference]).map((end) => end * factor) as [number, number];
      return [{ row: pointName(row), side: name, value: difference * factor, low, high }];
    }),
  );
  const scale = linearScale([0, ...marks.flatMap(({ low, high, value }) => [low, value, high])]);
  const y = {
    field: 'row',
    type: 'nominal',
    sort: rows.map(pointName),
    axis: { title: null, ticks: false, domain: false, labels: isFirst, labelPadding: 9, labelLimit: 260 },
  };
  const x = {
    field: 'value',
    type: 'quantitative',
    scale: { domain: [...scale.domain], nice: false, zero: false },
    axis: { title: axis, values: [...scale.ticks], labelExpr: TICK_TEXT },
  };
  const names = SIDES.map(({ name }) => name);
  const colour = {
    field: 'side',
    type: 'nominal',
    scale: { domain: names, range: SIDES.map(({ colour: own }) => own) },
    legend: { title: 'less the', orient: 'bottom' },
  };
  const shape = {
    field: 'side',
    type: 'nominal',
    scale: { domain: names, range: SIDES.map(({ shape: own }) => own) },
    legend: colour.legend,
  };
  const yOffset = { field: 'side', type: 'nominal', scale: { domain: names, range: SIDES.map(({ offset }) => offset) } };
  return {
    title: panelTitle(title),
    width: PANEL,
    height: rows.length * ROW,
    data: { values: marks },
    layer: [
      {
        data: { values: [{ zero: 0 }] },
        mark: { type: 'rule', color: FAINT_INK, strokeDash: [4, 3] },
        encoding: { x: { field: 'zero', type: 'quantitative' } },
      },
      { mark: { type: 'rule', strokeWidth: 2 }, encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y, yOffset, color: colour } },
      { mark: { type: 'point', filled: true, size: 60, opacity: 1 }, encoding: { x, y, yOffset, color: colour, shape } },
    ],
  };
}
