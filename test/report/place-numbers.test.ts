/** Numbers beside marks: where they go, and that they cover nothing. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { paretoFront } from '../../src/report/charts/pareto-front.ts';
import { numberLayers, type Pixel, placeNumbers } from '../../src/report/charts/place-numbers.ts';

const PANEL: Pixel = [400, 300];

describe('numbers beside marks', () => {
  it('stand up and left of a mark where nothing is in the way', () => {
    const [one] = placeNumbers([{ text: '0.5', at: [200, 150] }], { lines: [], marks: [[200, 150]], boxes: [] }, PANEL);
    assert.deepEqual([one?.side.align, one?.side.baseline], ['right', 'bottom']);
  });

  it('go to the other side of a line, and are left out where there is no room', () => {
    const rising: readonly Pixel[] = [
      [150, 100],
      [200, 150],
      [250, 200],
    ];
    const [one] = placeNumbers([{ text: '0.5', at: [200, 150] }], { lines: [rising], marks: [], boxes: [] }, PANEL);
    assert.ok(one !== undefined && one.side.align !== 'right');
    const full = { left: 0, right: 400, top: 0, bottom: 300 };
    assert.deepEqual(placeNumbers([{ text: '0.5', at: [200, 150] }], { lines: [], marks: [], boxes: [full] }, PANEL), []);
  });

  it('cover no other number, whatever the marks', () => {
    const place = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 300 }));
    fc.assert(
      fc.property(fc.array(place, { maxLength: 30 }), (marks) => {
        const boxes: { left: number; right: number; top: number; bottom: number }[] = [];
        const placed = placeNumbers(
          marks.map((at) => ({ text: '0.65', at })),
          { lines: [], marks, boxes },
          PANEL,
        );
        assert.equal(placed.length, boxes.length);
        for (const [i, one] of boxes.entries()) {
          assert.ok(one.left >= 0 && one.right <= 400 && one.bottom <= 300);
          for (const other of boxes.slice(i + 1)) {
            assert.ok(one.right < other.left || other.right < one.left || one.bottom < other.top || other.bottom < one.top);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('are written one layer a side', () => {
    const boxes: never[] = [];
    const numbers = placeNumbers(
      [
        { text: '0.1', at: [200, 150] as Pixel, x: 1, y: 2 },
        { text: '0.2', at: [300, 50] as Pixel, x: 3, y: 4 },
      ],
      { lines: [], marks: [], boxes },
      PANEL,
    );
    assert.equal(numberLayers(numbers, '#000000', {}).length, 1);
  });
});

describe('the front', () => {
  it('holds what nothing beats in both, by rising cost', () => {
    const places = [
      { x: 3, y: 5 },
      { x: 1, y: 2 },
      { x: 2, y: 1 },
      { x: 2, y: 5 },
      { x: 4, y: 6 },
    ];
    assert.deepEqual(paretoFront(places), [
      { x: 1, y: 2 },
      { x: 2, y: 5 },
      { x: 4, y: 6 },
    ]);
  });
});
