/** Figures read from records, requests of the warm-up left out. Times in milliseconds. */

import type { Records } from '../sim/records/records.ts';
import { nearestRank } from '../stats/nearest-rank.ts';
import type { Run } from './case.ts';

const MS = 1e-6;

/** Something of each request of a run; columns are looked up once a run. */
export type Reading = (records: Records) => (r: number) => number;

/** First request that counts. */
function firstOf({ point }: Run): number {
  const { warmup } = point.workload;
  if (warmup.kind !== 'count') throw new RangeError(`measure needs a warm-up counted in requests, got ${warmup.kind}`);
  return warmup.requests;
}

/** Time from arrival to answer [ms]. */
export const latencyMs: Reading =
  ({ arrivalNs, finishNs }) =>
  (r) =>
    ((finishNs[r] as number) - (arrivalNs[r] as number)) * MS;

/** Time in one part of the latency [ms], such as `tier0_wait`. */
export function partMs(name: string): Reading {
  return (records) => {
    const index = records.partNames.indexOf(name);
    if (index < 0) throw new RangeError(`partMs needs one of ${records.partNames.join(', ')}, got ${name}`);
    const column = records.partsNs[index] as Float64Array;
    return (r) => (column[r] as number) * MS;
  };
}

/** A reading turned into another. */
export function mapped(reading: Reading, change: (value: number) => number): Reading {
  return (records) => {
    const read = reading(records);
    return (r) => change(read(r));
  };
}

/** Sum of two readings. */
export function both(a: Reading, b: Reading): Reading {
  return (records) => {
    const [readA, readB] = [a(records), b(records)];
    return (r) => readA(r) + readB(r);
  };
}

/** 1 where the request was answered at an exit for which `isWanted`; 0 is no exit: the request was lost. */
export function exitIs(isWanted: (exit: number) => boolean): Reading {
  return ({ exit }) =>
    (r) =>
      isWanted(exit[r] as number) ? 1 : 0;
}

export const isAnswered = exitIs((exit) => exit > 0);
export const isLost = exitIs((exit) => exit === 0);

export function isOfKind(wanted: number): Reading {
  return ({ kind }) =>
    (r) =>
      kind[r] === wanted ? 1 : 0;
}

/** 1 where the request took a row of the tables for which `isWanted`. */
export function rowIs(isWanted: (row: number) => boolean): Reading {
  return ({ sample }) =>
    (r) =>
      isWanted(sample[r] as number) ? 1 : 0;
}

/** Mean of a reading over the requests that count and, where `among` is given, for which it is not 0. */
export function meanOf(reading: Reading, among?: Reading) {
  return (run: Run): number => {
    const { records } = run;
    const read = reading(records);
    const isAmong = among?.(records);
    let sum = 0;
    let count = 0;
    for (let r = firstOf(run); r < records.requests; r++) {
      if (isAmong?.(r) === 0) continue;
      sum += read(r);
      count++;
    }
    return sum / count;
  };
}

/** Share of requests whose reading is at most `limit`. */
export function shareWithin(reading: Reading, limit: number) {
  return meanOf(mapped(reading, (value) => (value <= limit ? 1 : 0)));
}

/** Nearest-rank percentile of the latency [ms]. */
export function latencyPercentile(percent: number) {
  return (run: Run): number => {
    const first = firstOf(run);
    const values = new Float64Array(run.records.requests - first);
    const read = latencyMs(run.records);
    for (let i = 0; i < values.length; i++) values[i] = read(first + i);
    return nearestRank(values.sort(), percent);
  };
}

/** Busy share of a station since the first request that counts arrived. */
export function busyShare(station: string) {
  return (run: Run): number => {
    const { records } = run;
    const s = records.stationNames.indexOf(station);
    const fromNs = records.arrivalNs[firstOf(run)] as number;
    const toNs = records.finishNs.reduce((last, finish) => Math.max(last, finish), 0);
    return (records.busyNs[s] as number) / ((records.serverCounts[s] as number) * (toNs - fromNs));
  };
}

/** Answers a second between the arrivals of the first and the last request that count. */
export function throughputPerS(run: Run): number {
  const { arrivalNs, requests } = run.records;
  const first = firstOf(run);
  return (requests - 1 - first) / (((arrivalNs[requests - 1] as number) - (arrivalNs[first] as number)) * 1e-9);
}

/** Largest difference between the finish of a request here and in the twin [ms]. */
export function twinGapMs({ records, twin }: Run): number {
  if (twin === null) throw new RangeError('twinGapMs needs a case with a twin, got none');
  return records.finishNs.reduce((most, finish, r) => Math.max(most, Math.abs(finish - (twin.finishNs[r] as number))), 0) * MS;
}

/**
 * Little's law at each station: |L - lambda W| / L, the largest of all, L = area / duration from the engine's own count of who is there,
 * lambda W = sum of waits and services / duration from the requests. Warm-up included. Where requests may be given up, what they spent behind the first tier is `timeout` in their records and no
 * station's, so the first tier alone is held to the law.
 */
export function littleGap({ point, records }: Run): number {
  let worst = 0;
  const parts = records.partsNs;
  records.stationNames.forEach((_, s) => {
    if (point.world.timeoutNs !== null && s > 0) return;
    const area = records.areaNs[s] as number;
    let stayed = 0;
    for (const part of parts.slice(2 * s, 2 * s + 2)) for (const ns of part) stayed += ns;
    if (area !== stayed) worst = Math.max(worst, Math.abs(area - stayed) / Math.max(area, stayed));
  });
  return worst;
}

/** Largest difference between two engines in any time of any request [ms]. */
export function engineGapMs(one: Records, other: Records): number {
  let worst = 0;
  const columns = (records: Records) => [records.arrivalNs, records.finishNs, ...records.partsNs];
  const others = columns(other);
  columns(one).forEach((column, i) => {
    for (let r = 0; r < column.length; r++) worst = Math.max(worst, Math.abs((column[r] as number) - (others[i]?.[r] as number)));
  });
  return worst * MS;
}
