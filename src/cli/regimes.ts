/** `sim regimes`: at which uplinks and loads, and with which payloads, DEEx beats ordinary early exit, is neutral, or loses. */

import type { Regimes } from '../report/regimes/regimes.ts';
import type { LoadedScenario } from '../scenario/load-scenario.ts';
import { checkJobs, defineCommand, EXIT, JOBS_FLAG, UsageError } from './command.ts';
import { shortest } from './shortest.ts';

const RATE_KEY = 'workload.arrivals.rate';

/** Thresholds tried where the scenario sweeps no p_d. */
const THRESHOLDS = Array.from({ length: 21 }, (_, index) => index / 20);

/** What is sent: `features`, `features:u8`, `input:jpeg`. */
const PAYLOAD = /^(?:(features)(?::(f32|f16|u8))?|(input)(?::(png|jpeg))?)$/;

interface Payload {
  readonly payload: string;
  readonly codec: string;
}

export const regimesCommand = defineCommand({
  name: 'regimes',
  about: 'Where DEEx beats ordinary early exit at equal accuracy, is neutral, or loses: uplinks by arrival rates, a map for each payload',
  positionals: { scenario: { describe: 'Scenario file (YAML) with a link and arrivals at a rate', kind: 'one' } },
  flags: {
    bandwidths: { describe: 'Uplinks, such as "1 Mbit/s, 6 Mbit/s, 20 Mbit/s"', kind: 'text', required: true },
    rates: { describe: 'Arrivals of a device, such as "1/s, 5/s, 20/s"', kind: 'text', required: true },
    payloads: { describe: 'What is sent, such as "features, features:u8, input, input:jpeg"', kind: 'text', fallback: "the scenario's" },
    accuracies: {
      describe: 'Least shares of right answers, such as "0.86, 0.88"',
      kind: 'text',
      fallback: '0.01 below the best of each payload',
    },
    link: { describe: 'Link whose uplink is varied', kind: 'text', fallback: 'the first' },
    set: { describe: 'Replace a value: KEY=VALUE, VALUE in YAML (null removes it)', kind: 'texts' },
    seed: { describe: 'Seed of every random stream', kind: 'count' },
    replications: { describe: 'Independent repetitions, 3 or more; the first third chooses settings, the others compare', kind: 'count' },
    out: { describe: 'Folder of regimes.json, regimes.csv and the map', kind: 'text', fallback: 'reports/<name>-regimes' },
    json: { describe: 'Print regimes.json on stdout and nothing else', kind: 'switch' },
    jobs: JOBS_FLAG,
    force: { describe: "Overwrite another scenario's map", kind: 'switch' },
  },
  examples: [
    "sim regimes scenarios/4g.yaml --bandwidths '2 Mbit/s, 6 Mbit/s, 20 Mbit/s' --rates '1/s, 5/s, 20/s'",
    "sim regimes scenarios/4g.yaml --bandwidths '1 Mbit/s, 6 Mbit/s' --rates '2/s, 10/s' --payloads 'features, input' --accuracies '0.86, 0.88'",
  ],
  async run(values) {
    checkJobs(values.jobs);
    if (values.out === '') throw new UsageError('--out: give the name of a folder');
    const { bandwidths, rates } = await readAxes(values.bandwidths, values.rates);
    const accuracies = values.accuracies === undefined ? null : readAccuracies(values.accuracies);
    const asked = values.payloads === undefined ? null : readPayloads(values.payloads);
    const { join } = await import('node:path');
    const { loadScenario } = await import('../scenario/load-scenario.ts');
    const { set: sets, seed, replications } = values;
    const own = await loadScenario(values.scenario, { sets, seed, replications });
    const { choosingReplications, judgeRegimes } = await import('../report/regimes/judge-regimes.ts');
    const bandwidthKey = await bandwidthKeyOf(own, values.link);
    await checkArrivals(own);
    await checkReplications(own);
    const payloads = asked ?? [ownPayload(own)];

    const folder = values.out ?? join('reports', `${own.scenario.name}-regimes`);
    const { checkFoundFolder } = await import('../report/optimum-files.ts');
    const { REGIMES_FILE, regimesJson, writeRegimesFiles } = await import('../report/regimes/regimes-files.ts');
    await checkFoundFolder(folder, REGIMES_FILE, own.scenario.name, values.force);

    for (const key of Object.keys(own.scenario.sweep ?? {}).filter(
      (swept) => swept !== 'p_d' && swept !== bandwidthKey && swept !== RATE_KEY,
    )) {
      process.stderr.write(`sweep.${key}: not varied here; its value in the scenario holds\n`);
    }
    const shared = { file: values.scenario, sets: [...sets, ...(await rivalSets(own))], seed, replications };
    const axes = { [bandwidthKey]: bandwidths, [RATE_KEY]: rates };
    const worlds = await prepareWorlds(shared, payloads, axes, thresholdsOf(own), accuracies);
    const runs = await runWorlds(worlds, values.jobs);
    if (runs === null) return EXIT.interrupted;

    const { version } = await import('../version.ts');
    const { countVerdicts } = await import('../report/regimes/regimes.ts');
    const cells = judgeRegimes(runs, { bandwidthKey, rateKey: RATE_KEY, bandwidths, rates });
    const choosing = choosingReplications(own.plan.replications);
    const regimes: Regimes = {
      schema: 'sim.regimes/1',
      engine: version(),
      scenario: { name: own.scenario.name },
      seed: own.plan.seed,
      replications: { choosing, comparing: own.plan.replications - choosing },
      bandwidth_key: bandwidthKey,
      rate_key: RATE_KEY,
      bandwidths,
      rates,
      payloads: runs.map(({ payload, codec, simulation }) => ({ payload, codec, digest: simulation.result.digest })),
      verdicts: countVerdicts(cells),
      cells,
    };
    const files = await writeRegimesFiles(folder, regimes);
    if (values.json) process.stdout.write(regimesJson(regimes));
    else process.stdout.write(await describe(regimes, files));
    return EXIT.done;
  },
});

/** What all runs have in common. */
interface Shared {
  readonly file: string;
  readonly sets: readonly string[];
  readonly seed: number | undefined;
  readonly replications: number | undefined;
}

/** One payload, ready to run. */
interface World extends Payload {
  readonly accuracies: readonly number[];
  readonly loaded: LoadedScenario;
}

/** Each payload over uplinks, rates, the scenario's thresholds and those at which each rule just reaches the accuracies. */
async function prepareWorlds(
  { file, sets, seed, replications }: Shared,
  payloads: readonly Payload[],
  axes: Readonly<Record<string, readonly string[]>>,
  thresholds: readonly number[],
  accuracies: readonly number[] | null,
): Promise<readonly World[]> {
  const { loadScenario } = await import('../scenario/load-scenario.ts');
  const { simulateOnThreads } = await import('../simulate-on-threads.ts');
  const { closeThresholds, matchingThresholds, nearThresholds, wantedAccuracies } = await import(
    '../report/regimes/matching-thresholds.ts'
  );
  const worlds: World[] = [];
  for (const { payload, codec } of payloads) {
    const load = (p_d: readonly number[], others: Readonly<Record<string, readonly string[]>>, times: number | undefined) => {
      const sweep = `sweep=${JSON.stringify({ p_d, ...others })}`;
      return loadScenario(file, {
        sets: [...sets, `offload.payload=${payload}`, `offload.codec=${codec}`, sweep],
        seed,
        replications: times,
      });
    };
    // Where least is lost: the quickest uplink, the fewest arrivals.
    const [bandwidths = [], rates = []] = Object.values(axes);
    const [bandwidthKey = '', rateKey = ''] = Object.keys(axes);
    const calm = { [bandwidthKey]: bandwidths.slice(-1), [rateKey]: rates.slice(0, 1) };
    const close = await simulateOnThreads(await load(closeThresholds(), calm, 1), {});
    const wanted = wantedAccuracies(close, accuracies);
    // One replication says where to look, and all of them where the accuracies are reached.
    const near = nearThresholds(close, wanted);
    const found = near.length === 0 ? [] : matchingThresholds(await simulateOnThreads(await load(near, calm, replications), {}), wanted);
    const all = [...new Set([...thresholds, ...found])].sort((a, b) => a - b);
    worlds.push({ payload, codec, accuracies: wanted, loaded: await load(all, axes, replications) });
  }
  return worlds;
}

/** Runs one payload after the other; null where it was interrupted. */
async function runWorlds(worlds: readonly World[], jobs: number | undefined) {
  const { showProgress } = await import('./progress.ts');
  const { runToEnd } = await import('./run-to-end.ts');
  const { mostRuns } = await import('../sim/engine/run-plan.ts');
  const total = worlds.reduce((sum, { loaded }) => sum + mostRuns(loaded.plan), 0);
  const progress = showProgress({ label: 'simulating', unit: 'runs', total });
  const runs = [];
  let before = 0;
  for (const { payload, codec, accuracies, loaded } of worlds) {
    const { simulation, isInterrupted } = await runToEnd(loaded, { jobs, onProgress: (done) => progress.update(before + done) });
    if (isInterrupted) {
      progress.finish();
      process.stderr.write('interrupted: nothing is written\n');
      return null;
    }
    before += mostRuns(loaded.plan);
    runs.push({ payload, codec, accuracies, simulation });
  }
  progress.finish();
  return runs;
}

async function readAxes(bandwidths: string, rates: string) {
  const { parseBandwidthBps, parseRatePerS, quantityFault } = await import('../scenario/units.ts');
  const read = (flag: string, text: string, dimension: 'bandwidth' | 'rate', sizeOf: (text: string) => number): readonly string[] => {
    const found = text.split(',').map((word) => word.trim());
    for (const word of found) {
      const fault = quantityFault(word, dimension, false);
      if (fault !== null) throw new UsageError(`--${flag}: ${fault}`);
    }
    const sorted = found.toSorted((a, b) => sizeOf(a) - sizeOf(b));
    const twin = sorted.find((word, index) => index > 0 && sizeOf(word) === sizeOf(sorted[index - 1] as string));
    if (twin !== undefined) throw new UsageError(`--${flag}: ${twin} is there twice`);
    return sorted;
  };
  return {
    bandwidths: read('bandwidths', bandwidths, 'bandwidth', parseBandwidthBps),
    rates: read('rates', rates, 'rate', parseRatePerS),
  };
}

function readAccuracies(text: string): readonly number[] {
  const found = text.split(',').map((word) => {
    const share = word.trim() === '' ? Number.NaN : Number(word);
    if (!(share > 0 && share <= 1))
      throw new UsageError(`--accuracies: "${word.trim()}" is no share; write numbers above 0 and up to 1, such as 0.88`);
    return share;
  });
  return [...new Set(found)].sort((a, b) => a - b);
}

function readPayloads(text: string): readonly Payload[] {
  const found = text.split(',').map((word): Payload => {
    const match = PAYLOAD.exec(word.trim());
    if (match === null) {
      const rule = 'write features, features:f16, features:u8, input, input:png or input:jpeg';
      throw new UsageError(`--payloads: "${word.trim()}" is no payload; ${rule}`);
    }
    return { payload: match[1] ?? (match[3] as string), codec: match[2] ?? match[4] ?? 'f32' };
  });
  return found.filter(({ payload, codec }, index) => found.findIndex((one) => one.payload === payload && one.codec === codec) === index);
}

function ownPayload({ scenario: { offload } }: LoadedScenario): Payload {
  return { payload: offload?.payload ?? 'features', codec: offload?.codec ?? 'f32' };
}

async function checkReplications({ file, plan }: LoadedScenario): Promise<void> {
  const { InvalidInput } = await import('../problems/invalid-input.ts');
  const { LEAST_REPLICATIONS } = await import('../report/regimes/judge-regimes.ts');
  if (plan.replications >= LEAST_REPLICATIONS) return;
  const fact = `${plan.replications} are too few: the first third chooses settings, the others compare them`;
  throw new InvalidInput([{ place: file, key: 'replications', fact, rule: `write ${LEAST_REPLICATIONS} or more, or give --replications` }]);
}

/** @throws InvalidInput where there is no link to vary, or not the one asked for */
async function bandwidthKeyOf({ file, scenario }: LoadedScenario, asked: string | undefined): Promise<string> {
  const { InvalidInput } = await import('../problems/invalid-input.ts');
  const names = Object.keys(scenario.links ?? {});
  const name = asked ?? names[0];
  if (name === undefined)
    throw new InvalidInput([{ place: file, key: 'links', fact: 'no link to vary', rule: 'write one between two tiers' }]);
  if (!names.includes(name)) throw new UsageError(`--link ${name}: the scenario has ${names.join(', ')}`);
  if (scenario.links?.[name]?.up.bandwidth === undefined) {
    const rule = `give it one: --set 'links.${name}.up={ bandwidth: 5.85 Mbit/s }'`;
    throw new InvalidInput([{ place: file, key: `links.${name}.up`, fact: 'has no constant bandwidth to vary', rule }]);
  }
  return `links.${name}.up.bandwidth`;
}

async function checkArrivals({ file, scenario }: LoadedScenario): Promise<void> {
  const { InvalidInput } = await import('../problems/invalid-input.ts');
  if ('rate' in scenario.workload.arrivals) return;
  const fact = `process ${scenario.workload.arrivals.process} has no rate to vary`;
  const rule = "take one that has: --set 'workload.arrivals={ process: poisson, rate: 1/s }'";
  throw new InvalidInput([{ place: file, key: 'workload.arrivals', fact, rule }]);
}

/** Both rules, with the scenario's own keys where it has them and a swept threshold. */
async function rivalSets({ scenario: { policies } }: LoadedScenario): Promise<readonly string[]> {
  const { RIVALS } = await import('../report/regimes/judge-regimes.ts');
  const rivals = RIVALS.map((name) => {
    const own = Object.entries(policies.find((policy) => policy.name === name) ?? {});
    const threshold = name === 'deex' ? 'p_d' : 'p_tar';
    return { ...Object.fromEntries(own.filter(([key]) => key !== threshold)), name };
  });
  // What is asserted of the scenario's own points says nothing of these.
  return [`policies=${JSON.stringify(rivals)}`, 'assert=null'];
}

/** The thresholds that the scenario sweeps, else a plain sweep; all offloaded is among them. */
function thresholdsOf({ plan, scenario }: LoadedScenario): readonly number[] {
  const swept = scenario.sweep?.['p_d'] === undefined ? [] : plan.points.flatMap(({ params }) => params['p_d'] ?? []);
  const own = swept.filter((value) => typeof value === 'number');
  return [...(own.length > 0 ? new Set(own) : THRESHOLDS), 1.01];
}

async function describe(regimes: Regimes, files: readonly string[]): Promise<string> {
  const { formatTable, TABLE_WIDTH } = await import('../report/table.ts');
  const { wrapText } = await import('../report/wrap-text.ts');
  const { mapSentence, mapsOf, mapTable } = await import('../report/regimes/regimes.ts');
  const color = process.stdout.isTTY === true && !process.env['NO_COLOR'];
  const lines = (text: string) => wrapText(text, TABLE_WIDTH, (line) => [...line].length);
  const { choosing, comparing } = regimes.replications;
  const words =
    'Mean latency of DEEx against ordinary early exit, each at its fastest stable setting that is right often enough; below zero DEEx is quicker, ' +
    `0: the paired 95% interval holds zero. Settings chosen in ${choosing} replications, compared in ${comparing} others. ` +
    'alone: only DEEx is stable and right often enough; lost: only the other is; ×: none is stable; -: none is right often enough.';
  const maps = mapsOf(regimes).flatMap((map) => [
    '',
    ...lines(`${map.name}: ${mapSentence(map)}.`),
    formatTable(mapTable(regimes, map), { color }).trimEnd(),
  ]);
  return `${[...lines(words), ...maps, '', 'Files', ...files.map((file) => `  ${shortest(file)}`)].join('\n')}\n`;
}
