/** The document of `sim regimes`, how its cells are read, and its table; pure. */

import { formatDecimals, formatMs, formatPercent, formatSetting, formatSigned } from '../format-number.ts';
import { textCell } from '../point-cells.ts';
import type { Cell, Table } from '../table.ts';
import { REGIME_VERDICTS, type RegimeCell, type RegimeSide, type RegimeVerdict, RIVALS } from './judge-regimes.ts';

export interface Regimes {
  readonly schema: 'sim.regimes/1';
  readonly engine: string;
  readonly scenario: { readonly name: string };
  readonly seed: number;
  readonly replications: { readonly choosing: number; readonly comparing: number };
  /** Key that the bandwidths were put in. */
  readonly bandwidth_key: string;
  /** Of one device. */
  readonly rate_key: string;
  /** Ascending. */
  readonly bandwidths: readonly string[];
  readonly rates: readonly string[];
  /** Digest of the result that each payload's cells were read from. */
  readonly payloads: readonly { readonly payload: string; readonly codec: string; readonly digest: string }[];
  readonly verdicts: Readonly<Record<RegimeVerdict, number>>;
  readonly cells: readonly RegimeCell[];
}

/** A map: the cells of one payload at one accuracy. */
export interface RegimeMap {
  /** `features u8, at least 88.0% right`. */
  readonly name: string;
  readonly payload: string;
  readonly accuracy: number;
  readonly cells: readonly RegimeCell[];
}

export function countVerdicts(cells: readonly RegimeCell[]): Readonly<Record<RegimeVerdict, number>> {
  const count = (wanted: RegimeVerdict) => cells.filter(({ verdict }) => verdict === wanted).length;
  return Object.fromEntries(REGIME_VERDICTS.map((verdict) => [verdict, count(verdict)])) as Record<RegimeVerdict, number>;
}

/** In the order of the cells. */
export function mapsOf({ cells }: Regimes): readonly RegimeMap[] {
  const maps = new Map<string, RegimeCell[]>();
  for (const cell of cells) {
    const name = `${payloadWords(cell)}, at least ${formatPercent(cell.accuracy)}% right`;
    maps.set(name, [...(maps.get(name) ?? []), cell]);
  }
  return [...maps].map(([name, own]) => {
    const [first] = own as [RegimeCell];
    return { name, payload: payloadWords(first), accuracy: first.accuracy, cells: own };
  });
}

function payloadWords({ payload, codec }: RegimeCell): string {
  return payload === 'input' && codec === 'f32' ? 'raw picture' : `${payload === 'input' ? 'picture' : payload} ${codec}`;
}

/** DEEx's mean latency over the other's, less one; null unless both are stable. */
function relativeDifference({ latency_ms_difference, ordinary }: RegimeCell): number | null {
  if (latency_ms_difference === null || ordinary.latency_ms_mean === null) return null;
  return latency_ms_difference / ordinary.latency_ms_mean;
}

/** What is written in a cell: `-35%`, `0`, `alone`, `lost` where the other is alone, `×` unstable, `-` out of reach. */
export function cellText(cell: RegimeCell): string {
  const relative = relativeDifference(cell);
  if (relative !== null) return cell.verdict === 'neutral' ? '0' : percentText(relative);
  return { better: 'alone', neutral: '0', worse: 'lost', unstable: '×', 'out of reach': '-' }[cell.verdict];
}

/** One decimal below one percent, so that no difference is written as none. */
function percentText(share: number): string {
  return Math.abs(share) < 0.0095 ? `${formatSigned(100 * share, Math.abs(share) < 0.00095 ? 2 : 1)}%` : `${formatSigned(100 * share, 0)}%`;
}

/** For a terminal: bandwidths down, rates across. */
export function mapTable({ bandwidths, rates }: Regimes, { cells }: RegimeMap): Table {
  return {
    columns: [
      { name: 'bandwidth', title: 'uplink', align: 'right' },
      ...rates.map((rate) => ({ name: `rate_${rate}`, title: rate, align: 'right' as const })),
    ],
    rows: bandwidths.toReversed().map((bandwidth) => [
      textCell(bandwidth),
      ...rates.map((rate): Cell => {
        const cell = cells.find((one) => one.bandwidth === bandwidth && one.rate === rate) as RegimeCell;
        const text = cellText(cell);
        return { text, value: text, ...(cell.verdict === 'worse' ? { tone: 'bad' as const } : {}) };
      }),
    ]),
  };
}

/** `DEEx is better in 3, neutral in 5, worse in 20 of 36; 8 unstable`. */
export function mapSentence({ cells }: RegimeMap): string {
  const counts = countVerdicts(cells);
  const rest = (['unstable', 'out of reach'] as const).flatMap((verdict) => (counts[verdict] > 0 ? [`${counts[verdict]} ${verdict}`] : []));
  const { better, neutral, worse } = counts;
  return `DEEx is better in ${better}, neutral in ${neutral}, worse in ${worse} of ${cells.length}${rest.length > 0 ? `; ${rest.join(', ')}` : ''}`;
}

/** A row a cell, for files. */
export function cellsTable({ cells }: Regimes): Table {
  const number = (value: number | null, show: (value: number) => string): Cell =>
    value === null ? { text: '', value: null } : { text: show(value), value };
  const sides = RIVALS.flatMap((name) => [
    { name: `${name}_state`, cell: (side: RegimeSide) => textCell(side.state) },
    { name: `${name}_p_d`, cell: (side: RegimeSide) => number(side.p_d, formatSetting) },
    { name: `${name}_right_share`, cell: (side: RegimeSide) => number(side.right_share, formatPercent) },
    { name: `${name}_offload_share`, cell: (side: RegimeSide) => number(side.offload_share, formatPercent) },
    { name: `${name}_latency_ms_mean`, cell: (side: RegimeSide) => number(side.latency_ms_mean, formatMs) },
  ]);
  const words = ['payload', 'codec', 'bandwidth', 'rate'] as const;
  const columns = [
    ...words.map((name) => ({ name, title: name, align: 'left' as const })),
    ...['accuracy', 'verdict', ...sides.map(({ name }) => name)].map((name) => ({ name, title: name, align: 'right' as const })),
    ...['latency_ms_difference', 'latency_ms_difference_low', 'latency_ms_difference_high'].map((name) => ({
      name,
      title: name,
      align: 'right' as const,
    })),
  ];
  const rows = cells.map((cell) => [
    ...words.map((name) => textCell(cell[name])),
    number(cell.accuracy, (value) => formatDecimals(value, 4)),
    textCell(cell.verdict),
    ...sides.map(({ name, cell: make }) => make(name.startsWith('deex_') ? cell.deex : cell.ordinary)),
    number(cell.latency_ms_difference, formatMs),
    number(cell.latency_ms_difference_ci95?.[0] ?? null, formatMs),
    number(cell.latency_ms_difference_ci95?.[1] ?? null, formatMs),
  ]);
  return { columns, rows };
}
