/** One run of a page: where its figures come from, its charts with their tables, all figures, its scenario. */

import { commandLine } from '../../page/command.ts';
import type { Result } from '../../sim/summary/result.ts';
import { describeRun } from '../describe-world.ts';
import type { Table } from '../table.ts';
import { verdict } from '../verdict.ts';
import { chartTable, figuresTables } from './figures.ts';
import { escapeHtml, htmlTable, scrolling } from './html.ts';
import type { PageChart } from './page-charts.ts';

/** Wider than the charts with one panel and their labels [px]. */
const WIDE = 800;

export interface PageRun {
  readonly result: Result;
  /** In the order of the page. */
  readonly charts: readonly PageChart[];
  /** Words of the command that made the result; null where its scenario file is not known. */
  readonly command: readonly string[] | null;
}

/** Of a heading; what stands under it has the next. */
export type Level = 2 | 3 | 4;

/** The verdict: its first sentence as the headline, what follows as paragraphs. */
export function runWords({ result }: PageRun): {
  readonly eyebrow: string;
  readonly headline: string;
  readonly paragraphs: readonly string[];
} {
  const [first = '', ...others] = verdict(result).split('\n');
  const [headline = '', ...rest] = first.split(/(?<=\.) (?=[A-Z])/);
  const { name } = result.scenario;
  const about = (result.scenario.resolved as { readonly about?: unknown }).about;
  return {
    eyebrow: `<b>${escapeHtml(name)}</b>${typeof about === 'string' ? ` · ${escapeHtml(about)}` : ''}`,
    headline: headline === '' ? name : headline,
    paragraphs: [rest.join(' '), ...others].filter((text) => text !== ''),
  };
}

/** A run that has the page for itself. @param between what stands before its charts */
export function wholeRun(run: PageRun, between: string): string {
  return [provenance(run), between, charts(run, '', 2), figures(run.result, '', 2), scenario(run.result, '', 2)].join('\n');
}

/** A run among others, under its own heading. @param id begins the ids of its headings */
export function runAmongOthers(run: PageRun, id: string): string {
  const { eyebrow, headline, paragraphs } = runWords(run);
  return `<article class="run" aria-labelledby="${id}title">
<p class="eyebrow">${eyebrow}</p>
<h2 id="${id}title">${escapeHtml(headline)}</h2>
${paragraphs.map((text) => `<p class="note">${escapeHtml(text)}</p>`).join('\n')}
${provenance(run)}
${charts(run, id, 3)}
${figures(run.result, id, 3)}
${scenario(run.result, id, 3)}
</article>`;
}

function charts({ result, charts }: PageRun, id: string, level: 2 | 3): string {
  return `<section aria-labelledby="${id}charts-title">
<h${level} id="${id}charts-title">Charts</h${level}>
${charts.map((chart) => chartFigure(chart, chartTable(result, chart.name), level === 2 ? 3 : 4)).join('\n')}
</section>`;
}

function provenance({ result, command }: PageRun): string {
  const { scenario, trace, seed, replications, digest, engine, schema } = result;
  const facts: readonly (readonly [string, string])[] = [
    ['World', escapeHtml(describeRun(result))],
    ['Seed, replications', `${seed}, ${replications}`],
    ['Scenario SHA-256', `<code>${scenario.sha256}</code>`],
    ['Trace SHA-256', `<code>${trace.sha256}</code> (${trace.samples} samples)`],
    ['Digest of the figures', `<code>${digest}</code>`],
    ['Versions', `deex-sim ${escapeHtml(engine)}, ${schema}`],
  ];
  const rows = facts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('\n');
  const made =
    command === null
      ? '<p class="note">The scenario in full stands below: saved as a file, <code>sim run FILE</code> gives these figures again.</p>'
      : `<p class="note">This command gives the same figures, and the same digest:</p>\n<pre><code>${escapeHtml(commandLine(command))}</code></pre>`;
  return `<section class="card" aria-label="Where the figures come from">\n<dl>\n${rows}\n</dl>\n${made}\n</section>`;
}

/** @param table what the chart shows, its rows named by the first `heads` cells */
export function chartFigure(
  { id, title, description, key, svg, toggles }: PageChart,
  { table, heads }: { readonly table: Table; readonly heads: number },
  level: Level,
): string {
  const boxes = toggles.map(
    ({ colour, label }) =>
      `<label><input type="checkbox" value="${colour}" checked><span class="chip" data-colour="${colour}"></span>${escapeHtml(label)}</label>`,
  );
  return `<figure aria-labelledby="${id}-title">
<h${level} id="${id}-title">${escapeHtml(title)}</h${level}>
${key === '' ? '' : `<figcaption>${escapeHtml(key)}</figcaption>\n`}<div class="tools">${boxes.join('')}<span class="zoom" hidden><button type="button" data-zoom="in" aria-label="Zoom in">+</button><button type="button" data-zoom="out" aria-label="Zoom out">−</button><button type="button" data-zoom="reset">Whole</button></span></div>
<div class="scroll chart${isWide(svg) ? ' wide' : ''}" id="${id}" role="group" tabindex="0" aria-label="${escapeHtml(title)}: ${escapeHtml(description)}">${svg}</div>
<details><summary>The figures of this chart</summary>${scrolling(htmlTable(table, title, heads), `Figures: ${title}`)}</details>
</figure>`;
}

/** Whether a picture has several panels beside each other, and is better read in the whole width of the page. */
function isWide(svg: string): boolean {
  return Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1] ?? 0) > WIDE;
}

function figures(result: Result, id: string, level: Level): string {
  const tables = figuresTables(result).map(({ setting, table, heads }) => {
    const caption = `Every point${setting === null ? '' : ` of ${setting}`}: latency in milliseconds, shares in percent`;
    const html = scrolling(htmlTable(table, caption, heads), caption).replace('class="scroll"', 'class="scroll tall"');
    return `<div class="card">${html}</div>`;
  });
  const note =
    'Intervals of latency are Student-t over replications, those of accuracy are Wilson over the samples answered. A percentile is withheld where a queue grows without end.';
  return `<section aria-labelledby="${id}figures-title">
<h${level} id="${id}figures-title">Figures</h${level}>
<p class="note">${note}</p>
${tables.join('\n')}
</section>`;
}

function scenario({ scenario: { name, resolved } }: Result, id: string, level: Level): string {
  return `<section class="scenario" aria-labelledby="${id}scenario-title">
<h${level} id="${id}scenario-title">Scenario</h${level}>
<p class="note">As it was run, defaults filled in. JSON is YAML: saved as <code>${escapeHtml(name)}.yaml</code>, it can be run as it is.</p>
<details><summary>The scenario in full</summary><pre><code>${escapeHtml(JSON.stringify(resolved, null, 2))}</code></pre></details>
</section>`;
}
