/** The page on how our runs compare with what papers say (`reports/reproduction.md`); pure, the same bytes for the same figures. */

import type { Chart } from '../report/charts/chart.ts';
import { paperViews } from '../report/charts/paper-run.ts';
import { formatMarkdown } from '../report/table.ts';
import { toleranceOf, VERDICTS } from './claim.ts';
import { claimsTable, summaryTable } from './claims-table.ts';
import { curvesTable } from './paper-curves.ts';
import type { JudgedSystem, Reproduction } from './run-reproduction.ts';
import type { Reference } from './system.ts';

/** Folder of the figures, beside the page. */
export const FIGURES_FOLDER = 'reproduction';

/** @param charts of the DEEx paper's figures, which lie in the figures' folder */
export function reproductionPage(reproduction: Reproduction, charts: readonly Chart[]): string {
  const { systems, verdicts } = reproduction;
  const counted = VERDICTS.filter((verdict) => verdicts[verdict] > 0).map((verdict) => `${verdicts[verdict]} ${verdict}`);
  const parts = [
    '# Reproduction',
    'Made by `npm run reproduction` (`sim reproduce`), kept current by a test. For each related system: what its paper says, what its rule does ' +
      'here on our recordings, and a verdict. Ours are computed when the page is made, from scenarios and recordings that ship; none is typed in.',
    [
      `- **reproduced**: within ${toleranceOf('%', 0)} percentage points, ${toleranceOf('p_d', 0)} of p_d or a tenth of a ratio or time; a claim in words: it holds.`,
      '- **direction only**: ours shows what the paper shows, to another extent.',
      '- **not reproduced**: ours does not show it.',
      '- **not comparable**: something that the figure depends on is not here; the row says what.',
      '- **no such model shipped yet**: the rule runs here, on another network than the claim is about.',
      ...(verdicts['not yet in this version'] > 0 ? ['- **not yet in this version**: the rule does not run here.'] : []),
    ].join('\n'),
    `Of ${Object.values(verdicts).reduce((sum, count) => sum + count, 0)} figures: ${counted.join(', ')}.`,
    '## Headlines',
    formatMarkdown(summaryTable(systems)).trimEnd(),
    ...figureParts(reproduction, charts),
    ...systems.flatMap(systemParts),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Figures 3 to 7 of the DEEx paper as pictures, then the curves as numbers. */
function figureParts({ paperRuns }: Reproduction, charts: readonly Chart[]): readonly string[] {
  if (charts.length === 0) return [];
  return [
    '## Figures 3 to 7 of the DEEx paper',
    'Lines and matrices are ours; diamonds and "paper" mark what the paper says. Every value of it that can be read stands in the tables of DEEx below.',
    ...charts.map(({ name, title, description }) => `![${title}. ${description}](${FIGURES_FOLDER}/${name}.svg)`),
    ...paperViews(paperRuns).flatMap((view) => [
      `Figures 3, 4 and 5 as numbers, ${view.paper.title}: shares answered, seconds for the test set (${view.runs.replications} runs, 95% interval), accuracies of what each exit answers and of all.`,
      formatMarkdown(curvesTable(view)).trimEnd(),
    ]),
  ];
}

function systemParts(system: JudgedSystem): readonly string[] {
  const { name, references, setup, notes, commands } = system;
  return [
    `## ${name}`,
    references.map(citation).join('\n'),
    setup,
    formatMarkdown(claimsTable(system)).trimEnd(),
    ...(notes.length === 0 ? [] : [notes.map((note) => `- ${note}`).join('\n')]),
    ...(commands.length === 0 ? [] : [['```sh', ...commands, '```'].join('\n')]),
  ];
}

function citation({ authors, title, venue, year, link }: Reference): string {
  return `- ${authors}: *${title}*. ${venue}, ${year}${link === undefined ? '' : `, ${link}`}.`;
}
