/** Policies and what is swept over them. */

import { z } from 'zod';
import { describe } from '../units.ts';
import { ADAPTIVE_POLICIES } from './adaptive.ts';
import { CustomPolicy } from './custom.ts';
import { DdnnPolicy } from './ddnn.ts';
import { choice, either, flag, list, number, quantity, share, text, threshold } from './fields.ts';

const decision = threshold(0.75)
  .optional()
  .describe('Confidence at exit 1 from which a request is answered below exit N; swept unless given');
const target = threshold(0.8)
  .optional()
  .describe('Confidence from which an exit answers; else the swept p_tar, for ordinary the swept p_d, 0.8');
const temperature = number('a temperature from 0.01 to 100', 1.5, { least: 0.01, most: 100 });
const fixedRule = (fallback: 'deex' | 'ordinary') => choice(['ordinary', 'deex'], fallback).default(fallback);

const FORMS = [
  z.strictObject({
    name: z.literal('deex'),
    p_d: decision,
    p_tar: target,
    fallback: flag(true).optional().describe('Whether exit N-1 sends on to exit N what misses p_tar there; absent: it answers'),
  }),
  z.strictObject({
    name: z.literal('ordinary'),
    p_tar: target,
    best_of_all: flag(true)
      .optional()
      .describe('Whether the most confident exit of all answers what exit N, too, is less sure of than p_tar; absent: exit N does'),
  }),
  z.strictObject({ name: z.literal('random'), share: share(0.3).describe('Share of the requests sent on to exit N, by chance') }),
  z.strictObject({
    name: z.literal('entropy'),
    T: either([threshold(0.5), list(threshold(0.5), '[0.1, 0.5]')], 'a number from 0 up, or one for each exit 1..N-1').describe(
      'Entropy in nats below which an exit answers: one number for all exits, or a list of one for each exit 1..N-1',
    ),
    normalised: flag(true).optional().describe('Whether entropy is divided by ln(classes), so that T lies in 0..1'),
  }),
  z.strictObject({
    name: z.literal('margin'),
    threshold: threshold(0.5).optional().describe('Largest less second largest probability from which an exit answers; else the swept p_d'),
  }),
  z.strictObject({
    name: z.literal('calibrated'),
    rule: fixedRule('ordinary').describe('The rule that looks at calibrated confidence'),
    temperature: either(
      [
        temperature,
        list(temperature, '[1.2, 1.5]'),
        z.strictObject({ from: text.meta({ examples: ['calibration.json'] }).describe('File that sim trace calibrate wrote') }),
      ],
      'a temperature, one for each exit 1..N-1, or { from: FILE }',
    ).describe('What logits are divided by before softmax: one number, one for each exit 1..N-1, or a calibration'),
    p_d: decision,
    p_tar: target,
  }),
  z.strictObject({
    name: z.literal('oracle'),
    among: choice(['all', 'deex']).default('all').describe('Every way to answer, or those that DEEx has'),
  }),
  z.strictObject({
    name: z.literal('best-fixed'),
    rule: fixedRule('deex').describe('The rule whose p_d (deex) or p_tar (ordinary) is chosen'),
    p_tar: threshold(0.8).optional().describe('Of deex with more than three exits; 0.8'),
    min_accuracy: share(0.85)
      .optional()
      .describe('Least accuracy; the quickest of those that have it is taken. Absent, with no max_latency: the best of all less 0.01'),
    max_latency: quantity('duration', '50 ms', 'above zero')
      .optional()
      .describe('Most mean latency in an empty world; the most accurate of those within it is taken'),
  }),
  z.strictObject({ name: z.literal('all-edge') }),
  z.strictObject({ name: z.literal('all-cloud') }),
  DdnnPolicy,
  ...ADAPTIVE_POLICIES,
  CustomPolicy,
] as const;

/** Names of all policies; custom stands for those that users bring. */
export const POLICY_NAMES: readonly string[] = FORMS.map(({ shape }) => shape.name.value);

export const Policy = z.discriminatedUnion('name', FORMS, {
  error: ({ input }) => {
    if (typeof input !== 'object' || input === null) return `${describe(input)} is not a map; write { name: deex }`;
    const policy = (input as { name?: unknown }).name;
    const rule = `write ${POLICY_NAMES.slice(0, -1).join(', ')} or ${POLICY_NAMES[POLICY_NAMES.length - 1]}`;
    return `${policy === undefined ? 'missing' : `${describe(policy)} is not known here`}; ${rule}`;
  },
});

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
