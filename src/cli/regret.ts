/** `sim regret`: what policies give away against the oracle, the best fixed threshold, and a baseline at equal accuracy or equal sending. */

import type { Regret } from '../report/regret/regret.ts';
import type { LoadedScenario } from '../scenario/load-scenario.ts';
import { checkJobs, defineCommand, EXIT, JOBS_FLAG, UsageError } from './command.ts';
import { shortest } from './shortest.ts';

/** Thresholds tried of each fixed rule, besides those that the scenario sweeps: many confidences lie close to 1. */
const THRESHOLDS = [...Array.from({ length: 51 }, (_, index) => index / 50), 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9999, 0.99999, 1.01];

export const regretCommand = defineCommand({
  name: 'regret',
  about: 'What each policy gives away: against the oracle, the best fixed threshold, and a baseline at equal accuracy or equal sending',
  positionals: { scenario: { describe: 'Scenario file (YAML)', kind: 'one' } },
  flags: {
    baseline: { describe: 'Policy that the others are matched with', kind: 'text', fallback: 'ordinary' },
    set: { describe: 'Replace a value: KEY=VALUE, VALUE in YAML (null removes it)', kind: 'texts' },
    seed: { describe: 'Seed of every random stream', kind: 'count' },
    replications: { describe: 'Independent repetitions; two or more give intervals', kind: 'count' },
    out: { describe: 'Folder of regret.json, regret.csv and the chart', kind: 'text', fallback: 'reports/<name>-regret' },
    json: { describe: 'Print regret.json on stdout and nothing else', kind: 'switch' },
    jobs: JOBS_FLAG,
    force: { describe: "Overwrite another scenario's results", kind: 'switch' },
  },
  examples: ['sim regret scenarios/4g.yaml', "sim regret scenarios/adaptive.yaml --baseline all-cloud --set 'workload.devices=2'"],
  async run(values) {
    checkJobs(values.jobs);
    if (values.out === '') throw new UsageError('--out: give the name of a folder');
    const { join } = await import('node:path');
    const { loadScenario } = await import('../scenario/load-scenario.ts');
    const { set: sets, seed, replications, baseline = 'ordinary' } = values;
    const own = await loadScenario(values.scenario, { sets, seed, replications });
    const worldKeys = Object.keys(own.scenario.sweep ?? {}).filter(
      (key) => key !== 'p_d' && key !== 'p_tar' && !key.startsWith('policies.'),
    );
    const others = await loadScenario(values.scenario, { sets: [...sets, ...counterpartSets(own, worldKeys)], seed, replications });
    await checkBaseline(own, others, baseline);
    const folder = values.out ?? join('reports', `${own.scenario.name}-regret`);
    const { checkFoundFolder } = await import('../report/optimum-files.ts');
    const { REGRET_FILE, regretJson, writeRegretFiles } = await import('../report/regret/regret-files.ts');
    await checkFoundFolder(folder, REGRET_FILE, own.scenario.name, values.force);

    const runs = await runBoth(own, others, values.jobs);
    if (runs === null) return EXIT.interrupted;
    const { version } = await import('../version.ts');
    const { regretRows } = await import('../report/regret/regret.ts');
    const { rowsShown } = await import('../report/regret/rows-shown.ts');
    const rows = regretRows(runs.own, runs.others, worldKeys, baseline);
    const regret: Regret = {
      schema: 'sim.regret/1',
      engine: version(),
      scenario: { name: own.scenario.name },
      seed: own.plan.seed,
      replications: own.plan.replications,
      baseline,
      digests: { points: runs.own.result.digest, counterparts: runs.others.result.digest },
      rows,
    };
    const shown = rowsShown(rows, runs.own.result);
    const files = await writeRegretFiles(folder, regret, shown);
    process.stdout.write(values.json ? regretJson(regret) : await describe(regret, shown, files));
    return EXIT.done;
  },
});

/** Oracle and fixed thresholds in the worlds of the scenario. */
function counterpartSets({ plan, scenario }: LoadedScenario, worldKeys: readonly string[]): readonly string[] {
  const exits = plan.points[0]?.exits ?? 0;
  const target = scenario.policies.find((policy) => policy.name === 'deex')?.p_tar;
  const deex = { name: 'deex', ...(target === undefined ? {} : { p_tar: target }) };
  const policies = [{ name: 'oracle' }, { name: 'ordinary' }, ...(exits > 2 ? [deex] : [])];
  const swept = plan.points.flatMap(({ params: { p_d } }) => (typeof p_d === 'number' ? [p_d] : []));
  const p_d = [...new Set([...THRESHOLDS, ...swept])].sort((a, b) => a - b);
  const worlds = worldKeys.map((key) => [key, scenario.sweep?.[key]]);
  const sweep = { p_d, ...Object.fromEntries(worlds) };
  return [`policies=${JSON.stringify(policies)}`, `sweep=${JSON.stringify(sweep)}`, 'assert=null'];
}

async function checkBaseline(own: LoadedScenario, others: LoadedScenario, baseline: string): Promise<void> {
  const { policyLabel } = await import('../sim/plan/policy-label.ts');
  const names = [...new Set([...own.plan.points, ...others.plan.points].map(({ policy }) => policyLabel(policy)))];
  if (!names.includes(baseline)) throw new UsageError(`--baseline ${baseline}: write ${names.join(', ')}`);
}

/** Null where it was interrupted. */
async function runBoth(own: LoadedScenario, others: LoadedScenario, jobs: number | undefined) {
  const { showProgress } = await import('./progress.ts');
  const { runToEnd } = await import('./run-to-end.ts');
  const { mostRuns } = await import('../sim/engine/run-plan.ts');
  const first = mostRuns(own.plan);
  const progress = showProgress({ label: 'simulating', unit: 'runs', total: first + mostRuns(others.plan) });
  const ours = await runToEnd(own, { jobs, onProgress: (done) => progress.update(done) });
  const theirs = ours.isInterrupted ? null : await runToEnd(others, { jobs, onProgress: (done) => progress.update(first + done) });
  progress.finish();
  if (theirs === null || theirs.isInterrupted) {
    process.stderr.write('interrupted: nothing is written\n');
    return null;
  }
  return { own: ours.simulation, others: theirs.simulation };
}

async function describe(regret: Regret, shown: Regret['rows'], files: readonly string[]): Promise<string> {
  const { formatTable, TABLE_WIDTH } = await import('../report/table.ts');
  const { wrapText } = await import('../report/wrap-text.ts');
  const { matchedTable, regretTable } = await import('../report/regret/regret-tables.ts');
  const color = process.stdout.isTTY === true && !process.env['NO_COLOR'];
  const lines = (text: string) => wrapText(text, TABLE_WIDTH, (line) => [...line].length).join('\n');
  const left = regret.rows.length - shown.length;
  return [
    lines(`${regret.scenario.name} · what policies give away, on the same requests · ± 95% over ${regret.replications} replications`),
    '',
    lines('Policy less the oracle, and less the quickest fixed threshold of deex or ordinary that is as accurate'),
    formatTable(regretTable(shown), { color }),
    ...(shown.some(({ best_fixed }) => best_fixed?.is_as_accurate === false)
      ? [lines('< no threshold is as accurate: the most accurate one'), '']
      : []),
    lines(`Policy less ${regret.baseline}, at its quickest setting that is as accurate, and at the one that sends on as much`),
    formatTable(matchedTable(shown, regret.baseline), { color }),
    ...(left > 0 ? [lines(`One setting a policy is shown; ${left} more are in regret.csv and regret.json.`), ''] : []),
    'Files',
    ...files.map((file) => `  ${shortest(file)}`),
    '',
  ].join('\n');
}
