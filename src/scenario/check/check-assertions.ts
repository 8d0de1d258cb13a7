/** Rules of assertions: a policy of the scenario, and a figure of a result. */

import type { PointResult } from '../../sim/summary/result.ts';
import { parseAssertion } from '../assertion.ts';
import { getAt } from '../tree.ts';
import type { Draft } from './rule.ts';

/** Figures of a point that are numbers or hold numbers. */
const FIGURES: ReadonlySet<string> = new Set<keyof PointResult>([
  'accuracy',
  'offload_share',
  'latency_ms',
  'breakdown_ms',
  'utilization',
  'load',
  'lambda_max_per_s',
  'queue_mean',
  'energy_j_mean',
  'fallback_share',
  'deadline_missed_share',
  'requests',
  'completed',
  'dropped',
]);

/** Of those that hold several, the ones whose names do not depend on the scenario. */
const LATENCIES = new Set(['mean', 'p50', 'p90', 'p95', 'p99', 'max']);

export function checkAssertions({ tree, labels, report }: Draft): void {
  const assertions = getAt(tree, ['assert']);
  const policies = getAt(tree, ['policies']);
  if (!Array.isArray(assertions)) return;
  const written = Array.isArray(policies) ? policies.map((policy) => getAt(policy, ['name'])) : [];
  const names = [...written.filter((name) => name !== 'custom'), ...(labels ?? [])];
  const mayBeOther = labels === null && written.includes('custom');
  assertions.forEach((text: unknown, i) => {
    if (typeof text !== 'string') return;
    const assertion = parseAssertion(text);
    if (assertion === null) {
      const rule = 'write "<policy>.<figure> <operator> <number> [at <key> <value>]", such as "deex.accuracy >= 0.85 at p_d 0.75"';
      report(['assert', i], `"${text}" is no assertion`, rule);
    } else if (!names.includes(assertion.policy) && !mayBeOther) {
      report(['assert', i], `"${assertion.policy}" is no policy of this scenario`, `write one of ${[...new Set(names)].join(', ')}`);
    } else if (!FIGURES.has(assertion.path[0] as string)) {
      report(['assert', i], `"${assertion.path.join('.')}" is no figure of a result`, `write one of ${[...FIGURES].join(', ')}`);
    } else if (assertion.path[0] === 'latency_ms' && !LATENCIES.has(assertion.path[1] as string)) {
      report(['assert', i], `"${assertion.path.join('.')}" is no figure of a result`, `write latency_ms.${[...LATENCIES].join(', ')}`);
    }
  });
}
