import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { InvalidInput, type Problem } from '../../src/problems/invalid-input.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { runPlanStepwise } from '../../src/sim/engine/run-plan.ts';
import type { Plan } from '../../src/sim/plan/plan.ts';
import { simulate } from '../../src/simulate.ts';
import { runThreaded, simulateOnThreads } from '../../src/simulate-on-threads.ts';
import { makeBoard } from '../../src/threads/board.ts';
import { standingBy } from '../../src/threads/crew.ts';
import { dividePlan } from '../../src/threads/divide-plan.ts';
import { firstError } from '../../src/threads/failure.ts';
import { putTogether, runShares } from '../../src/threads/run-shares.ts';
import { type Takings, takeShares, type Undertaking } from '../../src/threads/take-shares.ts';
import { openWorkspace } from '../scenario/open-workspace.ts';
import { TOY_SCENARIO } from '../scenario/toy-workspace.ts';

const workspace = await openWorkspace();
const LARGE = { cores: 4, memoryBytes: 2 ** 40, standingBy: 0 };
const runsOf = (plan: Plan) => [...runPlanStepwise(plan)].filter((run) => run !== null);

/** Threads as generators that advance in turn, each by so many replications; what they are given and give is copied, as between threads. */
function interleave(undertaking: Undertaking, paces: readonly number[]): Takings[] {
  const { board, ...rest } = undertaking;
  const threads = paces.map((pace) => ({ pace, steps: takeShares({ ...structuredClone(rest), board }), end: null as Takings | null }));
  while (threads.some(({ end }) => end === null)) {
    for (const thread of threads) {
      for (let i = 0; i < thread.pace && thread.end === null; i++) {
        const step = thread.steps.next();
        if (step.done === true) thread.end = structuredClone(step.value);
      }
    }
  }
  return threads.map(({ end }) => end as Takings);
}

describe('a run on threads', () => {
  const few = ['workload.requests=600', 'workload.warmup=100'];
  const cases: readonly (readonly [name: string, sets: readonly string[], engine: 'auto' | 'events'])[] = [
    ['4g', [...few, 'replications=3', 'sweep={p_d: [0, 0.4, 0.7, 1.01]}'], 'auto'],
    ['4g', [...few, 'replications=3', 'sweep={p_d: [0.4, 0.7]}'], 'events'],
    ['4g', [...few, 'replications=7', 'policies=[{name: deex}]', 'sweep={p_d: [0.7]}'], 'auto'],
    ['precise', few, 'auto'],
    ['outages', few, 'auto'],
    ['outages', [...few, 'policies=[{name: random, share: 0.4}, {name: deex}]'], 'auto'],
    ['batching', few, 'auto'],
  ];
  for (const [name, sets, engine] of cases) {
    it(`gives the bytes of one thread: ${name} by ${engine}, ${sets.slice(2).join(', ')}`, async () => {
      const loaded = await loadScenario(`scenarios/${name}.yaml`, { sets });
      const alone = JSON.stringify(simulate(loaded, { engine }));
      for (const jobs of [1, 2, 3, 5]) {
        assert.equal(JSON.stringify(await simulateOnThreads(loaded, { engine, jobs })), alone, `${jobs} threads`);
      }
    });
  }

  it('gives the same by points and by replications, whichever thread takes what, with recorded times and batch means too', async () => {
    const times = Array.from({ length: 200 }, (_, i) => i / 10).join('\n');
    await workspace.write(times, 'times.txt');
    const { plan } = await workspace.load(TOY_SCENARIO, ['workload.arrivals={process: timestamps, file: times.txt}', 'replications=5']);
    const batched = { ...plan, batches: 4 };
    const alone = runsOf(batched);
    const all = [...plan.points.keys()];
    for (const shares of [
      all.map((p) => ({ points: [p], from: 0, to: null })).reverse(),
      [3, 0, 4].map((from) => ({ points: all, from, to: from === 0 ? 3 : from + 1 })),
    ]) {
      for (const paces of [
        [1, 1],
        [1, 7],
        [5, 2, 3],
      ]) {
        const takings = interleave({ plan: batched, engine: 'auto', shares, board: makeBoard() }, paces);
        assert.ok(takings.every(({ taken }) => taken > 0));
        assert.deepEqual(putTogether(plan, takings, shares.length), alone);
      }
      assert.deepEqual(await runShares(batched, { threads: 3, shares }, {}), alone);
    }
  });

  it('gives the same where there is work for all threads', async () => {
    const { plan } = await workspace.load(TOY_SCENARIO, ['sweep={p_d: {from: 0, to: 1, step: 0.02}}', 'workload.requests=50000']);
    const alone = runsOf(plan);
    const all = [...plan.points.keys()];
    assert.deepEqual(await runShares(plan, { threads: 3, shares: all.map((p) => ({ points: [p], from: 0, to: null })) }, {}), alone);
    assert.deepEqual(await runShares(plan, { threads: 2, shares: [0, 1].map((from) => ({ points: all, from, to: from + 1 })) }, {}), alone);
  });

  it('tells how far it is, to the end', async () => {
    const loaded = await workspace.load(TOY_SCENARIO, ['until={figure: mean, within: 0.5, most: 9}']);
    const told: [number, number][] = [];
    await simulateOnThreads(loaded, { jobs: 2, onProgress: (done, total) => told.push([done, total]) });
    assert.deepEqual(told.at(-1), [54, 54]);
    assert.ok(told.every(([done], i) => i === 0 || done >= (told[i - 1]?.[0] ?? 0)));
  });

  it('stops when told and keeps the points finished by then, in order', async () => {
    const sets = ['sweep={p_d: {from: 0, to: 1, step: 0.005}}', 'workload.requests=20000'];
    const loaded = await workspace.load(TOY_SCENARIO, sets);
    const stopping = new AbortController();
    const onProgress = (done: number) => done > 3 && stopping.abort();
    const { runs, result } = await runThreaded(loaded, { jobs: 2, onProgress, signal: stopping.signal });
    assert.ok(runs.length > 0 && runs.length < loaded.plan.points.length, `${runs.length} of ${loaded.plan.points.length}`);
    assert.equal(result.points.length, runs.length);
    assert.deepEqual(runs, runsOf({ ...loaded.plan, points: loaded.plan.points.slice(0, runs.length) }));
    const before = await runThreaded(loaded, { jobs: 2, signal: AbortSignal.abort() });
    assert.equal(before.runs.length, 0);
  });

  it('is refused as on one thread: the run outlasts the clock, or is over before its warm-up', async () => {
    const problems = async (run: () => unknown): Promise<readonly Problem[]> => {
      try {
        await run();
      } catch (error) {
        if (error instanceof InvalidInput) return error.problems;
        throw error;
      }
      return [];
    };
    for (const sets of [
      ['workload.arrivals.rate=1/h', 'workload.requests=4000'],
      // 200 requests at 20/s last 9.9 s in some replications and not in others.
      ['workload.warmup=9.9 s', 'replications=9'],
      ['workload.warmup=9.9 s', 'replications=9', 'policies=[{name: deex}]', 'sweep={p_d: [0.5]}'],
    ]) {
      const loaded = await workspace.load(TOY_SCENARIO, sets);
      const alone = await problems(() => simulate(loaded));
      assert.equal(alone.length, 1);
      for (const jobs of [2, 4]) {
        assert.deepEqual(await problems(() => simulateOnThreads(loaded, { jobs })), alone);
        const { shares } = dividePlan(loaded.plan, jobs, 'auto', LARGE);
        const takings = interleave({ plan: loaded.plan, engine: 'auto', shares, board: makeBoard() }, [2, 3]);
        assert.equal(firstError(takings.flatMap(({ failures }) => failures))?.message, alone[0]?.fact);
      }
    }
  });

  it('leaves its helpers to the runs after it', async () => {
    const { plan } = await workspace.load(TOY_SCENARIO, ['workload.requests=20000']);
    const alone = runsOf(plan);
    const division = { ...dividePlan(plan, 3, 'auto', LARGE), threads: 3 };
    assert.deepEqual(await runShares(plan, division, {}), alone);
    const helpers = standingBy();
    assert.ok(helpers >= 2);
    assert.deepEqual(await runShares(plan, division, {}), alone);
    assert.equal(standingBy(), helpers);
    const running = [runShares(plan, division, {}), runShares(plan, division, {})];
    assert.deepEqual(await Promise.all(running), [alone, alone]);
    assert.ok(standingBy() >= 4, 'who is busy is not asked');
  });

  it('may have many helpers, and nobody is warned of them', async () => {
    const { plan } = await workspace.load(TOY_SCENARIO, []);
    const warnings: string[] = [];
    const note = ({ message }: Error) => warnings.push(message);
    process.on('warning', note);
    const shares = [...plan.points.keys()].map((p) => ({ points: [p], from: 0, to: null }));
    assert.deepEqual(await runShares(plan, { threads: 13, shares }, {}), runsOf(plan));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', note);
    assert.deepEqual(warnings, []);
  });

  it('ends with an error when a thread does', async () => {
    const { plan } = await workspace.load(TOY_SCENARIO, ['sweep={p_d: {from: 0, to: 1, step: 0.001}}', 'workload.requests=100000']);
    const worker = new URL('dying-worker.cjs', import.meta.url);
    await assert.rejects(runShares(plan, dividePlan(plan, 2, 'auto', LARGE), { worker }), /exited with code: 7/);
    const missing = new URL('no-worker.cjs', import.meta.url);
    await assert.rejects(runShares(plan, dividePlan(plan, 2, 'auto', LARGE), { worker: missing }), /no-worker/);
    // Whoever comes after finds new helpers.
    await assert.rejects(runShares(plan, dividePlan(plan, 2, 'auto', LARGE), { worker }), /exited with code: 7/);
  });
});
