/** Zooming and panning of a chart with two plain axes: by wheel, pointer, buttons and keys. */

import type { Picture } from './draw.ts';

/** Signals of the specification; as make-interactive.ts names them. */
const AXES = [
  { scale: 'x', signal: 'zoom_x' },
  { scale: 'y', signal: 'zoom_y' },
] as const;

/** A step in, of a button, a key or a notch of the wheel. */
const STEP = 0.75;

/** How far an arrow key moves, as a share of what is seen. */
const SHIFT = 0.15;

type Domain = readonly [number, number];

/** What d3's scales have in common. */
interface Scale {
  domain(): number[];
  range(): number[];
  invert(place: number): number;
}

export function makeZoomable(view: Picture, host: HTMLElement): void {
  const home = AXES.map(({ signal }) => view.signal(signal) as Domain);
  const scaleOf = (axis: number) => view.scale((AXES[axis] as (typeof AXES)[number]).scale) as Scale;

  /** Sets what is seen: on each axis from place `ends[axis][0]` to `ends[axis][1]` of the present picture [px]. */
  const look = (ends: readonly Domain[]) => {
    const domains = ends.map(([from, to], axis) => {
      const scale = scaleOf(axis);
      const [low, high] = home[axis] as Domain;
      return [Math.max(low, scale.invert(from)), Math.min(high, scale.invert(to))] as const;
    });
    show(domains);
  };
  const show = (domains: readonly Domain[]) => {
    const isHome = domains.every((domain, axis) => domain.every((end, i) => end === home[axis]?.[i]));
    AXES.forEach(({ signal }, axis) => {
      view.signal(signal, [...(domains[axis] as Domain)]);
    });
    void view.signal('zoom_on', !isHome).runAsync();
  };
  const ranges = () => AXES.map((_, axis) => scaleOf(axis).range() as unknown as Domain);
  const centre = () => ranges().map(([from, to]) => (from + to) / 2);
  const zoom = (factor: number, at: readonly number[] = centre()) => {
    look(
      ranges().map((range, axis) => range.map((end) => (at[axis] as number) + (end - (at[axis] as number)) * factor) as unknown as Domain),
    );
  };
  const pan = (by: readonly number[]) => {
    const moved = ranges().map((range, axis) => range.map((end) => end + (by[axis] as number)) as unknown as Domain);
    const isInside = moved.map(([from, to], axis) => {
      const [low, high] = home[axis] as Domain;
      return scaleOf(axis).invert(from) >= low && scaleOf(axis).invert(to) <= high;
    });
    look(moved.map((range, axis) => (isInside[axis] === true ? range : (ranges()[axis] as Domain))));
  };
  /** Pixels of the picture to a pixel of the screen. */
  const scaling = () => {
    const svg = host.querySelector('svg') as SVGSVGElement;
    const rect = svg.getBoundingClientRect();
    return { rect, ratio: svg.viewBox.baseVal.width / rect.width };
  };
  const placeOf = ({ clientX, clientY }: MouseEvent): readonly number[] => {
    const { rect, ratio } = scaling();
    const [left, top] = view.origin();
    return [(clientX - rect.left) * ratio - left, (clientY - rect.top) * ratio - top];
  };

  host.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(event.deltaY < 0 ? STEP : 1 / STEP, placeOf(event));
    },
    { passive: false },
  );
  host.addEventListener('dblclick', (event) => zoom(STEP * STEP, placeOf(event)));
  let held: readonly number[] | null = null;
  host.addEventListener('pointerdown', (event) => {
    if (event.pointerType !== 'touch' && view.signal('zoom_on') === true) held = placeOf(event);
  });
  window.addEventListener('pointermove', (event) => {
    if (held === null) return;
    const place = placeOf(event);
    pan(place.map((at, axis) => (held?.[axis] as number) - at));
    held = place;
  });
  window.addEventListener('pointerup', () => {
    held = null;
  });
  const size = (axis: number) => Math.abs((ranges()[axis]?.[1] ?? 0) - (ranges()[axis]?.[0] ?? 0)) * SHIFT;
  const actions: Readonly<Record<string, () => void>> = {
    '+': () => zoom(STEP),
    '=': () => zoom(STEP),
    '-': () => zoom(1 / STEP),
    '0': () => show(home),
    ArrowLeft: () => pan([-size(0), 0]),
    ArrowRight: () => pan([size(0), 0]),
    ArrowUp: () => pan([0, -size(1)]),
    ArrowDown: () => pan([0, size(1)]),
  };
  host.addEventListener('keydown', (event) => {
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key];
    if (action === undefined || (event.key.startsWith('Arrow') && view.signal('zoom_on') !== true)) return;
    event.preventDefault();
    action();
  });
  const tools = host.closest('figure')?.querySelector<HTMLElement>('.zoom');
  if (tools === null || tools === undefined) return;
  tools.hidden = false;
  const keys: Readonly<Record<string, string>> = { in: '+', out: '-', reset: '0' };
  for (const button of tools.querySelectorAll('button'))
    button.addEventListener('click', () => actions[keys[button.dataset['zoom'] ?? ''] ?? '']?.());
}
