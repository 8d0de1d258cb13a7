/** What a deployment has to keep to, and what of it is to be best: read from the words of the command line. */

import { describe, parseDurationNs, quantityFault } from '../../scenario/units.ts';

export const LATENCY_FIGURES = ['mean', 'p50', 'p90', 'p95', 'p99'] as const;
export type LatencyFigure = (typeof LATENCY_FIGURES)[number];

/** Figures of a setting: latencies in ms, shares 0..1, energy of a request in J. */
export type Figure = LatencyFigure | 'lost' | 'missed' | 'accuracy' | 'energy';

export interface Constraint {
  readonly figure: Figure;
  /** Whether the figure is to be at most or at least the limit. */
  readonly bound: 'most' | 'least';
  /** ms, share or J, as the figure. */
  readonly limit: number;
}

export const PREFERENCES = ['latency', 'accuracy', 'energy'] as const;
export type Preference = (typeof PREFERENCES)[number];

export interface Objective {
  readonly constraints: readonly Constraint[];
  readonly prefer: Preference;
  /** What is to be best among settings that meet every constraint. */
  readonly goal: Figure;
  /** The latency that is told and drawn: the first one constrained, else p95. */
  readonly latency: LatencyFigure;
}

/** As typed. */
export interface ObjectiveWords {
  /** Each one or several, with commas between: `p95<=80ms,lost<=0.01`. */
  readonly slo: readonly string[];
  readonly minAccuracy?: string | undefined;
  readonly maxEnergy?: string | undefined;
  readonly prefer?: Preference | undefined;
}

const JOULES: Readonly<Record<string, number>> = { uJ: 1e-6, mJ: 1e-3, J: 1, kJ: 1e3 };

/**
 * @returns the objective, or what is wrong with the words
 * @example parseObjective({ slo: ['p95<=80ms'], minAccuracy: '0.88' })
 */
export function parseObjective({ slo, minAccuracy, maxEnergy, prefer = 'latency' }: ObjectiveWords): Objective | string {
  const constraints: Constraint[] = [];
  for (const text of slo.flatMap((list) => list.split(','))) {
    const constraint = parseSlo(text.trim());
    if (typeof constraint === 'string') return constraint;
    constraints.push(constraint);
  }
  if (minAccuracy !== undefined) {
    const limit = readShare(minAccuracy);
    if (limit === null) return `--min-accuracy ${minAccuracy}: needs a share from 0 to 1, such as 0.88`;
    constraints.push({ figure: 'accuracy', bound: 'least', limit });
  }
  if (maxEnergy !== undefined) {
    const [, number, unit = ''] = /^\s*(\d+\.?\d*|\.\d+)\s*(\S+)\s*$/.exec(maxEnergy) ?? [];
    const factor = Object.hasOwn(JOULES, unit) ? JOULES[unit] : undefined;
    if (number === undefined || factor === undefined) return `--max-energy ${maxEnergy}: needs an energy a request, such as 2 J or 50 mJ`;
    constraints.push({ figure: 'energy', bound: 'most', limit: Number(number) * factor });
  }
  if (constraints.length === 0) return "nothing to keep to; write --slo 'p95<=80ms', --min-accuracy 0.88 or --max-energy '2 J'";
  const twice = constraints.find(({ figure }, i) => constraints.findIndex((other) => other.figure === figure) < i);
  if (twice !== undefined) return `--slo: ${twice.figure} has two limits; write one`;
  const latency = constraints.map(({ figure }) => figure).find(isLatency) ?? 'p95';
  return { constraints, prefer, goal: prefer === 'latency' ? latency : prefer, latency };
}

export function isLatency(figure: Figure): figure is LatencyFigure {
  return LATENCY_FIGURES.some((name) => name === figure);
}

function parseSlo(text: string): Constraint | string {
  const [, name, value = ''] = /^(\w+)\s*<=\s*(.*)$/.exec(text) ?? [];
  const rule = "write mean, p50, p90, p95, p99, lost or missed, '<=' and a limit, such as 'p95<=80ms' or 'lost<=0.01'";
  if (name === undefined) return `--slo ${describe(text)}: ${rule}`;
  if (name === 'lost' || name === 'missed') {
    const limit = readShare(value);
    return limit === null ? `--slo ${text}: needs a share from 0 to 1` : { figure: name, bound: 'most', limit };
  }
  const figure = LATENCY_FIGURES.find((latency) => latency === name);
  if (figure === undefined) return `--slo ${text}: "${name}" is not known here; ${rule}`;
  const fault = quantityFault(value, 'duration', false);
  return fault === null ? { figure, bound: 'most', limit: parseDurationNs(value) / 1e6 } : `--slo ${text}: ${fault}`;
}

function readShare(text: string): number | null {
  const value = Number(text);
  return /^[\d.]+$/.test(text.trim()) && value >= 0 && value <= 1 ? value : null;
}
