/** Numbers written beside marks, where they cover no line, no mark and no other number; pure geometry. */

import { textWidth } from '../text-width.ts';
import type { Spec } from './chart.ts';
import { LABEL_SIZE } from './chart-style.ts';

/** Right and down from the upper left corner of the panel [px]. */
export type Pixel = readonly [x: number, y: number];

/** A mark that may have its number beside it. */
interface Numbered {
  readonly text: string;
  readonly at: Pixel;
}

/** Where a number goes, seen from its mark. */
export interface Side {
  readonly align: 'left' | 'right' | 'center';
  readonly baseline: 'top' | 'bottom';
  readonly dx: number;
  readonly dy: number;
}

const FONT_SIZE = LABEL_SIZE - 1;

/** Height of the digits [px]. */
const HEIGHT = FONT_SIZE * 0.8;

/** Sides in the order in which they are tried. */
const SIDES: readonly Side[] = [
  { align: 'right', baseline: 'bottom', dx: -4, dy: -4 },
  { align: 'left', baseline: 'top', dx: 4, dy: 4 },
  { align: 'left', baseline: 'bottom', dx: 4, dy: -4 },
  { align: 'right', baseline: 'top', dx: -4, dy: 4 },
  { align: 'center', baseline: 'bottom', dx: 0, dy: -7 },
  { align: 'center', baseline: 'top', dx: 0, dy: 7 },
];

/** Room that a number keeps from lines and marks, and from other numbers [px]. */
const CLEARANCE = 1.5;
const NUMBER_CLEARANCE = 9;

/** What is in the way; numbers that find a place are added to it. */
export interface Obstacles {
  readonly lines: readonly (readonly Pixel[])[];
  readonly marks: readonly Pixel[];
  readonly boxes: Box[];
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Finds places in the order given; a number that has none is left out. @param limits ends of the panel [px] */
export function placeNumbers<Item extends Numbered>(
  numbered: readonly Item[],
  obstacles: Obstacles,
  [width, height]: Pixel,
): readonly (Item & { readonly side: Side })[] {
  const { lines, marks, boxes } = obstacles;
  return numbered.flatMap((item) => {
    const side = SIDES.find((candidate) => {
      const box = boxOf(item, candidate);
      const isInside = box.left >= 0 && box.right <= width && box.top >= -HEIGHT && box.bottom <= height;
      const wide = grown(box, NUMBER_CLEARANCE);
      const near = grown(box, CLEARANCE);
      return (
        isInside &&
        boxes.every((other) => !overlap(wide, other)) &&
        marks.every((mark) => !holds(grown(box, 3), mark)) &&
        lines.every((line) => line.every((point, i) => i === 0 || !crosses(near, line[i - 1] as Pixel, point)))
      );
    });
    if (side === undefined) return [];
    boxes.push(boxOf(item, side));
    return [{ ...item, side }];
  });
}

/** Layers that write numbers, one a side, with a rim of the ground around each. */
export function numberLayers(
  numbers: readonly { readonly text: string; readonly x: number; readonly y: number; readonly side: Side }[],
  colour: string,
  encoding: Spec,
): readonly Spec[] {
  return [...new Set(numbers.map(({ side }) => side))].map(({ align, baseline, dx, dy }) => ({
    data: { values: numbers.filter(({ side }) => side.dx === dx && side.dy === dy).map(({ x, y, text }) => ({ x, y, text })) },
    mark: { type: 'text', color: colour, fontSize: FONT_SIZE, align, baseline, dx, dy },
    encoding: { ...encoding, text: { field: 'text', type: 'nominal' } },
  }));
}

function boxOf({ text, at: [x, y] }: Numbered, { align, baseline, dx, dy }: Side): Box {
  const width = textWidth(text, FONT_SIZE);
  const left = x + dx - { left: 0, center: width / 2, right: width }[align];
  const top = baseline === 'top' ? y + dy : y + dy - HEIGHT;
  return { left, right: left + width, top, bottom: top + HEIGHT };
}

function grown({ left, right, top, bottom }: Box, by: number): Box {
  return { left: left - by, right: right + by, top: top - by, bottom: bottom + by };
}

function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

function holds({ left, right, top, bottom }: Box, [x, y]: Pixel): boolean {
  return x > left && x < right && y > top && y < bottom;
}

/** Whether the piece of line from one point to the other meets the box: it is clipped side by side (Liang and Barsky). */
function crosses({ left, right, top, bottom }: Box, [x1, y1]: Pixel, [x2, y2]: Pixel): boolean {
  const [dx, dy] = [x2 - x1, y2 - y1];
  let [from, to] = [0, 1];
  const sides: readonly (readonly [number, number])[] = [
    [-dx, x1 - left],
    [dx, right - x1],
    [-dy, y1 - top],
    [dy, bottom - y1],
  ];
  for (const [slope, room] of sides) {
    if (slope === 0) {
      if (room < 0) return false;
    } else if (slope < 0) from = Math.max(from, room / slope);
    else to = Math.min(to, room / slope);
  }
  return from <= to;
}
