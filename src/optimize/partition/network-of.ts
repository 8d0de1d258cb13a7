/**
 * From a recorded model to a network that may be cut: its segments are the layers, its branches stand between them.
 *
 * Times are means over all samples. The formula takes them for independent of who gets there: a request that no branch could answer is held to take
 * as long in the next segment as any other. In recordings of networks without data-dependent loops that is so to within noise.
 */

import type { LinkPlan, PointPlan, TierCosts } from '../../sim/plan/plan.ts';
import { meanBps } from '../../sim/world/mean-capacity.ts';
import type { PartitionLink, PartitionNetwork } from './network.ts';
import { recordedBranches } from './recorded-exits.ts';

/** What a model costs on the two sides of the link; N exits. */
export interface RecordedCosts {
  /** Mean time of each segment at the edge [ns], [N]. */
  readonly edgeSegmentNs: readonly number[];
  /** Mean time of each branch at the edge [ns], [N - 1]. */
  readonly edgeBranchNs: readonly number[];
  /** Mean time of each segment in the cloud [ns], [N]. */
  readonly cloudSegmentNs: readonly number[];
  /** The picture as it is sent [B]. */
  readonly inputBytes: number;
  /** Output of each segment but the last as it is sent [B], [N - 1]. */
  readonly featureBytes: readonly number[];
}

/** @param exitProbability of each branch, of the requests that reach it, [N - 1] */
export function networkOf(costs: RecordedCosts, exitProbability: readonly number[], link: PartitionLink): PartitionNetwork {
  return {
    layers: costs.edgeSegmentNs.map((edgeNs, k) => ({
      edgeNs,
      cloudNs: costs.cloudSegmentNs[k] as number,
      outputBytes: costs.featureBytes[k] ?? 0,
    })),
    inputBytes: costs.inputBytes,
    branches: exitProbability.map((probability, k) => ({
      layer: k + 1,
      edgeNs: costs.edgeBranchNs[k] as number,
      exitProbability: probability,
    })),
    link,
  };
}

/** What of a plan's point says how a network may be cut. Its policy does not: the ordinary rule is taken. */
export type CuttablePoint = Pick<PointPlan, 'world' | 'recorded' | 'tiers' | 'payload'>;

/**
 * The network of a point with two tiers and times of both, wherever its scenario has cut it. A varying uplink counts by its long-run
 * mean.
 *
 * @param targetThreshold p_tar of every branch
 */
export function networkOfPoint(point: CuttablePoint, targetThreshold: number): PartitionNetwork {
  if (point.tiers.length !== 2) throw new Error(`networkOfPoint needs two tiers, got ${point.tiers.length}`);
  const [edge, cloud] = point.tiers as [TierCosts, TierCosts];
  const { up, down, propagationNs } = point.world.links[0] as LinkPlan;
  const { inputBytes, featureBytes, overheadBytes } = point.payload;
  return networkOf(
    {
      edgeSegmentNs: edge.segmentNs.map((ns) => edge.slowdown * mean(ns)),
      edgeBranchNs: edge.branchNs.map((ns) => edge.slowdown * mean(ns)),
      cloudSegmentNs: cloud.segmentNs.map((ns) => cloud.slowdown * mean(ns)),
      inputBytes: typeof inputBytes === 'number' ? inputBytes : mean(inputBytes),
      featureBytes,
    },
    recordedBranches(point.recorded, targetThreshold).exitProbability,
    {
      uplinkBps: meanBps(up.capacity),
      downlinkBps: down === null ? null : meanBps(down.capacity),
      rttNs: 2 * propagationNs,
      overheadBytes,
      answerBytes: point.world.answerBytes,
    },
  );
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
