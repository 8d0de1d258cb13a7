/** The panel of sliders: every move runs the simulator in the worker, and the latest answer is drawn. */

import { commandLine } from '../command.ts';
import type { Settings } from '../knob.ts';
import type { Answer, LivePanel, LivePoint, Request } from '../messages.ts';
import { type Picture, place, prepare } from './draw.ts';

export function startPanel({ knobs, thresholds, command, colours, charts }: LivePanel): void {
  const panel = byId('live');
  const worker = new Worker(URL.createObjectURL(new Blob([textOf('live-worker')], { type: 'text/javascript' })));
  const tell = (request: Request) => worker.postMessage(request);
  const sliders = knobs.map((_, i) => byId(`knob-${i}`) as HTMLInputElement);
  const marker = byId('knob-p_d') as HTMLInputElement;
  const pictures = charts.map(({ id, spec }) => ({ host: byId(id), view: prepare(spec) }));
  let isPlaced = false;
  let latest: Answer | null = null;
  let isRunning = false;
  let isStale = false;
  let moved = performance.now();

  const textAt = (i: number) => knobs[i]?.values[Number(sliders[i]?.value)] as string;
  /** Those that differ from the scenario. */
  const settings = (): Settings =>
    Object.fromEntries(knobs.flatMap(({ key, start }, i) => (Number(sliders[i]?.value) === start ? [] : [[key, textAt(i)]])));

  const run = () => {
    if (isRunning) {
      isStale = true;
      return;
    }
    isRunning = true;
    isStale = false;
    tell({ kind: 'run', settings: settings() });
  };

  worker.onmessage = async ({ data }: MessageEvent<Answer>) => {
    isRunning = false;
    if (isStale) run();
    latest = data;
    await draw(data);
    panel.dataset['elapsedMs'] = String(data.elapsedMs);
    panel.dataset['shownAfterMs'] = String(performance.now() - moved);
    const shown = Object.entries(data.settings).flatMap(([key, text]) => ['--set', `${key}=${text}`]);
    byId('live-command').textContent = commandLine([...command.before, ...shown, ...command.after]);
    byId('live-status').textContent = `${data.points.length} points in ${Math.round(data.elapsedMs)} ms.`;
    byId('live-digest').textContent = data.digest;
  };

  const threshold = () => thresholds[Number(marker.value)] as number;

  async function draw({ points }: Answer): Promise<void> {
    for (const { view } of pictures) view.data('points', points.map(rowOf)).data('marker', points.filter(isMarked).map(rowOf));
    if (isPlaced) await Promise.all(pictures.map(({ view }) => view.runAsync()));
    else {
      await Promise.all(pictures.map(({ view, host }: { view: Picture; host: HTMLElement }) => place(view, host)));
      isPlaced = true;
    }
    showFigures(points.filter(isMarked));
  }

  function isMarked({ p_d }: LivePoint): boolean {
    return p_d === threshold();
  }

  function showFigures(points: readonly LivePoint[]): void {
    byId('live-caption').textContent = `At p_d ${threshold()}`;
    for (const policy of Object.keys(colours)) {
      const point = points.find((one) => one.policy === policy);
      const cells: Readonly<Record<string, string>> = {
        mean: milliseconds(point?.meanMs ?? null),
        p95: point?.stable === false ? 'unstable' : milliseconds(point?.p95Ms ?? null),
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
      run();
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
    run();
  });

  panel.hidden = false;
  tell({ kind: 'plan', base64: textOf('live-plan') });
  run();
}

function rowOf({ policy, p_d, meanMs, p95Ms, accuracy }: LivePoint): object {
  return { policy, p_d, mean: meanMs, p95: p95Ms, accuracy: accuracy === null ? null : accuracy * 100 };
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
