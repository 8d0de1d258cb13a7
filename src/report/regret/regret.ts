/**
 * What a policy gave away: each point of a run against the oracle, against the best fixed threshold, and against a baseline that is as
 * accurate or sends as much. Pure, from two runs that saw the same requests; all differences are the policy less the other.
 */

import { meanDifference, ofSameSamples, pairReplications } from '../../sim/summary/pair-replications.ts';
import type { ReplicationSummary } from '../../sim/summary/replication-summary.ts';
import type { Difference, PointResult, Result } from '../../sim/summary/result.ts';
import { type AnsweredPoint, isAnswered, rightShare } from '../answered.ts';
import { matchAccuracy, mostAccurate } from '../choose-point.ts';

/** A point as it is told here. */
export interface RegretPoint {
  readonly policy: string;
  readonly params: PointResult['params'];
  readonly stable: boolean;
  readonly latency_ms_mean: number;
  /** Right answers of all requests, 0..1: accuracy less what is lost. */
  readonly right_share: number;
  readonly offload_share: number;
}

/** What else might have been done with the same requests. */
export interface Counterpart extends RegretPoint {
  /** Of the two means, paired by replication [ms]; above 0: the policy is slower. */
  readonly latency_ms_difference: Difference;
  /** Of the two shares; below 0: the policy is right less often. */
  readonly right_share_difference: Difference;
}

export interface RegretRow extends RegretPoint {
  /** The bound that knows the labels. */
  readonly oracle: Counterpart | null;
  /** The quickest threshold of deex or ordinary that is as accurate; where none is, the most accurate. */
  readonly best_fixed: (Counterpart & { readonly is_as_accurate: boolean }) | null;
  /** The quickest setting of the baseline that is as accurate, and the one that sends on as much; null where there is none. */
  readonly matched_accuracy: Counterpart | null;
  readonly matched_offload_share: Counterpart | null;
}

export interface Regret {
  readonly schema: 'sim.regret/1';
  readonly engine: string;
  readonly scenario: { readonly name: string };
  readonly seed: number;
  readonly replications: number;
  readonly baseline: string;
  /** Digests of the scenario's own points, and of those they are held against. */
  readonly digests: { readonly points: string; readonly counterparts: string };
  readonly rows: readonly RegretRow[];
}

/** What was run: a result, and the replications of each of its points. */
export interface Run {
  readonly result: Result;
  readonly runs: readonly { readonly replications: readonly ReplicationSummary[] }[];
}

interface Trial {
  readonly point: AnsweredPoint;
  readonly replications: readonly ReplicationSummary[];
}

/** Rules whose thresholds are tried. */
const FIXED_RULES: readonly string[] = ['deex', 'ordinary'];

/** What two shares of requests sent on may differ by and still count as the same: one percentage point. */
const SHARE_SLACK = 0.01;

/**
 * @param own the scenario as it is @param others oracle and thresholds in the same worlds
 * @param worldKeys swept keys that are no policy's: points are held against those of the same world
 * @param baseline name of a policy of either run
 */
export function regretRows(own: Run, others: Run, worldKeys: readonly string[], baseline: string): readonly RegretRow[] {
  const [ours, theirs] = [trialsOf(own), trialsOf(others)];
  const worldOf = ({ point }: Trial) => JSON.stringify(worldKeys.map((key) => point.params[key] ?? null));
  return ours.map((trial) => {
    const around = [...theirs, ...ours].filter((other) => worldOf(other) === worldOf(trial));
    const of = (name: string) => around.filter(({ point }) => point.policy === name);
    const oracle = theirs.find((other) => other.point.policy === 'oracle' && worldOf(other) === worldOf(trial));
    // Its own points are among those tried, so that a fixed threshold has nothing to regret but what it lost.
    const fixed = around.filter(({ point }) => FIXED_RULES.includes(point.policy));
    const right = rightShare(trial.point);
    const asAccurate = matchAccuracy(fixed, right);
    const best = asAccurate ?? mostAccurate(fixed);
    const matched = matchAccuracy(of(baseline), right);
    const alike = matchShare(of(baseline), trial.point.offload_share);
    return {
      ...told(trial.point),
      oracle: oracle === undefined ? null : against(trial, oracle),
      best_fixed: best === null ? null : { ...against(trial, best), is_as_accurate: asAccurate !== null },
      matched_accuracy: matched === null ? null : against(trial, matched),
      matched_offload_share: alike === null ? null : against(trial, alike),
    };
  });
}

function trialsOf({ result, runs }: Run): readonly Trial[] {
  return result.points.flatMap((point, p) => (isAnswered(point) ? [{ point, replications: runs[p]?.replications ?? [] }] : []));
}

/** The one that sends on most nearly as much, the quicker of equals; null where none comes close. */
function matchShare(candidates: readonly Trial[], share: number): Trial | null {
  const distance = ({ point }: Trial) => Math.abs(point.offload_share - share);
  const order = [...candidates]
    .filter((candidate) => distance(candidate) <= SHARE_SLACK)
    .sort((a, b) => distance(a) - distance(b) || a.point.latency_ms.mean - b.point.latency_ms.mean);
  return order[0] ?? null;
}

function told(point: AnsweredPoint): RegretPoint {
  const { policy, params, stable, latency_ms, offload_share } = point;
  return { policy, params, stable, latency_ms_mean: latency_ms.mean, right_share: rightShare(point), offload_share };
}

function against(trial: Trial, other: Trial): Counterpart {
  const paired = (pick: (replication: ReplicationSummary) => number) =>
    meanDifference(pairReplications(trial.replications, other.replications, pick));
  return {
    ...told(other.point),
    latency_ms_difference: paired(({ meanNs }) => meanNs / 1e6),
    right_share_difference: ofSameSamples(paired(({ correct, requests }) => correct / requests)),
  };
}
