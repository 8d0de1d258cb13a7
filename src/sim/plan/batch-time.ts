/** How long a batch takes, from the sizes that were recorded. */

/**
 * Time of one piece on a batch of `count` samples [ns], not rounded: linear between recorded sizes, pro rata below the smallest; each
 * sample beyond the largest costs what one costs there.
 *
 * @param sizes recorded batch sizes, ascending, at least one
 * @param timesNs time of the piece on a whole batch of each size [ns]
 * @param count may be fractional, as the mean number of a batch that need the piece is
 * @example batchPieceNs([1, 4], [100, 250], 2) // 150
 */
export function batchPieceNs(sizes: readonly number[], timesNs: readonly number[], count: number): number {
  if (sizes.length === 0) throw new RangeError('batchPieceNs needs at least one recorded size, got none');
  if (count <= 0) return 0;
  const above = sizes.findIndex((size) => size >= count);
  const timeNs = (i: number) => timesNs[i] as number;
  const size = (i: number) => sizes[i] as number;
  if (above === 0) return (timeNs(0) * count) / size(0);
  const last = sizes.length - 1;
  if (above < 0) return (timeNs(last) * count) / size(last);
  const share = (count - size(above - 1)) / (size(above) - size(above - 1));
  return timeNs(above - 1) + share * (timeNs(above) - timeNs(above - 1));
}
