/** Results already on disk: result.json and what lies beside it, read and checked. */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { locateKeys, placeOfSyntaxError } from '../models/json-places.ts';
import { loadSimulatedModel } from '../models/load-model.ts';
import { packageRoot } from '../models/package-root.ts';
import { listProblems } from '../models/problem-list.ts';
import { InvalidInput } from '../problems/invalid-input.ts';
import type { CloserLook } from '../sim/look-closer.ts';
import type { Result } from '../sim/summary/result.ts';
import { DistributionsSchema } from './distributions-schema.ts';
import { ResultSchema } from './result-schema.ts';

/** The result of one run. */
export interface StoredResult {
  readonly folder: string;
  readonly result: Result;
  /** Null where there is none, or it belongs to another run. */
  readonly look: CloserLook | null;
  /** Names of the classes; null where the model is not at hand. */
  readonly classes: readonly string[] | null;
}

/**
 * The result in a folder; where there is none, those in the folders in it, by name.
 *
 * @throws InvalidInput where there is none at all, or one is not of its schema
 */
export async function readResults(folder: string): Promise<readonly StoredResult[]> {
  const own = await readResult(folder);
  if (own !== null) return [own];
  const inner = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    const fact = error.code === 'ENOENT' ? 'there is no such folder' : `it cannot be read (${error.code})`;
    throw new InvalidInput([{ place: folder, fact, rule: 'give the folder that sim run wrote, or one with such folders in it' }]);
  });
  const results: StoredResult[] = [];
  for (const { name } of inner.filter((entry) => entry.isDirectory()).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const found = await readResult(join(folder, name));
    if (found !== null) results.push(found);
  }
  if (results.length > 0) return results;
  const rule = 'give the folder that sim run wrote, or one with such folders in it';
  throw new InvalidInput([{ place: folder, fact: 'there is no result.json in it', rule }]);
}

/** Null where the folder holds none. */
async function readResult(folder: string): Promise<StoredResult | null> {
  const result = await readDocument<Result>(join(folder, 'result.json'), ResultSchema, 'sim.result/1');
  if (result === null) return null;
  const look = await readDocument<CloserLook>(join(folder, 'distributions.json'), DistributionsSchema, 'sim.distributions/1');
  return { folder, result, look: look?.digest === result.digest ? look : null, classes: await classNames(result) };
}

/** As the manifest of the result's model tells them. */
export async function classNames({ scenario }: Result): Promise<readonly string[] | null> {
  const { model } = scenario.resolved as { readonly model?: unknown };
  if (typeof model !== 'string') return null;
  const homes = { cwd: process.cwd(), packageRoot: packageRoot() };
  const found = await loadSimulatedModel(model, homes).catch((error: unknown) => {
    if (error instanceof InvalidInput) return null;
    throw error;
  });
  return found?.manifest.classes ?? null;
}

/** What is asked of a schema. */
interface Schema {
  safeParse(json: unknown): {
    readonly success: boolean;
    readonly error?: { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] };
  };
}

/** Null where there is no such file. @throws InvalidInput with every problem, each at its line and column */
async function readDocument<Document>(path: string, schema: Schema, name: string): Promise<Document | null> {
  const remedy = `give a ${name}, as sim run writes it`;
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw new InvalidInput([{ place: path, fact: `it cannot be read (${error.code})`, rule: remedy }]);
  });
  if (text === null) return null;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const place = `${path}:${placeOfSyntaxError(text, error as SyntaxError)}`;
    throw new InvalidInput([{ place, fact: 'it is no JSON', rule: remedy }]);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return json as Document;
  const problems = listProblems();
  const locate = locateKeys(text);
  for (const { path: keys, message } of parsed.error?.issues ?? []) {
    const value = keys.reduce<unknown>((inner, step) => (inner as Record<PropertyKey, unknown> | undefined)?.[step], json);
    const fact = value === undefined ? 'missing' : (JSON.stringify(value) ?? '').slice(0, 60);
    problems.add({
      place: `${path}:${locate(keys)}`,
      ...(keys.length === 0 ? {} : { key: keys.map(String).join('.') }),
      fact,
      rule: `${message}; ${remedy}`,
    });
  }
  problems.throwIfAny();
  throw new Error('readDocument: a schema failed without an issue');
}
