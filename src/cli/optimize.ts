/** `sim optimize`: what to deploy, so that an objective is met. */

import { dirname, relative, resolve } from 'node:path';
import { type Preference, parseObjective } from '../optimize/search/objective.ts';
import { SEARCH_KEYS, type SearchKey } from '../optimize/search/search-keys.ts';
import { defineCommand, EXIT, UsageError } from './command.ts';

export const optimizeCommand = defineCommand({
  name: 'optimize',
  about: 'Find what to deploy: policy, thresholds, cut, payload and codec that meet an objective',
  positionals: { scenario: { describe: 'Scenario file (YAML)', kind: 'one' } },
  flags: {
    slo: { describe: "Limits with commas between: 'p95<=80ms,lost<=0.01'; mean, p50, p90, p95, p99, lost, missed", kind: 'texts' },
    'min-accuracy': { describe: 'Share of right answers at least', kind: 'text' },
    'max-energy': { describe: "Energy of a request at most: '2 J', '50 mJ'", kind: 'text' },
    prefer: {
      describe: 'What is to be best among settings that meet all limits: the first latency named, or another',
      kind: 'text',
      choices: ['latency', 'accuracy', 'energy'],
      fallback: 'latency',
    },
    search: { describe: `What to search, with commas between [${SEARCH_KEYS.join(',')}]`, kind: 'text' },
    fix: { describe: 'What to leave as the scenario has it, one or several of the same', kind: 'texts' },
    on: { describe: 'Trace to choose on: a name, or a path to a .parquet', kind: 'text', fallback: 'validation' },
    set: { describe: 'Replace a value: KEY=VALUE, VALUE in YAML', kind: 'texts' },
    seed: { describe: 'Seed of every random stream', kind: 'count' },
    replications: { describe: 'Independent repetitions of the report', kind: 'count' },
    out: { describe: 'Write optimum.json, the front and recommended.yaml to this folder', kind: 'text' },
    json: { describe: 'Print the document on stdout and nothing else', kind: 'switch' },
    quiet: { describe: 'Print nothing but errors', kind: 'switch' },
    force: { describe: "Overwrite another scenario's results", kind: 'switch' },
  },
  examples: [
    "sim optimize scenarios/4g.yaml --slo 'p95<=90ms' --min-accuracy 0.87",
    "sim optimize scenarios/battery.yaml --max-energy '8 J' --min-accuracy 0.87 --prefer energy",
  ],
  async run(values) {
    const { slo, 'min-accuracy': minAccuracy, 'max-energy': maxEnergy, prefer } = values;
    const objective = parseObjective({ slo, minAccuracy, maxEnergy, prefer: prefer as Preference | undefined });
    if (typeof objective === 'string') throw new UsageError(objective);
    const free = freeKeys(values.search, values.fix);
    if (values.out === '') throw new UsageError('--out: give the name of a folder');

    const { loadScenario } = await import('../scenario/load-scenario.ts');
    const { checkObjective, checkTraces, searchTrace } = await import('../optimize/search/check-search.ts');
    const { set: sets, seed, replications } = values;
    const test = await loadScenario(values.scenario, { sets, seed, replications });
    checkObjective(test, objective);
    const on = searchTrace(test, values.on, process.cwd());
    const validation = await loadScenario(values.scenario, { sets, seed, replications, on });
    checkTraces(test, validation);
    const { checkRun } = await import('../simulate.ts');
    checkRun(test, { engine: 'auto' });
    const files = values.out === undefined ? null : await import('../report/optimum-files.ts');
    if (values.out !== undefined) await files?.checkOptimumFolder(values.out, test.scenario.name, values.force);

    const { optimize } = await import('../optimize/search/optimize.ts');
    const { recommendedScenario } = await import('../optimize/search/recommended-scenario.ts');
    const { showProgress } = await import('./progress.ts');
    const { version } = await import('../version.ts');
    const yamlFrom = (setting: Parameters<typeof recommendedScenario>[1], base: string) =>
      recommendedScenario(test, setting, base, 'Recommended by sim optimize', { sets, seed, replications });
    let progress: ReturnType<typeof showProgress> | null = null;
    let inFolder: string | null = null;
    const { refusalOf } = await import('../simulate.ts');
    const optimum = await optimize(test, validation, objective, {
      free,
      engine: version(),
      onProgress(done, total) {
        if (!values.quiet) progress ??= showProgress({ label: 'simulating', unit: 'settings', total });
        progress?.update(done);
      },
      yamlOf(setting) {
        if (values.out !== undefined) inFolder = yamlFrom(setting, relative(resolve(values.out), resolve(values.scenario)));
        return yamlFrom(setting, relative(dirname(resolve(values.scenario)), resolve(values.scenario)));
      },
    }).catch((error: unknown) => {
      throw refusalOf(error, test);
    });
    (progress as ReturnType<typeof showProgress> | null)?.finish();

    const written = files === null || values.out === undefined ? [] : await files.writeOptimumFiles(values.out, optimum, inFolder);
    if (values.json) process.stdout.write(`${JSON.stringify(optimum, null, 2)}\n`);
    else if (!values.quiet) {
      const { optimumReport } = await import('../report/optimum-report.ts');
      const beside = relative('.', dirname(resolve(values.scenario))) || '.';
      process.stdout.write(optimumReport(optimum, { folder: beside }));
      if (written.length > 0) process.stdout.write(`\nFiles\n${written.map((file) => `  ${relative('.', file) || file}`).join('\n')}\n`);
    }
    return optimum.outcome === 'met' ? EXIT.done : EXIT.unmet;
  },
});

/** What is searched: all, what --search names, without what --fix names. */
function freeKeys(search: string | undefined, fixed: readonly string[]): ReadonlySet<SearchKey> {
  const keysOf = (flag: string, words: readonly string[]): SearchKey[] =>
    words
      .flatMap((word) => word.split(','))
      .map((word) => {
        const key = SEARCH_KEYS.find((known) => known === word.trim());
        if (key === undefined) throw new UsageError(`${flag} ${word}: write ${SEARCH_KEYS.join(', ')}, with commas between`);
        return key;
      });
  const free = new Set(search === undefined ? SEARCH_KEYS : keysOf('--search', [search]));
  for (const key of keysOf('--fix', fixed)) free.delete(key);
  return free;
}
