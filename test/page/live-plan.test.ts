import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { turnKnobs } from '../../src/page/knob.ts';
import { type LivePlan, toLivePlan, toPlan } from '../../src/page/live-plan.ts';
import { pack, unpack } from '../../src/page/pack.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import type { Plan } from '../../src/sim/plan/plan.ts';
import { simulateStepwise } from '../../src/sim/simulate-plan.ts';

const SMALL = [
  'policies=[{ name: deex }, { name: ordinary }]',
  'workload.requests=800',
  'workload.warmup=100',
  'sweep={ p_d: [0.3, 0.8] }',
];
const load = (sets: readonly string[], scenario = 'scenarios/4g.yaml') =>
  loadScenario(scenario, { sets: [...SMALL, ...sets], replications: 1 });

function digestOf(plan: Plan): string {
  const steps = simulateStepwise(
    plan,
    { engine: '', scenario: { name: '', resolved: null }, trace: { sha256: '', samples: 0 } },
    {},
    () => false,
  );
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value.result.digest;
  }
}

async function liveOf(sets: readonly string[] = []): Promise<LivePlan> {
  const live = toLivePlan((await load(sets)).plan);
  assert.ok(live !== null);
  return unpack(pack(live)) as LivePlan;
}

describe('a live plan', () => {
  it('packed, unpacked and run gives the digest of the plan it was made from', async () => {
    assert.equal(digestOf(toPlan(await liveOf())), digestOf((await load([])).plan));
  });

  for (const settings of [
    { 'links.edge-cloud.up.bandwidth': '1.3 Mbit/s' },
    { 'links.edge-cloud.rtt': '25 ms' },
    { 'workload.arrivals.rate': '12/s' },
    { 'tiers.edge.slowdown': '27' },
    {
      'links.edge-cloud.up.bandwidth': '20 Mbit/s',
      'links.edge-cloud.rtt': '0 ms',
      'workload.arrivals.rate': '0.5/s',
      'tiers.edge.slowdown': '0.1',
    },
  ]) {
    it(`turned to ${JSON.stringify(settings)} gives what the scenario gives when it is set so`, async () => {
      const sets = Object.entries(settings).map(([key, text]) => `${key}=${text}`);
      const turned = digestOf(toPlan(turnKnobs(await liveOf(), settings)));
      assert.equal(turned, digestOf((await load(sets)).plan));
      assert.notEqual(turned, digestOf(toPlan(await liveOf())));
    });
  }

  it('turns periodic arrivals too', async () => {
    const periodic = ['workload.arrivals={ process: periodic, rate: 7/s }'];
    const turned = toPlan(turnKnobs(await liveOf(periodic), { 'workload.arrivals.rate': '9/s' }));
    assert.equal(digestOf(turned), digestOf((await load(['workload.arrivals={ process: periodic, rate: 9/s }'])).plan));
  });

  it('has no knob but those it was made for', async () => {
    assert.throws(() => turnKnobsOf({ 'offload.payload': 'input' }), /turnKnobs needs the key of a knob, got "offload.payload"/);
    function turnKnobsOf(settings: Record<string, string>) {
      return turnKnobs(live, settings);
    }
  });

  it('is refused where a policy needs more than confidences, or points differ in their world', async () => {
    assert.equal(toLivePlan((await load(['policies=[{ name: entropy, T: 0.1 }]', 'sweep={ policies.0.T: [0.1, 0.2] }'])).plan), null);
    assert.equal(toLivePlan((await load(['sweep={ p_d: [0.5], links.edge-cloud.rtt: [1 ms, 2 ms] }'])).plan), null);
  });
});

const live = await liveOf();

describe('packing', () => {
  it('keeps every number of every array, bit by bit', () => {
    const numbers = fc.oneof(fc.nat(), fc.double(), fc.constantFrom(-0, Number.NaN, Infinity, 2 ** 32, 255, 256, 65535, 65536));
    const tree = fc.record({
      a: fc.array(numbers).map((values) => Float64Array.from(values)),
      b: fc.array(fc.integer()).map((values) => Int32Array.from(values)),
      c: fc.array(fc.float()).map((values) => Float32Array.from(values)),
      d: fc.jsonValue(),
    });
    fc.assert(
      fc.property(tree, (value) => {
        const plain = { ...value, d: JSON.parse(JSON.stringify(value.d)) };
        assert.deepStrictEqual(unpack(pack(plain)), plain);
      }),
    );
  });
});
