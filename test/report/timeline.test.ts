/** A run as a trace-event file: what it draws is what the records say. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assignTracks } from '../../src/report/timeline/assign-tracks.ts';
import { collectTimeline } from '../../src/report/timeline/timeline.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { simulate } from '../../src/simulate.ts';

interface TraceEvent {
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly cat: string;
  readonly name: string;
  readonly ts: number;
  readonly dur: number;
  readonly id: number;
  readonly args: Readonly<Record<string, number | string>>;
}

/** The timeline of a shipped scenario made short, and latencies of its requests by process [ms]. */
async function timelineOf(name: string, requests: number, most?: number) {
  const sets = [`workload.requests=${requests}`, 'workload.warmup=0', 'replications=2'];
  const loaded = await loadScenario(`scenarios/${name}.yaml`, { sets });
  const timeline = collectTimeline(loaded.plan.points, most);
  const finishes = new Map<string, readonly { readonly arrivalNs: number; readonly finishNs: number }[]>();
  simulate(loaded, {
    onRecords(point, { itinerary }, replication, records) {
      timeline.add(point, itinerary, replication, records);
      if (replication > 0) return;
      const label = [point.policy.name, ...Object.entries(point.params).map(([key, value]) => `${key} ${value}`)].join(' ');
      const rows = Array.from({ length: requests }, (_, r) => ({
        arrivalNs: records.arrivalNs[r] as number,
        finishNs: records.finishNs[r] as number,
      }));
      finishes.set(label, rows);
    },
  });
  const text = Buffer.concat([...timeline.pieces({ scenario: name })]).toString();
  const file = JSON.parse(text) as { traceEvents: TraceEvent[]; otherData: { shown: string } };
  return { events: file.traceEvents, shown: file.otherData.shown, finishes };
}

const SCENARIOS = ['4g', 'device-edge-cloud', 'mahimahi', 'cell', 'precise'];

describe('a timeline', () => {
  for (const name of SCENARIOS) {
    it(`of ${name} has every request between its arrival and its finish, one server at a time, and queues that empty`, async () => {
      const { events, finishes } = await timelineOf(name, 300);
      const labels = new Map(events.filter((e) => e.name === 'process_name').map((e) => [e.pid, String(e.args['name'])]));
      assert.ok(labels.size > 0);
      for (const [pid, label] of labels) {
        const rows = finishes.get(label);
        assert.ok(rows !== undefined, label);
        const own = events.filter((e) => e.pid === pid);
        const slices = own.filter((e) => e.ph === 'X' && e.cat === 'request');
        for (const { name: title, ts, dur } of slices) {
          const { arrivalNs, finishNs } = rows[Number(title.slice('request '.length))] as (typeof rows)[number];
          assert.ok(ts >= arrivalNs / 1e3 - 1e-3 && ts + dur <= finishNs / 1e3 + 1e-3, `${label} ${title}`);
        }
        const lastEnd = new Map<number, number>();
        for (const { tid, ts, dur } of [...slices].sort((a, b) => a.ts - b.ts)) {
          assert.ok(ts >= (lastEnd.get(tid) ?? 0) - 1e-3, `${label}: track ${tid} holds one slice at a time`);
          lastEnd.set(tid, ts + dur);
        }
        for (const counter of new Set(own.filter((e) => e.ph === 'C').map((e) => e.name))) {
          const waiting = own.filter((e) => e.ph === 'C' && e.name === counter).map((e) => Number(e.args['waiting']));
          assert.ok(waiting.every((count) => count >= 0));
          assert.equal(waiting.at(-1), 0, counter);
        }
        const flows = own.filter((e) => e.cat === 'way');
        const ends = (ph: string) => flows.filter((e) => e.ph === ph).map((e) => e.id);
        assert.deepEqual(ends('s').sort(), ends('f').sort());
        assert.equal(new Set(ends('s')).size, ends('s').length);
      }
    });
  }
  it('gives a FIFO station of one server one track, and nests what it computed', async () => {
    const { events } = await timelineOf('4g', 300);
    const tracks = events.filter((e) => e.name === 'thread_name' && e.pid === 1).map((e) => e.args['name']);
    assert.deepEqual(tracks, ['edge', 'edge-cloud_up', 'edge-cloud_down', 'cloud']);
    const computed = events.filter((e) => e.cat === 'compute' && e.pid === 1);
    const edge = events.filter((e) => e.cat === 'request' && e.pid === 1 && e.tid === 1);
    assert.ok(computed.length > 2 * edge.length);
    for (const stay of edge) {
      const pieces = computed.filter((e) => e.tid === 1 && e.ts >= stay.ts - 1e-6 && e.ts + e.dur <= stay.ts + stay.dur + 1e-6);
      assert.equal(pieces[0]?.name, 'segment 1');
      assert.ok(Math.abs(pieces.reduce((sum, { dur }) => sum + dur, 0) - stay.dur) < 2e-3);
    }
  });
  it('is cut short after so many requests, and says so', async () => {
    const { events, shown } = await timelineOf('4g', 300, 20);
    assert.match(shown, /^the first 20 of 300 requests of replication 0 of deex p_d 0\.5; ordinary p_d 0\.5/);
    assert.ok(events.every((e) => e.cat !== 'request' || Number(e.name.slice('request '.length)) < 20));
  });
});

describe('tracks', () => {
  it('are the lowest that are free', () => {
    const slices = [
      [0, 5],
      [1, 3],
      [3, 4],
      [5, 6],
      [5, 9],
    ].map(([startNs, endNs]) => ({ startNs: startNs as number, endNs: endNs as number }));
    assert.deepEqual(assignTracks(slices), [0, 1, 1, 0, 1]);
  });
});
