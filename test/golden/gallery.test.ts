import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { DARK } from '../../src/report/charts/palette.ts';
import { inTheme } from '../../src/report/charts/theme.ts';
import { renderPng } from '../../src/report/png.ts';
import { compileChart, renderSvg } from '../../src/report/render.ts';
import { decodePng } from '../report/pixels.ts';
import { SPECS_FILE, specsJson } from './chart-specs.ts';
import { GALLERY, gallery, galleryFiles, type Picture } from './gallery.ts';

describe('the gallery', () => {
  let pictures: readonly Picture[] = [];
  before(async () => {
    pictures = await gallery();
  });
  after(() => {
    pictures = [];
  });

  it('is what `npm run gallery` writes', async () => {
    const files = await galleryFiles(pictures);
    assert.deepEqual(
      readdirSync(GALLERY)
        .map((file) => join(GALLERY, file))
        .sort(),
      [...files.keys()].sort(),
    );
    for (const [file, text] of files) assert.ok(readFileSync(file, 'utf8') === text, file);
  });

  it('is small', () => {
    const bytes = readdirSync(GALLERY).reduce((sum, file) => sum + statSync(join(GALLERY, file)).size, 0);
    assert.ok(bytes < 3e6, `${bytes}`);
  });

  it('draws charts whose specifications are those reviewed', () => {
    assert.equal(specsJson(pictures), readFileSync(SPECS_FILE, 'utf8'));
  });

  it('compiles without a word from Vega-Lite, in both themes', () => {
    for (const { name, chart } of pictures) {
      for (const theme of ['light', 'dark'] as const) assert.deepEqual(compileChart(inTheme(chart, theme)).warnings, [], name);
    }
  });

  it('uses no colour that has no form for a dark ground', () => {
    for (const { name, chart } of pictures) {
      for (const [colour] of JSON.stringify(chart.spec).matchAll(/#[0-9A-Fa-f]{6}\b/g)) assert.ok(DARK.has(colour), `${name}: ${colour}`);
    }
  });

  it('draws its titles in pictures too, dark on light and light on dark', async () => {
    for (const name of ['latency', 'confusion']) {
      const { chart } = pictures.find((picture) => picture.name === name) as Picture;
      for (const theme of ['light', 'dark'] as const) {
        const { width, height, isInk } = decodePng(renderPng(await renderSvg(inTheme(chart, theme))));
        // The band of the title, twice 12 to 32 pixels below the upper edge.
        let ink = 0;
        for (let y = 24; y < 64; y++) for (let x = 24; x < width / 2; x++) if (isInk(x, y)) ink++;
        assert.ok(ink > 800, `${name}, ${theme}: ${ink} pixels of ink in ${width} x ${height}`);
      }
    }
  });
});
