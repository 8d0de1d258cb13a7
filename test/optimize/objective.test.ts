import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ObjectiveWords, parseObjective } from '../../src/optimize/search/objective.ts';

const parse = (words: Partial<ObjectiveWords>) => parseObjective({ slo: [], ...words });

describe('an objective', () => {
  it('is read from lists, repeated flags and units', () => {
    assert.deepEqual(parse({ slo: ['p95<=80ms, p50 <= 0.02 s', 'lost<=0.01'], minAccuracy: '0.88', maxEnergy: '50 mJ' }), {
      constraints: [
        { figure: 'p95', bound: 'most', limit: 80 },
        { figure: 'p50', bound: 'most', limit: 20 },
        { figure: 'lost', bound: 'most', limit: 0.01 },
        { figure: 'accuracy', bound: 'least', limit: 0.88 },
        { figure: 'energy', bound: 'most', limit: 0.05 },
      ],
      prefer: 'latency',
      goal: 'p95',
      latency: 'p95',
    });
  });
  it('makes best the first latency named, p95 where none is, or what is preferred', () => {
    const goals = [
      { slo: ['missed<=0.1,mean<=1 s,p99<=2 s'] },
      { minAccuracy: '0' },
      { slo: ['p50<=1s'], prefer: 'accuracy' as const },
      { minAccuracy: '1', prefer: 'energy' as const },
    ].map(parse);
    assert.deepEqual(
      goals.map((goal) => (typeof goal === 'string' ? goal : [goal.goal, goal.latency])),
      [
        ['mean', 'mean'],
        ['p95', 'p95'],
        ['accuracy', 'p50'],
        ['energy', 'p95'],
      ],
    );
  });
  for (const [words, message] of [
    [{}, /^nothing to keep to; write --slo/],
    [{ slo: ['p95<80ms'] }, /^--slo "p95<80ms": write mean, p50/],
    [{ slo: ['p95<=80'] }, /^--slo p95<=80: "80" has no unit; write a duration/],
    [{ slo: ['p95<=0 ms'] }, /is zero/],
    [{ slo: ['p42<=80ms'] }, /"p42" is not known here/],
    [{ slo: [''] }, /^--slo "": write/],
    [{ slo: ['p95<=80ms,p95<=90ms'] }, /p95 has two limits/],
    [{ slo: ['lost<=2'] }, /needs a share/],
    [{ minAccuracy: '88%' }, /^--min-accuracy 88%: needs a share/],
    [{ minAccuracy: '88' }, /needs a share/],
    [{ maxEnergy: '2' }, /^--max-energy 2: needs an energy/],
    [{ maxEnergy: '2 W' }, /needs an energy/],
  ] as const) {
    it(`refuses ${JSON.stringify(words)}`, () => {
      const outcome = parse(words);
      assert.ok(typeof outcome === 'string');
      assert.match(outcome, message);
    });
  }
});
