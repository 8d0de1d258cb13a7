import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { randomStream } from '../../src/sim/kernel/random-stream.ts';
import { expectedCalibrationError } from '../../src/stats/expected-calibration-error.ts';
import { fitTemperature, TEMPERATURE_RANGE } from '../../src/stats/fit-temperature.ts';
import { negativeLogLikelihood } from '../../src/stats/negative-log-likelihood.ts';
import { CALIBRATION_BINS, reliabilityBins } from '../../src/stats/reliability-bins.ts';

const close = (actual: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`);

const ece = (confidence: readonly number[], isRight: readonly number[], bins?: number) =>
  expectedCalibrationError(reliabilityBins(confidence, isRight, bins));

describe('reliability bins', () => {
  it('hold their upper end and not their lower one, but the first holds 0', () => {
    const edges = Array.from({ length: CALIBRATION_BINS + 1 }, (_, b) => b / CALIBRATION_BINS);
    const counts = reliabilityBins(
      edges,
      edges.map(() => 1),
    ).map(({ count }) => count);
    assert.deepEqual(counts, [2, ...Array.from({ length: CALIBRATION_BINS - 1 }, () => 1)]);
  });

  it('hold every value between their ends, and all values together', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 40 }), (value, bins) => {
        const [bin, ...others] = reliabilityBins([value], [1], bins).filter(({ count }) => count > 0);
        assert.ok(bin !== undefined && others.length === 0);
        assert.ok(value <= bin.to && (value > bin.from || bin.from === 0), `${value} in (${bin.from}, ${bin.to}]`);
      }),
    );
  });

  it('tell count, mean confidence and share of right answers, and nothing of an empty bin', () => {
    const [, , third, fourth] = reliabilityBins([0.6, 0.7, 0.7], [1, 0, 1], 4);
    assert.equal(third?.count, 3);
    close(third?.meanConfidence ?? 0, 2 / 3, 1e-15);
    assert.equal(third?.accuracy, 2 / 3);
    assert.deepEqual(fourth, { from: 0.75, to: 1, count: 0, meanConfidence: null, accuracy: null });
  });
});

describe('expected calibration error', () => {
  it('by hand', () => {
    // (0.53, 0.6]: two samples, half of them right, 0.1 off. (0.93, 1]: two samples, exact. 2/4 of 0.1.
    close(ece([0.6, 0.6, 1, 1], [1, 0, 1, 1]), 0.05, 1e-15);
    // Two bins: |0.5 - 0.3| over two samples, |0 - 0.9| over one.
    close(ece([0.2, 0.4, 0.9], [1, 0, 0], 2), (2 * 0.2 + 0.9) / 3, 1e-15);
    assert.equal(ece([1, 1], [0, 0]), 1);
    assert.equal(ece([], []), 0);
  });

  it('of perfectly calibrated answers is chance alone', () => {
    const n = 200_000;
    const stream = randomStream(1, 0, 'calibration', 'perfect');
    const confidence = Float64Array.from({ length: n }, () => stream());
    const isRight = confidence.map((p) => (stream() < p ? 1 : 0));
    // Jensen: the mean is at most sum_b sqrt(n_b / 4) / n <= sqrt(bins / (4 n)). McDiarmid: a sample moves it by 1 / n at most, so that
    // it is t above its mean with probability exp(-2 n t^2), 1e-6 at this t.
    const bound = Math.sqrt(CALIBRATION_BINS / (4 * n)) + Math.sqrt(Math.log(1e6) / (2 * n));
    assert.ok(bound < 0.0103);
    assert.ok(expectedCalibrationError(reliabilityBins(confidence, isRight)) < bound);
  });
});

/** Logits that softmax into the probabilities from which labels are drawn, scaled by `temperature`. */
function synthetic(samples: number, classes: number, temperature: number) {
  const stream = randomStream(7, 0, 'calibration', temperature);
  const logits = new Float32Array(samples * classes);
  const labels = new Int32Array(samples);
  let variance = 0;
  for (let i = 0; i < samples; i++) {
    const z = Array.from({ length: classes }, () => 6 * (stream() - 0.5));
    const weights = z.map(Math.exp);
    const sum = weights.reduce((a, b) => a + b, 0);
    const mean = weights.reduce((a, w, c) => a + w * (z[c] as number), 0) / sum;
    variance += weights.reduce((a, w, c) => a + w * ((z[c] as number) - mean) ** 2, 0) / sum / samples;
    let left = stream() * sum;
    let label = 0;
    while (label < classes - 1 && left >= (weights[label] as number)) left -= weights[label++] as number;
    labels[i] = label;
    for (let c = 0; c < classes; c++) logits[i * classes + c] = temperature * (z[c] as number);
  }
  // Fisher information of b = 1 / T is T^2 n mean Var_p[z], so the relative standard error is 1 / sqrt(n mean Var_p[z]).
  return { logits, labels, relativeError: 1 / Math.sqrt(samples * variance) };
}

const logitsArbitrary = fc
  .record({ classes: fc.integer({ min: 2, max: 5 }), samples: fc.integer({ min: 1, max: 12 }) })
  .chain(({ classes, samples }) =>
    fc.record({
      classes: fc.constant(classes),
      logits: fc
        .array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: classes * samples, maxLength: classes * samples })
        .map((values) => Float32Array.from(values)),
      labels: fc.array(fc.integer({ min: 0, max: classes - 1 }), { minLength: samples, maxLength: samples }),
    }),
  );
const temperatureArbitrary = fc.double({ min: Math.log(0.01), max: Math.log(100), noNaN: true }).map(Math.exp);

describe('negative log-likelihood', () => {
  it('by hand', () => {
    close(negativeLogLikelihood(Float32Array.of(0, 0), [1], 2, 1), Math.LN2, 1e-15);
    // softmax([4, 0] / 4) = [e, 1] / (e + 1); right once, wrong once.
    close(negativeLogLikelihood(Float32Array.of(4, 0, 4, 0), [0, 1], 2, 4), Math.log1p(Math.exp(-1)) + 0.5, 1e-15);
  });
  it('keeps the digits of what is almost certain, and overflows nowhere', () => {
    close(negativeLogLikelihood(Float32Array.of(50, 0), [0], 2, 1) / Math.exp(-50), 1, 1e-12);
    close(negativeLogLikelihood(Float32Array.of(3e38, 0), [1], 2, 1) / 3e38, 1, 1e-6);
    close(negativeLogLikelihood(Float32Array.of(3e38, -3e38), [1], 2, 1e300), Math.LN2, 1e-15);
    assert.equal(negativeLogLikelihood(Float32Array.of(1, 0), [0], 2, 1e-300), 0);
    assert.equal(negativeLogLikelihood(Float32Array.of(3e38, 0), [1], 2, 1e-300), Number.POSITIVE_INFINITY);
    assert.throws(() => negativeLogLikelihood(Float32Array.of(1, 0), [0], 2, 0), RangeError);
  });
  it('is convex in 1 / T', () => {
    fc.assert(
      fc.property(logitsArbitrary, temperatureArbitrary, temperatureArbitrary, ({ logits, labels, classes }, t1, t2) => {
        const at = (b: number) => negativeLogLikelihood(logits, labels, classes, 1 / b);
        const [left, right] = [at(1 / t1), at(1 / t2)];
        assert.ok(at((1 / t1 + 1 / t2) / 2) <= (left + right) / 2 + 1e-12 * (1 + left + right));
      }),
    );
  });
});

describe('fitTemperature', () => {
  it('has the closed form of two classes', () => {
    // Right three times of four with the logits 2 and 0: 1 / (1 + e^(-2 / T)) = 3 / 4.
    const { temperature, isAtEnd } = fitTemperature(Float32Array.of(2, 0, 2, 0, 2, 0, 2, 0), [0, 0, 0, 1], 2);
    close(temperature, 2 / Math.log(3), 1e-12);
    assert.equal(isAtEnd, false);
  });
  for (const truth of [0.05, 0.5, 1, 1.7, 20]) {
    it(`finds the temperature ${truth} that made the logits`, () => {
      const { logits, labels, relativeError } = synthetic(20_000, 6, truth);
      assert.ok(relativeError < 0.01);
      close(fitTemperature(logits, labels, 6).temperature / truth, 1, 5 * relativeError);
    });
  }
  it('is at least as likely as any other temperature of the range', () => {
    fc.assert(
      fc.property(logitsArbitrary, temperatureArbitrary, ({ logits, labels, classes }, other) => {
        const { temperature } = fitTemperature(logits, labels, classes);
        assert.ok(temperature >= TEMPERATURE_RANGE[0] && temperature <= TEMPERATURE_RANGE[1]);
        const [least, rival] = [temperature, other].map((t) => negativeLogLikelihood(logits, labels, classes, t)) as [number, number];
        assert.ok(least <= rival + 1e-10 * (1 + rival), `${least} at ${temperature}, ${rival} at ${other}`);
      }),
      { numRuns: 500 },
    );
  });
  it('scales with the logits, and not with a constant added to a sample', () => {
    const { logits, labels } = synthetic(500, 4, 1);
    const { temperature } = fitTemperature(logits, labels, 4);
    close(
      fitTemperature(
        logits.map((z) => 4 * z),
        labels,
        4,
      ).temperature / temperature,
      4,
      1e-9,
    );
    close(
      fitTemperature(
        logits.map((z, i) => z + 64 * Math.floor(i / 4)),
        labels,
        4,
      ).temperature,
      temperature,
      0.02,
    );
  });
  it('stops at the ends where samples are all right or all wrong, and at 1 where logits say nothing', () => {
    assert.deepEqual(fitTemperature(Float32Array.of(1, 0), [0], 2), { temperature: 0.01, isAtEnd: true });
    assert.deepEqual(fitTemperature(Float32Array.of(1, 0), [1], 2), { temperature: 100, isAtEnd: true });
    assert.deepEqual(fitTemperature(Float32Array.of(3, 3), [1], 2), { temperature: 1, isAtEnd: false });
  });
});
