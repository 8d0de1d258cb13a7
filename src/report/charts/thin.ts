/** Fewer points for a curve than its sweep may have; pure. */

/** Most points a curve is drawn with. */
export const MOST_POINTS = 500;

/** Evenly chosen items, the first and the last among them; all where there are at most `most`. */
export function thin<Item>(items: readonly Item[], most = MOST_POINTS): readonly Item[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, rank) => items[Math.round((rank * (items.length - 1)) / (most - 1))] as Item);
}
