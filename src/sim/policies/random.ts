/** Sends a given share of all requests to exit N by chance and keeps the others at exit N-1: what confidence is worth is what beats it. */

import { allCloud } from './all-cloud.ts';
import { allEdge } from './all-edge.ts';
import type { Policy } from './policy.ts';

/** @param share of the requests that go to exit N, 0..1 */
export function random(share: number): Policy {
  return { rules: [allEdge(), allCloud()], choice: { kind: 'drawn', shares: [1 - share, share] } };
}
