/** A chart's specification as a file: what `sim` writes beside an SVG, for those who want to change the chart. */
import type { Chart } from './chart.ts';

/** The Vega-Lite specification as JSON, two spaces deep, with a line feed at the end; the same chart gives the same bytes. */
export function specJson({ spec }: Chart): string {
  return `${JSON.stringify(spec, null, 2)}\n`;
}
