/**
 * From the user's words to the engine's numbers: a checked scenario, its model, trace and timings become a plan.
 */

import type { Model } from '../models/load-model.ts';
import type { Timing, Trace } from '../models/trace.ts';
import type { ArrivalsPlan, PayloadPlan, PointPlan, PolicyPlan, TierCosts, WorkloadPlan, WorldPlan } from '../sim/plan/plan.ts';
import type { Setting, SweepValue } from './expand-sweep.ts';
import type { PolicySpec, Scenario } from './schema.ts';
import { parseBandwidthBps, parseBytes, parseDurationNs, parseRatePerS } from './units.ts';

/** p_tar where neither policy nor sweep says one. */
const DEFAULT_TARGET = 0.8;

/** What a scenario refers to, loaded. */
export interface Recordings {
  readonly model: Model;
  readonly trace: Trace;
  readonly timings: ReadonlyMap<string, Timing>;
  /** Arrival times [ns]; null unless arrivals are timestamps. */
  readonly timesNs: Float64Array | null;
}

/** One setting of the sweep with the scenario it gives. */
export interface SettledScenario {
  readonly setting: Setting;
  readonly scenario: Scenario;
}

/** @returns policies in the order written, each with its settings in the order of the sweep */
export function compileScenario(settled: readonly SettledScenario[], recordings: Recordings): PointPlan[] {
  const { model, trace } = recordings;
  const recorded = { labels: trace.labels, confidence: trace.confidence, prediction: trace.prediction, coded: null };
  const worlds = new Map<string, { world: WorldPlan; workload: WorkloadPlan; tiers: TierCosts[]; payload: PayloadPlan }>();
  const seen = new Set<string>();
  const policies = settled[0]?.scenario.policies ?? [];
  return policies.flatMap((_, p) => {
    return settled.flatMap(({ setting, scenario }): PointPlan[] => {
      const spec = scenario.policies[p] as PolicySpec;
      const { params, policy } = choosePolicy(spec, setting);
      const key = JSON.stringify([policy, params]);
      if (seen.has(key)) return [];
      seen.add(key);
      const { p_d: _d, p_tar: _t, ...elsewhere } = setting;
      const worldKey = JSON.stringify(elsewhere);
      let parts = worlds.get(worldKey);
      if (parts === undefined) {
        parts = {
          world: compileWorld(scenario),
          workload: compileWorkload(scenario, recordings.timesNs),
          tiers: compileTiers(scenario, recordings.timings),
          payload: compilePayload(scenario, model),
        };
        worlds.set(worldKey, parts);
      }
      return [
        {
          policy,
          params,
          isTargetSwept: 'p_tar' in setting && 'p_tar' in params && !('p_tar' in spec),
          recorded,
          ...parts,
          exits: trace.exits,
          classes: trace.classes,
        },
      ];
    });
  });
}

/**
 * A policy at a setting, and the params that name the point: every swept value that bears on it, then its own thresholds.
 *
 * In a p_d sweep, ordinary takes p_tar = p_d unless it states its own.
 */
function choosePolicy(spec: PolicySpec, setting: Setting): { params: Record<string, SweepValue>; policy: PolicyPlan } {
  const { p_d: sweptDecision, p_tar: sweptTarget, ...elsewhere } = setting;
  const decision = sweptDecision as number | undefined;
  const target = sweptTarget as number | undefined;
  switch (spec.name) {
    case 'deex': {
      const decisionThreshold = spec.p_d ?? (decision as number);
      const targetThreshold = spec.p_tar ?? target ?? DEFAULT_TARGET;
      const own = spec.p_tar ?? target;
      return {
        params: { p_d: decisionThreshold, ...(own === undefined ? {} : { p_tar: own }), ...elsewhere },
        policy: { name: 'deex', decisionThreshold, targetThreshold },
      };
    }
    case 'ordinary': {
      const targetThreshold = spec.p_tar ?? target ?? decision ?? DEFAULT_TARGET;
      return {
        params: { ...(decision === undefined ? {} : { p_d: decision }), p_tar: targetThreshold, ...elsewhere },
        policy: { name: 'ordinary', targetThreshold },
      };
    }
    case 'all-edge':
      return { params: elsewhere, policy: { name: 'all-edge' } };
    case 'all-cloud':
      return { params: elsewhere, policy: { name: 'all-cloud' } };
  }
}

function compileWorld({ workload, tiers, links, offload }: Scenario): WorldPlan {
  const lane = ({ bandwidth, per }: { bandwidth: string; per: string }) => ({
    capacity: { kind: 'constant' as const, bps: parseBandwidthBps(bandwidth) },
    isPerDevice: per === 'device',
    isShared: false,
    loss: null,
    jitter: null,
    buffer: null,
    whenFull: 'drop' as const,
    outages: null,
  });
  return {
    devices: workload.devices,
    tiers: Object.entries(tiers).map(([name, { servers, per }], i) => ({
      name,
      servers,
      isPerDevice: (per ?? (i === 0 ? 'device' : 'site')) === 'device',
      discipline: 'fifo' as const,
      buffer: null,
      whenFull: 'drop' as const,
      batch: { max: 1, waitNs: 0 },
      outages: null,
      powerW: null,
    })),
    links: linkNames(tiers).map((name) => {
      const link = links[name];
      if (link === undefined) throw new Error(`compileWorld needs link "${name}", checked before`);
      return {
        name,
        up: lane(link.up),
        down: link.down === undefined ? null : lane(link.down),
        propagationNs: Math.round(parseDurationNs(link.rtt) / 2),
      };
    }),
    answerBytes: offload === undefined ? 0 : parseBytes(offload.answer) + parseBytes(offload.overhead),
    timeoutNs: null,
    radio: null,
  };
}

function linkNames(tiers: Scenario['tiers']): string[] {
  const names = Object.keys(tiers);
  return names.slice(1).map((upper, i) => `${names[i]}-${upper}`);
}

function compileWorkload({ workload }: Scenario, timesNs: Float64Array | null): WorkloadPlan {
  const { requests, warmup, order } = workload;
  return {
    arrivals: compileArrivals(workload.arrivals, timesNs),
    requests,
    warmup: { kind: 'count', requests: warmup },
    order,
    kinds: [{ name: 'all', share: 1, priority: 0, deadlineNs: null }],
    whenLate: 'keep',
  };
}

function compileArrivals(arrivals: Scenario['workload']['arrivals'], timesNs: Float64Array | null): ArrivalsPlan {
  switch (arrivals.process) {
    case 'poisson':
      return { kind: 'poisson', ratePerS: parseRatePerS(arrivals.rate) };
    case 'periodic':
      return {
        kind: 'periodic',
        periodNs:
          arrivals.period === undefined ? Math.round(1e9 / parseRatePerS(arrivals.rate as string)) : parseDurationNs(arrivals.period),
      };
    case 'timestamps':
      if (timesNs === null) throw new Error('compileArrivals needs the times of the file, read before');
      return { kind: 'timestamps', timesNs };
    case 'single-stream':
    case 'offline':
      return { kind: arrivals.process };
  }
}

function compileTiers({ tiers }: Scenario, timings: ReadonlyMap<string, Timing>): TierCosts[] {
  return Object.values(tiers).map(({ exits, slowdown, timing }) => {
    const recorded = timings.get(timing);
    if (recorded === undefined) throw new Error(`compileTiers needs timing "${timing}", read before`);
    return { exits, slowdown, segmentNs: recorded.segmentNs, branchNs: recorded.branchNs, batchNs: null };
  });
}

/** The picture is raw 8-bit pixels: its own size where the manifest says one, else one byte for each value of the input. */
function compilePayload({ offload }: Scenario, { manifest }: Model): PayloadPlan {
  const picture = manifest.dataset?.['pictureBytes'];
  const values = manifest.input.shape.reduce((product, size) => product * size, 1);
  return {
    kind: offload?.payload ?? 'features',
    inputBytes: typeof picture === 'number' ? picture : values,
    featureBytes: manifest.segments.map(({ bytes }) => bytes.f32),
    overheadBytes: offload === undefined ? 0 : parseBytes(offload.overhead),
  };
}
