/**
 * Labels at the right end of lines, set apart where they would overlap: a piece of the line with its mark, then its name; pure.
 */
import type { Spec } from './chart.ts';
import { HEIGHT, INK, LABEL_SIZE, type SeriesStyle, WIDTH } from './chart-style.ts';
import { type NiceScale, positionOn } from './nice-scale.ts';

export interface LineLabel {
  readonly text: string;
  readonly style: SeriesStyle;
  /** Value at the end of the line; beyond the axis it is taken to its end. */
  readonly value: number;
}

/** Room from one label to the next [px]. */
const LABEL_STEP = LABEL_SIZE + 4;

/** Length of the piece of line before a name, and room on both sides of it [px]. */
const SWATCH = 22;
const GAP = 7;

/** Width from which on a name is cut short [px]. */
const NAME_LIMIT = 330;

/** A layer with the labels, each beside the end of its line. */
export function lineLabels(labels: readonly LineLabel[], scale: NiceScale): Spec {
  const wanted = labels.map(({ value }) => HEIGHT * (1 - Math.min(1, Math.max(0, positionOn(scale, value)))));
  const step = Math.min(LABEL_STEP, HEIGHT / Math.max(1, labels.length - 1));
  return nameLayer(labels, spread(wanted, step, HEIGHT), WIDTH + GAP);
}

/** A layer with the names one below the other, from the top. */
export function nameList(labels: readonly Omit<LineLabel, 'value'>[], left = WIDTH + GAP): Spec {
  const rows = labels.map((_, row) => LABEL_SIZE / 2 + row * (LABEL_SIZE + 6));
  return nameLayer(labels, rows, left);
}

/** Names at heights [px], from `left` on. */
function nameLayer(labels: readonly Omit<LineLabel, 'value'>[], heights: readonly number[], left: number): Spec {
  const y = { field: 'y', type: 'quantitative', scale: null, axis: null };
  const color = { field: 'colour', type: 'nominal', scale: null };
  return {
    data: {
      values: labels.map(({ text, style: { colour, dash, shape } }, index) => ({
        text,
        colour,
        dash: [...dash],
        shape,
        y: heights[index] as number,
      })),
    },
    layer: [
      {
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: {
          x: { value: left },
          x2: { value: left + SWATCH },
          y,
          color,
          strokeDash: { field: 'dash', type: 'nominal', scale: null },
        },
      },
      {
        transform: [{ filter: "datum.shape !== ''" }],
        mark: { type: 'point', filled: true, size: 28, opacity: 1 },
        encoding: { x: { value: left + SWATCH / 2 }, y, color, shape: { field: 'shape', type: 'nominal', scale: null } },
      },
      {
        mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: LABEL_SIZE, color: INK, limit: NAME_LIMIT },
        encoding: { x: { value: left + SWATCH + GAP }, y, text: { field: 'text', type: 'nominal' } },
      },
    ],
  };
}

/** Positions as close to those wanted as a distance of `step` allows, none below 0 and, if there is room, none above `height`. */
export function spread(wanted: readonly number[], step: number, height: number): readonly number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => (wanted[a] as number) - (wanted[b] as number) || a - b);
  const placed = new Array<number>(wanted.length).fill(0);
  let last = Number.NEGATIVE_INFINITY;
  for (const index of order) {
    last = Math.max(wanted[index] as number, last + step);
    placed[index] = last;
  }
  let ceiling = height;
  for (const index of order.reverse()) {
    placed[index] = Math.max(0, Math.min(placed[index] as number, ceiling));
    ceiling = (placed[index] as number) - step;
  }
  return placed;
}
