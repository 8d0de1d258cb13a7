/** Rules of ddnn: tiers where messages come together, and a world in which they are served in the order of coming. */

import { aggregatedExits } from '../compile-ddnn.ts';
import { getAt, isTree, type Tree } from '../tree.ts';
import type { Path } from '../yaml-source.ts';
import type { Draft } from './rule.ts';

export function checkDdnn(policy: Tree, i: number, { tree, report }: Draft): void {
  const tiers = getAt(tree, ['tiers']);
  if (policy['name'] !== 'ddnn' || !isTree(tiers)) return;
  const at: Path = ['policies', i];
  const refuse = (fact: string, rule: string) => report(at, fact, `${rule}, or use another policy`);
  const names = Object.keys(tiers);
  if (names.length < 2) refuse('ddnn sends feature maps up, and there is one tier', 'write a second tier and a link to it');
  const held = names.map((name) => getAt(tiers, [name, 'exits'])) as (readonly number[])[];
  if (!held.every(Array.isArray)) return;
  names.slice(0, 2).forEach((name, t) => {
    if (held[t]?.length === 0)
      refuse(`ddnn puts ${t === 0 ? 'scores' : 'feature maps'} together, and ${name} holds no exit`, 'give it one');
  });
  const wanted = aggregatedExits(held).length;
  const thresholds = policy['T'];
  if (Array.isArray(thresholds) && thresholds.length !== wanted) {
    report([...at, 'T'], `${thresholds.length} for ${wanted} tiers below the highest that hold an exit`, `write ${wanted}`);
  }
  for (const [fact, rule] of unfit(tree, tiers)) refuse(`ddnn ${fact}`, rule);
}

/** What of the world ddnn has no rule for: fact, and what to do. */
function unfit(tree: unknown, tiers: Tree): [fact: string, rule: string][] {
  const found: [string, string][] = [];
  for (const [name, tier] of Object.entries(tiers)) {
    const { discipline, buffer, batch } = isTree(tier) ? tier : {};
    const most = getAt(batch, ['max']);
    if (discipline !== undefined && discipline !== 'fifo')
      found.push([`is served in the order of coming, and ${name} is not`, `write discipline: fifo in tiers.${name}`]);
    if (typeof most === 'number' && most > 1)
      found.push([`is computed one at a time, and ${name} takes batches`, `remove tiers.${name}.batch`]);
    if (buffer !== undefined && buffer !== 'unlimited')
      found.push([`is never turned away, and the queue of ${name} is bounded`, `remove tiers.${name}.buffer`]);
  }
  const links = getAt(tree, ['links']);
  for (const [name, link] of Object.entries(isTree(links) ? links : {})) {
    for (const direction of ['up', 'down']) {
      const path = `links.${name}.${direction}`;
      const buffer = getAt(link, [direction, 'buffer']);
      if (getAt(link, [direction, 'sharing']) === 'fair')
        found.push([`sends in the order of coming, and ${path} is shared fairly`, `write ${path}.sharing: fifo`]);
      if (buffer !== undefined && buffer !== 'unlimited')
        found.push([`is never turned away, and ${path} is bounded`, `remove ${path}.buffer`]);
    }
    if (getAt(link, ['radio']) !== undefined)
      found.push([`has several radios a request, and links.${name}.radio counts one`, `remove links.${name}.radio`]);
  }
  if (getAt(tree, ['offload', 'timeout']) !== undefined) found.push(['has a timeout of its own', 'remove offload.timeout']);
  const late = getAt(tree, ['workload', 'late']);
  if (late !== undefined && late !== 'keep') found.push(['is never turned away, and late requests are', 'write workload.late: keep']);
  return found;
}
