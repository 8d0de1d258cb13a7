/** Policies that users bring: from a file beside the scenario to points of a result, and what is said of files that will not do. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { simulate } from '../../src/simulate.ts';
import { simulateOnThreads } from '../../src/simulate-on-threads.ts';
import { listen } from '../sim/adaptive-world.ts';
import { openWorkspace } from './open-workspace.ts';
import { TOY_SCENARIO } from './toy-workspace.ts';

const { cwd, load, problems } = await openWorkspace();

const DEEX = `export const name = 'my-deex';
export function policy({ params: { p_d, steady } }) {
  if (steady === false) throw new Error('not so steady');
  const approach = () => 'test';
  const decide = ({ exit, confidence }) => (exit > 1 ? 'answer' : confidence >= p_d ? 'continue' : 'offload');
  return { rules: [{ approach, decide }], choice: { kind: 'only' } };
}
`;
await mkdir(join(cwd, 'own'));
const write = (file: string, text: string) => writeFile(join(cwd, file), text);
await write('own/deex.mjs', DEEX);

const having = (policies: string, rest = '') =>
  `${TOY_SCENARIO.slice(0, TOY_SCENARIO.indexOf('policies:'))}policies: [ ${policies} ]\n${rest}`;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('a policy of the user', () => {
  it('gives what the built-in one gives that it spells out, under its own name', async () => {
    const loaded = await load(having('{ name: deex, p_d: 0.5 }, { name: custom, module: own/deex.mjs, params: { p_d: 0.5 } }'));
    const [deex, own] = simulate(loaded).points;
    assert.deepEqual(own, { ...deex, policy: 'my-deex' });
  });
  it('has its params swept by their path, named by them, and may be asserted on by its name', async () => {
    const loaded = await load(
      having(
        '{ name: custom, module: own/deex.mjs, params: { p_d: 0.5, steady: true, note: a } }',
        "sweep: { policies.0.params.p_d: [0.25, 1.01], policies.0.params.note: [b] }\nassert: ['my-deex.offload_share >= 1 at policies.0.params.p_d 1.01']\n",
      ),
    );
    assert.deepEqual(
      simulate(loaded).points.map(({ policy, params, offload_share }) => [policy, params, offload_share === 1]),
      [0.25, 1.01].map((p_d) => [
        'my-deex',
        { p_d, steady: 'yes', note: 'b', 'policies.0.params.p_d': p_d, 'policies.0.params.note': 'b' },
        p_d > 1,
      ]),
    );
  });
  it('is named with the hash of its code in the result, which may be pinned', async () => {
    const entry = '{ name: custom, module: own/deex.mjs, params: { p_d: 0.5 } }';
    const { scenario } = simulate(await load(having(entry)));
    const hash = sha256(DEEX);
    const { policies } = scenario.resolved as { policies: object[] };
    assert.deepEqual(policies, [{ name: 'custom', module: 'own/deex.mjs', sha256: hash, params: { p_d: 0.5 } }]);
    assert.equal((await load(having(entry.replace(' }', ` }, sha256: ${hash}`)))).plan.points.length, 1);
    assert.deepEqual(await problems(having(entry.replace(' }', ` }, sha256: ${'a'.repeat(64)}`))), [
      `20:73  policies.0.sha256: own/deex.mjs has the hash ${hash}; the code is not the one that was meant; bring that back, or remove sha256`,
    ]);
  });
  it('is looked for beside the file that names it, and loaded anew when it has changed', async () => {
    await write('own/base.yaml', having('{ name: custom, module: changing.mjs, params: { p_d: 0 } }'));
    const share = async (p_d: number) => {
      await write('own/changing.mjs', DEEX.replace('confidence >= p_d', `confidence >= ${p_d}`));
      return simulate(await load('extends: own/base.yaml\nname: other\n')).points[0]?.offload_share;
    };
    assert.deepEqual([await share(0), await share(2)], [0, 1]);
  });
  it('may be CommonJS', async () => {
    await write(
      'own/common.cjs',
      DEEX.replace('export const name =', 'exports.name =').replace('export function policy', 'exports.policy = function'),
    );
    const { plan } = await load(having('{ name: custom, module: own/common.cjs }'));
    assert.equal(plan.points.length, 1);
  });
  it('may be TypeScript where Node runs that', async () => {
    await write(
      'own/typed.ts',
      DEEX.replace('{ params: { p_d, steady } }', '{ params: { p_d, steady } }: { params: Record<string, unknown> }'),
    );
    const found = await problems(having('{ name: custom, module: own/typed.ts, params: { p_d: 0.5 } }'));
    if ((process.features as { typescript?: unknown }).typescript) assert.deepEqual(found, []);
    else {
      const { node } = process.versions;
      assert.deepEqual(found, [
        `20:29  policies.0.module: own/typed.ts: it is TypeScript, which Node ${node} does not run; compile it first (npx esbuild typed.ts --format=esm --outfile=typed.mjs), or use Node 22.18 or later`,
      ]);
    }
  });
  it('may make a table of its rules from another recording', async () => {
    await write(
      'own/table.mjs',
      `export const name = 'table';
const at = (last) => ({ approach: (exit) => (exit < last ? 'pass' : 'test'), decide: () => 'answer' });
export function policy({ exits, tabulate }) {
  const rules = [1, 2].map(at);
  const [first, second] = tabulate(rules);
  if (!(first.edgeNs < second.edgeNs)) throw new Error('odd times ' + first.edgeNs);
  return { rules: [rules[first.accuracy > second.accuracy ? 0 : 1]], choice: { kind: 'only' } };
}
`,
    );
    assert.deepEqual(await problems(having('{ name: custom, module: own/table.mjs }')), [
      '20:13  policies.0: table: policy threw Error: tabulate needs a recording of other samples: write profile: validation beside module in the scenario (line 5); mend the module; DEBUG=1 prints where it was thrown',
    ]);
    assert.deepEqual(await problems(having('{ name: custom, module: own/table.mjs, profile: test }')), [
      '20:13  policies.0: custom would make its table from the trace that it is tried on; write profile: with the name of another trace',
    ]);
  });
});

const WRONG: readonly [string, string, string, string][] = [
  [
    'no name',
    'export function policy() {}',
    'module: own/wrong.mjs',
    "own/wrong.mjs: it exports no name; write export const name = 'my-policy', a letter and then letters, digits and hyphens",
  ],
  [
    'a name that is none',
    "export const name = 'a.b';",
    'module: own/wrong.mjs',
    'own/wrong.mjs: it exports the name "a.b"; write export const name = \'my-policy\', a letter and then letters, digits and hyphens',
  ],
  [
    'the name of another',
    "export const name = 'deex'; export function policy() {}",
    'module: own/wrong.mjs',
    'own/wrong.mjs: it exports the name "deex", which is that of a policy here; give it another name',
  ],
  [
    'no policy',
    "export const name = 'p';",
    'module: own/wrong.mjs',
    'own/wrong.mjs: it exports no policy; write export function policy(setUp) { return { rules, choice }; }',
  ],
  [
    'a policy that is no function',
    "export const name = 'p'; export const policy = 5;",
    'module: own/wrong.mjs',
    'own/wrong.mjs: it exports a policy that is no function (number); write export function policy(setUp) { return { rules, choice }; }',
  ],
  [
    'a slip of the pen',
    'export const name = ;',
    'module: own/wrong.mjs',
    "own/wrong.mjs: it cannot be loaded (SyntaxError: Unexpected token ';'); mend it; node own/wrong.mjs tells where",
  ],
  [
    'a throw at once',
    "throw new Error('not today');",
    'module: own/wrong.mjs',
    'own/wrong.mjs: it cannot be loaded (Error: not today); mend it; node own/wrong.mjs tells where',
  ],
  ['no such file', '', 'module: own/none.mjs', 'own/none.mjs: there is no such file; give a module, relative to the scenario'],
  [
    'no module',
    '',
    'module: own/wrong.json',
    'own/wrong.json: ".json" is the ending of no module; write one that ends in .mjs, .js, .cjs, .ts, .mts, .cts',
  ],
];

describe('a module that will not do', () => {
  for (const [name, text, keys, expected] of WRONG) {
    it(name, async () => {
      // Another text each time: a module that failed to load is remembered by its hash.
      await write('own/wrong.mjs', `${text}\n// ${name}\n`);
      assert.deepEqual(await problems(having(`{ name: custom, ${keys} }`)), [`20:29  policies.0.module: ${expected}`]);
    });
  }
  it('that throws in a setting of the sweep is told at its policy', async () => {
    const text = having('{ name: deex, p_d: 0.5 }, { name: custom, module: own/deex.mjs, params: { p_d: 0.5, steady: false } }');
    assert.deepEqual(await problems(text), [
      '20:39  policies.1: my-deex: policy threw Error: not so steady (line 3); mend the module; DEBUG=1 prints where it was thrown',
    ]);
  });
  it('that goes by what the scenario cannot give', async () => {
    await write('own/logits.mjs', DEEX.replace('approach, decide', "approach, decide, measure: { kind: 'margin' }"));
    assert.deepEqual(await problems(having('{ name: custom, module: own/logits.mjs, params: { p_d: 0.5 } }')), [
      '20:13  policies.0: a rule of my-deex measures the logits, and the trace holds confidences only; use a trace made with sim record',
    ]);
    const choice = "{ kind: 'adaptive', reconsiders: true, start: () => ({ choose: () => 0, reconsider: () => 0 }) }";
    await write('own/anew.mjs', DEEX.replace("{ kind: 'only' }", choice));
    const anew = having('{ name: custom, module: own/anew.mjs, params: { p_d: 0.5 } }');
    assert.deepEqual(await problems(anew), []);
    assert.deepEqual(await problems(anew.replace('slowdown: 2', 'slowdown: 2, discipline: ps')), [
      '20:13  policies.0: my-deex reconsiders in the midst of a stay at the first tier, which is shared or interrupted; let the first tier take one request at a time, without ps, batches or outages',
    ]);
  });
  it('whose name another has', async () => {
    await write('own/twin.mjs', `${DEEX}\n`);
    assert.deepEqual(
      await problems(
        having('{ name: custom, module: own/deex.mjs, params: { p_d: 1 } }, { name: custom, module: own/twin.mjs, params: { p_d: 2 } }'),
      ),
      [
        '20:89  policies.1.module: own/twin.mjs: it exports the name "my-deex", and so does another module of this scenario; give one another name',
      ],
    );
  });
  it('is not loaded where the scenario has other faults, and its name is looked for in assertions where it is', async () => {
    const entry = having('{ name: custom, module: own/deex.mjs, params: { p_d: 1 } }', "assert: ['other.accuracy >= 0']\n");
    assert.deepEqual(await problems(entry), ['21:10  assert.0: "other" is no policy of this scenario; write one of my-deex']);
    assert.deepEqual(await problems(entry.replace('seed: 3', 'seed: x')), [
      '4:1  seed: "x" is not a number; write an integer from 0 to 2^53 - 1',
    ]);
  });
});

describe('examples/hysteresis.mjs', () => {
  it('chooses what another reckoning does, request by request, and the same on two threads', async () => {
    const loaded = await loadScenario('scenarios/own-policy.yaml', {
      sets: ['workload.requests=1200', 'workload.warmup=0', 'replications=2'],
    });
    for (const point of loaded.plan.points.filter(({ policy }) => policy.name === 'custom')) {
      const high = point.params['high'] as number;
      const { asked, exit } = listen(point);
      let isBusy = false;
      let r = 0;
      const seen = new Set<number>();
      for (const one of asked) {
        if (one.kind !== 'choose') continue;
        const { backlog } = one.situation;
        if (isBusy ? backlog <= 1 : backlog >= high) isBusy = !isBusy;
        assert.equal(one.rule, isBusy ? 1 : 0, `request ${r}`);
        seen.add(one.rule);
        assert.ok([2, 3].includes(exit[r++] as number));
      }
      assert.deepEqual([r, seen.size], [1200, 2]);
    }
    const alone = simulate(loaded);
    assert.equal((await simulateOnThreads(loaded, { jobs: 2 })).digest, alone.digest);
    assert.deepEqual(new Set(alone.points.map(({ policy }) => policy)), new Set(['deex', 'hysteresis']));
  });
});
