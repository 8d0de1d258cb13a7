/**
 * Where the latency goes: waiting, computing, sending and propagation, stacked along the sweep, a panel a policy.
 */
import type { AnsweredPoint } from '../answered.ts';
import { formatMs } from '../format-number.ts';
import { type LatencyPart, latencyParts, linkCount, partTitle } from '../parts.ts';
import type { SweepView } from '../sweep-view.ts';
import type { Chart } from './chart.ts';
import {
  DOWN_COLOURS,
  frame,
  PROPAGATION_COLOUR,
  SCORES_COLOUR,
  TIER_COLOURS,
  TIMEOUT_COLOUR,
  tint,
  UP_COLOURS,
  WIDTH,
} from './chart-style.ts';
import { linearScale, type NiceScale } from './nice-scale.ts';
import { type Band, panels, type Stack } from './panels.ts';
import { axisName, type CurveView, reachPhrase } from './sweep-axis.ts';

/** Times the median of the stable means: what lies beyond is cut off, as a wall would flatten all the rest. */
const CUT = 25;

export function breakdownChart(view: CurveView, scenario: string, about: readonly string[]): Chart {
  const title = `Where the latency goes, against ${axisName(view.axis)}: ${scenario}`;
  const points = pointsOf(view);
  const { scale, isCut } = stackScale(points);
  const stack: Stack = {
    bands: partBands(points),
    y: { title: 'mean latency (ms)', domain: scale.domain, ticks: scale.ticks },
    hasLegend: true,
  };
  const note = isCut ? ['Cut off at the top where it is unstable or close to it.'] : [];
  return {
    name: 'breakdown',
    title,
    description: describe(view, stack.bands),
    spec: { ...frame(title, [...about, ...note], WIDTH + 60), ...panels(view, stack) },
  };
}

/** A band for each part of the latency that is not zero throughout; a wait is a tint of its place's colour. Values in ms. */
export function partBands(points: readonly AnsweredPoint[]): readonly Band[] {
  const parts = latencyParts(points);
  const places = (kind: LatencyPart['kind']): readonly string[] => [
    ...new Set(parts.filter((part) => part.kind === kind).map(({ place }) => place)),
  ];
  const colours = {
    compute: TIER_COLOURS,
    up: UP_COLOURS,
    down: DOWN_COLOURS,
    propagation: [PROPAGATION_COLOUR],
    timeout: [TIMEOUT_COLOUR],
    scores: [SCORES_COLOUR],
    join: [TIMEOUT_COLOUR],
  };
  const links = linkCount(parts.map(({ key }) => key));
  return parts.map((part) => {
    const range = colours[part.kind];
    const colour = range[places(part.kind).indexOf(part.place) % range.length] as string;
    return {
      title: partTitle(part, links),
      colour: part.isWait ? tint(colour, 0.6) : colour,
      value: (point) => point.breakdown_ms[part.key] ?? 0,
    };
  });
}

/** All points of a view. */
function pointsOf({ curves, levels }: SweepView): readonly AnsweredPoint[] {
  return [...curves.flatMap((curve) => curve.points.map(({ point }) => point)), ...levels.map(({ point }) => point)];
}

/** An axis from zero to the largest stable mean, but to no more than `CUT` times their median; and whether it cuts a stack. */
export function stackScale(points: readonly AnsweredPoint[]): { readonly scale: NiceScale; readonly isCut: boolean } {
  const all = points.map(({ latency_ms }) => latency_ms.mean);
  const stable = points.filter((point) => point.stable).map(({ latency_ms }) => latency_ms.mean);
  const means = (stable.length > 0 ? stable : all).sort((a, b) => a - b);
  const median = means[Math.floor(means.length / 2)] ?? 0;
  const scale = linearScale([Math.min(means.at(-1) ?? 0, CUT * median)], 0);
  return { scale, isCut: Math.max(...all) > scale.domain[1] };
}

function describe(view: CurveView, bands: readonly Band[]): string {
  const curves = view.curves.map(({ label, points }) => {
    const last = points.at(-1);
    if (last === undefined) return label;
    const parts = bands.filter((band) => band.value(last.point) > 0).map((band) => `${band.title} ${formatMs(band.value(last.point))} ms`);
    return `${label} at ${last.setting}: ${parts.join(', ')}`;
  });
  return `Mean latency in milliseconds by part for ${reachPhrase(view)}. ${curves.join('. ')}.`;
}
