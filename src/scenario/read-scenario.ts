/**
 * A scenario file, those it extends and what the command line replaces, as one tree that remembers where each key was written.
 */

import { dirname, resolve } from 'node:path';
import type { Problem } from '../problems/invalid-input.ts';
import { keptKeys, withoutRivals } from './alternatives.ts';
import { readChain } from './read-chain.ts';
import { getAt, isTree, mergeTrees, parsePath, setAt, withoutFreeKeys } from './tree.ts';
import { type Path, parseYamlValue, type YamlSource } from './yaml-source.ts';

export interface WrittenScenario {
  /** The file as the user named it. */
  readonly file: string;
  /** Merged, overridden, without `extends` and free keys; not checked yet. */
  readonly tree: unknown;
  /** Overrides that were not understood. */
  readonly problems: readonly Problem[];
  /** Where `path` was written, or the nearest key above it: `file:line:column`, `--set KEY` or `--seed`. */
  place(path: Path): string;
  /** Folder against which a path written at `path` is resolved. */
  folder(path: Path): string;
}

/** `KEY=VALUE`, VALUE in YAML, and the flag it came by. */
export interface Override {
  readonly text: string;
  /** `--set`, or a flag of its own such as `--seed`. */
  readonly flag: string;
}

/** An override that was understood. */
interface Placed {
  readonly path: Path;
  readonly place: string;
}

/**
 * @param file path, relative to `cwd` or absolute
 * @throws InvalidInput for files that cannot be read, invalid YAML and circular `extends`
 */
export async function readScenario(file: string, cwd: string, overrides: readonly Override[]): Promise<WrittenScenario> {
  const sources = await readChain(file, cwd);
  let tree: unknown = {};
  for (const source of [...sources].reverse()) tree = mergeTrees(tree, source.value, keptKeys);
  const problems: Problem[] = [];
  const placed: Placed[] = [];
  for (const override of overrides) {
    const outcome = applyOverride(tree, override);
    if ('problem' in outcome) problems.push(outcome.problem);
    else {
      tree = outcome.tree;
      placed.push(outcome.placed);
    }
  }
  if (isTree(tree)) {
    const { extends: _, ...rest } = tree;
    tree = withoutFreeKeys(rest);
  }
  return {
    file,
    tree,
    problems,
    place: (path) => findPlace(path, placed, sources) ?? file,
    folder(path) {
      const isOverridden = placed.some((override) => isPrefix(override.path, path));
      const source = isOverridden ? undefined : sources.find(({ value }) => getAt(value, path) !== undefined);
      return resolve(cwd, dirname(source?.file ?? file));
    },
  };
}

function applyOverride(tree: unknown, { text, flag }: Override): { tree: unknown; placed: Placed } | { problem: Problem } {
  const cut = text.indexOf('=');
  const key = text.slice(0, cut).trim();
  if (cut < 1 || key === '') {
    const rule = "write a dotted key, '=' and a value, such as workload.devices=4";
    return { problem: { place: `${flag} ${text}`, fact: 'has no KEY=VALUE', rule } };
  }
  const place = flag === '--set' ? `--set ${key}` : flag;
  if (key === 'extends') {
    return { problem: { place, key, fact: 'comes too late here', rule: 'write extends in the scenario file' } };
  }
  try {
    const path = parsePath(key);
    return { tree: replaceAt(tree, path, parseYamlValue(text.slice(cut + 1))), placed: { path, place } };
  } catch (error) {
    const reason = (error as Error).message.split('\n')[0] as string;
    const [fact, rule] =
      error instanceof RangeError
        ? (reason.split('; ') as [string, string])
        : [`value is not YAML (${reason})`, 'quote it or write a number, text, [list] or {map}'];
    return { problem: { place, fact, rule } };
  }
}

/** The tree with `value` at `path`, and without the keys beside it that say the same in another way; null takes the key away. */
function replaceAt(tree: unknown, path: Path, value: unknown): unknown {
  const above = path.slice(0, -1);
  const map = getAt(tree, above);
  const key = String(path[path.length - 1]);
  if (value === null && isTree(map)) {
    const { [key]: _, ...others } = map;
    return above.length === 0 ? others : setAt(tree, above, others);
  }
  return setAt(isTree(map) ? setAt(tree, above, withoutRivals(map, { [key]: value }, above)) : tree, path, value);
}

function isPrefix(prefix: Path, path: Path): boolean {
  return prefix.length <= path.length && prefix.every((step, i) => String(step) === String(path[i]));
}

/** The override or file that wrote `path`, or the nearest key above it. */
function findPlace(path: Path, placed: readonly Placed[], sources: readonly YamlSource[]): string | null {
  const overrides = [...placed].reverse();
  const beneath = path.length === 0 ? undefined : overrides.find((override) => isPrefix(path, override.path));
  const override = overrides.find((candidate) => isPrefix(candidate.path, path)) ?? beneath;
  if (override !== undefined) return override.place;
  for (let length = path.length; length > 0; length--) {
    const prefix = path.slice(0, length);
    for (const source of sourcesOf(prefix, sources)) {
      const found = source.locate(prefix);
      if (found !== null) return found;
    }
  }
  return sources[0]?.locate([]) ?? null;
}

/** The files that may have written `path`: a list is replaced as a whole, so its items come from the first file that has it. */
function sourcesOf(path: Path, sources: readonly YamlSource[]): readonly YamlSource[] {
  const item = path.findIndex((step) => typeof step === 'number');
  if (item < 0) return sources;
  const owner = sources.find(({ value }) => Array.isArray(getAt(value, path.slice(0, item))));
  return owner === undefined ? sources : [owner];
}
