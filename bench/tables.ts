/** Results as Markdown. */

import { verdictOf } from './goals.ts';
import type { Results, RowResult, Spread } from './results.ts';
import { NAMES } from './rows.ts';

const GROUPS: readonly [RowResult['group'], string, readonly string[]][] = [
  ['engines', 'Engines: from inputs in memory to every record complete', [NAMES.cppRecursion, NAMES.cppHeap]],
  ['steps', 'What else a simulation does', [NAMES.cppSelect, NAMES.cppArrivals]],
  ['sweep', 'The sweep: 2 x 101 points, 10 replications of 10,000 requests', [NAMES.cppSweep]],
];

/** Three digits, whatever the size. */
function digits(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString('en');
  return value.toPrecision(3).replace(/\.0+$/, '');
}

function spreadText({ median, min, max }: Spread): string {
  return `${digits(median)} (${digits(min)}..${digits(max)})`;
}

function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

export function markdown(results: Results): string {
  const { rows, memory, goals, checks, skipped, machine, noisy, date, command } = results;
  const sections = [
    `Measured ${date} with \`${command}\` on ${machine.cores} cores of ${article(machine.processor)}, Node ${machine.node}${
      machine.compiler === null ? '' : `, ${machine.compiler}`
    }.${noisy === null ? '' : ` **Noisy**: ${noisy}.`}`,
    ...GROUPS.flatMap(([group, title, yardsticks]) => {
      const own = rows.filter((row) => row.group === group);
      return own.length === 0 ? [] : [`### ${title}\n\n${groupTable(own, yardsticks)}`];
    }),
    memory.length === 0
      ? ''
      : `### Peak memory of a fresh process\n\n${table(
          ['what', 'requests', 'MiB'],
          memory.map(({ name, requests, peakMiB }) => [name, requests.toLocaleString('en'), digits(peakMiB)]),
        )}`,
    `### Goals\n\n${table(
      ['goal', 'floor', 'stretch', 'found', ''],
      goals.map((goal) => [
        goal.name,
        `${goal.isGain ? '≥' : '≤'} ${goal.floor} ${goal.unit}`,
        `${goal.isGain ? '≥' : '≤'} ${goal.stretch} ${goal.unit}`,
        goal.found === null ? '–' : `${digits(goal.found)} ${goal.unit}`,
        verdictOf(goal),
      ]),
    )}`,
    `### Checked in the same run\n\n${checks.map((check) => `- ${check}`).join('\n')}`,
    skipped.length === 0 ? '' : `Skipped: ${skipped.map(({ name, reason }) => `${name} (${reason})`).join('; ')}.`,
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** The engines beside the others, as the README has them. */
export function shortTable({ rows, machine, noisy, date }: Results): string {
  const engines = rows.filter(({ group }) => group === 'engines').sort((a, b) => a.nsPerRequest.median - b.nsPerRequest.median);
  const processes = engines.map((row) => row.processes);
  const ratio = ({ name, ratios }: RowResult, to: string) =>
    name === to ? '1' : ratios[to] === undefined ? '–' : digits(ratios[to].median);
  const isOurs = ({ name }: RowResult) => name === NAMES.recursion || name === NAMES.events;
  const about = [
    `Medians of ${Math.min(...processes)} to ${Math.max(...processes)} fresh processes, ratios within a round; ${date},`,
    `${machine.cores} cores of ${article(machine.processor)}${noisy === null ? '' : ', shared with others'}.`,
  ].join(' ');
  const body = engines.map((row) => [
    isOurs(row) ? `**${row.name}, ours**` : row.name,
    digits(row.nsPerRequest.median),
    ratio(row, NAMES.cppRecursion),
    ratio(row, NAMES.cppHeap),
  ]);
  return `${about}\n\n${table(['a million requests through edge, uplink and cloud', 'ns a request', 'x C++ recursion', 'x C++ 4-ary heap'], body)}\n`;
}

function article(processor: string): string {
  return `${/^[AEIOU]/.test(processor) ? 'an' : 'a'} ${processor}`;
}

function groupTable(rows: readonly RowResult[], wanted: readonly string[]): string {
  const yardsticks = wanted.filter((name) => rows.some((row) => row.name === name));
  const sorted = [...rows].sort((a, b) => a.nsPerRequest.median - b.nsPerRequest.median);
  return table(
    ['', 'ns/request', 'first run', ...yardsticks.map((name) => `x ${name}`), 'slowest / median process', 'collections a run'],
    sorted.map((row) => [
      row.name,
      spreadText(row.nsPerRequest),
      digits(row.firstNsPerRequest.median),
      ...yardsticks.map((name) => {
        const ratio = row.ratios[name];
        return row.name === name ? '1' : ratio === undefined ? '–' : spreadText(ratio);
      }),
      `${row.slowestToMedian.toFixed(2)} of ${row.processes}`,
      row.collections === null ? '–' : digits(row.collections),
    ]),
  );
}
