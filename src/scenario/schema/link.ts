/** A link between two tiers: its lanes, what passes over them, and the device's radio. */

import { z } from 'zod';
import { choice, either, number, place, quantity, text } from './fields.ts';
import { queueKeys } from './queue.ts';
import { Jitter, LinkStates, Loss, Outages } from './weather.ts';

/** One direction. That there is exactly one of bandwidth, profile and markov is told by check-links.ts. */
const Lane = z.strictObject({
  bandwidth: quantity('bandwidth', '5.85 Mbit/s', 'above zero')
    .optional()
    .describe('Bits per second, constant; write exactly one of bandwidth, profile and markov'),
  profile: text
    .meta({ examples: ['lte.up'] })
    .optional()
    .describe('File of the capacity over time, relative to the scenario'),
  format: choice(['mahimahi', 'csv']).optional().describe('Format of the profile'),
  repeat: quantity('duration', '60 s', 'above zero')
    .optional()
    .describe('A csv profile begins anew after this; absent: its last value holds for ever'),
  markov: either(
    [
      text,
      z.strictObject({
        states: LinkStates.meta({
          examples: [
            [
              { bandwidth: '2 Mbit/s', mean: '3 s' },
              { bandwidth: '0 bit/s', mean: '1 s' },
            ],
          ],
        }).describe('Two or more'),
      }),
    ],
    'the name of a preset, or { states: [{ bandwidth: 2 Mbit/s, mean: 3 s }, ..] }',
  )
    .optional()
    .meta({
      examples: [
        '4g',
        {
          states: [
            { bandwidth: '2 Mbit/s', mean: '3 s' },
            { bandwidth: '0 bit/s', mean: '1 s' },
          ],
        },
      ],
    })
    .describe('Bandwidth that follows a Markov chain, drawn for every replication and place'),
  sharing: choice(['fifo', 'fair']).default('fifo').describe('Whether messages take the lane one after the other, or share it equally'),
  per: place.default('site'),
  ...queueKeys,
  loss: Loss.optional(),
  jitter: Jitter.optional(),
  outages: Outages.optional(),
});

const nanojoules = (example: number) => number('a number of mW per Mbit/s from 0 up', example, { least: 0, most: 1e9 });
const phase = (lasts: string, power: string) =>
  z
    .strictObject({
      lasts: quantity('duration', lasts, 'zero legal').describe('How long'),
      power: quantity('power', power, 'zero legal').describe('Power meanwhile'),
    })
    .optional()
    .meta({ examples: [{ lasts, power }] });

const Radio = either(
  [
    choice(['lte', '3g', 'wifi']),
    z.strictObject({
      up: nanojoules(438.39).describe('Power for each Mbit/s sent [mW per Mbit/s = nJ per bit]'),
      down: nanojoules(51.97).describe('Power for each Mbit/s received [mW per Mbit/s = nJ per bit]'),
      base: quantity('power', '1288.04 mW', 'zero legal').describe('Power while anything is sent or received'),
      promotion: phase('260 ms', '1210 mW').describe('Waking from idle; costs energy, no latency; absent: free'),
      tail: phase('11.6 s', '1060 mW').describe('Staying awake after the last message; absent: none'),
    }),
  ],
  'lte, 3g or wifi, or { up: 438.39, down: 51.97, base: 1288.04 mW, .. }',
).describe("The device's radio, on the first link; its energy is counted");

export const Link = z.strictObject({
  rtt: quantity('duration', '70 ms', 'zero legal').describe('Round-trip time; half each way, does not occupy the link'),
  up: Lane.meta({ examples: [{ bandwidth: '5.85 Mbit/s' }] }).describe('Towards the cloud'),
  down: Lane.optional()
    .meta({ examples: [{ bandwidth: '13 Mbit/s' }] })
    .describe('Towards the devices; absent: answers take no time to transmit'),
  radio: Radio.optional(),
});

export type LaneSpec = z.output<typeof Lane>;
export type LinkSpec = z.output<typeof Link>;
