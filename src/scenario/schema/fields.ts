/**
 * The words the scenario's schema is made of: quantities, numbers, counts, choices, names.
 *
 * Each tells what is wrong as `fact; rule`, and tells editors in JSON Schema what it can (a pattern, a range, an example).
 */

import { z } from 'zod';
import { type Dimension, describe, quantityFault, quantityPattern } from '../units.ts';

const COUNT_LIMIT = 1e8;

/** Text such as `50 ms`. */
export function quantity(dimension: Dimension, example: string, zero: 'zero legal' | 'above zero') {
  const fault = (value: unknown) => quantityFault(value, dimension, zero === 'zero legal');
  return z
    .string({ error: (issue) => (issue.input === undefined ? `missing; write ${dimension} as "${example}"` : (fault(issue.input) ?? '')) })
    .superRefine((value, context) => {
      const message = fault(value);
      if (message !== null) context.addIssue({ code: 'custom', message });
    })
    .meta({ pattern: quantityPattern(dimension, zero === 'zero legal'), examples: [example] });
}

interface Range {
  readonly least: number;
  readonly most?: number;
  readonly isInteger?: boolean;
}

/** A bare number within a range; `rule` says which, after "write". */
export function number(rule: string, example: number, { least, most = Number.POSITIVE_INFINITY, isInteger = false }: Range) {
  const isFit = (value: number) => value >= least && value <= most && (isInteger ? Number.isInteger(value) : Number.isFinite(value));
  return z
    .number({ error: (issue) => `${issue.input === undefined ? 'missing' : `${describe(issue.input)} is not a number`}; write ${rule}` })
    .superRefine((value, context) => {
      if (!isFit(value)) context.addIssue({ code: 'custom', message: `${value} is out of range; write ${rule}` });
    })
    .meta({
      ...(isInteger ? { type: 'integer' } : {}),
      minimum: least,
      ...(most === Number.POSITIVE_INFINITY ? {} : { maximum: most }),
      examples: [example],
    });
}

/** A whole number from `least` to 1e8, or to `most`. */
export function count(least: number, example: number, most = COUNT_LIMIT) {
  const end = most === COUNT_LIMIT ? '1e8' : String(most);
  return number(`an integer from ${least} to ${end}`, example, { least, most, isInteger: true });
}

/** A probability or a part of a whole. */
export function share(example: number, most = 1) {
  return number(`a number from 0 to ${most}`, example, { least: 0, most });
}

/** A threshold may exceed 1, where no confidence reaches it. */
export function threshold(example: number) {
  return number('a number from 0 up (above 1 is never reached)', example, { least: 0 });
}

/** Yes or no. */
export function flag(example: boolean) {
  return z
    .boolean({
      error: ({ input }) => `${input === undefined ? 'missing' : `${describe(input)} is not true or false`}; write true or false`,
    })
    .meta({ examples: [example] });
}

/** One of a few words. */
export function choice<const T extends readonly [string, ...string[]]>(words: T, example: T[number] = words[0]) {
  const rule = `write ${[words.slice(0, -1).join(', '), words[words.length - 1]].filter((part) => part !== '').join(' or ')}`;
  return z
    .enum(words, { error: ({ input }) => (input === undefined ? `missing; ${rule}` : `${describe(input)} is not known here; ${rule}`) })
    .meta({ examples: [example] });
}

/** Whatever of several forms the value has; `rule` says which there are, after "write". */
export function either<const T extends readonly [z.ZodType, z.ZodType, ...z.ZodType[]]>(forms: T, rule: string) {
  return z.union(forms, {
    error: ({ input }) => `${input === undefined ? 'missing' : `${describe(input)} is not understood here`}; write ${rule}`,
  });
}

/** A file, a model, a thing that has a name in a path. */
export const name = z
  .string({ error: ({ input }) => `${input === undefined ? 'missing' : `${describe(input)} is not text`}; write a name` })
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, { error: ({ input }) => `"${input}" is no name; use letters, digits, ".", "_" and "-"` });

export const text = z.string({
  error: ({ input }) => `${input === undefined ? 'missing' : `${describe(input)} is not text`}; write text`,
});

/** A key that names a part: `edge-cloud`, but no underscore, since parts are named `<tier>_wait`. */
export function partName(noun: string) {
  return z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]*$/, { error: ({ input }) => `"${input}" is no name for ${noun}; use letters, digits and "-"` });
}

/** A list of things; `example` is how one is written. */
export function list<T extends z.ZodType>(item: T, example: string) {
  return z.array(item, {
    error: ({ input }) => `${input === undefined ? 'missing' : `${describe(input)} is not a list`}; write ${example}`,
  });
}

/** Whether a part is every device's own or one for the site. */
export const place = choice(['device', 'site']).describe('Whether every device has its own, or one serves the site');
