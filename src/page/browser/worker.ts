/** The simulator in a worker of the page: its share of a plan once, then a run for every setting of the sliders. */

import { simulateStepwise } from '../../sim/simulate-plan.ts';
import type { Result } from '../../sim/summary/result.ts';
import { turnKnobs } from '../knob.ts';
import { type LivePlan, toPlan } from '../live-plan.ts';
import type { Answer, Request } from '../messages.ts';
import { unpack } from '../pack.ts';
import { inflate } from './inflate.ts';

/** As a worker sees itself; the compiler is told of windows only. */
interface Self {
  onmessage: ((event: MessageEvent<Request>) => void) | null;
  postMessage(answer: Answer): void;
}

const self = globalThis as unknown as Self;

/** What the digest does not cover: nothing of it is shown. */
const ORIGIN = { engine: '', scenario: { name: '', resolved: null }, trace: { sha256: '', samples: 0 } };

let plan: Promise<LivePlan> | null = null;

self.onmessage = async ({ data }) => {
  if (data.kind === 'plan') {
    const { first, of } = data.share;
    plan = inflate(data.base64).then((bytes) => {
      const whole = unpack(bytes) as LivePlan;
      return { ...whole, points: whole.points.filter((_, index) => index % of === first) };
    });
    return;
  }
  if (plan === null) throw new Error('worker needs a plan before it runs one');
  self.postMessage(run(turnKnobs(await plan, data.settings)).points);
};

function run(live: LivePlan): Result {
  const steps = simulateStepwise(toPlan(live), ORIGIN, {}, () => false);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value.result;
  }
}
