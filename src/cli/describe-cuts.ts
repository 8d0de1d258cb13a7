/** The cuts of a model for people: a table, the best one, and the bandwidths at which it changes. */

import type { CutName, CutWeights } from '../optimize/partition/weigh-cuts.ts';
import { formatMs, formatPercent, formatRatio } from '../report/format-number.ts';
import { type Cell, type Column, formatTable } from '../report/table.ts';

const MS = { align: 'right', group: 'expected ms' } as const;
const COLUMNS: readonly Column[] = [
  { name: 'edge_runs', title: 'at the edge', align: 'left' },
  { name: 'offload_share', title: 'sent %', align: 'right' },
  { name: 'accuracy', title: 'acc %', align: 'right' },
  { name: 'edge_ms', title: 'edge', ...MS },
  { name: 'up_ms', title: 'up', ...MS },
  { name: 'propagation_ms', title: 'rtt', ...MS },
  { name: 'cloud_ms', title: 'cloud', ...MS },
  { name: 'down_ms', title: 'down', ...MS },
  { name: 'expected_ms', title: 'total', ...MS },
  { name: 'times_best', title: '', align: 'right', group: '' },
];

export function describeCuts(weights: CutWeights, { name, model }: { readonly name: string; readonly model: string }): string {
  const { best, exits, without_branches: bare, by_uplink: ranges } = weights;
  const rows = weights.cuts.map((cut): Cell[] => {
    const { edge, branch, up, propagation, cloud, down } = cut.parts_ms;
    const runs = describeEdge(cut, exits);
    const times = best.expected_ms > 0 ? cut.expected_ms / best.expected_ms : null;
    return [
      { text: runs, value: runs },
      { text: formatPercent(cut.offload_share), value: cut.offload_share },
      { text: formatPercent(cut.accuracy), value: cut.accuracy },
      ...[edge + branch, up, propagation, cloud, down, cut.expected_ms].map((ms) => ({ text: formatMs(ms), value: ms })),
      { text: isSame(cut, best) ? 'best' : times === null ? '' : `${formatRatio(times)} x`, value: times },
    ];
  });
  const path = weights.shortest_path;
  return [
    `${name}: ${model}, ${exits} segments`,
    `p_tar ${weights.p_tar} at every branch; ${formatRate(weights.uplink_bps)} up, rtt ${formatMs(weights.rtt_ms)} ms`,
    '',
    formatTable({ columns: COLUMNS, rows }),
    `Best: ${describeEdge(best, exits)} at the edge, ${formatMs(best.expected_ms)} ms.`,
    describeOwn(weights),
    `Enumeration and shortest path ${isSame(path, best) ? 'agree' : `DISAGREE: the path takes ${describeEdge(path, exits)}`}.`,
    `Without any branch (Neurosurgeon): ${describeSegments(bare.layer, exits)} at the edge, ${formatMs(bare.expected_ms)} ms.`,
    '',
    'Best cut by uplink bandwidth, all else as it is',
    ...ranges.map((range) => `  ${describeRange(range.from_bps, range.to_bps).padEnd(32)}${describeEdge(range, exits)}`),
    '',
    'Queues are empty here and links never fail; `sim run` adds both. Accuracy differs between cuts:',
    'a branch that is cut off no longer answers. docs/partition.md has the formula.',
    '',
  ].join('\n');
}

function isSame(a: CutName, b: CutName): boolean {
  return a.layer === b.layer && a.branch_kept === b.branch_kept;
}

/** How the scenario's own cut compares, in one line. */
function describeOwn({ best, own, exits }: CutWeights): string {
  if (own === null) return 'The scenario sends the picture again, which is no cut; cuts send what the edge has made of it.';
  if (isSame(own, best)) return 'The scenario cuts there.';
  return `The scenario's own cut (${describeEdge(own, exits)}): ${formatMs(own.expected_ms)} ms.`;
}

/** `segments 1-2, branch 1`. */
function describeEdge({ layer, branch_kept }: CutName, exits: number): string {
  const branches = branch_kept ? layer : Math.max(0, layer - 1);
  const run = branches === 0 ? '' : branches === 1 ? ', branch 1' : `, branches 1-${branches}`;
  return `${describeSegments(layer, exits)}${run}`;
}

function describeSegments(layer: number, exits: number): string {
  if (layer === 0) return 'nothing';
  if (layer === exits) return 'everything';
  return layer === 1 ? 'segment 1' : `segments 1-${layer}`;
}

function describeRange(fromBps: number, toBps: number | null): string {
  if (toBps === null) return fromBps === 0 ? 'any' : `from ${formatRate(fromBps)}`;
  return fromBps === 0 ? `up to ${formatRate(toBps)}` : `${formatRate(fromBps)} to ${formatRate(toBps)}`;
}

/** `5.85 Mbit/s`, three significant digits. */
function formatRate(bps: number): string {
  const [unit, size] = bps >= 1e9 ? ['Gbit/s', 1e9] : bps >= 1e6 ? ['Mbit/s', 1e6] : bps >= 1e3 ? ['kbit/s', 1e3] : ['bit/s', 1];
  return `${Number((bps / (size as number)).toPrecision(3))} ${unit}`;
}
