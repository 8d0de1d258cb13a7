/**
 * The fork-join reckoned once more, station by station and without events: who comes to a place is sorted by when, then by request, then by
 * end device, and waits until a server of the place is free. Plain stations only.
 */

import type { Draws } from '../../src/sim/engine/draws.ts';
import type { LanePlan, PreparedPoint } from '../../src/sim/plan/plan.ts';

interface Entry {
  readonly r: number;
  readonly d: number;
  readonly comesNs: number;
  readonly place: string;
  readonly stayNs: number;
}

/** When each entry is over, by `r d`. */
function serve(entries: readonly Entry[], servers: number): { endNs: Map<string, number>; busyNs: number } {
  const sorted = [...entries].sort((a, b) => a.comesNs - b.comesNs || a.r - b.r || a.d - b.d);
  const free = new Map<string, number[]>();
  const endNs = new Map<string, number>();
  let busyNs = 0;
  for (const { r, d, comesNs, place, stayNs } of sorted) {
    const at = free.get(place) ?? new Array<number>(servers).fill(0);
    const first = Math.min(...at);
    const end = Math.max(comesNs, first) + stayNs;
    at[at.indexOf(first)] = end;
    free.set(place, at);
    endNs.set(`${r} ${d}`, end);
    busyNs += stayNs;
  }
  return { endNs, busyNs };
}

/** When messages have come together, and how many were late: all of them, or those within the time after the first. */
function gather(timesNs: readonly number[], timeoutNs: number | null): { atNs: number; late: number } {
  const [first, last] = [Math.min(...timesNs), Math.max(...timesNs)];
  if (timeoutNs === null || last <= first + timeoutNs) return { atNs: last, late: 0 };
  return { atNs: first + timeoutNs, late: timesNs.filter((ns) => ns > first + timeoutNs).length };
}

export function naiveForkJoin({ world, itinerary, workload }: PreparedPoint, draws: Draws) {
  const { fork, tiers, links, answerBytes } = world;
  if (fork === undefined || draws.arrivals === null) throw new Error('naiveForkJoin needs end devices and open arrivals');
  const { timesNs, devices } = draws.arrivals;
  const { views, timeoutNs, scoreBytes, local } = fork;
  const all = [...new Array(workload.requests).keys()];
  const eyes = [...new Array(views).keys()];
  const rowOf = (r: number) => draws.samples[r] as number;
  const bps = ({ capacity }: LanePlan) => (capacity.kind === 'constant' ? capacity.bps : Number.NaN);
  const top = (r: number) => itinerary.topTier[rowOf(r)] as number;
  const busyNs = new Array<number>(tiers.length + 2 * links.length).fill(0);
  const pass = (s: number, entries: readonly Entry[], servers: number) => {
    const done = serve(entries, servers);
    busyNs[s] = done.busyNs;
    return (r: number, d: number) => done.endNs.get(`${r} ${d}`) as number;
  };
  const placeOf = (isPerDevice: boolean, r: number, d: number) => (isPerDevice ? `${devices[r]} ${d}` : 'site');

  const computed = pass(
    0,
    all.flatMap((r) =>
      eyes.map((d) => {
        const seen = (rowOf(r) + Math.floor((d * itinerary.samples) / views)) % itinerary.samples;
        const place = placeOf(tiers[0]?.isPerDevice === true, r, d);
        return { r, d, comesNs: timesNs[r] as number, place, stayNs: itinerary.computeNs[0]?.[seen] as number };
      }),
    ),
    tiers[0]?.servers as number,
  );
  const sent = serve(
    all.flatMap((r) =>
      eyes.map((d) => ({
        ...{ r, d, comesNs: computed(r, d), place: `${devices[r]} ${d}` },
        stayNs: local === null ? 0 : Math.round((8e9 * scoreBytes) / local.bps),
      })),
    ),
    1,
  ).endNs;
  const delayNs = local?.propagationNs ?? 0;
  const scored = (r: number, d: number) => (local === null ? computed(r, d) : (sent.get(`${r} ${d}`) as number) + delayNs);
  const decided = all.map((r) =>
    gather(
      eyes.map((d) => scored(r, d)),
      timeoutNs,
    ),
  );
  const clockNs = decided.map(({ atNs }) => atNs);
  const asking = all.filter((r) => top(r) > 0);

  const up = links[0];
  const lifted = pass(
    tiers.length,
    asking.flatMap((r) =>
      eyes.map((d) => ({
        ...{ r, d, comesNs: Math.max((clockNs[r] as number) + delayNs, computed(r, d)), place: placeOf(up?.up.isPerDevice === true, r, d) },
        stayNs: Math.round((8e9 * (itinerary.upBytes[0]?.[rowOf(r)] as number)) / bps(up?.up as LanePlan)),
      })),
    ),
    1,
  );
  const joined = all.map((r) =>
    top(r) === 0
      ? { atNs: 0, late: 0 }
      : gather(
          eyes.map((d) => lifted(r, d) + (up?.propagationNs as number)),
          timeoutNs,
        ),
  );
  for (const r of asking) clockNs[r] = joined[r]?.atNs as number;

  for (let t = 1; t < tiers.length; t++) {
    const tier = tiers[t];
    const here = asking.filter((r) => top(r) >= t);
    const served = here.filter((r) => itinerary.isServed[t]?.[rowOf(r)] === 1);
    const done = pass(
      t,
      served.map((r) => ({
        ...{ r, d: 0, comesNs: clockNs[r] as number, place: placeOf(tier?.isPerDevice === true, r, 0) },
        stayNs: itinerary.computeNs[t]?.[rowOf(r)] as number,
      })),
      tier?.servers as number,
    );
    for (const r of served) clockNs[r] = done(r, 0);
    const link = links[t];
    const further = here.filter((r) => top(r) > t);
    if (link === undefined) continue;
    const climbed = pass(
      tiers.length + t,
      further.map((r) => ({
        ...{ r, d: 0, comesNs: clockNs[r] as number, place: placeOf(link.up.isPerDevice, r, 0) },
        stayNs: Math.round((8e9 * (itinerary.upBytes[t]?.[rowOf(r)] as number)) / bps(link.up)),
      })),
      1,
    );
    for (const r of further) clockNs[r] = climbed(r, 0) + link.propagationNs;
  }
  for (let l = links.length - 1; l >= 0; l--) {
    const { down, propagationNs } = links[l] as (typeof links)[number];
    const back = asking.filter((r) => top(r) > l);
    if (down !== null) {
      const sunk = pass(
        tiers.length + links.length + l,
        back.map((r) => ({
          ...{ r, d: 0, comesNs: clockNs[r] as number, place: placeOf(down.isPerDevice, r, 0) },
          stayNs: Math.round((8e9 * answerBytes) / bps(down)),
        })),
        1,
      );
      for (const r of back) clockNs[r] = sunk(r, 0);
    }
    for (const r of back) clockNs[r] = (clockNs[r] as number) + propagationNs;
  }
  return { finishNs: clockNs, lateScores: decided.map(({ late }) => late), lateFeatures: joined.map(({ late }) => late), busyNs };
}
