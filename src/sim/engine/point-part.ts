/** A point in some of its replications, and the parts of a point put together again: the same whole however it was divided. */

import { isStable, type Load, lambdaMax, offeredLoad } from '../plan/offered-load.ts';
import type { Plan, PreparedPoint } from '../plan/plan.ts';
import { preparePoint } from '../plan/prepare-point.ts';
import type { Records } from '../records/records.ts';
import { precisionOf } from '../summary/precision.ts';
import { condense, type Findings, type ReplicationSummary, summarizeReplication } from '../summary/replication-summary.ts';
import { countSamples, markAlso, type SampleCounts } from '../summary/sample-counts.ts';
import type { PointRun } from '../summary/summarize-point.ts';

/** What some replications of a point gave; plain data that may travel between threads. */
export interface PointPart {
  /** Index into Plan.points. */
  readonly point: number;
  /** Number of the first replication. */
  readonly from: number;
  readonly replications: readonly ReplicationSummary[];
  /** 1 where a sample was counted and answered at least once [samples]; null where all of them were. */
  readonly isSeen: Uint8Array | null;
  /** Requests that took each row of the itinerary, where the policy adapts; the load follows from them. */
  readonly rowCounts: Float64Array | null;
  readonly load: Load | null;
  readonly lambdaMaxPerS: number | null;
}

/** A part to which one replication after the other is added. */
export type GrowingPart = ReturnType<typeof startPart>;

/** Begins a part; it grows by `add`, or by `addFigures` where there are no records and every request is answered. */
export function startPart(plan: Plan, prepared: PreparedPoint, point: number, from: number) {
  const samples = prepared.recorded.labels.length;
  const replications: ReplicationSummary[] = [];
  let isEachSeen = false;
  let isSeen: Uint8Array | null = null;
  const marks = (): Uint8Array => {
    isSeen ??= new Uint8Array(samples);
    return isSeen;
  };
  const rowCounts = prepared.choice.kind === 'adaptive' ? new Float64Array(prepared.itinerary.samples) : null;
  const known = rowCounts === null ? loadOf(prepared, null) : null;
  const loadNow = () => known ?? loadOf(prepared, rowCounts);
  /** Batches that the next replication's latencies are told in. */
  const batches = () => (from + replications.length === 0 ? plan.batches : null);
  /** Notes which samples were counted, where all of them are answered. */
  const see = (counts: SampleCounts): void => {
    if (counts.each !== null && counts.each > 0) isEachSeen = true;
    if (!isEachSeen) markAlso(marks(), counts.isSeen);
  };
  return {
    replications,
    get stable(): boolean {
      return isStable(loadNow().load, prepared);
    },
    add(records: Records): void {
      const summary = summarizeReplication(prepared, records, batches());
      replications.push(summary);
      if (records.isAnsweredByRow) see(countSamples(records.sample, summary.warmup, samples));
      else if (!isEachSeen) markAnswered(marks(), records, summary.warmup);
      if (rowCounts !== null) countRows(rowCounts, records, summary.warmup);
    },
    addFigures(findings: Findings, counts: SampleCounts): void {
      replications.push(condense(prepared, findings, batches()));
      see(counts);
    },
    end: (): PointPart => ({ point, from, replications, isSeen: isEachSeen ? null : marks(), rowCounts, ...loadNow() }),
  };
}

/** What is offered to each part: by the policy's rules where they are fixed, by what it chose where it adapts. */
function loadOf(prepared: PreparedPoint, rowCounts: Float64Array | null): Pick<PointPart, 'load' | 'lambdaMaxPerS'> {
  if (rowCounts === null) return { load: offeredLoad(prepared), lambdaMaxPerS: lambdaMax(prepared) };
  const total = rowCounts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return { load: null, lambdaMaxPerS: null };
  const weights = rowCounts.map((count) => (count * prepared.recorded.labels.length) / total);
  return { load: offeredLoad(prepared, weights), lambdaMaxPerS: lambdaMax(prepared, weights) };
}

function countRows(rowCounts: Float64Array, { row, requests }: Records, first: number): void {
  for (let r = first; r < requests; r++) rowCounts[row[r] as number] = (rowCounts[row[r] as number] as number) + 1;
}

/** @param parts of one point, at least one, in any order */
export function joinParts(plan: Plan, parts: readonly PointPart[]): PointRun {
  const inOrder = [...parts].sort((a, b) => a.from - b.from);
  const [first, ...others] = inOrder as [PointPart, ...PointPart[]];
  const { point, rowCounts } = first;
  const { load, lambdaMaxPerS } =
    rowCounts === null || others.length === 0
      ? first
      : loadOf(
          preparePoint(plan.points[point] as Plan['points'][number]),
          rowCounts.map((_, row) => inOrder.reduce((sum, part) => sum + ((part.rowCounts as Float64Array)[row] as number), 0)),
        );
  const replications = inOrder.flatMap((part) => part.replications);
  const stable = isStable(load, plan.points[point] as Plan['points'][number]);
  return {
    replications,
    load,
    lambdaMaxPerS,
    distinctSamples: countSeen(inOrder, (plan.points[point] as Plan['points'][number]).recorded.labels.length),
    precision: plan.until === null ? null : precisionOf(plan.until, replications, stable),
  };
}

/** Samples that were seen in any part. */
function countSeen(parts: readonly PointPart[], samples: number): number {
  const isSeen = new Uint8Array(samples);
  for (const part of parts) {
    if (part.isSeen === null) return samples;
    markAlso(isSeen, part.isSeen);
  }
  let seen = 0;
  for (let i = 0; i < samples; i++) seen += isSeen[i] as number;
  return seen;
}

/** Marks the samples that were counted and answered at least once. */
function markAnswered(isSeen: Uint8Array, { exit, sample, requests }: Records, first: number): void {
  for (let r = first; r < requests; r++) if ((exit[r] as number) > 0) isSeen[sample[r] as number] = 1;
}
