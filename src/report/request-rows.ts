/** Every request of a run as a table: one row a request, for readers that recompute what we say. */

import { type Column, encodeParquet } from '../models/parquet.ts';
import type { Itinerary, KindPlan, PointPlan } from '../sim/plan/plan.ts';
import { policyLabel } from '../sim/plan/policy-label.ts';
import { partNames, type Records } from '../sim/records/records.ts';
import { type RequestAnswer, requestAnswer } from '../sim/summary/request-answer.ts';

/** Fills in as the run goes; rows in the order point within replication. */
export interface RequestRows {
  add(point: PointPlan, itinerary: Itinerary, replication: number, records: Records): void;
  /** Columns of the requests added so far; a run that was stopped has fewer than its plan. */
  columns(): Column[];
}

/** Of requests that several end devices see: how many messages of each kind came too late. */
const LATE = ['late_scores', 'late_features'] as const;
const INTS = [
  ...['replication', 'request', 'device', 'sample', 'exit', 'offloaded', 'prediction', 'correct', 'dropped', 'fell_back'],
  ...LATE,
] as const;
const DOUBLES = ['arrival_ns', 'finish_ns', 'confidence'] as const;

/** Columns in the order of the file; `kind`, parts and swept values other than p_d follow. */
const ORDER = [
  ...['replication', 'request', 'device', 'sample', 'arrival_ns', 'finish_ns', 'exit', 'offloaded', 'confidence', 'prediction', 'correct'],
  ...['dropped', 'fell_back'],
] as const;

/**
 * Room for all requests of a plan, taken as it is needed. A request that was lost has exit 0, prediction -1, correct 0 and no confidence.
 *
 * @param replications of a point at most
 * @param sampleIds names of the trace's rows [samples]
 */
export function collectRequestRows(points: readonly PointPlan[], replications: number, sampleIds: Int32Array): RequestRows {
  const most = points.reduce((sum, { workload }) => sum + workload.requests, 0) * replications;
  const keys = ['p_d', ...new Set(points.flatMap(({ params }) => Object.keys(params)).filter((key) => key !== 'p_d'))];
  const parts = [...new Set(points.flatMap(({ world }) => partNames(world)))];
  const isForked = points.some(({ world }) => world.fork !== undefined);
  let room = 0;
  let ints = Object.fromEntries(INTS.map((name) => [name, new Int32Array(0)])) as Record<(typeof INTS)[number], Int32Array>;
  let doubles = Object.fromEntries(DOUBLES.map((name) => [name, new Float64Array(0)])) as Record<(typeof DOUBLES)[number], Float64Array>;
  let partsNs: Float64Array[] = parts.map(() => new Float64Array(0));
  const policy: string[] = [];
  const kind: string[] = [];
  const params = keys.map((): (number | string | undefined)[] => []);
  let next = 0;
  const makeRoom = (rows: number): void => {
    if (rows <= room) return;
    room = Math.max(rows, Math.min(most, 2 * room));
    const longer = (old: Float64Array) => withRoom(old, new Float64Array(room));
    ints = mapValues(ints, (old) => withRoom(old, new Int32Array(room)));
    doubles = mapValues(doubles, longer);
    partsNs = partsNs.map(longer);
  };
  return {
    add(point, itinerary, replication, records) {
      makeRoom(next + records.requests);
      const own = parts.map((name) => records.partNames.indexOf(name));
      const answers = { itinerary, recorded: point.recorded };
      for (let r = 0; r < records.requests; r++, next++) {
        const sample = records.sample[r] as number;
        const row = records.row[r] as number;
        const exit = records.exit[r] as number;
        const answer = exit === 0 ? LOST : requestAnswer(answers, row, exit);
        policy.push(policyLabel(point.policy));
        kind.push((point.workload.kinds[records.kind[r] as number] as KindPlan).name);
        keys.forEach((key, k) => {
          params[k]?.push(point.params[key]);
        });
        ints.replication[next] = replication;
        ints.request[next] = r;
        ints.device[next] = records.device[r] as number;
        ints.sample[next] = sampleIds[sample] as number;
        doubles.arrival_ns[next] = records.arrivalNs[r] as number;
        doubles.finish_ns[next] = records.finishNs[r] as number;
        ints.exit[next] = exit;
        ints.offloaded[next] = itinerary.isOffloaded[row] as number;
        doubles.confidence[next] = answer.confidence;
        ints.prediction[next] = answer.prediction;
        ints.correct[next] = answer.prediction === itinerary.label[sample] ? 1 : 0;
        ints.dropped[next] = exit === 0 ? 1 : 0;
        ints.fell_back[next] = answer.isFallback ? 1 : 0;
        ints.late_scores[next] = records.fork?.lateScores[r] ?? 0;
        ints.late_features[next] = records.fork?.lateFeatures[r] ?? 0;
        own.forEach((column, p) => {
          (partsNs[p] as Float64Array)[next] = column < 0 ? 0 : ((records.partsNs[column] as Float64Array)[r] as number);
        });
      }
    },
    columns() {
      const toInts = (name: string, data: Int32Array): Column => ({ name, type: 'INT32', data: data.subarray(0, next) });
      const toDoubles = (name: string, data: Float64Array): Column => ({ name, type: 'DOUBLE', data: data.subarray(0, next) });
      const toParams = (isWanted: (key: string) => boolean) =>
        keys.flatMap((key, k) => (isWanted(key) ? [paramColumn(key, params[k] as (number | string | undefined)[])] : []));
      return [
        { name: 'policy', type: 'STRING', data: policy },
        ...toParams((key) => key === 'p_d'),
        ...ORDER.map((name) => (name in ints ? toInts(name, ints[name as 'exit']) : toDoubles(name, doubles[name as 'confidence']))),
        { name: 'kind', type: 'STRING', data: kind },
        ...parts.map((name, p) => toDoubles(`${name}_ns`, partsNs[p] as Float64Array)),
        ...(isForked ? LATE.map((name) => toInts(name, ints[name])) : []),
        ...toParams((key) => key !== 'p_d'),
      ];
    },
  };
}

/** What a lost request was told. */
const LOST: RequestAnswer = { prediction: -1, confidence: Number.NaN, isFallback: false };

/** The values of `old` at the front of `longer`. */
function withRoom<Numbers extends Int32Array | Float64Array>(old: Numbers, longer: Numbers): Numbers {
  longer.set(old);
  return longer;
}

function mapValues<Name extends string, Value>(
  record: Readonly<Record<Name, Value>>,
  change: (value: Value) => Value,
): Record<Name, Value> {
  return Object.fromEntries(Object.entries<Value>(record).map(([name, value]) => [name, change(value)])) as Record<Name, Value>;
}

/** Numbers as doubles (NaN where a point has no such value), anything else as text. */
export function paramColumn(name: string, values: readonly (number | string | undefined)[]): Column {
  return values.some((value) => typeof value === 'string')
    ? { name, type: 'STRING', data: values.map((value) => (value === undefined ? '' : String(value))) }
    : { name, type: 'DOUBLE', data: Float64Array.from(values, (value) => (typeof value === 'number' ? value : Number.NaN)) };
}

/** Rows of CSV joined into one piece of text. */
const ROWS_A_PIECE = 10_000;

/** As a cell of CSV (RFC 4180): NaN is an empty one, and what holds a comma, such as a list of thresholds, is quoted. */
function csvCell(value: number | string): string {
  if (typeof value === 'number') return Number.isNaN(value) ? '' : String(value);
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** The columns as CSV, piece by piece, since the whole may be longer than a text can be. */
function* columnsToCsv(columns: readonly Column[]): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(`${columns.map(({ name }) => csvCell(name)).join(',')}\n`);
  const rows = columns[0]?.data.length ?? 0;
  for (let from = 0; from < rows; from += ROWS_A_PIECE) {
    const lines: string[] = [];
    for (let row = from; row < Math.min(rows, from + ROWS_A_PIECE); row++) {
      lines.push(columns.map(({ data }) => csvCell(data[row] as number | string)).join(','));
    }
    yield encoder.encode(`${lines.join('\n')}\n`);
  }
}

/** Bytes of the file: Parquet, or CSV by its name's end. */
export function encodeColumns(columns: readonly Column[], file: string, schema: string): Iterable<Uint8Array> {
  return file.endsWith('.csv') ? columnsToCsv(columns) : [encodeParquet(columns, { schema })];
}
