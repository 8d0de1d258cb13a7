/** The bench's workload on both engines: the figures it is known by. What it costs is measured by `npm run bench` and never tested. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chainPoint, planOf, workloadPoint } from '../../bench/plans.ts';
import { checkInputs, makeArrivals, traceInNs, wholeNs } from '../../bench/workload.ts';
import type { EngineChoice } from '../../src/sim/engine/run-plan.ts';
import { whyEvents } from '../../src/sim/engine/why-events.ts';
import { preparePoint } from '../../src/sim/plan/prepare-point.ts';
import { simulateStepwise } from '../../src/sim/simulate-plan.ts';

const ORIGIN = { engine: 'test', scenario: { name: 'bench', resolved: {} }, trace: { sha256: '', samples: 10_000 } };

describe("the bench's workload", () => {
  it('has the bits it is specified by', () => {
    assert.equal(checkInputs(), null);
  });

  for (const engine of ['recursion', 'events'] satisfies EngineChoice[]) {
    it(`has the latencies it is known by: ${engine}`, () => {
      const arrivals = { kind: 'timestamps', timesNs: wholeNs(makeArrivals(20_000, 2)) } as const;
      const plan = planOf([workloadPoint(traceInNs(), { arrivals, requests: 20_000 })]);
      const run = simulateStepwise(plan, ORIGIN, { engine }, () => false);
      let step = run.next();
      while (step.done !== true) step = run.next();
      const [point] = step.value.result.points;
      // Means and percentiles with times not rounded to nanoseconds.
      const found = [point?.latency_ms.mean, point?.latency_ms.p50, point?.latency_ms.p95, point?.latency_ms.p99];
      const expected = [29.684029634448, 5.414157051369, 66.794888193108, 73.842918721574];
      expected.forEach((value, i) => {
        assert.ok(Math.abs((found[i] as number) / value - 1) < 1e-6, `${found[i]}, not ${value}`);
      });
      assert.equal(point?.offload_share, 0.4611);
    });
  }

  it('may take the recursion, on a chain of tiers too', () => {
    for (const tiers of [1, 2, 6]) assert.equal(whyEvents(preparePoint(chainPoint(traceInNs(), tiers, 1000))), null);
  });
});
