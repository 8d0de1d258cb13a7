/** What `sim trace calibrate` prints: what was fitted on what, the table, and what its words mean. Pure. */
import type { ExitCalibration } from '../models/assess-calibration.ts';
import type { Calibration } from '../models/calibration-file.ts';
import { calibrationTable } from './calibration-table.ts';
import { formatDecimals } from './format-number.ts';
import { formatTable, TABLE_WIDTH } from './table.ts';
import { wrapText } from './wrap-text.ts';

export function calibrationReport(calibration: Calibration, exits: readonly ExitCalibration[]): string {
  const { model, fitted_on, reported_on, bins } = calibration;
  const samples = (count: number) => `${formatDecimals(count, 0)} samples`;
  const lines = (text: string, separator: string) => wrapText(text, TABLE_WIDTH, (line) => [...line].length, separator).join('\n');
  const head = [
    model.name,
    `fitted on ${fitted_on.trace}, ${samples(fitted_on.samples)}`,
    `reported on ${reported_on.trace}, ${samples(reported_on.samples)}`,
  ].join(' · ');
  const words =
    `T divides the logits before softmax; conf.: mean confidence; ECE: expected calibration error in ${bins} bins of equal width, ` +
    `percentage points; NLL: negative log-likelihood in nats. No T changes an answer.`;
  return `${lines(head, ' · ')}\n\n${formatTable(calibrationTable(exits))}\n${lines(words, ' ')}\n${lines(verdict(exits), ' ')}\n`;
}

/** Which exits are told worse than without calibration, by the NLL, which unlike the ECE has no bins to depend on. */
function verdict(exits: readonly ExitCalibration[]): string {
  const worse = (way: 'global' | 'own'): string => {
    const those = exits.filter((exit) => exit[way].nll > exit.before.nll).map(({ exit }) => exit);
    return those.length === 0 ? 'at none' : `at exit ${those.join(', ')}`;
  };
  return `NLL worse than before: with one T for all ${worse('global')}; with a T for each exit ${worse('own')}.`;
}
