/**
 * The scenario's schema: every key a user may write, its type, its default, its one-line meaning and an example.
 *
 * The parsed form is still the user's form (quantities keep their units); compile-scenario.ts turns it into numbers. Messages are
 * written `fact; rule`, and what belongs to the format but not to this version is refused by name. Rules between keys are
 * check-scenario.ts's.
 */

import { z } from 'zod';
import { choice, list, name, partName, quantity, text } from './schema/fields.ts';
import { Link } from './schema/link.ts';
import { Policy, SweepValues } from './schema/policy.ts';
import { runKeys } from './schema/run.ts';
import { Tier } from './schema/tier.ts';
import { Workload } from './schema/workload.ts';

const part = partName('a tier or link');

const Offload = z.strictObject({
  payload: choice(['features', 'input']).describe('The tensor at the exit where a request leaves, or the picture'),
  codec: choice(['f32', 'f16', 'u8', 'png', 'jpeg'])
    .default('f32')
    .describe('How the payload is coded: f32, f16 and u8 are for features; png and jpeg for the input, where f32 means raw pixels'),
  answer: quantity('bytes', '64 B', 'zero legal').default('0 B').describe('Size of an answer'),
  overhead: quantity('bytes', '40 B', 'zero legal').default('0 B').describe('Added to every message'),
  timeout: quantity('duration', '300 ms', 'above zero')
    .optional()
    .describe('From leaving the first tier; then the best exit tested so far answers, or the request is lost; absent: never'),
});

export const ScenarioSchema = z
  .strictObject({
    name: name.meta({ examples: ['4g'] }).describe('Names the run and its folder reports/<name>/'),
    about: text
      .meta({ examples: ['One camera behind an LTE uplink'] })
      .optional()
      .describe('One line for people'),
    extends: text
      .meta({ examples: ['4g.yaml'] })
      .optional()
      .describe('A scenario to start from; maps merge, lists are replaced'),
    model: name
      .meta({ examples: ['b-alexnet-cifar10'] })
      .describe('models/<model>/ of the working directory, else of the installed package'),
    trace: text.meta({ examples: ['test'] }).describe('models/<model>/traces/<trace>.parquet, or a path to a .parquet'),
    paper: choice(['full', 'binary'])
      .optional()
      .describe('Print the figures of the Decision Early-Exit paper for this data set beside ours'),
    ...runKeys,
    workload: Workload.meta({ examples: [{ arrivals: { process: 'poisson', rate: '5/s' }, requests: 10_000 }] }).describe('What is asked'),
    tiers: z
      .record(part, Tier)
      .meta({ examples: [{ edge: { exits: [1, 2], timing: 'cpu-1t' }, cloud: { exits: [3], timing: 'cpu-2t' } }] })
      .describe('In order, from where requests arise'),
    links: z
      .record(part, Link)
      .default({})
      .meta({ examples: [{ 'edge-cloud': { rtt: '70 ms', up: { bandwidth: '5.85 Mbit/s' } } }] })
      .describe('One for each pair of neighbouring tiers, named <lower>-<upper>'),
    offload: Offload.optional()
      .meta({ examples: [{ payload: 'features', answer: '64 B', overhead: '40 B' }] })
      .describe('What crosses the links; needed where there are links'),
    policies: list(Policy, 'policies as [{ name: deex }]')
      .min(1, { error: 'no policy; write at least one' })
      .meta({ examples: [[{ name: 'deex' }, { name: 'ordinary' }]] })
      .describe('Who decides; each is run at every setting of the sweep'),
    sweep: z
      .record(z.string(), SweepValues)
      .optional()
      .meta({ examples: [{ p_d: { from: 0, to: 1, step: 0.05 } }] })
      .describe('Values to try of p_d, p_tar or any numeric key by its dotted path'),
    assert: list(text, "assertions as ['deex.accuracy >= 0.85']")
      .optional()
      .meta({ examples: [['deex.accuracy >= 0.85 at p_d 0.75']] })
      .describe('Checked after the run; one that fails gives exit status 4'),
  })
  .describe('A scenario of deex-sim');

/** A checked scenario with defaults, in the user's words. */
export type Scenario = z.output<typeof ScenarioSchema>;
export type PolicySpec = Scenario['policies'][number];
