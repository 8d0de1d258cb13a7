/** Assertions of a scenario: what has to hold of its result. */

import type { PointResult, Result } from '../sim/summary/result.ts';

type Operator = '>=' | '<=' | '>' | '<' | '==';

export interface Assertion {
  readonly text: string;
  readonly policy: string;
  /** Path inside a point of the result, such as `latency_ms.p95`. */
  readonly path: readonly string[];
  readonly operator: Operator;
  readonly bound: number;
  /** Setting at which it has to hold; null: at every point of the policy. */
  readonly at: { readonly key: string; readonly value: number | string } | null;
}

const FORM =
  /^\s*([a-z][a-z0-9-]*)\.([A-Za-z0-9_.-]+)\s*(>=|<=|==|>|<)\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(?:at\s+(\S+)\s+(.+?))?\s*$/i;

/** @returns null when the text is no assertion @example parseAssertion('deex.accuracy >= 0.85 at p_d 0.75') */
export function parseAssertion(text: string): Assertion | null {
  const match = FORM.exec(text);
  if (match === null) return null;
  const [, policy, path, operator, bound, key, value] = match;
  return {
    text,
    policy: policy as string,
    path: (path as string).split('.'),
    operator: operator as Operator,
    bound: Number(bound),
    at: key === undefined || value === undefined ? null : { key, value: Number.isNaN(Number(value)) ? value : Number(value) },
  };
}

/** What keeps the assertion from holding, in words; null when it holds. */
export function assertionFault(assertion: Assertion, result: Result): string | null {
  const { policy, path, operator, bound, at } = assertion;
  const points = result.points.filter((point) => point.policy === policy && (at === null || point.params[at.key] === at.value));
  if (points.length === 0) return `no point of ${policy}${at === null ? '' : ` at ${at.key} ${at.value}`}`;
  for (const point of points) {
    const value = valueAt(point, path);
    if (typeof value !== 'number') return `${path.join('.')} is ${value === null ? 'withheld (unstable)' : 'no figure of a point'}`;
    if (!holds(value, operator, bound)) return `it is ${value} at ${JSON.stringify(point.params)}`;
  }
  return null;
}

function valueAt(point: PointResult, path: readonly string[]): unknown {
  let node: unknown = point;
  for (const step of path) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, step)) return undefined;
    node = (node as Record<string, unknown>)[step];
  }
  return node;
}

function holds(value: number, operator: Operator, bound: number): boolean {
  switch (operator) {
    case '>=':
      return value >= bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '<':
      return value < bound;
    case '==':
      return value === bound;
  }
}
