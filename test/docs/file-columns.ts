/** Columns of the files we write, found by writing them, each with its meaning; a column nobody has explained is an error, and so is a meaning without a column. */

import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ColumnValues, readParquet } from '../../src/models/parquet.ts';
import { collectRequestRows } from '../../src/report/request-rows.ts';
import { resultColumns } from '../../src/report/result-rows.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { simulateWithStops } from '../../src/simulate.ts';
import { makeToyWorkspace, WORLD_SCENARIO } from '../scenario/toy-workspace.ts';

export interface FileColumns {
  readonly title: string;
  readonly about: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly meaning: string }[];
}

/** Meanings by general name. Parts and stations are named after the tiers and links of the scenario. */
const SHARED: Readonly<Record<string, string>> = {
  policy: 'Its name',
  p_d: 'Swept or own threshold of DEEx',
  p_tar: 'Swept or own threshold of classification, where any point has one',
  '<swept key>': 'Every other swept key has a column of its name; quantities as text',
  replication: 'From 0',
};

const REQUESTS: Readonly<Record<string, string>> = {
  ...SHARED,
  request: 'From 0, in order of arrival within a replication',
  device: 'Which asked, from 0',
  sample: 'Name of the sample in the trace',
  arrival_ns: 'When it arose; clocks start at 0 of each replication',
  finish_ns: 'When it was answered or lost',
  exit: 'Exit that answered, 1..N; 0 where it was lost',
  offloaded: '1 where the policy sends it on to exit N',
  confidence: 'Of the exit that answered; NaN where it was lost',
  prediction: 'Class answered; -1 where it was lost',
  correct: '1 where that is the true class',
  dropped: '1 where it was lost',
  fell_back: '1 where an exit below the one the policy chose answered',
  kind: 'Kind of request; all where the scenario has no kinds',
  '<tier>_wait_ns': 'Waiting for a server',
  '<tier>_compute_ns': 'Being computed',
  '<link>_up_wait_ns': 'Waiting for the lane towards the cloud',
  '<link>_up_transmit_ns': 'Being put on it',
  '<link>_down_wait_ns': 'Waiting for the lane towards the devices',
  '<link>_down_transmit_ns': 'Being put on it',
  propagation_ns: 'Under way on links: half the round-trip times, and jitter',
  timeout_ns: 'Spent on an offload that was given up, where the scenario has a timeout',
};

const PARTS_MS = Object.fromEntries(
  Object.entries(REQUESTS)
    .filter(([name]) => /^(<|propagation|timeout).*_ns$/.test(name))
    .map(([name, meaning]) => [name.replace(/_ns$/, '_ms'), `Mean: ${meaning.toLowerCase()}`]),
);

const RESULTS: Readonly<Record<string, string>> = {
  ...SHARED,
  warmup: 'Requests left out at the start',
  requests: 'Requests counted',
  completed: 'Those answered',
  dropped: 'Those lost',
  stable: 'Whether every part can carry what is offered to it',
  latency_mean_ms: 'Over the requests answered',
  latency_p50_ms: 'Nearest-rank; NaN where unstable, as are the other percentiles',
  latency_p90_ms: '90th percentile',
  latency_p95_ms: '95th percentile',
  latency_p99_ms: '99th percentile',
  latency_max_ms: 'Largest',
  ...PARTS_MS,
  accuracy: 'Share of the answers that are right',
  offload_share: 'Share of the requests that the policy sends on to exit N',
  fallback_share: 'Share of the requests answered below the exit the policy chose',
  deadline_missed_share: 'Of the requests with a deadline, the share lost or answered after it; NaN where none has one',
  energy_j_mean: 'Energy of a request [J]; NaN where neither power nor radio is given',
  'exit_<k>_share': 'Share of the answered requests that exit k answered',
  '<part>_utilization': 'Share of the time a tier or lane is busy, averaged over its servers',
  '<part>_queue_mean': 'Mean number of requests at a tier or lane, waiting or served',
  '<part>_load': 'Load offered to it, computed beforehand; NaN for closed and offline arrivals',
  lambda_max_per_s: 'Most requests a second that every part can carry; NaN where nothing limits them',
  '<kind>_requests': 'Requests of that kind, where the scenario has kinds',
  '<kind>_completed': 'Those answered',
  '<kind>_latency_mean_ms': 'Over those answered',
  '<kind>_latency_p50_ms': 'Median',
  '<kind>_latency_p95_ms': '95th percentile',
  '<kind>_latency_p99_ms': '99th percentile',
  '<kind>_deadline_missed_share': 'Share lost or answered after their deadline',
};

const TRACE: Readonly<Record<string, string>> = {
  sample: 'Index of the sample in the data set',
  label: 'True class',
  'exit_<k>_logit_<c>': 'Logit of class c at exit k, as the network gave it',
  'confidence_<k>': 'In place of logits in an imported trace: confidence at exit k',
  'prediction_<k>': 'In place of logits in an imported trace: class at exit k',
  '<codec>_from_<k>_exit_<k>_logit_<c>':
    'Logit at a later exit where the features that left at the first one went through a codec (f16, u8)',
  '<codec>_exit_<k>_logit_<c>': 'Logit at an exit where the picture went through a codec (jpeg)',
  '<codec>_bytes': 'Size of the picture under a codec (png, jpeg) [B]',
};

const TIMING: Readonly<Record<string, string>> = {
  sample: 'As in the trace',
  'segment_<k>_ns': 'Compute time of segment k, measured one request at a time',
  'branch_<k>_ns': 'Compute time of branch k, measured one request at a time',
};

/** Names of one scenario or model to names in general. */
function general(name: string): string {
  return name
    .replace(/^tiers\..*/, '<swept key>')
    .replace(/^(camera-edge|edge-cloud|camera|edge|cloud)(_up|_down)?_(utilization|queue_mean|load)$/, '<part>_$3')
    .replace(/^(camera-edge|edge-cloud)_/, '<link>_')
    .replace(/^(camera|edge|cloud)_/, '<tier>_')
    .replace(/^(alarm|routine)_/, '<kind>_')
    .replace(/^(f16|u8|png|jpeg)_/, '<codec>_')
    .replace(/_(logit)_\d+$/, '_$1_<c>')
    .replace(/(exit|from|segment|branch|confidence|prediction)_\d+/g, '$1_<k>');
}

function explained(
  title: string,
  about: string,
  found: readonly { name: string; type: string }[],
  meanings: Readonly<Record<string, string>>,
): FileColumns {
  const types = new Map(found.map(({ name, type }) => [general(name), type]));
  const columns = [...types].map(([name, type]) => {
    const meaning = meanings[name];
    if (meaning === undefined) throw new Error(`${title}: nobody has explained column ${name}; do so in test/docs/file-columns.ts`);
    return { name, type, meaning };
  });
  const gone = Object.keys(meanings).filter((name) => !types.has(name));
  if (gone.length > 0)
    throw new Error(`${title}: there is no column ${gone.join(', ')} any more; take it out of test/docs/file-columns.ts`);
  return { title, about, columns };
}

function typeOfValues(values: ColumnValues): string {
  if (values instanceof Int32Array) return 'INT32';
  if (values instanceof Float32Array) return 'FLOAT';
  return values instanceof Float64Array ? 'DOUBLE' : 'STRING';
}

async function fileColumns(path: string) {
  return [...(await readParquet(path)).columns].map(([name, values]) => ({ name, type: typeOfValues(values) }));
}

/** Runs a small scenario with everything in it, and looks at what would be written. */
export async function columnsOfFiles(): Promise<FileColumns[]> {
  const cwd = await makeToyWorkspace();
  try {
    await writeFile(join(cwd, 'world.yaml'), WORLD_SCENARIO);
    const sets = ['until.most=5', 'policies=[{ name: deex }, { name: ordinary }]', 'sweep={ p_d: [0.5], tiers.edge.slowdown: [2] }'];
    const loaded = await loadScenario('world.yaml', { cwd, sets });
    const { points } = loaded.plan;
    const rows = collectRequestRows(points, 5, loaded.trace.sampleIds);
    const steps = simulateWithStops(
      loaded,
      { onRecords: (point, { itinerary }, replication, records) => rows.add(point, itinerary, replication, records) },
      () => false,
    );
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    const { result, runs } = step.value;
    const traces = join(cwd, 'models', 'toy', 'traces');
    const recorded = join('models', 'b-alexnet-catdog', 'traces', 'test.parquet');
    return [
      explained('`--requests-out FILE.parquet|.csv`', 'A row a request, all of them, those of the warm-up too.', rows.columns(), REQUESTS),
      explained(
        '`results.parquet`',
        'A row for each point and replication, warm-up left out.',
        resultColumns(result, points, runs),
        RESULTS,
      ),
      explained(
        '`models/<model>/traces/<trace>.parquet`',
        'A row a sample: what every exit said. The footer tells of model, data set, provider, runtime, device, clock and date.',
        [...(await fileColumns(recorded)), ...(await fileColumns(join(traces, 'test.parquet')))],
        TRACE,
      ),
      explained(
        '`models/<model>/traces/<trace>.<timing>.parquet`',
        'A row a sample: how long every piece took. The footer has the time by batch size (`time_by_batch`) and the spread between passes.',
        await fileColumns(join(traces, 'test.fast.parquet')),
        TIMING,
      ),
    ];
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}
