/** The pages that quote the bench quote what it found. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { Results } from '../../bench/results.ts';
import { markdown, shortTable } from '../../bench/tables.ts';

const results = JSON.parse(readFileSync('bench/results/results.json', 'utf8')) as Results;
const quoted = (page: string) =>
  /<!-- begin: npm run bench -->\n\n([\s\S]*)\n<!-- end: npm run bench -->/.exec(readFileSync(page, 'utf8'))?.[1];

describe('the tables of the bench', () => {
  it('are those of its last full run', () => {
    assert.match(results.command, /--full/);
    assert.equal(readFileSync('bench/results/results.md', 'utf8'), markdown(results));
    assert.equal(quoted('docs/performance.md'), markdown(results));
    assert.equal(quoted('README.md'), shortTable(results));
  });
});
