/** 95 % intervals hold the truth in 92.5 to 97.5 % of 1,000 runs; the seed was fixed beforehand. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { COVERAGE, coverageRows } from '../../src/verify/coverage.ts';
import { complaints } from './complaints.ts';

it('intervals of 1,000 runs cover the truth as often as they say', () => {
  let requests = 0;
  const rows = coverageRows(1, 0.999, (more) => {
    requests += more;
  });
  assert.deepEqual(complaints(rows), []);
  assert.deepEqual(
    rows.map(({ figure }) => figure),
    ['by replications', 'by batch means', 'mean of all runs'],
  );
  assert.equal(requests, COVERAGE.requests);
  assert.equal(rows.filter(({ check }) => check === 'interval').length, COVERAGE.intervals);
});
