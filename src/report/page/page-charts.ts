/** The charts of a result as the page shows them: a picture for every reader, a specification for the script, names to toggle. */

import type { CloserLook } from '../../sim/look-closer.ts';
import type { Result } from '../../sim/summary/result.ts';
import { seriesColours } from '../charts/chart-style.ts';
import { allChartsOf } from '../charts/charts-of.ts';
import { describeRun } from '../describe-world.ts';
import { compileChart, renderSvg } from '../render.ts';
import { sweepViews } from '../sweep-view.ts';
import { makeInteractive } from './make-interactive.ts';

/** A colour that stands for a series, or for several where there are many. */
export interface Toggle {
  readonly colour: string;
  readonly label: string;
}

export interface PageChart {
  /** Unique in the page. */
  readonly id: string;
  /** As allChartsOf names it. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** How lines and bands are to be read; empty where there is nothing to say. */
  readonly key: string;
  readonly svg: string;
  /** Vega specification of the same picture. */
  readonly spec: unknown;
  /** Empty where a policy is no line of its own. */
  readonly toggles: readonly Toggle[];
}

export async function pageCharts(result: Result, look: CloserLook | null): Promise<readonly PageChart[]> {
  const views = sweepViews(result);
  const series = views.flatMap(({ curves, levels }) => [...seriesColours([...curves, ...levels])]);
  const labels = new Map<string, string>();
  for (const [label, colour] of series) {
    const known = labels.get(colour)?.split(', ') ?? [];
    if (!known.includes(label)) labels.set(colour, [...known, label].join(', '));
  }
  const axisKey = views[0]?.axis?.key ?? '';
  const charts: PageChart[] = [];
  for (const chart of allChartsOf(result, look)) {
    const { title, ...spec } = chart.spec;
    const bare = { ...chart, name: `chart-${chart.name}`, spec: { ...spec, padding: 4 } };
    const drawn = JSON.stringify(spec);
    const toggles = [...labels].flatMap(([colour, label]) => (drawn.includes(`"color":"${colour}"`) ? [{ colour, label }] : []));
    charts.push({
      id: bare.name,
      name: chart.name,
      title: chart.title.replace(`: ${result.scenario.name}`, ''),
      description: chart.description,
      key: keyOf(title, result),
      svg: silent(await renderSvg(bare)),
      spec: makeInteractive(compileChart(bare).spec, labels, axisKey),
      toggles: toggles.length > 1 ? toggles : [],
    });
  }
  return charts;
}

/** What the subtitle says besides the world, which the page tells once. */
function keyOf(title: unknown, result: Result): string {
  const subtitle = (title as { readonly subtitle?: readonly string[] } | undefined)?.subtitle ?? [];
  const said = subtitle.join(' · ');
  const world = describeRun(result);
  return said.startsWith(world) ? said.slice(world.length).replace(/^ · /, '') : said;
}

/** The picture without words for screen readers: the place where it stands tells them in one sentence. */
function silent(svg: string): string {
  return svg
    .trim()
    .replaceAll(/ (?:role|aria-[a-z]+)="[^"]*"/g, '')
    .replace('<svg', '<svg aria-hidden="true"');
}
