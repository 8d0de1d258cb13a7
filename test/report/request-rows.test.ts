/** Requests as a table: cells of CSV, and what is told of requests that several end devices saw. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { collectRequestRows, encodeColumns } from '../../src/report/request-rows.ts';
import { runForkJoin } from '../../src/sim/engine/run-fork-join.ts';
import { preparePoint } from '../../src/sim/plan/prepare-point.ts';
import { allocateRecords } from '../../src/sim/records/records.ts';
import { drawsOf } from '../sim/build-point.ts';
import { pointOf } from '../sim/recorded-point.ts';

const textOf = (pieces: Iterable<Uint8Array>) => [...pieces].map((piece) => new TextDecoder().decode(piece)).join('');

describe('requests as CSV', () => {
  it('quote what holds a comma or a quote, and leave a cell empty where there is no number', () => {
    const columns = [
      { name: 'T', type: 'STRING' as const, data: ['0.1, 0.5', 'a "b"', 'plain'] },
      { name: 'p_d', type: 'DOUBLE' as const, data: Float64Array.of(0.5, Number.NaN, 1) },
    ];
    assert.equal(textOf(encodeColumns(columns, 'requests.csv', 's')), 'T,p_d\n"0.1, 0.5",0.5\n"a ""b""",\nplain,1\n');
  });
  it('tell of each request how many messages of end devices came too late', () => {
    const recording = {
      classes: 2,
      labels: [0, 1],
      logits: [0, 1, 2].map(() => [
        [0, 0.1],
        [0, 0.1],
      ]),
    };
    const alone = pointOf({ name: 'ddnn', thresholds: 0, exits: [2] }, recording, [[1, 2], [3]]);
    const point = { ...alone, world: { ...alone.world, fork: { views: 2, timeoutNs: 0, scoreBytes: 8, local: null } } };
    const prepared = preparePoint(point);
    const records = allocateRecords(point.world, point.workload.requests);
    runForkJoin(prepared, drawsOf(prepared), records);
    const rows = collectRequestRows([point], 1, Int32Array.of(0, 1));
    rows.add(point, prepared.itinerary, 0, records);
    const late = rows.columns().find(({ name }) => name === 'late_features');
    // Both compute and send on one server and one lane, so that the second is always late.
    assert.deepEqual(new Set(late?.data as Int32Array), new Set([1]));
    const lone = collectRequestRows([alone], 1, Int32Array.of(0, 1));
    assert.ok(lone.columns().every(({ name }) => !name.startsWith('late_')));
  });
});
