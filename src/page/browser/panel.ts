/** The panel of sliders: every move runs the simulator in the page's workers, and the latest answer is drawn. */

import { sha256 } from '../../sim/kernel/sha256.ts';
import { canonicalJson } from '../../sim/summary/canonical-json.ts';
import type { PointResult } from '../../sim/summary/result.ts';
import { commandLine } from '../command.ts';
import type { Settings } from '../knob.ts';
import { type LiveAxis, magnitudeAxis, percentAxis } from '../live-axes.ts';
import type { LivePanel } from '../messages.ts';
import { startCrew } from './crew.ts';
import { type Picture, place, prepare } from './draw.ts';
import { inflate } from './inflate.ts';
import { showTooltip } from './tooltip.ts';

export function startPanel({ knobs, thresholds, command, colours, charts }: LivePanel): void {
  const panel = byId('live');
  const crew = inflate(textOf('live-worker')).then((script) => startCrew(new TextDecoder().decode(script), textOf('live-plan')));
  const sliders = knobs.map((_, i) => byId(`knob-${i}`) as HTMLInputElement);
  const marker = byId('knob-p_d') as HTMLInputElement;
  const pictures = charts.map(({ id, spec }) => ({ host: byId(id), view: prepare(spec) }));
  let isPlaced = false;
  let latest: readonly PointResult[] | null = null;
  let isRunning = false;
  let isStale = false;
  let moved = performance.now();

  const textAt = (i: number) => knobs[i]?.values[Number(sliders[i]?.value)] as string;
  /** Those that differ from the scenario. */
  const settings = (): Settings =>
    Object.fromEntries(knobs.flatMap(({ key, start }, i) => (Number(sliders[i]?.value) === start ? [] : [[key, textAt(i)]])));

  const run = async () => {
    isStale = isRunning;
    if (isRunning) return;
    isRunning = true;
    const told = settings();
    const begun = performance.now();
    const points = await (await crew).run(told);
    const elapsedMs = performance.now() - begun;
    isRunning = false;
    if (isStale) void run();
    latest = points;
    await draw(points);
    panel.dataset['elapsedMs'] = String(elapsedMs);
    panel.dataset['shownAfterMs'] = String(performance.now() - moved);
    const shown = Object.entries(told).flatMap(([key, text]) => ['--set', `${key}=${text}`]);
    byId('live-command').textContent = commandLine([...command.before, ...shown, ...command.after]);
    byId('live-status').textContent = `${points.length} points in ${Math.round(elapsedMs)} ms.`;
    // Of all points in canonical JSON, as in a result document.
    byId('live-digest').textContent = sha256(canonicalJson(points));
  };

  const threshold = () => thresholds[Number(marker.value)] as number;

  async function draw(points: readonly PointResult[]): Promise<void> {
    const rows = points.map(rowOf);
    const marked = points.filter(isMarked).map(rowOf);
    const axes: Readonly<Record<string, LiveAxis>> = {
      'live-latency': magnitudeAxis(rows.flatMap(({ mean, p95 }) => [mean, p95])),
      'live-accuracy': percentAxis(rows.map(({ accuracy }) => accuracy)),
    };
    for (const { view, host } of pictures) {
      const { domain, ticks } = axes[host.id] as LiveAxis;
      view
        .signal('low', domain[0])
        .signal('high', domain[1])
        .signal('ticks', [...ticks]);
      view.data('points', rows).data('marker', marked);
    }
    showTooltip(undefined, null);
    if (isPlaced) await Promise.all(pictures.map(({ view }) => view.runAsync()));
    else {
      await Promise.all(pictures.map(({ view, host }: { view: Picture; host: HTMLElement }) => place(view, host)));
      isPlaced = true;
    }
    showFigures(points.filter(isMarked));
  }

  function isMarked({ params }: PointResult): boolean {
    return Number(params['p_d']) === threshold();
  }

  function showFigures(points: readonly PointResult[]): void {
    byId('live-caption').textContent = `At p_d ${threshold()}`;
    for (const policy of Object.keys(colours)) {
      const point = points.find((one) => one.policy === policy);
      const cells: Readonly<Record<string, string>> = {
        mean: milliseconds(point?.latency_ms.mean ?? null),
        p95: point?.stable === false ? 'unstable' : milliseconds(point?.latency_ms.p95 ?? null),
        accuracy: percent(point?.accuracy ?? null),
        offloaded: percent(point?.offload_share ?? null),
      };
      for (const [figure, text] of Object.entries(cells)) {
        const cell = panel.querySelector(`[data-policy="${policy}"] [data-figure="${figure}"]`);
        if (cell !== null) cell.textContent = text;
      }
    }
  }

  const show = (slider: HTMLInputElement, text: string) => {
    slider.setAttribute('aria-valuetext', text);
    byId(`${slider.id}-value`).textContent = text;
  };
  sliders.forEach((slider, i) => {
    slider.addEventListener('input', () => {
      moved = performance.now();
      show(slider, textAt(i));
      void run();
    });
  });
  marker.addEventListener('input', () => {
    show(marker, String(threshold()));
    if (latest !== null) void draw(latest);
  });
  byId('live-reset').addEventListener('click', () => {
    moved = performance.now();
    sliders.forEach((slider, i) => {
      slider.value = String(knobs[i]?.start);
      show(slider, textAt(i));
    });
    void run();
  });

  panel.hidden = false;
  void run();
}

/** What the charts draw of a point: milliseconds, percent. */
interface Row {
  readonly policy: string;
  readonly p_d: number;
  readonly mean: number | null;
  readonly p95: number | null;
  readonly accuracy: number | null;
  readonly stable: boolean;
}

/** Of an unstable point there is no latency to draw: how long it takes hangs on how long one watches. */
function rowOf({ policy, params, stable, latency_ms, accuracy }: PointResult): Row {
  return {
    policy,
    p_d: Number(params['p_d']),
    mean: stable ? latency_ms.mean : null,
    p95: stable ? latency_ms.p95 : null,
    accuracy: accuracy === null ? null : accuracy * 100,
    stable,
  };
}

function milliseconds(value: number | null): string {
  if (value === null) return 'n/a';
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}

function percent(share: number | null): string {
  return share === null ? 'n/a' : (share * 100).toFixed(1);
}

function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page needs an element "${id}"`);
  return element;
}

function textOf(id: string): string {
  return byId(id).textContent ?? '';
}
