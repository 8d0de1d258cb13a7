/**
 * What a chart is: plain data, a Vega-Lite specification with a name, and the words for those who cannot see it.
 *
 * Charts are pure functions from results to specifications; only render.ts knows Vega.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A Vega-Lite specification, or a part of one. */
export type Spec = { readonly [key: string]: Json };

export interface Chart {
  /** File name without ending: `latency`. */
  readonly name: string;
  /** What is shown, and of which scenario. */
  readonly title: string;
  /** The chart in a sentence or two, for screen readers. */
  readonly description: string;
  readonly spec: Spec;
}
