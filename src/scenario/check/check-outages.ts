/** Rules of planned outages: windows that end after they begin, one after the other. */

import { getAt } from '../tree.ts';
import type { Path } from '../yaml-source.ts';
import { type Report, readDurationNs } from './rule.ts';

/** @param outages what stands at `path`, of any type */
export function checkOutages(outages: unknown, path: Path, report: Report): void {
  if (!Array.isArray(outages)) return;
  let previousNs: number | null = null;
  outages.forEach((window: unknown, i) => {
    const [from, to] = [getAt(window, ['from']), getAt(window, ['to'])];
    const [fromNs, toNs] = [readDurationNs(from), readDurationNs(to)];
    if (fromNs !== null && toNs !== null && toNs <= fromNs) {
      report([...path, i], `ends at ${to}, no later than it begins at ${from}`, 'write from before to');
    } else if (fromNs !== null && previousNs !== null && fromNs <= previousNs) {
      report([...path, i, 'from'], `${from} is not after the end of the outage before`, 'write outages in order, apart from each other');
    }
    previousNs = toNs;
  });
}
