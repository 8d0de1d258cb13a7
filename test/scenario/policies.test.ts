/** Policies as a user writes them: what they become, how a sweep drives them, and what is refused. */

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { loadModel } from '../../src/models/load-model.ts';
import { writeTrace } from '../../src/models/trace-file.ts';
import { openWorkspace } from './open-workspace.ts';
import { TOY_SCENARIO } from './toy-workspace.ts';

const { cwd, load, problems } = await openWorkspace();

/** Beside the toy's own trace, which holds confidences only, one with logits: two even classes at every exit. */
const model = await loadModel('toy', { cwd, packageRoot: cwd });
const zeros = (length: number) => new Int32Array(length);
const logits = [0, 1, 2].map(() => new Float32Array(80));
await writeTrace(join(cwd, 'models', 'toy', 'traces', 'logged.parquet'), {
  samples: 40,
  exits: 3,
  classes: 2,
  sampleIds: Int32Array.from({ length: 40 }, (_, i) => i),
  labels: zeros(40),
  logits,
  confidence: logits.map(() => new Float64Array(40).fill(0.5)),
  prediction: logits.map(() => zeros(40)),
  metadata: {},
});
for (const name of ['slow', 'fast']) {
  const traces = join(cwd, 'models', 'toy', 'traces');
  await writeFile(join(traces, `logged.${name}.parquet`), await readFile(join(traces, `test.${name}.parquet`)));
}
const LOGGED = TOY_SCENARIO.replace('trace: test', 'trace: logged');

/** Names and params of the points; `sweep` in place of the toy's. */
async function points(policies: string, sweep = 'null') {
  const { plan } = await load(LOGGED, [`policies=${policies}`, `sweep=${sweep}`]);
  return plan.points.map(({ policy, params }) => ({ policy, params }));
}

describe('policies of a scenario', () => {
  it('entropy takes one T or one for each exit, which a sweep may move by its path', async () => {
    const found = await points(
      '[{ name: entropy, T: [0.1, 0.5] }, { name: entropy, T: 0.2, normalised: true }]',
      '{ policies.1.T: [0.3, 0.4] }',
    );
    assert.deepEqual(
      found.map(({ params }) => params),
      [{ T: '0.1, 0.5' }, { T: 0.3, normalised: 'yes', 'policies.1.T': 0.3 }, { T: 0.4, normalised: 'yes', 'policies.1.T': 0.4 }],
      'what is swept of one policy leaves the other one point',
    );
    assert.deepEqual(found[0]?.policy, { name: 'entropy', thresholds: [0.1, 0.5], isNormalised: false });
  });
  it('a p_d sweep drives margin and calibrated as it drives ordinary, unless they state their own', async () => {
    const found = await points(
      '[{ name: margin }, { name: margin, threshold: 0.4 }, { name: calibrated, temperature: 2 }, ' +
        '{ name: calibrated, temperature: 2, p_tar: 0.6 }, { name: calibrated, temperature: [2, 3], rule: deex }]',
      '{ p_d: [0.5, 0.7] }',
    );
    assert.deepEqual(
      found.map(({ params }) => params),
      [
        { p_d: 0.5 },
        { p_d: 0.7 },
        { threshold: 0.4 },
        { p_d: 0.5, rule: 'ordinary', temperature: 2 },
        { p_d: 0.7, rule: 'ordinary', temperature: 2 },
        { p_tar: 0.6, rule: 'ordinary', temperature: 2 },
        { p_d: 0.5, rule: 'deex', temperature: '2, 3' },
        { p_d: 0.7, rule: 'deex', temperature: '2, 3' },
      ],
    );
    assert.deepEqual(found[1]?.policy, { name: 'margin', threshold: 0.7 });
    assert.deepEqual(found[4]?.policy, { name: 'calibrated', rule: { kind: 'ordinary', targetThreshold: 0.7 }, temperatures: [2, 2] });
  });
  it('variants of deex and ordinary are told apart', async () => {
    const found = await points('[{ name: deex, p_d: 0.5, fallback: true }, { name: ordinary, best_of_all: true }]');
    assert.deepEqual(found, [
      {
        policy: { name: 'deex', decisionThreshold: 0.5, targetThreshold: 0.8, hasFallback: true },
        params: { p_d: 0.5, p_tar: 0.8, fallback: 'yes' },
      },
      { policy: { name: 'ordinary', targetThreshold: 0.8, isBestOfAll: true }, params: { p_tar: 0.8, best_of_all: 'yes' } },
    ]);
  });
  it('best-fixed tells the threshold it found: here keeping all is as right and quicker', async () => {
    const found = await points('[{ name: best-fixed }, { name: best-fixed, rule: ordinary, max_latency: 1 ms }]');
    assert.deepEqual(
      found.map(({ params }) => params),
      [
        { rule: 'deex', threshold: 0.5 },
        { rule: 'ordinary', max_latency: '1 ms', threshold: 0.5 },
      ],
    );
  });
  it('a calibration gives the temperatures of the exits that are tested', async () => {
    const source = { trace: 'validation', sha256: '0'.repeat(64), samples: 10 };
    const calibration = {
      ...{ schema: 'sim.calibration/1', model: { name: 'toy', sha256: model.sha256 }, fitted_on: source, global: 1.5 },
      ...{ exits: [1.23456, 2, 1.5], reported_on: source, bins: 15, report: [] as unknown[] },
    };
    const figures = { confidence: 0.5, ece: 0, nll: 0.7 };
    calibration.report = [1, 2, 3].map((exit) => ({ exit, accuracy: 1, before: figures, global: figures, own: figures }));
    await writeFile(join(cwd, 'c.json'), JSON.stringify(calibration));
    const [point] = await points('[{ name: calibrated, temperature: { from: c.json } }]');
    assert.deepEqual(point?.params, { p_tar: 0.8, rule: 'ordinary', temperature: '1.235, 2' });
    assert.deepEqual(point?.policy, { name: 'calibrated', rule: { kind: 'ordinary', targetThreshold: 0.8 }, temperatures: [1.23456, 2] });
  });
});

const WRONG: readonly [string, string, readonly RegExp[]][] = [
  [
    'no logits',
    '[{ name: entropy, T: 0.5 }, { name: oracle }]',
    [/policies\.0: entropy needs logits, and trace "test" holds confidences only; use deex or ordinary/],
  ],
  [
    'too few thresholds',
    '[{ name: entropy, T: [0.5] }]',
    [/policies\.0\.T: 1 for 3 exits; write 2, one for each exit 1\.\.2/, /needs logits/],
  ],
  ['no threshold', '[{ name: margin }]', [/policies\.0: margin has no threshold; write threshold: 0\.5 here, or sweep/, /needs logits/]],
  ['a temperature of 0', '[{ name: calibrated, temperature: 0 }]', [/policies\.0\.temperature: 0 is (out of range|not understood)/]],
  [
    'no such calibration',
    '[{ name: calibrated, temperature: { from: none.json } }]',
    [/policies\.0\.temperature\.from: none\.json: there is no such file; make a calibration/, /needs logits/],
  ],
  [
    'p_d without deex',
    '[{ name: calibrated, temperature: 1, p_d: 0.5 }]',
    [/policies\.0\.p_d: the rule of ordinary has none/, /needs logits/],
  ],
  [
    'calibrated deex without p_d',
    '[{ name: calibrated, temperature: 1, rule: deex }]',
    [/policies\.0: calibrated under the rule of deex has no p_d/, /needs logits/],
  ],
  [
    'two goals',
    '[{ name: best-fixed, min_accuracy: 0.5, max_latency: 1 ms }]',
    [/policies\.0: both min_accuracy and max_latency; write one of them/],
  ],
  [
    'a target that is sought',
    '[{ name: best-fixed, rule: ordinary, p_tar: 0.5 }]',
    [/policies\.0\.p_tar: is what best-fixed chooses; remove it/],
  ],
  [
    'a flag in words',
    '[{ name: ordinary, best_of_all: often }]',
    [/policies\.0\.best_of_all: "often" is not true or false; write true or false/],
  ],
];

describe('policies that are refused', () => {
  for (const [name, policies, expected] of WRONG) {
    it(name, async () => {
      const found = await problems(TOY_SCENARIO, [`policies=${policies}`, 'sweep=null']);
      assert.equal(found.length, expected.length, found.join('\n'));
      for (const [i, rule] of expected.entries()) assert.match(found[i] as string, rule);
    });
  }
});

describe('ddnn of a scenario', () => {
  const three = (text: string) =>
    text
      .replace(
        'edge:  { exits: [1, 2], timing: slow, slowdown: 2 }',
        'edge:  { exits: [1], timing: slow }\n  fog: { exits: [2], timing: fast }',
      )
      .replace('edge-cloud:', 'edge-fog: { rtt: 1 ms, up: { bandwidth: 8 Mbit/s } }\n  fog-cloud:');

  it('names its thresholds, and tells the world who sees a request and what scores weigh', async () => {
    const policies =
      '[{ name: ddnn, T: 0.3 }, { name: ddnn, T: 0.3, devices: 3, timeout: 5 ms, local: { bandwidth: 1 Mbit/s, rtt: 3 ms } }]';
    const { plan } = await load(LOGGED, [`policies=${policies}`, 'sweep=null']);
    assert.deepEqual(
      plan.points.map(({ policy, params, world }) => ({ policy, params, fork: world.fork })),
      [
        {
          policy: { name: 'ddnn', thresholds: 0.3, exits: [2] },
          params: { T: 0.3, devices: 6 },
          fork: { views: 6, timeoutNs: null, scoreBytes: 48, local: null },
        },
        {
          policy: { name: 'ddnn', thresholds: 0.3, exits: [2] },
          params: { T: 0.3, devices: 3, timeout: '5 ms', local: '1 Mbit/s, rtt 3 ms' },
          fork: { views: 3, timeoutNs: 5e6, scoreBytes: 48, local: { bps: 1e6, propagationNs: 1.5e6 } },
        },
      ],
    );
  });
  it('tests the last exit of each tier below the highest', async () => {
    const { plan } = await load(three(LOGGED), ['policies=[{ name: ddnn, T: [0.3, 0.2] }]', 'sweep=null']);
    assert.deepEqual(plan.points[0]?.policy, { name: 'ddnn', thresholds: [0.3, 0.2], exits: [1, 2] });
  });
  it('is swept by the keys of its own', async () => {
    const { plan } = await load(LOGGED, [
      'policies=[{ name: ddnn, T: 0.3, timeout: 1 ms }]',
      'sweep={ policies.0.devices: [1, 2], policies.0.timeout: [1 ms, 2 ms] }',
    ]);
    assert.deepEqual(
      plan.points.map(({ world }) => [world.fork?.views, world.fork?.timeoutNs]),
      [
        [1, 1e6],
        [1, 2e6],
        [2, 1e6],
        [2, 2e6],
      ],
    );
  });
  const REFUSED: readonly (readonly [string, string, readonly string[], RegExp])[] = [
    [
      'one tier',
      LOGGED,
      ['tiers={ edge: { exits: [1, 2, 3], timing: slow } }', 'links={}'],
      /policies\.0: ddnn sends feature maps up, and there is one tier; write a second tier/,
    ],
    [
      'no exit at the devices',
      LOGGED,
      ['tiers.edge.exits=[]', 'tiers.cloud.exits=[1, 2, 3]'],
      /ddnn puts scores together, and edge holds no exit; give it one, or use another policy/,
    ],
    [
      'a T too many',
      LOGGED,
      ['policies=[{ name: ddnn, T: [0.1, 0.2] }]'],
      /policies\.0\.T: 2 for 1 tiers below the highest that hold an exit; write 1/,
    ],
    [
      'processor sharing',
      LOGGED,
      ['tiers.cloud.discipline=ps'],
      /ddnn is served in the order of coming, and cloud is not; write discipline: fifo in tiers\.cloud/,
    ],
    [
      'batches',
      LOGGED,
      ['tiers.cloud.batch={ max: 4 }'],
      /ddnn is computed one at a time, and cloud takes batches; remove tiers\.cloud\.batch/,
    ],
    [
      'a bounded queue',
      LOGGED,
      ['tiers.cloud.buffer=4'],
      /ddnn is never turned away, and the queue of cloud is bounded; remove tiers\.cloud\.buffer/,
    ],
    ['a bounded lane', LOGGED, ['links.edge-cloud.up.buffer=4'], /ddnn is never turned away, and links\.edge-cloud\.up is bounded/],
    [
      'a fairly shared lane',
      LOGGED,
      ['links.edge-cloud.up.sharing=fair'],
      /ddnn sends in the order of coming, and links\.edge-cloud\.up is shared fairly/,
    ],
    ['a radio', LOGGED, ['links.edge-cloud.radio=lte'], /ddnn has several radios a request, and links\.edge-cloud\.radio counts one/],
    ['a timeout of offloads', LOGGED, ['offload.timeout=1 s'], /ddnn has a timeout of its own; remove offload\.timeout/],
    [
      'late requests',
      LOGGED,
      ['workload.deadline=1 s', 'workload.late=drop'],
      /ddnn is never turned away, and late requests are; write workload\.late: keep/,
    ],
    ['a trace of confidences', TOY_SCENARIO, [], /ddnn/],
    [
      'concatenation',
      LOGGED,
      ['policies=[{ name: ddnn, T: 0.1, aggregation: concatenation }]'],
      /aggregation: "concatenation" is not known here; write max or average/,
    ],
  ];
  for (const [name, text, sets, expected] of REFUSED) {
    it(`is refused with ${name}`, async () => {
      const found = await problems(text, ['policies=[{ name: ddnn, T: 0.1 }]', 'sweep=null', ...sets]);
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(found[0] as string, expected);
    });
  }
});
