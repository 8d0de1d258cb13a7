/** The charts of a result as the page shows them: a picture for every reader, a specification for the script, names to toggle. */

import type { CloserLook } from '../../sim/look-closer.ts';
import type { Result } from '../../sim/summary/result.ts';
import type { Chart } from '../charts/chart.ts';
import { seriesColours } from '../charts/chart-style.ts';
import { allChartsOf, chartsOf } from '../charts/charts-of.ts';
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

/** All charts of a result; parameters as of allChartsOf. */
export function pageCharts(result: Result, look: CloserLook | null, classes: readonly string[] | null): Promise<readonly PageChart[]> {
  return chartsAs(allChartsOf(result, look, classes), result, '');
}

/** The charts of a result that tell most. @param prefix begins the ids; other runs of the page have others */
export function mainPageCharts(result: Result, prefix: string): Promise<readonly PageChart[]> {
  return chartsAs(chartsOf(result), result, prefix);
}

async function chartsAs(drawn: readonly Chart[], result: Result, prefix: string): Promise<readonly PageChart[]> {
  const views = sweepViews(result);
  const labels = labelsOf(views.flatMap(({ curves, levels }) => [...seriesColours([...curves, ...levels])]));
  const axisKey = views[0]?.axis?.key ?? '';
  const surroundings = { prefix, labels, axisKey, about: describeRun(result), owner: result.scenario.name };
  const charts: PageChart[] = [];
  for (const chart of drawn) charts.push(await pageChart(chart, surroundings));
  return charts;
}

/** The chart of a comparison. */
export async function comparisonPageChart(chart: Chart): Promise<PageChart> {
  return pageChart(chart, { prefix: '', labels: new Map(), axisKey: '', about: '', owner: '' });
}

interface Surroundings {
  readonly prefix: string;
  /** Names by their colour. */
  readonly labels: ReadonlyMap<string, string>;
  readonly axisKey: string;
  /** World and scenario, which the page tells elsewhere. */
  readonly about: string;
  readonly owner: string;
}

async function pageChart(chart: Chart, { prefix, labels, axisKey, about, owner }: Surroundings): Promise<PageChart> {
  const { title, ...spec } = chart.spec;
  const id = `${prefix}chart-${chart.name}`;
  const bare = { ...chart, name: id, spec: { ...spec, padding: 4 } };
  const drawn = JSON.stringify(spec);
  const toggles = [...labels].flatMap(([colour, label]) => (drawn.includes(`"color":"${colour}"`) ? [{ colour, label }] : []));
  return {
    id,
    name: chart.name,
    title: owner === '' ? chart.title : chart.title.replace(`: ${owner}`, ''),
    description: chart.description,
    key: keyOf(title, about),
    svg: compact(silent(await renderSvg(bare))),
    spec: makeInteractive(compileChart(bare).spec, labels, axisKey),
    toggles: toggles.length > 1 ? toggles : [],
  };
}

/** Series by colour: several have one where there are many. */
function labelsOf(series: readonly (readonly [label: string, colour: string])[]): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  for (const [label, colour] of series) {
    const known = labels.get(colour)?.split(', ') ?? [];
    if (!known.includes(label)) labels.set(colour, [...known, label].join(', '));
  }
  return labels;
}

/** What the subtitle says besides the world, which the page tells once. */
function keyOf(title: unknown, world: string): string {
  const subtitle = (title as { readonly subtitle?: readonly string[] } | undefined)?.subtitle ?? [];
  const said = subtitle.join(' · ');
  return world !== '' && said.startsWith(world) ? said.slice(world.length).replace(/^ · /, '') : said;
}

/** The picture without words for screen readers: the place where it stands tells them in one sentence. */
function silent(svg: string): string {
  return svg
    .trim()
    .replaceAll(/ (?:role|aria-[a-z]+)="[^"]*"/g, '')
    .replace('<svg', '<svg aria-hidden="true"');
}

/** Attributes in which a tenth of a pixel is enough. */
const PLACES = /(?<= (?:d|transform|x|y|x1|x2|y1|y2|width|height)=")[^"]*/g;

/** The picture in fewer letters: no fonts and classes, which the page's style gives or nobody asks for, and no digits that nobody sees. */
function compact(svg: string): string {
  return svg
    .replaceAll(/ (?:font-family|class|stroke-miterlimit|pointer-events)="[^"]*"/g, '')
    .replaceAll(PLACES, (place) => place.replaceAll(/-?\d+\.\d+/g, (number) => String(Number(Number(number).toFixed(1)))));
}
