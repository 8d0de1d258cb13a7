/**
 * Energy of the devices' radios on the first link, by Huang's model: bits cost energy, being awake costs power, and the radio stays
 * awake for a while after the last message.
 *
 * ```
 *   power
 *     |        base + bits      tail       base   tail, whole
 *     |      ____________                 _____
 *     | ____|            |______         |     |______________
 *     ||promotion               |___idle_|promotion           |__
 *     +---------------------------------------------------------> time
 * ```
 * @see Huang, Qian, Gerber, Mao, Sen and Spatscheck, "A close examination of performance and power characteristics of 4G LTE
 *   networks", MobiSys 2012
 */

import type { RadioPlan } from '../plan/plan.ts';
import type { Records } from '../records/records.ts';

/** Joules of a nanosecond at one watt, and of a nanojoule. */
const NANO = 1e-9;

/**
 * Energy that the requests from `first` on cause, over all devices [J].
 *
 * The radio runs for earlier requests too, but theirs are their bits, the time awake that they add, the promotion they start and
 * the tail that follows them. A tail lasts until the next message or its own end; behind the last message it is whole.
 */
export function radioEnergyJ(plan: RadioPlan, records: Pick<Records, 'requests' | 'device' | 'radio'>, first: number): number {
  const { radio, device } = records;
  if (radio === null) return 0;
  const promotionJ = plan.promotionW * plan.promotionNs * NANO;
  let energyJ = 0;
  /** Device being reckoned, until when its radio has been active, and whether a counted request was active last. */
  let owner = -1;
  let activeNs = 0;
  let isLastCounted = false;
  const tailJ = (lastsNs: number) => (isLastCounted ? plan.tailW * lastsNs * NANO : 0);
  for (const { request, isUp, startNs, endNs } of messagesInOrder(records)) {
    const isCounted = request >= first;
    const isFirst = device[request] !== owner;
    const gapNs = isFirst ? Number.POSITIVE_INFINITY : startNs - activeNs;
    if (isFirst) {
      energyJ += tailJ(plan.tailNs);
      owner = device[request] as number;
      activeNs = startNs;
    } else if (gapNs > 0) {
      energyJ += tailJ(Math.min(gapNs, plan.tailNs));
      activeNs = startNs;
    }
    if (isCounted) {
      const bytes = (isUp ? radio.upBytes : radio.downBytes)[request] as number;
      energyJ += 8 * bytes * (isUp ? plan.upNjPerBit : plan.downNjPerBit) * NANO;
      energyJ += plan.baseW * Math.max(0, endNs - activeNs) * NANO;
      if (gapNs > plan.tailNs) energyJ += promotionJ;
    }
    if (endNs >= activeNs) {
      activeNs = endNs;
      isLastCounted = isCounted;
    }
  }
  return energyJ + tailJ(plan.tailNs);
}

interface Message {
  readonly request: number;
  readonly isUp: boolean;
  readonly startNs: number;
  readonly endNs: number;
}

/** Every message sent or received, device by device, in the order of its start. */
function* messagesInOrder({ requests, device, radio }: Pick<Records, 'requests' | 'device' | 'radio'>): Generator<Message> {
  if (radio === null) return;
  const { upStartNs, upEndNs, downStartNs, downEndNs } = radio;
  // Message 2r is request r's way up, 2r + 1 its way down.
  const startNs = (message: number) => (message % 2 === 0 ? upStartNs : downStartNs)[message >>> 1] as number;
  const endNs = (message: number) => (message % 2 === 0 ? upEndNs : downEndNs)[message >>> 1] as number;
  const sent: number[] = [];
  for (let message = 0; message < 2 * requests; message++) if (endNs(message) > 0) sent.push(message);
  const owner = (message: number) => device[message >>> 1] as number;
  sent.sort((a, b) => owner(a) - owner(b) || startNs(a) - startNs(b) || a - b);
  for (const message of sent) {
    yield { request: message >>> 1, isUp: message % 2 === 0, startNs: startNs(message), endNs: endNs(message) };
  }
}
