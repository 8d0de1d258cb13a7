import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { answerExit } from '../../src/models/confidence.ts';
import { entropy, normalisedEntropy } from '../../src/models/measures/entropy.ts';
import { margin } from '../../src/models/measures/margin.ts';

const close = (actual: number | undefined, expected: number, tolerance: number) =>
  assert.ok(actual !== undefined && Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`);

/** softmax is [1/8, 2/8, 5/8], to the digits of float32. */
const EIGHTHS = Float32Array.of(0, Math.log(2), Math.log(5));

const logitsArbitrary = fc
  .array(fc.double({ min: -40, max: 40, noNaN: true }), { minLength: 2, maxLength: 8 })
  .map((values) => Float32Array.from(values));
const temperatureArbitrary = fc.double({ min: Math.log(0.05), max: Math.log(50), noNaN: true }).map(Math.exp);

function softmax(logits: Float32Array, temperature: number): number[] {
  const most = Math.max(...logits);
  const weights = [...logits].map((z) => Math.exp((z - most) / temperature));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

describe('confidence measures', () => {
  it('by hand', () => {
    close(entropy(EIGHTHS, 3, 1)[0], -(Math.log(1 / 8) / 8 + Math.log(2 / 8) / 4 + (5 / 8) * Math.log(5 / 8)), 1e-7);
    close(margin(EIGHTHS, 3, 1)[0], 3 / 8, 1e-7);
    // At T = 1/2 probabilities are squared: [1, 4, 25] / 30.
    close(answerExit(EIGHTHS, 3, 0.5).confidence[0], 25 / 30, 1e-7);
    close(margin(EIGHTHS, 3, 0.5)[0], 21 / 30, 1e-7);
    close(entropy(Float32Array.of(0, 0, 0, 0), 4, 3)[0], Math.log(4), 1e-15);
    assert.deepEqual([...normalisedEntropy(Float32Array.of(2, 2, 2), 3, 1)], [1]);
    assert.deepEqual([...margin(Float32Array.of(7, 7, 0, 1, 2, 2), 3, 1)], [0, 0]);
  });

  it('agree with softmax and its logarithm wherever those are safe', () => {
    fc.assert(
      fc.property(logitsArbitrary, temperatureArbitrary, (logits, temperature) => {
        const classes = logits.length;
        const p = softmax(logits, temperature);
        const [first = 0, second = 0] = [...p].sort((a, b) => b - a);
        close(answerExit(logits, classes, temperature).confidence[0], first, 1e-14);
        close(margin(logits, classes, temperature)[0], first - second, 1e-14);
        const nats = p.reduce((sum, y) => sum - (y > 0 ? y * Math.log(y) : 0), 0);
        close(entropy(logits, classes, temperature)[0], nats, 1e-13);
        close(normalisedEntropy(logits, classes, temperature)[0], nats / Math.log(classes), 1e-13);
      }),
    );
  });

  it('stay finite and in range for logits and temperatures of any size', () => {
    const huge = Float32Array.of(3e38, -3e38, 0, 1, 0, 0);
    for (const temperature of [5e-324, 1e-30, 1, 1e30, 1.7e308, Number.POSITIVE_INFINITY]) {
      for (const [measure, most] of [
        [answerExit(huge, 2, temperature).confidence, 1],
        [entropy(huge, 2, temperature), Math.LN2],
        [normalisedEntropy(huge, 2, temperature), 1],
        [margin(huge, 2, temperature), 1],
      ] as const) {
        for (const value of measure) assert.ok(value >= 0 && value <= most, `${value} at T = ${temperature}`);
      }
    }
    assert.deepEqual([...entropy(huge, 2, 5e-324)], [0, 0, Math.LN2]);
    assert.deepEqual([...margin(huge, 2, Number.POSITIVE_INFINITY)], [0, 0, 0]);
    for (const measure of [answerExit, entropy, normalisedEntropy, margin]) assert.throws(() => measure(huge, 2, 0), RangeError);
  });

  it('keep the digits of what is almost certain and of what is almost even', () => {
    close((entropy(Float32Array.of(60, 0), 2, 1)[0] ?? 0) / (61 * Math.exp(-60)), 1, 1e-12);
    const tiny = 2 ** -40;
    close((margin(Float32Array.of(tiny, 0), 2, 1)[0] ?? 0) / (tiny / 2), 1, 1e-11);
  });

  it('at T = 1 are the confidences that policies compare, to the last bit, and no T changes a prediction', () => {
    fc.assert(
      fc.property(logitsArbitrary, temperatureArbitrary, (logits, temperature) => {
        const plain = answerExit(logits, logits.length);
        assert.deepEqual(answerExit(logits, logits.length, 1), plain);
        assert.deepEqual(answerExit(logits, logits.length, temperature).prediction, plain.prediction);
      }),
    );
  });
});
