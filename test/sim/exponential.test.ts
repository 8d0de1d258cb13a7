import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { exponential, exponentials } from '../../src/sim/kernel/exponential.ts';
import { drawUniforms, randomStream, streamState } from '../../src/sim/kernel/random-stream.ts';

/** SHA-256 of what -Math.log(1 - u) gives V8 for the values below, as float64, lower bytes first. */
const PINNED = '034ed0c4e2fd152f973e042eba060be05851f2c477ba134ff9a61766ad0e6e72';

/** Draws of the stream, both ends of the range, and both sides of every bound that the logarithm knows. */
function uniforms(): Float64Array {
  const draws = new Float64Array(200_000);
  drawUniforms(streamState(1, 0, 'test', 0), draws, 0, draws.length);
  const bounds = [0, 2 ** -20, 2 ** -21, ...[0x6147a, 0x6a09c, 0x6b851].map((mantissa) => 0.5 - mantissa / 2 ** 21)];
  const around = bounds.flatMap((bound) => Array.from({ length: 201 }, (_, i) => bound + (i - 100) * 2 ** -30));
  const halves = Array.from({ length: 53 }, (_, i) => 1 - 2 ** -i);
  const tiny = Array.from({ length: 53 }, (_, i) => 2 ** -(i + 1));
  return Float64Array.from([...draws, ...around.filter((u) => u >= 0 && u < 1), ...halves, ...tiny]);
}

describe('exponential variates', () => {
  const values = uniforms();
  const variates = values.map(exponential);
  it('have the same bits on every machine', () => {
    const hash = createHash('sha256');
    const view = new DataView(new ArrayBuffer(8));
    for (const variate of variates) {
      // 0 and -0 are the same gap.
      view.setFloat64(0, variate + 0, true);
      hash.update(Buffer.from(view.buffer));
    }
    assert.equal(hash.digest('hex'), PINNED);
  });
  it('are within the last bit of what the engine itself makes of the logarithm', () => {
    values.forEach((u, i) => {
      const expected = -Math.log(1 - u);
      const variate = variates[i] as number;
      assert.ok(Math.abs(variate - expected) <= 2 ** -52 * expected, `${u}: ${variate}, ${expected}`);
    });
  });
  it('are made in place of the uniforms asked for, and of no other', () => {
    const some = Float64Array.of(0.5, 0.5, 0.5, 0.5);
    exponentials(some, 1, 3);
    assert.deepEqual([...some], [0.5, Math.LN2, Math.LN2, 0.5]);
  });
});

describe('uniforms drawn in batches', () => {
  it('are those of the stream drawn one by one, however they are divided', () => {
    const batches = fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 20 });
    fc.assert(
      fc.property(fc.nat(), batches, (seed, sizes) => {
        const stream = randomStream(seed, 3, 'test', 'batch');
        const state = streamState(seed, 3, 'test', 'batch');
        const values = new Float64Array(200);
        for (const size of sizes) {
          drawUniforms(state, values, 200 - size, 200);
          for (let i = 200 - size; i < 200; i++) assert.equal(values[i], stream());
        }
      }),
    );
  });
});
