/** `sim report`: charts and the report of results already computed. */

import { join } from 'node:path';
import type { Theme } from '../report/charts/theme.ts';
import { defineCommand, EXIT, UsageError } from './command.ts';
import { shortest } from './shortest.ts';

export const reportCommand = defineCommand({
  name: 'report',
  about: 'All charts and the report of results already computed',
  positionals: { folder: { describe: 'Folder that sim run wrote, or one with such folders in it', kind: 'one' } },
  flags: {
    html: { describe: 'Report of one run as one file', kind: 'text', fallback: 'report.html in the folder' },
    scenario: {
      describe: "Scenario file of the run, for the report's live panel",
      kind: 'text',
      fallback: 'scenarios/NAME.yaml or NAME.yaml',
    },
    svg: { describe: 'Draw all charts anew; without --svg and --png, those that are missing', kind: 'switch' },
    png: { describe: 'Write all charts as pictures', kind: 'switch' },
    theme: { describe: 'Ground of the charts', kind: 'text', choices: ['light', 'dark'], fallback: 'light' },
    quiet: { describe: 'Print nothing but errors', kind: 'switch' },
  },
  examples: [
    'sim report reports/4g',
    'sim report reports/4g --png --theme dark',
    'sim report reports/mine --scenario mine.yaml --html mine.html',
    'sim report reports',
  ],
  async run({ folder, html, scenario, svg, png, theme, quiet }) {
    const { readResults } = await import('../report/read-result.ts');
    const { writeReport } = await import('../report/write-report.ts');
    const results = await readResults(folder);
    for (const [flag, value] of Object.entries({ html, scenario })) {
      if (value !== undefined && results.length > 1)
        throw new UsageError(`--${flag}: ${folder} holds ${results.length} runs; give the folder of one`);
    }
    const files = await writeReport(folder, results, {
      svg: svg || !png,
      png,
      theme: (theme ?? 'light') as Theme,
      onlyMissing: !svg && !png,
    });
    const { writePage } = await import('../report/page/write-page.ts');
    for (const stored of results) {
      const page = html ?? join(stored.folder, 'report.html');
      await writePage(stored, page, scenario);
      files.push(page);
    }
    if (quiet) return EXIT.done;
    const { runReport } = await import('../report/run-report.ts');
    const color = process.stdout.isTTY === true && !process.env['NO_COLOR'];
    const texts = results.map(({ result }) => runReport(result, { color }));
    const list = files.map((file) => `  ${shortest(file)}`);
    process.stdout.write(`${texts.join('\n\n')}\n\nFiles\n${list.join('\n')}\n`);
    return EXIT.done;
  },
});
