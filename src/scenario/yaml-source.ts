/**
 * A YAML file whose every key can be found again by line and column. The only door to the YAML parser.
 */

import { Document, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parse, parseDocument, visit } from 'yaml';
import { InvalidInput } from '../problems/invalid-input.ts';

export type Path = readonly (string | number)[];

export interface YamlSource {
  /** As the user named it. */
  readonly file: string;
  /** Plain data. */
  readonly value: unknown;
  /** `file:line:column` of the key or item at `path`; null when the file does not hold it. */
  locate(path: Path): string | null;
}

/**
 * Parses `text`.
 *
 * @throws InvalidInput with every syntax error, duplicate keys among them
 */
export function parseYamlSource(file: string, text: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    throw new InvalidInput(
      document.errors.map((error) => ({
        place: at(error.pos[0]),
        fact: error.code === 'MULTIPLE_DOCS' ? 'a second document begins here' : error.message.replace(/\.$/, ''),
        rule: 'write valid YAML (two spaces a level, "key: value")',
      })),
    );
  }
  return {
    file,
    value: toPlainData(document, file),
    locate(path) {
      let node: unknown = document.contents;
      let offset = isNode(node) && node.range ? node.range[0] : 0;
      for (const step of path) {
        if (isMap(node)) {
          const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step));
          if (pair === undefined || !isScalar(pair.key) || !pair.key.range) return null;
          offset = pair.key.range[0];
          node = pair.value;
        } else if (isSeq(node)) {
          node = node.items[Number(step)];
          if (!isNode(node) || !node.range) return null;
          offset = node.range[0];
        } else return null;
      }
      return at(offset);
    },
  };
}

/** @throws InvalidInput for aliases without an anchor, circular ones, and ones that multiply without end; and for `__proto__` keys */
function toPlainData(document: { toJS(options: { maxAliasCount: number }): unknown }, file: string): unknown {
  const refuse = (fact: string) => new InvalidInput([{ place: file, fact, rule: 'write the values out' }]);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw refuse(error.message.replace(/\.$/, ''));
  }
  const fault = findFault(value, []);
  if (fault !== null) throw refuse(fault);
  return value;
}

/** What plain data may not hold: a value inside itself, or a key that JavaScript gives a meaning of its own. */
function findFault(value: unknown, above: readonly unknown[]): string | null {
  if (typeof value !== 'object' || value === null) return null;
  if (above.includes(value)) return 'an alias leads back to itself';
  for (const [key, child] of Object.entries(value)) {
    if (key === '__proto__') return '"__proto__" is no key';
    const fault = findFault(child, [...above, value]);
    if (fault !== null) return fault;
  }
  return null;
}

/** The value of one `--set KEY=VALUE`. @throws Error for invalid YAML */
export function parseYamlValue(text: string): unknown {
  const value = parse(text, { maxAliasCount: 100, logLevel: 'error' }) as unknown;
  const fault = findFault(value, []);
  if (fault !== null) throw new Error(fault);
  return value;
}

/** Plain data as YAML: maps in blocks, lists in a line. */
export function formatYaml(value: unknown): string {
  const document = new Document(value);
  visit(document, {
    Seq: (_, node) => {
      node.flow = true;
    },
  });
  return document.toString({ lineWidth: 120 });
}
