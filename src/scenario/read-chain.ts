/** A scenario file and all it extends, read from disk; knows YAML trees, not what their keys mean, but for `extends`. */

import { readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { InvalidInput } from '../problems/invalid-input.ts';
import { isTree } from './tree.ts';
import { parseYamlSource, type YamlSource } from './yaml-source.ts';

/** A scenario is text for people; anything larger is something else. */
const LARGEST_BYTES = 1 << 20;

/**
 * The file and all it extends, the most special first.
 *
 * @throws InvalidInput for files that cannot be read, invalid YAML and circles
 */
export async function readChain(file: string, cwd: string): Promise<YamlSource[]> {
  const chain: YamlSource[] = [];
  const seen = new Set<string>();
  let next: string | null = file;
  let askedAt: string | null = null;
  while (next !== null) {
    const path: string = resolve(cwd, next);
    if (seen.has(path)) {
      throw new InvalidInput([{ place: askedAt ?? file, key: 'extends', fact: `"${next}" extends itself`, rule: 'break the circle' }]);
    }
    seen.add(path);
    const source: YamlSource = parseYamlSource(next, await readText(path, next, askedAt));
    if (source.value === null || !isTree(source.value)) {
      throw new InvalidInput([{ place: next, fact: 'holds no scenario', rule: 'write a map of keys such as name, model, trace' }]);
    }
    chain.push(source);
    const base: unknown = source.value['extends'];
    if (base === undefined) break;
    askedAt = source.locate(['extends']);
    if (typeof base !== 'string') {
      throw new InvalidInput([{ place: askedAt ?? next, key: 'extends', fact: 'is not text', rule: 'write the path of a scenario' }]);
    }
    next = isAbsolute(base) ? base : relative(cwd, join(dirname(path), base));
  }
  return chain;
}

async function readText(path: string, shown: string, askedAt: string | null): Promise<string> {
  const refuse = (fact: string, rule: string) =>
    new InvalidInput([
      askedAt === null ? { place: shown, fact, rule } : { place: askedAt, key: 'extends', fact: `"${shown}" ${fact}`, rule },
    ]);
  const found = await stat(path).catch(() => null);
  if (found === null) throw refuse('there is no such file', 'give the path of a scenario file');
  if (!found.isFile()) throw refuse('is not a file', 'give the path of a scenario file');
  if (found.size > LARGEST_BYTES) throw refuse(`is ${found.size} bytes`, `a scenario has at most ${LARGEST_BYTES}`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (error) {
    const isText = !(error instanceof TypeError);
    throw refuse(isText ? `cannot be read (${(error as Error).message})` : 'is not UTF-8 text', 'give a readable YAML file');
  }
}
