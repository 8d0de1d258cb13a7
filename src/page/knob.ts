/** What a reader of the page may turn: keys of the scenario, as `--set` names them, and what each of them does to a plan. */

import { parseBandwidthBps, parseDurationNs, parseRatePerS } from '../scenario/units.ts';
import type { LivePlan } from './live-plan.ts';

/** One slider. */
export interface Knob {
  /** Dotted path in the scenario: `links.edge-cloud.rtt`. */
  readonly key: string;
  readonly label: string;
  /** Texts as the scenario writes them, ascending: `5.85 Mbit/s`. */
  readonly values: readonly string[];
  /** Place in `values` of what the scenario says. */
  readonly start: number;
}

/** Keys and the texts that stand there, as `--set KEY=TEXT` puts them. */
export type Settings = Readonly<Record<string, string>>;

/**
 * The plan of the scenario with other values: field by field what compiling it anew would give.
 *
 * @throws Error for a key that no knob has
 */
export function turnKnobs(plan: LivePlan, settings: Settings): LivePlan {
  return Object.entries(settings).reduce((turned, [key, text]) => turn(turned, key, text), plan);
}

function turn(plan: LivePlan, key: string, text: string): LivePlan {
  const { world, workload, tiers } = plan;
  const [room, name, ...rest] = key.split('.');
  const word = rest.join('.');
  if (key === 'workload.arrivals.rate' && workload.arrivals.kind === 'poisson') {
    return { ...plan, workload: { ...workload, arrivals: { kind: 'poisson', ratePerS: parseRatePerS(text) } } };
  }
  if (key === 'workload.arrivals.rate' && workload.arrivals.kind === 'periodic') {
    return { ...plan, workload: { ...workload, arrivals: { kind: 'periodic', periodNs: Math.round(1e9 / parseRatePerS(text)) } } };
  }
  if (room === 'tiers' && word === 'slowdown') {
    const place = world.tiers.findIndex((tier) => tier.name === name);
    if (place !== -1) return { ...plan, tiers: tiers.map((tier, i) => (i === place ? { ...tier, slowdown: Number(text) } : tier)) };
  }
  const place = room === 'links' ? world.links.findIndex((link) => link.name === name) : -1;
  const link = world.links[place];
  if (link !== undefined && word === 'rtt') return withLink({ ...link, propagationNs: Math.round(parseDurationNs(text) / 2) });
  if (link !== undefined && word === 'up.bandwidth') {
    return withLink({ ...link, up: { ...link.up, capacity: { kind: 'constant', bps: parseBandwidthBps(text) } } });
  }
  throw new Error(`turnKnobs needs the key of a knob, got "${key}"`);

  function withLink(turned: NonNullable<typeof link>): LivePlan {
    return { ...plan, world: { ...world, links: world.links.map((other, i) => (i === place ? turned : other)) } };
  }
}
