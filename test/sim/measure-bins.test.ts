/** A threshold parts samples in bins as it does one by one. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { MeasureBins, measureBins } from '../../src/sim/plan/measure-bins.ts';

const value = fc.oneof(
  fc.constantFrom(-1, 0, 0.5, 1),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: -1e9, max: 1e9, noNaN: true }),
);

describe('measure bins', () => {
  it('mark those who reach the bound, and count them', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 300 }), fc.array(value, { maxLength: 20 }), (values, others) => {
        const measured = Float64Array.from(values);
        const bins = new MeasureBins(measured);
        for (const bound of [...values, ...others, -Infinity, Infinity]) {
          const expected = values.map((own) => (own >= bound ? 3 : 5));
          const reaching = expected.filter((mark) => mark === 3).length;
          assert.equal(bins.parts(bound), reaching > 0 && reaching < values.length);
          assert.equal(bins.reach(bound), reaching === values.length);
          if (!bins.parts(bound)) continue;
          const marks = new Uint8Array(values.length).fill(9);
          assert.equal(bins.part(marks, bound, 5, 3), reaching);
          assert.deepEqual([...marks], expected);
        }
      }),
      { numRuns: 300 },
    );
  });
  it('are made when a column is asked for again', () => {
    const measured = Float64Array.of(0.25, 0.75);
    assert.equal(measureBins(measured), null);
    assert.ok(measureBins(measured) instanceof MeasureBins);
    assert.equal(measureBins(measured), measureBins(measured));
    assert.equal(measureBins(Float64Array.of(0.25, 0.75)), null);
  });
});
