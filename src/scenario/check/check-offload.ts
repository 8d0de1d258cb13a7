/** Rules of what crosses the links: there where there are links, and coded in a way that the recording has answers for. */

import { getAt, isTree } from '../tree.ts';
import type { Draft } from './rule.ts';

const CODECS: Readonly<Record<string, readonly string[]>> = { features: ['f32', 'f16', 'u8'], input: ['f32', 'png', 'jpeg'] };

export function checkOffload({ tree, report }: Draft): void {
  const tiers = getAt(tree, ['tiers']);
  const offload = getAt(tree, ['offload']);
  if (!isTree(tiers)) return;
  if (Object.keys(tiers).length > 1 && offload === undefined) {
    report(['offload'], 'missing', 'write what crosses the links, such as offload: { payload: features, answer: 64 B, overhead: 40 B }');
  }
  if (!isTree(offload)) return;
  const { payload, codec } = offload;
  const codecs = typeof payload === 'string' ? CODECS[payload] : undefined;
  if (codecs === undefined || typeof codec !== 'string') return;
  const other = payload === 'features' ? 'input' : 'features';
  if (!codecs.includes(codec) && CODECS[other]?.includes(codec)) {
    report(
      ['offload', 'codec'],
      `${codec} codes the ${other}, and the payload is ${payload}`,
      `write ${codecs.join(', ')}, or payload: ${other}`,
    );
  }
  if (payload !== 'features' || (codec !== 'f16' && codec !== 'u8')) return;
  const computing = Object.keys(tiers).filter((name) => {
    const exits = getAt(tiers, [name, 'exits']);
    return Array.isArray(exits) && exits.length > 0;
  });
  if (computing.length > 2) {
    report(
      ['offload', 'codec'],
      `${codec}, and ${computing.slice(1, -1).join(', ')} computes between two links: the recording has answers behind one coded crossing only`,
      'write codec: f32, or move those exits to the first or last tier',
    );
  }
}
