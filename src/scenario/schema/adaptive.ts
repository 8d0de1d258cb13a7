/** Policies that decide as the run goes. */

import { z } from 'zod';
import { choice, count, list, name, number, quantity, share, threshold } from './fields.ts';

const AIMS = ['latency', 'throughput', 'server', 'device', 'accuracy'] as const;

const duration = (example: string) => quantity('duration', example, 'above zero');

const profiled = {
  profile: name
    .default('validation')
    .meta({ examples: ['validation'] })
    .describe("Trace beside the scenario's own, with the timings of its tiers, from which the table of this policy is made"),
  forget: duration('10 s').default('10 s').describe('From the last message up until what it measured counts no more'),
};

const deadline = duration('100 ms').optional().describe('From arrival; absent: that of the request');

/** Wearable or handheld: what it spends, and from what. */
const spender = (compute: string, radio: string, battery: string) =>
  z
    .strictObject({
      power: quantity('power', compute, 'zero legal').describe('While it computes'),
      radio_power: quantity('power', radio, 'zero legal').default('0 W').describe('While a message up is on the link between the two'),
      battery: quantity('energy', battery, 'above zero').optional().describe('When full; absent: the mains, always full'),
      charge: share(1).default(1).describe('Of the battery at the start of each replication'),
    })
    .meta({ examples: [{ power: compute, radio_power: radio, battery }] });

const weight = (what: string) => number('a number from 0 up', 1, { least: 0 }).default(0).describe(what);

export const ADAPTIVE_POLICIES = [
  z.strictObject({
    name: z.literal('queue-aware'),
    p_d: threshold(0.75)
      .optional()
      .describe('Confidence at exit 1 from which a request stays where nobody waits for the uplink; swept unless given'),
    p_tar: threshold(0.8).optional().describe('As of deex'),
    patience: duration('100 ms').default('100 ms').describe('Wait on the uplink that halves p_d'),
  }),
  z.strictObject({
    name: z.literal('ucbee'),
    c: number('a number from 0 up', 1, { least: 0 }).default(1).describe('How much thresholds that were seldom tried are preferred'),
    reward: choice(['paper', 'latency'])
      .default('paper')
      .describe('What sending gained in confidence, less overhead for each offload; or less the latency of every request / scale'),
    overhead: share(0.1).default(0.1).describe('Price of an offload, in confidence'),
    scale: duration('1 s').default('1 s').describe('Latency that counts as much as a confidence of 1'),
  }),
  z.strictObject({
    name: z.literal('neurosurgeon'),
    objective: choice(['latency', 'energy']).default('latency').describe('What is least: the latency, or the energy of the device'),
    device_power: quantity('power', '2 W', 'above zero').optional().describe('Of the device while it computes; for energy'),
    radio_power: quantity('power', '1.3 W', 'above zero').optional().describe('Of its radio while it sends; for energy'),
    ...profiled,
  }),
  z.strictObject({
    name: z.literal('edgent'),
    deadline,
    network: choice(['static', 'dynamic'])
      .default('dynamic')
      .describe('By the mean bandwidth, or by a state that follows what messages see'),
    ...profiled,
  }),
  z.strictObject({ name: z.literal('boomerang'), deadline, ...profiled }),
  z.strictObject({
    name: z.literal('spinn'),
    min_accuracy: share(0.8).optional().describe('Least share of right answers, on the profile'),
    max_latency: duration('100 ms').optional().describe('Greatest mean latency, where nobody waits'),
    order: list(choice(AIMS), 'aims as [latency, accuracy]')
      .optional()
      .meta({ examples: [['latency', 'accuracy']] })
      .describe('What is wanted, the most important first; absent, and without weights: latency'),
    weights: z
      .strictObject({
        latency: weight('Of the mean latency'),
        throughput: weight('Of the time of the busiest part for a request'),
        server: weight('Of the time computed above the first tier'),
        device: weight('Of the time computed at the first tier'),
        accuracy: weight('Of the share of wrong answers'),
      })
      .optional()
      .meta({ examples: [{ latency: 1, accuracy: 1 }] })
      .describe('What is wanted, weighed: each as a share of its worst; in place of an order'),
    ...profiled,
  }),
  z.strictObject({
    name: z.literal('deepwear'),
    bound: duration('200 ms')
      .optional()
      .describe('Greatest expected latency, where any cut keeps it; absent: the deadline of the request, and none where it has none'),
    weights: z
      .strictObject({
        latency: weight('Of the expected latency, as a share of the longest'),
        wearable: weight('Of a joule of the wearable, by the charge of its battery'),
        handheld: weight('Of a joule of the handheld, by the charge of its battery and by its load'),
      })
      .default({ latency: 0, wearable: 1, handheld: 1 })
      .meta({ examples: [{ wearable: 1, handheld: 1 }] })
      .describe('What is to be small'),
    wearable: spender('500 mW', '100 mW', '1.5 Wh').describe('The first tier, which the request arises at'),
    handheld: spender('2 W', '100 mW', '11 Wh').describe('What lies above it'),
    ...profiled,
  }),
  z.strictObject({
    name: z.literal('gus'),
    min_accuracy: share(0.8).optional().describe('Least share of right answers, on the profile; absent: that of the request'),
    deadline,
    weights: z
      .strictObject({
        accuracy: weight('Of the accuracy beyond what is asked for, as a share of the best'),
        time: weight('Of the time left when the answer is expected, as a share of the longest deadline'),
      })
      .default({ accuracy: 1, time: 1 })
      .meta({ examples: [{ accuracy: 1, time: 1 }] })
      .describe('What satisfies'),
    compute_room: count(1, 10).optional().describe('Requests of a device under way at or to a tier, at most; absent: any number'),
    link_room: count(1, 5)
      .optional()
      .describe('Messages waiting for the uplink or on it, at most, where one more is sent; absent: any number'),
    ...profiled,
  }),
] as const;
