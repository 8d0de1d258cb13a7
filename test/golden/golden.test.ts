import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { goldenFile, goldenSummary, readmePictures, SCENARIOS } from './golden-summary.ts';

describe('golden twins', () => {
  assert.ok(SCENARIOS.length >= 7);
  for (const scenario of SCENARIOS) {
    it(`${scenario} gives what its twin says`, async () => {
      assert.equal(await goldenSummary(scenario), readFileSync(goldenFile(scenario), 'utf8'));
    });
  }
  it('the pictures of the README are those of its scenario', async () => {
    const pictures = await readmePictures();
    assert.equal(pictures.size, 2);
    for (const [file, svg] of pictures) assert.equal(svg, readFileSync(file, 'utf8'), file);
  });
});
