/** `sim reproduce`: what papers say of their systems, what the same rules do here, and a verdict. */

import type { Reproduction } from '../reproduce/run-reproduction.ts';
import { defineCommand, EXIT, UsageError } from './command.ts';

const DEFAULT_FOLDER = 'reports';

export const reproduceCommand = defineCommand({
  name: 'reproduce',
  about: 'Hold our runs against what the papers of related systems say: published, ours, and a verdict',
  positionals: {},
  flags: {
    only: { describe: 'Only systems whose name holds NAME; files are written where --out is given', kind: 'text' },
    out: { describe: 'Folder of reproduction.md, reproduction.json and figures', kind: 'text', fallback: DEFAULT_FOLDER },
    json: { describe: 'Print one JSON document on stdout and nothing else', kind: 'switch' },
  },
  examples: ['sim reproduce', 'sim reproduce --only deex', 'sim reproduce --only neurosurgeon --json'],
  async run({ only, out, json }) {
    if (out === '') throw new UsageError('--out: give the name of a folder');
    const { runReproduction, systemNames } = await import('../reproduce/run-reproduction.ts');
    if (only !== undefined && !systemNames().some((name) => name.toLowerCase().includes(only.toLowerCase()))) {
      throw new UsageError(`--only ${only}: no system has that in its name; systems are ${systemNames().join('; ')}`);
    }
    const { reproductionJson, writeReproductionFiles } = await import('../reproduce/reproduction-files.ts');
    const { showProgress } = await import('./progress.ts');
    let progress: ReturnType<typeof showProgress> | null = null;
    const reproduction = await runReproduction({
      only,
      onProgress(done, total) {
        progress ??= showProgress({ label: 'reproducing', unit: 'systems', total });
        progress.update(done);
      },
    });
    (progress as ReturnType<typeof showProgress> | null)?.finish();
    // A page of some systems would replace the page of all.
    const folder = out ?? (only === undefined ? DEFAULT_FOLDER : null);
    const files = folder === null ? [] : await writeReproductionFiles(folder, reproduction);
    if (json) process.stdout.write(reproductionJson(reproduction));
    else {
      const color = process.stdout.isTTY === true && !process.env['NO_COLOR'];
      process.stdout.write(await describe(reproduction, files, color));
    }
    return EXIT.done;
  },
});

async function describe({ systems, verdicts }: Reproduction, files: readonly string[], color: boolean): Promise<string> {
  const { relative } = await import('node:path');
  const { formatTable, TABLE_WIDTH } = await import('../report/table.ts');
  const { wrapText } = await import('../report/wrap-text.ts');
  const { headlinesOf, headlineTable, shortReference } = await import('../reproduce/claims-table.ts');
  // One table, so that columns stand under each other; names of the systems are put in between.
  const [titles = '', ...body] = formatTable(headlineTable(systems.flatMap(headlinesOf)), { color }).split('\n');
  const out = [titles];
  for (const system of systems) out.push(`${system.name} (${shortReference(system)})`, ...body.splice(0, headlinesOf(system).length));
  const counted = Object.entries(verdicts).flatMap(([verdict, count]) => (count > 0 ? [`${count} ${verdict}`] : []));
  const words = `All figures, those above among them: ${counted.join(', ')}.`;
  out.push('', ...wrapText(words, TABLE_WIDTH, (line) => [...line].length));
  if (files.length > 0) out.push('', 'Files', ...files.map((file) => `  ${relative('.', file) || file}`));
  return `${out.join('\n')}\n`;
}
