/** Mean latency along the sweep in a line of text each policy, on one scale, so that a terminal shows the shape that the chart draws. */

import type { PointResult } from '../sim/summary/result.ts';
import { formatMs } from './format-number.ts';
import { textCell } from './point-cells.ts';
import type { CurvePoint, SweepView } from './sweep-view.ts';
import type { Table } from './table.ts';

const BLOCKS = '▁▂▃▄▅▆▇█';
const UNSTABLE = '×';
const NOTHING = ' ';

/** A line tells nothing of fewer points, and a terminal has no room for more. */
const FEWEST = 4;
const MOST = 60;

/** Heights are magnitudes where the greatest is more than so many times the least, as in the charts. */
const LOG_RATIO = 30;

/** @returns the table and what stands above it; null where nothing is swept along numbers, or too few of them */
export function sparklines({ axis, curves }: SweepView<PointResult>): { readonly title: string; readonly table: Table } | null {
  const drawn = curves.filter(({ points }) => points.length >= FEWEST && points.length <= MOST);
  const means = drawn.flatMap(({ points }) => points.flatMap((at) => meanOf(at) ?? []));
  if (axis === null || !axis.isNumeric || means.length === 0) return null;
  const [least, greatest] = [Math.min(...means), Math.max(...means)];
  const isLog = least > 0 && greatest / least > LOG_RATIO;
  const height = (mean: number) => (isLog ? Math.log(mean / least) / Math.log(greatest / least) : (mean - least) / (greatest - least || 1));
  const block = (at: CurvePoint<PointResult>) => {
    const mean = meanOf(at);
    if (mean !== null) return BLOCKS[Math.min(BLOCKS.length - 1, Math.floor(height(mean) * BLOCKS.length))] as string;
    return at.point.stable ? NOTHING : UNSTABLE;
  };
  const rows = drawn.map(({ label, points }) => {
    const [first, last] = [points[0], points.at(-1)] as [CurvePoint<PointResult>, CurvePoint<PointResult>];
    const ends = points.flatMap((at) => meanOf(at) ?? []);
    const span = ends.length === 0 ? 'unstable' : `${formatMs(Math.min(...ends))} to ${formatMs(Math.max(...ends))} ms`;
    return [textCell(label), textCell(points.map(block).join('')), textCell(`${first.setting} to ${last.setting}`), textCell(span)];
  });
  const notes = [
    isLog ? 'heights are magnitudes' : '',
    rows.some(([, line]) => line?.text.includes(UNSTABLE)) ? `${UNSTABLE} unstable` : '',
  ];
  const words = ['Mean latency', ...notes.filter((note) => note !== '')].join(', ');
  return {
    title: words,
    table: {
      columns: [
        { name: 'policy', title: 'policy', align: 'left' },
        { name: 'mean_latency', title: `along ${axis.key.split('.').at(-1)}`, align: 'left' },
        { name: 'range', title: 'from', align: 'left' },
        { name: 'span', title: 'mean', align: 'left' },
      ],
      rows,
    },
  };
}

/** Mean latency [ms] of a point that is stable; null else. */
function meanOf({ point }: CurvePoint<PointResult>): number | null {
  return point.stable ? point.latency_ms.mean : null;
}
