/** Requests in the order of their times, ties by number, however far from order they come. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { orderRequests } from '../../src/sim/engine/order-requests.ts';

describe('orderRequests', () => {
  it('sorts by time and number, and leaves what lies behind', () => {
    const times = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(times, fc.boolean(), fc.nat(400), (values, isReversed, count) => {
        const timeNs = Float64Array.from(isReversed ? [...values].sort((a, b) => b - a) : values);
        const n = Math.min(count, values.length);
        const ids = Int32Array.from(values, (_, i) => i);
        const expected = [...ids.slice(0, n)].sort((a, b) => (timeNs[a] as number) - (timeNs[b] as number) || a - b);
        orderRequests(ids, n, timeNs, new Int32Array(values.length));
        assert.deepEqual([...ids], [...expected, ...Array.from({ length: values.length - n }, (_, i) => n + i)]);
      }),
    );
  });
});
