/**
 * Runs a plan, or a share of it, point by point, each replication condensed as soon as it is done.
 *
 * What chance decides depends on seed, replication and workload alone and is shared by all points, so that every policy and every
 * swept value sees the same; a point that needs more replications than another adds new ones and leaves those they share as they are.
 */

import type { Plan, PointPlan, PreparedPoint } from '../plan/plan.ts';
import { preparePoint } from '../plan/prepare-point.ts';
import { allocateRecords, partNames, type Records } from '../records/records.ts';
import { isDone, mostReplications } from '../summary/precision.ts';
import type { PointRun } from '../summary/summarize-point.ts';
import { FigureFinder } from './find-one-link.ts';
import { shareBytes } from './memory.ts';
import { GrowingPart, joinParts, type PointPart } from './point-part.ts';
import { rememberDraws } from './remember-draws.ts';
import { rehearseEvents, runEvents } from './run-events.ts';
import { runForkJoin } from './run-fork-join.ts';
import { runRecursion } from './run-recursion.ts';
import { whyEvents } from './why-events.ts';

/** Which engine runs a point: `auto` takes the recursion where it applies. */
export type EngineChoice = 'auto' | 'events' | 'recursion';

export interface RunOptions {
  /** `auto` unless given; both give the same bytes. */
  readonly engine?: EngineChoice;
  /**
   * Called after each replication of each point. `total` is the most there can be; a point that stops early counts as all of its share,
   * so that `done` ends at `total`.
   */
  readonly onProgress?: (done: number, total: number) => void;
  /** Sees every request of every point; the records are reused afterwards. */
  readonly onRecords?: (point: PointPlan, prepared: PreparedPoint, replication: number, records: Records) => void;
}

/** Some points of a plan, each in some of its replications. */
export interface Share {
  /** Indices into Plan.points, in the order in which they are run. */
  readonly points: readonly number[];
  /** Number of the first replication. */
  readonly from: number;
  /** Number of the one after the last; null: as many as it takes, which needs `from` 0. */
  readonly to: number | null;
}

/** One replication is done. */
export interface Step {
  /** Replications settled by it, of the most there can be: itself, and those that a point which stops early does not need. */
  readonly runs: number;
  /** The point's part, when this was its last replication. */
  readonly part: PointPart | null;
}

/** Replications that a plan runs at most, over all its points. */
export function mostRuns(plan: Plan): number {
  return plan.points.length * mostReplications(plan);
}

/** Runs shares of a plan one after the other; what they have in common is made once. A share stops where nobody pulls its next step. */
export function shareRunner(plan: Plan, options: Pick<RunOptions, 'engine' | 'onRecords'> = {}): (share: Share) => Generator<Step, void> {
  const runner = new Runner(plan, options);
  return (share) => runner.run(share);
}

/** Draws and records of a run that are left in memory until the next begins, at most [bytes]. */
const MOST_LEFT = 32 * 2 ** 20;

/**
 * What ran last; the runner where its draws and records are small. V8 forgets what it compiled for objects of a kind when the last of them is
 * collected: the next run would have to wait for its compiler again.
 */
const last: { runner?: Runner | null; point?: PreparedPoint; part?: GrowingPart; finder?: FigureFinder | null } = {};

class Runner {
  readonly #plan: Plan;
  readonly #options: Pick<RunOptions, 'engine' | 'onRecords'>;
  readonly #draws: ReturnType<typeof rememberDraws>;
  readonly #room = new Room();
  readonly #isLight: boolean;

  constructor(plan: Plan, options: Pick<RunOptions, 'engine' | 'onRecords'>) {
    this.#plan = plan;
    this.#options = options;
    // What an onlooker holds is none of ours to keep.
    this.#isLight = options.onRecords === undefined && shareBytes(plan) <= MOST_LEFT;
    this.#draws = rememberDraws(plan.seed);
  }

  *run({ points, from, to }: Share): Generator<Step, void> {
    const plan = this.#plan;
    for (const p of points) {
      const point = plan.points[p] as PointPlan;
      const prepared = preparePoint(point);
      const part = new GrowingPart(plan, prepared, p, from);
      const finder = this.#finder(prepared);
      Object.assign(last, { runner: this.#isLight ? this : null, point: prepared, part, finder });
      const engine = engineOf(prepared, this.#options.engine);
      if (finder === null && engine === runEvents) rehearseEvents();
      for (let replication = from; ; replication++) {
        if (finder === null) this.#runRecords(engine, point, prepared, replication, part);
        else this.#runFigures(finder, point, prepared, replication, part);
        const isLast = to === null ? isDone(plan, part.replications, () => part.stable) : replication + 1 === to;
        yield { runs: isLast && to === null ? mostReplications(plan) - replication : 1, part: isLast ? part.end() : null };
        if (isLast) break;
      }
    }
  }

  /** Null where somebody wants records, or figures need them. */
  #finder(prepared: PreparedPoint): FigureFinder | null {
    const { engine, onRecords } = this.#options;
    return onRecords === undefined && engine !== 'events' ? FigureFinder.for(prepared) : null;
  }

  #runFigures(finder: FigureFinder, point: PointPlan, prepared: PreparedPoint, replication: number, part: GrowingPart): void {
    const { findings, counts } = finder.find(this.#draws(prepared, replication), this.#room.latencies(point));
    part.addFigures(findings, counts);
  }

  #runRecords(engine: typeof runEvents, point: PointPlan, prepared: PreparedPoint, replication: number, part: GrowingPart): void {
    const records = this.#room.records(point);
    engine(prepared, this.#draws(prepared, replication), records);
    this.#options.onRecords?.(point, prepared, replication, records);
    part.add(records);
  }
}

/**
 * Yields after every replication: null, or the point's run when it was its last. Stop pulling, and the rest is not run.
 *
 * @returns runs in the order of the plan's points
 */
export function* runPlanStepwise(plan: Plan, options: RunOptions = {}): Generator<PointRun | null, void> {
  const total = mostRuns(plan);
  let done = 0;
  for (const { runs, part } of shareRunner(plan, options)({ points: [...plan.points.keys()], from: 0, to: null })) {
    done += runs;
    options.onProgress?.(done, total);
    yield part === null ? null : joinParts(plan, [part]);
  }
}

/** What several end devices see together has an engine of its own; `auto` takes the recursion where it applies. */
function engineOf(point: PreparedPoint, choice: EngineChoice = 'auto'): typeof runEvents {
  if (point.world.fork !== undefined) return runForkJoin;
  return choice !== 'events' && whyEvents(point) === null ? runRecursion : runEvents;
}

/** What replications are written to, one after the other: points of equal shape share it. */
class Room {
  #records: Records | null = null;
  #shape = '';
  #latencyNs = new Float64Array(0);

  records(point: PointPlan): Records {
    const shape = shapeOf(point);
    if (this.#records === null || this.#shape !== shape) {
      this.#records = allocateRecords(point.world, point.workload.requests);
      this.#shape = shape;
    }
    return this.#records;
  }

  /** Latency of each request [ns]. */
  latencies({ workload: { requests } }: PointPlan): Float64Array {
    if (this.#latencyNs.length !== requests) this.#latencyNs = new Float64Array(requests);
    return this.#latencyNs;
  }
}

/** Points of equal shape share their records. */
function shapeOf({ world, workload }: PointPlan): string {
  return JSON.stringify([workload.requests, partNames(world), world.radio === null]);
}
