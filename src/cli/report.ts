/** `sim report`: charts and the report of results already computed. */

import type { Theme } from '../report/charts/theme.ts';
import { defineCommand, EXIT } from './command.ts';
import { shortest } from './shortest.ts';

export const reportCommand = defineCommand({
  name: 'report',
  about: 'All charts and the report of results already computed',
  positionals: { folder: { describe: 'Folder that sim run wrote, or one with such folders in it', kind: 'one' } },
  flags: {
    svg: { describe: 'Draw all charts anew; without --svg and --png, those that are missing', kind: 'switch' },
    png: { describe: 'Write all charts as pictures', kind: 'switch' },
    theme: { describe: 'Ground of the charts', kind: 'text', choices: ['light', 'dark'], fallback: 'light' },
    quiet: { describe: 'Print nothing but errors', kind: 'switch' },
  },
  examples: ['sim report reports/4g', 'sim report reports/4g --png --theme dark', 'sim report reports'],
  async run({ folder, svg, png, theme, quiet }) {
    const { readResults } = await import('../report/read-result.ts');
    const { writeReport } = await import('../report/write-report.ts');
    const results = await readResults(folder);
    const files = await writeReport(folder, results, {
      svg: svg || !png,
      png,
      theme: (theme ?? 'light') as Theme,
      onlyMissing: !svg && !png,
    });
    if (quiet) return EXIT.done;
    const { runReport } = await import('../report/run-report.ts');
    const color = process.stdout.isTTY === true && !process.env['NO_COLOR'];
    const texts = results.map(({ result }) => runReport(result, { color }));
    const list = files.length === 0 ? ['  all charts are there'] : files.map((file) => `  ${shortest(file)}`);
    process.stdout.write(`${texts.join('\n\n')}\n\nFiles\n${list.join('\n')}\n`);
    return EXIT.done;
  },
});
