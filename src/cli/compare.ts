/** `sim compare`: several scenarios side by side. */

import { join } from 'node:path';
import { InvalidInput, type Problem } from '../problems/invalid-input.ts';
import type { ReplicationSummary } from '../sim/summary/replication-summary.ts';
import type { PointResult, Result } from '../sim/summary/result.ts';
import { checkJobs, defineCommand, EXIT, JOBS_FLAG } from './command.ts';

export const compareCommand = defineCommand({
  name: 'compare',
  about: 'Simulate several scenarios and put them side by side',
  positionals: { scenario: { describe: 'Scenario files', kind: 'list' } },
  flags: {
    baseline: { describe: 'Name of the scenario the others are held against', kind: 'text' },
    format: { describe: 'Form of the table', kind: 'text', choices: ['table', 'md', 'csv', 'json'], fallback: 'table' },
    out: { describe: 'Also write comparison.json, .csv and .md to this folder', kind: 'text' },
    set: { describe: 'Replace a value in every scenario: KEY=VALUE', kind: 'texts' },
    seed: { describe: 'Seed of every random stream', kind: 'count' },
    replications: { describe: 'Independent repetitions', kind: 'count' },
    jobs: JOBS_FLAG,
    quiet: { describe: 'Show no progress', kind: 'switch' },
  },
  examples: ['sim compare scenarios/3g.yaml scenarios/4g.yaml scenarios/wifi.yaml --baseline 4g'],
  async run(values) {
    checkJobs(values.jobs);
    const { loadScenario } = await import('../scenario/load-scenario.ts');
    const { set: sets, seed, replications } = values;
    const problems: Problem[] = [];
    const loaded = [];
    const files = new Map<string, string>();
    for (const file of values.scenario) {
      try {
        const one = await loadScenario(file, { sets, seed, replications });
        const twin = files.get(one.scenario.name);
        if (twin !== undefined) {
          problems.push({
            place: file,
            key: 'name',
            fact: `"${one.scenario.name}" is also the name of ${twin}`,
            rule: 'give every scenario a name of its own',
          });
        }
        files.set(one.scenario.name, file);
        loaded.push(one);
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error;
        problems.push(...error.problems);
      }
    }
    if (values.baseline !== undefined && problems.length === 0 && !files.has(values.baseline)) {
      problems.push({
        place: '--baseline',
        fact: `no scenario here is named "${values.baseline}"`,
        rule: `write one of ${[...files.keys()].join(', ')}`,
      });
    }
    if (problems.length > 0) throw new InvalidInput(problems);

    const { showProgress } = await import('./progress.ts');
    const { runToEnd } = await import('./run-to-end.ts');
    const { compareScenarios } = await import('../report/compare.ts');
    const { formatComparison } = await import('../report/format-comparison.ts');
    const results: Result[] = [];
    const replicationsOf = new Map<PointResult, readonly ReplicationSummary[]>();
    for (const one of loaded) {
      const total = one.plan.points.length * (one.plan.until?.most ?? one.plan.replications);
      const progress = values.quiet ? null : showProgress({ label: `simulating ${one.scenario.name}`, unit: 'runs', total });
      const { simulation, isInterrupted } = await runToEnd(one, { jobs: values.jobs, onProgress: (done) => progress?.update(done) });
      progress?.finish();
      if (isInterrupted) {
        process.stderr.write(`interrupted: a comparison needs every scenario whole\n`);
        return EXIT.interrupted;
      }
      const { result, runs } = simulation;
      results.push(result);
      result.points.forEach((point, p) => {
        replicationsOf.set(point, runs[p]?.replications ?? []);
      });
    }
    const comparison = compareScenarios(results, {
      baseline: values.baseline,
      replicationsOf: (point) => replicationsOf.get(point) ?? null,
    });
    const color = process.stdout.isTTY === true && !process.env['NO_COLOR'];
    process.stdout.write(formatComparison(comparison, (values.format ?? 'table') as 'table', { color }));
    if (values.out !== undefined) {
      const { writeFileWhole } = await import('../models/write-file.ts');
      for (const format of ['json', 'csv', 'md'] as const) {
        await writeFileWhole(join(values.out, `comparison.${format}`), new TextEncoder().encode(formatComparison(comparison, format)));
      }
    }
    return EXIT.done;
  },
});
