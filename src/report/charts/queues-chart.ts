/** How many requests are at every part as a run goes on: a row of panels a part, a column a policy at its chosen setting. */

import type { CloserLook } from '../../sim/look-closer.ts';
import type { QueueLength, QueueLengths } from '../../sim/summary/queue-lengths.ts';
import type { Result } from '../../sim/summary/result.ts';
import { chosenPoints, chosenTitle } from '../chosen-points.ts';
import { formatRatio } from '../format-number.ts';
import { stationTitle } from '../parts.ts';
import type { SweepView } from '../sweep-view.ts';
import type { Chart, Spec } from './chart.ts';
import { frame, LABEL_ROOM, type SeriesStyle, seriesStyles, TICK_TEXT, WIDTH } from './chart-style.ts';
import { closerTo } from './distribution-chart.ts';
import { panelTitle } from './line-panels.ts';
import { linearScale } from './nice-scale.ts';
import { axisName } from './sweep-axis.ts';

/** Height of a panel, room around it [px]. */
const PANEL = 100;
const SPACING = 20;

interface Run {
  readonly title: string;
  readonly style: SeriesStyle;
  readonly queues: QueueLengths;
}

/** Null where no queue is told. */
export function queuesChart(view: SweepView, look: CloserLook, result: Result, scenario: string, about: readonly string[]): Chart | null {
  const runs = runsOf(view, look, result);
  const keys = [...new Set(runs.flatMap(({ queues }) => Object.keys(queues.stations)))];
  const all = Object.keys(result.points[0]?.utilization ?? {});
  const longest = (key: string) => Math.max(...runs.map(({ queues }) => Math.max(0, ...(queues.stations[key]?.most ?? []))));
  const shown = keys.filter((key) => longest(key) > 1);
  if (shown.length === 0) return null;
  const quiet = keys.filter((key) => !shown.includes(key)).map((key) => stationTitle(key, all));
  const windows = runs.map(({ queues }) => queues.window_s * windowsOf(queues));
  const { unit, seconds } = unitOf(Math.max(...windows));
  const title = `Requests at every part as a run goes on: ${scenario}`;
  const notes = quiet.length === 0 ? [] : [`never more than one at a time: ${quiet.join(', ')}`];
  const end = Math.max(...windows) / seconds;
  const columns = runs.length;
  const width = Math.floor((WIDTH + LABEL_ROOM - (columns - 1) * (SPACING + 20)) / columns);
  return {
    name: 'queues',
    title,
    description: `Number of requests at each part over the first replication. ${runs.map((run) => say(run, shown, all)).join('; ')}.`,
    spec: {
      ...frame(
        title,
        [
          ...about,
          ['First replication, waiting or served · line: mean', 'area: up to the most, in equal windows of time', ...notes].join(' · '),
        ],
        WIDTH + LABEL_ROOM,
      ),
      spacing: SPACING,
      columns,
      concat: shown.flatMap((key, row) =>
        runs.map((run, column): Spec => {
          const y = yEncoding(longest(key), column === 0);
          const x = xEncoding(end, row === shown.length - 1 ? `time (${unit})` : null);
          return {
            title: panelTitle(columns === 1 ? stationTitle(key, all) : `${stationTitle(key, all)}: ${run.title}`),
            width,
            height: PANEL,
            layer: [...runLayer(run, key, seconds, { x, y }, true), ...runLayer(run, key, seconds, { x, y }, false)],
          };
        }),
      ),
    },
  };
}

function runsOf(view: SweepView, look: CloserLook, result: Result): readonly Run[] {
  const styles = seriesStyles([...view.curves, ...view.levels]);
  const name = view.axis === null ? null : axisName(view.axis);
  return chosenPoints(view).flatMap((chosen) => {
    const queues = closerTo(chosen, look, result)?.queues ?? null;
    if (queues === null) return [];
    return [{ title: chosenTitle(chosen, name), style: styles.get(chosen.label) as SeriesStyle, queues }];
  });
}

function windowsOf({ stations }: QueueLengths): number {
  return Object.values(stations)[0]?.mean.length ?? 0;
}

/** A unit in which the time is a number of some three digits. */
function unitOf(lasts: number): { readonly unit: string; readonly seconds: number } {
  if (lasts < 1) return { unit: 'ms', seconds: 1e-3 };
  if (lasts < 600) return { unit: 's', seconds: 1 };
  return lasts < 6 * 3600 ? { unit: 'min', seconds: 60 } : { unit: 'h', seconds: 3600 };
}

/** The area up to the most, or the line of the means. */
function runLayer(
  { queues, style: { colour } }: Run,
  key: string,
  seconds: number,
  encoding: { readonly x: Spec; readonly y: Spec },
  isArea: boolean,
): readonly Spec[] {
  const length: QueueLength | undefined = queues.stations[key];
  if (length === undefined) return [];
  const at = (window: number): number => ((window + 0.5) * queues.window_s) / seconds;
  if (!isArea) {
    const values = length.mean.map((mean, window) => ({ x: at(window), y: mean }));
    return [{ data: { values }, mark: { type: 'line', color: colour, strokeWidth: 1.4 }, encoding }];
  }
  const values = length.mean.map((mean, window) => ({ x: at(window), y: mean, y2: length.most[window] as number }));
  return [{ data: { values }, mark: { type: 'area', color: colour, opacity: 0.22 }, encoding: { ...encoding, y2: { field: 'y2' } } }];
}

function xEncoding(end: number, title: string | null): Spec {
  const scale = linearScale([end], 0);
  const axis = { title, values: [...scale.ticks], labels: title !== null, labelExpr: TICK_TEXT, grid: false };
  return { field: 'x', type: 'quantitative', scale: { domain: [0, end], nice: false }, axis };
}

function yEncoding(most: number, isFirst: boolean): Spec {
  const scale = linearScale([most], 0);
  const ticks = scale.ticks.length > 4 ? scale.ticks.filter((_, index) => index % 2 === 0) : scale.ticks;
  return {
    field: 'y',
    type: 'quantitative',
    scale: { domain: [...scale.domain], nice: false },
    axis: { title: isFirst ? 'requests (count)' : null, values: [...ticks], labelExpr: TICK_TEXT },
  };
}

function say({ title, queues }: Run, keys: readonly string[], all: readonly string[]): string {
  const said = keys.flatMap((key) => {
    const length = queues.stations[key];
    if (length === undefined) return [];
    const mean = length.mean.reduce((sum, value) => sum + value, 0) / length.mean.length;
    return [`${stationTitle(key, all)} ${formatRatio(mean)} on average, ${Math.max(...length.most)} at most`];
  });
  return `${title}: ${said.join(', ')}`;
}
