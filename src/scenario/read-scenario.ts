/**
 * A scenario file, those it extends and the `--set` values, as one tree that remembers where each key was written.
 */

import { readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { InvalidInput, type Problem } from '../problems/invalid-input.ts';
import { getAt, isTree, mergeTrees, parsePath, setAt, withoutFreeKeys } from './tree.ts';
import { type Path, parseYamlSource, parseYamlValue, type YamlSource } from './yaml-source.ts';

/** A scenario is text for people; anything larger is something else. */
const LARGEST_BYTES = 1 << 20;

export interface WrittenScenario {
  /** The file as the user named it. */
  readonly file: string;
  /** Merged, `--set` applied, without `extends` and free keys; not checked yet. */
  readonly tree: unknown;
  /** Where `path` was written, or the nearest key above it: `file:line:column` or `--set KEY`. */
  place(path: Path): string;
  /** Folder against which a path written at `path` is resolved. */
  folder(path: Path): string;
}

/**
 * @param file path, relative to `cwd` or absolute
 * @param sets `KEY=VALUE` each, VALUE in YAML
 * @throws InvalidInput for files that cannot be read, invalid YAML, circular `extends` and malformed sets
 */
export async function readScenario(file: string, cwd: string, sets: readonly string[]): Promise<WrittenScenario> {
  const sources = await readChain(file, cwd);
  let tree: unknown = {};
  for (const source of [...sources].reverse()) tree = mergeTrees(tree, source.value);
  const problems: Problem[] = [];
  const setPaths: { path: Path; key: string }[] = [];
  for (const set of sets) {
    const cut = set.indexOf('=');
    const key = set.slice(0, cut).trim();
    if (cut < 1 || key === '') {
      problems.push({
        place: `--set ${set}`,
        fact: 'has no KEY=VALUE',
        rule: "write a dotted key, '=' and a value, such as workload.devices=4",
      });
      continue;
    }
    try {
      const path = parsePath(key);
      tree = setAt(tree, path, parseYamlValue(set.slice(cut + 1)));
      setPaths.push({ path, key });
    } catch (error) {
      const reason = (error as Error).message.split('\n')[0] as string;
      const [fact, rule] =
        error instanceof RangeError
          ? (reason.split('; ') as [string, string])
          : [`value is not YAML (${reason})`, 'quote it or write a number, text, [list] or {map}'];
      problems.push({ place: `--set ${key}`, fact, rule });
    }
  }
  if (problems.length > 0) throw new InvalidInput(problems);
  if (isTree(tree)) {
    const { extends: _, ...rest } = tree;
    tree = withoutFreeKeys(rest);
  }
  const setFor = (path: Path) =>
    [...setPaths].reverse().find((set) => set.path.every((step, i) => i < path.length && String(step) === String(path[i])));
  return {
    file,
    tree,
    place(path) {
      const set = setFor(path);
      if (set !== undefined) return `--set ${set.key}`;
      for (let length = path.length; length > 0; length--) {
        const prefix = path.slice(0, length);
        const set = setFor(prefix);
        if (set !== undefined) return `--set ${set.key}`;
        for (const source of sources) {
          const found = source.locate(prefix);
          if (found !== null) return found;
        }
      }
      return sources[0]?.locate([]) ?? file;
    },
    folder(path) {
      const source = setFor(path) === undefined ? sources.find(({ value }) => getAt(value, path) !== undefined) : undefined;
      return resolve(cwd, dirname(source?.file ?? file));
    },
  };
}

/** The file and all it extends, the most special first. */
async function readChain(file: string, cwd: string): Promise<YamlSource[]> {
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
