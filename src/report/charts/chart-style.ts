/**
 * How all charts look: colours that colour-blind readers can tell apart, type, axes, titles.
 *
 * @see https://jfly.uni-koeln.de/color/ Okabe and Ito, "Color Universal Design"
 */
import { textWidth } from '../text-width.ts';
import { wrapText } from '../wrap-text.ts';
import type { Json, Spec } from './chart.ts';

const OKABE_ITO = {
  black: '#000000',
  orange: '#E69F00',
  sky: '#56B4E9',
  green: '#009E73',
  yellow: '#F0E442',
  blue: '#0072B2',
  vermillion: '#D55E00',
  purple: '#CC79A7',
} as const;

/** DejaVu Sans is the font whose widths are known; Verdana has the same proportions. */
const FONT = 'DejaVu Sans, Verdana, sans-serif';
export const INK = '#222222';
export const FAINT_INK = '#666666';
const GRID = '#E6E6E6';

/** Width and height of a chart with one panel [px]. */
export const WIDTH = 560;
export const HEIGHT = 320;

/** Room right of a panel for the names of its lines, and left of it for the axis [px]. */
export const LABEL_ROOM = 140;

/** Size of axis labels and of labels beside lines [px]. */
export const LABEL_SIZE = 11;

const POLICY_COLOURS: Readonly<Record<string, string>> = {
  deex: OKABE_ITO.blue,
  ordinary: OKABE_ITO.vermillion,
  'all-edge': OKABE_ITO.green,
  'all-cloud': OKABE_ITO.purple,
};
const SPARE_COLOURS = [OKABE_ITO.orange, OKABE_ITO.sky, OKABE_ITO.black, '#7F7F7F'] as const;

/** A colour a label; a policy keeps its own, further curves of the same policy and other policies take spare ones. */
export function seriesColours(series: readonly { readonly policy: string; readonly label: string }[]): ReadonlyMap<string, string> {
  const colours = new Map<string, string>();
  const taken = new Set<string>();
  let spare = 0;
  for (const { policy, label } of series) {
    const own = POLICY_COLOURS[policy];
    const colour = own !== undefined && !taken.has(own) ? own : (SPARE_COLOURS[spare++ % SPARE_COLOURS.length] as string);
    taken.add(colour);
    colours.set(label, colour);
  }
  return colours;
}

/** Colours of exits 1..N: the last, where requests are offloaded to, is always orange. */
export function exitColours(exits: number): readonly string[] {
  const early = [OKABE_ITO.green, OKABE_ITO.sky, OKABE_ITO.purple, OKABE_ITO.yellow];
  return Array.from({ length: exits }, (_, index) => (index === exits - 1 ? OKABE_ITO.orange : (early[index % early.length] as string)));
}

/** Colours of the places time is spent in: tiers in order, up links, down links. */
export const TIER_COLOURS = [OKABE_ITO.blue, OKABE_ITO.purple, OKABE_ITO.green] as const;
export const UP_COLOURS = [OKABE_ITO.orange, OKABE_ITO.yellow] as const;
export const DOWN_COLOURS = [OKABE_ITO.vermillion, OKABE_ITO.black] as const;
export const PROPAGATION_COLOUR = '#999999';
/** Colour of time spent on offloads that were given up. */
export const TIMEOUT_COLOUR = OKABE_ITO.sky;

/** Colours of confidences as a model gives them, and as calibration leaves them. */
export const BEFORE_COLOUR = OKABE_ITO.vermillion;
export const AFTER_COLOUR = OKABE_ITO.blue;

/** The colour with `share` of white mixed in. */
export function tint(colour: string, share: number): string {
  const channels = [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
  return `#${channels
    .map((channel) =>
      Math.round(channel + (255 - channel) * share)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')
    .toUpperCase()}`;
}

/** Writes a tick with thousands set apart and no exponent; Vega's own choice turns 100 into 1e+2. */
export const TICK_TEXT = "format(datum.value, ',.10~g')";

/** What every specification begins with: title, subtitle in lines that fit `width` [px], look. */
export function frame(title: string, subtitle: readonly string[], width: number): Spec {
  const lines = subtitle.flatMap((text) => wrapText(text, width, (line) => textWidth(line, LABEL_SIZE), ' · '));
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: 'white',
    padding: 12,
    title: {
      text: [...wrapText(title, width, (line) => textWidth(line, 14, true))],
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
