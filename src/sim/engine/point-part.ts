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

/** A part to which one replication after the other is added: by `add`, or by `addFigures` where there are no records and every request is answered. */
export class GrowingPart {
  readonly replications: ReplicationSummary[] = [];
  readonly #prepared: PreparedPoint;
  readonly #point: number;
  readonly #from: number;
  /** Batches that the latencies of replication 0 are told in. */
  readonly #batches: number | null;
  readonly #samples: number;
  /** Whether all samples were counted and answered; else 1 for those that were [samples]. */
  #isEachSeen = false;
  #isSeen: Uint8Array | null = null;
  /** Requests that took each row, where the policy adapts. */
  readonly #rowCounts: Float64Array | null;
  readonly #load: Pick<PointPart, 'load' | 'lambdaMaxPerS'> | null;

  /** @param point index into Plan.points @param from number of the first replication */
  constructor(plan: Plan, prepared: PreparedPoint, point: number, from: number) {
    this.#prepared = prepared;
    this.#point = point;
    this.#from = from;
    this.#batches = plan.batches;
    this.#samples = prepared.recorded.labels.length;
    this.#rowCounts = prepared.choice.kind === 'adaptive' ? new Float64Array(prepared.itinerary.samples) : null;
    this.#load = this.#rowCounts === null ? loadOf(prepared, null) : null;
  }

  get stable(): boolean {
    return isStable(this.#loadNow().load, this.#prepared);
  }

  add(records: Records): void {
    const summary = summarizeReplication(this.#prepared, records, this.#batchesNow());
    this.replications.push(summary);
    if (records.isAnsweredByRow) this.#see(countSamples(records.sample, summary.warmup, this.#samples));
    else if (!this.#isEachSeen) markAnswered(this.#marks(), records, summary.warmup);
    if (this.#rowCounts !== null) countRows(this.#rowCounts, records, summary.warmup);
  }

  addFigures(findings: Findings, counts: SampleCounts): void {
    this.replications.push(condense(this.#prepared, findings, this.#batchesNow()));
    this.#see(counts);
  }

  end(): PointPart {
    return {
      point: this.#point,
      from: this.#from,
      replications: this.replications,
      isSeen: this.#isEachSeen ? null : this.#marks(),
      rowCounts: this.#rowCounts,
      ...this.#loadNow(),
    };
  }

  #loadNow(): Pick<PointPart, 'load' | 'lambdaMaxPerS'> {
    return this.#load ?? loadOf(this.#prepared, this.#rowCounts);
  }

  /** Batches that the next replication's latencies are told in. */
  #batchesNow(): number | null {
    return this.#from + this.replications.length === 0 ? this.#batches : null;
  }

  /** Notes which samples were counted, where all of them are answered. */
  #see(counts: SampleCounts): void {
    if (counts.each !== null && counts.each > 0) this.#isEachSeen = true;
    if (!this.#isEachSeen) markAlso(this.#marks(), counts.isSeen);
  }

  #marks(): Uint8Array {
    this.#isSeen ??= new Uint8Array(this.#samples);
    return this.#isSeen;
  }
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
  if (parts.some(({ isSeen }) => isSeen === null)) return samples;
  const isSeen = new Uint8Array(samples);
  for (const part of parts) markAlso(isSeen, part.isSeen as Uint8Array);
  let seen = 0;
  for (let i = 0; i < samples; i++) seen += isSeen[i] as number;
  return seen;
}

/** Marks the samples that were counted and answered at least once. */
function markAnswered(isSeen: Uint8Array, { exit, sample, requests }: Records, first: number): void {
  for (let r = first; r < requests; r++) if ((exit[r] as number) > 0) isSeen[sample[r] as number] = 1;
}
