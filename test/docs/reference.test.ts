import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { optimumFields, REFERENCE_FILE, reference, resultFields, scenarioKeys } from './reference.ts';

describe(REFERENCE_FILE, () => {
  it('is what `npm run reference` writes', async () => {
    assert.equal(readFileSync(REFERENCE_FILE, 'utf8'), await reference());
  });
  it('says of every key what it means and how it is written', () => {
    const keys = scenarioKeys();
    assert.ok(keys.length > 100);
    assert.deepEqual(
      keys.filter(({ meaning, example }) => meaning === '' || example === '').map(({ path }) => path),
      [],
    );
  });
  it('says of down lanes what it says of up lanes', () => {
    const below = (lane: string) =>
      scenarioKeys()
        .filter(({ path }) => path.startsWith(`links.<link>.${lane}.`))
        .map((key) => ({ ...key, path: key.path.replace(`.${lane}.`, '.') }));
    assert.ok(below('up').length > 10);
    assert.deepEqual(below('down'), below('up'));
  });
  it('says of every field what it means', () => {
    assert.deepEqual(
      [...resultFields(), ...optimumFields()].filter(({ meaning }) => meaning === '').map(({ path }) => path),
      [],
    );
  });
});
