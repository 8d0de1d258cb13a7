/**
 * The scenario as the page runs it: deex and ordinary along p_d, one replication, few enough requests to answer at once.
 *
 * Said in `--set`s, so that the command line can be told the very same; and the sliders that fit the scenario.
 */

import type { Knob } from '../../page/knob.ts';
import type { Scenario } from '../../scenario/schema.ts';
import { parseBandwidthBps, parseDurationNs, parseRatePerS } from '../../scenario/units.ts';

/** 500 to warm up and 10,000 counted, where a scenario has more. */
const MOST_REQUESTS = 10_500;
const WARMUP = 500;

const SWEEP = { p_d: { from: 0, to: 1, step: 0.05 } };

/** Sizes within a decade that look even on a scale of magnitudes (IEC 60063, E24). */
const STEPS = [1, 1.1, 1.2, 1.3, 1.5, 1.6, 1.8, 2, 2.2, 2.4, 2.7, 3, 3.3, 3.6, 3.9, 4.3, 4.7, 5.1, 5.6, 6.2, 6.8, 7.5, 8.2, 9.1];

/** How far a slider of magnitudes goes from the scenario's own value, as a factor. */
const REACH = 30;

/** What to replace in the scenario: `KEY=VALUE` each. */
export function liveSets(scenario: Scenario): readonly string[] {
  const { workload, sweep, policies } = scenario;
  const wanted = livePolicies(policies);
  const isOverfull = workload.requests > MOST_REQUESTS;
  const sets: (string | false)[] = [
    !isSame(policies, wanted) && `policies=${flow(wanted)}`,
    !isSame(sweep, SWEEP) && `sweep=${flow(SWEEP)}`,
    isOverfull && `workload.requests=${MOST_REQUESTS}`,
    isOverfull && typeof workload.warmup === 'number' && workload.warmup > WARMUP && `workload.warmup=${WARMUP}`,
    scenario.until !== undefined && 'until=null',
    scenario.batches !== undefined && 'batches=null',
    scenario.assert !== undefined && 'assert=null',
  ];
  return sets.filter((set) => set !== false);
}

/** deex and ordinary as the scenario writes them, but for the thresholds that the page sweeps. */
function livePolicies(policies: Scenario['policies']): readonly Readonly<Record<string, unknown>>[] {
  const { p_d: _, ...deex } = policies.find((policy) => policy.name === 'deex') ?? { name: 'deex' };
  const { p_tar: __, ...ordinary } = policies.find((policy) => policy.name === 'ordinary') ?? { name: 'ordinary' };
  return [deex, ordinary];
}

/** The sliders, in the order of a request's way. */
export function knobsOf({ links, workload, tiers }: Scenario): readonly Knob[] {
  const [first] = Object.entries(tiers);
  const { arrivals } = workload;
  const isSeveral = Object.keys(links).length > 1;
  const ofLinks = Object.entries(links).flatMap(([name, { up, rtt }]): Knob[] => {
    const where = isSeveral ? `${name}: ` : '';
    const bandwidth =
      up.bandwidth === undefined
        ? []
        : [magnitudes(`links.${name}.up.bandwidth`, `${where}uplink bandwidth`, up.bandwidth, parseBandwidthBps, 1e6, ' Mbit/s')];
    return [...bandwidth, roundTrips(`links.${name}.rtt`, `${where}round-trip time`, rtt)];
  });
  const rate = 'rate' in arrivals && typeof arrivals.rate === 'string' ? arrivals.rate : null;
  return [
    ...ofLinks,
    ...(rate === null ? [] : [magnitudes('workload.arrivals.rate', 'arrival rate of a device', rate, parseRatePerS, 1, '/s')]),
    ...(first === undefined
      ? []
      : [magnitudes(`tiers.${first[0]}.slowdown`, `slowdown of ${first[0]}`, `${first[1].slowdown}`, Number, 1, '')]),
  ];
}

/** Values around the scenario's own, evenly spread by their size. */
function magnitudes(key: string, label: string, own: string, parse: (text: string) => number, unit: number, suffix: string): Knob {
  const size = parse(own) / unit;
  const decades = [-1, 0, 1].map((step) => Math.floor(Math.log10(size)) + step);
  const around = [Math.min(...decades) - 1, ...decades, Math.max(...decades) + 1]
    .flatMap((decade) => STEPS.map((step) => Number((step * 10 ** decade).toPrecision(3))))
    .filter((value) => value >= size / REACH && value <= size * REACH);
  return knob(
    key,
    label,
    own,
    around.map((value) => `${value}${suffix}`),
    parse,
  );
}

/** 0 to 200 ms, or to four times the scenario's own. */
function roundTrips(key: string, label: string, own: string): Knob {
  const ownMs = parseDurationNs(own) / 1e6;
  const step = ownMs > 200 ? 50 : 5;
  const most = Math.max(200, 4 * ownMs);
  const values = Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => `${i * step} ms`);
  return knob(key, label, own, values, parseDurationNs);
}

function knob(key: string, label: string, own: string, around: readonly string[], parse: (text: string) => number): Knob {
  const others = around.filter((text) => parse(text) !== parse(own));
  const values = [...others, own].sort((a, b) => parse(a) - parse(b));
  return { key, label, values, start: values.indexOf(own) };
}

/** Plain data in YAML on one line: `{ p_d: { from: 0, to: 1 } }`. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' && /^[a-z][\w-]*$/.test(value) ? value : JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, member]) => `${key}: ${flow(member)}`)
    .join(', ')} }`;
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
