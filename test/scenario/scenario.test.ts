import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { InvalidInput } from '../../src/problems/invalid-input.ts';
import { assertionFault, parseAssertion } from '../../src/scenario/assertion.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { scenarioJsonSchema } from '../../src/scenario/scenario-json-schema.ts';
import {
  parseBandwidthBps,
  parseBytes,
  parseDurationNs,
  parseEnergyJ,
  parsePowerW,
  parseRatePerS,
  quantityFault,
  quantityPattern,
} from '../../src/scenario/units.ts';
import type { PointPlan } from '../../src/sim/plan/plan.ts';
import { preparePoint } from '../../src/sim/plan/prepare-point.ts';
import type { Result } from '../../src/sim/summary/result.ts';
import { openWorkspace } from './open-workspace.ts';
import { TOY_SCENARIO } from './toy-workspace.ts';

const { cwd, write, load, problems } = await openWorkspace();

/** The point with its samples walked through. */
function prepare(point: PointPlan | undefined) {
  assert.ok(point !== undefined);
  return preparePoint(point);
}

describe('units', () => {
  it('are read exactly', () => {
    assert.equal(parseDurationNs('50 ms'), 50e6);
    assert.equal(parseDurationNs('1.5us'), 1500);
    assert.equal(parseDurationNs('0.4 ns'), 0);
    assert.equal(parseDurationNs('2 min'), 120e9);
    assert.equal(parseBandwidthBps('5.85 Mbit/s'), 5.85e6);
    assert.equal(parseBandwidthBps('1 MB/s'), 8e6);
    assert.equal(parseBytes('16 KiB'), 16_384);
    assert.equal(parseBytes('1 kB'), 1000);
    assert.equal(parseRatePerS('30/min'), 0.5);
    assert.equal(parsePowerW('500 mW'), 0.5);
    assert.equal(parsePowerW('0.5kW'), 500);
    assert.equal(parseEnergyJ('1.5 Wh'), 5400);
    assert.equal(parseEnergyJ('2 kJ'), 2000);
  });
  for (const [value, dimension, fault] of [
    [50, 'duration', '50 has no unit; write a duration such as "50 ms"'],
    ['50', 'duration', '"50" has no unit; write a duration such as "50 ms"'],
    ['5 mbps', 'bandwidth', '"5 mbps" may mean bits or bytes ("mbps" is read both ways); write bits as "5 Mbit/s" or bytes as "5 MB/s"'],
    ['fast', 'bandwidth', '"fast" is not a bandwidth; write a bandwidth such as "5.85 Mbit/s"'],
    ['-1 ms', 'duration', '"-1 ms" is negative; write a duration such as "50 ms"'],
    ['1e999 ms', 'duration', '"1e999 ms" is not finite; write a duration such as "50 ms"'],
    [null, 'bytes', 'nothing is not a size; write a size such as "3072 B"'],
  ] as const) {
    it(`refuse ${JSON.stringify(value)} as ${dimension}`, () => assert.equal(quantityFault(value, dimension, true), fault));
  }
  it('are told to editors by a pattern that takes what the gate takes', () => {
    for (const dimension of ['duration', 'bandwidth', 'bytes', 'rate', 'power', 'energy'] as const) {
      for (const number of ['5', ' 5.85 ', '.5', '5.', '1e3', '+1.5e-3', '0', '0.0', '0e5', '-1', 'x', '', '1e', '5,5']) {
        for (const unit of ['ms', 'Mbit/s', 'KiB', '/min', 'W', '', 'mbps']) {
          const text = `${number}${unit}`;
          for (const isZeroLegal of [true, false]) {
            const isFit = new RegExp(quantityPattern(dimension, isZeroLegal)).test(text);
            assert.equal(isFit, quantityFault(text, dimension, isZeroLegal) === null, `"${text}" as ${dimension}`);
          }
        }
      }
    }
  });
  it('allow zero only where it is legal', () => {
    assert.equal(quantityFault('0 ms', 'duration', true), null);
    assert.match(quantityFault('0 bit/s', 'bandwidth', false) ?? '', /is zero; bandwidths here are above 0/);
  });
});

describe('a sound scenario', () => {
  it('becomes a plan of numbers', async () => {
    const { plan, scenario } = await load(TOY_SCENARIO);
    assert.equal(plan.points.length, 6);
    assert.deepEqual(
      plan.points.map(({ policy, params }) => [policy.name, params]),
      [
        ['deex', { p_d: 0.25 }],
        ['deex', { p_d: 0.5 }],
        ['deex', { p_d: 1.01 }],
        ['ordinary', { p_d: 0.25, p_tar: 0.25 }],
        ['ordinary', { p_d: 0.5, p_tar: 0.5 }],
        ['ordinary', { p_d: 1.01, p_tar: 1.01 }],
      ],
    );
    const [point] = plan.points;
    const queue = { buffer: null, whenFull: 'drop', outages: null };
    const servers = { ...queue, servers: 1, discipline: 'fifo', batch: { max: 1, waitNs: 0 }, powerW: null };
    const lane = { ...queue, capacity: { kind: 'constant', bps: 8e6 }, isPerDevice: false, isShared: false, loss: null, jitter: null };
    assert.deepEqual(point?.world, {
      devices: 1,
      tiers: [
        { name: 'edge', isPerDevice: true, ...servers },
        { name: 'cloud', isPerDevice: false, ...servers },
      ],
      links: [{ name: 'edge-cloud', up: lane, down: lane, propagationNs: 5e6 }],
      answerBytes: 100,
      timeoutNs: null,
      radio: null,
    });
    assert.deepEqual(point?.workload, {
      arrivals: { kind: 'poisson', ratePerS: 20 },
      requests: 200,
      warmup: { kind: 'count', requests: 20 },
      order: 'shuffled',
      kinds: [{ name: 'all', share: 1, priority: 0, deadlineNs: null }],
      whenLate: 'keep',
    });
    assert.deepEqual([plan.until, plan.batches, point.recorded.coded], [null, null, null]);
    // Sample 0 has confidence 0: segment 1 and branch 1 on a machine twice as slow, then 1,000 bytes and 40 of overhead.
    assert.equal(prepare(point).itinerary.computeNs[0]?.[0], 2 * 1.1e6);
    assert.equal(prepare(point).itinerary.upBytes[0]?.[0], 1040);
    assert.equal(prepare(point).itinerary.computeNs[1]?.[0], 3e6);
    assert.equal(scenario.tiers['edge']?.per, 'device');
    assert.equal(scenario.tiers['cloud']?.per, 'site');
  });
  it('ships the picture as 8-bit pixels', async () => {
    const { plan } = await load(TOY_SCENARIO, ['offload.payload=input']);
    assert.equal(prepare(plan.points[0]).itinerary.upBytes[0]?.[0], 48 + 40);
  });
  it('takes --set values in YAML, flow maps included, without touching the rest', async () => {
    const { plan, scenario } = await load(TOY_SCENARIO, [
      'sweep={p_d: {from: 0, to: 1, step: 0.1}}',
      'workload.devices=4',
      'links.edge-cloud.up.per=device',
    ]);
    assert.deepEqual(
      plan.points.slice(0, 11).map(({ params }) => params['p_d']),
      [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
    );
    assert.equal(scenario.workload.devices, 4);
    assert.equal(plan.points[0]?.world.links[0]?.up.isPerDevice, true);
    assert.equal(plan.points[0]?.world.links[0]?.down?.isPerDevice, false);
  });
  it('an explicit p_tar on ordinary stays fixed in a p_d sweep', async () => {
    const { plan } = await load(TOY_SCENARIO, ['policies=[{name: ordinary, p_tar: 0.9}]']).catch((error) => {
      assert.match(String(error), /sweep.p_d: no policy takes it/);
      return { plan: { points: [] } };
    });
    assert.equal(plan.points.length, 0);
    const both = await load(TOY_SCENARIO, ['policies=[{name: deex}, {name: ordinary, p_tar: 0.9}]']);
    assert.deepEqual(
      both.plan.points.slice(3).map(({ params }) => params),
      [
        { p_d: 0.25, p_tar: 0.9 },
        { p_d: 0.5, p_tar: 0.9 },
        { p_d: 1.01, p_tar: 0.9 },
      ],
    );
  });
  it('policies without a threshold give one point with params {}', async () => {
    const { plan } = await load(TOY_SCENARIO, ['policies=[{name: deex}, {name: all-edge}, {name: all-cloud}]']);
    assert.deepEqual(
      plan.points.slice(3).map(({ policy, params }) => [policy.name, params]),
      [
        ['all-edge', {}],
        ['all-cloud', {}],
      ],
    );
  });
  it('needs no sweep when each policy states its own thresholds', async () => {
    const { plan } = await load(TOY_SCENARIO.replace(/sweep:.*\n/, ''), ['policies=[{name: deex, p_d: 0.5}, {name: ordinary}]']);
    assert.deepEqual(
      plan.points.map(({ params }) => params),
      [{ p_d: 0.5 }, { p_tar: 0.8 }],
    );
  });
  it('sweeps any numeric key, quantities with their unit, beside p_d', async () => {
    const { plan } = await load(TOY_SCENARIO, [
      'sweep={links.edge-cloud.up.bandwidth: {from: 1 Mbit/s, to: 2 Mbit/s, step: 1 Mbit/s}, tiers.edge.slowdown: [1, 3], p_d: [0.5]}',
      'policies=[{name: deex}]',
    ]);
    assert.deepEqual(
      plan.points.map(({ params }) => params),
      [
        { p_d: 0.5, 'links.edge-cloud.up.bandwidth': '1 Mbit/s', 'tiers.edge.slowdown': 1 },
        { p_d: 0.5, 'links.edge-cloud.up.bandwidth': '1 Mbit/s', 'tiers.edge.slowdown': 3 },
        { p_d: 0.5, 'links.edge-cloud.up.bandwidth': '2 Mbit/s', 'tiers.edge.slowdown': 1 },
        { p_d: 0.5, 'links.edge-cloud.up.bandwidth': '2 Mbit/s', 'tiers.edge.slowdown': 3 },
      ],
    );
    assert.deepEqual(plan.points[2]?.world.links[0]?.up.capacity, { kind: 'constant', bps: 2e6 });
    assert.equal(prepare(plan.points[1]).itinerary.computeNs[0]?.[0], 3 * 1.1e6);
  });
  it('extends another file: maps merge, lists are replaced, paths stay relative to their own file', async () => {
    await mkdir(join(cwd, 'base'), { recursive: true });
    await writeFile(join(cwd, 'base', 'times.txt'), Array.from({ length: 200 }, (_, i) => i * 0.25).join('\n'));
    await write(TOY_SCENARIO.replace('{ process: poisson, rate: 20/s }', '{ process: timestamps, file: times.txt }'), 'base/base.yaml');
    const { plan, scenario } = await load(
      'extends: base/base.yaml\nname: child\nx-note: { anything: goes }\nlinks: { edge-cloud: { rtt: 20 ms } }\nsweep: { p_d: [0.5] }\n',
    );
    assert.equal(scenario.name, 'child');
    assert.equal(plan.points.length, 2);
    assert.equal(plan.points[0]?.world.links[0]?.propagationNs, 10e6);
    assert.deepEqual(plan.points[0]?.world.links[0]?.up.capacity, { kind: 'constant', bps: 8e6 });
    const arrivals = plan.points[0]?.workload.arrivals;
    assert.ok(arrivals?.kind === 'timestamps' && arrivals.timesNs[3] === 0.75e9);
  });
});

describe('extends', () => {
  it('takes a key away with null', async () => {
    await write(TOY_SCENARIO, 'swept.yaml');
    const { plan } = await load('extends: swept.yaml\nname: plain\nsweep: null\npolicies: [{ name: all-cloud }]\n');
    assert.deepEqual(
      plan.points.map(({ params }) => params),
      [{}],
    );
  });
  it('replaces arrivals of another process whole, and merges those of the same', async () => {
    await write(TOY_SCENARIO, 'poisson.yaml');
    const other = await load('extends: poisson.yaml\nname: other\nworkload: { arrivals: { process: single-stream } }\n');
    assert.deepEqual(other.plan.points[0]?.workload.arrivals, { kind: 'single-stream' });
    const same = await load('extends: poisson.yaml\nname: same\nworkload: { arrivals: { rate: 7/s } }\n');
    assert.deepEqual(same.plan.points[0]?.workload.arrivals, { kind: 'poisson', ratePerS: 7 });
  });
});

/** What is broken, and the whole line that says so. */
const BROKEN: readonly [string, (text: string) => string, readonly string[]][] = [
  [
    'an unknown key',
    (t) => t.replace('slowdown: 2', 'slowdwon: 2'),
    [
      '12:41  tiers.edge.slowdwon: is not a known key; did you mean "slowdown"? there are: exits, timing, slowdown, servers, discipline, per, buffer, full, batch, outages, power',
    ],
  ],
  [
    'a missing unit',
    (t) => t.replace('rtt: 10 ms', 'rtt: 10'),
    ['16:5  links.edge-cloud.rtt: 10 has no unit; write a duration such as "50 ms"'],
  ],
  [
    'mbps',
    (t) => t.replace('up:   { bandwidth: 8 Mbit/s }', 'up:   { bandwidth: 8 mbps }'),
    [
      '17:13  links.edge-cloud.up.bandwidth: "8 mbps" may mean bits or bytes ("mbps" is read both ways); write bits as "8 Mbit/s" or bytes as "8 MB/s"',
    ],
  ],
  [
    'p_d of the wrong type',
    (t) => t.replace('{ name: deex }', '{ name: deex, p_d: high }'),
    ['21:19  policies.0.p_d: "high" is not a number; write a number from 0 up (above 1 is never reached)'],
  ],
  [
    'p_d of the wrong type in a sweep',
    (t) => t.replace('[0.25, 0.5, 1.01]', '[low]'),
    ['23:10  sweep.p_d: "low" is no threshold; write numbers from 0 up'],
  ],
  [
    'a cut beyond the exits',
    (t) => t.replace('exits: [3]', 'exits: [3, 4]'),
    ["13:23  tiers.cloud.exits.1: exit 4 is beyond the model's 3 exits; write exits from 1 to 3"],
  ],
  [
    'an exit without a tier',
    (t) => t.replace('exits: [1, 2]', 'exits: [1]'),
    ['13:20  tiers.cloud.exits.0: exit 3 stands where exit 2 is due; write exits 1, 2, .. N once each, in the order of the tiers'],
  ],
  ['a missing model', (t) => t.replace('model: toy', 'model: toi'), ['2:1  model: there is no model "toi"; did you mean "toy"?']],
  ['a missing trace', (t) => t.replace('trace: test', 'trace: tset'), ['3:1  trace: there is no trace']],
  [
    'a missing timing',
    (t) => t.replace('timing: slow', 'timing: solw'),
    ['12:27  tiers.edge.timing: there is no timing "solw"; did you mean "slow"?'],
  ],
  ['a sweep without values', (t) => t.replace('[0.25, 0.5, 1.01]', '[]'), ['23:10  sweep.p_d: no values; write a list such as [0.5, 0.7]']],
  [
    'a backward sweep',
    (t) => t.replace('[0.25, 0.5, 1.01]', '{ from: 1, to: 0, step: 0.1 }'),
    ['23:10  sweep.p_d: from 1 to 0 in steps of 0.1 holds no values; write from <= to and step > 0'],
  ],
  [
    'warm-up as long as the run',
    (t) => t.replace('warmup: 20', 'warmup: 200'),
    ['10:3  workload.warmup: 200 leaves none of the 200 requests; write fewer than workload.requests'],
  ],
  [
    'a policy that nobody knows',
    (t) => t.replace('name: ordinary', 'name: dnn'),
    [
      '22:7  policies.1.name: "dnn" is not known here; write deex, ordinary, random, entropy, margin, calibrated, oracle, best-fixed, all-edge, all-cloud, ddnn, queue-aware, ucbee, neurosurgeon, edgent, boomerang, spinn, deepwear, gus or custom',
    ],
  ],
  [
    'a link between strangers',
    (t) => t.replace('edge-cloud:', 'edge-fog:'),
    [
      '14:1  links: no link "edge-cloud"; write links: { edge-cloud: { rtt: .., up: { bandwidth: .. } } }',
      '15:3  links.edge-fog: joins no two neighbouring tiers; write edge-cloud',
    ],
  ],
  [
    'deex without a threshold',
    (t) => t.replace(/sweep:.*\n/, ''),
    ['21:5  policies.0: deex has no p_d; write p_d: 0.75 here, or sweep: { p_d: .. }'],
  ],
  [
    'an unknown policy parameter',
    (t) => t.replace('{ name: ordinary }', '{ name: ordinary, p_d: 1 }'),
    ['22:23  policies.1.p_d: is not a known key; '],
  ],
  [
    'a fractional count',
    (t) => t.replace('requests: 200', 'requests: 200.5'),
    ['9:3  workload.requests: 200.5 is out of range; write an integer from 1 to 1e8'],
  ],
  ['a key twice', (t) => t.replace('seed: 3', 'seed: 3\nseed: 4'), ['5:1  Map keys must be unique; write valid YAML']],
  [
    'a timestamps file that is missing',
    (t) => t.replace('{ process: poisson, rate: 20/s }', '{ process: timestamps, file: none.txt }'),
    ['8:36  workload.arrivals.file: "none.txt" cannot be read (ENOENT); give a text file of times, relative to the scenario'],
  ],
  [
    'both period and rate',
    (t) => t.replace('{ process: poisson, rate: 20/s }', '{ process: periodic, rate: 20/s, period: 1 ms }'),
    ['8:3  workload.arrivals: both period and rate; write one of them'],
  ],
  [
    'a key that cannot be swept',
    (t) => t.replace('sweep: {', 'sweep: { workload.order: [1, 2], '),
    ['23:10  sweep.workload.order: is no numeric key of this scenario that can be swept'],
  ],
  [
    'a swept value out of range',
    (t) => t.replace('sweep: {', 'sweep: { tiers.edge.servers: [0], '),
    ['23:10  sweep.tiers.edge.servers: 0: 0 is out of range; write an integer from 1 to 1e8'],
  ],
  ['an assertion that is none', (t) => `${t}assert: [ 'deex is fast' ]\n`, ['24:11  assert.0: "deex is fast" is no assertion; write']],
];

describe('a broken scenario', () => {
  for (const [what, breakIt, expected] of BROKEN) {
    it(`with ${what} is told with file, line, column, key, fact and rule`, async () => {
      const broken = breakIt(TOY_SCENARIO);
      assert.notEqual(broken, TOY_SCENARIO);
      const found = await problems(broken);
      for (const line of expected)
        assert.ok(
          found.some((problem) => problem.startsWith(line)),
          `no line begins with\n${line}\nin\n${found.join('\n')}`,
        );
      assert.equal(found.length, expected.length, found.join('\n'));
    });
  }
  it('with aliases that lead nowhere, to themselves or to too much is refused without a stack trace', async () => {
    for (const [text, expected] of [
      ['x-a: *nope', /Unresolved alias/],
      ['x-a: &a { b: *a }', /an alias leads back to itself/],
      [`x-a: &a [x,x,x,x,x,x,x,x,x,x]\nx-b: &b [${Array(20).fill('*a')}]\nx-c: [${Array(20).fill('*b')}]`, /Excessive alias count/],
      ['"__proto__": { x: 1 }', /"__proto__" is no key/],
    ] as const) {
      const found = await problems(`${TOY_SCENARIO}${text}\n`);
      assert.ok(found.length === 1 && expected.test(found[0] ?? ''), found.join('\n'));
    }
  });
  it('of quantities that are legal in form and absurd in size is refused', async () => {
    for (const [set, expected] of [
      ['links.edge-cloud.rtt=1e20 s', /too large; write a duration of at most 104 days/],
      ['workload.arrivals={process: periodic, period: 0.4 ns}', /too small; write a duration of at least 1 ns/],
      ['workload.arrivals.rate=1e308/s', /too large; write a rate of at most 1e9\/s/],
      ['links.edge-cloud.up.bandwidth=1e-320 bit/s', /too small; write a bandwidth of at least 1 bit\/s/],
      ['tiers.edge.slowdown=1e308', /out of range; write a factor from 1e-6 to 1e6/],
    ] as const) {
      const found = await problems(TOY_SCENARIO, [set]);
      assert.ok(found.length === 1 && expected.test(found[0] ?? ''), found.join('\n'));
    }
  });
  it('sweeps numbers only, not names, seeds or the sweep itself', async () => {
    for (const key of ['tiers.cloud.timing', 'name', 'seed', 'replications', 'sweep.p_d.0', 'model']) {
      const [found = ''] = await problems(TOY_SCENARIO.replace('sweep: {', `sweep: { ${key}: [1, 2], `));
      assert.match(found, /is no numeric key of this scenario that can be swept/, key);
    }
  });
  it('needs as many timestamps as the largest swept number of requests', async () => {
    await write(Array.from({ length: 30 }, (_, i) => i).join('\n'), 'thirty.txt');
    const text = TOY_SCENARIO.replace('{ process: poisson, rate: 20/s }', '{ process: timestamps, file: thirty.txt }').replace(
      'requests: 200',
      'requests: 25',
    );
    assert.deepEqual(await problems(text), []);
    assert.match(
      (await problems(text.replace('sweep: {', 'sweep: { workload.requests: [25, 40], ')))[0] ?? '',
      /thirty.txt {2}holds 30 times; give at least 40/,
    );
  });
  it('tells all problems at once', async () => {
    const found = await problems(
      TOY_SCENARIO.replace('model: toy', 'model: none')
        .replace('rtt: 10 ms', 'rtt: 10')
        .replace('warmup: 20', 'warmup: 300')
        .replace('name: toy', 'nmae: toy'),
    );
    assert.equal(found.length, 5, found.join('\n'));
  });
  it('takes a key away where --set says null', async () => {
    const { scenario } = await load(TOY_SCENARIO, ['sweep=null', 'policies=[{name: deex, p_d: 0.5}]']);
    assert.equal(scenario.sweep, undefined);
    assert.deepEqual(await problems(TOY_SCENARIO, ['links.edge-cloud.rtt=null']), [
      '--set links.edge-cloud.rtt  links.edge-cloud.rtt: missing; write duration as "70 ms"',
    ]);
  });
  it('places a --set value at --set', async () => {
    assert.deepEqual(await problems(TOY_SCENARIO, ['workload.requests=many']), [
      '--set workload.requests  workload.requests: "many" is not a number; write an integer from 1 to 1e8',
    ]);
    assert.match((await problems(TOY_SCENARIO, ['nonsense']))[0] ?? '', /^--set nonsense {2}has no KEY=VALUE/);
    assert.match(
      (await problems(TOY_SCENARIO, ['tiers.edge.speed=3']))[0] ?? '',
      /^--set tiers.edge.speed {2}tiers.edge.speed: is not a known key/,
    );
  });
  it('refuses a --set beyond a list', async () => {
    for (const key of ['policies.999999999.name', 'policies.first.name']) {
      assert.match((await problems(TOY_SCENARIO, [`${key}=deex`]))[0] ?? '', /is no item of a list of 2; write a number from 0 to 2$/);
    }
  });
  it('tells of damaged recordings at the key that names them, beside all other problems', async () => {
    await write('no parquet', 'broken.parquet');
    const found = await problems(TOY_SCENARIO.replace('trace: test', 'trace: broken.parquet').replace('rtt: 10 ms', 'rtt: 10'), [
      'policies.9.name=x',
    ]);
    assert.equal(found.length, 3, found.join('\n'));
    assert.match(found.join('\n'), /^3:1 {2}trace: \S*broken\.parquet: it does not end as a Parquet file ends; /m);
  });
  it('places a problem in the file it was written in', async () => {
    await write(TOY_SCENARIO.replace('rtt: 10 ms', 'rtt: 10'), 'bad-base.yaml');
    assert.deepEqual(await problems('extends: bad-base.yaml\nname: child\n'), [
      'bad-base.yaml:16:5  links.edge-cloud.rtt: 10 has no unit; write a duration such as "50 ms"',
    ]);
  });
  it('places an item of a replaced list in the file that replaced it', async () => {
    await write(TOY_SCENARIO, 'lists.yaml');
    assert.match(
      (await problems('extends: lists.yaml\nname: child\npolicies: [{ name: deex }, { p_tar: 0.5 }]\n'))[0] ?? '',
      /^3:28 {2}policies\.1/,
    );
  });
  it('that extends itself, is missing, is a folder, is not text or is too large is told in a line', async () => {
    await write('extends: loop.yaml\n', 'loop.yaml');
    await mkdir(join(cwd, 'folder.yaml'), { recursive: true });
    await writeFile(join(cwd, 'bytes.yaml'), Uint8Array.of(0xff, 0xfe, 0x00));
    await writeFile(join(cwd, 'large.yaml'), 'x'.repeat(2 ** 20 + 1));
    for (const [file, expected] of [
      ['loop.yaml', /^loop.yaml:1:1 {2}extends: "loop.yaml" extends itself/],
      ['gone.yaml', /^gone.yaml {2}there is no such file/],
      ['folder.yaml', /^folder.yaml {2}is not a file/],
      ['bytes.yaml', /^bytes.yaml {2}is not UTF-8 text/],
      ['large.yaml', /^large.yaml {2}is 1048577 bytes; a scenario has at most/],
    ] as const) {
      await assert.rejects(loadScenario(file, { cwd }), (error) => error instanceof InvalidInput && expected.test(error.message));
    }
  });
  it('timestamps out of order are told with the line of their file', async () => {
    await write('0\n2\n1\nsoon\n', 'times.txt');
    const found = await problems(TOY_SCENARIO.replace('{ process: poisson, rate: 20/s }', '{ process: timestamps, file: times.txt }'));
    assert.deepEqual(found.slice(0, 2), [
      'times.txt:3:1  1 s is earlier than the line before; write times in ascending order',
      'times.txt:4:1  "soon" is no time; write seconds as a decimal number from 0 up',
    ]);
  });
});

describe('assertions', () => {
  const result = { points: [{ policy: 'deex', params: { p_d: 0.75 }, accuracy: 0.9, latency_ms: { p95: null } }] } as unknown as Result;
  const fault = (text: string) => {
    const assertion = parseAssertion(text);
    assert.ok(assertion !== null);
    return assertionFault(assertion, result);
  };
  it('hold or say what was found', () => {
    assert.equal(fault('deex.accuracy >= 0.85 at p_d 0.75'), null);
    assert.equal(fault('deex.accuracy > 0.9'), 'it is 0.9 at {"p_d":0.75}');
    assert.equal(fault('deex.accuracy >= 0.85 at p_d 0.5'), 'no point of deex at p_d 0.5');
    assert.equal(fault('deex.latency_ms.p95 < 100'), 'latency_ms.p95 is withheld (unstable)');
    assert.equal(parseAssertion('deex is good'), null);
  });
});

describe('the schema', () => {
  it('shipped for editors is the one the gate uses', async () => {
    assert.deepEqual(JSON.parse(await readFile('schema/scenario.schema.json', 'utf8')), JSON.parse(JSON.stringify(scenarioJsonSchema())));
  });
});
