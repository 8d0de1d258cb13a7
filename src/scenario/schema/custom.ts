/** A policy of the user's own: a module that brings it. */

import { z } from 'zod';
import { describe } from '../units.ts';
import { either, flag, name, number, text } from './fields.ts';

const value = either([number('a number', 0.5, { least: Number.NEGATIVE_INFINITY }), text, flag(true)], 'a number, text, true or false');

export const CustomPolicy = z.strictObject({
  name: z.literal('custom'),
  module: text
    .meta({ examples: ['my-policy.mjs'] })
    .describe('File of the JavaScript or TypeScript module that brings the policy, relative to the scenario; its code is run'),
  sha256: z
    .string({ error: ({ input }) => `${describe(input)} is no hash; write the sha256 of the module, in quotes` })
    .regex(/^[0-9a-f]{64}$/, { error: ({ input }) => `"${input}" is no hash; write 64 hexadecimal digits, in quotes` })
    .meta({ examples: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'] })
    .optional()
    .describe('What the module has to be; absent: any, and the result tells which it was'),
  params: z
    .record(z.string(), value)
    .default({})
    .meta({ examples: [{ low: 0.5, high: 0.8 }] })
    .describe('What the policy is given; numbers and text may be swept by their path'),
  profile: name
    .optional()
    .meta({ examples: ['validation'] })
    .describe("Trace beside the scenario's own, with the timings of its tiers, of which the policy may make tables; absent: none"),
});
