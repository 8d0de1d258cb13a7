/**
 * `npm run bench`: how long the simulator takes, beside a plain C++ program and other simulators.
 *
 * Every implementation takes its turn in every round, each turn a fresh process; ratios are taken within a round, so that a machine that
 * slows down slows all alike. Exits with 1 where implementations that should agree do not. bench/README.md tells the rest.
 */

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { renderSvg } from '../src/report/render.ts';
import { chartsOf } from './charts.ts';
import { judgeGoals } from './goals.ts';
import { findPeers } from './peers.ts';
import { costOf, type Measurements, type MemoryResult, type Results, type StepResult, spreadOf, summarizeRow } from './results.ts';
import { latenciesOf, listRows, listSteps, NAMES, type Row, type Size, type Start, type Step } from './rows.ts';
import { runProcess, type Surroundings } from './run-process.ts';
import { markdown, shortTable } from './tables.ts';
import type { Answer } from './task.ts';
import { checkInputs, makeArrivals, SWEEP_REQUESTS, SWEEP_SEEDS, wholeNs, writeColumn, writeInputs } from './workload.ts';
import { compileYardstick } from './yardstick.ts';

const USAGE = `npm run bench -- [--full] [--only PATTERN] [--rounds N] [--json FILE] [--plot]

  --full          more runs and rounds, up to 10,000,000 requests; under ten minutes on a quiet machine
  --only PATTERN  rows whose "group/name" the pattern matches, and the C++ ones they are compared with;
                  groups are engines, steps, sweep, memory, cost
  --rounds N      processes a row
  --json FILE     results as JSON
  --plot          writes bench/results/ (results.json, results.md, charts); with --full also the tables of docs/performance.md and README.md
`;

/** Written anew by every bench. */
const INPUTS = join('dist', 'bench', 'inputs');
const RESULTS = join('bench', 'results');
const PAGE = join('docs', 'performance.md');
const README = 'README.md';
/** What a mean in seconds with times not rounded comes to. */
const UNROUNDED_MEAN_S = new Map([
  [100_000, 0.029598557024577],
  [1_000_000, 0.029616336568135],
]);
/** Sums of the sweep with given arrivals: means; means and percentiles [s]. */
const UNROUNDED_SUMS_S = [414.954852920843, 1293.393970348673] as const;
const TOLERANCE = 1e-6;

const options = {
  full: { type: 'boolean', default: false },
  only: { type: 'string' },
  rounds: { type: 'string' },
  json: { type: 'string' },
  plot: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function sizeOf(isFull: boolean, rounds: number | null): Size {
  return {
    requests: 1_000_000,
    repeats: isFull ? 5 : 3,
    engineRounds: rounds ?? 10,
    rounds: rounds ?? (isFull ? 7 : 3),
    isFull,
  };
}

/** Every row in turn, round after round. */
function runRounds(rows: readonly Row[], around: Surroundings): Measurements[] {
  const measurements = rows.map((row) => ({ row, answers: [] as Answer[] }));
  const most = Math.max(0, ...rows.map(({ rounds }) => rounds));
  for (let round = 0; round < most; round++) {
    const startMs = performance.now();
    for (const { row, answers } of measurements) {
      if (round < row.rounds) answers.push(runProcess(row.start, row.requests, row.repeats, around));
    }
    say(`round ${round + 1} of ${most}: ${((performance.now() - startMs) / 1e3).toFixed(1)} s`);
  }
  return measurements;
}

function runSteps(steps: readonly Step[], rounds: number, around: Surroundings): StepResult[] {
  const costs = steps.map(() => [] as number[]);
  for (let round = 0; round < rounds; round++) {
    steps.forEach((step, i) => {
      costs[i]?.push(costOf(runProcess(step.start, step.requests, step.repeats, around), step.requests));
    });
    if (steps.length > 0) say(`cost as the work grows, round ${round + 1} of ${rounds}`);
  }
  return steps.map(({ axis, x, name }, i) => ({ axis, x, name, nsPerRequest: spreadOf(costs[i] as number[]) }));
}

function measureMemory(isFull: boolean, around: Surroundings): MemoryResult[] {
  const peak = (name: string, start: Start, requests: number): MemoryResult => ({
    name,
    requests,
    peakMiB: runProcess(start, requests, 1, around).peakBytes / 2 ** 20,
  });
  return [
    peak('Node and the simulator, idle', { kind: 'ours', measure: 'nothing' }, 0),
    ...[1e6, ...(isFull ? [1e7] : [])].flatMap((requests) => [
      peak(NAMES.whole, { kind: 'ours', measure: 'whole-recursion' }, requests),
      peak(NAMES.wholeEvents, { kind: 'ours', measure: 'whole-events' }, requests),
    ]),
  ];
}

/** Both engines, where they were held against each other. */
const OURS = 'both engines';

/** Rows that should agree do, in every round, to the last bit. @throws Error where they do not */
function checkAgreement(measurements: readonly Measurements[], known: ReadonlyMap<number, number>): string[] {
  type Group = { answer: number | string; names: Set<string> };
  const groups = new Map<string, Group>(
    [...known].map(([requests, answer]) => [latenciesOf(requests), { answer, names: new Set([OURS]) }]),
  );
  for (const { row, answers } of measurements) {
    for (const { checksum, digest } of answers) {
      const answer = checksum ?? digest;
      if (row.agrees === null || answer === undefined) continue;
      const group: Group = groups.get(row.agrees) ?? { answer, names: new Set() };
      if (group.answer !== answer) throw new Error(`${row.name} disagrees with ${[...group.names].join(', ')} on ${row.agrees}`);
      group.names.add(row.name);
      groups.set(row.agrees, group);
    }
  }
  return [...groups]
    .filter(([, { names }]) => names.size > 1)
    .map(([what, { names }]) => `The same ${what}, bit for bit: ${[...names].join(' · ')}.`);
}

/** @throws Error where the engines differ, or the workload is not the one specified */
function checkWorkload(isSwept: boolean, around: Surroundings): { checks: string[]; known: Map<number, number> } {
  const known = new Map<number, number>();
  const checks = ['Generator, trace and arrivals have the bits they must have.'];
  for (const [requests, expected] of UNROUNDED_MEAN_S) {
    const { columns } = runProcess({ kind: 'ours', measure: 'equal' }, requests, 1, around);
    const { meanNs = Number.NaN, checksum = Number.NaN } = runProcess({ kind: 'ours', measure: 'recursion' }, requests, 1, around);
    known.set(requests, checksum);
    near(meanNs / 1e9, expected, `mean latency of ${requests} requests`);
    checks.push(
      `${requests.toLocaleString('en')} requests: all ${columns} columns of the two engines' records are equal bit for bit; the mean latency, ${(meanNs / 1e6).toFixed(6)} ms, is within 1e-6 of that with times not rounded.`,
    );
  }
  if (isSwept) {
    const { sums = [] } = runProcess({ kind: 'ours', measure: 'sweep-sums' }, 1, 1, around);
    UNROUNDED_SUMS_S.forEach((expected, i) => {
      near(sums[i] ?? Number.NaN, expected, 'sum over the sweep');
    });
    checks.push(
      'The sweep over given arrivals: sums of means and of 95th percentiles over 2,020 runs are within 1e-6 of those with times not rounded.',
    );
  }
  return { checks, known };
}

function near(found: number, expected: number, what: string): void {
  if (Math.abs(found / expected - 1) <= TOLERANCE) return;
  throw new Error(`${what}: ${found}, not ${expected}`);
}

/** Load of others at the start, or a yardstick that is itself unsteady. */
function noiseOf(loadBefore: number, rows: Results['rows']): string | null {
  const reasons = loadBefore > 0.5 ? [`the machine had other work when the bench began, load ${loadBefore.toFixed(1)}`] : [];
  const steady = rows.find(({ name }) => name === NAMES.cppHeap)?.slowestToMedian ?? 1;
  if (steady > 1.15) reasons.push(`the C++ event loop's own slowest process took ${steady.toFixed(2)} of its median`);
  return reasons.length === 0 ? null : reasons.join('; ');
}

/** The command that gave these results, without where they went. */
function commandLine({ full, only, rounds }: { full: boolean; only?: string; rounds?: string }): string {
  const said = [full ? '--full' : '', only === undefined ? '' : `--only '${only}'`, rounds === undefined ? '' : `--rounds ${rounds}`];
  const args = said.filter((text) => text !== '').join(' ');
  return args === '' ? 'npm run bench' : `npm run bench -- ${args}`;
}

/** @param isWhole whether the page and the README, too, are written: they quote full runs only */
async function writeResults(results: Results, isWhole: boolean): Promise<void> {
  mkdirSync(RESULTS, { recursive: true });
  const text = markdown(results);
  writeFileSync(join(RESULTS, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(join(RESULTS, 'results.md'), text);
  for (const chart of chartsOf(results)) writeFileSync(join(RESULTS, `${chart.name}.svg`), await renderSvg(chart));
  if (!isWhole) return;
  writeBetween(PAGE, text);
  writeBetween(README, shortTable(results));
}

/** Puts `text` where the bench has its place in a page. */
function writeBetween(path: string, text: string): void {
  const page = readFileSync(path, 'utf8');
  const marked = /(<!-- begin: npm run bench -->)[\s\S]*(<!-- end: npm run bench -->)/;
  if (!marked.test(page)) throw new Error(`${path} has no place for the tables`);
  writeFileSync(
    path,
    page.replace(marked, (_, begin: string, end: string) => `${begin}\n\n${text}\n${end}`),
  );
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options, strict: true });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const rounds = values.rounds === undefined ? null : Number(values.rounds);
  if (rounds !== null && !(Number.isInteger(rounds) && rounds > 0))
    throw new Error(`--rounds: "${values.rounds}" is no whole number above 0`);
  const isFull = values.full;
  const loadBefore = loadavg()[0] as number;
  const startMs = performance.now();
  const wrong = checkInputs();
  if (wrong !== null) throw new Error(wrong);
  const compiled = compileYardstick();
  const yardstick = 'reason' in compiled ? null : compiled;
  const { present, absent } = findPeers();
  const skipped = [...absent, ...('reason' in compiled ? [{ name: 'C++', reason: compiled.reason }] : [])];
  for (const { name, reason } of skipped) say(`${name} is left out: ${reason}`);
  const only = values.only === undefined ? null : new RegExp(values.only, 'i');
  const isWanted = (group: string, name: string) => only?.test(`${group}/${name}`) ?? true;
  const size = sizeOf(isFull, rounds);
  const all = listRows(size, yardstick, present);
  const asked = all.filter(({ group, name }) => isWanted(group, name));
  const rows = all.filter(
    (row) => asked.includes(row) || (row.start.kind === 'yardstick' && asked.some(({ group }) => group === row.group)),
  );
  const steps = listSteps(isFull, yardstick).filter(({ axis, name }) => isWanted(`cost/${axis}`, name));

  try {
    writeInputs(INPUTS, Math.max(size.requests, ...steps.filter(({ axis }) => axis === 'requests').map(({ x }) => x)));
    SWEEP_SEEDS.forEach((seed, r) => {
      writeColumn(INPUTS, `fixed-${r}`, wholeNs(makeArrivals(SWEEP_REQUESTS, seed)));
    });
    const around: Surroundings = { inputs: INPUTS, yardstick };
    runProcess({ kind: 'ours', measure: 'draw-sweep' }, 1, 1, around);
    const { checks, known } = checkWorkload(
      rows.some(({ group }) => group === 'sweep'),
      around,
    );
    const measurements = runRounds(rows, around);
    checks.push(...checkAgreement(measurements, known));
    const memory = isWanted('memory', '') ? measureMemory(isFull, around) : [];
    const costs = runSteps(steps, rounds ?? (isFull ? 3 : 1), around);
    const summarized = measurements.map((measured) => summarizeRow(measured, measurements));
    const cores = cpus();
    const results: Results = {
      schema: 'bench/1',
      date: new Date().toISOString().slice(0, 10),
      command: commandLine(values),
      machine: {
        processor: cores[0]?.model.trim() ?? 'unknown',
        cores: cores.length,
        node: process.version,
        compiler: yardstick?.compiler ?? null,
      },
      noisy: noiseOf(loadBefore, summarized),
      checks,
      rows: summarized,
      memory,
      steps: costs,
      goals: judgeGoals(summarized, memory),
      skipped,
    };
    process.stdout.write(markdown(results));
    if (values.json !== undefined) {
      mkdirSync(dirname(values.json), { recursive: true });
      writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
    }
    if (values.plot) await writeResults(results, isFull && only === null);
    say(`${((performance.now() - startMs) / 1e3).toFixed(0)} s in all`);
  } finally {
    rmSync(INPUTS, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
