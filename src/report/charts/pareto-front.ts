/** Settings that none beats: nothing is at least as good in both and better in one; pure. */

/** By rising `x`, where less is better, and rising `y`, where more is; of equals the first. */
export function paretoFront<Place extends { readonly x: number; readonly y: number }>(places: readonly Place[]): readonly Place[] {
  const order = [...places].sort((a, b) => a.x - b.x || b.y - a.y);
  let best = Number.NEGATIVE_INFINITY;
  return order.filter(({ y }) => {
    if (y <= best) return false;
    best = y;
    return true;
  });
}
