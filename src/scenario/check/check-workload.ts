/** Rules of the workload: arrivals, warm-up, kinds and deadlines. */

import { getAt, isTree } from '../tree.ts';
import { checkChain } from './check-chain.ts';
import { type Draft, numberAt, readDurationNs, readRatePerS } from './rule.ts';

const MOST_KINDS = 255;

export function checkWorkload(draft: Draft): void {
  checkArrivals(draft);
  checkWarmup(draft);
  checkKinds(draft);
  const { tree, report } = draft;
  const late = getAt(tree, ['workload', 'late']);
  if ((late === 'drop' || late === 'local') && !hasDeadline(tree)) {
    report(
      ['workload', 'late'],
      `${late} says what happens after a deadline, and there is none`,
      'write workload.deadline, such as 100 ms',
    );
  }
}

/** Whether any request has a deadline. */
export function hasDeadline(tree: unknown): boolean {
  const kinds = getAt(tree, ['workload', 'kinds']);
  if (getAt(tree, ['workload', 'deadline']) !== undefined) return true;
  const swept = getAt(tree, ['sweep']);
  if (isTree(swept) && 'workload.deadline' in swept) return true;
  return isTree(kinds) && Object.values(kinds).some((kind) => getAt(kind, ['deadline']) !== undefined);
}

function checkArrivals({ tree, report }: Draft): void {
  const path = ['workload', 'arrivals'];
  const arrivals = getAt(tree, path);
  if (!isTree(arrivals)) return;
  if (arrivals['process'] === 'periodic' && 'period' in arrivals === 'rate' in arrivals) {
    report(path, 'period' in arrivals ? 'both period and rate' : 'neither period nor rate', 'write one of them, such as period: 40 ms');
  }
  if (arrivals['process'] === 'mmpp') checkChain(arrivals['states'], [...path, 'states'], 'rate', readRatePerS, report);
}

function checkWarmup({ tree, report }: Draft): void {
  const path = ['workload', 'warmup'];
  const requests = numberAt(tree, ['workload', 'requests']);
  const warmup = getAt(tree, path);
  if (requests === null || requests < 1) return;
  if (typeof warmup === 'number' && warmup >= requests) {
    report(path, `${warmup} leaves none of the ${requests} requests`, 'write fewer than workload.requests');
  }
  const warmupNs = readDurationNs(warmup);
  if (warmupNs === null || warmupNs === 0) return;
  const spanNs = spanOfArrivalsNs(tree, requests);
  if (spanNs !== null && warmupNs > spanNs) {
    const span = spanNs === 0 ? 'which all arrive at 0' : `which arrive within ${Number((spanNs * 1e-9).toPrecision(4))} s`;
    report(path, `${warmup} leaves none of the ${requests} requests, ${span}`, 'write a shorter warm-up or more requests');
  }
}

/** From 0 to about the last arrival [ns]; null where it depends on more than the workload. */
function spanOfArrivalsNs(tree: unknown, requests: number): number | null {
  const arrivals = getAt(tree, ['workload', 'arrivals']);
  if (!isTree(arrivals)) return null;
  const devices = numberAt(tree, ['workload', 'devices'], 1);
  if (arrivals['process'] === 'offline') return 0;
  const ratePerS = readRatePerS(arrivals['rate']);
  const periodNs = readDurationNs(arrivals['period']) ?? (ratePerS === null || ratePerS === 0 ? null : 1e9 / ratePerS);
  if (devices === null || devices < 1 || periodNs === null) return null;
  if (arrivals['process'] === 'poisson') return (requests / devices) * periodNs;
  return arrivals['process'] === 'periodic' ? (Math.ceil(requests / devices) - 1) * periodNs : null;
}

function checkKinds({ tree, report }: Draft): void {
  const path = ['workload', 'kinds'];
  const kinds = getAt(tree, path);
  if (!isTree(kinds)) return;
  const names = Object.keys(kinds);
  if (names.length === 0) report(path, 'no kind', 'write one or more, such as { alarm: { share: 1 } }, or remove kinds');
  if (names.length > MOST_KINDS) report(path, `${names.length} kinds`, `write at most ${MOST_KINDS}`);
  const shares = names.map((name) => getAt(kinds, [name, 'share']));
  if (names.length === 0 || !shares.every((share) => typeof share === 'number')) return;
  const sum = shares.reduce((total, share) => total + share, 0);
  if (Math.abs(sum - 1) > 1e-9) report(path, `their shares sum to ${Number(sum.toPrecision(12))}`, 'write shares that sum to 1');
}
