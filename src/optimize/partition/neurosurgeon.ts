/** Neurosurgeon's split: a network without branches, cut for the least latency or for the least energy of the device. */

import type { Cut } from './cut.ts';
import { cutByEnumeration } from './cut-by-enumeration.ts';
import { expectedCosts } from './expected-costs.ts';
import type { PartitionNetwork } from './network.ts';

/** The same network, and every request goes through all of it. */
function withoutBranches(network: PartitionNetwork): PartitionNetwork {
  return { ...network, branches: [] };
}

/**
 * The split of least latency,
 *
 * argmin over j of sum over i <= j of t_i + S_j / B + k x sum over i > j of c_i.
 *
 * Branches are left out. The paper has no round-trip time and no answer; with `rttNs` and `answerBytes` 0 this is its formula.
 *
 * @param serverLoad k, > 0: how many times as long as recorded the cloud takes at present
 * @throws RangeError where the network is not sound
 * @see Kang et al., "Neurosurgeon: Collaborative Intelligence Between the Cloud and Mobile Edge", ASPLOS 2017, algorithm 1
 */
export function splitForLatency(network: PartitionNetwork, serverLoad = 1): Cut {
  if (!(serverLoad > 0)) throw new RangeError(`splitForLatency needs a server load above 0, got ${serverLoad}`);
  const layers = network.layers.map((layer) => ({ ...layer, cloudNs: serverLoad * layer.cloudNs }));
  return cutByEnumeration({ ...withoutBranches(network), layers });
}

/** What a device draws. */
export interface DevicePower {
  /** While it computes layer i [W], [n]. */
  readonly layerW: readonly number[];
  /** While it sends [W]. */
  readonly uplinkW: number;
}

export interface EnergySplit {
  /** Layers that run at the device, 0..n. */
  readonly layer: number;
  /** Energy of the device for one request [J]. */
  readonly energyJ: number;
}

/**
 * The split of least energy of the device,
 *
 * argmin over j of sum over i <= j of P_i t_i + P_up S_j / B,
 *
 * with nothing to send after the last layer. Waiting for the answer costs nothing. Of equals the one with the fewest layers at the
 * device; branches are left out.
 *
 * @throws RangeError where the network is not sound, or has another number of layers than `layerW`
 * @see Kang et al., as above
 */
export function splitForEnergy(network: PartitionNetwork, { layerW, uplinkW }: DevicePower): EnergySplit {
  const { layers, link } = network;
  if (layerW.length !== layers.length) {
    throw new RangeError(`splitForEnergy needs the power of ${layers.length} layers, got ${layerW.length}`);
  }
  const { uploadBits } = expectedCosts(withoutBranches(network));
  let best: EnergySplit | null = null;
  let computeJ = 0;
  for (let layer = 0; layer <= layers.length; layer++) {
    if (layer > 0) computeJ += 1e-9 * (layers[layer - 1]?.edgeNs as number) * (layerW[layer - 1] as number);
    const energyJ = computeJ + (uplinkW * (uploadBits[layer] as number)) / link.uplinkBps;
    if (best === null || energyJ < best.energyJ) best = { layer, energyJ };
  }
  return best as EnergySplit;
}
