/** How each kind of request fares, a row a policy and kind, at the setting one would pick; pure, from a view to a table. */

import type { PointResult } from '../sim/summary/result.ts';
import { choosePoint } from './choose-point.ts';
import { formatDecimals, formatMs } from './format-number.ts';
import { ABSENT_CELL, shareCell, textCell } from './point-cells.ts';
import { answeredView, type SweepView } from './sweep-view.ts';
import type { Cell, Table } from './table.ts';

/** Null where a scenario has one kind of request. */
export function kindsTable(view: SweepView<PointResult>): Table | null {
  const { axis, curves, levels } = answeredView(view);
  const picked = curves.flatMap((curve) => {
    const at = choosePoint(curve)?.at;
    return at === undefined ? [] : [{ label: `${curve.label} (${axis?.key} ${at.setting})`, point: at.point }];
  });
  const rows = [...picked, ...levels].flatMap(({ label, point }) =>
    point.kinds.map(({ name, requests, completed, latency_ms, deadline_missed_share }) => [
      textCell(label),
      textCell(name),
      { text: formatDecimals(requests, 0), value: requests },
      msCell(latency_ms.mean),
      msCell(latency_ms.p50),
      msCell(latency_ms.p95),
      msCell(latency_ms.p99),
      shareCell(1 - completed / requests),
      shareCell(deadline_missed_share),
    ]),
  );
  if (rows.length === 0) return null;
  const right = (name: string, title: string) => ({ name, title, align: 'right' as const });
  return {
    columns: [
      { name: 'policy', title: 'policy', align: 'left' },
      { name: 'kind', title: 'kind', align: 'left' },
      right('requests', 'requests'),
      right('latency_ms_mean', 'mean ms'),
      right('latency_ms_p50', 'p50 ms'),
      right('latency_ms_p95', 'p95 ms'),
      right('latency_ms_p99', 'p99 ms'),
      right('dropped_share', 'lost %'),
      right('deadline_missed_share', 'late %'),
    ],
    rows,
  };
}

function msCell(value: number | null): Cell {
  return value === null ? ABSENT_CELL : { text: formatMs(value), value };
}
