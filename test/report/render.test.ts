import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Chart } from '../../src/report/charts/chart.ts';
import { chartsOf } from '../../src/report/charts/charts-of.ts';
import { renderSvg } from '../../src/report/render.ts';
import { textWidth } from '../../src/report/text-width.ts';
import { cutLines, wrapText } from '../../src/report/wrap-text.ts';
import { fixture } from './fixture.ts';

const BUSY = fixture({ name: 'busy & <small>', ratePerS: 16, policies: ['deex', 'ordinary', 'all-cloud'] });

function chart(name: string): Chart {
  return chartsOf(BUSY).find((candidate) => candidate.name === name) as Chart;
}

describe('renderSvg', () => {
  it('tells a screen reader what it shows', async () => {
    const svg = await renderSvg(chart('latency'));
    const root = /<svg[^>]*>/.exec(svg)?.[0] ?? '';
    assert.match(root, /role="img"/);
    assert.match(root, /aria-label="End-to-end latency against p_d: busy &amp; &lt;small&gt;"/);
    assert.match(
      svg,
      /^<svg[^>]*><title>End-to-end latency against p_d: busy &amp; &lt;small&gt;<\/title><desc>End-to-end latency in milliseconds/,
    );
  });

  it('draws the words a reader needs', async () => {
    const latency = await renderSvg(chart('latency'));
    for (const words of ['deex unstable', 'ordinary unstable', 'end-to-end latency (ms)', 'all-cloud (unstable)', '5.85 Mbit/s up']) {
      assert.ok(latency.includes(words), words);
    }
    assert.ok((await renderSvg(chart('accuracy'))).includes('p_cross 0.5'));
    assert.ok((await renderSvg(chart('exits'))).includes('exit 3'));
    assert.ok((await renderSvg(chart('breakdown'))).includes('uplink: waiting'));
  });

  it('gives the same bytes for the same result', async () => {
    for (const one of chartsOf(BUSY)) {
      const [first, second] = await Promise.all([renderSvg(one), renderSvg(structuredClone(one))]);
      assert.ok(first === second, one.name);
    }
  });

  it('keeps the ids of each chart to itself', async () => {
    const svg = await renderSvg(chart('latency'));
    const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    const used = [...svg.matchAll(/url\(#([^)]+)\)/g)].map(([, id]) => id);
    assert.ok(ids.length > 0 && ids.every((id) => id?.startsWith('latency-')));
    assert.deepEqual(new Set(used), new Set(ids));
  });

  it('leaves the room a label takes in DejaVu Sans, no more', async () => {
    const labelled = (text: string): Chart => ({
      name: 'label',
      title: 'label',
      description: 'one label',
      spec: {
        padding: 0,
        config: { view: { stroke: null } },
        data: { values: [{}] },
        mark: { type: 'text', text, fontSize: 11, align: 'left' },
        encoding: { x: { value: 0 }, y: { value: 10 } },
        width: 1,
        height: 20,
      },
    });
    const widthOf = async (text: string): Promise<number> => Number(/width="(\d+)"/.exec(await renderSvg(labelled(text)))?.[1]);
    const text = 'iiiiiiiiii WWWWWWWWWW 0123456789';
    assert.ok(Math.abs((await widthOf(text)) - textWidth(text, 11)) <= 2);
  });
});

describe('text', () => {
  it('is as wide as the font says', () => {
    assert.equal(textWidth('p_d', 2048), 1300 + 1024 + 1300);
    assert.ok(textWidth('latency', 11, true) > textWidth('latency', 11));
    assert.equal(textWidth('\u{1F600}', 10), 10);
  });

  it('is cut anywhere where it has to be', () => {
    const measure = (line: string) => line.length;
    assert.deepEqual(cutLines(['short', 'unbreakable'], 5, measure), ['short', 'unbre', 'akabl', 'e']);
    assert.deepEqual(cutLines(['ab'], 0, measure), ['a', 'b']);
  });

  it('breaks at its separators only where it must', () => {
    assert.deepEqual(
      wrapText('a bb ccc', 4, (line) => line.length),
      ['a bb', 'ccc'],
    );
    assert.deepEqual(
      wrapText('a b · c', 3, (line) => line.length, ' · '),
      ['a b', 'c'],
    );
    assert.deepEqual(
      wrapText('unbreakable', 4, (line) => line.length),
      ['unbreakable'],
    );
  });
});
