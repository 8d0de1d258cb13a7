/**
 * What a policy is: rules that walk a request through the exits, and a way to choose among them.
 *
 * Neither knows the world beyond what its real system could see (its own queue, its own past transfers), nor the truth (labels, the
 * future). Bounds that do are marked as such: see `known` below.
 */

/** Draws a number, uniform in [0, 1). */
type RandomStream = () => number;

/** What is known at an exit once its branch has run. */
export interface Observation {
  /** The exit whose branch has just run, 1..N-1. */
  readonly exit: number;
  /** Number of exits N. */
  readonly exits: number;
  /** Maximum of the softmax vector at this exit, 0..1. */
  readonly confidence: number;
  /** What the rule measures of the softmax vector at this exit; the confidence where it names no measure. */
  readonly measured: number;
}

/** What a rule may look at in place of the confidence, of softmax y = softmax(z) over logits z. */
export type Measure =
  /** eta = -sum y ln y [nats], 0..ln(classes); 0 is certainty. */
  | { readonly kind: 'entropy' }
  /** eta / ln(classes), 0..1. */
  | { readonly kind: 'normalised-entropy' }
  /** Largest y less the second largest, 0..1. */
  | { readonly kind: 'margin' }
  /** Largest of softmax(z / T), 0..1; T of each exit 1..N-1. */
  | { readonly kind: 'calibrated'; readonly temperatures: readonly number[] };

/** `answer` here, `continue` with the next exit, or `offload` to exit N at once, past every other branch. */
export type Decision = 'answer' | 'continue' | 'offload';

/**
 * What to do on reaching an exit: run its branch and decide (`test`), go on without it (`pass`), or `offload` untested; `picture` sends
 * the picture to exit N before anything has run, whatever the payload is elsewhere, and is said at exit 1 only. `skip` leaves the exit and
 * all that leads to it to whoever answers: its segments are computed where the next exit lives that is not skipped, from the picture where
 * nothing has run. `drop` gives the request up: said at exit 1, by a policy that adapts, it is lost as soon as it arises.
 */
export type Approach = 'test' | 'pass' | 'offload' | 'picture' | 'skip' | 'drop';

/** A decision that compares what is measured at an exit with a bound. */
export interface Comparison {
  readonly bound: number;
  /** What follows where the measured value is the bound or more. */
  readonly reached: Decision;
  /** What follows below it. */
  readonly missed: Decision;
}

/** A fixed walk through the exits. */
export interface Rule {
  /** @param exit 1..N-1 */
  approach(exit: number, exits: number): Approach;
  /** Called at exits approached with `test`. Returning `continue` at exit N-1 sends the request to exit N. */
  decide(observation: Observation): Decision;
  /** The same as a comparison at each exit, for rules that are no more than that: all samples are then compared at once. */
  compare?(exit: number, exits: number): Comparison;
  /** What `measured` is; absent: the confidence. All but the confidence need logits. */
  readonly measure?: Measure;
  /** Where exit N's confidence is below this, the most confident of the exits tested answers, if it is surer; absent: exit N answers. */
  readonly bestOfAllBelow?: number;
}

/** What a device can see when it has to choose. */
export interface Situation {
  readonly nowNs: number;
  readonly device: number;
  /** From now on until the request is due [ns]; null: no deadline. */
  readonly leftNs: number | null;
  /** Least share of right answers that such a request asks for, 0..1; 0: any. */
  readonly minAccuracy: number;
  /** Messages that wait for the uplink or are on it, and their bytes: the device's own, or the site's where devices share one. */
  readonly backlog: number;
  readonly backlogBytes: number;
}

/** What a device learns of a request when it is over. */
export interface Outcome {
  readonly nowNs: number;
  readonly device: number;
  /** Rule that was chosen for it. */
  readonly rule: number;
  /** Exit that answered, 1..N; 0: the request was lost. */
  readonly exit: number;
  readonly latencyNs: number;
  /** Confidence of the answer, 0..1; 0 where it was lost. */
  readonly confidence: number;
  /** Whether it left the first tier, or tried to. */
  readonly isSent: boolean;
  /** Confidence of the most confident exit tested at the first tier, 0..1; 0 where none was. */
  readonly ownConfidence: number;
  /** Of its message up the first link: bytes, and time on the lane without waiting; 0 where none was sent or it never got through. */
  readonly sentBytes: number;
  readonly sendNs: number;
  /** Time waiting and computing above the first tier, as the answer reports it. */
  readonly upperNs: number;
}

/** Chooses a rule for each request as the run goes. One for every replication. */
export interface Chooser {
  /** When a request arises. @returns index of a rule */
  choose(situation: Situation): number;
  /** When its first branch has run at the first tier, where the policy `reconsiders`. @returns index of a rule that agrees so far */
  reconsider?(situation: Situation, observation: Observation): number;
  learn?(outcome: Outcome): void;
}

/** How a policy comes to a rule for each request. */
export type Choice =
  /** It has one rule. */
  | { readonly kind: 'only' }
  /** By chance: shares of the rules, summing to 1. */
  | { readonly kind: 'drawn'; readonly shares: readonly number[] }
  /** By sample, knowing the truth: bounds, which no real system reaches. Index of a rule for each sample. */
  | { readonly kind: 'known'; readonly ruleOfSample: Uint8Array }
  /** By what its devices see. `reconsiders`: chosen anew when the first branch has run. */
  | { readonly kind: 'adaptive'; readonly reconsiders: boolean; readonly start: (stream: RandomStream) => Chooser };

/** What only a bound is told, of every row: each sample under the first rule, then each under the second, .. */
export interface Foreknowledge {
  readonly samples: number;
  /** Latency in an empty world [ns] [rows]. */
  readonly latencyNs: Float64Array;
  /** 1 where the answer is right [rows]. */
  readonly isRight: Uint8Array;
}

/** A choice of kind `known` that is still to be made. */
export interface Foretold {
  readonly kind: 'foretold';
  /** @returns index of a rule for each sample */
  readonly choose: (known: Foreknowledge) => Uint8Array;
}

export interface Policy {
  /** At least one. */
  readonly rules: readonly Rule[];
  readonly choice: Choice | Foretold;
}

/** A rule that tests every exit below N and compares. */
export function comparing(compare: (exit: number, exits: number) => Comparison): Rule {
  return {
    approach: () => 'test',
    compare,
    decide({ exit, exits, measured }) {
      const { bound, reached, missed } = compare(exit, exits);
      return measured >= bound ? reached : missed;
    },
  };
}

/** A policy of one rule. */
export function alone(rule: Rule): Policy {
  return { rules: [rule], choice: { kind: 'only' } };
}
