/** A trace and its timings as lines to read: what exits say, what codecs do to it, how long pieces take, and what is doubtful. */
import { relative } from 'node:path';
import type { SimulatedModel } from '../models/load-model.ts';
import type { Timing, Trace } from '../models/trace.ts';
import { TABLE_WIDTH } from '../report/table.ts';
import { wrapText } from '../report/wrap-text.ts';

/** Times that differ by more than this share from pass to pass say more of the machine's other work than of the model. */
const BUSY_SPREAD = 0.2;

/** Columns set flush right, the first one flush left. */
function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

function numbers(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${prefix} ${i + 1}`);
}

function microseconds(ns: number): string {
  return `${(ns / 1000).toFixed(1)} us`;
}

/** A list in lines that are no wider than a table. */
function listLines(items: readonly string[]): readonly string[] {
  return wrapText(items.join(', '), TABLE_WIDTH, (line) => line.length, ', ');
}

/** Those of `keys` that `metadata` knows. */
function known(keys: readonly string[], metadata: Trace['metadata']): readonly string[] {
  return listLines(keys.flatMap((key) => (metadata[key] === undefined ? [] : [`${key} ${metadata[key]}`])));
}

/** What does not fit together, in words. */
async function findDoubts(trace: Trace, timings: readonly Timing[], model: SimulatedModel | undefined): Promise<string[]> {
  const { readWidestSpread } = await import('../models/timing-file.ts');
  const doubts: string[] = [];
  const sources = [
    { what: 'this trace', metadata: trace.metadata },
    ...timings.map(({ name, metadata }) => ({ what: `timing ${name}`, metadata })),
  ];
  for (const { what, metadata } of sources) {
    if (model !== undefined && metadata['model_sha256'] !== model.sha256)
      doubts.push(`${what} is of other weights than ${model.name} has now`);
  }
  if (trace.logits === null) doubts.push('imported with confidences only; what needs logits cannot use it');
  for (const timing of timings) {
    const widest = readWidestSpread(timing) ?? 0;
    if (widest > BUSY_SPREAD)
      doubts.push(`timing ${timing.name} varies by ${Math.round(100 * widest)} % between passes: the machine was busy`);
  }
  return doubts;
}

/** Sizes and accuracies under each codec; one line where none was recorded. */
async function describeCodecs(path: string, trace: Trace, model: SimulatedModel | undefined): Promise<string[]> {
  const { summarizeCoded } = await import('../models/summarize-coded.ts');
  const rows = await summarizeCoded(path, trace, model?.manifest);
  if (rows.length === 0) return ['no codecs recorded'];
  const bytes = (size: number | null, digits: number) => (size === null ? '' : `${size.toFixed(digits)} B`);
  return alignColumns([
    ['payload', 'codec', 'mean size', 'median', ...numbers('accuracy', trace.exits)],
    ...rows.map(({ codec, from, meanBytes, medianBytes, accuracy }) => [
      from === 0 ? 'input' : `features ${from}`,
      codec,
      bytes(meanBytes, 1),
      bytes(medianBytes, 0),
      ...Array.from({ length: trace.exits }, (_, k) => accuracy.find(({ exit }) => exit === k + 1)?.accuracy.toFixed(4) ?? ''),
    ]),
  ]);
}

/** One timing in full: how times vary over samples and between passes, and how long batches take. */
async function describeTiming(timing: Timing): Promise<string[]> {
  const { quantiles } = await import('../models/quantiles.ts');
  const { readBatchTimes, readSpread } = await import('../models/timing-file.ts');
  const { name, segmentNs, branchNs, metadata } = timing;
  const pieces = [...segmentNs, ...branchNs];
  const spread = readSpread(timing);
  const percents = [5, 50, 95];
  const overSamples = pieces.map((times) => quantiles(times, percents).map(microseconds));
  const names = [...numbers('segment', segmentNs.length), ...numbers('branch', branchNs.length)];
  const between = names.map((piece) => `${Math.round(100 * (spread?.[piece.replace(' ', '_')] ?? 0))} %`);
  return [
    ...alignColumns([
      [name, ...names],
      ...percents.map((percent, i) => [`p${percent} of samples`, ...overSamples.map((quantile) => quantile[i] ?? '')]),
      ...(spread === undefined ? [] : [['between passes', ...between]]),
      ...readBatchTimes(timing).map((times) => [`batch of ${times.batch}`, ...[...times.segmentNs, ...times.branchNs].map(microseconds)]),
    ]),
    ...known(['provider', 'threads', 'device', 'runtime', 'passes', 'date'], metadata),
  ];
}

async function describeTimings(timings: readonly Timing[], exits: number): Promise<string[]> {
  if (timings.length === 0) return ['no timings beside it'];
  const { summarizeTiming } = await import('../models/summarize-trace.ts');
  const lines = alignColumns([
    ['timing', ...numbers('segment', exits), ...numbers('branch', exits - 1), 'stay/go'],
    ...timings
      .map(summarizeTiming)
      .map(({ name, segmentUs, branchUs, stayOverGo }) => [
        name,
        ...[...segmentUs, ...branchUs].map((us) => `${us.toFixed(1)} us`),
        stayOverGo.toFixed(3),
      ]),
  ]);
  for (const timing of timings) lines.push('', ...(await describeTiming(timing)));
  return lines;
}

/**
 * Describes the trace at `path` and the timings beside it.
 *
 * @param model the trace's, where it is known
 */
export async function describeTrace(
  path: string,
  trace: Trace,
  timings: readonly Timing[],
  model: SimulatedModel | undefined,
): Promise<string[]> {
  const { CONFIDENCE_PERCENTS, countLabels, summarizeExits } = await import('../models/summarize-trace.ts');
  const doubts = await findDoubts(trace, timings, model);
  return [
    relative('.', path),
    `${trace.samples} samples, ${trace.classes} classes, ${trace.exits} exits`,
    ...known(['model', 'dataset', 'split', 'provider', 'device', 'runtime', 'date'], trace.metadata),
    '',
    ...alignColumns([
      ['exit', 'accuracy', ...CONFIDENCE_PERCENTS.map((percent) => `confidence p${percent}`)],
      ...summarizeExits(trace).map(({ exit, accuracy, confidence }) => [
        `${exit}`,
        accuracy.toFixed(4),
        ...confidence.map((value) => value.toFixed(4)),
      ]),
    ]),
    '',
    'labels',
    ...listLines(countLabels(trace).map((count, label) => `${model?.manifest.classes[label] ?? label} ${count}`)),
    '',
    ...(await describeCodecs(path, trace, model)),
    '',
    ...(await describeTimings(timings, trace.exits)),
    ...(doubts.length === 0 ? [] : ['', ...doubts.map((doubt) => `warning: ${doubt}`)]),
  ];
}
