/** The curves of the DEEx paper's figures 3 to 5 as we repeat them, a row for each p_d. */

import type { PaperView } from '../report/charts/paper-run.ts';
import { formatDecimals, formatPercent } from '../report/format-number.ts';
import { ABSENT_CELL, shareCell } from '../report/point-cells.ts';
import type { Cell, Table } from '../report/table.ts';

const MS_PER_S = 1000;

/** Shares (Figure 3), seconds for the test set with the half width of their 95% interval (4), accuracies (5). */
export function curvesTable({ points, runs, exact }: PaperView): Table {
  const column = (name: string, title: string, group?: string) => ({
    name,
    title,
    align: 'right' as const,
    ...(group === undefined ? {} : { group }),
  });
  return {
    columns: [
      column('p_d', 'p_d'),
      column('share_exit_2', 'at exit 2 %', 'Figure 3:'),
      column('share_exit_3', 'at exit 3 %', 'Figure 3:'),
      column('seconds', 's', 'Figure 4:'),
      column('accuracy_exit_2', 'exit 2 %', 'Figure 5:'),
      column('accuracy_exit_3', 'exit 3 %', 'Figure 5:'),
      column('accuracy', 'all %', 'Figure 5:'),
    ],
    rows: points.curve.map(({ threshold, point }) => {
      const [, second, third] = point.exits;
      const repeated = runs.points.find(({ policy, params }) => policy === point.policy && params['p_d'] === threshold);
      return [
        { text: formatDecimals(threshold, 2), value: threshold },
        shareCell(second?.share ?? null),
        shareCell(third?.share ?? null),
        secondsCell(repeated?.latency_ms ?? null, exact.trace.samples),
        shareCell(second?.accuracy ?? null),
        shareCell(third?.accuracy ?? null),
        { text: formatPercent(point.accuracy), value: point.accuracy },
      ];
    }),
  };
}

function secondsCell(
  latency: { readonly mean: number | null; readonly mean_ci95: readonly [number, number] | null } | null,
  samples: number,
): Cell {
  if (latency === null || latency.mean === null) return ABSENT_CELL;
  const seconds = (ms: number) => (ms * samples) / MS_PER_S;
  const value = seconds(latency.mean);
  const interval = latency.mean_ci95;
  const half = interval === null ? '' : ` ± ${formatDecimals(seconds(interval[1] - interval[0]) / 2, 2)}`;
  return { text: `${formatDecimals(value, 2)}${half}`, value };
}
