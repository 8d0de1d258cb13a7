/**
 * From a chart to an SVG file, without a browser and without a canvas; the one door to Vega and Vega-Lite.
 *
 * Heavy: callers import this file only when a chart is wanted. The same chart gives the same bytes.
 */
import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { Chart } from './charts/chart.ts';
import { textWidth } from './text-width.ts';

/** What a renderer says of a text that is to be measured. */
interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}

/** Vega's own measure of texts, which its type declarations leave out. */
const { textMetrics } = vega as unknown as { readonly textMetrics: { width(item: TextItem, text: unknown): number } };

// Without a canvas Vega takes every character for 0.8 em, and lays charts out with room for text that is not there.
textMetrics.width = ({ fontSize = 11, fontWeight = 'normal' }, text) =>
  textWidth(String(text ?? '').trim(), fontSize, fontWeight === 'bold' || Number(fontWeight) >= 600);

/** The form in which Vega-Lite reports what it makes of a specification. */
interface Logger {
  level(): Logger;
  error(...words: readonly unknown[]): Logger;
  warn(...words: readonly unknown[]): Logger;
  info(): Logger;
  debug(): Logger;
}

/** The chart as an SVG document with a title and a description for screen readers. */
export async function renderSvg(chart: Chart): Promise<string> {
  const { spec } = compileChart(chart);
  const view = new vega.View(vega.parse(spec as vega.Spec), { renderer: 'none', logLevel: vega.Warn });
  try {
    return withWords(withOwnIds(await view.toSVG(), chart.name), chart);
  } finally {
    view.finalize();
  }
}

/** The chart as a Vega specification, and what Vega-Lite had to say about it. */
export function compileChart({ spec }: Chart): { readonly spec: unknown; readonly warnings: readonly string[] } {
  const warnings: string[] = [];
  const logger: Logger = {
    level: () => logger,
    error: (...words) => note(words),
    warn: (...words) => note(words),
    info: () => logger,
    debug: () => logger,
  };
  const note = (words: readonly unknown[]): Logger => {
    warnings.push(words.join(' '));
    return logger;
  };
  const compiled = compile(spec as unknown as TopLevelSpec, { logger: logger as never });
  return { spec: compiled.spec, warnings };
}

/** Numbers ids anew and by chart: Vega counts them on from chart to chart, and two charts may share a page. */
function withOwnIds(svg: string, name: string): string {
  const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id as string);
  const renamed = new Map(ids.map((id, index) => [id, `${name}-${index}`]));
  return svg
    .replaceAll(/ id="([^"]+)"/g, (_, id: string) => ` id="${renamed.get(id)}"`)
    .replaceAll(/url\(#([^)]+)\)/g, (_, id: string) => `url(#${renamed.get(id)})`);
}

/** Puts role, label, title and description at the root, where screen readers look for them. */
function withWords(svg: string, { title, description }: Chart): string {
  const root = /<svg\b[^>]*>/.exec(svg)?.[0];
  if (root === undefined) throw new Error(`renderSvg: Vega gave no <svg> root for "${title}"`);
  const labelled = `${root.slice(0, -1)} role="img" aria-label="${escapeXml(title)}">`;
  const words = `<title>${escapeXml(title)}</title><desc>${escapeXml(description)}</desc>`;
  return `${svg.replace(root, () => `${labelled}${words}`)}\n`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
