/** Mean capacity, each figure worked by hand. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { meanBps } from '../../src/sim/world/mean-capacity.ts';

it('a constant is its own mean', () => assert.equal(meanBps({ kind: 'constant', bps: 5 }), 5));

it('steps that repeat: (2 x 4 + 1 x 1) / 5', () => {
  const steps = { kind: 'steps', startsNs: Float64Array.of(0, 2, 4), bps: Float64Array.of(4, 0, 1) } as const;
  assert.equal(meanBps({ ...steps, repeatNs: 5 }), 9 / 5);
  // Without repetition the last rate holds for ever.
  assert.equal(meanBps({ ...steps, repeatNs: null }), 1);
});

it('opportunities: 3 of 1,500 bytes every 2 ms are 18 Mbit/s', () =>
  assert.equal(meanBps({ kind: 'opportunities', timesNs: Float64Array.of(0, 1e6, 2e6), bytes: 1500, repeatNs: 2e6 }), 18e6));

it('a chain: rates weighted by share of time', () => {
  const next = [
    [0, 1],
    [1, 0],
  ];
  assert.equal(meanBps({ kind: 'markov', chain: { rates: [8e6, 0], meanNs: [1, 3], next } }), 2e6);
});
