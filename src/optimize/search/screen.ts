/**
 * Every setting of the search space in a world in which nobody waits, and which of them cannot meet the objective.
 *
 * Discarding is exact where the quiet world is a bound: a percentile that is too high without a queue is too high with one, and the
 * accuracy over the trace is what it is. Where it is none, nothing is discarded and the simulator decides.
 */

import type { LoadedScenario } from '../../scenario/load-scenario.ts';
import { codedFor, compileVaried, varyScenario } from '../../scenario/vary-scenario.ts';
import type { Interval } from '../../sim/summary/result.ts';
import { wilson } from '../../stats/wilson.ts';
import { walkFates } from './fates.ts';
import { linesOf } from './line.ts';
import { type Constraint, type Figure, isLatency, type Objective } from './objective.ts';
import { quietWorld } from './quiet-world.ts';
import type { Setting } from './setting.ts';
import type { SearchSpace } from './space.ts';
import { marginOf, type Standing, standingOf } from './standing.ts';
import { lineWalker, type QuietFigures } from './walk-line.ts';

export interface Screened {
  readonly setting: Setting;
  readonly quiet: QuietFigures;
  /** Why it cannot meet the objective; null where it may. */
  readonly fault: Fault | null;
  /** By what it will rather be, a guess at waiting included. */
  readonly guess: Standing;
  /** The same figures one by one. */
  known(figure: Figure): { readonly value: number | null; readonly interval: Interval | null };
}

export type Fault = 'accuracy' | 'latency' | 'energy' | 'load';

/**
 * @param loaded the scenario on the trace that is searched on
 * @returns settings that differ in what they do; of those that are alike, the first
 */
export async function screenSettings(loaded: LoadedScenario, space: SearchSpace, objective: Objective): Promise<Screened[]> {
  const screened: Screened[] = [];
  const seen = new Set<string>();
  for (const deployment of space.deployments) {
    const coded = await codedFor(loaded, deployment);
    const point = compileVaried(loaded, varyScenario(loaded.scenario, deployment, { name: 'all-edge' }), coded);
    const fates = walkFates(point);
    const world = quietWorld(point);
    const walk = lineWalker([...fates.tested, fates.offloaded, fates.allEdge, fates.allCloud], world);
    const samples = point.recorded.labels.length;
    // Times of whole batches are in no figure here.
    const isTold = point.world.tiers.every(({ batch }) => batch.max === 1);
    const hasEnergy = point.world.radio !== null || point.world.tiers.some(({ powerW }) => powerW !== null);
    for (const line of linesOf(fates, space)) {
      for (const { threshold, figures: quiet } of walk(line)) {
        // Alike to the last bit: what differs is never used, such as the codec of what nobody ships.
        const likeness = JSON.stringify(quiet);
        if (isTold && seen.has(likeness)) continue;
        seen.add(likeness);
        const fault = world.isBound ? faultOf(quiet, objective.constraints) : null;
        const known = (figure: Figure) => guessOf(figure, quiet, samples, hasEnergy);
        const setting = { deployment, policy: line.policy(threshold) };
        screened.push({ setting, quiet, fault, guess: standingOf(known, objective), known });
      }
    }
  }
  return screened;
}

function faultOf({ latencyMs, accuracy, leastJ, load }: QuietFigures, constraints: readonly Constraint[]): Fault | null {
  if (load >= 1) return 'load';
  for (const constraint of constraints) {
    const { figure } = constraint;
    const isMissed = (value: number) => (marginOf(constraint, value) ?? 0) < 0;
    if (figure === 'accuracy' && isMissed(accuracy)) return 'accuracy';
    if (figure === 'energy' && isMissed(leastJ)) return 'energy';
    if (isLatency(figure) && isMissed(latencyMs[figure])) return 'latency';
  }
  return null;
}

function guessOf(figure: Figure, quiet: QuietFigures, samples: number, hasEnergy: boolean): ReturnType<Screened['known']> {
  if (figure === 'accuracy') return { value: quiet.accuracy, interval: wilson(quiet.accuracy, samples) };
  if (figure === 'energy') return { value: hasEnergy ? quiet.guessJ : null, interval: null };
  if (!isLatency(figure)) return { value: 0, interval: null };
  return { value: Number.isFinite(quiet.waitMs) ? quiet.latencyMs[figure] + quiet.waitMs : null, interval: null };
}
