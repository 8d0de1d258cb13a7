/** A queue's room, which tiers and lanes have alike. */

import { z } from 'zod';
import { choice, count, either } from './fields.ts';

export const queueKeys = {
  buffer: either([z.literal('unlimited'), count(0, 20)], 'unlimited or the number that may wait, such as 20')
    .default('unlimited')
    .meta({ examples: [20] })
    .describe('How many may wait at one place'),
  full: choice(['drop', 'local'])
    .default('drop')
    .describe('What happens to a request that finds no room: it is lost, or the best exit tested so far answers'),
};
