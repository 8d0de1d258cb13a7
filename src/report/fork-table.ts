/** What the end devices of ddnn send, and how long one waits for the others; pure, from a view to a table. */

import type { ForkResult } from '../sim/summary/fork-summary.ts';
import type { PointResult } from '../sim/summary/result.ts';
import { formatMs } from './format-number.ts';
import { ABSENT_CELL, shareCell, textCell } from './point-cells.ts';
import type { SweepView } from './sweep-view.ts';
import type { Cell, Table } from './table.ts';

/** A row a point that has end devices; null where none has. */
export function forkTable({ curves, levels, axis }: SweepView<PointResult>): Table | null {
  const named = [
    ...curves.flatMap(({ label, points }) =>
      points.map(({ point, setting }) => ({ point, label: axis === null ? label : `${label} ${axis.key} ${setting}` })),
    ),
    ...levels,
  ];
  const rows = named.flatMap(({ label, point: { fork_join } }) => (fork_join === undefined ? [] : [row(label, fork_join)]));
  if (rows.length === 0) return null;
  const column = (name: string, title: string) => ({ name, title, align: 'right' }) as const;
  return {
    columns: [
      { name: 'policy', title: 'policy', align: 'left' },
      column('device_bytes', 'B a device'),
      column('score_bytes', 'scores B'),
      column('scores_join_ms', 'scores wait ms'),
      column('late_scores_share', 'late %'),
      column('features_join_ms', 'features wait ms'),
      column('late_features_share', 'late %'),
    ],
    rows,
  };
}

function row(label: string, fork: ForkResult): readonly Cell[] {
  const bytes = (value: number): Cell => ({ text: value.toFixed(0), value });
  const ms = (value: number | null): Cell => (value === null ? ABSENT_CELL : { text: formatMs(value), value });
  return [
    textCell(label),
    bytes(fork.device_bytes),
    bytes(fork.score_bytes),
    ms(fork.scores_join_ms),
    shareCell(fork.late_scores_share),
    ms(fork.features_join_ms),
    shareCell(fork.late_features_share),
  ];
}
