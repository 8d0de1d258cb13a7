/**
 * Labels at the right end of lines, set apart where they would overlap; pure.
 */
import type { Spec } from './chart.ts';
import { HEIGHT, LABEL_SIZE, WIDTH } from './chart-style.ts';
import { type NiceScale, positionOn } from './nice-scale.ts';

export interface LineLabel {
  readonly text: string;
  readonly colour: string;
  /** Value at the end of the line; beyond the axis it is taken to its end. */
  readonly value: number;
}

/** Room from one label to the next [px]. */
const LABEL_STEP = LABEL_SIZE + 4;

/** A layer with the labels, each beside the end of its line. */
export function lineLabels(labels: readonly LineLabel[], scale: NiceScale): Spec {
  const wanted = labels.map(({ value }) => HEIGHT * (1 - Math.min(1, Math.max(0, positionOn(scale, value)))));
  const placed = spread(wanted, LABEL_STEP, HEIGHT);
  return {
    data: { values: labels.map(({ text, colour }, index) => ({ text, colour, y: placed[index] as number })) },
    mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: LABEL_SIZE },
    encoding: {
      x: { value: WIDTH + 8 },
      y: { field: 'y', type: 'quantitative', scale: null },
      text: { field: 'text', type: 'nominal' },
      color: { field: 'colour', type: 'nominal', scale: null },
    },
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
