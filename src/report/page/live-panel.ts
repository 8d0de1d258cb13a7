/** The panel of sliders as data: the plan that the page runs, the sliders, the command that does the same. */

import { deflateRawSync } from 'node:zlib';
import type { Knob } from '../../page/knob.ts';
import { toLivePlan } from '../../page/live-plan.ts';
import type { LivePanel } from '../../page/messages.ts';
import { pack } from '../../page/pack.ts';
import { InvalidInput } from '../../problems/invalid-input.ts';
import { loadScenario } from '../../scenario/load-scenario.ts';
import type { Result } from '../../sim/summary/result.ts';
import { seriesColours } from '../charts/chart-style.ts';
import { choosePoint } from '../choose-point.ts';
import { answeredView, sweepViews } from '../sweep-view.ts';
import type { FoundScenario } from './find-scenario.ts';
import { type LiveChart, liveCharts } from './live-charts.ts';
import { knobsOf, liveSets } from './live-scenario.ts';

/** Room for the plan in a page of two megabytes [bytes, compressed]. */
const MOST_PLAN_BYTES = 800_000;

export interface LiveContent {
  readonly panel: LivePanel;
  readonly charts: readonly LiveChart[];
  readonly knobs: readonly Knob[];
  /** Packed and compressed (raw deflate), in base64. */
  readonly plan: string;
  /** Requests counted at each point. */
  readonly requests: number;
}

/** @returns the panel, or in a sentence why there is none */
export async function livePanel(result: Result, { file, sets, loaded }: FoundScenario): Promise<LiveContent | string> {
  const own = liveSets(loaded.scenario);
  const live = await loadScenario(file, { sets: [...sets, ...own], replications: 1 }).catch((error: unknown) => {
    if (error instanceof InvalidInput) return null;
    throw error;
  });
  const plan = live === null ? null : toLivePlan(live.plan);
  if (live === null || plan === null) return 'the scenario cannot be run along p_d';
  const knobs = knobsOf(live.scenario);
  const packed = deflateRawSync(pack(plan), { level: 9 });
  if (packed.length > MOST_PLAN_BYTES) return 'the recordings of this scenario are too large for a page';
  const policies = ['deex', 'ordinary'];
  const colours = Object.fromEntries(seriesColours(policies.map((policy) => ({ policy, label: policy }))));
  const charts = liveCharts(colours);
  const thresholds = plan.points.flatMap(({ policy, params }) => (policy.name === 'deex' ? [Number(params['p_d'])] : []));
  const replaced = [...sets.filter((set) => !own.some((later) => keyOf(later) === keyOf(set))), ...own].flatMap((set) => ['--set', set]);
  const { requests, warmup } = plan.workload;
  return {
    panel: {
      knobs,
      thresholds,
      start: startOf(result, thresholds),
      command: {
        before: ['sim', 'run', file, ...replaced],
        after: ['--replications', '1', '--json', '--out', `reports/${result.scenario.name}-live`],
      },
      colours,
      charts: charts.map(({ id, spec }) => ({ id, spec })),
    },
    charts,
    knobs,
    plan: packed.toString('base64'),
    requests: warmup.kind === 'count' ? requests - warmup.requests : requests,
  };
}

function keyOf(set: string): string {
  return set.slice(0, set.indexOf('='));
}

/** Where the verdict looks, if that is on the way. */
function startOf(result: Result, thresholds: readonly number[]): number {
  const [view] = sweepViews(result).map(answeredView);
  const curve = view?.axis?.key === 'p_d' ? view.curves.find(({ policy }) => policy === 'deex') : undefined;
  const place = curve === undefined ? -1 : thresholds.indexOf(choosePoint(curve)?.at.x ?? Number.NaN);
  return place === -1 ? Math.floor(thresholds.length * 0.75) : place;
}
