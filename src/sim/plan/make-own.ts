/**
 * Policies that users bring. Code cannot travel in a plan, which is plain data: a module is enrolled on each thread that runs the plan, and
 * found again by its file and the hash of what was in it.
 */

import { Guard } from '../policies/guard-policy.ts';
import type { PolicyModule, SetUp } from '../policies/own-policy.ts';
import type { Policy } from '../policies/policy.ts';
import { meanBps } from '../world/mean-capacity.ts';
import type { CustomPlan, PointPlan } from './plan.ts';
import { tabulateRules } from './tabulate-rules.ts';

type Source = Pick<CustomPlan, 'file' | 'sha256'>;

const enrolled = new Map<string, PolicyModule>();
const keyOf = ({ file, sha256 }: Source) => `${sha256} ${file}`;

/** Policies by point, made once. */
const made = new WeakMap<PointPlan, Policy>();

/** Makes a module known on this thread. */
export function enrol(source: Source, module: PolicyModule): void {
  enrolled.set(keyOf(source), module);
}

/** @throws PolicyFailure where the user's code throws or returns what it may not */
export function makeOwn(plan: CustomPlan, point: PointPlan): Policy {
  const policy = made.get(point) ?? make(plan, point);
  made.set(point, policy);
  return policy;
}

function make(plan: CustomPlan, point: PointPlan): Policy {
  const module = enrolled.get(keyOf(plan));
  if (module === undefined) throw new Error(`makeOwn needs the module of ${plan.label}, enrolled before`);
  const guard = new Guard(plan.label, point.exits);
  return guard.policy(guard.call('policy', () => module.policy(setUpOf(plan, point, guard))));
}

function setUpOf({ params }: CustomPlan, { world, tiers, payload, profile, exits, classes }: PointPlan, guard: Guard): SetUp {
  const { inputBytes, featureBytes, overheadBytes, kind } = payload;
  const uplink = world.links[0]?.up;
  const pictureBytes = typeof inputBytes === 'number' ? inputBytes : inputBytes.reduce((sum, bytes) => sum + bytes, 0) / inputBytes.length;
  return deepFreeze({
    params: { ...params },
    exits,
    classes,
    devices: world.devices,
    tiers: world.tiers.map(({ name, servers }, t) => ({ name, servers, exits: [...(tiers[t]?.exits ?? [])] })),
    uplinkBps: uplink === undefined ? null : meanBps(uplink.capacity),
    payload: { kind, pictureBytes, featureBytes: [...featureBytes], overheadBytes },
    tabulate: (rules) => {
      if (profile === undefined)
        throw new Error('tabulate needs a recording of other samples: write profile: validation beside module in the scenario');
      return deepFreeze(tabulateRules(guard.rules(rules, true), profile, world));
    },
  });
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const item of Object.values(Object.freeze(value))) deepFreeze(item);
  return value;
}
