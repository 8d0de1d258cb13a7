/** What the page and its worker say to each other, and what the page is given to show. */

import type { PointResult } from '../sim/summary/result.ts';
import type { Knob, Settings } from './knob.ts';

/** To the worker: its plan, packed and compressed (raw deflate), once; then what to run. */
export type Request = { readonly kind: 'plan'; readonly base64: string } | { readonly kind: 'run'; readonly settings: Settings };

/** From the worker: one answer a run. */
export interface Answer {
  readonly settings: Settings;
  readonly points: readonly LivePoint[];
  /** Of all points in canonical JSON, as in a result document. */
  readonly digest: string;
  /** How long the run took [ms]. */
  readonly elapsedMs: number;
}

/** What the panel draws of a point. */
export interface LivePoint extends Pick<PointResult, 'policy' | 'stable' | 'accuracy' | 'offload_share'> {
  readonly p_d: number;
  readonly meanMs: number | null;
  readonly p95Ms: number | null;
}

/** The live panel as data. */
export interface LivePanel {
  readonly knobs: readonly Knob[];
  /** Values that the marker may take: those of the sweep. */
  readonly thresholds: readonly number[];
  /** Place in `thresholds` where the marker begins. */
  readonly start: number;
  /** Words of the command that runs the same: before the settings, and after them. */
  readonly command: { readonly before: readonly string[]; readonly after: readonly string[] };
  /** Colour of each policy. */
  readonly colours: Readonly<Record<string, string>>;
  /** Vega specifications that draw data sets `points` and `marker`. */
  readonly charts: readonly { readonly id: string; readonly spec: unknown }[];
}

/** Everything the page's script is given. */
export interface PageData {
  /** A chart's element id and what Vega draws there. */
  readonly charts: readonly { readonly id: string; readonly spec: unknown }[];
  readonly live: LivePanel | null;
}
