import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { RadioPlan } from '../../src/sim/plan/plan.ts';
import type { Records } from '../../src/sim/records/records.ts';
import { radioEnergyJ } from '../../src/sim/summary/radio-energy.ts';

/** 1 nJ a bit up, 2 down; 1 W awake; promotion 2 s at 3 W; tail 10 s at 0.5 W. */
const RADIO: RadioPlan = {
  upNjPerBit: 1,
  downNjPerBit: 2,
  baseW: 1,
  promotionNs: 2e9,
  promotionW: 3,
  tailNs: 10e9,
  tailW: 0.5,
};

interface Use {
  readonly device?: number;
  /** Start and end [s], and megabytes. */
  readonly up?: readonly [number, number, number];
  readonly down?: readonly [number, number, number];
}

function recordsOf(uses: readonly Use[]): Pick<Records, 'requests' | 'device' | 'radio'> {
  const column = (pick: (use: Use) => number | undefined, scale: number) => Float64Array.from(uses, (use) => (pick(use) ?? 0) * scale);
  return {
    requests: uses.length,
    device: Int32Array.from(uses, ({ device }) => device ?? 0),
    radio: {
      upStartNs: column(({ up }) => up?.[0], 1e9),
      upEndNs: column(({ up }) => up?.[1], 1e9),
      upBytes: column(({ up }) => up?.[2], 1e6),
      downStartNs: column(({ down }) => down?.[0], 1e9),
      downEndNs: column(({ down }) => down?.[1], 1e9),
      downBytes: column(({ down }) => down?.[2], 1e6),
    },
  };
}

const energy = (uses: readonly Use[], first = 0, radio = RADIO) => radioEnergyJ(radio, recordsOf(uses), first);
const close = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e-9, `${actual}, not ${expected}`);

/** By hand: promotion 6 J, whole tail 5 J, a megabyte 0.008 J up and 0.016 J down. */
describe('energy of a radio', () => {
  it('of one message: promotion, time awake, bits, whole tail', () => close(energy([{ up: [1, 3, 1] }]), 6 + 2 + 0.008 + 5));
  it('of a request up and down: one promotion, the tail between them cut short', () =>
    close(energy([{ up: [1, 3, 1], down: [7, 8, 1] }]), 6 + (2 + 1) + 0.024 + 0.5 * 4 + 5));
  it('wakes again after the tail, not at its very end', () => {
    close(energy([{ up: [0, 1, 0] }, { up: [11, 12, 0] }]), 6 + 2 + 5 + 5);
    close(energy([{ up: [0, 1, 0] }, { up: [11.5, 12.5, 0] }]), 2 * 6 + 2 + 5 + 5);
  });
  it('counts time awake once, however many messages overlap', () =>
    close(energy([{ up: [0, 4, 0], down: [2, 3, 0] }, { up: [3, 6, 0] }]), 6 + 6 + 5));
  it('is reckoned by device', () => {
    const uses = [
      { device: 1, up: [0, 4, 0] },
      { device: 0, up: [1, 2, 0] },
    ] as const;
    close(energy(uses), 2 * 6 + 5 + 2 * 5);
  });
  it('is nothing for requests that stay on the device', () => assert.equal(energy([{}, {}]), 0));
  it('leaves out what requests of the warm-up cause, and no more', () => {
    const uses: Use[] = [{ up: [0, 2, 1] }, { up: [1, 5, 1] }, { up: [8, 9, 1] }];
    // The first wakes the radio; the second keeps it awake from 2 to 5 and owns the tail from 5 to 8.
    close(energy(uses, 1), 3 + 0.5 * 3 + 1 + 0.016 + 5);
    close(energy(uses, 2), 1 + 0.008 + 5);
    close(energy(uses, 3), 0);
  });
  it('a 3 KB upload over LTE costs a thousand times its bits and time on the air', () => {
    const lte = {
      upNjPerBit: 438.39,
      downNjPerBit: 51.97,
      baseW: 1.28804,
      promotionNs: 260e6,
      promotionW: 1.21,
      tailNs: 11.6e9,
      tailW: 1.06,
    };
    const airS = (3072 * 8) / 5.85e6;
    const onAir = 3072 * 8 * 438.39e-9 + 1.28804 * airS;
    const whole = energy([{ up: [0, airS, 3072e-6] }], 0, lte);
    close(whole, onAir + 1.21 * 0.26 + 1.06 * 11.6);
    assert.ok(whole / onAir > 700);
  });
  it('splits between requests without loss: warm-up and counted make the whole', () => {
    const message = fc
      .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 5 }))
      .map(([from, lasts]) => [from, from + lasts, 1] as const);
    const use = fc.record({ device: fc.integer({ min: 0, max: 2 }), up: message, down: message });
    fc.assert(
      fc.property(fc.array(use, { minLength: 1, maxLength: 20 }), (uses) => {
        const rest = uses.map((_, first) => energy(uses, first));
        for (let first = 1; first < rest.length; first++) {
          // Each request causes something, and leaving one out never adds.
          assert.ok((rest[first] as number) <= (rest[first - 1] as number) - 0.024 + 1e-9);
        }
      }),
    );
  });
});
