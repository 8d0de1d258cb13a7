/** Kernels in WebAssembly give the bits that the same loops give in JavaScript, where a page runs them. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { compiledPass } from '../../src/sim/engine/compiled-pass.ts';
import { makeNotes, type OneLinkWorld, type Pass, STAYS_BELOW, STOPS, startPass, strideOf } from '../../src/sim/engine/one-link-world.ts';
import { passInJavaScript } from '../../src/sim/engine/pass-in-javascript.ts';
import { exponential } from '../../src/sim/kernel/exponential.ts';
import { BATCH, compiledTimes, exponentialTimes, timesInJavaScript } from '../../src/sim/kernel/exponential-times.ts';
import { drawUniforms, streamState } from '../../src/sim/kernel/random-stream.ts';
import { BINS, BinsInJavaScript } from '../../src/stats/bins.ts';
import { quickestBins } from '../../src/stats/compiled-bins.ts';
import { instantiate } from '../../src/wasm/instantiate.ts';

describe('instantiate', () => {
  it('gives nothing where there is no kernel, and where its code cannot be compiled', () => {
    assert.equal(instantiate(null), null);
    assert.equal(instantiate(Uint8Array.of(0, 97, 115, 109, 2, 0, 0, 0)), null);
  });
});

/** A random world, requests of it, and where the pass is interrupted. */
const passes = fc.record({
  seed: fc.nat(),
  rows: fc.integer({ min: 1, max: 3000 }),
  requests: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(1023, 1024, 1025, 5000)),
  // Whole milliseconds make requests meet at the same instant.
  unitNs: fc.constantFrom(1, 1_000_000),
  share: fc.constantFrom(0, 0.1, 0.5, 1),
  load: fc.constantFrom(0.2, 1, 3),
  hasDown: fc.boolean(),
  isNoted: fc.boolean(),
  stop: fc.double({ min: 0, max: 1, noNaN: true }),
});

type Case = typeof passes extends fc.Arbitrary<infer T> ? T : never;

function worldOf({ seed, rows, requests, unitNs, share, load, hasDown }: Case) {
  const draws = new Float64Array(2 * requests + 5 * rows + 1);
  drawUniforms(streamState(seed, 0, 'test', 'pass'), draws, 0, draws.length);
  let next = 0;
  const draw = (most: number) => Math.floor((draws[next++] as number) * most);
  const whole = (meanNs: number) => unitNs * draw((2 * meanNs) / unitNs + 1);
  const staysNs = new Float64Array(STOPS * rows);
  for (let row = 0; row < rows; row++) {
    const isUp = (draws[next++] as number) < share;
    staysNs.set([whole(2e6), isUp ? whole(3e6) : STAYS_BELOW, isUp ? whole(1e6) : 0, isUp && hasDown ? whole(5e5) : 0], STOPS * row);
  }
  const arrivalNs = new Float64Array(requests);
  for (let r = 1; r < requests; r++) arrivalNs[r] = (arrivalNs[r - 1] as number) + whole(2e6 / load);
  const row = Int32Array.from(arrivalNs, () => draw(rows));
  const world: OneLinkWorld = { staysNs, version: 0, changed: null, propagationNs: whole(5e6), hasDown };
  return { world, requests: { arrivalNs, row } };
}

function runPass(pass: Pass, { world, requests }: ReturnType<typeof worldOf>, { isNoted, stop }: Case) {
  const count = requests.row.length;
  const latencyNs = new Float64Array(count);
  const state = startPass();
  const notes = isNoted ? makeNotes(count, world) : null;
  const half = Math.floor(stop * count);
  const first = pass(world, requests, 0, half, latencyNs, state, notes, 0);
  const up = pass(world, requests, half, count, latencyNs, state, notes, first);
  return { latencyNs, ...state, first, up, notes: notes?.waitsNs.subarray(0, up * strideOf(world)) };
}

describe('the pass over the requests of one link', () => {
  const pass = compiledPass();
  it('can be compiled here', () => assert.ok(pass !== null));
  it('gives the bits it gives in JavaScript', () => {
    fc.assert(
      fc.property(passes, (one) => {
        const made = worldOf(one);
        assert.deepEqual(runPass(pass as Pass, made, one), runPass(passInJavaScript, made, one));
      }),
      { numRuns: 300 },
    );
  });
  it('sees that stays have changed, and that those of another world are asked for', () => {
    const one: Case = {
      seed: 5,
      rows: 50,
      requests: 400,
      unitNs: 1,
      share: 0.5,
      load: 1,
      hasDown: true,
      isNoted: true,
      stop: 0.5,
    };
    const [made, other] = [worldOf(one), worldOf({ ...one, seed: 6, rows: 20_000 })];
    const moved = { ...made, world: { ...made.world, version: 1 } };
    const both = (world: typeof made) => assert.deepEqual(runPass(pass as Pass, world, one), runPass(passInJavaScript, world, one));
    both(made);
    made.world.staysNs.fill(7, 0, 2);
    both(moved);
    both(other);
    both(moved);
    // A version on: only these rows are looked at. Two versions on: all.
    made.world.staysNs.fill(9, 4, 12);
    both({ ...made, world: { ...made.world, version: 2, changed: Int32Array.of(1, 2) } });
    made.world.staysNs.fill(1, 40, 60);
    both({ ...made, world: { ...made.world, version: 4, changed: Int32Array.of(0) } });
  });
});

describe('exponential times', () => {
  const times = compiledTimes();
  it('can be compiled here', () => assert.ok(times !== null));
  it('have the bits they have in JavaScript, however they are divided', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: BATCH }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.nat(), sizes, fc.double({ min: 1, max: 1e12, noNaN: true }), (seed, batches, scaleNs) => {
        const [fill, check] = [exponentialTimes, timesInJavaScript].map((make) => {
          const state = streamState(seed, 0, 'test', 'times');
          const timesNs = new Float64Array(batches.reduce((sum, size) => sum + size, 0));
          let from = 0;
          for (const size of batches) {
            make(state, scaleNs, timesNs, from, from + size, from === 0 ? 0 : (timesNs[from - 1] as number));
            from += size;
          }
          return [timesNs, state];
        });
        assert.deepEqual(fill, check);
      }),
      { numRuns: 200 },
    );
  });
  it('stand on logarithms with the bits of those one by one, both sides of every bound', () => {
    const bounds = [0, 2 ** -20, 2 ** -21, ...[0x6147a, 0x6a09c, 0x6b851].map((mantissa) => 0.5 - mantissa / 2 ** 21)];
    const around = bounds.flatMap((bound) => Array.from({ length: 401 }, (_, i) => bound + (i - 200) * 2 ** -32));
    const fine = bounds.flatMap((bound) => Array.from({ length: 401 }, (_, i) => bound + (i - 200) * 2 ** -53));
    const halves = Array.from({ length: 53 }, (_, i) => 1 - 2 ** -(i + 1));
    const tiny = Array.from({ length: 53 }, (_, i) => 2 ** -(i + 1));
    const draws = new Float64Array(100_000);
    drawUniforms(streamState(1, 0, 'test', 0), draws, 0, draws.length);
    const uniforms = Float64Array.from([...draws, ...[...around, ...fine].filter((u) => u >= 0 && u < 1), ...halves, ...tiny]);
    for (let from = 0; from < uniforms.length; from += BATCH - 1) {
      const batch = uniforms.subarray(from, from + BATCH - 1);
      const variates = times?.exponentials(batch) as Float64Array;
      // 0 and -0 are the same gap.
      assert.deepEqual(
        variates.map((variate) => variate + 0),
        batch.map((u) => exponential(u) + 0),
      );
    }
  });
});

describe('bins', () => {
  it('are filled, and emptied into what is gathered, as in JavaScript', () => {
    const value = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1000 }), fc.double({ min: 0, max: 1e300, noNaN: true }));
    const lists = fc.array(value, { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(lists, fc.constantFrom(1, 1023, 1024, 1025, 3000), fc.integer({ min: 1, max: 3 }), (some, count, wanted) => {
        const values = Float64Array.from({ length: count }, (_, i) => some[(i * i) % some.length] as number);
        const [compiled, plain] = [quickestBins(), new BinsInJavaScript()];
        assert.notEqual(compiled.constructor, BinsInJavaScript);
        assert.equal(compiled.count(values), plain.count(values));
        assert.deepEqual(compiled.counts, plain.counts);
        const least = plain.counts.findIndex((held) => held > 0);
        const ranks = [0, Math.floor(count / 3), Math.floor(count / 2), count - 1];
        const [sought, plainly] = [compiled, plain].map((bins) => {
          let [bin, before] = [least, 0];
          return ranks.map((rank) => {
            bin = bins.seek(bin, before, rank);
            before = bins.before;
            return [bin, before];
          });
        });
        assert.deepEqual(sought, plainly);
        const held = [...plain.counts.keys()].filter((bin) => (plain.counts[bin] as number) > 0).slice(-wanted);
        const found = [compiled, plain].map((bins) => {
          const ends = new Int32Array(wanted);
          held.forEach((bin, i) => {
            bins.places[bin] = i + 1;
            ends[i] = i * count;
          });
          const gathered = new Float64Array(wanted * count);
          bins.gather(values, ends, gathered);
          for (const bin of held) bins.places[bin] = 0;
          return { ends, gathered };
        });
        compiled.counts.fill(0, 0, BINS);
        assert.deepEqual(found[0], found[1]);
      }),
      { numRuns: 40 },
    );
  });
});
