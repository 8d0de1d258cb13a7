/**
 * A scenario to begin with, as text: every key that most users change, a line on each.
 *
 * Pure: what is recorded and where it lies is told by the caller. What it writes passes the gate of this room.
 */

import type { LinkChoice } from '../weather/link-choices.ts';
import { parseYamlValue } from './yaml-source.ts';

export interface Draft {
  /** File that it is to be, as a shell takes it. */
  readonly file: string;
  readonly name: string;
  /** Where editors find the schema, as that file names it. */
  readonly schema: string;
  readonly model: string;
  /** Name of the trace, or its path as the file names it. */
  readonly trace: string;
  /** Samples in the trace, > 0. */
  readonly samples: number;
  /** Exits N, >= 2. */
  readonly exits: number;
  readonly payloadBytes: readonly number[];
  readonly inputBytes: number;
  readonly edge: TierDraft;
  readonly cloud: TierDraft;
  readonly link: LinkChoice;
  /** Trace for sim optimize to choose on, as a shell takes its --on; null where it finds one itself, or there is none. */
  readonly on: string | null;
}

export interface TierDraft {
  readonly timing: string;
  /** Mean recorded time of a request that passes every segment and branch of the tier [ns], >= 0. */
  readonly meanNs: number;
}

const OVERHEAD_BYTES = 40;
const WARMUP = 500;
/** Requests after warm-up at least: enough for a 99th percentile. */
const LEAST_REQUESTS = 10_000;
const MOST_LOAD = 0.5;

/** The largest of 1, 2, 5 times a power of ten [1/s] at which no part is busy more than half of the time, even if every request goes up. */
export function calmRate({ edge, cloud, link, payloadBytes }: Pick<Draft, 'edge' | 'cloud' | 'link' | 'payloadBytes'>): string {
  const sendS = ((Math.max(...payloadBytes) + OVERHEAD_BYTES) * 8) / link.upBps;
  const most = MOST_LOAD / Math.max(edge.meanNs / 1e9, cloud.meanNs / 1e9, sendS);
  const power = Math.min(3, Math.max(-6, Math.floor(Math.log10(most))));
  const leading = [5, 2, 1].find((digit) => digit * 10 ** power <= most) ?? 1;
  return `${(leading * 10 ** power).toFixed(Math.max(0, -power))}/s`;
}

/** Text as YAML reads it back, quoted where it would be read as something else. */
function scalar(text: string): string {
  try {
    if (parseYamlValue(text) === text) return text;
  } catch {
    // Not YAML as it stands.
  }
  return JSON.stringify(text);
}

const COMMENT_COLUMN = 36;

/** A line of YAML with a word on it. */
function line(text: string, comment?: string): string {
  return comment === undefined ? text : `${text.padEnd(COMMENT_COLUMN - 2)}  # ${comment}`;
}

function sizesInWords({ payloadBytes, inputBytes }: Draft): string {
  const sizes = payloadBytes.map((bytes, k) => `${bytes} B at exit ${k + 1}`).join(', ');
  return `the tensor at the exit where a request leaves: ${sizes}; or input, the picture: ${inputBytes} B`;
}

function tierLines(
  name: string,
  exits: readonly number[],
  timing: string,
  notes: Record<'exits' | 'timing' | 'slowdown', string>,
): string[] {
  return [
    `  ${name}:`,
    line(`    exits: [${exits.join(', ')}]`, notes.exits),
    line(`    timing: ${scalar(timing)}`, notes.timing),
    line('    slowdown: 1', notes.slowdown),
    line('    servers: 1', 'requests computed at the same time'),
  ];
}

/** @example draftScenario(draft) // '# yaml-language-server: $schema=...\nname: mine ...' */
export function draftScenario(draft: Draft): string {
  const { file, name, model, trace, samples, exits, edge, cloud, link, on } = draft;
  const times = Math.ceil(LEAST_REQUESTS / samples);
  const { rtt, up, down, varying } = link;
  const steady = varying === null ? '' : `; for one that varies, write markov: ${varying} in its place`;
  const isShared = edge.timing === cloud.timing;
  // With one branch, the exit that decides is the exit that answers: DEEx is ordinary early exit.
  const hasDeex = exits > 2;
  return [
    `# yaml-language-server: $schema=${draft.schema}`,
    `# Check it: sim validate ${file}. Run it: sim run ${file}.`,
    `# What to deploy: sim optimize ${file}${on === null ? '' : ` --on ${on}`} --slo 'p95<=100ms' --min-accuracy 0.8`,
    line(`name: ${scalar(name)}`, 'names the run and its folder of results in reports/'),
    line(`about: ${scalar(`${model} behind a ${link.noun}`)}`, 'one line for people'),
    line(`model: ${scalar(model)}`, 'models/MODEL/ of the working directory, else of the package'),
    line(`trace: ${scalar(trace)}`, `recorded answers of ${samples} samples; a name in models/MODEL/traces/, or a path to a .parquet`),
    line('seed: 1', 'of everything random: same seed, same bytes'),
    line('replications: 10', 'independent repetitions; two or more give 95 % intervals'),
    'workload:',
    line('  devices: 1', 'each with its own arrivals'),
    '  arrivals:',
    line('    process: poisson', 'or periodic, single-stream, multi-stream, offline, mmpp, timestamps'),
    line(`    rate: ${calmRate(draft)}`, 'per device; an assumption: no part is busy more than half of the time'),
    line(
      `  requests: ${WARMUP + times * samples}`,
      `per replication: the warm-up, then every sample ${times === 1 ? 'once' : `${times} times`}`,
    ),
    line(`  warmup: ${WARMUP}`, 'first requests, left out of every figure'),
    line('  order: shuffled', 'how samples are taken: each once in random order, then all again'),
    line('tiers:', 'in order, from where requests arise'),
    ...tierLines(
      'edge',
      Array.from({ length: exits - 1 }, (_, i) => i + 1),
      edge.timing,
      {
        exits: 'exits whose segments and branches run here',
        timing: 'recorded compute times, beside the trace',
        slowdown: 'factor on them: 4 where your device takes four times as long',
      },
    ),
    ...tierLines('cloud', [exits], cloud.timing, {
      exits: 'runs what is left of the network',
      timing: isShared
        ? 'the same times as at the edge: record or import those of your server'
        : 'recorded compute times, beside the trace',
      slowdown: 'factor on them: 0.1 where your server is ten times as fast',
    }),
    line('links:', 'one for each pair of neighbouring tiers'),
    '  edge-cloud:',
    line(`    rtt: ${rtt.value}`, `round trip without transmission, half each way; ${rtt.note}`),
    '    up:',
    line(`      ${up.key}: ${up.value}`, `${up.note}${steady}`),
    '    down:',
    line(`      bandwidth: ${down.value}`, down.note),
    'offload:',
    line('  payload: features', sizesInWords(draft)),
    line('  answer: 64 B', 'size of an answer; an assumption'),
    line(`  overhead: ${OVERHEAD_BYTES} B`, 'added to every message: IPv4 and TCP headers'),
    line('policies:', 'who decides what goes up; all see the same requests'),
    ...(hasDeex ? [line('  - name: deex', 'sure by p_d at exit 1: stays below; else goes up at once')] : []),
    line('  - name: ordinary', 'goes up when no exit below is sure by p_tar, which takes the values of p_d'),
    line('  - name: all-cloud', 'everything goes up'),
    line('sweep:', 'values to try; any numeric key may be swept'),
    line('  p_d: { from: 0, to: 1, step: 0.05 }', 'confidence that is enough'),
    line(
      `# assert: ['${hasDeex ? 'deex' : 'ordinary'}.accuracy >= 0.8 at p_d 0.5']`,
      'checked after the run; exit status 4 where one fails',
    ),
    '',
  ].join('\n');
}
