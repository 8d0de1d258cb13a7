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
  const scenario = Object.keys(fieldsOf(fieldsOf(resolved)['sweep'])).reduce(withoutSwept, fieldsOf(resolved));
  const links = Object.entries(fieldsOf(scenario['links'])).map(([name, link]) => describeLink(name, fieldsOf(link)));
  const tiers = Object.entries(fieldsOf(scenario['tiers']));
  const machine = links.length === 0 && tiers.length === 1 ? 'one machine, no network' : null;
  const said = [
    wordOf(scenario['model']),
    ...links,
    machine,
    links.length === 0 ? null : describeOffload(fieldsOf(scenario['offload'])),
    describeTimings(fieldsOf(scenario['tiers'])),
    ...tiers.map(([name, tier]) => describeTier(name, fieldsOf(tier))),
    describeWorkload(fieldsOf(scenario['workload'])),
  ].filter((text) => text !== null && text !== '');
  return said.length === 0 ? null : said.join(' · ');
}

/** A scenario in which a swept quantity reads `(swept)` and a swept number is left out: what is written there holds at no point. */
function withoutSwept(fields: Fields, path: string): Fields {
  const [key = '', ...rest] = path.split('.');
  const { [key]: value, ...others } = fields;
  if (value === undefined) return fields;
  if (rest.length > 0) return { ...fields, [key]: withoutSwept(fieldsOf(value), rest.join('.')) };
  return typeof value === 'string' ? { ...fields, [key]: '(swept)' } : others;
}

/** The world and the size of the run: `.. · 10 replications of 10,000 requests`. */
export function describeRun({ scenario, replications, points }: Result): string {
  const counts = points.map((point) => point.replications);
  const [fewest, most] = [Math.min(replications, ...counts), Math.max(replications, ...counts)];
  const runs = `${fewest === most ? fewest : `${fewest} to ${most}`} ${most === 1 ? 'replication' : 'replications'}`;
  const [first] = points;
  const size = first === undefined ? runs : `${runs} of ${formatDecimals(first.requests / first.replications, 0)} requests`;
  const warmup = fieldsOf(fieldsOf(scenario.resolved)['workload'])['warmup'];
  const cut = first === undefined || warmup !== 'mser-5' ? null : describeCut(points.map((point) => point.warmup));
  return [describeWorld(scenario.resolved), size, cut].filter((text) => text !== null).join(' · ');
}

/** `MSER-5 left out the first 120 to 410 requests`: averages over replications, from point to point. */
function describeCut(warmups: readonly number[]): string {
  const [least, most] = [Math.min(...warmups), Math.max(...warmups)].map((value) => formatDecimals(value, 0));
  if (most === '0') return 'MSER-5 found no warm-up';
  return `MSER-5 left out the first ${least === most ? least : `${least} to ${most}`} requests`;
}

function describeLink(name: string, link: Fields): string | null {
  const up = describeLane(fieldsOf(link['up']));
  const down = describeLane(fieldsOf(link['down']));
  const rtt = wordOf(link['rtt']);
  const radio = 'radio' in link ? [wordOf(link['radio']), 'radio'].filter(Boolean).join(' ') : null;
  const said = [up && `${up} up`, down && `${down} down`, rtt && `rtt ${rtt}`, radio].filter(Boolean);
  return said.length === 0 ? null : `${name} ${said.join(', ')}`;
}

/** `5.85 Mbit/s`, `profile lte.up (jitter 10 ms, 20 may wait)`. */
function describeLane(lane: Fields): string | null {
  const profile = wordOf(lane['profile']);
  const chain = 'markov' in lane ? (wordOf(lane['markov']) ?? 'Markov-modulated') : null;
  const capacity = wordOf(lane['bandwidth']) ?? (profile === null ? chain : `profile ${profile.split('/').at(-1)}`);
  if (capacity === null) return null;
  const traits = [
    lane['sharing'] === 'fair' ? 'shared fairly' : null,
    describeLoss(lane['loss']),
    describeJitter(lane['jitter']),
    ...queueTraits(lane),
  ].filter((text) => text !== null);
  return traits.length === 0 ? capacity : `${capacity} (${traits.join(', ')})`;
}

function describeLoss(loss: unknown): string | null {
  const share = typeof loss === 'number' ? loss : fieldsOf(loss)['random'];
  if (typeof share === 'number') return share === 0 ? null : `${formatDecimals(share * 100, 1)}% of packets lost`;
  return 'gemodel' in fieldsOf(loss) ? 'bursts of packets lost' : null;
}

function describeJitter(jitter: unknown): string | null {
  const most = wordOf(jitter);
  if (most !== null) return `jitter up to ${most}`;
  const { distribution, mean } = fieldsOf(jitter);
  return wordOf(mean) === null ? null : `${distribution === 'exponential' ? 'exponential ' : ''}jitter of ${wordOf(mean)} on average`;
}

/** What a tier and a lane have alike: room and outages. */
function queueTraits({ buffer, full, outages }: Fields): readonly (string | null)[] {
  const instead = full === 'local' ? ', else an earlier exit answers' : '';
  const room = buffer === 0 ? `nobody may wait${instead}` : `${buffer} may wait${instead}`;
  return [typeof buffer === 'number' ? room : null, outages === undefined ? null : 'with outages'];
}

const DISCIPLINES: Readonly<Record<string, string>> = {
  ps: 'all served at once',
  priority: 'by priority',
  sjf: 'shortest job first',
  edf: 'earliest deadline first',
};

/** `cloud: 2 servers, batches of up to 8`; null for a server like any other. */
function describeTier(name: string, tier: Fields): string | null {
  const { servers, discipline, power } = tier;
  const { max, wait } = fieldsOf(tier['batch']);
  const isAwaited = wordOf(wait) !== null && Number.parseFloat(String(wait)) > 0;
  const traits = [
    typeof servers === 'number' && servers > 1 ? `${servers} servers` : null,
    DISCIPLINES[String(discipline)] ?? null,
    typeof max === 'number' && max > 1 ? `batches of up to ${max}${isAwaited ? ` after ${wait}` : ''}` : null,
    ...queueTraits(tier),
    wordOf(power),
  ].filter((text) => text !== null);
  return traits.length === 0 ? null : `${name}: ${traits.join(', ')}`;
}

function describeOffload(offload: Fields): string | null {
  const payload = wordOf(offload['payload']);
  if (payload === null) return null;
  const codec = wordOf(offload['codec']);
  const form = codec === null || (payload === 'input' && codec === 'f32') ? '' : ` as ${codec}`;
  const timeout = wordOf(offload['timeout']);
  return `${payload === 'input' ? 'picture' : 'features'} sent up${form}${timeout === null ? '' : `, given up after ${timeout}`}`;
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

const LATE: Readonly<Record<string, string>> = { drop: ' (late ones are dropped)', local: ' (an earlier exit answers late ones)' };

function describeWorkload(workload: Fields): string | null {
  const arrivals = fieldsOf(workload['arrivals']);
  const streams = arrivals['streams'];
  const pace = [arrivals['process'], arrivals['rate'] ?? arrivals['period']].map(wordOf).filter(Boolean).join(' ');
  const devices = workload['devices'];
  const crowd = typeof devices === 'number' ? `${formatDecimals(devices, 0)} ${devices === 1 ? 'device' : 'devices'}` : null;
  const kinds = Object.keys(fieldsOf(workload['kinds'])).length;
  const deadline = wordOf(workload['deadline']);
  return (
    [
      crowd,
      typeof streams === 'number' ? `${pace} of ${streams}` : pace,
      kinds > 1 ? `${kinds} kinds of requests` : null,
      deadline === null ? null : `deadline ${deadline}${LATE[String(workload['late'])] ?? ''}`,
    ]
      .filter(Boolean)
      .join(', ') || null
  );
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
