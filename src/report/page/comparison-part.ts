/** Several runs side by side: who is quickest, the table of the comparison, its chart. */

import type { ComparedScenario, Comparison } from '../compare.ts';
import { comparisonTable, comparisonTables, scenarioTitle } from '../format-comparison.ts';
import { formatMs, formatPercent } from '../format-number.ts';
import { escapeHtml, htmlTable, scrolling } from './html.ts';
import type { PageChart } from './page-charts.ts';
import { chartFigure } from './run-part.ts';

export interface ComparisonPart {
  readonly comparison: Comparison;
  readonly charts: readonly PageChart[];
  /** Words of the command that makes it again; null where it is not known. */
  readonly command: string | null;
}

/** The headline says who is quickest and who slowest; under it stands how deex does against ordinary early exit in each. */
export function comparisonWords({ comparison }: ComparisonPart): {
  readonly eyebrow: string;
  readonly headline: string;
  readonly paragraphs: readonly string[];
} {
  const { scenarios } = comparison;
  const eyebrow = `<b>${scenarios.length} scenarios</b> side by side`;
  const quick = scenarios
    .filter((row) => typeof row.deex?.latency_ms_mean === 'number')
    .toSorted((a, b) => (a.deex?.latency_ms_mean ?? 0) - (b.deex?.latency_ms_mean ?? 0));
  const [first, last] = [quick[0], quick.at(-1)];
  const told = ({ deex }: ComparedScenario) =>
    `${formatMs(deex?.latency_ms_mean ?? 0)} ms on average, ${formatPercent(deex?.accuracy ?? 0)}% right`;
  if (first === undefined || last === undefined || first === last) {
    return { eyebrow, headline: scenarios.map(scenarioTitle).join(' beside '), paragraphs: [] };
  }
  return {
    eyebrow,
    headline: `DEEx is quickest in ${scenarioTitle(first)} and slowest in ${scenarioTitle(last)}.`,
    paragraphs: [
      `At its best trade-off in each: ${told(first)} in ${scenarioTitle(first)}, ${told(last)} in ${scenarioTitle(last)}.`,
      ...againstOrdinary(scenarios),
    ],
  };
}

/** In which scenarios deex takes longer than ordinary early exit that is as accurate, by intervals that leave zero out. */
function againstOrdinary(scenarios: readonly ComparedScenario[]): readonly string[] {
  const known = scenarios.flatMap((row) => {
    const interval = row.deex_minus_ordinary.ci95.latency_ms_mean;
    return interval === null ? [] : [{ title: scenarioTitle(row), interval }];
  });
  if (known.length === 0) return [];
  const list = (titles: readonly { readonly title: string }[]) => titles.map(({ title }) => title).join(', ');
  const quicker = known.filter(({ interval: [, high] }) => high < 0);
  const slower = known.filter(({ interval: [low] }) => low > 0);
  const same = known.filter((one) => !quicker.includes(one) && !slower.includes(one));
  const parts = [
    quicker.length === 0 ? '' : `quicker in ${list(quicker)}`,
    slower.length === 0 ? '' : `slower in ${list(slower)}`,
    same.length === 0 ? '' : `not told apart in ${list(same)}`,
  ].filter((part) => part !== '');
  return [`Against ordinary early exit that is as accurate, by paired 95% intervals, it is ${parts.join('; ')}.`];
}

export function comparisonSection({ comparison, charts, command }: ComparisonPart): string {
  const table = comparisonTable(comparison);
  const key = `Latency in milliseconds, shares in percent; ± is half a 95% interval; a star marks the best of its column${comparison.baseline === null ? '' : `; the baseline is ${comparison.baseline}`}.`;
  const tables = comparisonTables(comparison).map(({ title, table: part }) => scrolling(htmlTable(part, title, 1), `Comparison: ${title}`));
  const made =
    command === null
      ? ''
      : `<p class="note">This command puts them side by side again:</p>\n<pre><code>${escapeHtml(command)}</code></pre>`;
  return `<section aria-labelledby="comparison-title">
<h2 id="comparison-title">Side by side</h2>
<p class="note">${escapeHtml(key)}</p>
<div class="card">${tables.join('\n')}${made}</div>
${charts.map((chart) => chartFigure(chart, { table, heads: 1 }, 3)).join('\n')}
</section>`;
}
