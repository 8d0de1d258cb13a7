/** From a Vega specification to a live picture; the page's one door to Vega. Expressions are interpreted: nothing is evaluated. */

import { parse, View, Warn } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { showTooltip } from './tooltip.ts';

export type Picture = View;

/** A view of `spec` that is not in the page yet. */
export function prepare(spec: unknown): Picture {
  const runtime = parse(spec as Parameters<typeof parse>[0], undefined, { ast: true });
  const view = new View(runtime, { expr: expressionInterpreter, renderer: 'svg', hover: true, logLevel: Warn } as object);
  view.tooltip((_, event, __, value) => showTooltip(event as MouseEvent, value));
  return view;
}

/** Puts the view where `host` has its still picture. */
export async function place(view: Picture, host: HTMLElement): Promise<void> {
  const frame = document.createElement('div');
  await view.initialize(frame).runAsync();
  // The place tells in words what the picture shows; its parts would only be counted out.
  frame.querySelector('svg')?.setAttribute('aria-hidden', 'true');
  host.replaceChildren(frame);
}
