/** Tiers and links in numbers: the world a point runs in, and what computing costs in it. */

import { type BatchTimes, readBatchTimes } from '../models/timing-file.ts';
import type { Timing } from '../models/trace.ts';
import type { BatchCosts, CapacityPlan, LinkPlan, RadioPlan, TierCosts, TierPlan, WorldPlan } from '../sim/plan/plan.ts';
import { compileBuffer, compileLane, compileOutages } from './compile-lane.ts';
import { RADIO_PRESETS } from './radio-presets.ts';
import type { LinkSpec } from './schema/link.ts';
import type { TierSpec } from './schema/tier.ts';
import type { Scenario } from './schema.ts';
import { parseBytes, parseDurationNs, parsePowerW } from './units.ts';

/** @param profiles capacities read from files, by `profileKey` */
export function compileWorld({ workload, tiers, links, offload }: Scenario, profiles: ReadonlyMap<string, CapacityPlan>): WorldPlan {
  const names = linkNames(tiers);
  return {
    devices: workload.devices,
    tiers: Object.entries(tiers).map(([name, tier], i) => compileTier(name, tier, i === 0)),
    links: names.map((name) => compileLink(name, links[name], profiles)),
    answerBytes: offload === undefined ? 0 : parseBytes(offload.answer) + parseBytes(offload.overhead),
    timeoutNs: offload?.timeout === undefined ? null : parseDurationNs(offload.timeout),
    radio: compileRadio(links[names[0] ?? '']?.radio),
  };
}

function linkNames(tiers: Scenario['tiers']): string[] {
  const names = Object.keys(tiers);
  return names.slice(1).map((upper, i) => `${names[i]}-${upper}`);
}

function compileTier(name: string, tier: TierSpec, isFirst: boolean): TierPlan {
  return {
    name,
    servers: tier.servers,
    isPerDevice: (tier.per ?? (isFirst ? 'device' : 'site')) === 'device',
    discipline: tier.discipline,
    ...compileBuffer(tier),
    batch: { max: tier.batch.max, waitNs: parseDurationNs(tier.batch.wait) },
    outages: compileOutages(tier.outages),
    powerW: tier.power === undefined ? null : parsePowerW(tier.power),
  };
}

function compileLink(name: string, link: LinkSpec | undefined, profiles: ReadonlyMap<string, CapacityPlan>): LinkPlan {
  if (link === undefined) throw new Error(`compileLink needs link "${name}", checked before`);
  return {
    name,
    up: compileLane(link.up, profiles),
    down: link.down === undefined ? null : compileLane(link.down, profiles),
    propagationNs: Math.round(parseDurationNs(link.rtt) / 2),
  };
}

function compileRadio(radio: LinkSpec['radio']): RadioPlan | null {
  if (radio === undefined) return null;
  if (typeof radio === 'string') return RADIO_PRESETS[radio];
  const none = { lasts: '0 s', power: '0 W' };
  const { up, down, base, promotion = none, tail = none } = radio;
  return {
    upNjPerBit: up,
    downNjPerBit: down,
    baseW: parsePowerW(base),
    promotionNs: parseDurationNs(promotion.lasts),
    promotionW: parsePowerW(promotion.power),
    tailNs: parseDurationNs(tail.lasts),
    tailW: parsePowerW(tail.power),
  };
}

/** What a tier without a timing has in its place: it computes nothing, so that no time of it is ever looked at. */
function idleTimes(samples: number, pieces: number): Float64Array[] {
  return new Array<Float64Array>(pieces).fill(new Float64Array(samples));
}

/** @param samples rows of the trace @param exits number of exits N */
export function compileTiers({ tiers }: Scenario, timings: ReadonlyMap<string, Timing>, samples: number, exits: number): TierCosts[] {
  return Object.values(tiers).map(({ exits: held, slowdown, timing, batch }) => {
    const recorded = timings.get(timing ?? '');
    if (recorded === undefined && held.length > 0) throw new Error(`compileTiers needs timing "${timing}", read before`);
    return {
      exits: held,
      slowdown,
      segmentNs: recorded?.segmentNs ?? idleTimes(samples, exits),
      branchNs: recorded?.branchNs ?? idleTimes(samples, exits - 1),
      batchNs: recorded === undefined || held.length === 0 || batch.max === 1 ? null : compileBatches(readBatchTimes(recorded)),
    };
  });
}

function compileBatches(times: readonly BatchTimes[]): BatchCosts {
  const piece = (kind: 'segmentNs' | 'branchNs') => (times[0]?.[kind] ?? []).map((_, k) => times.map((row) => row[kind][k] as number));
  return { sizes: times.map(({ batch }) => batch), segmentNs: piece('segmentNs'), branchNs: piece('branchNs') };
}
