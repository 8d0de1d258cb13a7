/**
 * The scenario's schema: every key a user may write, its type, its default and its one-line meaning.
 *
 * The parsed form is still the user's form (quantities keep their units); compile-scenario.ts turns it into numbers. Messages are
 * written `fact; rule`, and what belongs to the format but not to this version is refused by name.
 */

import { z } from 'zod';
import { type Dimension, describe, quantityFault } from './units.ts';

const COUNT_LIMIT = 1e8;

function quantity(dimension: Dimension, example: string, zero: 'zero legal' | 'above zero') {
  const fault = (value: unknown) => quantityFault(value, dimension, zero === 'zero legal');
  return z
    .string({ error: (issue) => (issue.input === undefined ? `missing; write ${dimension} as "${example}"` : (fault(issue.input) ?? '')) })
    .superRefine((value, context) => {
      const message = fault(value);
      if (message !== null) context.addIssue({ code: 'custom', message });
    })
    .meta({ examples: [example] });
}

function number(rule: string, check: (value: number) => boolean) {
  return z
    .number({ error: (issue) => `${issue.input === undefined ? 'missing' : `${describe(issue.input)} is not a number`}; write ${rule}` })
    .superRefine((value, context) => {
      if (!check(value)) context.addIssue({ code: 'custom', message: `${value} is out of range; write ${rule}` });
    });
}

function count(least: number) {
  return number(`an integer from ${least} to 1e8`, (v) => Number.isInteger(v) && v >= least && v <= COUNT_LIMIT);
}

/** One of `now`; words in `later` belong to the format and are refused by name. */
function choice<const T extends readonly [string, ...string[]]>(now: T, later: readonly string[] = []) {
  return z.enum(now, {
    error: ({ input }) => {
      const rule = `write ${now.join(' or ')}`;
      if (input === undefined) return `missing; ${rule}`;
      const isLater = typeof input === 'number' ? later.includes('a number') : later.includes(String(input));
      if (isLater) return `${describe(input)} is not supported by this version; ${rule}`;
      return `${describe(input)} is not known here; ${rule}`;
    },
  });
}

const threshold = number('a number from 0 up (above 1 is never reached)', (v) => Number.isFinite(v) && v >= 0);
const perPlace = choice(['device', 'site']).describe('Whether every device has its own, or one serves the site');
const name = z
  .string({ error: ({ input }) => `${input === undefined ? 'missing' : `${describe(input)} is not text`}; write a name` })
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, { error: ({ input }) => `"${input}" is no name; use letters, digits, ".", "_" and "-"` });
const text = z.string({ error: ({ input }) => `${input === undefined ? 'missing' : `${describe(input)} is not text`}; write text` });

const Lane = z.strictObject({
  bandwidth: quantity('bandwidth', '5.85 Mbit/s', 'above zero').describe('Bits per second'),
  sharing: choice(['fifo'], ['fair']).default('fifo').describe('How messages share the lane'),
  per: perPlace.default('site'),
});

const Link = z.strictObject({
  rtt: quantity('duration', '70 ms', 'zero legal').describe('Round-trip time; half each way, does not occupy the link'),
  up: Lane.describe('Towards the cloud'),
  down: Lane.optional().describe('Towards the devices; absent: answers take no time to transmit'),
});

const Tier = z.strictObject({
  exits: z
    .array(count(1), {
      error: ({ input }) => `${input === undefined ? 'missing' : `${describe(input)} is not a list`}; write exits as [1, 2]`,
    })
    .min(1, { error: 'no exit; every tier holds at least one' })
    .describe('Exits whose segments and branches run here, ascending'),
  timing: name.describe('Recorded compute times: models/<model>/traces/<trace>.<timing>.parquet'),
  slowdown: number('a factor from 1e-6 to 1e6', (v) => v >= 1e-6 && v <= 1e6)
    .default(1)
    .describe('Factor on the recorded times'),
  servers: count(1).default(1).describe('Requests computed at the same time'),
  discipline: choice(['fifo'], ['ps', 'priority', 'sjf', 'edf']).default('fifo').describe('Who is served next'),
  per: perPlace.optional().describe('Defaults to device in the first tier and site elsewhere'),
  buffer: choice(['unlimited'], ['a number']).default('unlimited').describe('Requests that may wait'),
  batch: z
    .strictObject({
      max: number('1 (batching is not supported by this version)', (v) => v === 1).default(1),
      wait: quantity('duration', '0 ms', 'zero legal').default('0 ms'),
    })
    .default({ max: 1, wait: '0 ms' })
    .describe('Largest batch and longest wait for it'),
});

const Arrivals = z.discriminatedUnion(
  'process',
  [
    z.strictObject({ process: z.literal('poisson'), rate: quantity('rate', '5/s', 'above zero').describe('Per device') }),
    z.strictObject({
      process: z.literal('periodic'),
      period: quantity('duration', '40 ms', 'above zero').optional(),
      rate: quantity('rate', '25/s', 'above zero').optional(),
    }),
    z.strictObject({ process: z.literal('single-stream') }),
    z.strictObject({ process: z.literal('offline') }),
    z.strictObject({ process: z.literal('timestamps'), file: text.describe('One arrival time in seconds a line, non-decreasing') }),
  ],
  {
    error: ({ input }) => {
      if (typeof input !== 'object' || input === null) return `${describe(input)} is not a map; write { process: poisson, rate: 5/s }`;
      const process = (input as { process?: unknown }).process;
      const rule = 'write poisson, periodic, single-stream, offline or timestamps';
      if (process === 'mmpp' || process === 'multi-stream') return `"${process}" is not supported by this version; ${rule}`;
      return `${process === undefined ? 'missing' : `${describe(process)} is not known here`}; ${rule}`;
    },
  },
);

const POLICIES_TO_COME = [
  'entropy',
  'margin',
  'random',
  'calibrated',
  'ucbee',
  'ddnn',
  'spinn',
  'edgent',
  'boomerang',
  'neurosurgeon',
  'deepwear',
  'gus',
  'queue-aware',
  'oracle',
  'best-fixed',
];

const Policy = z.discriminatedUnion(
  'name',
  [
    z.strictObject({ name: z.literal('deex'), p_d: threshold.optional(), p_tar: threshold.optional() }),
    z.strictObject({ name: z.literal('ordinary'), p_tar: threshold.optional() }),
    z.strictObject({ name: z.literal('all-edge') }),
    z.strictObject({ name: z.literal('all-cloud') }),
  ],
  {
    error: ({ input }) => {
      if (typeof input !== 'object' || input === null) return `${describe(input)} is not a map; write { name: deex }`;
      const policy = (input as { name?: unknown }).name;
      const rule = 'write deex, ordinary, all-edge or all-cloud';
      if (typeof policy === 'string' && POLICIES_TO_COME.includes(policy)) return `"${policy}" is not supported by this version; ${rule}`;
      return `${policy === undefined ? 'missing' : `${describe(policy)} is not known here`}; ${rule}`;
    },
  },
);

const scalar = z.union([z.number(), z.string()]);
const SweepValues = z.union(
  [
    z.array(scalar).min(1, { error: 'no values; write a list such as [0.5, 0.7]' }),
    z.strictObject({ from: scalar, to: scalar, step: scalar }),
  ],
  {
    error: ({ input }) =>
      (Array.isArray(input) && input.length === 0 ? 'no values' : `${describe(input)} holds no values`) +
      '; write a list such as [0.5, 0.7] or { from: 0, to: 1, step: 0.05 }',
  },
);

/** `edge-cloud`, but no underscore: parts are named `<tier>_wait`. */
const place = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]*$/, { error: ({ input }) => `"${input}" is no name for a tier or link; use letters, digits and "-"` });

export const ScenarioSchema = z
  .strictObject({
    name: name.describe('Names the run and its folder reports/<name>/'),
    about: text.optional().describe('One line for people'),
    extends: text.optional().describe('A scenario to start from; maps merge, lists are replaced'),
    model: name.describe('models/<model>/ of the working directory, else of the installed package'),
    trace: text.describe('models/<model>/traces/<trace>.parquet, or a path to a .parquet'),
    paper: choice(['full', 'binary'])
      .optional()
      .describe('Print the figures of the Decision Early-Exit paper for this data set beside ours'),
    seed: number('an integer from 0 to 2^53 - 1', (v) => Number.isSafeInteger(v) && v >= 0)
      .default(1)
      .describe('Of every random stream'),
    replications: count(1).default(1).describe('Independent repetitions; two or more give intervals'),
    workload: z.strictObject({
      devices: count(1).default(1).describe('Each with its own arrivals'),
      arrivals: Arrivals,
      requests: count(1).describe('Per replication, all devices together'),
      warmup: count(0).default(0).describe('First requests left out of every figure'),
      order: choice(['shuffled', 'sequential'], ['random']).default('shuffled').describe('How samples are taken from the trace (cycled)'),
    }),
    tiers: z.record(place, Tier).describe('In order, from where requests arise'),
    links: z.record(place, Link).default({}).describe('One for each pair of neighbouring tiers, named <lower>-<upper>'),
    offload: z
      .strictObject({
        payload: choice(['features', 'input']).describe('The tensor at the exit where a request leaves, or the picture'),
        codec: choice(['f32'], ['f16', 'u8', 'png', 'jpeg']).default('f32').describe('How the payload is coded'),
        answer: quantity('bytes', '64 B', 'zero legal').default('0 B').describe('Size of an answer'),
        overhead: quantity('bytes', '40 B', 'zero legal').default('0 B').describe('Added to every message'),
      })
      .optional(),
    policies: z
      .array(Policy, {
        error: ({ input }) => `${input === undefined ? 'missing' : `${describe(input)} is not a list`}; write policies as [{ name: deex }]`,
      })
      .min(1, { error: 'no policy; write at least one' }),
    sweep: z.record(z.string(), SweepValues).optional().describe('Values to try of p_d, p_tar or any numeric key by its dotted path'),
    assert: z
      .array(text, { error: ({ input }) => `${describe(input)} is not a list; write assertions as ['deex.accuracy >= 0.85']` })
      .optional()
      .describe("Checked after the run, such as 'deex.accuracy >= 0.85 at p_d 0.75'"),
  })
  .describe('A scenario of deex-sim');

/** A checked scenario with defaults, in the user's words. */
export type Scenario = z.output<typeof ScenarioSchema>;
export type PolicySpec = Scenario['policies'][number];

/** Keys of the format that this version does not support yet, by the last word of their path. */
export const KEYS_TO_COME = new Set(['buffer', 'profile', 'format', 'markov', 'loss', 'jitter', 'full', 'deadline', 'outages', 'energy']);

/**
 * JSON Schema (draft 7) of what users write, for editors. Keys that begin with `x-` are free everywhere; a scenario that extends
 * another may leave out what the other says.
 */
export function scenarioJsonSchema(): Record<string, unknown> {
  const { $schema, ...whole } = z.toJSONSchema(ScenarioSchema, {
    io: 'input',
    target: 'draft-7',
    override({ jsonSchema }) {
      if (jsonSchema.additionalProperties === false) jsonSchema.patternProperties = { '^x-': {} };
    },
  }) as Record<string, unknown>;
  return {
    $schema,
    title: 'deex-sim scenario',
    if: { required: ['extends'] },
    // biome-ignore lint/suspicious/noThenProperty: "then" is JSON Schema's own word
    then: { ...relaxed(whole), required: ['extends', 'name'] },
    else: whole,
  };
}

/** The schema without its required keys, down to lists and unions, which are replaced as a whole and stay as they are. */
function relaxed(schema: Record<string, unknown>): Record<string, unknown> {
  const { required: _, ...rest } = schema;
  const properties = schema['properties'] as Record<string, Record<string, unknown>> | undefined;
  const members = schema['additionalProperties'];
  return {
    ...rest,
    ...(properties === undefined
      ? {}
      : { properties: Object.fromEntries(Object.entries(properties).map(([key, child]) => [key, relaxed(child)])) }),
    ...(typeof members === 'object' && members !== null ? { additionalProperties: relaxed(members as Record<string, unknown>) } : {}),
  };
}
