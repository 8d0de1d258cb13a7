/** Rules on how a run is repeated: replications, until, batches. */

import { getAt, isTree } from '../tree.ts';
import { type Draft, numberAt } from './rule.ts';

export function checkRun({ tree, report }: Draft): void {
  const until = getAt(tree, ['until']);
  const batches = getAt(tree, ['batches']);
  const replications = numberAt(tree, ['replications'], 1);
  if (until !== undefined && batches !== undefined) {
    report(['batches'], 'stands beside until', 'keep one: until adds replications, batches cuts one long run into pieces');
    return;
  }
  if (isTree(until) && replications !== null) {
    const most = numberAt(tree, ['until', 'most']);
    if (replications < 2) {
      const isWritten = getAt(tree, ['replications']) !== undefined;
      report(
        isWritten ? ['replications'] : ['until'],
        `${replications} replication gives no interval, and until waits for one`,
        'write replications: 2 or more',
      );
    } else if (most !== null && most < replications) {
      report(['until', 'most'], `${most} is fewer than replications: ${replications}`, 'write as many or more');
    }
  }
  if (typeof batches !== 'number' || replications === null) return;
  if (replications !== 1) {
    report(['batches'], `cuts one long run, and there are ${replications} replications`, 'write replications: 1, or remove batches');
  }
  const requests = numberAt(tree, ['workload', 'requests']);
  const warmup = numberAt(tree, ['workload', 'warmup'], 0) ?? 0;
  if (requests !== null && warmup < requests && batches > requests - warmup) {
    report(['batches'], `${batches} batches of ${requests - warmup} requests`, 'write fewer batches or more requests');
  }
}
