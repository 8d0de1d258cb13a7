import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { median, quantiles } from '../../src/models/quantiles.ts';

describe('percentiles of recorded numbers', () => {
  it('of 35, 20, 15, 50, 40: 30 % is 20, 50 % is 35; 0 and 100 % are the ends', () =>
    assert.deepEqual(quantiles([35, 20, 15, 50, 40], [30, 50, 0, 100]), [20, 35, 15, 50]));
  it('the median of three passes is the middle one, of two the lower', () => {
    assert.equal(median([9, 1, 5]), 5);
    assert.equal(median([9, 1]), 1);
  });
});
