/** Walks along a line of settings and tells of each what it is in a world in which nobody waits. */

import type { Itinerary } from '../../sim/plan/plan.ts';
import type { Line } from './line.ts';
import { LATENCY_FIGURES, type LatencyFigure } from './objective.ts';
import type { QuietWorld } from './quiet-world.ts';
import { RankCounter } from './rank-counter.ts';

/** A setting where nobody waits, over the samples of a trace. */
export interface QuietFigures {
  /** [ms] */
  readonly latencyMs: Readonly<Record<LatencyFigure, number>>;
  readonly accuracy: number;
  /** Least energy of a request, and what it will rather be [J]. */
  readonly leastJ: number;
  readonly guessJ: number;
  /** Load of the busiest part; 0 where requests wait for answers. */
  readonly load: number;
  /** Guess at the mean waiting time of all parts together [ms]; infinite where unstable. */
  readonly waitMs: number;
}

const PERCENTS = [
  ['p50', 50],
  ['p90', 90],
  ['p95', 95],
  ['p99', 99],
] as const;

/** Where requests are turned away, no part is busier than this leaves over. */
const LEAST_LEFT = 0.02;

/** @returns a walker along lines through the same fates, each setting told once where it differs from the one before */
export function lineWalker(
  itineraries: readonly Itinerary[],
  world: QuietWorld,
): (line: Line) => { threshold: number; figures: QuietFigures }[] {
  const fates = itineraries.map((fate) => world.costsOf(fate));
  const samples = itineraries[0]?.samples ?? 0;
  const latencies = new Float64Array(samples * fates.length);
  fates.forEach(({ latencyNs }, f) => {
    latencies.set(latencyNs, f * samples);
  });
  const ranks = new RankCounter(latencies);
  const places = Int32Array.from(latencies, (value) => ranks.placeOf(value));
  const parts = world.parts.length;
  const work = new Float64Array(parts);
  const squares = new Float64Array(parts);
  let [sumNs, right, leastJ, guessJ] = [0, 0, 0, 0];

  const count = (fate: number, sample: number, by: 1 | -1) => {
    const costs = fates[fate] as (typeof fates)[number];
    ranks.add(places[fate * samples + sample] as number, by);
    sumNs += by * (costs.latencyNs[sample] as number);
    right += by * (costs.isRight[sample] as number);
    leastJ += by * (costs.leastJ[sample] as number);
    guessJ += by * (costs.guessJ[sample] as number);
    for (let p = 0; p < parts; p++) {
      const ns = (costs.workNs[p] as Float64Array)[sample] as number;
      work[p] = (work[p] as number) + by * ns;
      squares[p] = (squares[p] as number) + by * ns * ns;
    }
  };

  const figures = (): QuietFigures => {
    let load = 0;
    let waitNs = 0;
    world.parts.forEach(({ capacity, places: spread }, p) => {
      if (world.gapNs === null) return;
      const own = (work[p] as number) / samples / (world.gapNs * capacity);
      load = Math.max(load, own);
      // Pollaczek and Khinchine's mean wait of one server, shared by several.
      const left = world.isBound ? 1 - own : Math.max(1 - own, LEAST_LEFT);
      waitNs += left <= 0 ? Number.POSITIVE_INFINITY : (squares[p] as number) / samples / (world.gapNs * spread) / 2 / left;
    });
    const latencyMs = Object.fromEntries(LATENCY_FIGURES.map((name) => [name, 0])) as Record<LatencyFigure, number>;
    latencyMs.mean = sumNs / samples / 1e6;
    for (const [name, percent] of PERCENTS) latencyMs[name] = ranks.percentile(percent) / 1e6;
    return { latencyMs, accuracy: right / samples, leastJ: leastJ / samples, guessJ: guessJ / samples, load, waitMs: waitNs / 1e6 };
  };

  return ({ thresholds, start, moves }) => {
    ranks.clear();
    work.fill(0);
    squares.fill(0);
    [sumNs, right, leastJ, guessJ] = [0, 0, 0, 0];
    const fateOf = start.slice();
    for (let sample = 0; sample < samples; sample++) count(fateOf[sample] as number, sample, 1);
    const due = thresholds.map((): number[] => []);
    moves.forEach(({ above }, m) => {
      due[firstAbove(thresholds, above)]?.push(m);
    });
    return thresholds.flatMap((threshold, t) => {
      for (const m of due[t] as number[]) {
        const { sample, to } = moves[m] as (typeof moves)[number];
        count(fateOf[sample] as number, sample, -1);
        fateOf[sample] = to;
        count(to, sample, 1);
      }
      return t > 0 && (due[t] as number[]).length === 0 ? [] : [{ threshold, figures: figures() }];
    });
  };
}

/** Index of the first threshold above a value; one beyond the last where none is. */
function firstAbove(thresholds: readonly number[], value: number): number {
  let low = 0;
  let high = thresholds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((thresholds[middle] as number) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
