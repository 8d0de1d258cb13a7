/** The recursion where one pass over the requests does it: two tiers and a link, a server each, nothing that varies. */

import type { LinkPlan, PreparedPoint, TierPlan } from '../plan/plan.ts';
import type { Records } from '../records/records.ts';
import { countSamples } from '../summary/sample-counts.ts';
import type { OpenColumns } from './foresee.ts';
import { foresightOf, type StationService } from './foresight.ts';
import { passOneLink } from './one-link-pass.ts';

/** Whether a world without feedback is of that kind. */
export function isOneLink(point: PreparedPoint): boolean {
  const { world, itinerary } = point;
  const { services, isCertain, propagationNs, servesAll } = foresightOf(point);
  const [link] = world.links;
  if (world.tiers.length !== 2 || link === undefined || world.radio !== null || !isCertain || propagationNs === null) return false;
  const isOne = (isPerDevice: boolean) => !isPerDevice || world.devices === 1;
  return (
    services.every(({ tableNs }) => tableNs !== null) &&
    world.tiers.every((tier: TierPlan) => tier.servers === 1 && isOne(tier.isPerDevice)) &&
    isOne(link.up.isPerDevice) &&
    (link.down === null || isOne(link.down.isPerDevice)) &&
    // Those who pass the edge by would overtake those who wait there.
    (servesAll[0] === true || (itinerary.isServed[0] as Uint8Array).every((served) => served === 0))
  );
}

/** Fills finish times and waits of `records`, begun before. @param openNs when busy time begins to count [ns] */
export function runOneLink(point: PreparedPoint, records: Records, columns: OpenColumns, openNs: number): void {
  const { services, goesBeyond, nothing } = foresightOf(point);
  const [edge, cloud, up, down] = services as unknown as [StationService, StationService, StationService, StationService];
  const { propagationNs } = point.world.links[0] as LinkPlan;
  const { arrivalNs, row: sample, finishNs, requests } = records;
  const [edgeWaitNs, cloudWaitNs, upWaitNs, downWaitNs] = columns.waitsNs as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array | null,
  ];
  const tableOf = ({ tableNs }: StationService) => tableNs ?? nothing;
  const sums = passOneLink(
    {
      arrivalNs,
      sample,
      goesUp: goesBeyond[0] as Uint8Array,
      edgeNs: tableOf(edge),
      upNs: tableOf(up),
      cloudNs: tableOf(cloud),
      downNs: tableOf(down),
      propagationNs,
      finishNs,
      edgeWaitNs,
      upWaitNs,
      cloudWaitNs,
      downWaitNs,
    },
    requests,
  );
  const order = [
    { s: 0, waitNs: sums.edge, waitsNs: edgeWaitNs, tableNs: tableOf(edge), airNs: 0 },
    { s: 2, waitNs: sums.up, waitsNs: upWaitNs, tableNs: tableOf(up), airNs: propagationNs },
    { s: 1, waitNs: sums.cloud, waitsNs: cloudWaitNs, tableNs: tableOf(cloud), airNs: 0 },
    { s: 3, waitNs: sums.down, waitsNs: downWaitNs, tableNs: tableOf(down), airNs: propagationNs },
  ];
  const counts = countSamples(sample, 0, point.itinerary.samples);
  const earlyNs = busyBefore(openNs, records, goesBeyond[0] as Uint8Array, order);
  order.forEach(({ s, waitNs, tableNs }, i) => {
    const stayNs = counts.weigh(tableNs);
    records.areaNs[s] = waitNs + stayNs;
    records.busyNs[s] = stayNs - (earlyNs[i] as number);
    records.serverCounts[s] = 1;
    records.sumsNs[2 * s] = waitNs;
  });
}

interface Stop {
  readonly waitsNs: Float64Array | null;
  readonly tableNs: Float64Array;
  readonly airNs: number;
}

/** Busy time of each stop before `openNs` [ns]: that of the first requests, on their way stop by stop. */
function busyBefore(
  openNs: number,
  { arrivalNs, row: sample, requests }: Records,
  goesUp: Uint8Array,
  order: readonly Stop[],
): Float64Array {
  const busyNs = new Float64Array(order.length);
  for (let r = 0; r < requests && (arrivalNs[r] as number) < openNs; r++) {
    const taken = sample[r] as number;
    let clockNs = arrivalNs[r] as number;
    for (let i = 0; i < (goesUp[taken] === 1 ? order.length : 1); i++) {
      const { waitsNs, tableNs, airNs } = order[i] as Stop;
      const startNs = clockNs + ((waitsNs?.[r] ?? 0) as number);
      const stayNs = tableNs[taken] as number;
      if (startNs < openNs) busyNs[i] = (busyNs[i] as number) + Math.min(stayNs, openNs - startNs);
      clockNs = startNs + stayNs + airNs;
    }
  }
  return busyNs;
}
