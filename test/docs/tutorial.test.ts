import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { TUTORIAL_FILE, tutorial } from './tutorial.ts';

const text = readFileSync(TUTORIAL_FILE, 'utf8');

describe(TUTORIAL_FILE, () => {
  it('shows after every shell block what it prints', () => {
    const languages = [...text.matchAll(/^```(\w+)\n/gm)].map(([, language]) => language);
    assert.ok(languages.length >= 16);
    for (const [i, language] of languages.entries()) assert.equal(language === 'sh', i % 2 === 0, `block ${i + 1}`);
  });
  it('goes from a CSV to a recommendation, and prints what it says (npm run tutorial writes it anew)', async () => {
    for (const command of ['trace import', 'init', 'validate', 'run', 'optimize']) assert.match(text, new RegExp(`^sim ${command} `, 'm'));
    assert.equal(text, await tutorial());
  });
  it('links to files that exist', () => {
    for (const [, target] of text.matchAll(/\]\(([^)#]+)\)/g)) assert.ok(existsSync(join('docs', target as string)), target);
  });
});
