/** One request on its way from several end devices to the one place where its messages come together, and the parts of that way. */

/** Arrays are [views], instants [ns]. */
export class Gathering {
  /** At the end device: when it began to compute, and was done. */
  readonly startNs: Float64Array;
  readonly endNs: Float64Array;
  /** Scores: when they were sent, had left, and were at the local aggregator. */
  readonly sentNs: Float64Array;
  readonly leftNs: Float64Array;
  readonly scoredNs: Float64Array;
  /** Feature map: when it came to the up lane, was sent, had left, and was above. */
  readonly enteredNs: Float64Array;
  readonly upStartNs: Float64Array;
  readonly upEndNs: Float64Array;
  readonly landedNs: Float64Array;
  /** Messages that have come together, late ones too, and the end device whose message came last of those in time. */
  scored = 0;
  landed = 0;
  lastScored = 0;
  lastLanded = 0;
  /** When the first came, and when no more were waited for; -1: not yet. */
  firstScoredNs = -1;
  decidedNs = -1;
  firstLandedNs = -1;
  joinedNs = -1;

  constructor(views: number) {
    const column = () => new Float64Array(views);
    this.startNs = column();
    this.endNs = column();
    this.sentNs = column();
    this.leftNs = column();
    this.scoredNs = column();
    this.enteredNs = column();
    this.upStartNs = column();
    this.upEndNs = column();
    this.landedNs = column();
  }

  /**
   * The way that ends when the local aggregator decides: that of the end device whose scores were the last to count, and what was then
   * waited for those who were late.
   */
  localWay(arrivalNs: number): ForkWay {
    const d = this.lastScored;
    const [startNs, endNs, sentNs, leftNs, scoredNs] = [this.startNs, this.endNs, this.sentNs, this.leftNs, this.scoredNs].map(
      (column) => column[d] as number,
    ) as [number, number, number, number, number];
    return {
      ...NO_WAY,
      waitNs: startNs - arrivalNs,
      computeNs: endNs - startNs,
      scoresWaitNs: sentNs - endNs,
      scoresTransmitNs: leftNs - sentNs,
      propagationNs: scoredNs - leftNs,
      joinWaitNs: this.decidedNs - scoredNs,
    };
  }

  /**
   * The way that ends when the feature maps have come together: that of the end device whose map was the last to count. Before it was sent
   * either the aggregator's word was waited for, at the end of the local way, or the end device itself, which was late.
   *
   * @param wordNs from the aggregator to an end device [ns]
   */
  upperWay(arrivalNs: number, wordNs: number): ForkWay {
    const d = this.lastLanded;
    const [startNs, endNs, enteredNs, upStartNs, upEndNs, landedNs] = [
      this.startNs,
      this.endNs,
      this.enteredNs,
      this.upStartNs,
      this.upEndNs,
      this.landedNs,
    ].map((column) => column[d] as number) as [number, number, number, number, number, number];
    const isTold = this.decidedNs + wordNs >= endNs;
    const before = isTold ? this.localWay(arrivalNs) : { ...NO_WAY, waitNs: startNs - arrivalNs, computeNs: endNs - startNs };
    return {
      ...before,
      propagationNs: before.propagationNs + (isTold ? wordNs : 0) + landedNs - upEndNs,
      upWaitNs: upStartNs - enteredNs,
      upTransmitNs: upEndNs - upStartNs,
      joinWaitNs: before.joinWaitNs + this.joinedNs - landedNs,
    };
  }
}

/** Parts of a way [ns]; they sum to the time from the request's arrival to the end of the way. */
export interface ForkWay {
  /** At the first tier. */
  readonly waitNs: number;
  readonly computeNs: number;
  readonly scoresWaitNs: number;
  readonly scoresTransmitNs: number;
  /** On the first up lane. */
  readonly upWaitNs: number;
  readonly upTransmitNs: number;
  readonly propagationNs: number;
  readonly joinWaitNs: number;
}

const NO_WAY: ForkWay = {
  waitNs: 0,
  computeNs: 0,
  scoresWaitNs: 0,
  scoresTransmitNs: 0,
  upWaitNs: 0,
  upTransmitNs: 0,
  propagationNs: 0,
  joinWaitNs: 0,
};
