/**
 * The parts of the world a result speaks of, by the names of `breakdown_ms`, `load` and `utilization`, in words.
 *
 * Knows the naming rule of the result document only: `<tier>_wait`, `<tier>_compute`, `<link>_up_wait`,
 * `<link>_up_transmit`, the same with `down`, `propagation`, and `timeout`; of several end devices `local_scores_*` and `fork_join_wait`.
 */
import type { PointResult } from '../sim/summary/result.ts';

/** A part of the latency. */
export interface LatencyPart {
  /** As in `breakdown_ms`. */
  readonly key: string;
  /** The tier or link, `edge` or `edge-cloud`; empty for propagation and timeout. */
  readonly place: string;
  readonly kind: 'compute' | 'scores' | 'up' | 'down' | 'propagation' | 'timeout' | 'join';
  /** Whether time goes by in a queue rather than in service. */
  readonly isWait: boolean;
}

/** What a key of `breakdown_ms` means. */
function latencyPart(key: string): LatencyPart {
  // No tier has an underscore in its name.
  if (key.startsWith('local_scores_')) return { key, place: '', kind: 'scores', isWait: key.endsWith('_wait') };
  if (key === 'fork_join_wait') return { key, place: '', kind: 'join', isWait: true };
  const link = /^(.*)_(up|down)_(wait|transmit)$/.exec(key);
  if (link !== null) return { key, place: link[1] as string, kind: link[2] as 'up' | 'down', isWait: link[3] === 'wait' };
  const tier = /^(.*)_(wait|compute)$/.exec(key);
  if (tier !== null) return { key, place: tier[1] as string, kind: 'compute', isWait: tier[2] === 'wait' };
  return { key, place: '', kind: key === 'timeout' ? 'timeout' : 'propagation', isWait: false };
}

/** The parts that take time in at least one of the points, in the order a request meets them. */
export function latencyParts(points: readonly PointResult[]): readonly LatencyPart[] {
  const keys = new Set(points.flatMap((point) => Object.keys(point.breakdown_ms)));
  const parts = [...keys].map(latencyPart);
  const tiers = [...new Set(parts.filter((part) => part.kind === 'compute').map((part) => part.place))];
  const rank = (part: LatencyPart): number => {
    const hop = part.kind === 'compute' ? tiers.indexOf(part.place) : hopOf(part.place, tiers);
    const last = 10 * tiers.length;
    const stage = { compute: 0, scores: 1, up: 2, propagation: 3, down: 4, timeout: last, join: last }[part.kind];
    return hop * 10 + stage * 2 + (part.isWait ? 0 : 1);
  };
  return parts.filter((part) => points.some((point) => (point.breakdown_ms[part.key] ?? 0) > 0)).sort((a, b) => rank(a) - rank(b));
}

/** A link is met after the tier its name begins with; the first hop where it has another name. */
function hopOf(link: string, tiers: readonly string[]): number {
  return Math.max(
    0,
    tiers.findIndex((tier) => link.startsWith(`${tier}-`)),
  );
}

/** A part of the latency in words: `edge: waiting`, `uplink: sending`. */
export function partTitle(part: LatencyPart, links: number): string {
  if (part.kind === 'propagation') return 'propagation';
  if (part.kind === 'join') return 'waiting for late devices';
  if (part.kind === 'scores') return `scores: ${part.isWait ? 'waiting' : 'sending'}`;
  if (part.kind === 'timeout') return 'offloads given up';
  if (part.kind === 'compute') return `${part.place}: ${part.isWait ? 'waiting' : 'computing'}`;
  return `${linkTitle(part.place, part.kind, links)}: ${part.isWait ? 'waiting' : 'sending'}`;
}

/** A key of `load` or `utilization` in words: `edge`, `uplink`; the link is named where there are several. */
export function stationTitle(key: string, keys: readonly string[]): string {
  const link = /^(.*)_(up|down)$/.exec(key);
  if (link === null) return key;
  return linkTitle(link[1] as string, link[2] as 'up' | 'down', linkCount(keys));
}

/** How many links the keys of `load`, `utilization` or `breakdown_ms` speak of. */
export function linkCount(keys: readonly string[]): number {
  return new Set(keys.flatMap((key) => /^(.*)_(?:up|down)(?:_wait|_transmit)?$/.exec(key)?.[1] ?? [])).size;
}

function linkTitle(link: string, direction: 'up' | 'down', links: number): string {
  return links > 1 ? `${link} ${direction}` : `${direction}link`;
}

/** The part of the world that works hardest. */
export interface BusiestPart {
  /** As in `load`. */
  readonly key: string;
  /** In words. */
  readonly title: string;
  /** Offered load where it is known, else the share of time busy. */
  readonly value: number;
  readonly kind: 'load' | 'utilization';
}

/** The part with the highest offered load; by the time it is busy where arrivals are closed and have no load. */
export function busiestPart(point: PointResult): BusiestPart | null {
  const kind = point.load === null ? 'utilization' : 'load';
  const values = Object.entries(point.load ?? point.utilization);
  const [first, ...rest] = values;
  if (first === undefined) return null;
  const [key, value] = rest.reduce((most, next) => (next[1] > most[1] ? next : most), first);
  const keys = values.map(([name]) => name);
  return { key, value, kind, title: stationTitle(key, keys) };
}

/** Whether the world of the points has a link; without one a latency is the time of waiting and computing. */
export function hasNetwork(points: readonly PointResult[]): boolean {
  return points.some(({ breakdown_ms }) => linkCount(Object.keys(breakdown_ms)) > 0);
}
