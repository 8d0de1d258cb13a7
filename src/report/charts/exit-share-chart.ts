/**
 * Which exit answers how many requests along the sweep, a panel a policy.
 */
import { formatShare } from '../format-number.ts';
import type { CurvePoint, SweepView } from '../sweep-view.ts';
import type { Chart, Spec } from './chart.ts';
import { exitColours, frame, HEIGHT, LABEL_SIZE, WIDTH } from './chart-style.ts';
import { INK_ON_AREA } from './palette.ts';
import { type Band, panels, type Stack } from './panels.ts';
import { axisName, type CurveView, reach, reachPhrase } from './sweep-axis.ts';

/** A band that is nowhere wider than this share has no room for its name: it may be a slanting one. */
const ROOM = 0.3;

export function exitShareChart(view: CurveView, scenario: string, about: readonly string[]): Chart {
  const title = `Which exit answers, against ${axisName(view.axis)}: ${scenario}`;
  const bands = exitBands(view);
  const fits = view.levels.length === 0 && bands.every((band) => view.curves.every(({ points }) => hasRoom(points, band)));
  const stack: Stack = {
    bands,
    y: { title: 'share of requests (%)', domain: [0, 100], ticks: [0, 20, 40, 60, 80, 100] },
    hasLegend: !fits,
  };
  return {
    name: 'exits',
    title,
    description: describe(view),
    spec: {
      ...frame(title, about, WIDTH + 60),
      ...panels(view, stack, (points, width) => (fits ? bandNames(points, bands, width, reach(view)) : [])),
    },
  };
}

/** A band an exit that answers anything; values in percent. */
export function exitBands({ curves, levels }: SweepView): readonly Band[] {
  const points = [...curves.flatMap((curve) => curve.points.map(({ point }) => point)), ...levels.map(({ point }) => point)];
  const exits = points[0]?.exits.length ?? 0;
  const colours = exitColours(exits);
  return colours
    .map((colour, index) => ({
      title: `exit ${index + 1}`,
      colour,
      value: (point: (typeof points)[number]) => (point.exits[index]?.share ?? 0) * 100,
    }))
    .filter((band) => points.some((point) => band.value(point) > 0));
}

function hasRoom(points: readonly CurvePoint[], band: Band): boolean {
  const most = Math.max(...points.map(({ point }) => band.value(point)));
  return most === 0 || most >= ROOM * 100;
}

/** Distance of a band's name from the edge of the chart [px]. */
const MARGIN = 22;

/** The name of each band, where it is widest and the name fits between the edges. */
function bandNames(
  points: readonly CurvePoint[],
  bands: readonly Band[],
  width: number,
  [low, high]: readonly [number, number],
): readonly Spec[] {
  const placeOf = ({ x }: CurvePoint) => (width * (x - low)) / (high - low);
  const inner = points.filter((at) => placeOf(at) >= MARGIN && placeOf(at) <= width - MARGIN);
  return bands.flatMap((band, index) => {
    const candidates = inner.length === 0 ? points : inner;
    const most = Math.max(...candidates.map(({ point }) => band.value(point)));
    if (most === 0) return [];
    const wide = candidates.filter(({ point }) => band.value(point) >= 0.9 * most);
    const at = wide[Math.floor((wide.length - 1) / 2)] as CurvePoint;
    const below = bands.slice(0, index).reduce((sum, lower) => sum + lower.value(at.point), 0);
    return {
      data: { values: [{}] },
      mark: { type: 'text', text: band.title, color: INK_ON_AREA, fontSize: LABEL_SIZE, baseline: 'middle' },
      encoding: { x: { value: placeOf(at) }, y: { value: (HEIGHT - 60) * (1 - (below + band.value(at.point) / 2) / 100) } },
    };
  });
}

function describe(view: CurveView): string {
  const curves = view.curves.map(({ label, points }) => {
    const said = [points[0], points.at(-1)].map((at) => (at === undefined ? '' : `${sharesPhrase(at)} at ${at.setting}`));
    return `${label}: ${said.join('; ')}`;
  });
  return `Share of requests answered at each exit for ${reachPhrase(view)}. ${curves.join('. ')}.`;
}

function sharesPhrase({ point }: CurvePoint): string {
  const answering = point.exits.filter(({ share }) => share > 0);
  return answering.map(({ exit, share }) => `exit ${exit} ${formatShare(share)}`).join(', ');
}
