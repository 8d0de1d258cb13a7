/**
 * The table of `sim trace calibrate`: how sure each exit is and how often it is right, before calibration and after.
 *
 * Knows figures; nothing of how they were computed.
 */
import { type ExitCalibration, type Fit, WAYS, type Way } from '../models/assess-calibration.ts';
import { formatDecimals, formatPercent } from './format-number.ts';
import type { Cell, Column, Table } from './table.ts';

/** Words above the columns of each way. */
const GROUPS: Readonly<Record<Way, string>> = { before: 'before', global: 'one T for all', own: 'a T for each exit' };

/** A row an exit. Shares in per cent, errors in percentage points, NLL in nats. */
export function calibrationTable(exits: readonly ExitCalibration[]): Table {
  return {
    columns: [
      { name: 'exit', title: 'exit', align: 'right' },
      { name: 'accuracy', title: 'accuracy %', align: 'right' },
      ...WAYS.flatMap(columnsOf),
    ],
    rows: exits.map((row) => [
      { text: String(row.exit), value: row.exit },
      { text: formatPercent(row.accuracy), value: row.accuracy },
      ...WAYS.flatMap((way) => cellsOf(row[way])),
    ]),
  };
}

function columnsOf(way: Way): Column[] {
  const column = (name: string, title: string): Column => ({ name: `${way}_${name}`, title, group: GROUPS[way], align: 'right' });
  return [column('temperature', 'T'), column('confidence', 'conf. %'), column('ece', 'ECE %'), column('nll_nats', 'NLL')];
}

function cellsOf({ temperature, confidence, ece, nll }: Fit): Cell[] {
  return [
    { text: formatDecimals(temperature, 3), value: temperature },
    { text: formatPercent(confidence), value: confidence },
    { text: formatDecimals(ece * 100, 2), value: ece },
    { text: formatDecimals(nll, 4), value: nll },
  ];
}
