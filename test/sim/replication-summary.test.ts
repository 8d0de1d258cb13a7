/** From records to figures, by hand: warm-up, lost requests, fallbacks, deadlines, kinds, queues, energy. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { PreparedPoint, RecordedExits, WarmupPlan } from '../../src/sim/plan/plan.ts';
import { allocateRecords, type Records } from '../../src/sim/records/records.ts';
import { summarizeReplication } from '../../src/sim/summary/replication-summary.ts';
import { summarizePoint } from '../../src/sim/summary/summarize-point.ts';
import { NothingCounted } from '../../src/sim/summary/warmup.ts';
import { mser5 } from '../../src/stats/mser.ts';
import { buildPoint, type PointSpec, recordsOf, resultOf } from './build-point.ts';

const close = (actual: number | null | undefined, expected: number, tolerance = 1e-12) =>
  assert.ok(
    typeof actual === 'number' && Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    `${actual}, not ${expected}`,
  );

/** Two samples: the first right at exit 3, and wrong at exit 1; the second right at both. Classes 0 and 1. */
const RECORDED: RecordedExits = {
  labels: Int32Array.of(0, 0),
  confidence: [Float64Array.of(0.4, 0.6), Float64Array.of(0.5, 0.7), Float64Array.of(0.9, 0.95)],
  prediction: [Int32Array.of(1, 0), Int32Array.of(1, 0), Int32Array.of(0, 0)],
  logits: null,
  coded: null,
};

function pointOf(change: Partial<PointSpec> = {}): PreparedPoint {
  const point = buildPoint({
    samples: [
      { computeNs: [1e6], upBytes: [], exit: 3 },
      { computeNs: [1e6], upBytes: [], exit: 3 },
    ],
    arrivals: { kind: 'offline' },
    requests: 4,
    ...change,
  });
  return { ...point, recorded: RECORDED };
}

interface Row {
  readonly arrivalMs: number;
  readonly latencyMs: number;
  readonly exit?: number;
  readonly sample?: number;
  readonly kind?: number;
}

/** Records by hand: all of the latency is the first part. */
function recorded(point: PreparedPoint, rows: readonly Row[]): Records {
  const records = allocateRecords(point.world, rows.length);
  rows.forEach(({ arrivalMs, latencyMs, exit, sample, kind }, r) => {
    records.arrivalNs[r] = arrivalMs * 1e6;
    records.finishNs[r] = (arrivalMs + latencyMs) * 1e6;
    records.exit[r] = exit ?? 3;
    records.sample[r] = sample ?? 0;
    records.kind[r] = kind ?? 0;
    (records.partsNs[0] as Float64Array)[r] = latencyMs * 1e6;
  });
  return records;
}

const summaryOf = (rows: readonly Row[], change: Partial<PointSpec> = {}, batches: number | null = null) => {
  const point = pointOf({ requests: rows.length, ...change });
  return summarizeReplication(point, recorded(point, rows), batches);
};

const resultOfRows = (rows: readonly Row[], change: Partial<PointSpec> = {}) => {
  const point = pointOf({ requests: rows.length, ...change });
  const replications = [summarizeReplication(point, recorded(point, rows))];
  return summarizePoint(
    { policy: { name: 'all-edge' }, params: {}, ...point },
    { replications, load: null, lambdaMaxPerS: null, distinctSamples: 2, precision: null },
  );
};

describe('requests lost and answered in other ways', () => {
  const rows: readonly Row[] = [
    { arrivalMs: 0, latencyMs: 10 },
    { arrivalMs: 5, latencyMs: 90, exit: 0 },
    { arrivalMs: 10, latencyMs: 30, exit: 1 },
    { arrivalMs: 15, latencyMs: 20, exit: 1, sample: 1 },
  ];
  it('are counted, and latency, parts, exits and accuracy are those of the answered', () => {
    const result = resultOfRows(rows);
    assert.deepEqual([result.requests, result.completed, result.dropped], [4, 3, 1]);
    close(result.latency_ms.mean, 20);
    assert.deepEqual([result.latency_ms.p50, result.latency_ms.p99, result.latency_ms.max], [20, 30, 30]);
    close(result.breakdown_ms['tier0_wait'], 20);
    assert.deepEqual(
      result.exits.map(({ share }) => share),
      [2 / 3, 0, 1 / 3],
    );
    assert.equal(result.offload_share, 1);
  });
  it('an exit that stands in answers what it recorded', () => {
    const result = resultOfRows(rows);
    assert.equal(result.fallback_share, 0.5);
    // Sample 0 is wrong at exit 1 and right at exit 3; sample 1 is right at exit 1.
    close(result.accuracy, 2 / 3);
    assert.deepEqual(result.confusion, [
      [2, 1],
      [0, 0],
    ]);
    assert.equal(result.exits[0]?.accuracy, 0.5);
  });
  it('leave no figure behind where nothing is answered', () => {
    const result = resultOfRows(rows.map((row) => ({ ...row, exit: 0 })));
    assert.deepEqual([result.completed, result.dropped, result.fallback_share, result.offload_share], [0, 4, 0, 1]);
    assert.deepEqual([result.accuracy, result.accuracy_ci95], [null, null]);
    assert.ok(Object.values(result.latency_ms).every((value) => value === null));
    assert.ok(Object.values(result.breakdown_ms).every((value) => value === null));
    assert.ok(result.exits.every(({ share, accuracy }) => share === null && accuracy === null));
  });
  it('a replication without answers has no say in an average', () => {
    const point = pointOf();
    const replications = [rows, rows.map((row) => ({ ...row, exit: 0 })), rows.map((row) => ({ ...row, latencyMs: 40, exit: 3 }))].map(
      (own) => summarizeReplication(point, recorded(point, own)),
    );
    const result = summarizePoint(
      { policy: { name: 'all-edge' }, params: {}, ...point },
      { replications, load: null, lambdaMaxPerS: null, distinctSamples: 2, precision: null },
    );
    close(result.latency_ms.mean, 30);
    close(result.breakdown_ms['tier0_wait'], 30);
    assert.equal(result.completed, 7);
  });
});

describe('deadlines and kinds', () => {
  const rows: readonly Row[] = [
    { arrivalMs: 0, latencyMs: 10, kind: 0 },
    { arrivalMs: 1, latencyMs: 50, kind: 0 },
    { arrivalMs: 2, latencyMs: 51, kind: 0 },
    { arrivalMs: 3, latencyMs: 5, exit: 0, kind: 0 },
    { arrivalMs: 4, latencyMs: 900, kind: 1 },
  ];
  const kinds = [
    { name: 'alarm', deadlineNs: 50e6 },
    { name: 'routine', deadlineNs: null },
  ];
  it('one is missed by whoever is lost or later, of those who have one', () => {
    const result = resultOfRows(rows, { kinds });
    assert.equal(result.deadline_missed_share, 0.5);
    assert.equal(resultOfRows(rows, { kinds: [{}, {}] }).deadline_missed_share, null);
  });
  it('each kind has figures of its own, and one kind alone has none', () => {
    const { kinds: own } = resultOfRows(rows, { kinds });
    assert.deepEqual(own, [
      {
        name: 'alarm',
        requests: 4,
        completed: 3,
        latency_ms: { mean: 37, p50: 50, p95: 51, p99: 51 },
        deadline_missed_share: 0.5,
      },
      { name: 'routine', requests: 1, completed: 1, latency_ms: { mean: 900, p50: 900, p95: 900, p99: 900 }, deadline_missed_share: null },
    ]);
    assert.deepEqual(resultOfRows(rows.map((row) => ({ ...row, kind: 0 }))).kinds, []);
  });
});

describe('warm-up', () => {
  const rows = (latencies: readonly number[]) => latencies.map((latencyMs, i): Row => ({ arrivalMs: 10 * i, latencyMs }));
  const five = (values: readonly number[]) => values.flatMap((value) => Array<number>(5).fill(value));
  const cut = (warmup: WarmupPlan, own: readonly Row[]) => summaryOf(own, { warmup });
  it('by count leaves out the first requests, by time those that arrive before', () => {
    assert.equal(cut({ kind: 'count', requests: 3 }, rows([9, 9, 9, 1, 2])).meanNs, 1.5e6);
    assert.equal(cut({ kind: 'time', untilNs: 20e6 }, rows([9, 9, 1, 2, 3])).warmup, 2);
    assert.equal(cut({ kind: 'time', untilNs: 0 }, rows([1, 2, 3])).warmup, 0);
  });
  it('that outlasts the run is refused', () =>
    assert.throws(
      () => cut({ kind: 'time', untilNs: 100e6 }, rows([1, 2, 3])),
      (error) => error instanceof NothingCounted && /0\.1 s.*0\.02 s/.test(error.message),
    ));
  it('by MSER-5 ends where the latencies say, lost requests passed over', () => {
    const latencies = five([10, 4, 2, 1, 3, 2]);
    assert.equal(mser5(latencies), 10);
    assert.equal(cut({ kind: 'mser-5' }, rows(latencies)).warmup, 10);
    // Seven requests lost among the first: the eleventh that is answered is number 17.
    const lost = rows([...latencies.slice(0, 6), ...Array<number>(7).fill(500), ...latencies.slice(6)]).map((row) =>
      row.latencyMs === 500 ? { ...row, exit: 0 } : row,
    );
    const summary = cut({ kind: 'mser-5' }, lost);
    assert.deepEqual([summary.warmup, summary.requests, summary.completed], [17, 20, 20]);
    assert.equal(
      cut(
        { kind: 'mser-5' },
        lost.map((row) => ({ ...row, exit: 0 })),
      ).warmup,
      0,
    );
  });
  it('by MSER-5 takes the busy time from the first request on, when nobody knew its end', () => {
    const point = buildPoint({
      samples: [{ computeNs: [2e6], upBytes: [] }],
      arrivals: { kind: 'periodic', periodNs: 4e6 },
      requests: 400,
      warmup: { kind: 'mser-5' },
    });
    close(summarizeReplication(point, recordsOf(point)).utilization[0], 0.5, 0.01);
  });
});

describe('figures of a run', () => {
  it('queue_mean is Little: rate times stay', () => {
    const point = buildPoint({
      samples: [{ computeNs: [2e6], upBytes: [] }],
      arrivals: { kind: 'periodic', periodNs: 8e6 },
      requests: 1000,
    });
    close(resultOf(point, 1).queue_mean['tier0'], 1 / 4, 1e-3);
  });
  it('batch means are those of the first replication, in order of arrival', () => {
    const latencies = [1, 3, 2, 4, 3, 5, 99];
    const { batchMeans } = summaryOf(
      latencies.map((latencyMs, i) => ({ arrivalMs: i, latencyMs })),
      {},
      3,
    );
    close(batchMeans?.mean, 3e6);
    close(batchMeans?.interval[1], 3e6 + (4.302652729696 * 1e6) / Math.sqrt(3), 1e-6);
  });
  it('energy is power times compute time, and the radio', () => {
    const rows = [
      { arrivalMs: 0, latencyMs: 1 },
      { arrivalMs: 100, latencyMs: 1, exit: 0 },
    ];
    const radio = { upNjPerBit: 1, downNjPerBit: 0, baseW: 1, promotionNs: 1e9, promotionW: 2, tailNs: 4e9, tailW: 0.5 };
    const point = pointOf({ requests: 2, tiers: [{ powerW: 5 }], radio });
    const records = recorded(point, rows);
    // The first computed for 1 ms, the second, lost, for 0.5 ms; the first sent 1,000 bytes from 1 to 2 s.
    records.partsNs[1]?.set([1e6, 0.5e6]);
    const sent = records.radio as NonNullable<Records['radio']>;
    sent.upStartNs[0] = 1e9;
    sent.upEndNs[0] = 2e9;
    sent.upBytes[0] = 1000;
    close(summarizeReplication(point, records).energyJ, (5 * 1.5e-3 + 2 + 1 + 8e-6 + 2) / 2);
    const second = { ...point, workload: { ...point.workload, warmup: { kind: 'count', requests: 1 } as const } };
    close(summarizeReplication(second, records).energyJ, 5 * 0.5e-3);
    assert.equal(summaryOf(rows).energyJ, null);
  });
  it('energy of a batch is paid once', () => {
    const point = buildPoint({
      samples: [{ computeNs: [1e6], upBytes: [] }],
      arrivals: { kind: 'offline' },
      requests: 8,
      tiers: [{ powerW: 10, batch: { max: 4, waitNs: 0 } }],
      batchNs: { sizes: [1, 4], timesNs: [1e6, 2e6] },
    });
    close(resultOf(point, 1).energy_j_mean, (10 * 4e-3) / 8);
  });
});

describe('laws', () => {
  const spec = fc.record({
    edgeMs: fc.integer({ min: 1, max: 20 }),
    bytes: fc.integer({ min: 1, max: 4000 }),
    buffer: fc.option(fc.integer({ min: 0, max: 5 })),
    laneBuffer: fc.option(fc.integer({ min: 0, max: 5 })),
    whenFull: fc.constantFrom('drop', 'local'),
    whenLate: fc.constantFrom('keep', 'drop', 'local'),
    deadlineMs: fc.option(fc.integer({ min: 1, max: 100 })),
    timeoutMs: fc.option(fc.integer({ min: 1, max: 60 })),
    bestExit: fc.integer({ min: 0, max: 2 }),
    ratePerS: fc.integer({ min: 5, max: 200 }),
    warmup: fc.constantFrom<WarmupPlan>({ kind: 'count', requests: 10 }, { kind: 'time', untilNs: 1e8 }, { kind: 'mser-5' }),
    kinds: fc.integer({ min: 1, max: 3 }),
  });
  it('hold in any world: completed + dropped = requests, exit shares sum to 1, parts sum to the mean', () => {
    fc.assert(
      fc.property(spec, (own) => {
        const point = buildPoint({
          samples: [
            { computeNs: [own.edgeMs * 1e6, 2e6], upBytes: [own.bytes], bestExit: own.bestExit },
            { computeNs: [own.edgeMs * 1e6], upBytes: [], isCorrect: false },
          ],
          arrivals: { kind: 'poisson', ratePerS: own.ratePerS },
          requests: 300,
          order: 'random',
          warmup: own.warmup,
          tiers: [{ buffer: own.buffer, whenFull: own.whenFull, powerW: 1 }, { powerW: 2 }],
          links: [{ upBps: 1e6, downBps: 1e6, propagationNs: 1e6, up: { buffer: own.laneBuffer, whenFull: own.whenFull } }],
          answerBytes: 10,
          whenLate: own.whenLate,
          kinds: Array.from({ length: own.kinds }, () => ({ deadlineNs: own.deadlineMs === null ? null : own.deadlineMs * 1e6 })),
          ...(own.timeoutMs === null ? {} : { timeoutNs: own.timeoutMs * 1e6 }),
        });
        const result = resultOf(point, 2);
        assert.equal(result.completed + result.dropped, result.requests);
        assert.equal(result.requests + 2 * result.warmup, 600);
        const sum = (values: readonly (number | null)[]) => values.reduce<number>((total, value) => total + (value as number), 0);
        if (result.completed > 0) {
          close(sum(result.exits.map(({ share }) => share)), 1);
          close(sum(Object.values(result.breakdown_ms)), result.latency_ms.mean as number, 1e-9);
          assert.equal(sum(result.confusion.flat()), result.completed);
        } else assert.equal(result.latency_ms.mean, null);
        if (own.kinds > 1) {
          assert.equal(sum(result.kinds.map(({ requests }) => requests)), result.requests);
          assert.equal(sum(result.kinds.map(({ completed }) => completed)), result.completed);
        }
        assert.ok(result.fallback_share >= 0 && result.fallback_share <= result.completed / result.requests);
        assert.equal(result.deadline_missed_share === null, own.deadlineMs === null);
        for (const busy of Object.values(result.utilization)) assert.ok(busy >= 0 && busy <= 1, `${busy}`);
        assert.ok((result.energy_j_mean as number) >= 0);
        // Whatever is nobody's figure is null; no other is missing.
        assert.doesNotThrow(() =>
          JSON.stringify(result, (_, value) => (typeof value === 'number' && !Number.isFinite(value) ? fail(value) : value)),
        );
      }),
      { numRuns: 60, seed: 1 },
    );
  });
});

function fail(value: number): never {
  throw new Error(`${value} is no figure`);
}
