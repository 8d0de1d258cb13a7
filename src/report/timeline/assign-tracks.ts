/** Gives slices that overlap tracks of their own: the lowest that is free, as servers are taken. */

/** Slices in order of their start. @returns the track of each, counted from 0 */
export function assignTracks(slices: readonly { readonly startNs: number; readonly endNs: number }[]): readonly number[] {
  const freeFromNs: number[] = [];
  return slices.map(({ startNs, endNs }) => {
    const free = freeFromNs.findIndex((untilNs) => untilNs <= startNs);
    const track = free === -1 ? freeFromNs.length : free;
    freeFromNs[track] = endNs;
    return track;
  });
}
