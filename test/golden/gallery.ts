/** The gallery: every kind of chart once, each from a scenario that ships, as `reports/gallery/` holds it. */

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assessCalibration } from '../../src/models/assess-calibration.ts';
import { fitCalibration, withLogits } from '../../src/models/fit-calibration.ts';
import { readTrace } from '../../src/models/trace-file.ts';
import { parseObjective } from '../../src/optimize/search/objective.ts';
import { optimize } from '../../src/optimize/search/optimize.ts';
import { commandLine } from '../../src/page/command.ts';
import type { Chart } from '../../src/report/charts/chart.ts';
import { allChartsOf } from '../../src/report/charts/charts-of.ts';
import { comparisonChart } from '../../src/report/charts/comparison-chart.ts';
import { frontChart } from '../../src/report/charts/front-chart.ts';
import { regimesChart } from '../../src/report/charts/regimes-chart.ts';
import { reliabilityChart } from '../../src/report/charts/reliability-chart.ts';
import { inTheme, type Theme } from '../../src/report/charts/theme.ts';
import { closerOf } from '../../src/report/closer-look.ts';
import { compareScenarios } from '../../src/report/compare.ts';
import { classNames } from '../../src/report/read-result.ts';
import type { Regimes } from '../../src/report/regimes/regimes.ts';
import { renderSvg } from '../../src/report/render.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { lookCloser } from '../../src/sim/look-closer.ts';
import type { Result } from '../../src/sim/summary/result.ts';
import { simulate } from '../../src/simulate.ts';
import { runSim } from '../cli/run-sim.ts';

export const GALLERY = join('reports', 'gallery');

/** One picture of the gallery. */
export interface Picture {
  /** File name without ending. */
  readonly name: string;
  readonly chart: Chart;
  readonly theme: Theme;
  /** What it shows, in a line. */
  readonly shows: string;
  /** What makes it. */
  readonly command: string;
}

/** A chart of a run: its kind, its scenario, what it shows. */
type Entry = readonly [name: string, scenario: string, shows: string, theme?: Theme];

/** The charts that a run draws, and those that `sim report` adds. */
const RUN: readonly Entry[] = [
  [
    'latency',
    '4g',
    'Mean latency of every policy along the sweep, with its 95% interval and the 95th percentile; unstable stretches shaded.',
  ],
  ['accuracy', '4g', 'Right answers along the sweep with Wilson intervals; what deex keeps and what it sends on; where the two cross.'],
  ['trade-off', '4g', 'Accuracy against latency: what a millisecond buys, whatever the threshold is called.'],
  ['exits', 'device-edge-cloud', 'Which exit answers how many requests.'],
  ['breakdown', '4g', 'Where the latency goes: waiting, computing, sending, propagation.', 'dark'],
];
const REPORT: readonly Entry[] = [
  ['percentiles', '4g', 'Median, mean, 95th and 99th percentile of every policy, a panel each on one scale.'],
  [
    'differences',
    'policies',
    'Every policy minus ordinary early exit at the same setting, replication by replication, with 95% intervals.',
  ],
  ['utilization', 'alarms', 'How busy every part is, what load is offered to it, and the wall at 100%.'],
  ['losses', 'alarms', 'Requests lost, late, or answered by another exit than the one chosen.'],
  ['energy', 'battery', 'Energy of a request, computing and radio.'],
  ['energy-front', 'battery', 'Accuracy against energy, with the settings that none beats.'],
  ['kinds', 'alarms', 'Latency and missed deadlines of every kind of request.'],
  ['confusion', '4g', 'Which class is taken for which, at the chosen settings and at both ends of the sweep.'],
  ['distribution', 'policies', 'Share of the requests answered within a time, a line a policy.'],
  ['queues', 'alarms', 'Requests at every part as a run goes on.'],
];

const ROWS: Entry = ['latency', 'adaptive', 'Latency where nothing is swept: mean, median, 95th and 99th percentile, a row a policy.'];

/** A sweep over two keys, for the map. */
const MAP_SETS = [
  'sweep={ links.edge-cloud.up.bandwidth: [1 Mbit/s, 2 Mbit/s, 5 Mbit/s, 10 Mbit/s], p_d: [0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 1.01] }',
  'workload.arrivals.rate=60/s',
];

const COMPARED = ['3g', '4g', '5g', 'wifi'];

/** A search small enough to be repeated whenever tests run. */
const SEARCH_SETS = ['workload.requests=1000', 'workload.warmup=100', 'replications=2'];

export async function gallery(): Promise<readonly Picture[]> {
  const runs = new Map<string, Run>();
  const runOf = async (scenario: string): Promise<Run> => {
    const known = runs.get(scenario) ?? (await runScenario(scenario));
    runs.set(scenario, known);
    return known;
  };
  const pictures: Picture[] = [];
  const add = async ([name, scenario, shows, theme = 'light']: Entry, file: string, command: string) => {
    const chart = (await runOf(scenario)).charts.find((candidate) => candidate.name === name);
    if (chart === undefined) throw new Error(`gallery: ${scenario} draws no ${name}`);
    pictures.push({ name: file, chart, theme, shows, command });
  };
  for (const entry of RUN) await add(entry, entry[0], `sim run scenarios/${entry[1]}.yaml`);
  await add(ROWS, 'latency-rows', `sim run scenarios/${ROWS[1]}.yaml`);
  for (const entry of REPORT) await add(entry, entry[0], `sim run scenarios/${entry[1]}.yaml && sim report reports/${entry[1]}`);
  pictures.push({
    name: 'sweep-map',
    chart: found((await runScenario('4g-input', MAP_SETS)).charts.find(({ name }) => name === 'sweep-map')),
    theme: 'light',
    shows: 'Latency and accuracy over two swept keys; crossed where unstable.',
    command: `sim run scenarios/4g-input.yaml ${MAP_SETS.map((set) => `--set '${set}'`).join(' ')} && sim report reports/4g-input`,
  });
  const results: Result[] = [];
  for (const scenario of COMPARED) results.push((await runOf(scenario)).result);
  pictures.push({
    name: 'comparison',
    chart: found(comparisonChart(compareScenarios(results))),
    theme: 'light',
    shows: 'Scenarios side by side: deex at its best trade-off beside the ordinary early exit that is as accurate.',
    command: 'sim report FOLDER, of a folder with the folders of several runs in it',
  });
  pictures.push(await front(), await regimes(), await reliability());
  return pictures;
}

/** The pictures as files: an SVG each and the page that lists them. */
export async function galleryFiles(pictures: readonly Picture[]): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const { name, chart, theme } of pictures) files.set(join(GALLERY, `${name}.svg`), await renderSvg(inTheme(chart, theme)));
  const items = pictures.map(({ name, shows, command }) => `## ${name}\n\n${shows}\n\n\`${command}\`\n\n![${shows}](${name}.svg)`);
  const head =
    '# Gallery\n\nEvery kind of chart once. Made by `npm run gallery`; a test keeps it current. What each means is told in [docs/reports.md](../../docs/reports.md).';
  files.set(join(GALLERY, 'index.md'), `${[head, ...items, paperFigures()].join('\n\n')}\n`);
  return files;
}

/** The figures of the DEEx paper, which `sim reproduce` draws elsewhere. */
function paperFigures(): string {
  const pictures = [3, 4, 5, 6, 7].map((n) => `![Figure ${n} of the paper, its values marked](../reproduction/figure-${n}.svg)`);
  return `## figures 3 to 7\n\nThose of the DEEx paper in its own arrangement: our runs, with its values marked.\n\n\`sim reproduce\`\n\n${pictures.join('\n\n')}`;
}

interface Run {
  readonly result: Result;
  readonly charts: readonly Chart[];
}

async function runScenario(scenario: string, sets: readonly string[] = []): Promise<Run> {
  const loaded = await loadScenario(`scenarios/${scenario}.yaml`, { sets });
  const result = simulate(loaded);
  return { result, charts: allChartsOf(result, lookCloser(loaded.plan, result, closerOf(result)), await classNames(result)) };
}

async function front(): Promise<Picture> {
  const [slo, minAccuracy] = ['p95<=200ms', '0.86'];
  const objective = parseObjective({ slo: [slo], minAccuracy });
  if (typeof objective === 'string') throw new Error(`gallery: ${objective}`);
  const load = (on?: string) => loadScenario('scenarios/4g.yaml', { sets: SEARCH_SETS, ...(on === undefined ? {} : { on }) });
  const free = new Set(['policy', 'p_d'] as const);
  const optimum = await optimize(await load(), await load('validation'), objective, { free, engine: 'gallery', yamlOf: () => '' });
  return {
    name: 'front',
    chart: found(frontChart(optimum)),
    theme: 'light',
    shows: 'What can be had: accuracy against latency of the settings that none beats, what was asked for, what is recommended.',
    command: `sim optimize scenarios/4g.yaml --slo '${slo}' --min-accuracy ${minAccuracy} --search policy,p_d --out reports/optimum`,
  };
}

async function regimes(): Promise<Picture> {
  const words = ['regimes', 'scenarios/4g.yaml', '--bandwidths', '2 Mbit/s, 6 Mbit/s, 20 Mbit/s', '--rates', '1/s, 5/s, 20/s'];
  const payloads = ['--payloads', 'features, input', '--accuracies', '0.855, 0.88'];
  const folder = await mkdtemp(join(tmpdir(), 'deex-sim-gallery-'));
  const { status, stderr } = runSim('.', [...words, ...payloads, '--out', folder]);
  if (status !== 0) throw new Error(`gallery: ${stderr}`);
  const chart = regimesChart(JSON.parse(await readFile(join(folder, 'regimes.json'), 'utf8')) as Regimes);
  await rm(folder, { recursive: true });
  return {
    name: 'regimes',
    chart,
    theme: 'light',
    shows:
      'Where DEEx is quicker than ordinary early exit at equal accuracy, and where it is not: uplinks upwards, arrival rates to the right.',
    command: `sim ${commandLine([...words, ...payloads])}`,
  };
}

async function reliability(): Promise<Picture> {
  const traceOf = async (name: string) => {
    const path = join('models', 'b-alexnet-cifar10', 'traces', `${name}.parquet`);
    return withLogits(await readTrace(path), path);
  };
  const [test, validation] = [await traceOf('test'), await traceOf('validation')];
  const exits = assessCalibration(test, fitCalibration(validation));
  const view = { trace: 'b-alexnet-cifar10/test', fittedOn: 'validation', samples: test.samples, after: 'global', exits } as const;
  return {
    name: 'reliability',
    chart: reliabilityChart(view),
    theme: 'light',
    shows: 'Right answers against confidence, before and after calibration, a panel an exit.',
    command: 'sim trace calibrate b-alexnet-cifar10/test',
  };
}

function found(chart: Chart | null | undefined): Chart {
  if (chart === null || chart === undefined) throw new Error('gallery: a chart is not drawn');
  return chart;
}
