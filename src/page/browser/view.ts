/** The page's script: live charts in place of still ones as they come into sight, and the panel of sliders. */

import type { PageData } from '../messages.ts';
import { place, prepare } from './draw.ts';
import { inflate } from './inflate.ts';
import { startPanel } from './panel.ts';
import { makeZoomable } from './zoom.ts';

/** How far below the window a chart is made live [px]. */
const AHEAD = 400;

async function start(): Promise<void> {
  const bytes = await inflate(document.getElementById('page-data')?.textContent ?? '');
  const { charts, live } = JSON.parse(new TextDecoder().decode(bytes)) as PageData;
  if (live !== null) startPanel(live);
  const specs = new Map(charts.map(({ id, spec }) => [id, spec]));
  const sight = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        sight.unobserve(target);
        void enliven(target as HTMLElement, specs.get(target.id));
      }
    },
    { rootMargin: `${AHEAD}px` },
  );
  for (const { id } of charts) {
    const host = document.getElementById(id);
    if (host !== null) sight.observe(host);
  }
}

async function enliven(host: HTMLElement, spec: unknown): Promise<void> {
  const view = prepare(spec);
  await place(view, host);
  host.dataset['live'] = 'yes';
  const signals = (spec as { readonly signals?: readonly { readonly name: string }[] }).signals ?? [];
  if (signals.some(({ name }) => name === 'zoom_on')) makeZoomable(view, host);
}

void start();
