/**
 * A network that may be cut between an edge and a cloud, as plain data: costs of its layers, its side branches, the link.
 *
 * This room finds where to cut it. It knows no files, no queues and no policies; everything here is expectation with empty queues.
 */

/** One layer, or a segment of a recorded model taken as one. */
export interface Layer {
  /** Time at the edge [ns], >= 0. */
  readonly edgeNs: number;
  /** Time in the cloud [ns], >= 0. */
  readonly cloudNs: number;
  /** What crosses the link where the network is cut after this layer [B], >= 0; of the last layer it is never asked. */
  readonly outputBytes: number;
}

/** A small classifier that may answer at the edge. The cloud runs none. */
export interface SideBranch {
  /** The layer whose output it reads, 1..n-1. */
  readonly layer: number;
  /** Time at the edge [ns], >= 0. */
  readonly edgeNs: number;
  /** Probability that it answers, 0..1, of a request that reaches it. */
  readonly exitProbability: number;
}

export interface PartitionLink {
  /** Towards the cloud [bit/s], above 0. */
  readonly uplinkBps: number;
  /** Back [bit/s], above 0; null: answers take no time to transmit. */
  readonly downlinkBps: number | null;
  /** Propagation there and back [ns], >= 0. */
  readonly rttNs: number;
  /** Added to what crosses the cut [B], >= 0. */
  readonly overheadBytes: number;
  /** An answer on its way back, overhead included [B], >= 0. */
  readonly answerBytes: number;
}

export interface PartitionNetwork {
  /** Layers 1..n in order, at least one. */
  readonly layers: readonly Layer[];
  /** What crosses the link where everything runs in the cloud [B], >= 0. */
  readonly inputBytes: number;
  /** By layer, ascending, one a layer at most. */
  readonly branches: readonly SideBranch[];
  readonly link: PartitionLink;
}

/** Layers at most: cuts are numbered by the priorities of a queue that holds 2^20. */
const MOST_LAYERS = 2 ** 19;

/** @throws RangeError that names the first thing that is not as `PartitionNetwork` says */
export function checkNetwork({ layers, inputBytes, branches, link }: PartitionNetwork): void {
  const need = (isMet: boolean, what: string, got: unknown) => {
    if (!isMet) throw new RangeError(`checkNetwork needs ${what}, got ${String(got)}`);
  };
  const size = (value: number, what: string) => need(Number.isFinite(value) && value >= 0, `${what} from 0 up`, value);
  need(layers.length >= 1 && layers.length <= MOST_LAYERS, `1 to ${MOST_LAYERS} layers`, layers.length);
  layers.forEach((layer, i) => {
    size(layer.edgeNs, `edgeNs of layer ${i + 1}`);
    size(layer.cloudNs, `cloudNs of layer ${i + 1}`);
    size(layer.outputBytes, `outputBytes of layer ${i + 1}`);
  });
  size(inputBytes, 'inputBytes');
  let before = 0;
  for (const { layer, edgeNs, exitProbability } of branches) {
    const isNext = Number.isInteger(layer) && layer > before && layer < layers.length;
    need(isNext, `branches at ascending layers from 1 to ${layers.length - 1}`, layer);
    size(edgeNs, `edgeNs of the branch at layer ${layer}`);
    need(exitProbability >= 0 && exitProbability <= 1, `an exit probability in 0..1 at layer ${layer}`, exitProbability);
    before = layer;
  }
  need(link.uplinkBps > 0, 'uplinkBps above 0', link.uplinkBps);
  need(link.downlinkBps === null || link.downlinkBps > 0, 'downlinkBps above 0, or null', link.downlinkBps);
  size(link.rttNs, 'rttNs');
  size(link.overheadBytes, 'overheadBytes');
  size(link.answerBytes, 'answerBytes');
}
