/** Names of rows, on two lines where one is not enough; pure. */

import { textWidth } from '../text-width.ts';
import { wrapText } from '../wrap-text.ts';
import { LABEL_SIZE } from './chart-style.ts';

/** Longest line [px]; the axis cuts what is longer still. */
const MOST_WIDTH = 250;

/** Lines of a label that holds line breaks, for Vega. */
export const LINES = "split(datum.label, '\\n')";

/** The name with a line break in it where it is long. */
export function rowLabel(name: string): string {
  const measure = (line: string) => textWidth(line, LABEL_SIZE);
  if (measure(name) <= MOST_WIDTH) return name;
  const [first = '', ...others] = wrapText(name, MOST_WIDTH, measure, ', ').flatMap((line) => wrapText(line, MOST_WIDTH, measure));
  const comma = name.startsWith(`${first}, `) ? ',' : '';
  return others.length === 0 ? first : `${first}${comma}\n${others.join(' ')}`;
}
