import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Chart } from '../../src/report/charts/chart.ts';
import { MOST_STYLES, seriesStyles } from '../../src/report/charts/chart-style.ts';
import {
  contrast,
  DARK,
  FAINT_INK,
  GROUND,
  INK,
  inkOnRamp,
  SERIES_COLOURS,
  seriesColour,
  textColour,
} from '../../src/report/charts/palette.ts';
import { inTheme } from '../../src/report/charts/theme.ts';

/** How colours look to readers without one kind of cone. @see Machado, Oliveira and Fernandes, IEEE TVCG 15 (2009), severity 1 */
const SIGHTS: Readonly<Record<string, readonly (readonly number[])[]>> = {
  common: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function linear(colour: string): number[] {
  return [1, 3, 5].map((start) => {
    const share = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
}

/** CIE L*a*b*, as seen. */
function lab(colour: string, sight: readonly (readonly number[])[]): readonly number[] {
  const rgb = linear(colour);
  const [r, g, b] = sight.map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, share, i) => sum + share * (rgb[i] as number), 0),
      ),
    ),
  ) as [number, number, number];
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const darkOf = (colour: string): string => DARK.get(colour) as string;

describe('colours', () => {
  for (const theme of ['light', 'dark'] as const) {
    const form = (colour: string) => (theme === 'light' ? colour : darkOf(colour));

    it(`of series stand out from the ${theme} ground`, () => {
      for (const colour of SERIES_COLOURS) assert.ok(contrast(form(colour), GROUND[theme]) >= 3, colour);
    });

    it(`of series are told apart by every reader on the ${theme} ground`, () => {
      for (const [name, sight] of Object.entries(SIGHTS)) {
        const seen = SERIES_COLOURS.map((colour) => lab(form(colour), sight));
        for (const [i, one] of seen.entries()) {
          for (const other of seen.slice(i + 1)) {
            const distance = Math.hypot(...one.map((value, axis) => value - (other[axis] as number)));
            assert.ok(distance > 15, `${name}: ${SERIES_COLOURS[i]}, ${distance}`);
          }
        }
      }
    });

    it(`of writing can be read on the ${theme} ground`, () => {
      for (const colour of [INK, FAINT_INK, ...SERIES_COLOURS.map(textColour)]) {
        assert.ok(contrast(form(colour), GROUND[theme]) >= 4.5, `${colour} ${contrast(form(colour), GROUND[theme])}`);
      }
    });
  }

  it('of as many series as there are styles differ, if by what nobody sees, and each has a dark form of its own', () => {
    const drawn = Array.from({ length: MOST_STYLES }, (_, rank) => seriesColour(rank));
    assert.equal(new Set(drawn).size, MOST_STYLES);
    assert.equal(new Set(drawn.map(darkOf)).size, MOST_STYLES);
    for (const [rank, colour] of drawn.entries()) {
      assert.ok(DARK.has(textColour(colour)), colour);
      const [one, other] = [colour, drawn[rank % SERIES_COLOURS.length] as string].map((of) => lab(of, SIGHTS['common'] ?? []));
      assert.ok(Math.hypot(...(one ?? []).map((value, axis) => value - (other?.[axis] ?? 0))) < 3, colour);
    }
  });

  it('are written on with what stands out, wherever on the ramp', () => {
    // Ends and steps of the ramp; between them both inks stand out alike at worst, some 4.5.
    assert.equal(inkOnRamp(0), INK);
    assert.equal(inkOnRamp(1), GROUND.light);
    for (let share = 0; share <= 1; share += 0.05) assert.ok(DARK.has(inkOnRamp(share)));
  });

  it('give black on white the contrast of 21', () => {
    assert.equal(Math.round(contrast('#000000', '#FFFFFF')), 21);
    assert.equal(contrast('#777777', '#777777'), 1);
  });
});

describe('styles of series', () => {
  const series = (names: readonly string[]) => names.map((policy) => ({ policy, label: policy }));

  it('are 24, each another', () => {
    const names = ['deex', 'ordinary', 'all-edge', 'all-cloud', ...Array.from({ length: 20 }, (_, index) => `policy ${index}`)];
    assert.equal(names.length, MOST_STYLES);
    const styles = [...seriesStyles(series(names)).values()].map((style) => JSON.stringify(style));
    assert.equal(new Set(styles).size, MOST_STYLES);
    const strangers = [...seriesStyles(series(Array.from({ length: MOST_STYLES }, (_, index) => `policy ${index}`))).values()];
    assert.equal(new Set(strangers.map((style) => JSON.stringify(style))).size, MOST_STYLES);
  });

  it('differ by shape wherever they differ by dash', () => {
    const styles = [...seriesStyles(series(Array.from({ length: MOST_STYLES }, (_, index) => `policy ${index}`))).values()];
    const pairs = new Set(styles.map(({ dash, shape }) => `${dash} ${shape}`));
    assert.equal(pairs.size, new Set(styles.map(({ shape }) => shape)).size);
  });

  it('of a policy stay its own whoever is beside it', () => {
    const alone = seriesStyles(series(['deex'])).get('deex');
    assert.deepEqual(seriesStyles(series(['margin', 'ordinary', 'deex'])).get('deex'), alone);
  });
});

describe('themes', () => {
  const chart: Chart = {
    name: 'chart',
    title: 'a chart',
    description: 'of nothing',
    spec: {
      background: 'white',
      mark: { color: INK },
      data: { values: [{ colour: SERIES_COLOURS[0] as string, text: 'white lie', y: 1 }] },
    },
  };

  it('replace colours wherever they stand, and nothing else', () => {
    assert.deepEqual(inTheme(chart, 'dark').spec, {
      background: GROUND.dark,
      mark: { color: darkOf(INK) },
      data: { values: [{ colour: darkOf(SERIES_COLOURS[0] as string), text: 'white lie', y: 1 }] },
    });
    assert.equal(inTheme(chart, 'light'), chart);
  });
});
