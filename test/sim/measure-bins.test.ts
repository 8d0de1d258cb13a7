/** Who is near a threshold that moves. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { MeasureBins, measureBins } from '../../src/sim/plan/measure-bins.ts';

const value = fc.oneof(
  fc.constantFrom(-1, 0, 0.5, 1),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: -1e9, max: 1e9, noNaN: true }),
);
const bound = fc.oneof(value, fc.constantFrom(-Infinity, Infinity));

describe('measure bins', () => {
  it('tell all who reach one of two bounds and not the other, none twice', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 300 }), fc.array(fc.tuple(bound, bound), { maxLength: 20 }), (values, pairs) => {
        const bins = new MeasureBins(Float64Array.from(values));
        const own = values.slice(1).map((other, i) => [values[i] as number, other] as const);
        for (const [one, other] of [...pairs, ...own]) {
          const told = bins.between(one, other);
          assert.equal(new Set(told).size, told.length);
          values.forEach((of, sample) => {
            if (of >= one !== of >= other) assert.ok(told.includes(sample), `${of} between ${one} and ${other}`);
          });
        }
      }),
      { numRuns: 300 },
    );
  });
  it('tell few of many', () => {
    const bins = new MeasureBins(Float64Array.from({ length: 10_000 }, (_, i) => (i * 7919) % 10_000));
    assert.ok(bins.between(5000, 5100).length < 130);
    assert.equal(bins.between(-3, -1).length, 0);
  });
  it('are made once a column', () => {
    const measured = Float64Array.of(0.25, 0.75);
    assert.equal(measureBins(measured), measureBins(measured));
    assert.notEqual(measureBins(measured), measureBins(Float64Array.of(0.25, 0.75)));
  });
});
