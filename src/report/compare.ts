/**
 * Several scenarios side by side: for each, what DEEx gives at the point one would pick, and ordinary early exit beside it.
 *
 * Pure, from result documents to rows; choose-point.ts says which point is picked and which is its counterpart.
 */
import { InvalidInput } from '../problems/invalid-input.ts';
import { meanDifference, ofSameSamples, pairReplications } from '../sim/summary/pair-replications.ts';
import type { ReplicationSummary } from '../sim/summary/replication-summary.ts';
import type { Interval, PointResult, Result } from '../sim/summary/result.ts';
import { rightShare } from './answered.ts';
import { type ChoiceRule, choosePoint, matchAccuracy } from './choose-point.ts';
import { type PointFigures, pointFigures } from './point-figures.ts';
import { answeredView, type SweepView, sweepViews } from './sweep-view.ts';

/** One point of a scenario, as a comparison shows it. */
export interface ComparedPoint extends PointFigures {
  /** The value of the swept key, else the thresholds the policy holds. */
  readonly setting: string;
}

/** Right minus left; null where one of them is missing or, for p95, unstable. */
export interface Differences {
  readonly latency_ms_mean: number | null;
  readonly latency_ms_p95: number | null;
  /** 0..1. */
  readonly accuracy: number | null;
  /** 95 % intervals, Student-t over replications paired by number; null with one, and of accuracy where all took the same samples. */
  readonly ci95: { readonly [figure in Figure]: Interval | null };
}

/** What differences are told of. */
export type Figure = 'latency_ms_mean' | 'latency_ms_p95' | 'accuracy';

export interface ComparedScenario {
  readonly scenario: string;
  /** What an outer sweep fixes; null without one. */
  readonly setting: string | null;
  /** How the deex point was chosen; null where the scenario has none. */
  readonly rule: ChoiceRule | null;
  readonly deex: ComparedPoint | null;
  /** The fastest ordinary early exit that is as accurate; null where none is. */
  readonly ordinary: ComparedPoint | null;
  /** deex minus ordinary. */
  readonly deex_minus_ordinary: Differences;
  /** deex here minus deex in the baseline scenario; null without a baseline. */
  readonly minus_baseline: Differences | null;
}

export interface Comparison {
  readonly schema: 'sim.comparison/1';
  readonly baseline: string | null;
  readonly scenarios: readonly ComparedScenario[];
  /** Index of the scenario whose deex is best at a figure, of those that are stable; null where there is none or they are all alike. */
  readonly best: { readonly [figure in Figure | 'energy_j_mean']: number | null };
}

/** The replications that a point was made of; null where they are not at hand. */
export type ReplicationsOf = (point: PointResult) => readonly ReplicationSummary[] | null;

export interface CompareOptions {
  readonly baseline?: string | undefined;
  /** Without it differences have no intervals. */
  readonly replicationsOf?: ReplicationsOf;
}

/** A point and what it is made of. */
interface Picked {
  readonly shown: ComparedPoint;
  readonly replications: readonly ReplicationSummary[] | null;
}

/** Throws InvalidInput where no result bears the name of the baseline. */
export function compareScenarios(results: readonly Result[], { baseline, replicationsOf = () => null }: CompareOptions = {}): Comparison {
  const rows = results.flatMap((result) => sweepViews(result).map((view) => comparedScenario(result, answeredView(view), replicationsOf)));
  const scenarios = rows.map(({ row }) => row);
  const best = {
    latency_ms_mean: bestOf(scenarios, ({ latency_ms_mean }) => latency_ms_mean),
    latency_ms_p95: bestOf(scenarios, ({ latency_ms_p95 }) => latency_ms_p95),
    accuracy: bestOf(scenarios, ({ accuracy }) => (accuracy === null ? null : -accuracy)),
    energy_j_mean: bestOf(scenarios, ({ energy_j_mean }) => energy_j_mean),
  };
  if (baseline === undefined) return { schema: 'sim.comparison/1', baseline: null, scenarios, best };
  const own = rows.filter(({ row }) => row.scenario === baseline);
  if (own.length === 0) throw new InvalidInput([unknownBaseline(baseline, results)]);
  return {
    schema: 'sim.comparison/1',
    baseline,
    scenarios: rows.map(({ row, deex }) => {
      const reference = own.find((candidate) => candidate.row.setting === row.setting) ?? own[0];
      return { ...row, minus_baseline: differences(deex, reference?.deex ?? null) };
    }),
    best,
  };
}

/** The scenario with the least of a figure. */
function bestOf(scenarios: readonly ComparedScenario[], figure: (point: ComparedPoint) => number | null): number | null {
  const values = scenarios.map(({ deex }) => (deex?.stable === true ? figure(deex) : null));
  const known = values.filter((value) => value !== null);
  const least = Math.min(...known);
  return known.length < 2 || known.every((value) => value === least) ? null : values.indexOf(least);
}

function comparedScenario(
  result: Result,
  view: SweepView,
  replicationsOf: ReplicationsOf,
): { readonly row: ComparedScenario; readonly deex: Picked | null } {
  const { curves, levels, axis } = view;
  const curve = curves.find(({ policy }) => policy === 'deex');
  const level = levels.find(({ policy }) => policy === 'deex');
  const choice = curve === undefined || axis === null ? null : choosePoint(curve);
  const chosen = choice?.at ?? (level === undefined ? null : { setting: settingOf(level.label), point: level.point });
  const candidates = [
    ...curves.filter(({ policy }) => policy === 'ordinary').flatMap(({ points }) => points),
    ...levels.filter(({ policy }) => policy === 'ordinary').map(({ label, point }) => ({ setting: settingOf(label), point })),
  ];
  const matched = chosen === null ? null : matchAccuracy(candidates, rightShare(chosen.point));
  const pick = (at: { readonly setting: string; readonly point: PointResult } | null): Picked | null =>
    at === null ? null : { shown: { setting: at.setting, ...pointFigures(at.point) }, replications: replicationsOf(at.point) };
  const [deex, ordinary] = [pick(chosen), pick(matched)];
  const only = level === undefined ? null : level.point.stable ? 'only' : 'unstable';
  return {
    row: {
      scenario: result.scenario.name,
      setting: view.setting,
      rule: choice?.rule ?? only,
      deex: deex?.shown ?? null,
      ordinary: ordinary?.shown ?? null,
      deex_minus_ordinary: differences(deex, ordinary),
      minus_baseline: null,
    },
    deex,
  };
}

const FIGURE_OF: { readonly [figure in Figure]: (replication: ReplicationSummary) => number } = {
  latency_ms_mean: ({ meanNs }) => meanNs / 1e6,
  latency_ms_p95: ({ p95Ns }) => p95Ns / 1e6,
  accuracy: ({ correct, completed }) => correct / completed,
};

function differences(right: Picked | null, left: Picked | null): Differences {
  const minus = (figure: Figure): number | null => {
    const [a, b] = [right?.shown[figure] ?? null, left?.shown[figure] ?? null];
    return a === null || b === null ? null : a - b;
  };
  const interval = (figure: Figure): Interval | null => {
    if (minus(figure) === null || !right?.replications || !left?.replications) return null;
    const paired = meanDifference(pairReplications(right.replications, left.replications, FIGURE_OF[figure]));
    return (figure === 'accuracy' ? ofSameSamples(paired) : paired).ci95;
  };
  return {
    latency_ms_mean: minus('latency_ms_mean'),
    latency_ms_p95: minus('latency_ms_p95'),
    accuracy: minus('accuracy'),
    ci95: { latency_ms_mean: interval('latency_ms_mean'), latency_ms_p95: interval('latency_ms_p95'), accuracy: interval('accuracy') },
  };
}

/** The thresholds a level says in brackets. */
function settingOf(label: string): string {
  return /\((.*)\)$/.exec(label)?.[1] ?? '';
}

function unknownBaseline(baseline: string, results: readonly Result[]): { place: string; fact: string; rule: string } {
  const names = results.map(({ scenario }) => scenario.name).join(', ');
  return { place: '--baseline', fact: `no scenario is named "${baseline}"`, rule: `name one of: ${names}` };
}
