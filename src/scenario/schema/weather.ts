/** What comes and goes by itself: states of a Markov chain, packet loss, jitter, outages. */

import { z } from 'zod';
import { choice, either, list, quantity, share } from './fields.ts';

/** Finding where a chain is in the long run costs the cube of this. */
const MOST_STATES = 100;

/** Keys that every state of a chain has beside its rate. */
const stay = {
  mean: quantity('duration', '3 s', 'above zero').describe('Mean stay in this state; stays are exponential'),
  next: list(share(1), 'next as [0, 1], a probability for each state')
    .optional()
    .meta({ examples: [[0, 1]] })
    .describe('Probability of each state as the one after this; equal chances unless given'),
};

/** States of a link whose bandwidth changes. */
export const LinkStates = list(
  z.strictObject({
    bandwidth: quantity('bandwidth', '2 Mbit/s', 'zero legal').describe('Bits per second in this state; zero in not every one'),
    ...stay,
  }),
  'states as [{ bandwidth: 2 Mbit/s, mean: 3 s }, ..]',
)
  .min(2, { error: 'fewer than two states; write two or more, or a constant bandwidth' })
  .max(MOST_STATES, { error: `too many states; write at most ${MOST_STATES}` });

/** States of a device whose requests come in bursts. */
export const ArrivalStates = list(
  z.strictObject({
    rate: quantity('rate', '20/s', 'zero legal').describe('Requests per second of a device in this state; zero in not every one'),
    ...stay,
  }),
  'states as [{ rate: 1/s, mean: 5 s }, { rate: 20/s, mean: 1 s }]',
)
  .min(2, { error: 'fewer than two states; write two or more, or process: poisson' })
  .max(MOST_STATES, { error: `too many states; write at most ${MOST_STATES}` });

const packet = quantity('bytes', '1500 B', 'above zero')
  .default('1500 B')
  .describe('Bytes that are lost and sent again as one; 1 B to 1 MB');

export const Loss = either(
  [
    share(0.01, 0.99).describe('Probability that a packet is lost'),
    z.strictObject({
      random: share(0.01, 0.99).optional().describe('Probability that a packet is lost, each on its own'),
      gemodel: z
        .strictObject({
          p: share(0.01).describe('Probability of going from good to bad, a packet'),
          r: share(0.3).describe('Probability of going from bad to good, a packet'),
          '1-h': share(1).default(1).describe('Probability that a packet is lost in the bad state'),
          '1-k': share(0).default(0).describe('Probability that a packet is lost in the good state'),
        })
        .optional()
        .meta({ examples: [{ p: 0.01, r: 0.3 }] })
        .describe("Gilbert and Elliott's channel, with netem's names"),
      packet,
    }),
  ],
  'a probability such as 0.01, { random: 0.01 } or { gemodel: { p: 0.01, r: 0.3 } }',
).describe('Packets lost on the way and sent again at once');

export const Jitter = either(
  [
    quantity('duration', '10 ms', 'zero legal').describe('Uniform between zero and this'),
    z.strictObject({
      distribution: choice(['uniform', 'exponential']).default('uniform').describe('uniform lies between 0 and twice the mean'),
      mean: quantity('duration', '5 ms', 'zero legal').describe('Mean of the delay added'),
    }),
  ],
  'a duration such as "10 ms" or { distribution: exponential, mean: 5 ms }',
).describe('Delay added to the propagation of each message; messages keep their order');

export const Outages = either(
  [
    list(
      z.strictObject({
        from: quantity('duration', '10 s', 'zero legal').describe('When it stops'),
        to: quantity('duration', '20 s', 'above zero').describe('When it goes on'),
      }),
      'outages as [{ from: 10 s, to: 20 s }]',
    ).describe('Ascending and apart; clocks start at 0 of each replication'),
    z.strictObject({
      mtbf: quantity('duration', '60 s', 'above zero').describe('Mean time between the end of an outage and the next; exponential'),
      mttr: quantity('duration', '5 s', 'above zero').describe('Mean time to repair; exponential'),
    }),
  ],
  'windows as [{ from: 10 s, to: 20 s }], or { mtbf: 60 s, mttr: 5 s }',
)
  .meta({ examples: [[{ from: '10 s', to: '20 s' }], { mtbf: '60 s', mttr: '5 s' }] })
  .describe('When it stands still; work under way goes on afterwards');
