/** The rule behind every verdict. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Claim, differenceOf, toleranceOf, type Unit, verdictOf } from '../../src/reproduce/claim.ts';

const claim = (over: Partial<Claim> = {}): Claim => ({
  quantity: 'time saved',
  unit: '%',
  published: { value: 20, standing: 'paper' },
  ours: 22,
  direction: { says: 'some is saved', holds: true },
  isHeadline: true,
  ...over,
});

const UNITS: readonly Unit[] = ['%', 'points', 'x', 'ms', 'p_d', ''];

describe('verdictOf', () => {
  it('is reproduced within the tolerance and direction only beyond it, on both sides, whatever the unit', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...UNITS),
        fc.double({ min: 0.1, max: 1000, noNaN: true }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        (unit, value, steps) => {
          fc.pre(Math.abs(Math.abs(steps) - 1) > 1e-6);
          const ours = value + steps * toleranceOf(unit, value);
          const found = verdictOf(claim({ unit, published: { value, standing: 'paper' }, ours }));
          assert.equal(found, Math.abs(steps) < 1 ? 'reproduced' : 'direction only');
        },
      ),
    );
  });

  it('counts the edge of the tolerance in, binary fractions or not', () => {
    assert.equal(verdictOf(claim({ unit: 'p_d', published: { value: 0.75, standing: 'paper' }, ours: 0.7 })), 'reproduced');
    assert.equal(verdictOf(claim({ ours: 23 })), 'reproduced');
    assert.equal(verdictOf(claim({ ours: 23.1 })), 'direction only');
  });

  it('never reproduces what ours does not show, however close the figures', () => {
    assert.equal(verdictOf(claim({ ours: 20, direction: { says: 'some is saved', holds: false } })), 'not reproduced');
  });

  it('judges words by what they say, and "at least" from above as well', () => {
    const words = { value: 'less', standing: 'abstract' } as const;
    assert.equal(verdictOf(claim({ published: words })), 'reproduced');
    assert.equal(verdictOf(claim({ published: words, direction: { says: 'less is sent', holds: false } })), 'not reproduced');
    assert.equal(verdictOf(claim({ ours: 'none used' })), 'direction only');
    const least = { value: 50, standing: 'abstract', isLeast: true } as const;
    assert.equal(verdictOf(claim({ published: least, ours: 130 })), 'reproduced');
    assert.equal(verdictOf(claim({ published: least, ours: 40 })), 'direction only');
  });

  it('compares nothing where there is no figure of ours or a reason why not', () => {
    assert.equal(verdictOf(claim({ ours: null })), 'not comparable');
    assert.equal(verdictOf(claim({ incomparable: 'another machine' })), 'not comparable');
    assert.equal(differenceOf(claim({ ours: null })), null);
    assert.equal(differenceOf(claim({ ours: 22.5 })), 2.5);
  });
});
