import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { RADIO_PRESETS } from '../../src/scenario/radio-presets.ts';
import type { LanePlan, PointPlan, TierPlan } from '../../src/sim/plan/plan.ts';
import { preparePoint } from '../../src/sim/plan/prepare-point.ts';
import { linkPreset } from '../../src/weather/presets.ts';
import { openWorkspace } from './open-workspace.ts';
import { TOY_SCENARIO, WORLD_SCENARIO } from './toy-workspace.ts';

const { cwd, write, load, problems } = await openWorkspace();

/** The first point of the toy scenario with some keys replaced. */
async function point(...sets: readonly string[]): Promise<PointPlan> {
  const [first] = (await load(TOY_SCENARIO, sets)).plan.points;
  assert.ok(first !== undefined);
  return first;
}
const up = async (...sets: readonly string[]): Promise<LanePlan> => (await point(...sets)).world.links[0]?.up as LanePlan;
const cloud = async (...sets: readonly string[]): Promise<TierPlan> => (await point(...sets)).world.tiers[1] as TierPlan;

describe('a scenario with everything in it', () => {
  it('becomes a plan of numbers', async () => {
    const { plan } = await load(WORLD_SCENARIO);
    assert.deepEqual(plan.until, { figure: 'p99', within: 0.02, most: 200 });
    assert.equal(plan.replications, 5);
    const [first] = plan.points;
    assert.deepEqual(first?.workload, {
      arrivals: {
        kind: 'mmpp',
        chain: {
          rates: [1, 20],
          meanNs: [5e9, 1e9],
          next: [
            [0, 1],
            [1, 0],
          ],
        },
      },
      requests: 200,
      warmup: { kind: 'mser-5' },
      order: 'random',
      kinds: [
        { name: 'alarm', share: 0.2, priority: 0, deadlineNs: 50e6 },
        { name: 'routine', share: 0.8, priority: 1, deadlineNs: 100e6 },
      ],
      whenLate: 'drop',
    });
    const [camera, edge, top] = first?.world.tiers ?? [];
    assert.equal(camera?.powerW, 0.5);
    assert.equal(camera?.isPerDevice, true);
    assert.equal(edge?.isPerDevice, false);
    assert.deepEqual([edge?.discipline, edge?.buffer, edge?.whenFull, edge?.powerW], ['priority', 10, 'local', null]);
    assert.deepEqual(edge?.outages, { kind: 'random', meanUpNs: 60e9, meanDownNs: 5e9 });
    assert.deepEqual(top?.batch, { max: 4, waitNs: 5e6 });
    assert.deepEqual(top?.outages, { kind: 'windows', fromNs: Float64Array.of(10e9, 30e9), toNs: Float64Array.of(20e9, 31e9) });
    const lane = first?.world.links[1]?.up;
    assert.deepEqual(lane, {
      capacity: {
        kind: 'markov',
        chain: {
          rates: [2e6, 0],
          meanNs: [3e9, 1e9],
          next: [
            [0, 1],
            [1, 0],
          ],
        },
      },
      isPerDevice: false,
      isShared: true,
      buffer: 20,
      whenFull: 'local',
      loss: { packetBytes: 1500, goodToBad: 0.01, badToGood: 0.3, lossInGood: 0, lossInBad: 1 },
      jitter: { distribution: 'exponential', meanNs: 5e6 },
      outages: null,
    });
    assert.deepEqual(first?.world.links[1]?.down?.jitter, { distribution: 'uniform', meanNs: 5e6 });
    assert.equal(first?.world.links[0]?.down, null);
    assert.equal(first?.world.timeoutNs, 300e6);
    assert.equal(first?.world.radio?.upNjPerBit, 438.39);
    assert.equal(first?.world.radio?.tailNs, 11.6e9);
    assert.ok(Math.abs((first?.world.radio?.baseW ?? 0) - 1.28804) < 1e-12);
  });
  it('has costs of whole batches, as they were recorded', async () => {
    const [first] = (await load(WORLD_SCENARIO)).plan.points;
    assert.deepEqual(first?.tiers[1]?.batchNs, null);
    assert.deepEqual(first?.tiers[2]?.batchNs, {
      sizes: [1, 2, 4],
      segmentNs: [
        [5e5, 7.5e5, 1.25e6],
        [1e6, 1.5e6, 2.5e6],
        [2e6, 3e6, 5e6],
      ],
      branchNs: [
        [5e4, 7.5e4, 1.25e5],
        [1e5, 1.5e5, 2.5e5],
      ],
    });
  });
  it('has a camera that computes nothing and needs no timing: what crosses first is the picture', async () => {
    const [first] = (await load(WORLD_SCENARIO)).plan.points;
    assert.ok(first !== undefined);
    const { itinerary } = preparePoint(first);
    assert.equal(itinerary.computeNs[0]?.[39], 0);
    assert.equal(itinerary.isServed[0]?.[39], 0);
    assert.equal(itinerary.upBytes[0]?.[39], 48 + 40);
  });
});

describe('every key of the world', () => {
  it('arrivals: several streams a device', async () => {
    const { workload } = await point('workload.arrivals={ process: multi-stream, streams: 8 }');
    assert.deepEqual(workload.arrivals, { kind: 'multi-stream', streams: 8 });
  });
  it('a chain of three states gives the others equal chances', async () => {
    const { capacity } = await up(
      'links.edge-cloud.up={ markov: { states: [{ bandwidth: 1 Mbit/s, mean: 1 s }, { bandwidth: 2 Mbit/s, mean: 1 s }, { bandwidth: 3 Mbit/s, mean: 1 s }] } }',
    );
    assert.deepEqual(capacity.kind === 'markov' && capacity.chain.next, [
      [0, 0.5, 0.5],
      [0.5, 0, 0.5],
      [0.5, 0.5, 0],
    ]);
  });
  it('a preset of link weather', async () => {
    const { capacity } = await up('links.edge-cloud.up.markov=3g');
    assert.deepEqual(capacity, { kind: 'markov', chain: linkPreset('3g') });
  });
  it('warm-up: a number, a time, or MSER-5', async () => {
    assert.deepEqual((await point('workload.warmup=7')).workload.warmup, { kind: 'count', requests: 7 });
    assert.deepEqual((await point('workload.warmup=2 s')).workload.warmup, { kind: 'time', untilNs: 2e9 });
    assert.deepEqual((await point('workload.warmup=mser-5')).workload.warmup, { kind: 'mser-5' });
  });
  it('order, deadline and what becomes of late requests', async () => {
    const { workload } = await point('workload.order=random', 'workload.deadline=20 ms', 'workload.late=local');
    assert.equal(workload.order, 'random');
    assert.equal(workload.whenLate, 'local');
    assert.deepEqual(workload.kinds, [{ name: 'all', share: 1, priority: 0, deadlineNs: 20e6 }]);
  });
  it('disciplines', async () => {
    for (const discipline of ['fifo', 'ps', 'sjf'] as const) {
      assert.equal((await cloud(`tiers.cloud.discipline=${discipline}`)).discipline, discipline);
    }
    assert.equal((await cloud('tiers.cloud.discipline=edf', 'workload.deadline=1 s')).discipline, 'edf');
    assert.equal((await cloud('tiers.cloud.discipline=edf', 'workload.kinds={ a: { share: 1, deadline: 1 s } }')).discipline, 'edf');
    assert.equal((await cloud('tiers.cloud.discipline=priority', 'workload.kinds={ a: { share: 1 } }')).discipline, 'priority');
  });
  it('buffers', async () => {
    assert.deepEqual((({ buffer, whenFull }) => [buffer, whenFull])(await cloud('tiers.cloud.buffer=0')), [0, 'drop']);
    assert.equal((await cloud('tiers.cloud.buffer=unlimited')).buffer, null);
    assert.equal((await up('links.edge-cloud.up.buffer=3', 'links.edge-cloud.up.full=local')).whenFull, 'local');
  });
  it('power', async () => assert.equal((await cloud('tiers.cloud.power=1.5 kW')).powerW, 1500));
  it('no outages at all', async () => assert.equal((await cloud('tiers.cloud.outages=[]')).outages, null));
  it('loss: shorthand, random and none', async () => {
    const random = { packetBytes: 1500, goodToBad: 0, badToGood: 1, lossInGood: 0.05, lossInBad: 0.05 };
    assert.deepEqual((await up('links.edge-cloud.up.loss=0.05')).loss, random);
    assert.deepEqual((await up('links.edge-cloud.up.loss={ random: 0.05, packet: 200 B }')).loss, { ...random, packetBytes: 200 });
    for (const none of ['0', '{ random: 0 }', '{ gemodel: { p: 0, r: 0.5 } }', '{ gemodel: { p: 0.5, r: 0.5, 1-h: 0 } }']) {
      assert.equal((await up(`links.edge-cloud.up.loss=${none}`)).loss, null, none);
    }
  });
  it('jitter: shorthand, distribution and none', async () => {
    assert.deepEqual((await up('links.edge-cloud.up.jitter=10 ms')).jitter, { distribution: 'uniform', meanNs: 5e6 });
    assert.deepEqual((await up('links.edge-cloud.up.jitter={ mean: 5 ms }')).jitter, { distribution: 'uniform', meanNs: 5e6 });
    assert.equal((await up('links.edge-cloud.up.jitter=0 ms')).jitter, null);
  });
  it('radios: presets, and what is left out costs nothing', async () => {
    for (const name of ['lte', '3g', 'wifi'] as const) {
      assert.deepEqual((await point(`links.edge-cloud.radio=${name}`)).world.radio, RADIO_PRESETS[name]);
    }
    const { radio } = (await point('links.edge-cloud.radio={ up: 1, down: 0, base: 1 W }')).world;
    assert.deepEqual(radio, { upNjPerBit: 1, downNjPerBit: 0, baseW: 1, promotionNs: 0, promotionW: 0, tailNs: 0, tailW: 0 });
  });
  it('batches of one long run', async () => {
    const { plan } = await load(TOY_SCENARIO, ['replications=1', 'batches=30']);
    assert.equal(plan.batches, 30);
  });
  it('codecs: what a tensor or picture weighs, and what is answered behind it', async () => {
    const u8 = await point('offload.codec=u8');
    assert.ok(u8.payload.featureBytes.every((bytes, k) => bytes < ([1000, 200][k] ?? 0)));
    assert.deepEqual(
      u8.recorded.coded?.map(({ from, exit }) => [from, exit]),
      [
        [1, 2],
        [1, 3],
        [2, 3],
      ],
    );
    const png = await point('offload.payload=input', 'offload.codec=png');
    assert.equal(preparePoint(png).itinerary.upBytes[0]?.[2], 30 + 2 + 40);
    assert.equal(png.recorded.coded, null);
    const raw = await point('offload.payload=input', 'offload.codec=f32');
    assert.equal(raw.payload.inputBytes, 48);
  });
});

describe('profiles', () => {
  it('are found beside the scenario that names them, and read once for all lanes and settings', async () => {
    await mkdir(join(cwd, 'sub'), { recursive: true });
    await write('1\n2\n3\n', 'sub/link.up');
    const base = TOY_SCENARIO.replace('up:   { bandwidth: 8 Mbit/s }', 'up:   { profile: link.up, format: mahimahi }').replace(
      'down: { bandwidth: 8 Mbit/s }',
      'down: { profile: link.up, format: mahimahi }',
    );
    await write(base, 'sub/base.yaml');
    const { plan, profiles } = await load('extends: sub/base.yaml\nname: child\nsweep: { p_d: [0.5], tiers.edge.slowdown: [1, 2, 3] }\n');
    assert.deepEqual(
      profiles.map(({ shown }) => shown),
      ['sub/link.up'],
    );
    const capacities = new Set(plan.points.flatMap(({ world }) => world.links.flatMap((link) => [link.up.capacity, link.down?.capacity])));
    assert.equal(capacities.size, 1);
    assert.deepEqual([...capacities][0], { kind: 'opportunities', timesNs: Float64Array.of(1e6, 2e6, 3e6), bytes: 1500, repeatNs: 3e6 });
  });
  it('of steps may repeat, and how often may be swept', async () => {
    await write('time_s,mbit_per_s\n0,1\n2,3\n', 'steps.csv');
    const lane = 'links.edge-cloud.up={ profile: steps.csv, format: csv, repeat: 10 s }';
    const { plan, profiles } = await load(TOY_SCENARIO, [lane, 'sweep={ p_d: [0.5], links.edge-cloud.up.repeat: [5 s, 10 s] }']);
    assert.equal(profiles.length, 2);
    assert.deepEqual(
      plan.points.slice(0, 2).map(({ world }) => {
        const capacity = world.links[0]?.up.capacity;
        return capacity?.kind === 'steps' && capacity.repeatNs;
      }),
      [5e9, 10e9],
    );
  });
  it('are told at their key where they are missing, and in their own file where they are wrong', async () => {
    const of = (file: string) => [`links.edge-cloud.up={ profile: ${file}, format: mahimahi }`];
    assert.deepEqual(await problems(TOY_SCENARIO, of('none.up')), [
      '--set links.edge-cloud.up  links.edge-cloud.up.profile: "none.up": there is no such file; give the path of a file that can be read',
    ]);
    await write('1\nsoon\n', 'bad.up');
    assert.match((await problems(TOY_SCENARIO, of('bad.up')))[0] ?? '', /^bad\.up:2/);
  });
});

describe('extends', () => {
  it('lets one way of saying a thing give way to another', async () => {
    await write(WORLD_SCENARIO, 'world.yaml');
    const child = (lines: string) => `extends: world.yaml\nname: child\n${lines}`;
    const steady = await load(child('links: { edge-cloud: { up: { bandwidth: 1 Mbit/s, loss: { random: 0.1 } } } }\n'));
    const lane = steady.plan.points[0]?.world.links[1]?.up;
    assert.deepEqual(lane?.capacity, { kind: 'constant', bps: 1e6 });
    assert.equal(lane?.isShared, true);
    assert.equal(lane?.loss?.lossInGood, 0.1);
    const calm = await load(child('workload: { arrivals: { process: poisson, rate: 5/s } }\nuntil: null\n'));
    assert.deepEqual(calm.plan.points[0]?.workload.arrivals, { kind: 'poisson', ratePerS: 5 });
    assert.equal(calm.plan.until, null);
  });
  it('and so does --set', async () => {
    assert.deepEqual((await up('links.edge-cloud.up.markov=4g')).capacity, { kind: 'markov', chain: linkPreset('4g') });
    const { workload } = await point('workload.arrivals={ process: periodic, rate: 20/s }', 'workload.arrivals.period=1 ms');
    assert.deepEqual(workload.arrivals, { kind: 'periodic', periodNs: 1e6 });
  });
});

describe('a sweep', () => {
  for (const [key, values, read] of [
    ['tiers.cloud.buffer', [0, 5], ({ world }) => world.tiers[1]?.buffer],
    ['tiers.cloud.batch.max', [1, 4], ({ world }) => world.tiers[1]?.batch.max],
    ['links.edge-cloud.up.loss', [0.1, 0.2], ({ world }) => world.links[0]?.up.loss?.lossInGood],
    ['links.edge-cloud.up.jitter', ['2 ns', '4 ns'], ({ world }) => (world.links[0]?.up.jitter?.meanNs as number) * 2],
    ['workload.deadline', ['10 ns', '20 ns'], ({ workload }) => workload.kinds[0]?.deadlineNs],
    ['offload.timeout', ['10 ns', '20 ns'], ({ world }) => world.timeoutNs],
    ['tiers.edge.power', ['1 W', '2 W'], ({ world }) => world.tiers[0]?.powerW],
    ['links.edge-cloud.radio.up', [1, 2], ({ world }) => world.radio?.upNjPerBit],
    ['workload.warmup', [5, 6], ({ workload }) => workload.warmup.kind === 'count' && workload.warmup.requests],
  ] as const satisfies readonly (readonly [string, readonly (number | string)[], (point: PointPlan) => unknown])[]) {
    it(`may go over ${key}`, async () => {
      const { plan } = await load(TOY_SCENARIO, [
        'links.edge-cloud.radio={ up: 9, down: 1, base: 1 W }',
        `sweep={ ${key}: [${values.join(', ')}] }`,
        'policies=[{ name: all-cloud }]',
      ]);
      assert.deepEqual(
        plan.points.map(({ params }) => params[key]),
        values,
      );
      assert.deepEqual(
        plan.points.map((one) => read(one)),
        values.map((value) => Number.parseFloat(String(value))),
      );
    });
  }
  it('may go over the rates of states', async () => {
    const { plan } = await load(WORLD_SCENARIO, [
      'sweep={ workload.arrivals.states.1.rate: [30/s, 40/s], links.edge-cloud.up.markov.states.0.bandwidth: [1 Mbit/s] }',
    ]);
    assert.deepEqual(
      plan.points.map(({ workload }) => workload.arrivals.kind === 'mmpp' && workload.arrivals.chain.rates),
      [
        [1, 30],
        [1, 40],
      ],
    );
  });
  it('may not go over shares of kinds, stopping rules or words', async () => {
    for (const key of [
      'workload.kinds.alarm.share',
      'until.within',
      'until.most',
      'batches',
      'offload.codec',
      'workload.late',
      'links.x.up.loss',
    ]) {
      const [found = ''] = await problems(WORLD_SCENARIO, [`sweep={ ${key}: [0.1, 0.2] }`]);
      assert.match(found, /is no numeric key of this scenario that can be swept/, key);
    }
  });
  it('checks every value it makes, against the recordings too', async () => {
    assert.deepEqual(
      await problems(TOY_SCENARIO, ['sweep={ p_d: [0.5], tiers.edge.batch.max: [1, 2], links.edge-cloud.up.loss: [0.5, 1] }']),
      [
        '--set sweep  sweep.links.edge-cloud.up.loss: 1: 1 is out of range; write a number from 0 to 0.99',
        '--set sweep  sweep.tiers.edge.batch.max: 2, and timing "slow" has no times of batches; write max: 1, or record it again with sim record --batch 1,2',
      ],
    );
  });
});
