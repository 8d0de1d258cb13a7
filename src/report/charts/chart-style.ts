/** How all charts look: which colour, dash and shape each series has, type, axes, titles. */

import { textWidth } from '../text-width.ts';
import { cutLines, wrapText } from '../wrap-text.ts';
import type { Json, Spec } from './chart.ts';
import { AREA, FAINT_INK, GRID, INK, SERIES_COLOURS, seriesColour } from './palette.ts';

export { FAINT_INK, INK, tint } from './palette.ts';

/** DejaVu Sans is the font whose widths are known; Verdana has the same proportions. */
const FONT = 'DejaVu Sans, Verdana, sans-serif';

/** Width and height of a chart with one panel [px]. */
export const WIDTH = 560;
export const HEIGHT = 320;

/** Room right of a panel for the names of its lines, and left of it for the axis [px]. */
export const LABEL_ROOM = 165;

/** Size of axis labels and of labels beside lines [px]. */
export const LABEL_SIZE = 11;

/** Opacity of a band around a line: fainter where there are so many that they would hide each other. */
export function bandOpacity(lines: number): number {
  return lines > 4 ? 0.07 : 0.18;
}

/** How a series is drawn, so that it is known again in every chart of a result. */
export interface SeriesStyle {
  readonly colour: string;
  /** Lengths of line and gap [px]; `[1, 0]` is a whole line. */
  readonly dash: readonly number[];
  /** Of the marks on its line, as Vega names it; empty: none. */
  readonly shape: string;
}

/** Lines and marks of the first six series, of the next six, and so on. */
const STROKES = [
  { dash: [1, 0], shape: 'circle' },
  { dash: [8, 3], shape: 'square' },
  { dash: [2, 2.5], shape: 'diamond' },
  { dash: [9, 3, 2, 3], shape: 'cross' },
] as const;

/** Series that can be told apart. */
export const MOST_STYLES = SERIES_COLOURS.length * STROKES.length;

/** Policies that keep their style in every chart, by its rank. */
const OWN_STYLES: readonly string[] = ['deex', 'ordinary', 'all-edge', 'all-cloud'];

/** A style a label; some policies keep their own, further curves of the same policy and other policies take those left, in turn. */
export function seriesStyles(series: readonly { readonly policy: string; readonly label: string }[]): ReadonlyMap<string, SeriesStyle> {
  const styles = new Map<string, SeriesStyle>();
  const taken = new Set<number>();
  const unclaimed = OWN_STYLES.flatMap((name, rank) => (series.some(({ policy }) => policy === name) ? [] : [rank]));
  const spare = [...Array.from({ length: MOST_STYLES - OWN_STYLES.length }, (_, index) => OWN_STYLES.length + index), ...unclaimed];
  let used = 0;
  for (const { policy, label } of series) {
    const own = OWN_STYLES.indexOf(policy);
    const rank = own !== -1 && !taken.has(own) ? own : (spare[used++ % spare.length] as number);
    taken.add(rank);
    styles.set(label, styleOf(rank));
  }
  return styles;
}

function styleOf(rank: number): SeriesStyle {
  const stroke = STROKES[Math.floor(rank / SERIES_COLOURS.length) % STROKES.length] as (typeof STROKES)[number];
  return { colour: seriesColour(rank), ...stroke };
}

/** A colour a label, where marks have no dash or shape to differ by. */
export function seriesColours(series: readonly { readonly policy: string; readonly label: string }[]): ReadonlyMap<string, string> {
  return new Map([...seriesStyles(series)].map(([label, { colour }]) => [label, colour]));
}

/** Colours of exits 1..N: the last, where requests are offloaded to, is always orange. */
export function exitColours(exits: number): readonly string[] {
  const early = [AREA.green, AREA.sky, AREA.purple, AREA.yellow];
  return Array.from({ length: exits }, (_, index) => (index === exits - 1 ? AREA.orange : (early[index % early.length] as string)));
}

/** Colours of the places time is spent in: tiers in order, up links, down links. */
export const TIER_COLOURS = [AREA.blue, AREA.purple, AREA.green] as const;
export const UP_COLOURS = [AREA.orange, AREA.yellow] as const;
export const DOWN_COLOURS = [AREA.vermillion, AREA.black] as const;
export const PROPAGATION_COLOUR = AREA.grey;
/** Colour of time spent on offloads that were given up. */
export const TIMEOUT_COLOUR = AREA.sky;
/** Colour of scores on their way to a local aggregator. */
export const SCORES_COLOUR = AREA.yellow;

/** Colours of confidences as a model gives them, and as calibration leaves them. */
export const BEFORE_COLOUR = AREA.vermillion;
export const AFTER_COLOUR = AREA.blue;

/** Writes a tick with thousands set apart and no exponent; Vega's own choice turns 100 into 1e+2. */
export const TICK_TEXT = "format(datum.value, ',.10~g')";

/** What every specification begins with: title, subtitle in lines that fit `width` [px], look. */
export function frame(title: string, subtitle: readonly string[], width: number): Spec {
  const titleWidth = (line: string) => textWidth(line, 14, true);
  const lines = subtitle.flatMap((text) => wrapText(text, width, (line) => textWidth(line, LABEL_SIZE), ' · '));
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: 'white',
    padding: 12,
    title: {
      text: [...cutLines(wrapText(title, width, titleWidth), width, titleWidth)],
      subtitle: lines,
      anchor: 'start',
      frame: 'bounds',
      offset: 14,
    },
    config: CONFIG,
  };
}

const CONFIG: { readonly [key: string]: Json } = {
  font: FONT,
  title: {
    fontSize: 14,
    color: INK,
    subtitleFontSize: LABEL_SIZE,
    subtitleColor: FAINT_INK,
    subtitlePadding: 5,
    subtitleLineHeight: 15,
    lineHeight: 18,
  },
  axis: {
    labelFontSize: LABEL_SIZE,
    titleFontSize: LABEL_SIZE,
    titleFontWeight: 'normal',
    labelColor: INK,
    titleColor: INK,
    gridColor: GRID,
    domainColor: FAINT_INK,
    tickColor: FAINT_INK,
    titlePadding: 8,
    labelLimit: 260,
    labelFlush: false,
    labelSeparation: 5,
  },
  legend: {
    labelFontSize: LABEL_SIZE,
    titleFontSize: LABEL_SIZE,
    titleFontWeight: 'normal',
    labelColor: INK,
    titleColor: INK,
    labelLimit: 260,
    symbolStrokeWidth: 0,
  },
  view: { stroke: null },
  text: { fontSize: LABEL_SIZE, color: INK },
};
