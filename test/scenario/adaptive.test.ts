/** Policies that decide as the run goes, from the user's words to the plan, and what is wrong with them. */

import assert from 'node:assert/strict';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readTiming, writeTiming } from '../../src/models/timing-file.ts';
import { readTrace, writeTrace } from '../../src/models/trace-file.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { preparePoint } from '../../src/sim/plan/prepare-point.ts';
import { simulate } from '../../src/simulate.ts';
import { openWorkspace } from './open-workspace.ts';
import { TOY_SCENARIO } from './toy-workspace.ts';

const { cwd, load, problems } = await openWorkspace();
const traces = join(cwd, 'models', 'toy', 'traces');

/** The toy scenario with one policy, and no sweep unless it is kept. */
const having = (policy: string, keep = '') => `${TOY_SCENARIO.slice(0, TOY_SCENARIO.indexOf('policies:'))}policies: [ ${policy} ]\n${keep}`;

/** Another recording: the same samples, half of them, and every time twice as long. */
async function recordValidation(): Promise<void> {
  const path = join(traces, 'test.parquet');
  const trace = await readTrace(path);
  const half = <T extends Int32Array | Float64Array>(column: T) => column.slice(0, 20) as T;
  const sampleIds = half(trace.sampleIds);
  const columns = { labels: half(trace.labels), confidence: trace.confidence.map(half), prediction: trace.prediction.map(half) };
  const { classes, exits } = trace;
  await writeTrace(join(traces, 'validation.parquet'), { samples: 20, exits, classes, sampleIds, logits: null, metadata: {}, ...columns });
  for (const name of ['slow', 'fast']) {
    const { segmentNs, branchNs } = await readTiming(path, name, trace);
    const twice = (times: readonly Float64Array[]) => times.map((column) => half(column).map((ns) => 2 * ns));
    const timing = { name, samples: 20, segmentNs: twice(segmentNs), branchNs: twice(branchNs), metadata: {} };
    await writeTiming(join(traces, 'validation.parquet'), timing, sampleIds);
  }
}

describe('queue-aware', () => {
  it('takes p_d from the sweep or says its own, and names its points by both', async () => {
    const { plan } = await load(
      having('{ name: queue-aware }, { name: queue-aware, p_d: 0.7, patience: 50 ms }', 'sweep: { p_d: [0.2, 0.4] }'),
    );
    assert.deepEqual(
      plan.points.map(({ params, policy }) => [params, policy]),
      [
        ...[0.2, 0.4].map((p_d) => [
          { p_d, patience: '100 ms' },
          { name: 'queue-aware', decisionThreshold: p_d, targetThreshold: 0.8, patienceNs: 100e6 },
        ]),
        [
          { p_d: 0.7, patience: '50 ms' },
          { name: 'queue-aware', decisionThreshold: 0.7, targetThreshold: 0.8, patienceNs: 50e6 },
        ],
      ],
    );
  });
  it('needs a p_d', async () => {
    assert.deepEqual(await problems(having('{ name: queue-aware }')), [
      '20:13  policies.0: queue-aware has no p_d; write p_d: 0.75 here, or sweep: { p_d: .. }',
    ]);
  });
  it('needs exit 1 in the first tier, and that tier to itself', async () => {
    const policy = having('{ name: queue-aware, p_d: 0.7 }');
    assert.deepEqual(
      await problems(policy.replace('exits: [1, 2], timing: slow,', 'exits: [],').replace('exits: [3]', 'exits: [1, 2, 3]')),
      [
        '20:13  policies.0: queue-aware decides at exit 1, and the first tier does not hold it; give the first tier exit 1, or use another policy',
      ],
    );
    assert.deepEqual(await problems(policy.replace('slowdown: 2', 'slowdown: 2, discipline: ps')), [
      '20:13  policies.0: queue-aware decides in the midst of a stay at the first tier, which is shared or interrupted; let the first tier take one request at a time, without ps, batches or outages, or use another policy',
    ]);
  });
});

describe('a policy with a table', () => {
  it('tells what recording it lacks', async () => {
    assert.deepEqual(await problems(having('{ name: spinn }')), [
      '20:13  policies.0: spinn makes its table from trace "validation", which is not beside test.parquet; record it with sim record, or write profile: with another trace',
    ]);
  });
  it('makes it from other samples than those that are reported', async () => {
    assert.deepEqual(await problems(having('{ name: spinn, profile: test }')), [
      '20:13  policies.0: spinn would make its table from the trace that it is tried on; write profile: with the name of another trace',
    ]);
    await copyFile(join(traces, 'test.parquet'), join(traces, 'copy.parquet'));
    for (const name of ['slow', 'fast']) await copyFile(join(traces, `test.${name}.parquet`), join(traces, `copy.${name}.parquet`));
    assert.deepEqual(await problems(having('{ name: spinn, profile: copy }')), [
      '20:13  policies.0: spinn would make its table from a copy of the trace that it is tried on; write profile: with the name of another trace',
    ]);
  });
  it('has it from the validation trace and its timings', async () => {
    await recordValidation();
    const { plan } = await load(
      having(
        '{ name: neurosurgeon }, { name: edgent, deadline: 20 ms }, { name: boomerang, deadline: 20 ms }, { name: spinn }, { name: spinn, weights: { latency: 1, accuracy: 2 } }',
      ),
    );
    for (const point of plan.points) {
      assert.equal(point.profile?.recorded.labels.length, 20);
      assert.equal(point.profile?.tiers[0]?.segmentNs[0]?.[0], 2e6);
      assert.ok(preparePoint(point).choice.kind === 'adaptive');
    }
    assert.deepEqual(
      plan.points.map(({ params }) => params),
      [
        { objective: 'latency', forget: '10 s' },
        { deadline: '20 ms', network: 'dynamic', forget: '10 s' },
        { deadline: '20 ms', forget: '10 s' },
        { aims: 'latency', forget: '10 s' },
        { aims: 'latency 1 + accuracy 2', forget: '10 s' },
      ],
    );
  });
  it('has it from the trace that is searched on, where nobody is tried on that', async () => {
    await recordValidation();
    await writeFile(join(cwd, 'search.yaml'), having('{ name: spinn }'));
    const { trace, plan } = await loadScenario(join(cwd, 'search.yaml'), { cwd, on: 'validation' });
    assert.deepEqual([trace.samples, plan.points[0]?.profile?.recorded.labels.length], [20, 20]);
  });
  it('deepwear has its batteries in joules, and names its points by their charge', async () => {
    const machines = 'wearable: { power: 1 W, battery: 2 Wh, charge: 0.5 }, handheld: { power: 2 W, radio_power: 100 mW }';
    const { plan } = await load(
      having(`{ name: deepwear, bound: 1 s, weights: { latency: 2 }, ${machines} }`, 'sweep: { policies.0.wearable.charge: [0.2, 1] }'),
    );
    assert.deepEqual(
      plan.points.map(({ params }) => params),
      [0.2, 1].map((charge) => ({
        ...{ bound: '1 s', weights: 'latency 2', wearable_battery: '2 Wh', forget: '10 s' },
        'policies.0.wearable.charge': charge,
      })),
    );
    assert.deepEqual(plan.points[0]?.policy, {
      ...{ name: 'deepwear', boundNs: 1e9, weights: { latency: 2, wearable: 0, handheld: 0 } },
      wearable: { computeW: 1, radioW: 0, battery: { capacityJ: 7200, charge: 0.2 } },
      handheld: { computeW: 2, radioW: 0.1, battery: null },
      forgetNs: 1e10,
    });
    const bare = 'wearable: { power: 1 W, battery: 2 W }, handheld: { power: 2 W }, weights: { wearable: 0 }';
    assert.deepEqual(await problems(having(`{ name: deepwear, ${bare} }`)), [
      '20:55  policies.0.wearable.battery: "2 W" has the unknown unit "W"; write an energy such as "1.5 Wh" (mJ, J, kJ, mWh, Wh, kWh)',
      '20:97  policies.0.weights: nothing weighs anything; write a weight above 0, such as { wearable: 1 }',
    ]);
  });
  it('gus hears what each kind of request asks for, and turns away what nobody can do', async () => {
    const kinds =
      '{ any: { share: 0.4 }, sure: { share: 0.3, min_accuracy: 0.85, deadline: 1 s }, perfect: { share: 0.3, min_accuracy: 1 } }';
    const loaded = await load(
      having('{ name: gus, compute_room: 3 }, { name: gus, min_accuracy: 0, deadline: 1 s, weights: { time: 2 } }'),
      [`workload.kinds=${kinds}`, 'workload.deadline=200 ms', 'workload.min_accuracy=0.1'],
    );
    assert.deepEqual(
      loaded.plan.points[0]?.workload.kinds.map(({ deadlineNs, minAccuracy }) => [deadlineNs, minAccuracy]),
      [
        [2e8, 0.1],
        [1e9, 0.85],
        [2e8, 1],
      ],
    );
    const forgetNs = 1e10;
    assert.deepEqual(
      loaded.plan.points.map(({ policy, params }) => [policy, params]),
      [
        [
          {
            ...{ name: 'gus', minAccuracy: null, deadlineNs: null, weights: { accuracy: 1, time: 1 } },
            computeRoom: 3,
            linkRoom: null,
            forgetNs,
          },
          { weights: 'accuracy 1 + time 1', compute_room: 3, forget: '10 s' },
        ],
        [
          {
            ...{ name: 'gus', minAccuracy: 0, deadlineNs: 1e9, weights: { accuracy: 0, time: 2 } },
            computeRoom: null,
            linkRoom: null,
            forgetNs,
          },
          { min_accuracy: 0, deadline: '1 s', weights: 'time 2', forget: '10 s' },
        ],
      ],
    );
    const [heeds, ignores] = simulate(loaded).points;
    // Exit 3 is right on 18 of the 20 samples of the profile; nobody is always right.
    const answered = heeds?.kinds.map(({ name, requests, completed }) => [name, completed > 0, completed === requests]);
    assert.deepEqual(answered, [
      ['any', true, true],
      ['sure', true, true],
      ['perfect', false, false],
    ]);
    assert.equal(heeds?.dropped, heeds?.kinds[2]?.requests);
    assert.equal(heeds?.kinds[2]?.deadline_missed_share, 1);
    assert.equal(ignores?.dropped, 0);
    assert.deepEqual(await problems(having('{ name: gus, weights: { time: 0 } }')), [
      '20:13  policies.0: gus has no deadline, nor has any request; write deadline: 100 ms here, or workload.deadline',
      '20:26  policies.0.weights: nothing weighs anything; write a weight above 0, such as { time: 1 }',
    ]);
  });
  it('is refused what it cannot do', async () => {
    assert.deepEqual(await problems(having('{ name: edgent }')), [
      '20:13  policies.0: edgent has no deadline, nor has any request; write deadline: 100 ms here, or workload.deadline',
    ]);
    assert.deepEqual(await problems(having('{ name: neurosurgeon, objective: energy, radio_power: 1 W }')), [
      '20:13  policies.0: objective energy has no device_power; write device_power, such as 2 W',
    ]);
    assert.deepEqual(await problems(having('{ name: spinn, order: [], weights: { latency: 0 } }')), [
      '20:13  policies.0: spinn has an order and weights; write one of them',
      '20:28  policies.0.order: no aim; write one at least, such as [latency]',
      '20:39  policies.0.weights: nothing weighs anything; write a weight above 0, such as { latency: 1 }',
    ]);
  });
});
