/** Specifications of charts in short, without their data: what a golden file can hold and a reader can review. */

import { join } from 'node:path';
import type { Json } from '../../src/report/charts/chart.ts';
import type { Picture } from './gallery.ts';

export const SPECS_FILE = join('test', 'golden', 'charts', 'specs.json');

type Fields = { readonly [key: string]: Json };

/** A line a layer, so that a change reads as a change of lines: its mark, what each channel shows, and how many values of what. */
export function specsJson(pictures: readonly Picture[]): string {
  const charts = pictures.map(({ name, chart: { title, description, spec } }) => {
    const { title: _, ...rest } = spec;
    const lines = [...layersOf(rest, '')].map((line) => `   ${JSON.stringify(line)}`);
    return ` ${JSON.stringify(name)}: {\n  "title": ${JSON.stringify(title)},\n  "description": ${JSON.stringify(description)},\n  "layers": [\n${lines.join(',\n')}\n  ]\n }`;
  });
  return `{\n${charts.join(',\n')}\n}\n`;
}

/** Every layer of a specification, with the titles it stands under. */
function* layersOf(spec: Fields, above: string): Generator<string> {
  const { title, layer, concat, vconcat, mark } = spec;
  const under = typeof title === 'object' && title !== null && 'text' in title ? String((title as Fields)['text']) : '';
  const place = [above, under].filter((text) => text !== '').join(' / ');
  for (const inner of [layer, concat, vconcat]) {
    if (Array.isArray(inner)) for (const part of inner) yield* layersOf(part as Fields, place);
  }
  if (mark === undefined) return;
  const encoding = Object.entries((spec['encoding'] ?? {}) as Fields).map(
    ([channel, value]) => `${channel}: ${channelText(value as Fields)}`,
  );
  yield [place, JSON.stringify(mark), ...encoding, dataText(spec['data'])].join(' | ');
}

function channelText({ field, type, value, axis, scale }: Fields): string {
  const { title = null } = (axis ?? {}) as Fields;
  const { type: kind = null, domain = null } = (scale ?? {}) as Fields;
  const words = [field, type, kind, domain, title].filter((word) => word !== undefined && word !== null);
  return value === undefined
    ? words.map((word) => (typeof word === 'string' ? word : JSON.stringify(word))).join(' ')
    : JSON.stringify(value);
}

function dataText(data: Json | undefined): string {
  const values = ((data ?? {}) as Fields)['values'];
  return Array.isArray(values) ? `${values.length} x ${Object.keys((values[0] ?? {}) as Fields).join(', ')}` : 'data above';
}
