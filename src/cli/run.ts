/** `sim run`: the main job. A scenario becomes a table, a verdict, a result document and charts. */

import { join } from 'node:path';
import { InvalidInput } from '../problems/invalid-input.ts';
import type { EngineChoice } from '../sim/engine/run-plan.ts';
import type { Result } from '../sim/summary/result.ts';
import { checkJobs, defineCommand, EXIT, JOBS_FLAG, UsageError } from './command.ts';
import { shortest } from './shortest.ts';

/** Rows that --requests-out holds in memory at most. */
const MOST_ROWS = 2e7;

export const runCommand = defineCommand({
  name: 'run',
  about: 'Simulate a scenario: latency and accuracy against p_d, with and without the DEEx',
  positionals: { scenario: { describe: 'Scenario file (YAML)', kind: 'one' } },
  flags: {
    set: { describe: 'Replace a value: KEY=VALUE, VALUE in YAML (null removes it)', kind: 'texts' },
    seed: { describe: 'Seed of every random stream', kind: 'count' },
    replications: { describe: 'Independent repetitions', kind: 'count' },
    out: { describe: 'Folder of the results', kind: 'text', fallback: 'reports/<name>' },
    json: { describe: 'Print the result document on stdout and nothing else', kind: 'switch' },
    quiet: { describe: 'Print nothing but errors', kind: 'switch' },
    'dry-run': { describe: 'Check and plan, run and write nothing', kind: 'switch' },
    'requests-out': { describe: 'Write every request to FILE.parquet or FILE.csv', kind: 'text' },
    timeline: { describe: 'Write a run as FILE.json for ui.perfetto.dev: servers, links, queues, requests', kind: 'text' },
    engine: {
      describe: 'What runs it: same bytes, and the recursion is faster where it applies',
      kind: 'text',
      choices: ['auto', 'events', 'recursion'],
      fallback: 'auto',
    },
    png: { describe: 'Write every chart as a picture too', kind: 'switch' },
    jobs: JOBS_FLAG,
    force: { describe: "Overwrite another scenario's results", kind: 'switch' },
  },
  examples: ['sim run scenarios/4g.yaml', "sim run scenarios/4g.yaml --set 'links.edge-cloud.up.bandwidth=2 Mbit/s' --json"],
  async run(values) {
    const requestsOut = values['requests-out'];
    if (requestsOut !== undefined && !/\.(parquet|csv)$/.test(requestsOut)) {
      throw new UsageError(`--requests-out ${requestsOut}: give a name that ends in .parquet or .csv`);
    }
    if (values.timeline !== undefined && !values.timeline.endsWith('.json')) {
      throw new UsageError(`--timeline ${values.timeline}: give a name that ends in .json`);
    }
    checkJobs(values.jobs);
    if (values.out === '') throw new UsageError('--out: give the name of a folder');
    const { loadScenario } = await import('../scenario/load-scenario.ts');
    const { set: sets, seed, replications } = values;
    const loaded = await loadScenario(values.scenario, { sets, seed, replications });
    const { plan, scenario, trace } = loaded;
    if (!values.quiet && !values.json && loaded.profiles.length > 0) {
      const { profileLine } = await import('./profile-line.ts');
      const lines = new Set(loaded.profiles.map(({ shown, capacity }) => profileLine(shown, capacity)));
      process.stderr.write(`${[...lines].join('\n')}\n`);
    }
    if (values['dry-run']) {
      const { describePlan } = await import('../report/describe-plan.ts');
      process.stdout.write(values.json ? `${JSON.stringify(describePlan(plan), null, 2)}\n` : `${describePlan(plan).lines.join('\n')}\n`);
      return EXIT.done;
    }

    const folder = values.out ?? join('reports', scenario.name);
    const { checkResultFolder, writeResultFiles } = await import('../report/result-files.ts');
    await checkResultFolder(folder, scenario.name, values.force);

    const { collectRequestRows, encodeColumns } = await import('../report/request-rows.ts');
    const replicationsAtMost = plan.until?.most ?? plan.replications;
    const total = plan.points.reduce((sum, { workload }) => sum + workload.requests, 0) * replicationsAtMost;
    if (requestsOut !== undefined && total > MOST_ROWS) {
      throw new InvalidInput([
        {
          place: '--requests-out',
          fact: `the run has ${plan.until === null ? '' : 'up to '}${total} requests`,
          rule: `at most ${MOST_ROWS} fit; sweep fewer values, for example --set 'sweep={p_d: [0.75]}'`,
        },
      ]);
    }
    const rows = requestsOut === undefined ? null : collectRequestRows(plan.points, replicationsAtMost, trace.sampleIds);

    const { collectTimeline } = await import('../report/timeline/timeline.ts');
    const timeline = values.timeline === undefined ? null : collectTimeline(plan.points);
    const onlooker = rows !== null ? '--requests-out' : '--timeline';
    const isWatched = rows !== null || timeline !== null;

    if (isWatched && (values.jobs ?? 1) > 1 && !values.quiet) {
      process.stderr.write(`--jobs ${values.jobs}: ${onlooker} sees every request, so the run takes one thread\n`);
    }

    const { showProgress } = await import('./progress.ts');
    const { runToEnd } = await import('./run-to-end.ts');
    const { mostRuns } = await import('../sim/engine/run-plan.ts');
    const label = { label: 'simulating', unit: 'runs', total: mostRuns(plan) };
    const progress = values.quiet ? null : showProgress(label);
    const { simulation, isInterrupted } = await runToEnd(loaded, {
      engine: (values.engine ?? 'auto') as EngineChoice,
      jobs: values.jobs,
      onProgress: (done) => progress?.update(done),
      ...(isWatched
        ? {
            onRecords: (point, { itinerary }, replication, records) => {
              rows?.add(point, itinerary, replication, records);
              timeline?.add(point, itinerary, replication, records);
            },
          }
        : {}),
    });
    progress?.finish();
    if (isInterrupted) process.stderr.write(`interrupted: ${simulation.runs.length} of ${plan.points.length} points were run\n`);
    if (simulation.runs.length === 0) return EXIT.interrupted;

    const { closerOf } = await import('../report/closer-look.ts');
    const { lookCloser } = await import('../sim/look-closer.ts');
    const { result } = simulation;
    const look = isInterrupted ? null : lookCloser(plan, result, closerOf(result), (values.engine ?? 'auto') as EngineChoice);
    const files = await writeResultFiles(folder, simulation, plan.points, { look, png: values.png });
    if (rows !== null && requestsOut !== undefined) {
      const { writeFileWhole } = await import('../models/write-file.ts');
      await writeFileWhole(requestsOut, encodeColumns(rows.columns(), requestsOut, 'sim.requests/1'));
      files.push(requestsOut);
    }

    if (timeline !== null && values.timeline !== undefined) {
      const { writeFileWhole } = await import('../models/write-file.ts');
      const about = { scenario: scenario.name, engine: result.engine, seed: result.seed, digest: result.digest };
      await writeFileWhole(values.timeline, timeline.pieces(about));
      files.push(values.timeline);
      if (!values.quiet) process.stderr.write(`${values.timeline} shows ${timeline.describe()}\n`);
    }

    if (values.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    else if (!values.quiet) {
      const { runReport } = await import('../report/run-report.ts');
      const color = process.stdout.isTTY === true && !process.env['NO_COLOR'];
      process.stdout.write(`${runReport(result, { color })}\n\nFiles\n${files.map((file) => `  ${shortest(file)}`).join('\n')}\n`);
    }
    return isInterrupted ? EXIT.interrupted : reportAssertions(scenario.assert ?? [], result, values.quiet);
  },
});

async function reportAssertions(texts: readonly string[], result: Result, isQuiet: boolean): Promise<number> {
  if (texts.length === 0) return EXIT.done;
  const { assertionFault, parseAssertion } = await import('../scenario/assertion.ts');
  let status: number = EXIT.done;
  for (const text of texts) {
    const assertion = parseAssertion(text);
    const fault = assertion === null ? 'it is no assertion' : assertionFault(assertion, result);
    if (fault === null) continue;
    process.stderr.write(`assertion failed: ${text}: ${fault}\n`);
    status = EXIT.unmet;
  }
  if (status === EXIT.done && !isQuiet) {
    process.stderr.write(`${texts.length === 1 ? 'the assertion holds' : `all ${texts.length} assertions hold`}\n`);
  }
  return status;
}
