/**
 * Links to begin a scenario with: those of the scenarios that ship, each number with where it comes from.
 *
 * Rates of uplinks are measured, the rest is partly ours; the notes say so.
 */

import { meanRate } from '../sim/world/markov.ts';
import { linkPreset } from './presets.ts';

/** A value as a scenario has it, and a line on its origin. */
interface Noted {
  readonly value: string;
  readonly note: string;
}

export interface LinkChoice {
  /** As in "behind a 4G uplink". */
  readonly noun: string;
  readonly rtt: Noted;
  /** Either a constant bandwidth or the name of a preset of the weather. */
  readonly up: Noted & { readonly key: 'bandwidth' | 'markov' };
  readonly down: Noted;
  /** Long-run mean of the uplink [bit/s], > 0. */
  readonly upBps: number;
  /** Preset that varies about as this link does; null where there is none. */
  readonly varying: string | null;
}

const bandwidth = (mbps: string, note: string) => ({
  up: { key: 'bandwidth' as const, value: `${mbps} Mbit/s`, note },
  upBps: Number(mbps) * 1e6,
});

function markov(preset: string, note: string): Pick<LinkChoice, 'up' | 'upBps'> {
  const chain = linkPreset(preset);
  if (chain === undefined) throw new Error(`markov needs a preset, got ${preset}`);
  return { up: { key: 'markov', value: preset, note }, upBps: meanRate(chain) };
}

const MEASURED = 'uplink of Pacheco & Couto 2020, arXiv 2005.04099';
const LTE = {
  rtt: { value: '70 ms', note: 'LTE, recalled from Huang et al., MobiSys 2012' },
  down: { value: '13 Mbit/s', note: 'median LTE downlink: Huang et al., MobiSys 2012' },
};

/** Links by name. */
export const LINK_CHOICES = {
  '3g': {
    noun: '3G uplink',
    rtt: { value: '150 ms', note: 'an assumption: 3G answers about twice as slowly as LTE' },
    ...bandwidth('1.10', `3G ${MEASURED}`),
    down: { value: '3 Mbit/s', note: 'an assumption; answers are small, so it hardly matters' },
    varying: '3g',
  },
  '4g': { noun: '4G uplink', ...LTE, ...bandwidth('5.85', `4G ${MEASURED}`), varying: '4g' },
  '5g': {
    noun: '5G uplink',
    rtt: { value: '25 ms', note: 'an assumption' },
    ...bandwidth('50', 'an assumption for a mid-band cell'),
    down: { value: '200 Mbit/s', note: 'an assumption; answers are small, so it hardly matters' },
    varying: '5g',
  },
  wifi: {
    noun: 'Wi-Fi uplink',
    rtt: { value: '20 ms', note: 'an assumption: a wired line to a nearby data centre' },
    ...bandwidth('18.80', `Wi-Fi ${MEASURED}`),
    down: { value: '18.80 Mbit/s', note: 'taken as equal to the uplink' },
    varying: null,
  },
  '4g-driving': {
    noun: '4G uplink in a moving car',
    ...LTE,
    ...markov('4g-driving', 'fitted to a recorded drive: mean 0.83 Mbit/s, dead for seconds at a time'),
    varying: null,
  },
} satisfies Readonly<Record<string, LinkChoice>>;
