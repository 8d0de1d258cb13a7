/** What the schema found, in the words and places of the user. */

import type { z } from 'zod';
import { suggestNames } from '../models/near-names.ts';
import type { Problem } from '../problems/invalid-input.ts';
import type { WrittenScenario } from './read-scenario.ts';
import { scenarioJsonSchema } from './scenario-json-schema.ts';
import { getAt, isTree } from './tree.ts';
import { describe } from './units.ts';
import type { Path } from './yaml-source.ts';

/** One problem for every issue, unknown keys one by one with the nearest known key. */
export function schemaProblems(issues: readonly z.core.$ZodIssue[], written: WrittenScenario): Problem[] {
  return issues.flatMap((issue): Problem[] => {
    const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
    const meant = issue.code === 'invalid_union' ? meantForm(issue, getAt(written.tree, path)) : null;
    if (meant !== null) {
      return schemaProblems(
        meant.map((inner) => ({ ...inner, path: [...path, ...inner.path] })),
        written,
      );
    }
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        place: written.place([...path, key]),
        key: [...path, key].join('.'),
        fact: 'is not a known key',
        rule: suggestNames(key, knownKeys(path, written.tree), 'remove it'),
      }));
    }
    if (issue.code === 'invalid_key') {
      const key = String(path[path.length - 1]);
      const message = issue.issues[0]?.message ?? `"${key}" is no name; use another`;
      return [{ place: written.place(path), key: path.join('.'), ...split(message) }];
    }
    const message = issue.message.includes('; ') ? issue.message : plain(issue, getAt(written.tree, path));
    return [{ place: written.place(path), ...(path.length === 0 ? {} : { key: path.join('.') }), ...split(message) }];
  });
}

/** Of a key that has several forms, what is wrong with the one that a map or list was meant to have; null when that is not clear. */
function meantForm({ errors }: z.core.$ZodIssueInvalidUnion, value: unknown): readonly z.core.$ZodIssue[] | null {
  if (typeof value !== 'object' || value === null) return null;
  const isOther = ({ path, code }: z.core.$ZodIssue) => path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
  const fit = errors.filter((issues) => issues.length > 0 && !issues.some(isOther));
  return fit.length === 1 ? (fit[0] as readonly z.core.$ZodIssue[]) : null;
}

function split(message: string): { fact: string; rule: string } {
  const cut = message.indexOf('; ');
  return { fact: message.slice(0, cut), rule: message.slice(cut + 2) };
}

function plain(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code !== 'invalid_type') return `${describe(value)} is not allowed; ${issue.message}`;
  const wanted = issue.expected === 'object' || issue.expected === 'record' ? 'a map of keys' : `a ${issue.expected}`;
  return value === undefined ? `missing; write ${wanted}` : `${describe(value)} is not ${wanted}; write ${wanted}`;
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly const?: unknown;
}

/** Keys that the schema knows at `path`, read from its JSON form. */
function knownKeys(path: Path, tree: unknown): string[] {
  let schemas: JsonSchema[] = [scenarioJsonSchema()['else'] as JsonSchema];
  path.forEach((step, depth) => {
    const value = getAt(tree, path.slice(0, depth + 1));
    schemas = schemas
      .flatMap((schema) => {
        const child = typeof step === 'number' ? schema.items : (schema.properties?.[step] ?? schema.additionalProperties);
        return typeof child === 'object' ? [child] : [];
      })
      .flatMap((child) => child.anyOf ?? child.oneOf ?? [child])
      .filter((child) => isLike(child, value));
  });
  return [...new Set(schemas.flatMap(({ properties }) => Object.keys(properties ?? {})))];
}

/** Whether a member of a union can be meant by `value`: its constant keys (process, name) agree. */
function isLike(schema: JsonSchema, value: unknown): boolean {
  if (!isTree(value)) return true;
  return Object.entries(schema.properties ?? {}).every(
    ([key, { const: constant }]) => constant === undefined || value[key] === undefined || value[key] === constant,
  );
}
