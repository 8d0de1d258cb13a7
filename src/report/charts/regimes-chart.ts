/** Where DEEx pays: a map for each payload and accuracy, arrival rates to the right, uplinks upwards, a colour a verdict; pure. */

import type { RegimeCell, RegimeVerdict } from '../regimes/judge-regimes.ts';
import { cellText, mapSentence, mapsOf, type RegimeMap, type Regimes } from '../regimes/regimes.ts';
import type { Chart, Json, Spec } from './chart.ts';
import { frame, INK, LABEL_SIZE } from './chart-style.ts';
import { panelTitle } from './line-panels.ts';
import { AREA, GRID, GROUND, INK_ON_AREA } from './palette.ts';

/** Width and height of a cell, room between maps [px]. */
const CELL = { width: 52, height: 32 };
const GUTTER = 40;

/** Least width of the whole, so that its title has room [px]. */
const LEAST_WIDTH = 560;

/** Maps side by side at most. */
const MOST_COLUMNS = 3;

const LOOKS: Readonly<Record<RegimeVerdict, { readonly name: string; readonly fill: string; readonly ink: string }>> = {
  better: { name: 'DEEx quicker', fill: AREA.sky, ink: INK_ON_AREA },
  neutral: { name: 'no measurable difference', fill: GRID, ink: INK },
  worse: { name: 'DEEx slower', fill: AREA.orange, ink: INK_ON_AREA },
  unstable: { name: 'both unstable', fill: AREA.grey, ink: INK_ON_AREA },
  'out of reach': { name: 'accuracy out of reach', fill: GROUND.light, ink: INK },
};

export function regimesChart(regimes: Regimes): Chart {
  const maps = mapsOf(regimes);
  const { scenario, replications, rates } = regimes;
  const title = `Where DEEx beats ordinary early exit: ${scenario.name}`;
  const payloads = new Set(maps.map(({ payload }) => payload)).size;
  // With several accuracies, a column a payload and a row an accuracy; else as many beside each other as fit.
  const columns = Math.min(payloads, MOST_COLUMNS);
  const ordered = payloads > MOST_COLUMNS ? maps : byAccuracy(maps);
  const used = new Set(regimes.cells.map(({ verdict }) => verdict));
  const width = Math.max(LEAST_WIDTH, columns * (rates.length * CELL.width + GUTTER));
  return {
    name: 'regimes',
    title,
    description: `Mean latency of DEEx against ordinary early exit at equal accuracy, by uplink and arrival rate. ${maps
      .map((map) => `${map.name}: ${mapSentence(map)}.`)
      .join(' ')}`,
    spec: {
      ...frame(
        title,
        [
          `Numbers: mean latency of DEEx over ordinary early exit, each at its fastest setting that is right often enough`,
          `Colours: paired 95% intervals over ${replications.comparing} replications`,
          ...(hasAlone(regimes) ? ['alone, lost: only DEEx, only the other is stable and right often enough'] : []),
        ],
        width,
      ),
      spacing: GUTTER,
      columns,
      concat: ordered.map((map) => mapSpec(map, regimes, used)),
    },
  };
}

function byAccuracy(maps: readonly RegimeMap[]): readonly RegimeMap[] {
  const rankOf = new Map<string, number>();
  return maps
    .map((map) => {
      const rank = rankOf.get(map.payload) ?? 0;
      rankOf.set(map.payload, rank + 1);
      return { map, rank };
    })
    .sort((a, b) => a.rank - b.rank)
    .map(({ map }) => map);
}

function hasAlone({ cells }: Regimes): boolean {
  return cells.some(
    ({ verdict, latency_ms_difference }) => (verdict === 'better' || verdict === 'worse') && latency_ms_difference === null,
  );
}

function mapSpec({ name, cells }: RegimeMap, { bandwidths, rates }: Regimes, used: ReadonlySet<RegimeVerdict>): Spec {
  const place = (field: string, values: readonly string[], title: string): Spec => ({
    field,
    type: 'ordinal',
    sort: [...values],
    scale: { domain: [...values], paddingInner: 0.03, paddingOuter: 0 },
    axis: { title, labelAngle: 0, ticks: false, domain: false, grid: false },
  });
  const x = place('rate', rates, 'arrivals of a device (requests a second)');
  const y = place('bandwidth', bandwidths.toReversed(), 'uplink (bandwidth)');
  const shown = (Object.keys(LOOKS) as RegimeVerdict[]).filter((verdict) => used.has(verdict));
  const color = {
    field: 'verdict',
    type: 'nominal',
    scale: { domain: shown.map((verdict) => LOOKS[verdict].name), range: shown.map((verdict) => LOOKS[verdict].fill) },
    legend: { title: null, orient: 'bottom', symbolType: 'square', symbolSize: 160, direction: 'horizontal', columns: 3 },
  };
  const rowOf = (cell: RegimeCell): { readonly [field: string]: Json } => ({
    bandwidth: cell.bandwidth,
    rate: cell.rate,
    verdict: LOOKS[cell.verdict].name,
    text: cellText(cell),
  });
  // A layer an ink: writing and areas would share a scale of colours.
  const inks = [...new Set(cells.map(({ verdict }) => LOOKS[verdict].ink))];
  return {
    title: panelTitle(name),
    width: rates.length * CELL.width,
    height: bandwidths.length * CELL.height,
    layer: [
      { data: { values: cells.map(rowOf) }, mark: { type: 'rect', stroke: GRID, strokeWidth: 1 }, encoding: { x, y, color } },
      ...inks.map((ink) => ({
        data: { values: cells.filter(({ verdict }) => LOOKS[verdict].ink === ink).map(rowOf) },
        mark: { type: 'text', fontSize: LABEL_SIZE - 1, color: ink },
        encoding: { x, y, text: { field: 'text', type: 'nominal' } },
      })),
    ],
  };
}
