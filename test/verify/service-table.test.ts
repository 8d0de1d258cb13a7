/** The tables that stand for distributions, and how far their columns depend on each other. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { constantRows, cycleRows, exponentialRows, hyperexponentialRows, ROWS, scattered } from '../../src/verify/service-table.ts';
import { exponentialMoments, momentsOf } from '../../src/verify/theory/moments.ts';
import { assertClose } from './theory/close-to.ts';

describe('service tables', () => {
  it('exponential: the mean is exact, the higher moments nearly so', () => {
    const table = exponentialRows();
    const { mean, second, third } = momentsOf(table);
    assertClose(mean, 1, 1e-12);
    assertClose(second, exponentialMoments(1).second, 3e-5);
    assertClose(third, exponentialMoments(1).third, 1e-3);
    assert.deepEqual(exponentialRows(1), Float64Array.of(1));
    assert.ok(table.every((value, i) => i === 0 || value > (table[i - 1] as number)));
  });

  it('hyperexponential: a mixture of two', () => {
    const { mean, second } = momentsOf(hyperexponentialRows(0.9, 5, 55));
    assertClose(mean, 10, 1e-12);
    assertClose(second, 0.9 * 2 * 25 + 0.1 * 2 * 55 ** 2, 2e-4);
  });

  it('constant and cycle', () => {
    assert.deepEqual(constantRows(3, 2), Float64Array.of(3, 3));
    assert.deepEqual(cycleRows([1, 2], 3), Float64Array.of(1, 2, 1));
  });

  it('scattered: the same values, no column tells of another', () => {
    const table = exponentialRows();
    const columns = [table, ...([1, 2, 3] as const).map((station) => scattered(table, station))];
    for (const column of columns) assert.deepEqual(column.toSorted(), table);
    const { second } = momentsOf(table);
    columns.forEach((a, i) => {
      for (const b of columns.slice(i + 1)) {
        const product = a.reduce((sum, value, row) => sum + value * (b[row] as number), 0) / ROWS;
        assert.ok(Math.abs((product - 1) / (second - 1)) < 2e-3, `correlation ${(product - 1) / (second - 1)}`);
      }
    });
  });

  it('scattered: as many pairs in every cell of a square as there should be', () => {
    const cells = 10;
    const rank = Float64Array.from({ length: ROWS }, (_, i) => i);
    const other = scattered(rank, 1);
    const counts = new Int32Array(cells * cells);
    for (let i = 0; i < ROWS; i++) {
      const cell = Math.floor((cells * i) / ROWS) * cells + Math.floor((cells * (other[i] as number)) / ROWS);
      counts[cell] = (counts[cell] as number) + 1;
    }
    for (const count of counts) assert.ok(Math.abs(count - ROWS / cells ** 2) < 10, `${count}`);
  });
});
