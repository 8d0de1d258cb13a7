/** A chart on a dark ground: the same specification with each colour replaced by the one that stands for it there; pure. */

import type { Chart, Json, Spec } from './chart.ts';
import { DARK } from './palette.ts';

export const THEMES = ['light', 'dark'] as const;

export type Theme = (typeof THEMES)[number];

/** The chart in a theme; charts are built in the light one. */
export function inTheme(chart: Chart, theme: Theme): Chart {
  return theme === 'light' ? chart : { ...chart, spec: repaint(chart.spec) as Spec };
}

function repaint(value: Json): Json {
  if (typeof value === 'string') return DARK.get(value) ?? value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(repaint);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, repaint(inner)]));
}
