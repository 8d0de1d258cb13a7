import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openWorkspace } from './open-workspace.ts';
import { TOY_SCENARIO, WORLD_SCENARIO } from './toy-workspace.ts';

const { write, problems } = await openWorkspace();

/** Text of the scenario, what stands there instead, and the problems that makes. */
const BROKEN: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'until: {',
    'until: { figure: p42, most: 200 } #',
    [
      '5:10  until.figure: "p42" is not known here; write mean, p50, p90, p95 or p99',
      '5:1  until.within: missing; write a number from 1e-6 to 1',
    ],
  ],
  ['most: 200', 'most: 4', ['5:37  until.most: 4 is fewer than replications: 5; write as many or more']],
  [
    'replications: 5',
    'replications: 1',
    ['4:1  replications: 1 replication gives no interval, and until waits for one; write replications: 2 or more'],
  ],
  ['replications: 5\n', '', ['4:1  until: 1 replication gives no interval, and until waits for one; write replications: 2 or more']],
  [
    'replications: 5',
    'replications: 5\nbatches: 30',
    ['5:1  batches: stands beside until; keep one: until adds replications, batches cuts one long run into pieces'],
  ],
  [
    'until: { figure: p99, within: 0.02, most: 200 }',
    'batches: 30',
    ['5:1  batches: cuts one long run, and there are 5 replications; write replications: 1, or remove batches'],
  ],
  [
    'replications: 5\nuntil: { figure: p99, within: 0.02, most: 200 }',
    'batches: 201',
    ['4:1  batches: 201 batches of 200 requests; write fewer batches or more requests'],
  ],
  [
    'rate: 20/s, mean: 1 s, next: [1, 0]',
    'rate: 20/s, mean: 1 s, next: [1]',
    ['7:91  workload.arrivals.states.1.next: holds 1 probabilities; write 2, one for each state'],
  ],
  [
    'next: [1, 0]',
    'next: [0.5, 0.5]',
    ['7:103  workload.arrivals.states.1.next.1: state 1 follows itself; write 0 there, and a longer mean'],
  ],
  [
    'next: [1, 0]',
    'next: [0.5, 0]',
    ['7:91  workload.arrivals.states.1.next: its probabilities sum to 0.5; write probabilities that sum to 1'],
  ],
  [
    'next: [1, 0]',
    'next: [2, 0]',
    [
      '7:98  workload.arrivals.states.1.next.0: 2 is out of range; write a number from 0 to 1',
      '7:91  workload.arrivals.states.1.next: its probabilities sum to 2; write probabilities that sum to 1',
    ],
  ],
  [
    'rate: 1/s, mean: 5 s }, { rate: 20/s',
    'rate: 0/s, mean: 5 s }, { rate: 0/s',
    ['7:30  workload.arrivals.states: every state has rate zero; write one above zero'],
  ],
  ['{ rate: 1/s, mean: 5 s }, ', '', ['7:30  workload.arrivals.states: fewer than two states; write two or more, or process: poisson']],
  [
    '{ rate: 1/s, mean: 5 s }, ',
    '{ rate: 1/s, mean: 5 s, next: [0, 1, 0] }, { rate: 3/s, mean: 5 s, next: [0, 1, 0] }, ',
    [
      '7:117  workload.arrivals.states.1.next.1: state 1 follows itself; write 0 there, and a longer mean',
      '7:151  workload.arrivals.states.2.next: holds 2 probabilities; write 3, one for each state',
    ],
  ],
  [
    'process: mmpp',
    'process: mpmp',
    [
      '7:15  workload.arrivals.process: "mpmp" is not known here; write poisson, periodic, single-stream, multi-stream, offline, mmpp or timestamps',
    ],
  ],
  ['{ process: mmpp', '{ process: multi-stream } #', ['7:3  workload.arrivals.streams: missing; write an integer from 1 to 1e8']],
  [
    'warmup: mser-5',
    'warmup: mser5',
    ['9:3  workload.warmup: "mser5" is not a duration; write a number of requests such as 500, a duration such as "10 s", or mser-5'],
  ],
  [
    'warmup: mser-5',
    'warmup: "500"',
    ['9:3  workload.warmup: "500" has no unit; write a number of requests such as 500, a duration such as "10 s", or mser-5'],
  ],
  [
    'warmup: mser-5',
    'warmup: [1]',
    ['9:3  workload.warmup: a list is not understood here; write an integer from 0 to 1e8, a duration such as "10 s", or mser-5'],
  ],
  ['warmup: mser-5', 'warmup: 200', ['9:3  workload.warmup: 200 leaves none of the 200 requests; write fewer than workload.requests']],
  ['order: random', 'order: rnadom', ['10:3  workload.order: "rnadom" is not known here; write shuffled, sequential or random']],
  ['deadline: 100 ms\n', 'deadline: 100\n', ['11:3  workload.deadline: 100 has no unit; write a duration such as "50 ms"']],
  ['late: drop', 'late: never', ['12:3  workload.late: "never" is not known here; write keep, drop or local']],
  ['share: 0.2', 'share: 0.3', ['13:3  workload.kinds: their shares sum to 1.1; write shares that sum to 1']],
  [
    'share: 0.2',
    'share: 1.2',
    [
      '14:16  workload.kinds.alarm.share: 1.2 is out of range; write a number from 0 to 1',
      '13:3  workload.kinds: their shares sum to 2; write shares that sum to 1',
    ],
  ],
  ['alarm:  ', 'a_larm: ', ['14:5  workload.kinds.a_larm: "a_larm" is no name for a kind of request; use letters, digits and "-"']],
  ['priority: 1', 'priority: 0.5', ['15:28  workload.kinds.routine.priority: 0.5 is out of range; write an integer from 0 to 1e8']],
  ['exits: [], power: 500 mW', 'exits: [], power: 500', ['17:24  tiers.camera.power: 500 has no unit; write a power such as "5 W"']],
  [
    'exits: [], power: 500 mW',
    'exits: [], power: 500 mw',
    ['17:24  tiers.camera.power: "500 mw" has the unknown unit "mw"; write a power such as "5 W" (mW, W, kW)'],
  ],
  [
    ', timing: slow',
    '',
    ['18:3  tiers.edge.timing: missing, and the tier has exits; write the name of a recording beside the trace, such as cpu-1t'],
  ],
  [
    'discipline: priority',
    'discipline: lifo',
    ['18:42  tiers.edge.discipline: "lifo" is not known here; write fifo, ps, priority, sjf or edf'],
  ],
  [
    'buffer: 10',
    'buffer: none',
    ['18:64  tiers.edge.buffer: "none" is not understood here; write unlimited or the number that may wait, such as 20'],
  ],
  [
    'buffer: 10, ',
    '',
    ['18:64  tiers.edge.full: local says what happens when a buffer is full, and it is unlimited; write buffer: 10, or remove it'],
  ],
  ['buffer: 10', 'buffer: 1.5', ['18:64  tiers.edge.buffer: 1.5 is out of range; write an integer from 0 to 1e8']],
  ['full: local, out', 'full: wait, out', ['18:76  tiers.edge.full: "wait" is not known here; write drop or local']],
  [
    'mttr: 5 s',
    'mttr: 0 s',
    ['18:112  tiers.edge.outages.mttr: "0 s" is zero; durations here are above 0, write a duration such as "50 ms"'],
  ],
  ['mtbf: 60 s, ', '', ['18:89  tiers.edge.outages.mtbf: missing; write duration as "60 s"']],
  [
    'timing: fast',
    'timing: slow',
    [
      '22:14  tiers.cloud.batch.max: 4, and timing "slow" has no times of batches; write max: 1, or record it again with sim record --batch 1,4',
    ],
  ],
  [
    'max: 4, wait: 5 ms }',
    'max: 4 }\n    discipline: ps',
    ['22:14  tiers.cloud.batch.max: 4, where ps computes all requests at once; write max: 1, or another discipline such as fifo'],
  ],
  [
    'from: 10 s, to: 20 s',
    'from: 20 s, to: 10 s',
    ['23:16  tiers.cloud.outages.0: ends at 10 s, no later than it begins at 20 s; write from before to'],
  ],
  [
    'from: 30 s',
    'from: 20 s',
    ['23:44  tiers.cloud.outages.1.from: 20 s is not after the end of the outage before; write outages in order, apart from each other'],
  ],
  [
    'exits: [3]',
    'exits: []',
    [
      '20:5  tiers.cloud.exits: exit 3 has no tier; the last tier holds the exits up to 3',
      '22:14  tiers.cloud.batch.max: 4, and nothing is computed here; give the tier exits, or remove the batch',
    ],
  ],
  ['base: 1288.04 mW', 'base: 1288.04', ['28:39  links.camera-edge.radio.base: 1288.04 has no unit; write a power such as "5 W"']],
  ['base: 1288.04 mW, ', '', ['28:5  links.camera-edge.radio.base: missing; write power as "1288.04 mW"']],
  ['up: 438.39', 'up: -1', ['28:14  links.camera-edge.radio.up: -1 is out of range; write a number of mW per Mbit/s from 0 up']],
  [
    'radio: {',
    'radio: 5g #',
    [
      '28:5  links.camera-edge.radio: "5g" is not understood here; write lte, 3g or wifi, or { up: 438.39, down: 51.97, base: 1288.04 mW, .. }',
    ],
  ],
  [
    '    rtt: 10 ms\n',
    '    rtt: 10 ms\n    radio: lte\n',
    ['31:5  links.edge-cloud.radio: only devices have a radio, and they use the first link; write it in links.camera-edge'],
  ],
  [
    'markov: {',
    'markov: 6g #',
    [
      '32:7  links.edge-cloud.up.markov: "6g" is no preset; did you mean "3g"? there are: 3g, 4g, 4g-driving, 5g, or write { states: [..] }',
    ],
  ],
  [
    'markov: {',
    'bandwidth: 1 Mbit/s\n      markov: {',
    ['31:5  links.edge-cloud.up: has bandwidth and markov; write one of bandwidth, profile, markov, such as bandwidth: 5.85 Mbit/s'],
  ],
  [
    'up: { bandwidth: 8 Mbit/s }',
    'up: { per: site }',
    ['27:5  links.camera-edge.up: has no capacity; write one of bandwidth, profile, markov, such as bandwidth: 5.85 Mbit/s'],
  ],
  [
    'up: { bandwidth: 8 Mbit/s }',
    'up: { profile: x.csv }',
    ['27:5  links.camera-edge.up: profile has no format; write format: csv, or mahimahi'],
  ],
  [
    'up: { bandwidth: 8 Mbit/s }',
    'up: { bandwidth: 8 Mbit/s, format: csv, repeat: 1 s }',
    [
      '27:32  links.camera-edge.up.format: belongs to a profile, and there is none; write profile: FILE, or remove it',
      '27:45  links.camera-edge.up.repeat: belongs to a profile, and there is none; write profile: FILE, or remove it',
    ],
  ],
  [
    'up: { bandwidth: 8 Mbit/s }',
    'up: { profile: x.up, format: mahimahi, repeat: 1 s }',
    ['27:44  links.camera-edge.up.repeat: a mahimahi profile begins anew after its last value; remove it, or write format: csv'],
  ],
  [
    'bandwidth: 2 Mbit/s, mean',
    'bandwidth: 0 Mbit/s, mean',
    ['32:17  links.edge-cloud.up.markov.states: every state has bandwidth zero; write one above zero'],
  ],
  [
    'bandwidth: 2 Mbit/s, mean: 3 s',
    'bandwidth: 2 Mbit/s',
    ['32:27  links.edge-cloud.up.markov.states.0.mean: missing; write duration as "3 s"'],
  ],
  ['sharing: fair', 'sharing: even', ['33:7  links.edge-cloud.up.sharing: "even" is not known here; write fifo or fair']],
  ['loss: 0.01', 'loss: 1', ['38:34  links.edge-cloud.down.loss: 1 is out of range; write a number from 0 to 0.99']],
  [
    'loss: 0.01',
    'loss: 1%',
    [
      '38:34  links.edge-cloud.down.loss: "1%" is not understood here; write a probability such as 0.01, { random: 0.01 } or { gemodel: { p: 0.01, r: 0.3 } }',
    ],
  ],
  [
    'loss: 0.01',
    'loss: { packet: 1500 B }',
    ['38:34  links.edge-cloud.down.loss: neither random nor gemodel; write one of them, such as random: 0.01'],
  ],
  [
    'loss: 0.01',
    'loss: { random: 0.01, packet: 2 MB }',
    ['38:56  links.edge-cloud.down.loss.packet: "2 MB" is no packet; write a size from 1 B to 1 MB'],
  ],
  [
    'loss: 0.01',
    'loss: { rnadom: 0.01 }',
    [
      '38:42  links.edge-cloud.down.loss.rnadom: is not a known key; did you mean "random"? there are: random, gemodel, packet',
      '38:34  links.edge-cloud.down.loss: neither random nor gemodel; write one of them, such as random: 0.01',
    ],
  ],
  [
    'p: 0.01, r: 0.3',
    'p: 0.01, r: 0',
    ['36:15  links.edge-cloud.up.loss.gemodel: loses every packet in the long run; write r above zero, or 1-h below 1'],
  ],
  [
    'p: 0.01, r: 0.3',
    'p: 0.01, r: 0.3, 1-h: 1, 1-k: 1',
    ['36:15  links.edge-cloud.up.loss.gemodel: loses every packet in the long run; write r above zero, or 1-h below 1'],
  ],
  [
    'p: 0.01, r: 0.3',
    'p: 0.01, r: 30 %',
    ['36:35  links.edge-cloud.up.loss.gemodel.r: "30 %" is not a number; write a number from 0 to 1'],
  ],
  [
    'jitter: 10 ms',
    'jitter: 10',
    [
      '38:46  links.edge-cloud.down.jitter: 10 is not understood here; write a duration such as "10 ms" or { distribution: exponential, mean: 5 ms }',
    ],
  ],
  ['jitter: 10 ms', 'jitter: "10"', ['38:46  links.edge-cloud.down.jitter: "10" has no unit; write a duration such as "50 ms"']],
  [
    'distribution: exponential',
    'distribution: normal',
    ['37:17  links.edge-cloud.up.jitter.distribution: "normal" is not known here; write uniform or exponential'],
  ],
  [
    'codec: u8',
    'codec: jpeg',
    ['39:31  offload.codec: jpeg codes the input, and the payload is features; write f32, f16, u8, or payload: input'],
  ],
  [
    'payload: features, codec: u8',
    'payload: input, codec: u8',
    ['39:28  offload.codec: u8 codes the features, and the payload is input; write f32, png, jpeg, or payload: features'],
  ],
  [
    'codec: u8',
    'codec: f16',
    [
      '39:31  offload.codec: models/toy/traces/test.parquet: an imported trace tells nothing of codec f16; record it with sim record MODEL --provider cpu --codecs f16 --out FOLDER',
    ],
  ],
  [
    'exits: [], power',
    'exits: [1], timing: slow, power',
    [
      '18:21  tiers.edge.exits.0: exit 1 stands where exit 2 is due; write exits 1, 2, .. N once each, in the order of the tiers',
      '39:31  offload.codec: u8, and edge computes between two links: the recording has answers behind one coded crossing only; write codec: f32, or move those exits to the first or last tier',
    ],
  ],
  [
    'timeout: 300 ms',
    'timeout: 0 ms',
    ['39:72  offload.timeout: "0 ms" is zero; durations here are above 0, write a duration such as "50 ms"'],
  ],
];

describe('a broken world', () => {
  for (const [good, bad, expected] of BROKEN) {
    it(`with ${bad.trim() || `no ${good.trim()}`} is told in full`, async () => {
      const broken = WORLD_SCENARIO.replace(good, bad);
      assert.notEqual(broken, WORLD_SCENARIO);
      const found = await problems(broken);
      assert.deepEqual(found, expected);
    });
  }
});

describe('what depends on the rest of the scenario', () => {
  for (const [sets, expected] of [
    [
      ['workload.late=drop'],
      '--set workload.late  workload.late: drop says what happens after a deadline, and there is none; write workload.deadline, such as 100 ms',
    ],
    [
      ['tiers.cloud.discipline=edf'],
      '--set tiers.cloud.discipline  tiers.cloud.discipline: edf, and no request has a deadline; write workload.deadline, such as 100 ms',
    ],
    [
      ['tiers.cloud.discipline=priority'],
      '--set tiers.cloud.discipline  tiers.cloud.discipline: priority, and all requests are alike; write workload.kinds with a priority each',
    ],
    [
      ['workload.kinds={}'],
      '--set workload.kinds  workload.kinds: no kind; write one or more, such as { alarm: { share: 1 } }, or remove kinds',
    ],
    [
      ['workload.arrivals={ process: offline }', 'workload.warmup=1 s'],
      '--set workload.warmup  workload.warmup: 1 s leaves none of the 200 requests, which all arrive at 0; write a shorter warm-up or more requests',
    ],
    [
      ['workload.warmup=1 h'],
      '--set workload.warmup  workload.warmup: 1 h leaves none of the 200 requests, which arrive within 10 s; write a shorter warm-up or more requests',
    ],
    [
      ['workload.arrivals={ process: periodic, period: 1 s }', 'workload.devices=2', 'workload.warmup=99.5 s'],
      '--set workload.warmup  workload.warmup: 99.5 s leaves none of the 200 requests, which arrive within 99 s; write a shorter warm-up or more requests',
    ],
    [
      ['workload.arrivals={ process: timestamps, file: 200.txt }', 'workload.warmup=200 s'],
      '--set workload.warmup  workload.warmup: 200 s leaves none of the 200 requests, the last of which arrives at 199 s; write a shorter warm-up or more requests',
    ],
    [
      ['tiers.top={ exits: [] }', 'links.cloud-top={ rtt: 0 ms, up: { bandwidth: 1 Mbit/s } }'],
      '--set tiers.top  tiers.top: no request comes here: all exits lie below; give it exits, or remove it',
    ],
    [
      ['tiers={ edge: { exits: [] } }', 'links={}'],
      '--set tiers  tiers.edge.exits: exit 1 has no tier; the last tier holds the exits up to 3',
    ],
    [
      ['offload.payload=input', 'offload.codec=jpeg'],
      '--set offload.codec  offload.codec: models/toy/traces/test.parquet: an imported trace tells nothing of codec jpeg; record it with sim record MODEL --provider cpu --codecs jpeg --out FOLDER',
    ],
  ] as const) {
    it(`${sets.join(', ')} is told in full`, async () => {
      await write(Array.from({ length: 200 }, (_, i) => i).join('\n'), '200.txt');
      assert.deepEqual(await problems(TOY_SCENARIO, sets), [expected]);
    });
  }
  it('a timeout, a buffer and a lost packet are legal at their ends', async () => {
    assert.deepEqual(
      await problems(TOY_SCENARIO, [
        'links.edge-cloud.up.loss=0.99',
        'tiers.cloud.buffer=1e8',
        'offload.timeout=1 ns',
        'workload.arrivals={ process: periodic, period: 1 s }',
        'workload.warmup=199 s',
      ]),
      [],
    );
  });
});
