/** Claims as table rows, for the terminal and for the page; knows how a figure is read, nothing of how it was computed. */

import { formatDecimals, formatSigned } from '../report/format-number.ts';
import { ABSENT_CELL, textCell } from '../report/point-cells.ts';
import type { Cell, Table } from '../report/table.ts';
import type { Standing, Unit } from './claim.ts';
import type { JudgedClaim, JudgedSystem } from './run-reproduction.ts';

const DECIMALS: Readonly<Record<Unit, number>> = { '%': 1, points: 1, x: 2, ms: 2, p_d: 2, '': 0 };

/** Decimals that a published figure is shown with at most. */
const MOST_DECIMALS = 2;

const STANDINGS: Readonly<Record<Standing, string>> = {
  paper: 'the paper',
  abstract: 'its abstract',
  derived: 'worked out from its figures',
  recalled: 'recalled, unchecked',
};

/** `Kang et al. 2017`, `Pacheco and Couto 2020`. */
export function shortReference({ references }: Pick<JudgedSystem, 'references'>): string {
  const [{ authors, year } = { authors: '', year: 0 }] = references;
  const names = authors.replace(/ et al\.$/, ', et al.').split(', ');
  const [first, second] = names;
  const who = names.length === 1 ? first : names.length === 2 && second !== 'et al.' ? `${first} and ${second}` : `${first} et al.`;
  return `${who} ${year}`;
}

/** What a summary shows of each system. */
export function headlinesOf({ claims }: JudgedSystem): readonly JudgedClaim[] {
  return claims.filter(({ isHeadline }) => isHeadline);
}

/** For a terminal: no wider than it need be. */
export function headlineTable(claims: readonly JudgedClaim[]): Table {
  return {
    columns: [
      { name: 'quantity', title: '', align: 'left' },
      { name: 'published', title: 'published', align: 'right' },
      { name: 'ours', title: 'ours', align: 'right' },
      { name: 'verdict', title: '', align: 'left' },
    ],
    rows: claims.map((claim) => [textCell(`  ${claim.quantity}`), publishedCell(claim), oursCell(claim), verdictCell(claim)]),
  };
}

/** The page's summary: the headlines of every system. */
export function summaryTable(systems: readonly JudgedSystem[]): Table {
  return {
    columns: [
      { name: 'system', title: 'system', align: 'left' },
      { name: 'reference', title: 'first author, year', align: 'left' },
      { name: 'quantity', title: 'what', align: 'left' },
      { name: 'published', title: 'published', align: 'right' },
      { name: 'ours', title: 'ours', align: 'right' },
      { name: 'verdict', title: 'verdict', align: 'left' },
    ],
    rows: systems.flatMap((system) =>
      headlinesOf(system).map((claim) => [
        textCell(system.name),
        textCell(shortReference(system)),
        textCell(claim.quantity),
        publishedCell(claim),
        oursCell(claim),
        verdictCell(claim),
      ]),
    ),
  };
}

/** The page's table of one system: every claim with where it stands and why it is judged so. */
export function claimsTable({ claims }: JudgedSystem): Table {
  return {
    columns: [
      { name: 'quantity', title: 'what', align: 'left' },
      { name: 'published', title: 'published', align: 'right' },
      { name: 'source', title: 'source', align: 'left' },
      { name: 'ours', title: 'ours', align: 'right' },
      { name: 'difference', title: 'difference', align: 'right' },
      { name: 'direction', title: 'what it shows', align: 'left' },
      { name: 'verdict', title: 'verdict', align: 'left' },
    ],
    rows: claims.map((claim) => [
      textCell(claim.quantity),
      publishedCell(claim),
      textCell([STANDINGS[claim.published.standing], claim.published.place].filter((word) => word !== undefined).join(': ')),
      oursCell(claim),
      differenceCell(claim),
      textCell(claim.ours === null ? '' : `${claim.direction.says}: ${claim.direction.holds ? 'yes' : 'no'}`),
      textCell(claim.incomparable === undefined ? claim.verdict : `${claim.verdict}: ${claim.incomparable}`),
    ]),
  };
}

function publishedCell({ published: { value, isLeast }, unit }: JudgedClaim): Cell {
  if (typeof value === 'string') return textCell(value);
  const decimals = Math.min(MOST_DECIMALS, String(value).split('.')[1]?.length ?? 0);
  return { text: `${isLeast === true ? 'at least ' : ''}${withUnit(formatDecimals(value, decimals), unit)}`, value };
}

function oursCell({ ours, unit }: JudgedClaim): Cell {
  if (ours === null) return ABSENT_CELL;
  return typeof ours === 'string' ? textCell(ours) : { text: withUnit(formatDecimals(ours, DECIMALS[unit]), unit), value: ours };
}

function differenceCell({ difference, unit }: JudgedClaim): Cell {
  return difference === null ? { text: '', value: null } : { text: formatSigned(difference, DECIMALS[unit]), value: difference };
}

function verdictCell({ verdict }: JudgedClaim): Cell {
  return { text: verdict, value: verdict, ...(verdict === 'not reproduced' ? { tone: 'bad' as const } : {}) };
}

function withUnit(text: string, unit: Unit): string {
  return { '%': `${text}%`, points: `${text} points`, x: `${text} x`, ms: `${text} ms`, p_d: text, '': text }[unit];
}
