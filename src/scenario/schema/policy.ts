/** Policies and what is swept over them. */

import { z } from 'zod';
import { describe } from '../units.ts';
import { ADAPTIVE_POLICIES } from './adaptive.ts';
import { share, threshold } from './fields.ts';

/** Names of the format that this version does not have yet; they are refused by name. */
const POLICIES_TO_COME = ['entropy', 'margin', 'calibrated', 'ddnn', 'deepwear', 'gus', 'oracle', 'best-fixed'];

const decision = threshold(0.75)
  .optional()
  .describe('Confidence at exit 1 from which a request is answered below exit N; swept unless given');
const target = threshold(0.8)
  .optional()
  .describe('Confidence from which an exit answers; else the swept p_tar, for ordinary the swept p_d, 0.8');

export const Policy = z.discriminatedUnion(
  'name',
  [
    z.strictObject({ name: z.literal('deex'), p_d: decision, p_tar: target }),
    z.strictObject({ name: z.literal('ordinary'), p_tar: target }),
    z.strictObject({ name: z.literal('random'), share: share(0.3).describe('Share of the requests sent on to exit N, by chance') }),
    z.strictObject({ name: z.literal('all-edge') }),
    z.strictObject({ name: z.literal('all-cloud') }),
    ...ADAPTIVE_POLICIES,
  ],
  {
    error: ({ input }) => {
      if (typeof input !== 'object' || input === null) return `${describe(input)} is not a map; write { name: deex }`;
      const policy = (input as { name?: unknown }).name;
      const rule = 'write deex, ordinary, random, all-edge, all-cloud, queue-aware, ucbee, neurosurgeon, edgent, boomerang or spinn';
      if (typeof policy === 'string' && POLICIES_TO_COME.includes(policy)) return `"${policy}" is not supported by this version; ${rule}`;
      return `${policy === undefined ? 'missing' : `${describe(policy)} is not known here`}; ${rule}`;
    },
  },
);

const scalar = z.union([z.number(), z.string()]);

export const SweepValues = z.union(
  [
    z.array(scalar).min(1, { error: 'no values; write a list such as [0.5, 0.7]' }),
    z.strictObject({
      from: scalar.meta({ examples: [0] }).describe('First value'),
      to: scalar.meta({ examples: [1] }).describe('Last value, at most'),
      step: scalar.meta({ examples: [0.05] }).describe('Between two values'),
    }),
  ],
  {
    error: ({ input }) =>
      (Array.isArray(input) && input.length === 0 ? 'no values' : `${describe(input)} holds no values`) +
      '; write a list such as [0.5, 0.7] or { from: 0, to: 1, step: 0.05 }',
  },
);
