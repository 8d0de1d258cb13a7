/** Tries the policies that users bring before anything runs: each is made for every point, and one of each module walks through the trace. */

import type { GuestModule } from '../guests/load-policy-module.ts';
import { InvalidInput, type Problem } from '../problems/invalid-input.ts';
import { makePolicy } from '../sim/plan/make-policy.ts';
import type { PointPlan } from '../sim/plan/plan.ts';
import { preparePoint } from '../sim/plan/prepare-point.ts';
import { PolicyFailure } from '../sim/policies/policy-failure.ts';
import type { WrittenScenario } from './read-scenario.ts';

/** @throws InvalidInput with what fails, told at the policy's place, each policy once */
export function tryModules(points: readonly PointPlan[], modules: ReadonlyMap<number, GuestModule>, written: WrittenScenario): void {
  const problems = new Map<number, Problem>();
  let cause: PolicyFailure | null = null;
  const walked = new Set<string>();
  for (const point of points) {
    const { policy } = point;
    if (policy.name !== 'custom') continue;
    const { entry } = policy;
    if (problems.has(entry)) continue;
    const at = { place: written.place(['policies', entry]), key: `policies.${entry}` };
    try {
      const { rules, choice } = makePolicy(point);
      if (rules.some(({ measure }) => measure !== undefined) && point.recorded.logits === null) {
        const fact = `a rule of ${policy.label} measures the logits, and the trace holds confidences only`;
        problems.set(entry, { ...at, fact, rule: 'use a trace made with sim record' });
        continue;
      }
      const [first] = point.world.tiers;
      const isBusy = first?.discipline === 'ps' || first?.outages !== null || (first?.batch.max ?? 1) > 1;
      if (choice.kind === 'adaptive' && choice.reconsiders && isBusy) {
        const fact = `${policy.label} reconsiders in the midst of a stay at the first tier, which is shared or interrupted`;
        problems.set(entry, { ...at, fact, rule: 'let the first tier take one request at a time, without ps, batches or outages' });
        continue;
      }
      const module = modules.get(entry)?.file ?? '';
      if (!walked.has(module)) preparePoint(point);
      walked.add(module);
    } catch (error) {
      if (!(error instanceof PolicyFailure)) throw error;
      problems.set(entry, { ...at, ...tellFailure(error) });
      cause ??= error;
    }
  }
  if (problems.size === 0) return;
  const refusal = new InvalidInput([...problems.values()]);
  refusal.cause = cause;
  throw refusal;
}

/** @example `hysteresis: choose threw RangeError: no such level (line 12)` and what to do */
export function tellFailure({ facts }: PolicyFailure): Pick<Problem, 'fact' | 'rule'> {
  const { policy, method, reason, rule } = facts;
  return { fact: `${policy}: ${method} ${reason}`, rule: rule ?? 'mend the module; DEBUG=1 prints where it was thrown' };
}
