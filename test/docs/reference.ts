/** docs/reference.md, made from the schemas: every key of a scenario, every field of a result, every column of a file. */

import { z } from 'zod';
import { OptimumSchema } from '../../src/report/optimum-schema.ts';
import { ResultSchema } from '../../src/report/result-schema.ts';
import { scenarioJsonSchema } from '../../src/scenario/scenario-json-schema.ts';
import { columnsOfFiles } from './file-columns.ts';
import { code, markdownTable, plain } from './markdown-table.ts';
import { DIMENSIONS, type JsonSchema, type Key, keysOf, unitsOf } from './schema-keys.ts';

export const REFERENCE_FILE = 'docs/reference.md';

/** Keys of a scenario, without those of down lanes, which are those of up lanes. */
export function scenarioKeys(): Key[] {
  const names = { tiers: 'tier', links: 'link', 'workload.kinds': 'kind', sweep: 'key' };
  return keysOf(scenarioJsonSchema()['else'] as JsonSchema, names);
}

export function resultFields(): Key[] {
  const schema = z.toJSONSchema(ResultSchema, { target: 'draft-7' }) as JsonSchema;
  const points = 'points[].';
  const maps = ['breakdown_ms', 'utilization', 'load', 'queue_mean'].map((map) => [`${points}${map}`, 'part']);
  return keysOf(schema, { ...Object.fromEntries(maps), [`${points}params`]: 'key', 'comparison[].params': 'key' });
}

/** Fields of a search's document, those that several parts have in common once. */
export function optimumFields(): Key[] {
  const isTwin = (path: string) => /^(nearest_miss|at_the_limit|runner_up|baseline)\.|^front\[\]\.\w+\.|^recommendation\.test\./.test(path);
  return keysOf(z.toJSONSchema(OptimumSchema, { target: 'draft-7' }) as JsonSchema, {}).filter(({ path }) => !isTwin(path));
}

const SECTIONS: readonly (readonly [title: string, isIn: (path: string) => boolean, about: string])[] = [
  ['The run', (path) => !/^(workload|tiers|links|offload|policies|sweep)\b/.test(path), ''],
  ['Workload', (path) => /^workload\b/.test(path), ''],
  ['Tiers', (path) => /^tiers\b/.test(path), ''],
  [
    'Links',
    (path) => /^links\b/.test(path) && !path.startsWith('links.<link>.down.'),
    'A lane has exactly one of `bandwidth`, `profile` (with `format`) and `markov`. `down` has the same keys as `up`.',
  ],
  ['What crosses the links', (path) => /^offload\b/.test(path), ''],
  ['Policies and sweep', (path) => /^(policies|sweep)\b/.test(path), ''],
];

function keyTable(keys: readonly Key[]): string {
  return markdownTable(
    ['key', 'type', 'default', 'meaning', 'example'],
    keys.map(({ path, type, fallback, meaning, example }) => [
      code(path),
      type,
      fallback === 'needed' ? 'needed' : code(fallback),
      plain(meaning),
      code(example),
    ]),
  );
}

/** The whole page. */
export async function reference(): Promise<string> {
  const keys = scenarioKeys();
  const units = DIMENSIONS.map((dimension) => [dimension === 'bytes' ? 'size' : dimension, unitsOf(dimension).map(code).join(' ')]);
  const files = await columnsOfFiles();
  const parts = [
    '# Reference',
    'Made by `npm run reference` from the schemas that check scenarios and results; a test keeps it current. What is modelled and what is not is told in [assumptions.md](assumptions.md).',
    '## Scenario',
    'Quantities carry a unit, with or without a space before it; shares and probabilities are bare numbers. Keys that begin with `x-` are free. A key without a default and not marked "needed" may be left out. `<tier>`, `<link>`, `<kind>` and `<key>` stand for names; `[]` for each item of a list.',
    markdownTable(['type', 'units'], units),
    ...SECTIONS.flatMap(([title, isIn, about]) => [
      `### ${title}`,
      ...(about === '' ? [] : [about]),
      keyTable(keys.filter(({ path }) => isIn(path))),
    ]),
    '## Result',
    '`sim run --json` prints it, `result.json` holds it. Latencies are over the requests answered after warm-up.',
    markdownTable(
      ['field', 'type', 'meaning'],
      resultFields().map(({ path, type, meaning }) => [code(path), type, plain(meaning)]),
    ),
    '## Optimum',
    '`sim optimize --json` prints it, `optimum.json` holds it; [optimize.md](optimize.md) tells how it is found. `nearest_miss`, `at_the_limit`, `runner_up` and `baseline` have the fields of `recommendation`, `test` and `front[].validation` those of `validation`.',
    markdownTable(
      ['field', 'type', 'meaning'],
      optimumFields().map(({ path, type, meaning }) => [code(path), type, plain(meaning)]),
    ),
    '## Files',
    ...files.flatMap(({ title, about, columns }) => [
      `### ${title}`,
      about,
      markdownTable(
        ['column', 'type', 'meaning'],
        columns.map(({ name, type, meaning }) => [code(name), type, plain(meaning)]),
      ),
    ]),
  ];
  return `${parts.join('\n\n')}\n`;
}
