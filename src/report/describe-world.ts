/**
 * The world of a scenario in one line of words, for the subtitle of a chart and the head of a report.
 *
 * Reads the resolved scenario as a user wrote it, with units, and leaves out whatever it does not find: a report must come
 * out of any result, whatever version of the scenario language it was made from.
 */
import type { Result } from '../sim/summary/result.ts';
import { formatDecimals } from './format-number.ts';

type Fields = Readonly<Record<string, unknown>>;

/** `edge-cloud 5.85 Mbit/s up, 13 Mbit/s down, rtt 70 ms · 1 device, poisson 5/s`; null where nothing is known. */
export function describeWorld(resolved: unknown): string | null {
  const scenario = fieldsOf(resolved);
  const links = Object.entries(fieldsOf(scenario['links'])).map(([name, link]) => describeLink(name, fieldsOf(link)));
  const tiers = Object.keys(fieldsOf(scenario['tiers']));
  const machine = links.length === 0 && tiers.length === 1 ? 'one machine, no network' : null;
  const said = [
    wordOf(scenario['model']),
    ...links,
    machine,
    links.length === 0 ? null : describeOffload(fieldsOf(scenario['offload'])),
    describeTimings(fieldsOf(scenario['tiers'])),
    describeWorkload(fieldsOf(scenario['workload'])),
  ].filter((text) => text !== null && text !== '');
  return said.length === 0 ? null : said.join(' · ');
}

/** The world and the size of the run: `.. · 10 replications of 10,000 requests`. */
export function describeRun({ scenario, replications, points }: Result): string {
  const runs = `${replications} ${replications === 1 ? 'replication' : 'replications'}`;
  const [first] = points;
  const size = first === undefined ? runs : `${runs} of ${formatDecimals(first.requests / replications, 0)} requests`;
  return [describeWorld(scenario.resolved), size].filter((text) => text !== null).join(' · ');
}

function describeLink(name: string, link: Fields): string | null {
  const up = describeLane(fieldsOf(link['up']));
  const down = describeLane(fieldsOf(link['down']));
  const rtt = wordOf(link['rtt']);
  const said = [up && `${up} up`, down && `${down} down`, rtt && `rtt ${rtt}`].filter(Boolean);
  return said.length === 0 ? null : `${name} ${said.join(', ')}`;
}

function describeLane(lane: Fields): string | null {
  const bandwidth = wordOf(lane['bandwidth']);
  if (bandwidth !== null) return bandwidth;
  const profile = wordOf(lane['profile']);
  if (profile !== null) return `profile ${profile.split('/').at(-1)}`;
  return 'markov' in lane ? 'Markov-modulated' : null;
}

function describeOffload(offload: Fields): string | null {
  const payload = wordOf(offload['payload']);
  if (payload === null) return null;
  const codec = wordOf(offload['codec']);
  return payload === 'input' ? 'picture sent up' : `features sent up${codec === null ? '' : ` as ${codec}`}`;
}

/** `timed by cpu-1t x 4 at edge, cpu-2t at cloud`: whose recorded times stand for each tier. */
function describeTimings(tiers: Fields): string | null {
  const said = Object.entries(tiers).flatMap(([name, tier]) => {
    const { timing, slowdown } = fieldsOf(tier);
    const factor = typeof slowdown === 'number' && slowdown !== 1 ? ` x ${slowdown}` : '';
    return wordOf(timing) === null ? [] : [`${wordOf(timing)}${factor} at ${name}`];
  });
  return said.length === 0 ? null : `timed by ${said.join(', ')}`;
}

function describeWorkload(workload: Fields): string | null {
  const arrivals = fieldsOf(workload['arrivals']);
  const pace = [arrivals['process'], arrivals['rate'] ?? arrivals['period']].map(wordOf).filter(Boolean).join(' ');
  const devices = workload['devices'];
  const crowd = typeof devices === 'number' ? `${devices} ${devices === 1 ? 'device' : 'devices'}` : null;
  return [crowd, pace].filter(Boolean).join(', ') || null;
}

/** Which experiment of the paper a scenario repeats; null for any other. */
export function paperExperiment(resolved: unknown): 'full' | 'binary' | null {
  const paper = fieldsOf(resolved)['paper'];
  return paper === 'full' || paper === 'binary' ? paper : null;
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function wordOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
