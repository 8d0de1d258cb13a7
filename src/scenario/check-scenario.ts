/**
 * Rules between keys, which no single key's schema can see. Looks at the written tree, so that it can speak even where other
 * keys are wrong; whatever is of the wrong type is the schema's to report.
 */

import type { Problem } from '../problems/invalid-input.ts';
import { parseAssertion } from './assertion.ts';
import type { WrittenScenario } from './read-scenario.ts';
import { getAt, isTree } from './tree.ts';
import type { Path } from './yaml-source.ts';

/** Figures of a point that are numbers or hold numbers. */
const FIGURES = new Set([
  'accuracy',
  'offload_share',
  'latency_ms',
  'breakdown_ms',
  'utilization',
  'load',
  'energy_j_mean',
  'requests',
  'completed',
  'dropped',
]);

/** @param exits number of exits N of the model; null when the model is not known */
export function checkScenario(written: WrittenScenario, exits: number | null): Problem[] {
  const problems: Problem[] = [];
  const report = (path: Path, fact: string, rule: string) => problems.push({ place: written.place(path), key: path.join('.'), fact, rule });
  const get = (...path: (string | number)[]) => getAt(written.tree, path);

  const requests = get('workload', 'requests');
  const warmup = get('workload', 'warmup');
  if (typeof requests === 'number' && typeof warmup === 'number' && warmup >= requests && requests >= 1) {
    report(['workload', 'warmup'], `${warmup} leaves none of the ${requests} requests`, 'write fewer than workload.requests');
  }

  const arrivals = get('workload', 'arrivals');
  if (isTree(arrivals) && arrivals['process'] === 'periodic' && 'period' in arrivals === 'rate' in arrivals) {
    report(
      ['workload', 'arrivals'],
      'period' in arrivals ? 'both period and rate' : 'neither period nor rate',
      'write one of them, such as period: 40 ms',
    );
  }

  const assertions = get('assert');
  if (Array.isArray(assertions)) {
    assertions.forEach((text: unknown, i) => {
      if (typeof text !== 'string') return;
      const assertion = parseAssertion(text);
      const policies = get('policies');
      const names = Array.isArray(policies) ? policies.map((policy) => getAt(policy, ['name'])) : [];
      if (assertion !== null && !names.includes(assertion.policy)) {
        report(['assert', i], `"${assertion.policy}" is no policy of this scenario`, `write one of ${[...new Set(names)].join(', ')}`);
      } else if (assertion !== null && !FIGURES.has(assertion.path[0] as string)) {
        report(['assert', i], `"${assertion.path.join('.')}" is no figure of a result`, `write one of ${[...FIGURES].join(', ')}`);
      }
      if (assertion !== null) return;
      report(
        ['assert', i],
        `"${text}" is no assertion`,
        'write "<policy>.<figure> <operator> <number> [at <key> <value>]", such as "deex.accuracy >= 0.85 at p_d 0.75"',
      );
    });
  }

  checkTiers(get('tiers'), exits, report);
  checkLinks(get('tiers'), get('links'), get('offload'), report);
  checkPolicies(get('policies'), get('sweep'), exits, report);
  return problems;
}

type Report = (path: Path, fact: string, rule: string) => void;

function checkTiers(tiers: unknown, exits: number | null, report: Report): void {
  if (!isTree(tiers)) return;
  const names = Object.keys(tiers);
  if (names.length === 0) report(['tiers'], 'no tier', 'write at least one, such as edge: { exits: [1, 2, 3], timing: cpu-1t }');
  let next = 1;
  for (const name of names) {
    const listed = getAt(tiers, [name, 'exits']);
    if (!Array.isArray(listed) || listed.length === 0 || !listed.every((exit) => Number.isInteger(exit))) return;
    for (const [i, exit] of (listed as number[]).entries()) {
      if (exits !== null && exit > exits) {
        report(['tiers', name, 'exits', i], `exit ${exit} is beyond the model's ${exits} exits`, `write exits from 1 to ${exits}`);
        return;
      }
      if (exit !== next) {
        report(
          ['tiers', name, 'exits', i],
          `exit ${exit} stands where exit ${next} is due`,
          'write exits 1, 2, .. N once each, in the order of the tiers',
        );
        return;
      }
      next++;
    }
  }
  if (exits !== null && next <= exits) {
    report(
      ['tiers', names[names.length - 1] as string, 'exits'],
      `exit ${next} has no tier`,
      `the last tier holds the exits up to ${exits}`,
    );
  }
}

function checkLinks(tiers: unknown, links: unknown, offload: unknown, report: Report): void {
  if (!isTree(tiers)) return;
  const names = Object.keys(tiers);
  const due = names.slice(1).map((upper, i) => `${names[i]}-${upper}`);
  const given = isTree(links) ? Object.keys(links) : [];
  for (const link of due) {
    if (!given.includes(link)) report(['links'], `no link "${link}"`, `write links: { ${link}: { rtt: .., up: { bandwidth: .. } } }`);
  }
  for (const link of given) {
    if (!due.includes(link)) {
      report(
        ['links', link],
        'joins no two neighbouring tiers',
        due.length === 0 ? 'remove it: there is one tier' : `write ${due.join(', ')}`,
      );
    }
  }
  if (due.length > 0 && offload === undefined) {
    report(['offload'], 'missing', 'write what crosses the links, such as offload: { payload: features, answer: 64 B, overhead: 40 B }');
  }
}

function checkPolicies(policies: unknown, sweep: unknown, exits: number | null, report: Report): void {
  if (!Array.isArray(policies)) return;
  const sweeps = (key: string) => isTree(sweep) && key in sweep;
  const seen = new Map<string, number>();
  policies.forEach((policy: unknown, i) => {
    if (!isTree(policy)) return;
    const form = JSON.stringify(Object.entries(policy).sort());
    const twin = seen.get(form);
    if (twin !== undefined) report(['policies', i], `is the same as policy ${twin + 1}`, 'remove it or give it other thresholds');
    seen.set(form, i);
    if (policy['name'] === 'deex') {
      if (!('p_d' in policy) && !sweeps('p_d')) report(['policies', i], 'deex has no p_d', 'write p_d: 0.75 here, or sweep: { p_d: .. }');
      if (exits !== null && exits < 3) {
        report(['policies', i], `deex needs three exits or more and the model has ${exits}`, 'use ordinary, or a model with two branches');
      }
    }
  });
  if (!isTree(sweep)) return;
  const named = policies.filter(isTree);
  const isUsed = {
    p_d: named.some(
      (policy) => (policy['name'] === 'deex' && !('p_d' in policy)) || (policy['name'] === 'ordinary' && !('p_tar' in policy)),
    ),
    p_tar: named.some((policy) => (policy['name'] === 'deex' || policy['name'] === 'ordinary') && !('p_tar' in policy)),
  };
  for (const key of ['p_d', 'p_tar'] as const) {
    if (key in sweep && !isUsed[key])
      report(['sweep', key], 'no policy takes it from the sweep', `remove it, or remove the policies' own ${key}`);
  }
}
