/** What the page and its worker say to each other, and what the page is given to show. */

import type { PointResult } from '../sim/summary/result.ts';
import type { Knob, Settings } from './knob.ts';

/** To a worker: the plan, packed and compressed (raw deflate), and which of its points are the worker's, once; then what to run. */
export type Request =
  | { readonly kind: 'plan'; readonly base64: string; readonly share: Share }
  | { readonly kind: 'run'; readonly settings: Settings };

/** Every `of`-th point, from number `first` on. */
export interface Share {
  readonly first: number;
  readonly of: number;
}

/** From a worker, one a run: its points as a result document has them. */
export type Answer = readonly PointResult[];

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
