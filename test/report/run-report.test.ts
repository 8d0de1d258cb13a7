import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runReport } from '../../src/report/run-report.ts';
import { TABLE_WIDTH } from '../../src/report/table.ts';
import type { Result } from '../../src/sim/summary/result.ts';
import { fixture } from './fixture.ts';
import { WORLDS } from './worlds.ts';

function lineOf(text: string, pattern: RegExp): string {
  const line = text.split('\n').find((candidate) => pattern.test(candidate));
  assert.ok(line !== undefined, `no line ${pattern}`);
  return line;
}

describe('runReport', () => {
  for (const [name, result] of Object.entries(WORLDS)) {
    it(`fits a hundred columns and is plain and whole: ${name}`, () => {
      const text = runReport(result);
      for (const line of text.split('\n')) assert.ok([...line].length <= TABLE_WIDTH, `${[...line].length}: ${line}`);
      assert.ok(!text.includes('\u001b') && !/undefined|NaN|Infinity|null/.test(text), text);
    });
  }

  it('fits with names as long as users give them', () => {
    const { points, ...rest } = fixture({ ratePerS: 16 });
    const renamed = points.map((point) => ({ ...point, load: { 'raspberry-pi-in-the-greenhouse': 1.01, 'a-b_up': 0.2, 'b-c_up': 0.1 } }));
    const text = runReport({ ...rest, points: renamed });
    assert.ok(text.split('\n').every((line) => [...line].length <= TABLE_WIDTH));
    assert.match(text, /rasp/);
  });

  it('has a line a p_d, deex beside ordinary', () => {
    const result = fixture({ thresholds: [0, 0.5, 1] });
    const [deex, ordinary] = ['deex', 'ordinary'].map((policy) =>
      result.points.find((point) => point.policy === policy && point.params['p_d'] === 0.5),
    );
    const cells = lineOf(runReport(result), /^ *0\.5 /)
      .split(/[\s│]+/)
      .filter(Boolean);
    assert.equal(cells.length, 15);
    assert.equal(cells[1], deex?.latency_ms.mean.toFixed(1));
    assert.equal(cells[4], ((deex?.accuracy ?? 0) * 100).toFixed(1));
    assert.equal(cells[8], ordinary?.latency_ms.mean.toFixed(1));
    assert.deepEqual([cells[6], cells[13]], ['uplink', 'uplink']);
  });

  it('withholds p95 where it is unstable, and says so', () => {
    const text = runReport(fixture({ ratePerS: 16 }));
    assert.match(lineOf(text, /^ *0\.95 /), /unstable .* uplink +1\.\d\d │.* 1,712 /);
    assert.doesNotMatch(lineOf(text, /^ *0\.8 /), /unstable/);
  });

  it('gives policies without a threshold lines of their own', () => {
    assert.match(lineOf(runReport(fixture({ policies: ['deex', 'all-cloud'] })), /^all-cloud/), /236 .* 100\.0 +uplink +0\.45/);
  });

  it('colours what is unstable, if asked', () => {
    assert.ok(runReport(fixture({ ratePerS: 16 }), { color: true }).includes('\u001b[31m'));
  });

  it('shows the paper beside results that repeat it, and nowhere else', () => {
    assert.match(runReport(WORLDS['the paper'] as Result), /Beside the paper .*\n[\s\S]*p_cross +p_d +0\.75/);
    assert.doesNotMatch(runReport(fixture()), /Barbosa/);
  });

  it('is the same every time', () => {
    const result = fixture({ ratePerS: 16 });
    assert.equal(runReport(result), runReport(structuredClone(result)));
  });
});
