/** The engine against queueing theory: the cases of `sim verify`, family by family, seed 1. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allCases } from '../../src/verify/cases.ts';
import { runCase } from '../../src/verify/run-case.ts';
import { countIntervals, levelOf } from '../../src/verify/run-verify.ts';
import { complaints } from './complaints.ts';

const cases = allCases();
const level = levelOf(countIntervals(cases));

describe('the engine against queueing theory', () => {
  for (const family of new Set(cases.map((one) => one.family))) {
    it(family, () => {
      const rows = cases.filter((one) => one.family === family).flatMap((one) => runCase(one, 1, level));
      assert.deepEqual(complaints(rows), []);
    });
  }
});
