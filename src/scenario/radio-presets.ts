/**
 * Radios of telephones, measured in 2011 and 2012 by Huang and others.
 *
 * Power while sending and receiving is up x Mbit/s + down x Mbit/s + base. These three are the paper's, as those who cite it give
 * them; promotions and tails are recalled from the same paper and were not checked against its tables.
 *
 * @see Huang et al., "A close examination of performance and power characteristics of 4G LTE networks", MobiSys 2012,
 *   doi:10.1145/2307636.2307658
 */

import type { RadioPlan } from '../sim/plan/plan.ts';

const MS = 1e6;

export const RADIO_PRESETS: Readonly<Record<'lte' | '3g' | 'wifi', RadioPlan>> = {
  lte: {
    upNjPerBit: 438.39,
    downNjPerBit: 51.97,
    baseW: 1.28804,
    promotionNs: 260.1 * MS, // recalled
    promotionW: 1.2107, // recalled
    tailNs: 11_576 * MS, // recalled
    tailW: 1.06, // recalled
  },
  '3g': {
    upNjPerBit: 868.98,
    downNjPerBit: 122.12,
    baseW: 0.81788,
    promotionNs: 582 * MS, // recalled
    promotionW: 0.6594, // recalled
    tailNs: 8088.2 * MS, // recalled
    tailW: 0.8039, // recalled
  },
  wifi: {
    upNjPerBit: 283.17,
    downNjPerBit: 137.01,
    baseW: 0.13286,
    promotionNs: 79.1 * MS, // recalled
    promotionW: 0.1244, // recalled
    tailNs: 238.1 * MS, // recalled
    tailW: 0.1193, // recalled
  },
};
