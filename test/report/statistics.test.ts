/** What reports say of loads, losses, kinds and precision, and what the tables on disk hold of them. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cautions } from '../../src/report/cautions.ts';
import { describeRun, describeWorld } from '../../src/report/describe-world.ts';
import { collectRequestRows } from '../../src/report/request-rows.ts';
import { resultColumns } from '../../src/report/result-rows.ts';
import { runReport } from '../../src/report/run-report.ts';
import { verdict } from '../../src/report/verdict.ts';
import type { PointPlan } from '../../src/sim/plan/plan.ts';
import { allocateRecords } from '../../src/sim/records/records.ts';
import { summarizeReplication } from '../../src/sim/summary/replication-summary.ts';
import type { PointResult } from '../../src/sim/summary/result.ts';
import { summarizePoint } from '../../src/sim/summary/summarize-point.ts';
import { buildPoint } from '../sim/build-point.ts';
import { fixture } from './fixture.ts';
import { changed, crowded, unanswered } from './worlds.ts';

const lines = (text: string, pattern: RegExp): string[] => text.split('\n').filter((line) => pattern.test(line));

describe('load of each part', () => {
  it('is printed as a range over the sweep, with the busiest part and lambda_max', () => {
    const text = runReport(fixture({ ratePerS: 16, policies: ['deex', 'all-cloud'] }));
    assert.match(text, /Load offered to each part .*\npart +deex +all-cloud\n/);
    assert.match(text, /\nuplink +0\.00 to 1\.36 +1\.43\n/);
    assert.match(text, /\nbusiest +edge, uplink +uplink\n/);
    assert.match(text, /\nlambda_max \/s +11\.7 to 124 +11\.2\n/);
  });
  it('is the share of time busy where arrivals are closed', () => {
    const text = runReport(fixture({ ratePerS: null, uplinkMbps: null }));
    assert.match(text, /Share of time each part is busy\npart +deex +ordinary\nmachine +100% +100%\n/);
  });
});

describe('what is lost, late or spent', () => {
  it('has a table where there is any, and none elsewhere', () => {
    const text = runReport(crowded(fixture({ thresholds: [0.5, 0.9] })));
    assert.match(text, /Requests lost, answered by a stand-in exit, past their deadline, energy of a request\n/);
    assert.match(text, /\n0\.5 +│ +10\.0 +5\.0 +12\.3 +24\.6 +1\.50 +│/);
    assert.doesNotMatch(runReport(fixture()), /lost|late %|energy|fallback|kind/i);
    const dropped = changed(fixture(), (point) => ({ ...point, completed: point.requests - 1, dropped: 1 }));
    assert.match(runReport(dropped), /Requests lost\n/);
  });
  it('is said in the verdict', () =>
    assert.match(
      verdict(crowded(fixture())),
      /is right on \d\d\.\d% of its answers and offloads .* It loses 10\.0% of requests, lets an earlier exit stand in for 5\.0% and misses the deadline of 12\.3% \(alarm 24\.6%\)\. A request costs 1\.50 J; 1\.50 J with ordinary early exit at matched accuracy\./,
    ));
  it('weighs in the choice of a setting: half of the answers for half of the requests are no bargain', () => {
    const cheap = (point: PointResult) => Number(point.params['p_d']) < 0.7;
    const losing = changed(fixture({ policies: ['deex'] }), (point) =>
      cheap(point) ? { ...point, accuracy: 0.99, completed: point.requests / 2, dropped: point.requests / 2 } : point,
    );
    assert.match(verdict(losing), /^At p_d 1,/);
  });
  it('names the kinds at the setting one would pick', () => {
    const text = runReport(crowded(fixture({ thresholds: [0.5, 0.9], policies: ['deex'] })));
    assert.match(
      text,
      /Kinds of requests\npolicy +kind +requests .*\ndeex \(p_d 0\.9\) +alarm +50,000 .* 10\.0 +24\.6\n.* routine .* n\/a\n/,
    );
  });
});

describe('settings at which nothing is answered', () => {
  const from = (least: number) => (point: PointResult) => (Number(point.params['p_d'] ?? 0) >= least ? unanswered(point) : point);
  it('have no figures in the table, and the verdict says so', () => {
    const text = runReport(changed(fixture({ thresholds: [0, 0.5, 0.9], policies: ['deex'] }), from(0.9)));
    assert.match(lines(text, /^ *0\.9/)[0] ?? '', /n\/a +n\/a +n\/a/);
    assert.match(text.replaceAll('\n', ' '), /DEEx answers nothing at p_d 0\.9\./);
  });
  it('may be all of them', () => {
    const said = verdict(changed(fixture(), unanswered));
    assert.equal(said, 'DEEx answers nothing at any p_d. Ordinary early exit answers nothing at any p_d.');
  });
});

describe('cautions', () => {
  const [point] = fixture().points as readonly [PointResult];
  const precise = (reached: number | null): PointResult => ({
    ...point,
    replications: 40,
    precision: { figure: 'p99', within: 0.02, reached },
  });
  it('name the figure that is not known as well as was asked for', () => {
    assert.deepEqual(cautions([precise(0.01), precise(0.0204), precise(null)]), [
      'The p99 of 1 point of 3 is not known within 2% after the most replications allowed (40); least well that of deex at p_d 0: within 2.04%.',
    ]);
    assert.deepEqual(cautions([precise(0.02), point]), []);
  });
  it('tell of batches that are too short', () => {
    const batched = (batch_means_correlation: number) => ({ ...point, latency_ms: { ...point.latency_ms, batch_means_correlation } });
    assert.match(
      cautions([batched(0.5), batched(0.61), batched(0.3)])[0] ?? '',
      /^Neighbouring batches of 2 points correlate \(up to 0\.61\)/,
    );
    assert.deepEqual(cautions([batched(0.39)]), []);
  });
  it('an interval by batch means is an interval', () => {
    const one = fixture({ replications: 1 });
    assert.match(verdict(one), /One replication gives no interval/);
    const batched = changed(one, ({ latency_ms, ...rest }) => ({
      ...rest,
      latency_ms: { ...latency_ms, mean_ci95_batch_means: [(latency_ms.mean as number) * 0.9, (latency_ms.mean as number) * 1.1] },
    }));
    assert.doesNotMatch(verdict(batched), /One replication gives no interval/);
    assert.match(lines(runReport(batched), /^ *1 +│/)[0] ?? '', /│ +170 +17 /);
  });
});

describe('a varying world in words', () => {
  it('says what differs from a plain one', () => {
    const resolved = {
      links: {
        'edge-cloud': {
          rtt: '70 ms',
          radio: 'lte',
          up: {
            markov: 'lte',
            loss: 0.01,
            jitter: '10 ms',
            buffer: 20,
            full: 'local',
            sharing: 'fair',
            outages: { mtbf: '60 s', mttr: '5 s' },
          },
          down: { profile: 'traces/lte.down', buffer: 'unlimited', sharing: 'fifo', jitter: { distribution: 'exponential', mean: '5 ms' } },
        },
      },
      tiers: {
        edge: { timing: 'cpu-1t', servers: 1, discipline: 'fifo', buffer: 'unlimited', batch: { max: 1, wait: '0 ms' }, power: '5 W' },
        cloud: { timing: 'gpu', servers: 2, discipline: 'priority', buffer: 0, full: 'drop', batch: { max: 8, wait: '5 ms' } },
      },
      offload: { payload: 'input', codec: 'jpeg', timeout: '300 ms' },
      workload: {
        devices: 4,
        arrivals: { process: 'multi-stream', streams: 8 },
        kinds: { alarm: { share: 0.2 }, routine: { share: 0.8 } },
        deadline: '100 ms',
        late: 'drop',
      },
    };
    assert.deepEqual((describeWorld(resolved) ?? '').split(' · '), [
      'edge-cloud lte (shared fairly, 1.0% of packets lost, jitter up to 10 ms, 20 may wait, else an earlier exit answers, with outages) up, ' +
        'profile lte.down (exponential jitter of 5 ms on average) down, rtt 70 ms, lte radio',
      'picture sent up as jpeg, given up after 300 ms',
      'timed by cpu-1t at edge, gpu at cloud',
      'edge: 5 W',
      'cloud: 2 servers, by priority, batches of up to 8 after 5 ms, nobody may wait',
      '4 devices, multi-stream of 8, 2 kinds of requests, deadline 100 ms (late ones are dropped)',
    ]);
  });
  it('tells the range of replications, and what MSER-5 cut', () => {
    const own = fixture({ thresholds: [0.5, 0.9] });
    const points = own.points.map((point, i) => ({ ...point, replications: 10 + i, requests: 10_000 * (10 + i), warmup: 100 * i }));
    const resolved = { workload: { warmup: 'mser-5' } };
    const result = { ...own, points, scenario: { ...own.scenario, resolved } };
    assert.equal(describeRun(result), '10 to 13 replications of 10,000 requests · MSER-5 left out the first 0 to 300 requests');
  });
});

describe('tables on disk', () => {
  const plan = {
    ...buildPoint({
      samples: [{ computeNs: [1e6], upBytes: [], exit: 3 }],
      arrivals: { kind: 'offline' },
      requests: 3,
      kinds: [{ name: 'alarm', deadlineNs: 5e6 }, { name: 'routine' }],
    }),
    policy: { name: 'deex', decisionThreshold: 0.5, targetThreshold: 0.8 },
    params: { p_d: 0.5 },
  };
  const point = { ...plan, recorded: { ...plan.recorded, confidence: [Float64Array.of(0.25)], prediction: [Int32Array.of(1)] } };
  const records = allocateRecords(point.world, 3);
  records.exit.set([3, 1, 0]);
  records.kind.set([0, 1, 0]);
  records.finishNs.set([4e6, 6e6, 1e6]);
  // A latency is the sum of its parts: all of it is computing.
  records.column(1).set([4e6, 6e6, 1e6]);
  const asPlan = point as unknown as PointPlan;

  it('every request: its kind, whether it was lost, whether another exit stood in', () => {
    const rows = collectRequestRows([asPlan], 4, Int32Array.of(77));
    for (let replication = 0; replication < 4; replication++) rows.add(asPlan, point.itinerary, replication, records);
    const columns = new Map(rows.columns().map(({ name, data }) => [name, [...data].slice(0, 3)]));
    assert.equal(rows.columns()[0]?.data.length, 12);
    assert.deepEqual([...columns.keys()].slice(0, 16), [
      ...['policy', 'p_d', 'replication', 'request', 'device', 'sample', 'arrival_ns', 'finish_ns', 'exit', 'offloaded', 'confidence'],
      ...['prediction', 'correct', 'dropped', 'fell_back', 'kind'],
    ]);
    assert.deepEqual(columns.get('exit'), [3, 1, 0]);
    assert.deepEqual(columns.get('dropped'), [0, 0, 1]);
    assert.deepEqual(columns.get('fell_back'), [0, 1, 0]);
    assert.deepEqual(columns.get('kind'), ['alarm', 'routine', 'alarm']);
    assert.deepEqual(columns.get('prediction'), [0, 1, -1]);
    assert.deepEqual(columns.get('correct'), [1, 0, 0]);
    assert.deepEqual(columns.get('confidence'), [0.5, 0.25, Number.NaN]);
    assert.deepEqual(columns.get('offloaded'), [1, 1, 1]);
    assert.deepEqual(columns.get('sample'), [77, 77, 77]);
  });

  it('every replication: what is lost and late, and the kinds', () => {
    const run = {
      replications: [summarizeReplication(point, records)],
      load: null,
      lambdaMaxPerS: 1000,
      distinctSamples: 1,
      precision: null,
    };
    const result = { ...fixture(), points: [summarizePoint(asPlan, run)] };
    const columns = new Map(resultColumns(result, [asPlan], [run]).map(({ name, data }) => [name, data[0]]));
    const expected = {
      requests: 3,
      completed: 2,
      dropped: 1,
      latency_mean_ms: 5,
      accuracy: 0.5,
      fallback_share: 1 / 3,
      deadline_missed_share: 0.5,
      exit_3_share: 0.5,
      lambda_max_per_s: 1000,
      alarm_requests: 2,
      alarm_completed: 1,
      alarm_latency_mean_ms: 4,
      alarm_deadline_missed_share: 0.5,
      routine_latency_p95_ms: 6,
      routine_deadline_missed_share: Number.NaN,
      energy_j_mean: Number.NaN,
      tier0_load: Number.NaN,
    };
    for (const [name, value] of Object.entries(expected)) assert.deepEqual(columns.get(name), value, name);
  });
});
