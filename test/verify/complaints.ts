/** Rows that fail, in words. */

import type { VerifyRow } from '../../src/verify/run-case.ts';

export function complaints(rows: readonly VerifyRow[]): string[] {
  return rows
    .filter(({ verdict }) => verdict === 'fail')
    .map((row) => `${row.case}, ${row.figure}: expected ${row.expected}, simulated ${row.simulated}, interval ${row.interval}`);
}
