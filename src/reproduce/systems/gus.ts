/** GUS: each request to the server and model that satisfy it most. */

import type { PointResult } from '../../sim/summary/result.ts';
import type { Claim } from '../claim.ts';
import { type Laboratory, pointOf } from '../laboratory.ts';
import type { SystemReport } from '../system.ts';

/** Heuristics in place of the paper's: everything at the edge, everything in the cloud, by chance, by confidence. */
const HEURISTICS = ['{ name: all-edge }', '{ name: all-cloud }', '{ name: random, share: 0.5 }', '{ name: ordinary, p_tar: 0.8 }'];

export async function gus(laboratory: Laboratory): Promise<SystemReport[]> {
  const isKnown = await laboratory.knows('gus');
  const run = isKnown
    ? await laboratory.run('satisfaction', [`policies=[${['{ name: gus }', ...HEURISTICS].join(', ')}]`, 'sweep=null', 'replications=2'])
    : null;
  const gain =
    run === null ? null : gainOf(inTime(pointOf(run, 'gus')), run.result.points.filter(({ policy }) => policy !== 'gus').map(inTime));
  const claims: readonly Claim[] = [
    {
      quantity: 'requests in time, above the mean heuristic',
      unit: '%',
      published: { value: 50, standing: 'abstract', isLeast: true },
      ours: gain?.mean ?? null,
      direction: { says: 'more are satisfied', holds: (gain?.mean ?? 0) > 0 },
      isHeadline: true,
    },
    {
      quantity: 'requests in time, above the best heuristic',
      unit: '%',
      published: { value: 50, standing: 'abstract', isLeast: true },
      ours: gain?.best ?? null,
      direction: { says: 'more are satisfied', holds: (gain?.best ?? 0) > 0 },
      isHeadline: true,
    },
  ];
  return [
    {
      name: 'GUS',
      references: [
        {
          authors: 'Hosseinzadeh, Wachal, Khamfroush, Lucani',
          title: 'Optimal Accuracy-Time Trade-off for Deep Learning Services in Edge Computing Systems',
          venue: 'IEEE ICC',
          year: 2021,
          link: 'arXiv 2011.08381',
        },
      ],
      setup: isKnown
        ? 'Policy gus on three tiers, requests of three kinds with deadlines and least accuracies, against answering at the edge, in the cloud, by chance and by confidence.'
        : 'This version has no policy gus.',
      commands: run === null ? [] : [run.command],
      missing: isKnown ? null : 'not yet in this version',
      claims,
      notes: [
        'Satisfied is taken as answered before the deadline; the accuracy that a request asks for is met on average by the exit that gus picks, and is not asked of the heuristics. The paper says "at least 50%" of each of its own heuristics.',
      ],
    },
  ];
}

/** Share of the requests that are answered before their deadline. */
function inTime({ deadline_missed_share }: PointResult): number {
  return 1 - (deadline_missed_share ?? 1);
}

/** Gain over the mean and over the best of others [%]; 0 of them is held to be one in a thousand. */
function gainOf(own: number, others: readonly number[]): { readonly mean: number; readonly best: number } {
  const above = (other: number) => 100 * (own / Math.max(other, 1e-3) - 1);
  return { mean: above(others.reduce((sum, share) => sum + share, 0) / others.length), best: above(Math.max(...others)) };
}
