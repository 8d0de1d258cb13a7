/** The formula of a cut written out term by term, and the errors others have made in it. */

import type { Cut } from '../../src/optimize/partition/cut.ts';
import type { PartitionNetwork } from '../../src/optimize/partition/network.ts';

/** How a wrong implementation differs from the right one. */
export type Mistake = 'cloud discounted by branches after the cut' | 'branch paid by those it answers' | 'no offload after a branch' | null;

/** Every cut's time, each from scratch: quadratic. In the order layer by layer, without the branch there, then with it. */
export function naiveTimes(network: PartitionNetwork, mistake: Mistake = null): { layer: number; isBranchKept: boolean; ns: number }[] {
  const times = [];
  for (let layer = 0; layer <= network.layers.length; layer++) {
    times.push({ layer, isBranchKept: false, ns: naiveTime(network, layer, false, mistake) });
    if (mistake === 'no offload after a branch') continue;
    if (network.branches.some((branch) => branch.layer === layer)) {
      times.push({ layer, isBranchKept: true, ns: naiveTime(network, layer, true, mistake) });
    }
  }
  return times;
}

/** The least time and the first cut that has it. */
export function naiveBest(network: PartitionNetwork, mistake: Mistake = null): { layer: number; isBranchKept: boolean; ns: number } {
  return naiveTimes(network, mistake).reduce((best, cut) => (cut.ns < best.ns ? cut : best));
}

function naiveTime({ layers, inputBytes, branches, link }: PartitionNetwork, cut: number, isBranchKept: boolean, mistake: Mistake): number {
  const runs = (layer: number) => layer < cut || (layer === cut && isBranchKept);
  /** Probability of no answer from the branches before `layer` that run. */
  const reach = (layer: number, counts = runs) =>
    branches.reduce((share, branch) => (branch.layer < layer && counts(branch.layer) ? share * (1 - branch.exitProbability) : share), 1);
  let ns = 0;
  for (let i = 1; i <= cut; i++) ns += reach(i) * (layers[i - 1]?.edgeNs as number);
  for (const branch of branches) {
    if (!runs(branch.layer)) continue;
    const payers = mistake === 'branch paid by those it answers' ? branch.exitProbability : 1;
    ns += reach(branch.layer) * payers * branch.edgeNs;
  }
  if (cut === layers.length) return ns;
  const leave = reach(cut + 1);
  const bytes = cut === 0 ? inputBytes : (layers[cut - 1]?.outputBytes as number);
  ns += leave * (((bytes + link.overheadBytes) * 8e9) / link.uplinkBps + link.rttNs);
  if (link.downlinkBps !== null) ns += (leave * link.answerBytes * 8e9) / link.downlinkBps;
  for (let i = cut + 1; i <= layers.length; i++) {
    const share = mistake === 'cloud discounted by branches after the cut' ? reach(i, () => true) : leave;
    ns += share * (layers[i - 1]?.cloudNs as number);
  }
  return ns;
}

export const place = ({ layer, isBranchKept }: Pick<Cut, 'layer' | 'isBranchKept'>) => ({ layer, isBranchKept });
