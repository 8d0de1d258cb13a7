import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type PaperRow, paperComparison, paperTable } from '../../src/report/paper.ts';
import { formatTable } from '../../src/report/table.ts';
import type { PointResult, Result } from '../../src/sim/summary/result.ts';
import { fixture } from './fixture.ts';
import { PAPER } from './worlds.ts';

interface Figures {
  readonly p_d: number;
  readonly mean: number;
  readonly accuracy: number;
  readonly offloaded: number;
  readonly confusion: readonly (readonly number[])[];
}

/** Cat and dog by hand: 1,000 pictures of each. */
const BINARY: readonly Figures[] = [
  {
    p_d: 0.5,
    mean: 2,
    accuracy: 0.74,
    offloaded: 0,
    confusion: [
      [780, 220],
      [300, 700],
    ],
  },
  {
    p_d: 0.55,
    mean: 2.2,
    accuracy: 0.76,
    offloaded: 0.1,
    confusion: [
      [790, 210],
      [300, 700],
    ],
  },
  {
    p_d: 0.8,
    mean: 3.4,
    accuracy: 0.9,
    offloaded: 0.7,
    confusion: [
      [880, 120],
      [90, 910],
    ],
  },
  {
    p_d: 0.85,
    mean: 3.6,
    accuracy: 0.905,
    offloaded: 0.75,
    confusion: [
      [890, 110],
      [90, 910],
    ],
  },
  {
    p_d: 1.01,
    mean: 4,
    accuracy: 0.92,
    offloaded: 1,
    confusion: [
      [910, 90],
      [70, 930],
    ],
  },
];

function byHand(figures: readonly Figures[], crossing: Result['crossing'], paper: 'binary' | 'full' = 'binary'): Result {
  const base = fixture({ ...PAPER, paper });
  const template = base.points[0] as PointResult;
  const points = figures.map(({ p_d, mean, accuracy, offloaded, confusion }) => ({
    ...template,
    params: { p_d },
    latency_ms: { ...template.latency_ms, mean },
    accuracy,
    offload_share: offloaded,
    confusion,
  }));
  return { ...base, points, crossing };
}

function rowsOf(result: Result): ReadonlyMap<string, PaperRow> {
  const rows = paperComparison(result)?.rows ?? [];
  return new Map(rows.map((row) => [row.quantity, row]));
}

function assertRow(rows: ReadonlyMap<string, PaperRow>, quantity: string, paper: number, ours: number): void {
  const row = rows.get(quantity);
  assert.ok(row !== undefined && row.ours !== null && row.difference !== null, quantity);
  assert.equal(row.paper, paper, quantity);
  assert.ok(Math.abs(row.ours - ours) < 1e-9, `${quantity}: ${row.ours}`);
  assert.ok(Math.abs(row.difference - (ours - paper)) < 1e-9, `${quantity}: ${row.difference}`);
}

describe('paperComparison', () => {
  it('is for scenarios that repeat the paper', () => {
    assert.equal(paperComparison(fixture()), null);
    assert.match(paperComparison(fixture(PAPER))?.title ?? '', /Barbosa et al\., "Decision Early-Exit", CIFAR-10/);
  });

  it('sets ours beside the published figures, cat and dog', () => {
    const rows = rowsOf(byHand(BINARY, { p_cross: 0.8, kept_share: 0.3 }));
    assertRow(rows, 'accuracy, all at exit 2', 75, 74);
    assertRow(rows, 'accuracy, all at exit 3', 91, 92);
    assertRow(rows, 'offloading starts at', 0.55, 0.55);
    assertRow(rows, 'most are offloaded from', 0.75, 0.8);
    assertRow(rows, 'p_cross', 0.85, 0.8);
    assertRow(rows, 'kept at exit 2 at p_cross', 26.95, 30);
    assertRow(rows, 'kept at exit 2 at p_d 0.85', 26.95, 25);
    assertRow(rows, 'time a sample, all at exit 2', 2.1, 2);
    assertRow(rows, 'time a sample, all at exit 3', 3.55, 4);
    assertRow(rows, 'time saved, all at exit 2', 41, 50);
    assertRow(rows, 'time saved at p_cross (text)', 10, 15);
    assertRow(rows, 'time saved at p_cross (caption)', 14, 15);
    assertRow(rows, 'recall cat, all at exit 2', 79, 78);
    assertRow(rows, 'recall dog, all at exit 2', 70, 70);
    assertRow(rows, 'recall cat, at p_cross', 89, 88);
    assertRow(rows, 'recall dog, all at exit 3', 91, 93);
  });

  it('gives the range of recalls over ten classes', () => {
    const [first, ...rest] = BINARY as readonly [Figures, ...Figures[]];
    const three = [
      [6, 4, 0],
      [1, 9, 0],
      [0, 5, 5],
    ];
    const rows = rowsOf(byHand([{ ...first, p_d: 0, confusion: three }, ...rest], null, 'full'));
    assertRow(rows, 'lowest recall, all at exit 2', 50, 50);
    assertRow(rows, 'highest recall, all at exit 2', 80, 90);
    assert.equal(rows.has('most are offloaded from'), false);
  });

  it('says n/a where the sweep lacks a point', () => {
    const result = byHand(BINARY.slice(1, 4), null);
    const rows = rowsOf(result);
    for (const quantity of [
      'accuracy, all at exit 2',
      'accuracy, all at exit 3',
      'p_cross',
      'time saved, all at exit 2',
      'recall cat, at p_cross',
    ]) {
      assert.deepEqual([rows.get(quantity)?.ours, rows.get(quantity)?.difference], [null, null], quantity);
    }
    const comparison = paperComparison(result);
    assert.match(comparison === null ? '' : formatTable(paperTable(comparison)), /p_cross +p_d +0\.85 +n\/a +n\/a +Figure 5/);
  });

  it('writes differences with a sign, and as many decimals as the paper', () => {
    const comparison = paperComparison(byHand(BINARY, { p_cross: 0.8, kept_share: 0.3 }));
    assert.ok(comparison !== null);
    assert.match(formatTable(paperTable(comparison)), /kept at exit 2 at p_cross +% +26\.95 +30\.00 +\+3\.05/);
    assert.match(formatTable(paperTable(comparison)), /time a sample, all at exit 3 +ms +3\.55 +4\.00 +\+0\.45/);
  });
});
