/**
 * In which worlds DEEx beats ordinary early exit at equal accuracy, is neutral, or loses: one verdict for each uplink and arrival rate; pure.
 *
 * In each world both rules take their fastest stable setting that is right often enough. Settings are chosen in some replications and
 * held against each other in the others, so that the choice does not flatter what it chose.
 */

import type { Simulation } from '../../sim/simulate-plan.ts';
import { meanDifference, pairReplications } from '../../sim/summary/pair-replications.ts';
import type { ReplicationSummary } from '../../sim/summary/replication-summary.ts';
import type { Interval, PointResult } from '../../sim/summary/result.ts';
import { mean } from '../../stats/moments.ts';

export const RIVALS = ['deex', 'ordinary'] as const;

export const REGIME_VERDICTS = ['better', 'neutral', 'worse', 'unstable', 'out of reach'] as const;
export type RegimeVerdict = (typeof REGIME_VERDICTS)[number];

/** What a rule reaches in a world at an accuracy. */
export interface RegimeSide {
  /** `stable`: it has a setting; `unstable`: only where a queue grows without end; `out of reach`: at none. */
  readonly state: 'stable' | 'unstable' | 'out of reach';
  /** Swept threshold of its fastest stable setting; null without one, as all that follows. */
  readonly p_d: number | null;
  /** Share of the requests that get a right answer there. */
  readonly right_share: number | null;
  readonly offload_share: number | null;
  /** In the replications that compare. */
  readonly latency_ms_mean: number | null;
}

export interface RegimeCell {
  readonly payload: string;
  readonly codec: string;
  /** As the user wrote them. */
  readonly bandwidth: string;
  readonly rate: string;
  /** Least share of right answers asked for. */
  readonly accuracy: number;
  /** Of DEEx; better and worse also where it, or the other, is alone in being stable. */
  readonly verdict: RegimeVerdict;
  readonly deex: RegimeSide;
  readonly ordinary: RegimeSide;
  /** DEEx minus ordinary, paired; null unless both are stable. */
  readonly latency_ms_difference: number | null;
  readonly latency_ms_difference_ci95: Interval | null;
}

/** What was run for one payload: every point has the keys of both axes in its params. */
export interface RegimeRun {
  readonly payload: string;
  readonly codec: string;
  /** Least shares of right answers to judge at. */
  readonly accuracies: readonly number[];
  readonly simulation: Simulation;
}

export interface RegimeAxes {
  readonly bandwidthKey: string;
  readonly rateKey: string;
  readonly bandwidths: readonly string[];
  readonly rates: readonly string[];
}

/** Fewest replications: one to choose in, two for an interval. */
export const LEAST_REPLICATIONS = 3;

/** Of so many replications, the first that choose; the others compare. */
export function choosingReplications(replications: number): number {
  return Math.max(1, Math.floor(replications / 3));
}

/** A setting of one rule in one world. */
interface Setting {
  readonly result: PointResult;
  readonly choosing: readonly ReplicationSummary[];
  readonly comparing: readonly ReplicationSummary[];
}

/** A cell for each payload, accuracy, bandwidth and rate, in this order. */
export function judgeRegimes(runs: readonly RegimeRun[], axes: RegimeAxes): readonly RegimeCell[] {
  return runs.flatMap(({ payload, codec, accuracies, simulation }) => {
    const settings = settingsOf(simulation);
    return accuracies.flatMap((accuracy) =>
      axes.bandwidths.flatMap((bandwidth) =>
        axes.rates.map((rate): RegimeCell => {
          const here = settings.filter(
            ({ result: { params } }) => params[axes.bandwidthKey] === bandwidth && params[axes.rateKey] === rate,
          );
          return { payload, codec, bandwidth, rate, accuracy, ...judge(here, accuracy) };
        }),
      ),
    );
  });
}

function settingsOf({ result, runs }: Simulation): readonly Setting[] {
  return result.points.map((point, index) => {
    const replications = runs[index]?.replications ?? [];
    const chosen = choosingReplications(replications.length);
    return { result: point, choosing: replications.slice(0, chosen), comparing: replications.slice(chosen) };
  });
}

function judge(settings: readonly Setting[], accuracy: number): Omit<RegimeCell, 'payload' | 'codec' | 'bandwidth' | 'rate' | 'accuracy'> {
  const [ours, theirs] = RIVALS.map((name) =>
    bestOf(
      settings.filter(({ result }) => result.policy === name),
      accuracy,
    ),
  ) as [Best, Best];
  const sides = { deex: sideOf(ours), ordinary: sideOf(theirs) };
  if (ours.setting === null || theirs.setting === null) {
    return { verdict: aloneOf(ours, theirs), ...sides, latency_ms_difference: null, latency_ms_difference_ci95: null };
  }
  const { difference, ci95 } = meanDifference(
    pairReplications(ours.setting.comparing, theirs.setting.comparing, ({ meanNs }) => meanNs / 1e6),
  );
  return { verdict: signOf(ci95), ...sides, latency_ms_difference: difference, latency_ms_difference_ci95: ci95 };
}

interface Best {
  readonly state: RegimeSide['state'];
  readonly setting: Setting | null;
}

function bestOf(settings: readonly Setting[], accuracy: number): Best {
  const enough = settings.filter((setting) => rightShare(setting) >= accuracy);
  const stable = enough.filter(({ result }) => result.stable);
  const [first] = stable;
  if (first === undefined) return { state: enough.length > 0 ? 'unstable' : 'out of reach', setting: null };
  const setting = stable.reduce((best, next) => (meanNs(next.choosing) < meanNs(best.choosing) ? next : best), first);
  return { state: 'stable', setting };
}

function aloneOf(ours: Best, theirs: Best): RegimeVerdict {
  if (ours.setting !== null) return 'better';
  if (theirs.setting !== null) return 'worse';
  return ours.state === 'unstable' || theirs.state === 'unstable' ? 'unstable' : 'out of reach';
}

function signOf(ci95: Interval | null): RegimeVerdict {
  if (ci95 === null) return 'neutral';
  if (ci95[1] < 0) return 'better';
  return ci95[0] > 0 ? 'worse' : 'neutral';
}

function sideOf({ state, setting }: Best): RegimeSide {
  if (setting === null) return { state, p_d: null, right_share: null, offload_share: null, latency_ms_mean: null };
  const { result, comparing } = setting;
  return {
    state,
    p_d: typeof result.params['p_d'] === 'number' ? result.params['p_d'] : null,
    right_share: rightShare(setting),
    offload_share: result.offload_share,
    latency_ms_mean: meanNs(comparing) / 1e6,
  };
}

/** Right answers of all requests, lost ones included, over all replications. */
function rightShare({ choosing, comparing }: Setting): number {
  const all = [...choosing, ...comparing];
  const sum = (pick: (replication: ReplicationSummary) => number) => all.reduce((total, replication) => total + pick(replication), 0);
  return sum(({ correct }) => correct) / sum(({ requests }) => requests);
}

/** Mean latency [ns] over the replications that have one. */
function meanNs(replications: readonly ReplicationSummary[]): number {
  return mean(replications.map(({ meanNs: own }) => own).filter((own) => !Number.isNaN(own)));
}
