/** The page as one text: what is read first stands first, and everything it needs is in it. Pure; same inputs, same bytes. */

import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import type { PageData } from '../../page/messages.ts';
import { type ComparisonPart, comparisonSection, comparisonWords } from './comparison-part.ts';
import { escapeHtml } from './html.ts';
import type { LiveContent } from './live-panel.ts';
import { liveSection } from './live-section.ts';
import type { PageChart, Toggle } from './page-charts.ts';
import { pageStyle } from './page-style.ts';
import { type PageRun, runAmongOthers, runWords, wholeRun } from './run-part.ts';

export interface PageContent {
  /** One or more. */
  readonly runs: readonly PageRun[];
  /** The runs side by side; null where there is one. */
  readonly comparison: ComparisonPart | null;
  /** Charts that the page has no room for. */
  readonly leftOut: readonly PageChart[];
  /** The panel of sliders, or in a sentence why there is none. */
  readonly live: LiveContent | string;
  /** What esbuild made of src/page/browser. */
  readonly scripts: { readonly view: string; readonly worker: string };
}

export function assemblePage({ runs, comparison, leftOut, live, scripts }: PageContent): string {
  const [first] = runs;
  if (first === undefined) throw new Error('assemblePage needs a run');
  const words = comparison === null ? runWords(first) : comparisonWords(comparison);
  const title = comparison === null ? first.result.scenario.name : runs.map(({ result }) => result.scenario.name).join(', ');
  const charts = [...(comparison?.charts ?? []), ...runs.flatMap((run) => run.charts)];
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
  const panel = liveSection(live);
  const body =
    comparison === null
      ? wholeRun(first, panel)
      : [comparisonSection(comparison), panel, ...runs.map((run, index) => runAmongOthers(run, `run-${index}-`))].join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} · deex-sim</title>
<style>${style}</style>
</head>
<body>
<header>
<p class="eyebrow">${words.eyebrow}</p>
<h1>${escapeHtml(words.headline)}</h1>
${words.paragraphs.map((text) => `<p class="lede">${escapeHtml(text)}</p>`).join('\n')}
</header>
<main>
${body}
${leftOutNote(leftOut)}
</main>
<footer>Made by deex-sim ${escapeHtml(first.result.engine)}. This page is whole: it fetches nothing and sends nothing.</footer>
<p id="tooltip" role="tooltip" hidden></p>
${dataBlock('page-data', deflated(JSON.stringify(data)))}
${typeof live === 'string' ? '' : `${dataBlock('live-plan', live.plan)}\n${dataBlock('live-worker', deflated(scripts.worker))}`}
<script>${inTag(scripts.view)}</script>
</body>
</html>
`;
}

function leftOutNote(charts: readonly PageChart[]): string {
  if (charts.length === 0) return '';
  const titles = [...new Set(charts.map(({ title }) => title))].map((title) => {
    const times = charts.filter((chart) => chart.title === title).length;
    return escapeHtml(times === 1 ? title : `${title} (of ${times} scenarios)`);
  });
  return `<p class="note">Left out for want of room: ${titles.join('; ')}. <code>sim report</code> draws them as files.</p>`;
}

/** Colours as charts write them, in any of their texts. */
function coloursIn(texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => text.match(/#[0-9A-Fa-f]{6}\b/g) ?? []));
}

/** Compressed, for the page's script to inflate. */
function deflated(text: string): string {
  return deflateRawSync(text, { level: 9 }).toString('base64');
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
