/** Every request of a run as a table: one row a request, for readers that recompute what we say. */

import { type Column, encodeParquet } from '../models/parquet.ts';
import type { Itinerary, PointPlan } from '../sim/plan/plan.ts';
import { partNames, type Records } from '../sim/records/records.ts';

/** Fills in as the run goes; rows in the order point within replication. */
export interface RequestRows {
  add(point: PointPlan, itinerary: Itinerary, replication: number, records: Records): void;
  /** Columns of the requests added so far; a run that was stopped has fewer than its plan. */
  columns(): Column[];
}

/**
 * Room for all requests of a plan.
 *
 * @param sampleIds names of the trace's rows [samples]
 */
export function collectRequestRows(points: readonly PointPlan[], replications: number, sampleIds: Int32Array): RequestRows {
  const rows = points.reduce((sum, { workload }) => sum + workload.requests, 0) * replications;
  const keys = ['p_d', ...new Set(points.flatMap(({ params }) => Object.keys(params)).filter((key) => key !== 'p_d'))];
  const parts = [...new Set(points.flatMap(({ world }) => partNames(world)))];
  const int = () => new Int32Array(rows);
  const double = () => new Float64Array(rows);
  const policy = new Array<string>(rows);
  const params = keys.map(() => new Array<number | string | undefined>(rows));
  const ints = { replication: int(), request: int(), device: int(), sample: int() };
  const times = { arrival_ns: double(), finish_ns: double() };
  const answers = { exit: int(), offloaded: int() };
  const confidence = double();
  const ends = { prediction: int(), correct: int() };
  const partsNs = parts.map(double);
  let next = 0;
  return {
    add(point, itinerary, replication, records) {
      const own = parts.map((name) => records.partNames.indexOf(name));
      for (let r = 0; r < records.requests; r++, next++) {
        const sample = records.sample[r] as number;
        policy[next] = point.policy.name;
        keys.forEach((key, k) => {
          (params[k] as unknown[])[next] = point.params[key];
        });
        ints.replication[next] = replication;
        ints.request[next] = r;
        ints.device[next] = records.device[r] as number;
        ints.sample[next] = sampleIds[sample] as number;
        times.arrival_ns[next] = records.arrivalNs[r] as number;
        times.finish_ns[next] = records.finishNs[r] as number;
        answers.exit[next] = itinerary.exit[sample] as number;
        answers.offloaded[next] = itinerary.isOffloaded[sample] as number;
        confidence[next] = itinerary.confidence[sample] as number;
        ends.prediction[next] = itinerary.prediction[sample] as number;
        ends.correct[next] = itinerary.prediction[sample] === itinerary.label[sample] ? 1 : 0;
        own.forEach((column, p) => {
          (partsNs[p] as Float64Array)[next] = column < 0 ? 0 : ((records.partsNs[column] as Float64Array)[r] as number);
        });
      }
    },
    columns() {
      const toInts = (group: Readonly<Record<string, Int32Array>>) =>
        Object.entries(group).map(([name, data]): Column => ({ name, type: 'INT32', data: data.subarray(0, next) }));
      const toDoubles = (group: Readonly<Record<string, Float64Array>>) =>
        Object.entries(group).map(([name, data]): Column => ({ name, type: 'DOUBLE', data: data.subarray(0, next) }));
      const toParams = (isWanted: (key: string) => boolean) =>
        keys.flatMap((key, k) => (isWanted(key) ? [paramColumn(key, (params[k] as (number | string | undefined)[]).slice(0, next))] : []));
      return [
        { name: 'policy', type: 'STRING', data: policy.slice(0, next) },
        ...toParams((key) => key === 'p_d'),
        ...toInts(ints),
        ...toDoubles(times),
        ...toInts(answers),
        ...toDoubles({ confidence }),
        ...toInts(ends),
        ...toDoubles(Object.fromEntries(parts.map((name, p) => [`${name}_ns`, partsNs[p] as Float64Array]))),
        ...toParams((key) => key !== 'p_d'),
      ];
    },
  };
}

/** Numbers as doubles (NaN where a point has no such value), anything else as text. */
export function paramColumn(name: string, values: readonly (number | string | undefined)[]): Column {
  return values.some((value) => typeof value === 'string')
    ? { name, type: 'STRING', data: values.map((value) => (value === undefined ? '' : String(value))) }
    : { name, type: 'DOUBLE', data: Float64Array.from(values, (value) => (typeof value === 'number' ? value : Number.NaN)) };
}

/** Rows of CSV joined into one piece of text. */
const ROWS_A_PIECE = 10_000;

/** The columns as CSV, piece by piece, since the whole may be longer than a text can be; NaN is an empty cell. */
function* columnsToCsv(columns: readonly Column[]): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(`${columns.map(({ name }) => name).join(',')}\n`);
  const rows = columns[0]?.data.length ?? 0;
  for (let from = 0; from < rows; from += ROWS_A_PIECE) {
    const lines: string[] = [];
    for (let row = from; row < Math.min(rows, from + ROWS_A_PIECE); row++) {
      lines.push(columns.map(({ data }) => (Number.isNaN(data[row]) ? '' : String(data[row]))).join(','));
    }
    yield encoder.encode(`${lines.join('\n')}\n`);
  }
}

/** Bytes of the file: Parquet, or CSV by its name's end. */
export function encodeColumns(columns: readonly Column[], file: string, schema: string): Iterable<Uint8Array> {
  return file.endsWith('.csv') ? columnsToCsv(columns) : [encodeParquet(columns, { schema })];
}
