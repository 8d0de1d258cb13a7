/**
 * A run as a trace-event file, which ui.perfetto.dev and chrome://tracing open: a process a point, a track a server and link, the queue
 * before each as a counter, and a request's way from track to track as a flow.
 *
 * Pure, from records to text. Times are microseconds with three decimals, so that no nanosecond is lost.
 *
 * @see https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU (Trace Event Format)
 */
import type { Itinerary, PointPlan } from '../../sim/plan/plan.ts';
import type { Records } from '../../sim/records/records.ts';
import { assignTracks } from './assign-tracks.ts';
import { computePieces } from './compute-pieces.ts';
import { requestVisits, type Visit } from './request-visits.ts';

type Json = string | number | boolean | { readonly [key: string]: Json };
type TraceEvent = Readonly<Record<string, Json>>;

/** Requests of a point that are drawn, the first ones; a browser opens a few points of so many at once. */
const MOST_REQUESTS = 2000;

/** Fills in as the run goes. */
export interface Timeline {
  /** Takes the first replication of the points it was made for; passes over anything else. */
  add(point: PointPlan, itinerary: Itinerary, replication: number, records: Records): void;
  /** The file, piece by piece. */
  pieces(about: Readonly<Record<string, Json>>): Iterable<Uint8Array>;
  /** What the file shows, in a line. */
  describe(): string;
}

/** A request at a station. */
interface Slice extends Visit {
  readonly request: number;
  readonly sample: number;
  readonly row: number;
}

/** One point of each policy, the middle one of its sweep; none whose requests are at several devices at once. */
function pointsShown(points: readonly PointPlan[]): readonly PointPlan[] {
  const policies = new Map<string, PointPlan[]>();
  const alone = points.filter(({ world }) => world.fork === undefined);
  for (const point of alone) policies.set(point.policy.name, [...(policies.get(point.policy.name) ?? []), point]);
  return [...policies.values()].map((own) => own[Math.floor(own.length / 2)] as PointPlan);
}

export function collectTimeline(points: readonly PointPlan[], mostRequests: number = MOST_REQUESTS): Timeline {
  const shown = new Set(pointsShown(points));
  const processes: (readonly TraceEvent[])[] = [];
  const names: string[] = [];
  let requestsDrawn = 0;
  let requests = 0;
  return {
    add(point, itinerary, replication, records) {
      if (replication !== 0 || !shown.has(point)) return;
      const name = [point.policy.name, ...Object.entries(point.params).map(([key, value]) => `${key} ${value}`)].join(' ');
      names.push(name);
      requests = records.requests;
      requestsDrawn = Math.min(records.requests, mostRequests);
      processes.push(processEvents(processes.length + 1, name, point, itinerary, records, requestsDrawn));
    },
    *pieces(about) {
      const encoder = new TextEncoder();
      yield encoder.encode('{"displayTimeUnit":"ms","traceEvents":[\n');
      let isFirst = true;
      for (const events of processes) {
        yield encoder.encode(`${isFirst ? '' : ',\n'}${events.map((event) => JSON.stringify(event)).join(',\n')}`);
        isFirst = false;
      }
      yield encoder.encode(`\n],"otherData":${JSON.stringify({ ...about, shown: this.describe() })}}\n`);
    },
    describe() {
      const all = requestsDrawn === requests ? `all ${requests}` : `the first ${requestsDrawn} of ${requests}`;
      return `${all} requests of replication 0 of ${names.join('; ')}`;
    },
  };
}

function processEvents(
  pid: number,
  name: string,
  point: PointPlan,
  itinerary: Itinerary,
  records: Records,
  requests: number,
): readonly TraceEvent[] {
  const { world } = point;
  const ways = Array.from({ length: requests }, (_, r) => slicesOf(point, itinerary, records, r));
  const events: TraceEvent[] = [{ ph: 'M', pid, name: 'process_name', args: { name } }];
  const tidOf = new Map<Slice, number>();
  let tid = 0;
  for (const { title, slices } of placesOf(point, records, ways.flat())) {
    slices.sort((a, b) => a.startNs - b.startNs || a.request - b.request);
    const tracks = assignTracks(slices);
    const first = tid + 1;
    slices.forEach((slice, i) => {
      tidOf.set(slice, first + (tracks[i] as number));
    });
    const count = Math.max(...tracks) + 1;
    for (let track = 0; track < count; track++) {
      tid++;
      const label = count === 1 ? title : `${title} #${track + 1}`;
      events.push({ ph: 'M', pid, tid, name: 'thread_name', args: { name: label } });
      events.push({ ph: 'M', pid, tid, name: 'thread_sort_index', args: { sort_index: tid } });
    }
    events.push(...queueEvents(pid, `queue: ${title}`, slices));
  }
  ways.forEach((way, r) => {
    way.forEach((slice, step) => {
      const at = { pid, tid: tidOf.get(slice) as number };
      const args = { sample: slice.sample, exit: records.exit[r] as number, waited_ms: (slice.startNs - slice.enterNs) / 1e6 };
      events.push({ ...at, ph: 'X', cat: 'request', name: `request ${r}`, ...span(slice.startNs, slice.endNs), args });
      if (slice.station < world.tiers.length) {
        for (const piece of computePieces(point.tiers, itinerary, slice.station, slice)) {
          events.push({ ...at, ph: 'X', cat: 'compute', name: piece.name, ...span(piece.startNs, piece.endNs) });
        }
      }
      if (way.length === 1) return;
      const flow = { ...at, cat: 'way', name: `request ${r}`, id: pid * 1e7 + r, ts: slice.startNs / 1e3 };
      const isLast = step === way.length - 1;
      events.push(isLast ? { ...flow, ph: 'f', bp: 'e' } : { ...flow, ph: step === 0 ? 's' : 't' });
    });
  });
  return events;
}

function slicesOf({ world }: PointPlan, itinerary: Itinerary, records: Records, r: number): readonly Slice[] {
  const row = records.row[r] as number;
  const sample = records.sample[r] as number;
  return requestVisits(world, records, r, itinerary.topTier[row] as number).map((visit) => ({ ...visit, request: r, sample, row }));
}

function span(startNs: number, endNs: number): { readonly ts: number; readonly dur: number } {
  return { ts: startNs / 1e3, dur: (endNs - startNs) / 1e3 };
}

/** Slices by station and, where each device has its own, by device; in the order tier, up, down, tier, .. */
function placesOf({ world }: PointPlan, records: Records, slices: readonly Slice[]): { title: string; slices: Slice[] }[] {
  const { tiers, links, devices } = world;
  const isPerDevice = [
    ...tiers.map((tier) => tier.isPerDevice),
    ...links.map(({ up }) => up.isPerDevice),
    ...links.map(({ down }) => down?.isPerDevice ?? false),
  ];
  const order = tiers.flatMap((_, t) => [t, ...(t < links.length ? [tiers.length + t, tiers.length + links.length + t] : [])]);
  const places = new Map<number, Slice[]>();
  const keyOf = (station: number, device: number) => order.indexOf(station) * devices + (isPerDevice[station] ? device : 0);
  for (const slice of slices) {
    const key = keyOf(slice.station, records.device[slice.request] as number);
    const own = places.get(key);
    if (own === undefined) places.set(key, [slice]);
    else own.push(slice);
  }
  return [...places]
    .sort(([a], [b]) => a - b)
    .map(([key, own]) => {
      const station = order[Math.floor(key / devices)] as number;
      const name = records.stationNames[station] as string;
      return { title: isPerDevice[station] && devices > 1 ? `${name} of device ${key % devices}` : name, slices: own };
    });
}

/** How many wait, each time that changes. */
function queueEvents(pid: number, name: string, slices: readonly Slice[]): readonly TraceEvent[] {
  const steps = slices.flatMap(({ enterNs, startNs }) =>
    enterNs === startNs
      ? []
      : [
          { atNs: enterNs, step: 1 },
          { atNs: startNs, step: -1 },
        ],
  );
  steps.sort((a, b) => a.atNs - b.atNs);
  const events: TraceEvent[] = [];
  let waiting = 0;
  steps.forEach(({ atNs, step }, i) => {
    waiting += step;
    if (steps[i + 1]?.atNs !== atNs) events.push({ ph: 'C', pid, name, ts: atNs / 1e3, args: { waiting } });
  });
  return events;
}
