/** `sim verify`: the engine against queueing theory, a table of what is expected and what was simulated. */

import type { Cell, Column } from '../report/table.ts';
import type { VerifyReport, VerifyRow } from '../verify/run-verify.ts';
import { defineCommand, EXIT, UsageError } from './command.ts';

export const verifyCommand = defineCommand({
  name: 'verify',
  about: 'Hold the engine against queueing theory: expected and simulated figures, and a verdict',
  positionals: {},
  flags: {
    seed: { describe: 'Seed of every random stream', kind: 'count', fallback: '1' },
    only: { describe: 'Only families and cases whose name holds NAME', kind: 'text' },
    json: { describe: 'Print one JSON document on stdout and nothing else', kind: 'switch' },
  },
  examples: ['sim verify', 'sim verify --seed 7', 'sim verify --only networks --json'],
  async run({ seed = 1, only, json }) {
    const { runVerify, verifyNames } = await import('../verify/run-verify.ts');
    const { showProgress } = await import('./progress.ts');
    if (only !== undefined) checkName(only, verifyNames());
    let progress: ReturnType<typeof showProgress> | null = null;
    const report = runVerify({
      seed,
      only,
      onProgress(done, total) {
        progress ??= showProgress({ label: 'verifying', unit: 'requests', total });
        progress.update(done);
      },
    });
    (progress as ReturnType<typeof showProgress> | null)?.finish();
    if (json) {
      const { version } = await import('../version.ts');
      process.stdout.write(`${JSON.stringify({ schema: 'sim.verify/1', engine: version(), ...report }, null, 2)}\n`);
    } else {
      const color = process.stdout.isTTY === true && !process.env['NO_COLOR'];
      process.stdout.write(await describe(report, color));
    }
    return report.failed === 0 ? EXIT.done : EXIT.unmet;
  },
});

function checkName(only: string, names: readonly { readonly family: string; readonly name: string }[]): void {
  const all = names.flatMap(({ family, name }) => [family, name]);
  if (all.some((name) => name.toLowerCase().includes(only.toLowerCase()))) return;
  const families = [...new Set(names.map(({ family }) => family))];
  throw new UsageError(`--only ${only}: no family or case has that in its name; families are ${families.join(', ')}`);
}

const COLUMNS: readonly Column[] = [
  { name: 'case', title: 'case', align: 'left' },
  { name: 'figure', title: 'figure', align: 'left' },
  { name: 'expected', title: 'expected', align: 'right' },
  { name: 'simulated', title: 'simulated', align: 'right' },
  { name: 'difference', title: 'off by', align: 'right' },
  { name: 'interval', title: 'interval', align: 'right' },
  { name: 'verdict', title: '', align: 'left' },
];

async function describe(report: VerifyReport, color: boolean): Promise<string> {
  const { formatTable } = await import('../report/table.ts');
  const { rows, failed, intervals, confidence, seed } = report;
  const lines = formatTable({ columns: COLUMNS, rows: rows.map(cellsOf) }, { color }).split('\n');
  const [titles, ...body] = lines;
  const out = [titles as string];
  rows.forEach((row, i) => {
    if (row.family !== rows[i - 1]?.family) out.push('', row.family);
    out.push(body[i] as string);
  });
  const percent = `${100 * confidence} %`;
  out.push(
    '',
    `${failed === 0 ? `All ${rows.length} figures pass` : `${failed} of ${rows.length} figures FAIL`} (seed ${seed}).`,
    `Intervals are simultaneous: ${intervals} of them hold together with ${percent}, each at 1 - ${(1 - confidence).toFixed(2)}/${intervals}`,
    '(Bonferroni; Student-t over replications). `exact` is met to 1e-9.',
    'docs/verification.md says what a pass shows and what not.',
  );
  return `${out.join('\n')}\n`;
}

function cellsOf(row: VerifyRow, index: number, rows: readonly VerifyRow[]): Cell[] {
  const { expected, simulated, difference, interval, verdict, unit, check } = row;
  const isSame = rows[index - 1]?.case === row.case && rows[index - 1]?.family === row.family;
  const isRelative = check !== 'exact' && expected !== 0;
  const off = isRelative ? `${signed((100 * difference) / expected, 2)} %` : difference === 0 ? '0' : difference.toExponential(1);
  const range = interval === null ? 'exact' : `${digits(interval[0])}..${digits(interval[1])}`;
  const texts = [
    isSame ? '' : row.case,
    unit === '' ? row.figure : `${row.figure}, ${unit}`,
    digits(expected),
    digits(simulated),
    off,
    range,
    verdict === 'pass' ? 'pass' : 'FAIL',
  ];
  return texts.map((text, i) => ({ text, value: text, ...(i === 6 && verdict === 'fail' ? { tone: 'bad' as const } : {}) }));
}

/** Four significant digits, without an exponent where that is short. */
function digits(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  return size >= 1e5 || size < 1e-3 ? value.toExponential(2) : value.toFixed(Math.max(0, 3 - Math.floor(Math.log10(size))));
}

function signed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return value > 0 ? `+${text}` : text;
}
