/** A result as a table on disk: one row for each point and replication. */

import type { Column } from '../models/parquet.ts';
import type { PointPlan } from '../sim/plan/plan.ts';
import { partNames, stationNames } from '../sim/records/records.ts';
import type { KindSummary } from '../sim/summary/replication-summary.ts';
import type { Result } from '../sim/summary/result.ts';
import type { PointRun } from '../sim/summary/summarize-point.ts';
import { paramColumn } from './request-rows.ts';

const MS = 1e-6;

/**
 * Columns of results.parquet: policy, swept values, replication, then the figures of that replication alone; what is withheld or of which
 * there is none is NaN. Load and lambda_max are those of the point.
 *
 * @param points the plan's points, in the order of `result.points`
 */
export function resultColumns(result: Result, points: readonly PointPlan[], runs: readonly PointRun[]): Column[] {
  const rows = result.points.flatMap((point, p) =>
    (runs[p]?.replications ?? []).map((summary, r) => ({ point, plan: points[p] as PointPlan, summary, r })),
  );
  type Row = (typeof rows)[number];
  const doubles = (name: string, pick: (row: Row) => number): Column => ({ name, type: 'DOUBLE', data: Float64Array.from(rows, pick) });
  const counts = (name: string, pick: (row: Row) => number): Column => ({ name, type: 'INT32', data: Int32Array.from(rows, pick) });
  const keys = [...new Set(result.points.flatMap(({ params }) => Object.keys(params)))];
  const parts = [...new Set(points.flatMap(({ world }) => partNames(world)))];
  const stations = [...new Set(points.flatMap(({ world }) => stationNames(world)))];
  const exits = points[0]?.exits ?? 0;
  const kinds = [...new Set(result.points.flatMap((point) => point.kinds.map(({ name }) => name)))];
  return [
    { name: 'policy', type: 'STRING', data: rows.map(({ point }) => point.policy) },
    ...keys.map(
      (key): Column =>
        paramColumn(
          key,
          rows.map(({ point }) => point.params[key]),
        ),
    ),
    counts('replication', ({ r }) => r),
    counts('warmup', ({ summary }) => summary.warmup),
    counts('requests', ({ summary }) => summary.requests),
    counts('completed', ({ summary }) => summary.completed),
    counts('dropped', ({ summary }) => summary.requests - summary.completed),
    { name: 'stable', type: 'BOOLEAN', data: rows.map(({ point }) => point.stable) },
    doubles('latency_mean_ms', ({ summary }) => summary.meanNs * MS),
    doubles('latency_p50_ms', ({ point, summary }) => (point.stable ? summary.p50Ns * MS : Number.NaN)),
    doubles('latency_p90_ms', ({ point, summary }) => (point.stable ? summary.p90Ns * MS : Number.NaN)),
    doubles('latency_p95_ms', ({ point, summary }) => (point.stable ? summary.p95Ns * MS : Number.NaN)),
    doubles('latency_p99_ms', ({ point, summary }) => (point.stable ? summary.p99Ns * MS : Number.NaN)),
    doubles('latency_max_ms', ({ summary }) => summary.maxNs * MS),
    ...parts.map((name) =>
      doubles(`${name}_ms`, ({ plan, summary }) => (summary.partMeansNs[partNames(plan.world).indexOf(name)] ?? 0) * MS),
    ),
    doubles('accuracy', ({ summary }) => summary.correct / summary.completed),
    doubles('offload_share', ({ summary }) => summary.offloaded / summary.requests),
    doubles('fallback_share', ({ summary }) => summary.fellBack / summary.requests),
    doubles('deadline_missed_share', ({ summary }) => summary.missed / summary.due),
    doubles('energy_j_mean', ({ summary }) => summary.energyJ ?? Number.NaN),
    ...Array.from({ length: exits }, (_, i) =>
      doubles(`exit_${i + 1}_share`, ({ summary }) => (summary.answeredAt[i] as number) / summary.completed),
    ),
    ...stations.map((name) =>
      doubles(`${name}_utilization`, ({ plan, summary }) => summary.utilization[stationNames(plan.world).indexOf(name)] ?? 0),
    ),
    ...stations.map((name) =>
      doubles(`${name}_queue_mean`, ({ plan, summary }) => summary.queueMean[stationNames(plan.world).indexOf(name)] ?? 0),
    ),
    ...stations.map((name) => doubles(`${name}_load`, ({ point }) => point.load?.[name] ?? Number.NaN)),
    doubles('lambda_max_per_s', ({ point }) => point.lambda_max_per_s ?? Number.NaN),
    ...kinds.flatMap((name) => {
      const kindOf = ({ plan, summary }: Row) => summary.kinds[plan.workload.kinds.findIndex((kind) => kind.name === name)];
      const percentile = (row: Row, pick: (kind: KindSummary) => number) => {
        const kind = kindOf(row);
        return kind === undefined || !row.point.stable ? Number.NaN : pick(kind) * MS;
      };
      return [
        counts(`${name}_requests`, (row) => kindOf(row)?.requests ?? 0),
        counts(`${name}_completed`, (row) => kindOf(row)?.completed ?? 0),
        doubles(`${name}_latency_mean_ms`, (row) => (kindOf(row)?.meanNs ?? Number.NaN) * MS),
        doubles(`${name}_latency_p50_ms`, (row) => percentile(row, ({ p50Ns }) => p50Ns)),
        doubles(`${name}_latency_p95_ms`, (row) => percentile(row, ({ p95Ns }) => p95Ns)),
        doubles(`${name}_latency_p99_ms`, (row) => percentile(row, ({ p99Ns }) => p99Ns)),
        doubles(`${name}_deadline_missed_share`, (row) => (kindOf(row)?.missed ?? Number.NaN) / (kindOf(row)?.due ?? Number.NaN)),
      ];
    }),
  ];
}
