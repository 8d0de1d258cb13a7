/**
 * One measurement in a process of its own: `node measure.js TASK`, TASK as JSON; prints one line of JSON.
 *
 * What is timed are the functions that `simulate` calls, on plans as it would pass them; nothing here is made to be fast.
 */

import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { PerformanceObserver, performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { makeDraws } from '../src/sim/engine/draws.ts';
import { rehearseEvents, runEvents } from '../src/sim/engine/run-events.ts';
import type { EngineChoice } from '../src/sim/engine/run-plan.ts';
import { runRecursion } from '../src/sim/engine/run-recursion.ts';
import type { ArrivalsPlan, Plan, PointPlan } from '../src/sim/plan/plan.ts';
import { preparePoint } from '../src/sim/plan/prepare-point.ts';
import { allocateRecords, type Records } from '../src/sim/records/records.ts';
import { type Simulation, simulateStepwise } from '../src/sim/simulate-plan.ts';
import { assembleResult } from '../src/sim/summary/assemble-result.ts';
import { summarizeReplication } from '../src/sim/summary/replication-summary.ts';
import { poissonArrivals } from '../src/sim/world/arrivals.ts';
import { selectRanks } from '../src/stats/select-ranks.ts';
import { dividePlan } from '../src/threads/divide-plan.ts';
import { runShares } from '../src/threads/run-shares.ts';
import { chainPoint, planOf, poissonLaw, SEED, sweepPoints, workloadPoint } from './plans.ts';
import type { Measured, Task } from './task.ts';
import {
  RATE_PER_S,
  readColumn,
  readTrace,
  SWEEP_REQUESTS,
  SWEEP_SEEDS,
  SWEEP_THRESHOLDS,
  type TraceColumns,
  writeColumn,
} from './workload.ts';

const PERCENTS = [50, 90, 95, 99];

const task = JSON.parse(process.argv[2] ?? 'null') as Task;
const trace = readTrace(task.inputs);
const collections: { readonly startMs: number }[] = [];
const observer = new PerformanceObserver((list) => collections.push(...list.getEntries().map(({ startTime }) => ({ startMs: startTime }))));
observer.observe({ entryTypes: ['gc'] });
const ORIGIN = { engine: 'bench', scenario: { name: 'bench', resolved: {} }, trace: { sha256: '', samples: trace.confidence.length } };
const spans: { readonly startMs: number; readonly endMs: number }[] = [];

/** Runs as often as the task says, each time on inputs made anew so that nothing is known from the run before; keeps the clock of each. */
async function timed<I, T>(make: () => I, run: (inputs: I) => T | Promise<T>): Promise<T> {
  let last: T | undefined;
  for (let i = 0; i < task.repeats; i++) {
    const inputs = make();
    // What was left by the run before is no business of this one.
    globalThis.gc?.();
    const startMs = performance.now();
    const running = run(inputs);
    last = running instanceof Promise ? await running : running;
    spans.push({ startMs, endMs: performance.now() });
  }
  return last as T;
}

/** Most memory resident at once. On Linux maxRSS counts what the process that started this one held; VmHWM begins anew with the program. */
function peakResident(): number {
  const own = existsSync('/proc/self/status') ? /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] : undefined;
  return (own === undefined ? process.resourceUsage().maxRSS : Number(own)) * 1024;
}

function checksum(values: Float64Array): number {
  return crc32(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

function latenciesOf({ finishNs, arrivalNs }: Records): Float64Array {
  return finishNs.map((finish, r) => finish - (arrivalNs[r] as number));
}

function fixedArrivals(requests: number): ArrivalsPlan {
  return { kind: 'timestamps', timesNs: readColumn(task.inputs, 'arrivals', requests) };
}

/** The point a task is about. */
function pointOf({ requests, devices, tiers }: Task): PointPlan {
  if (tiers !== undefined) return chainPoint(trace, tiers, requests);
  if (devices !== undefined) return workloadPoint(trace, { arrivals: poissonLaw(devices), requests, devices });
  return workloadPoint(trace, { arrivals: fixedArrivals(requests), requests });
}

const ENGINES = { recursion: runRecursion, events: runEvents } as const;

/** From inputs in memory to records complete. */
async function engine(name: keyof typeof ENGINES): Promise<Measured> {
  const plan = pointOf(task);
  // As a plan that needs events does, before what is left to be made ready.
  if (name === 'events') rehearseEvents();
  const records = allocateRecords(plan.world, task.requests);
  await timed(
    () => ready(plan),
    ({ point, draws }) => ENGINES[name](point, draws, records),
  );
  return figuresOf(latenciesOf(records));
}

/** A point as it is before its first replication, and what chance decides in it. */
function ready(plan: PointPlan) {
  const point = preparePoint(plan);
  return { point, draws: makeDraws(point, SEED, 0) };
}

/** Records of the task's requests, by the recursion. */
function recorded(plan: PointPlan) {
  const { point, draws } = ready(plan);
  const records = allocateRecords(plan.world, task.requests);
  runRecursion(point, draws, records);
  return { point, records };
}

function figuresOf(latencies: Float64Array): Measured {
  const meanNs = latencies.reduce((sum, value) => sum + value, 0) / latencies.length;
  return { checksum: checksum(latencies), meanNs, percentilesNs: selectRanks(latencies, PERCENTS) };
}

/** Every column of both engines' records; throws where they differ in a bit. */
function equal(): Measured {
  const point = preparePoint(pointOf(task));
  const both = [runEvents, runRecursion].map((run) => {
    const records = allocateRecords(point.world, task.requests);
    run(point, makeDraws(point, SEED, 0), records);
    const { arrivalNs, device, sample, kind, exit, finishNs, partsNs, busyNs, areaNs, serverCounts } = records;
    return [arrivalNs, device, sample, kind, exit, finishNs, ...partsNs, busyNs, areaNs, serverCounts].map(
      ({ buffer, byteOffset, byteLength }) => Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength),
    );
  });
  const [events, recursion] = both as [Buffer[], Buffer[]];
  events.forEach((column, c) => {
    if (!column.equals(recursion[c] as Buffer)) throw new Error(`the engines differ in column ${c} of their records`);
  });
  return { columns: events.length };
}

/** What `simulate` does once a scenario is loaded: draws, walks through the exits, engine, records, summaries, result document. */
function simulateAll(plan: Plan, choice: EngineChoice): Simulation {
  const steps = simulateStepwise(plan, ORIGIN, { engine: choice }, () => false);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same on threads, as `sim run --jobs` does it. */
async function simulateOnThreads(plan: Plan, jobs: number): Promise<Simulation> {
  const division = dividePlan(plan, jobs, 'auto', { cores: jobs, memoryBytes: totalmem(), standingBy: 0 });
  const runs = await runShares(plan, division, {});
  return { result: assembleResult(plan, runs, ORIGIN), runs };
}

/** Mean and 95th percentile of every run, points in order, replications within. */
function runFigures(runs: Simulation['runs']): Float64Array {
  return Float64Array.from(runs.flatMap(({ replications }) => replications.flatMap(({ meanNs, p95Ns }) => [meanNs, p95Ns])));
}

function sweepPlan(): Plan {
  const points = task.points;
  const thresholds = points === undefined ? SWEEP_THRESHOLDS : Array.from({ length: points }, (_, p) => p / points);
  const one = (columns: TraceColumns) =>
    sweepPoints(columns, poissonLaw(1), thresholds).slice(0, points === undefined ? undefined : points);
  return planOf(one(trace), points === undefined ? SWEEP_SEEDS.length : 1);
}

async function sweep(run: (plan: Plan) => Simulation | Promise<Simulation>): Promise<Measured> {
  const { runs } = await timed(sweepPlan, run);
  return { checksum: checksum(runFigures(runs)) };
}

/** While another process does the same all the time. */
async function beside(measure: () => Promise<Measured>): Promise<Measured> {
  const same: Task = { ...task, measure: 'sweep', repeats: 10 * task.repeats };
  const other = spawn(process.execPath, [...process.execArgv, process.argv[1] as string, JSON.stringify(same)], { stdio: 'ignore' });
  try {
    const measured = await measure();
    if (other.exitCode !== null) throw new Error(`the process beside this one ended by itself, with code ${other.exitCode}`);
    return measured;
  } finally {
    other.kill();
  }
}

/** The sums of the specified sweep, whose arrivals are given: of means, and of means and percentiles [s]. */
function sweepSums(): Measured {
  const sums = [0, 0];
  for (let r = 0; r < SWEEP_SEEDS.length; r++) {
    const timesNs = readColumn(task.inputs, `fixed-${r}`);
    const { runs } = simulateAll(planOf(sweepPoints(trace, { kind: 'timestamps', timesNs })), 'auto');
    runFigures(runs).forEach((value, i) => {
      if (i % 2 === 0) sums[0] = (sums[0] as number) + value / 1e9;
      sums[1] = (sums[1] as number) + value / 1e9;
    });
  }
  return { sums };
}

/** Writes the arrivals that our sweep draws, for the yardstick. */
function drawSweep(): Measured {
  for (let r = 0; r < SWEEP_SEEDS.length; r++) {
    writeColumn(task.inputs, `sweep-${r}`, poissonArrivals(RATE_PER_S, SWEEP_REQUESTS, 1, SEED, r).timesNs);
  }
  return {};
}

async function percentiles(select: (latencies: Float64Array) => number[]): Promise<Measured> {
  const latencies = latenciesOf(recorded(pointOf(task)).records);
  const percentilesNs = await timed(() => latencies, select);
  return { ...figuresOf(latencies), percentilesNs };
}

function bySorting(latencies: Float64Array): number[] {
  const sorted = latencies.slice().sort();
  return PERCENTS.map((percent) => sorted[Math.ceil((percent * sorted.length) / 100) - 1] as number);
}

async function summary(): Promise<Measured> {
  const plan = pointOf(task);
  const { meanNs, p50Ns, p90Ns, p95Ns, p99Ns } = await timed(
    () => recorded(plan),
    ({ point, records }) => summarizeReplication(point, records),
  );
  return { meanNs, percentilesNs: [p50Ns, p90Ns, p95Ns, p99Ns] };
}

async function draws(): Promise<Measured> {
  const plan = pointOf(task);
  const make = () => preparePoint({ ...plan, workload: { ...plan.workload, arrivals: poissonLaw(1) } });
  await timed(make, (point) => makeDraws(point, SEED, 0));
  return {};
}

async function arrivals(): Promise<Measured> {
  await timed(
    () => task.requests,
    (requests) => poissonArrivals(RATE_PER_S, requests, 1, SEED, 0),
  );
  return {};
}

async function prepare(): Promise<Measured> {
  await timed(() => pointOf(task), preparePoint);
  return {};
}

/** One point from plan to result, arrivals drawn. */
async function whole(choice: EngineChoice): Promise<Measured> {
  const make = () => planOf([workloadPoint(trace, { arrivals: poissonLaw(1), requests: task.requests })]);
  const { result } = await timed(make, (plan) => simulateAll(plan, choice));
  return { digest: result.digest };
}

const MEASURES: Readonly<Record<Task['measure'], () => Measured | Promise<Measured>>> = {
  recursion: () => engine('recursion'),
  events: () => engine('events'),
  equal,
  'whole-recursion': () => whole('recursion'),
  'whole-events': () => whole('events'),
  sweep: () => sweep((plan) => simulateAll(plan, 'auto')),
  'sweep-events': () => sweep((plan) => simulateAll(plan, 'events')),
  'sweep-beside': () => beside(() => sweep((plan) => simulateAll(plan, 'auto'))),
  'sweep-threads': () => sweep((plan) => simulateOnThreads(plan, task.threads ?? 1)),
  'sweep-sums': sweepSums,
  'draw-sweep': drawSweep,
  select: () => percentiles((latencies) => selectRanks(latencies, PERCENTS)),
  sort: () => percentiles(bySorting),
  summary,
  arrivals,
  draws,
  prepare,
  nothing: () => ({}),
};

const measured = await MEASURES[task.measure]();
const peakBytes = peakResident();
await wait(20);
observer.disconnect();
const within = spans.map(({ startMs, endMs }) => collections.filter(({ startMs: at }) => at >= startMs && at <= endMs).length);
const timesNs = spans.map(({ startMs, endMs }) => (endMs - startMs) * 1e6);
process.stdout.write(`${JSON.stringify({ ...measured, timesNs, peakBytes, collections: within })}\n`);
