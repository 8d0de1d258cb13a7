/**
 * A policy of one's own: the DEEx with two thresholds. It sends what it is less than `calm` sure of, until `high` messages wait for the uplink; then
 * only what it is less than `busy` sure of, until no more than `low` wait.
 *
 * docs/own-policy.md explains each part; scenarios/own-policy.yaml runs it beside the plain DEEx.
 */

export const name = 'hysteresis';

/**
 * The rule of the DEEx: exit 1 decides, exit N-1 answers what stays.
 *
 * @param {number} threshold confidence at exit 1 from which a request stays
 * @returns {import('deex-sim').Rule}
 */
const keepFrom = (threshold) => ({
  approach: (exit, exits) => (exit === 1 || exit === exits - 1 ? 'test' : 'pass'),
  decide: ({ exit, confidence }) => (exit > 1 ? 'answer' : confidence >= threshold ? 'continue' : 'offload'),
});

const DEFAULTS = { calm: 0.8, busy: 0.5, high: 2, low: 0 };

/**
 * @param {import('deex-sim').SetUp<Partial<typeof DEFAULTS>>} setUp
 * @returns {import('deex-sim').Policy}
 */
export function policy({ params, devices }) {
  const unknown = Object.keys(params).find((key) => !(key in DEFAULTS));
  if (unknown !== undefined) throw new Error(`there is no param "${unknown}"; there are ${Object.keys(DEFAULTS).join(', ')}`);
  const { calm, busy, high, low } = { ...DEFAULTS, ...params };
  return {
    rules: [keepFrom(calm), keepFrom(busy)],
    choice: {
      kind: 'adaptive',
      // Called once a replication: what a run remembers lives here, never beside the module's functions.
      start() {
        const isBusy = new Array(devices).fill(false);
        return {
          choose({ device, backlog }) {
            if (backlog >= high) isBusy[device] = true;
            else if (backlog <= low) isBusy[device] = false;
            return isBusy[device] ? 1 : 0;
          },
        };
      },
    },
  };
}
