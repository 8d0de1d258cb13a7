/** Rules of a queue's room: what happens when it is full needs a bound that can be reached. */

import { getAt, isTree, type Tree } from '../tree.ts';
import type { Path } from '../yaml-source.ts';
import type { Draft } from './rule.ts';

/** @param owner tier or lane that stands at `path` */
export function checkBuffer(owner: Tree, path: Path, { tree, report }: Pick<Draft, 'tree' | 'report'>): void {
  const { full, buffer } = owner;
  if (full === undefined) return;
  const sweep = getAt(tree, ['sweep']);
  const isSwept = isTree(sweep) && [...path, 'buffer'].join('.') in sweep;
  if ((buffer === undefined || buffer === 'unlimited') && !isSwept) {
    report([...path, 'full'], `${full} says what happens when a buffer is full, and it is unlimited`, 'write buffer: 10, or remove it');
  } else if (full === 'local' && path[path.length - 1] === 'down') {
    report([...path, 'full'], 'local, and what goes down is the answer: nobody below knows that it was lost', 'write drop');
  }
}
