/**
 * Several scenarios side by side: for each, what DEEx gives at the point one would pick, and ordinary early exit beside it.
 *
 * Pure, from result documents to rows; choose-point.ts says which point is picked and which is its counterpart.
 */
import { InvalidInput } from '../problems/invalid-input.ts';
import type { Result } from '../sim/summary/result.ts';
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
}

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
}

/** Throws InvalidInput where no result bears the name of the baseline. */
export function compareScenarios(results: readonly Result[], { baseline }: { readonly baseline?: string } = {}): Comparison {
  const scenarios = results.flatMap((result) => sweepViews(result).map((view) => comparedScenario(result, answeredView(view))));
  if (baseline === undefined) return { schema: 'sim.comparison/1', baseline: null, scenarios };
  const own = scenarios.filter(({ scenario }) => scenario === baseline);
  if (own.length === 0) throw new InvalidInput([unknownBaseline(baseline, results)]);
  return {
    schema: 'sim.comparison/1',
    baseline,
    scenarios: scenarios.map((row) => {
      const reference = own.find(({ setting }) => setting === row.setting) ?? own[0];
      return { ...row, minus_baseline: differences(row.deex, reference?.deex ?? null) };
    }),
  };
}

function comparedScenario(result: Result, view: SweepView): ComparedScenario {
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
  const deex = chosen === null ? null : { setting: chosen.setting, ...pointFigures(chosen.point) };
  const ordinary = matched === null ? null : { setting: matched.setting, ...pointFigures(matched.point) };
  const only = level === undefined ? null : level.point.stable ? 'only' : 'unstable';
  return {
    scenario: result.scenario.name,
    setting: view.setting,
    rule: choice?.rule ?? only,
    deex,
    ordinary,
    deex_minus_ordinary: differences(deex, ordinary),
    minus_baseline: null,
  };
}

function differences(right: ComparedPoint | null, left: ComparedPoint | null): Differences {
  const minus = (a: number | null | undefined, b: number | null | undefined): number | null =>
    a === null || a === undefined || b === null || b === undefined ? null : a - b;
  return {
    latency_ms_mean: minus(right?.latency_ms_mean, left?.latency_ms_mean),
    latency_ms_p95: minus(right?.latency_ms_p95, left?.latency_ms_p95),
    accuracy: minus(right?.accuracy, left?.accuracy),
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
