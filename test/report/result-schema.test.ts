import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ResultSchema } from '../../src/report/result-schema.ts';
import type { Result } from '../../src/sim/summary/result.ts';
import { simulate } from '../../src/simulate.ts';
import { openWorkspace } from '../scenario/open-workspace.ts';
import { TOY_SCENARIO, WORLD_SCENARIO } from '../scenario/toy-workspace.ts';

const { load } = await openWorkspace();

async function resultOf(text: string, ...sets: readonly string[]): Promise<Result> {
  return simulate(await load(text, sets));
}

describe('the schema of results', () => {
  for (const [what, text, sets] of [
    ['a plain scenario', TOY_SCENARIO, []],
    ['one replication', TOY_SCENARIO, ['replications=1']],
    ['one long run in batches', TOY_SCENARIO, ['replications=1', 'batches=10']],
    ['an unstable point', TOY_SCENARIO, ['tiers.edge.slowdown=1000']],
    ['closed arrivals', TOY_SCENARIO, ['workload.arrivals={ process: multi-stream, streams: 3 }']],
    ['all requests at once', TOY_SCENARIO, ['workload.arrivals={ process: offline }']],
    ['lost and late requests', TOY_SCENARIO, ['tiers.cloud.buffer=0', 'workload.deadline=1 us', 'workload.late=drop']],
    ['a swept quantity', TOY_SCENARIO, ['sweep={ p_d: [0.5], links.edge-cloud.up.bandwidth: [1 Mbit/s, 2 Mbit/s] }']],
    ['everything in it', WORLD_SCENARIO, ['until.most=8']],
  ] as const) {
    it(`fits ${what}`, async () => {
      const result = await resultOf(text, ...sets);
      assert.deepEqual(ResultSchema.parse(result), result);
      assert.deepEqual(ResultSchema.parse(JSON.parse(JSON.stringify(result))), JSON.parse(JSON.stringify(result)));
    });
  }
  it('refuses a field too many, one too few and one of another type', async () => {
    const result = await resultOf(TOY_SCENARIO);
    const [point] = result.points;
    for (const broken of [
      { ...result, host: 'here' },
      { ...result, digest: undefined },
      { ...result, points: [{ ...point, accuracy: '0.9' }] },
      { ...result, points: [{ ...point, latency_ms: { ...point?.latency_ms, p42: 1 } }] },
    ]) {
      assert.equal(ResultSchema.safeParse(broken).success, false);
    }
  });
});
