/** Two figures agree to a relative tolerance. */

import assert from 'node:assert/strict';

export function assertClose(actual: number, expected: number, tolerance = 1e-9): void {
  assert.ok(Math.abs(actual - expected) <= tolerance * Math.max(1e-300, Math.abs(expected)), `${actual} is not ${expected}`);
}
