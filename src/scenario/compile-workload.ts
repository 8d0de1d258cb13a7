/** The workload in numbers. */

import type { ArrivalsPlan, KindPlan, WarmupPlan, WorkloadPlan } from '../sim/plan/plan.ts';
import { compileChain } from './compile-chain.ts';
import type { Scenario } from './schema.ts';
import { parseDurationNs, parseRatePerS } from './units.ts';

type WorkloadSpec = Scenario['workload'];

/** @param timesNs arrival times of the file, where arrivals are timestamps */
export function compileWorkload({ workload }: Scenario, timesNs: Float64Array | null): WorkloadPlan {
  return {
    arrivals: compileArrivals(workload.arrivals, timesNs),
    requests: workload.requests,
    warmup: compileWarmup(workload.warmup),
    order: workload.order,
    kinds: compileKinds(workload),
    whenLate: workload.late,
  };
}

function compileWarmup(warmup: WorkloadSpec['warmup']): WarmupPlan {
  if (typeof warmup === 'number') return { kind: 'count', requests: warmup };
  return warmup === 'mser-5' ? { kind: 'mser-5' } : { kind: 'time', untilNs: parseDurationNs(warmup) };
}

function compileKinds({ kinds, deadline, min_accuracy }: WorkloadSpec): KindPlan[] {
  const asked = (own: number | undefined) => (own === undefined ? {} : { minAccuracy: own });
  const deadlineNs = (own: string | undefined) => (own === undefined ? null : parseDurationNs(own));
  if (kinds === undefined) return [{ name: 'all', share: 1, priority: 0, deadlineNs: deadlineNs(deadline), ...asked(min_accuracy) }];
  return Object.entries(kinds).map(([name, kind]) => ({
    name,
    share: kind.share,
    priority: kind.priority,
    deadlineNs: deadlineNs(kind.deadline ?? deadline),
    ...asked(kind.min_accuracy ?? min_accuracy),
  }));
}

function compileArrivals(arrivals: WorkloadSpec['arrivals'], timesNs: Float64Array | null): ArrivalsPlan {
  switch (arrivals.process) {
    case 'poisson':
      return { kind: 'poisson', ratePerS: parseRatePerS(arrivals.rate) };
    case 'periodic':
      return {
        kind: 'periodic',
        periodNs:
          arrivals.period === undefined ? Math.round(1e9 / parseRatePerS(arrivals.rate as string)) : parseDurationNs(arrivals.period),
      };
    case 'mmpp':
      return { kind: 'mmpp', chain: compileChain(arrivals.states, ({ rate }) => parseRatePerS(rate)) };
    case 'timestamps':
      if (timesNs === null) throw new Error('compileArrivals needs the times of the file, read before');
      return { kind: 'timestamps', timesNs };
    case 'multi-stream':
      return { kind: 'multi-stream', streams: arrivals.streams };
    case 'single-stream':
    case 'offline':
      return { kind: arrivals.process };
  }
}
