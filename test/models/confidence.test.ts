import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerExit } from '../../src/models/confidence.ts';

test('confidence is the largest softmax, in closed form', () => {
  // softmax of [ln 1, ln 2, ln 5] is [1/8, 2/8, 5/8]; float32 holds the logarithms to about 1e-7.
  const { confidence, prediction } = answerExit(Float32Array.of(0, Math.log(2), Math.log(5)), 3);
  assert.ok(Math.abs((confidence[0] as number) - 5 / 8) < 1e-7, String(confidence[0]));
  assert.deepEqual([...prediction], [2]);
});

test('of equal logits the first is predicted', () => {
  const { confidence, prediction } = answerExit(Float32Array.of(1, 1, 0, 0, 7, 7), 3);
  assert.deepEqual([...prediction], [0, 1]);
  assert.ok((confidence[1] as number) < 0.5 && (confidence[1] as number) > 0.499);
});

test('logits of any size neither overflow nor lose the answer', () => {
  const { confidence } = answerExit(Float32Array.of(3e38, -3e38, 1000, 1000), 2);
  assert.deepEqual([...confidence], [1, 0.5]);
});
