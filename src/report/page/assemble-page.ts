/** The page as one text: what is read first stands first, and everything it needs is in it. Pure; same inputs, same bytes. */

import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { commandLine } from '../../page/command.ts';
import type { PageData } from '../../page/messages.ts';
import type { Result } from '../../sim/summary/result.ts';
import { describeRun } from '../describe-world.ts';
import { verdict } from '../verdict.ts';
import { chartTable, figuresTables } from './figures.ts';
import { escapeHtml, htmlTable, scrolling } from './html.ts';
import type { LiveContent } from './live-panel.ts';
import { liveSection } from './live-section.ts';
import type { PageChart, Toggle } from './page-charts.ts';
import { pageStyle } from './page-style.ts';

/** Wider than the charts with one panel and their labels [px]. */
const WIDE = 800;

export interface PageContent {
  readonly result: Result;
  readonly charts: readonly PageChart[];
  /** Charts that the page has no room for. */
  readonly leftOut: readonly PageChart[];
  /** Words of the command that made the result; null where its scenario file is not known. */
  readonly command: readonly string[] | null;
  /** The panel of sliders, or in a sentence why there is none. */
  readonly live: LiveContent | string;
  /** What esbuild made of src/page/browser. */
  readonly scripts: { readonly view: string; readonly worker: string };
}

export function assemblePage(content: PageContent): string {
  const { result, charts, live, scripts } = content;
  const chips = typeof live === 'string' ? [] : Object.entries(live.panel.colours).map(([label, colour]): Toggle => ({ label, colour }));
  const pictures = [...charts, ...(typeof live === 'string' ? [] : live.charts)].map(({ spec }) => JSON.stringify(spec));
  const style = pageStyle([...charts.flatMap(({ toggles }) => toggles), ...chips], coloursIn(pictures));
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(scripts.view)}'`,
    `style-src '${hashOf(style)}'`,
    'worker-src blob:',
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ];
  const data: PageData = { charts: charts.map(({ id, spec }) => ({ id, spec })), live: typeof live === 'string' ? null : live.panel };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(result.scenario.name)} · deex-sim</title>
<style>${style}</style>
</head>
<body>
${header(result)}
<main>
${provenance(content)}
${liveSection(live)}
<section aria-labelledby="charts-title">
<h2 id="charts-title">Charts</h2>
${charts.map((chart) => chartFigure(chart, result)).join('\n')}
${leftOutNote(content.leftOut)}
</section>
${figures(result)}
${scenario(result)}
</main>
<footer>Made by deex-sim ${escapeHtml(result.engine)}. This page is whole: it fetches nothing and sends nothing.</footer>
<p id="tooltip" role="tooltip" hidden></p>
${dataBlock('page-data', deflateRawSync(JSON.stringify(data), { level: 9 }).toString('base64'))}
${typeof live === 'string' ? '' : `${dataBlock('live-plan', live.plan)}\n${dataBlock('live-worker', scripts.worker)}`}
<script>${inTag(scripts.view)}</script>
</body>
</html>
`;
}

/** The verdict: its first sentence as the headline, what follows under it. */
function header(result: Result): string {
  const [first = '', ...others] = verdict(result).split('\n');
  const [headline = '', ...rest] = first.split(/(?<=\.) (?=[A-Z])/);
  const about = (result.scenario.resolved as { readonly about?: unknown }).about;
  const words = typeof about === 'string' ? ` · ${escapeHtml(about)}` : '';
  const paragraphs = [rest.join(' '), ...others].filter((text) => text !== '');
  return `<header>
<p class="eyebrow"><b>${escapeHtml(result.scenario.name)}</b>${words}</p>
<h1>${escapeHtml(headline === '' ? result.scenario.name : headline)}</h1>
${paragraphs.map((text) => `<p class="lede">${escapeHtml(text)}</p>`).join('\n')}
</header>`;
}

function provenance({ result, command }: PageContent): string {
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
      ? '<p class="note">The scenario in full stands at the end of this page: saved as a file, <code>sim run FILE</code> gives these figures again.</p>'
      : `<p class="note">This command gives the same figures, and the same digest:</p>\n<pre><code>${escapeHtml(commandLine(command))}</code></pre>`;
  return `<section class="card" aria-label="Where the figures come from">\n<dl>\n${rows}\n</dl>\n${made}\n</section>`;
}

function chartFigure({ id, name, title, description, key, svg, toggles }: PageChart, result: Result): string {
  const { table, heads } = chartTable(result, name);
  const boxes = toggles.map(
    ({ colour, label }) =>
      `<label><input type="checkbox" value="${colour}" checked><span class="chip" data-colour="${colour}"></span>${escapeHtml(label)}</label>`,
  );
  return `<figure aria-labelledby="${id}-title">
<h3 id="${id}-title">${escapeHtml(title)}</h3>
<figcaption>${escapeHtml(key === '' ? description : key)}</figcaption>
<div class="tools">${boxes.join('')}<span class="zoom" hidden><button type="button" data-zoom="in" aria-label="Zoom in">+</button><button type="button" data-zoom="out" aria-label="Zoom out">−</button><button type="button" data-zoom="reset">Whole</button></span></div>
<div class="scroll chart${isWide(svg) ? ' wide' : ''}" id="${id}" role="group" tabindex="0" aria-label="${escapeHtml(title)}: ${escapeHtml(description)}">${svg}</div>
<details><summary>The figures of this chart</summary>${scrolling(htmlTable(table, title, heads), `Figures: ${title}`)}</details>
</figure>`;
}

/** Whether a picture has several panels beside each other, and is better read in the whole width of the page. */
function isWide(svg: string): boolean {
  return Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1] ?? 0) > WIDE;
}

function figures(result: Result): string {
  const tables = figuresTables(result).map(({ setting, table, heads }) => {
    const caption = `Every point${setting === null ? '' : ` of ${setting}`}: latency in milliseconds, shares in percent`;
    const html = scrolling(htmlTable(table, caption, heads), caption).replace('class="scroll"', 'class="scroll tall"');
    return `<div class="card">${html}</div>`;
  });
  const note =
    'Intervals of latency are Student-t over replications, those of accuracy are Wilson over the samples answered. A percentile is withheld where a queue grows without end.';
  return `<section aria-labelledby="figures-title">
<h2 id="figures-title">Figures</h2>
<p class="note">${note}</p>
${tables.join('\n')}
</section>`;
}

function scenario({ scenario: { name, resolved } }: Result): string {
  return `<section aria-labelledby="scenario-title">
<h2 id="scenario-title">Scenario</h2>
<p class="note">As it was run, defaults filled in. JSON is YAML: saved as <code>${escapeHtml(name)}.yaml</code>, it can be run as it is.</p>
<details><summary>The scenario in full</summary><pre><code>${escapeHtml(JSON.stringify(resolved, null, 2))}</code></pre></details>
</section>`;
}

function leftOutNote(charts: readonly PageChart[]): string {
  if (charts.length === 0) return '';
  const titles = charts.map(({ title }) => escapeHtml(title)).join('; ');
  return `<p class="note">Left out for want of room, and drawn in the folder of the run: ${titles}.</p>`;
}

/** Colours as charts write them, in any of their texts. */
function coloursIn(texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => text.match(/#[0-9A-Fa-f]{6}\b/g) ?? []));
}

/** Text that the script reads; no browser runs it. */
function dataBlock(id: string, text: string): string {
  return `<script type="text/plain" id="${id}">${inTag(text)}</script>`;
}

/** Script text as it may stand in a tag. @throws Error where it would end the tag */
function inTag(text: string): string {
  if (/<\/script|<!--/i.test(text)) throw new Error('assemblePage needs scripts without "</script" and "<!--"');
  return text;
}

/** A source of the content security policy. */
function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
