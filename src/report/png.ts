/**
 * From an SVG file to a PNG, without a browser; the one door to Resvg and to the font that charts are drawn in.
 *
 * Fonts of the machine are never looked at: the same SVG gives the same picture everywhere. Heavy: import it only when wanted.
 */

import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';

/** Pixels of the picture to a pixel of the chart. */
const SCALE = 2;

const require = createRequire(import.meta.url);
const FONT_FILES = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) => require.resolve(`dejavu-fonts-ttf/ttf/${file}`));

/** The SVG as a PNG twice its size, on the ground that the SVG has. */
export function renderPng(svg: string): Uint8Array {
  const picture = new Resvg(svg, {
    font: { loadSystemFonts: false, fontFiles: FONT_FILES, defaultFontFamily: 'DejaVu Sans', sansSerifFamily: 'DejaVu Sans' },
    fitTo: { mode: 'zoom', value: SCALE },
    logLevel: 'off',
  });
  return picture.render().asPng();
}
