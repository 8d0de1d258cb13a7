/** Policies of the user's own: what they are shown, that they run as built-in ones do, and what is said of what they do wrong. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { preparePoint } from '../../src/sim/plan/prepare-point.ts';
import type { OwnPolicy, SetUp } from '../../src/sim/policies/own-policy.ts';
import type { Chooser, Rule } from '../../src/sim/policies/policy.ts';
import { PolicyFailure } from '../../src/sim/policies/policy-failure.ts';
import { adaptivePoint, listen } from './adaptive-world.ts';
import { drawsOf, recordsOf } from './build-point.ts';
import { bring, byTurns, ownDeex } from './own-policies.ts';

const stay: Rule = { approach: (exit, exits) => (exit === exits - 1 ? 'test' : 'pass'), decide: () => 'answer' };

/** What running the small world under a policy says of it; null where nothing is wrong. */
function failure(policy: (setUp: SetUp) => unknown): string | null {
  try {
    const prepared = preparePoint(adaptivePoint(bring(policy)));
    const { labels } = prepared.recorded;
    recordsOf(prepared, drawsOf({ ...prepared, itinerary: { ...prepared.itinerary, samples: labels.length } }));
    return null;
  } catch (error) {
    assert.ok(error instanceof PolicyFailure, String(error));
    return error.message;
  }
}
const only = (rule: unknown) => () => ({ rules: [rule], choice: { kind: 'only' } });
const chosen =
  (chooser: unknown, rest: object = {}) =>
  () => ({
    rules: [stay, stay],
    choice: { kind: 'adaptive', start: () => chooser, ...rest },
  });

describe('a policy of the user', () => {
  it('goes the ways of the built-in one that it spells out', () => {
    const own = preparePoint(
      adaptivePoint(bring(({ params }) => ({ rules: [ownDeex(params['p_d'] as number)], choice: { kind: 'only' } }), { p_d: 0.6 })),
    );
    const deex = preparePoint(adaptivePoint({ name: 'deex', decisionThreshold: 0.6, targetThreshold: 0.8 }));
    assert.deepEqual(own.itinerary, deex.itinerary);
    assert.equal(failure(byTurns), null);
    assert.equal(failure(only(stay)), null);
    assert.equal(
      failure(() => ({ rules: [stay, stay], choice: { kind: 'drawn', shares: [0.25, 0.75] } })),
      null,
    );
  });

  it('is told of the world at set-up, and cannot write to what it is told', () => {
    const seen: SetUp[] = [];
    const point = adaptivePoint(
      bring(
        (setUp) => {
          seen.push(setUp);
          return { rules: [stay], choice: { kind: 'only' } };
        },
        { high: 3, mode: 'calm', loud: true },
      ),
    );
    preparePoint(point);
    const { tabulate, ...told } = seen[0] as SetUp;
    assert.deepEqual(told, {
      params: { high: 3, mode: 'calm', loud: true },
      ...{ exits: 3, classes: 5, devices: 2, uplinkBps: 4.5e6 },
      tiers: [
        { name: 'edge', exits: [1, 2], servers: 1 },
        { name: 'cloud', exits: [3], servers: 1 },
      ],
      payload: { kind: 'features', pictureBytes: 3000, featureBytes: [6000, 2000], overheadBytes: 40 },
    });
    for (const part of [told.params, told.tiers, told.tiers[0]?.exits, told.payload.featureBytes]) assert.ok(Object.isFrozen(part));
    const [facts] = tabulate([stay]);
    assert.deepEqual({ ...facts, accuracy: 0 }, { edgeNs: 32.8e6, upBytes: 0, wayNs: 0, upperNs: 0, sentShare: 0, accuracy: 0 });
    assert.ok(Object.isFrozen(facts));
  });

  it('is shown frozen copies, without labels', () => {
    const seen: object[] = [];
    const chooser: Chooser = {
      choose: (situation) => seen.push(situation) * 0,
      reconsider: (situation, observation) => seen.push(situation, observation) * 0,
      learn: (outcome) => void seen.push(outcome),
    };
    const rule: Rule = {
      approach: () => 'test',
      decide(observation) {
        seen.push(observation);
        return observation.exit === 2 ? 'answer' : 'continue';
      },
    };
    assert.equal(
      failure(() => ({ rules: [rule], choice: { kind: 'adaptive', reconsiders: true, start: () => chooser } })),
      null,
    );
    const shapes = new Set(seen.map((one) => Object.keys(one).sort().join(' ')));
    assert.deepEqual([...shapes].sort(), [
      'backlog backlogBytes device leftNs minAccuracy nowNs',
      'confidence device exit isSent latencyNs nowNs ownConfidence rule sendNs sentBytes upperNs',
      'confidence exit exits measured',
    ]);
    assert.equal(new Set(seen).size, seen.length, 'each is an object of its own');
    assert.ok(seen.every((one) => Object.isFrozen(one)));
  });

  it('is asked for each request as the run goes', () => {
    const { asked, exit } = listen(adaptivePoint(bring(byTurns)));
    const turns = [0, 0];
    let r = 0;
    for (const one of asked) {
      if (one.kind !== 'choose') continue;
      const { device } = one.situation;
      assert.equal(one.rule, (turns[device] as number) % 2);
      turns[device] = (turns[device] as number) + 1;
      assert.equal(exit[r++], one.rule === 0 ? 2 : 3);
    }
    assert.equal(r, 400);
  });
});

const thrower = (method: string) => {
  const fail = () => {
    throw new RangeError(`no such ${method}\nand more`);
  };
  return fail;
};

const WRONG: readonly [string, (setUp: SetUp) => unknown, string][] = [
  ['nothing returned', () => undefined, 'policy returned nothing; return { rules, choice }'],
  ['a promise', async () => ({ rules: [stay] }), 'policy returned a promise; return { rules, choice }'],
  ['no rule', () => ({ rules: [], choice: { kind: 'only' } }), 'policy returned an empty list as rules; return a list of one rule or more'],
  [
    'half a rule',
    only({ approach: () => 'test' }),
    'policy returned rules[0] without decide; a rule has the functions approach and decide',
  ],
  [
    'the truth',
    () => ({ rules: [stay], choice: { kind: 'known', ruleOfSample: new Uint8Array(50) } }),
    'policy returned a choice of kind "known"; a policy of your own may not know the truth; give only, drawn or adaptive',
  ],
  [
    'another kind',
    () => ({ rules: [stay], choice: { kind: 'best' } }),
    'policy returned a choice of kind "best"; its kind is only, drawn or adaptive',
  ],
  [
    'shares that do not sum',
    () => ({ rules: [stay, stay], choice: { kind: 'drawn', shares: [0.5, 0.4] } }),
    'policy returned shares that do not fit; give 2, one for each rule, from 0 to 1 and summing to 1',
  ],
  [
    'no start',
    () => ({ rules: [stay], choice: { kind: 'adaptive' } }),
    'policy returned an adaptive choice without start; start is a function that returns { choose }',
  ],
  ['a chooser that does not choose', chosen({}), 'start returned no choose; return { choose }'],
  ['no reconsider', chosen({ choose: () => 0 }, { reconsiders: true }), 'start returned no reconsider; return { reconsider }'],
  ['a rule that is none', chosen({ choose: () => 2 }), 'choose gave 2; give the index of a rule, a whole number from 0 to 1'],
  ['half a rule number', chosen({ choose: () => 0.5 }), 'choose gave 0.5; give the index of a rule, a whole number from 0 to 1'],
  ['an async choice', chosen({ choose: async () => 1 }), 'choose gave a promise; give the index of a rule, a whole number from 0 to 1'],
  [
    'another approach',
    only({ ...stay, approach: () => 'run' }),
    'approach gave "run" at exit 1; give test, pass, offload, picture, skip or drop',
  ],
  [
    'the picture too late',
    only({ ...stay, approach: (exit: number) => (exit === 1 ? 'pass' : 'picture') }),
    'approach gave "picture" at exit 2; picture is said at exit 1',
  ],
  [
    'a fixed policy that drops',
    only({ ...stay, approach: () => 'drop' }),
    'approach gave "drop" at exit 1; drop is for a policy whose choice is adaptive',
  ],
  ['another decision', only({ ...stay, decide: () => true }), 'decide gave true at exit 2; give answer, continue or offload'],
  [
    'another measure',
    only({ ...stay, measure: { kind: 'loss' } }),
    'policy returned rules[0].measure "loss"; its kind is entropy, normalised-entropy, margin, calibrated',
  ],
  [
    'too few temperatures',
    only({ ...stay, measure: { kind: 'calibrated', temperatures: [1] } }),
    'policy returned rules[0].measure without a temperature for each exit; give temperatures, 2 numbers above 0',
  ],
  ['a bound that is none', only({ ...stay, bestOfAllBelow: 'x' }), 'policy returned rules[0].bestOfAllBelow "x"; a number from 0 up'],
  [
    'rules that part before the first test',
    () => ({
      rules: [stay, ownDeex(0.5)],
      choice: { kind: 'adaptive', reconsiders: true, start: () => ({ choose: () => 0, reconsider: () => 1 }) },
    }),
    'policy reconsiders, and its rules begin "pass test" and "test"; let all rules approach the exits alike up to the first that they test',
  ],
  [
    'writing to a situation',
    chosen({ choose: (seen: { nowNs: number }) => (seen.nowNs = 0) }),
    "choose threw TypeError: Cannot assign to read only property 'nowNs' of object '#<Object>'",
  ],
  ['a function', () => stay.decide, 'policy returned a function; return { rules, choice }'],
  ['a throw in policy', thrower('policy'), 'policy threw RangeError: no such policy'],
  ['a throw in approach', only({ ...stay, approach: thrower('approach') }), 'approach threw RangeError: no such approach'],
  ['a throw in decide', only({ ...stay, decide: thrower('decide') }), 'decide threw RangeError: no such decide'],
  [
    'a throw in start',
    () => ({ rules: [stay], choice: { kind: 'adaptive', start: thrower('start') } }),
    'start threw RangeError: no such start',
  ],
  ['a throw in choose', chosen({ choose: thrower('choose') }), 'choose threw RangeError: no such choose'],
  ['a throw in learn', chosen({ choose: () => 0, learn: thrower('learn') }), 'learn threw RangeError: no such learn'],
  [
    'a throw in reconsider',
    () => ({
      rules: [stay],
      choice: { kind: 'adaptive', reconsiders: true, start: () => ({ choose: () => 0, reconsider: thrower('reconsider') }) },
    }),
    'reconsider threw RangeError: no such reconsider',
  ],
  [
    'something thrown that is no error',
    () => {
      throw 'away';
    },
    'policy threw "away"',
  ],
];

describe('what a policy of the user may not', () => {
  for (const [name, policy, expected] of WRONG) it(name, () => assert.equal(failure(policy), `own: ${expected}`));

  it('tabulate without a recording of other samples', () => {
    const { profile: _, ...point } = adaptivePoint(bring(({ tabulate }) => tabulate([stay])));
    assert.throws(
      () => preparePoint(point),
      /own: policy threw Error: tabulate needs a recording of other samples: write profile: validation/,
    );
  });
  it('tabulate what are no rules', () => {
    const wrong = bring(({ tabulate }) => ({ rules: tabulate(['x' as unknown as Rule]) }) as unknown as OwnPolicy);
    assert.throws(() => preparePoint(adaptivePoint(wrong)), /own: policy returned "x" as rules\[0\]/);
  });
  it('run without its module', () => {
    assert.throws(
      () => preparePoint(adaptivePoint({ ...bring(byTurns), sha256: 'other' })),
      /makeOwn needs the module of own, enrolled before/,
    );
  });
});
