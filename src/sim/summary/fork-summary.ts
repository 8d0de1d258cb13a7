/** What came together from several end devices: bytes, waits for the slowest, and messages that came too late. */

import { mean } from '../../stats/moments.ts';
import type { ForkPlan, PreparedPoint } from '../plan/plan.ts';
import type { Records } from '../records/records.ts';

/** Of one replication, over its counted requests. */
export interface ForkSummary {
  /** Requests, and those of which feature maps were sent. */
  readonly requests: number;
  readonly sent: number;
  /** Sums over requests: bytes of feature maps of one end device, waits [ns], messages that came too late. */
  readonly featureBytes: number;
  readonly scoresNs: number;
  readonly featuresNs: number;
  readonly lateScores: number;
  readonly lateFeatures: number;
}

/** What a result tells of it. */
export interface ForkResult {
  /** End devices that see each request. */
  readonly devices: number;
  /** Bytes that one end device sends for a request on average: scores and feature maps. */
  readonly device_bytes: number;
  readonly score_bytes: number;
  readonly feature_bytes: number;
  /** From the first message until all were there or no more were waited for [ms]; null where none was sent. */
  readonly scores_join_ms: number;
  readonly features_join_ms: number | null;
  /** Share of the messages that came later than that; null where none was sent. */
  readonly late_scores_share: number;
  readonly late_features_share: number | null;
}

/** @param first request that counts @returns null where each request is seen by one device */
export function summarizeFork({ itinerary }: PreparedPoint, { fork, row, requests }: Records, first: number): ForkSummary | null {
  if (fork === null) return null;
  const upBytes = itinerary.upBytes[0] as Float64Array;
  const sums = { sent: 0, featureBytes: 0, scoresNs: 0, featuresNs: 0, lateScores: 0, lateFeatures: 0 };
  for (let r = first; r < requests; r++) {
    if ((itinerary.topTier[row[r] as number] as number) > 0) {
      sums.sent++;
      sums.featureBytes += upBytes[row[r] as number] as number;
    }
    sums.scoresNs += fork.scoresNs[r] as number;
    sums.featuresNs += fork.featuresNs[r] as number;
    sums.lateScores += fork.lateScores[r] as number;
    sums.lateFeatures += fork.lateFeatures[r] as number;
  }
  return { requests: requests - first, ...sums };
}

/** The same of a point, averaged over its replications. */
export function forkResult({ views, scoreBytes }: ForkPlan, replications: readonly ForkSummary[]): ForkResult {
  const average = (pick: (of: ForkSummary) => number) => mean(replications.map(pick));
  const senders = replications.filter(({ sent }) => sent > 0);
  const ofSenders = (pick: (of: ForkSummary) => number) => (senders.length === 0 ? null : mean(senders.map(pick)));
  const featureBytes = average((of) => of.featureBytes / of.requests);
  return {
    devices: views,
    device_bytes: scoreBytes + featureBytes,
    score_bytes: scoreBytes,
    feature_bytes: featureBytes,
    scores_join_ms: average((of) => of.scoresNs / of.requests / 1e6),
    features_join_ms: ofSenders((of) => of.featuresNs / of.sent / 1e6),
    late_scores_share: average((of) => of.lateScores / of.requests / views),
    late_features_share: ofSenders((of) => of.lateFeatures / of.sent / views),
  };
}
