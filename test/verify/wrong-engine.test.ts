/** The verification can fail: engines that are wrong by a little, played by worlds that are not what theory is told. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeDraws } from '../../src/sim/engine/draws.ts';
import { runEvents } from '../../src/sim/engine/run-events.ts';
import type { LanePlan, PreparedPoint, TierPlan } from '../../src/sim/plan/plan.ts';
import { allocateRecords } from '../../src/sim/records/records.ts';
import type { Case } from '../../src/verify/case.ts';
import { allCases } from '../../src/verify/cases.ts';
import { littleGap } from '../../src/verify/measure.ts';
import { runCase } from '../../src/verify/run-case.ts';
import { countIntervals, levelOf } from '../../src/verify/run-verify.ts';

const cases = allCases();
const level = levelOf(countIntervals(cases));

function find(name: string): Case {
  const one = cases.find((candidate) => candidate.name === name);
  assert.ok(one, name);
  return one;
}

const failures = (one: Case) =>
  runCase(one, 1, level)
    .filter(({ verdict }) => verdict === 'fail')
    .map(({ figure }) => figure);

/** The same requests, every service slower by a share. */
function slower({ itinerary, ...rest }: PreparedPoint, share: number): PreparedPoint {
  const computeNs = itinerary.computeNs.map((column) => column.map((ns) => Math.round(ns * (1 + share))));
  return { ...rest, itinerary: { ...itinerary, computeNs } };
}

function withTier(point: PreparedPoint, tier: Partial<TierPlan>): PreparedPoint {
  return { ...point, world: { ...point.world, tiers: point.world.tiers.map((one) => ({ ...one, ...tier })) } };
}

function withLane(point: PreparedPoint, lane: Partial<LanePlan>): PreparedPoint {
  const links = point.world.links.map((link) => ({ ...link, up: { ...link.up, ...lane } }));
  return { ...point, world: { ...point.world, links } };
}

describe('the verification can fail', () => {
  for (const name of ['M/M/1 load 0.6', 'M/D/1 load 0.8', 'M/M/3 load 0.7', 'M/G/1-PS constant', 'up to 4 at once, load 0.75']) {
    it(`service 3 % slower than theory is told: ${name}`, () => {
      const one = find(name);
      const point = slower(one.point, 0.03);
      // Batches have times of their own.
      const tiers = point.tiers.map((tier) => ({
        ...tier,
        slowdown: tier.slowdown * 1.03,
      }));
      assert.notDeepEqual(failures({ ...one, point: { ...point, tiers } }), []);
    });
  }

  it('an uplink 3 % slower', () => {
    const one = find('closed, 6 devices');
    assert.notDeepEqual(failures({ ...one, point: withLane(one.point, { capacity: { kind: 'constant', bps: 7.76e6 } }) }), []);
  });

  it('first come first served where the shortest should go first, and where all should share', () => {
    for (const name of ['shortest job first', 'M/G/1-PS hyperexponential', 'priority, 3 classes']) {
      const one = find(name);
      assert.notDeepEqual(failures({ ...one, point: withTier(one.point, { discipline: 'fifo' }) }), [], name);
    }
  });

  it('room for one more than theory is told', () => {
    const one = find('M/M/1/5');
    assert.ok(failures({ ...one, point: withTier(one.point, { buffer: 5 }) }).includes('lost'));
  });

  it('packets lost a tenth more often', () => {
    const one = find('uplink, random loss');
    const loss = { packetBytes: 1_000, goodToBad: 0, badToGood: 1, lossInGood: 0.22, lossInBad: 0 };
    assert.deepEqual(failures({ ...one, point: withLane(one.point, { loss }) }), ['transmit', 'wait']);
  });

  it('one nanosecond too much in a world worked out by hand', () => {
    const one = find('D/D/1 load 0.67');
    assert.ok(failures({ ...one, point: slower(one.point, 1e-7) }).includes('mean'));
  });

  it('disciplines that ought to agree and do not', () => {
    const one = find('equal deadlines = FIFO');
    assert.deepEqual(failures({ ...one, twin: withTier(one.point, { discipline: 'sjf' }) }), ['largest gap']);
  });

  it("a station that counts one request a millisecond too long breaks Little's law", () => {
    const { point } = find('M/D/1 load 0.5');
    const records = allocateRecords(point.world, point.workload.requests);
    runEvents(point, makeDraws(point, 1, 0), records);
    assert.equal(littleGap({ point, records, twin: null }), 0);
    records.areaNs[0] = (records.areaNs[0] as number) + 1e6;
    assert.ok(littleGap({ point, records, twin: null }) > 1e-9);
  });

  it('a figure that is no number', () => {
    const one = find('D/D/1 load 0.67');
    const figures = one.figures.map((figure) => ({ ...figure, measure: () => Number.NaN }));
    assert.equal(failures({ ...one, figures }).length, figures.length);
  });
});
