/** `sim trace calibrate`: temperatures fitted on validation samples, and what they do to the confidences of other samples. */

import { defineCommand, EXIT, UsageError } from './command.ts';
import type { OpenedTrace } from './open-trace.ts';

/** Trace that temperatures are fitted on, beside the one reported, where none is named. */
const VALIDATION = 'validation';

export const traceCalibrateCommand = defineCommand({
  name: 'trace calibrate',
  about: 'Fit softmax temperatures on a validation trace, and report calibration on TRACE before and after',
  positionals: { trace: { kind: 'one', describe: 'trace to report on: MODEL/TRACE, or a path to a .parquet' } },
  flags: {
    on: { kind: 'text', describe: 'trace to fit on: one beside TRACE, MODEL/TRACE, or a path to a .parquet', fallback: VALIDATION },
    'per-exit': { kind: 'switch', describe: 'draw each exit with its own temperature, not with one for all' },
    out: { kind: 'text', describe: 'folder of calibration.json and the chart', fallback: 'reports/<model>-<trace>-calibration' },
    json: { kind: 'switch', describe: 'print calibration.json on stdout and nothing else' },
    force: { kind: 'switch', describe: "overwrite another trace's calibration" },
  },
  examples: [
    'sim trace calibrate b-alexnet-cifar10/test',
    'sim trace calibrate mine.parquet --on held-out.parquet --per-exit --out reports/mine',
  ],
  async run({ trace: word, on, 'per-exit': isPerExit, out, json, force }) {
    if (out === '') throw new UsageError('--out: give the name of a folder');
    const { basename, join, relative } = await import('node:path');
    const { assessCalibration } = await import('../models/assess-calibration.ts');
    const { toCalibration } = await import('../models/calibration-file.ts');
    const { fitCalibration, withLogits } = await import('../models/fit-calibration.ts');
    const { checkHeldOut } = await import('../models/held-out.ts');
    const { refuse } = await import('../models/refuse.ts');
    const { openTrace } = await import('./open-trace.ts');
    const reported = await openTrace(word);
    const trace = withLogits(reported.trace, reported.path);
    const fitted = await openFitted(reported, on);
    const fittedTrace = withLogits(fitted.trace, fitted.path);
    checkHeldOut(fitted, reported);
    const { model } = reported;
    const sha256 = trace.metadata['model_sha256'] ?? model?.sha256;
    if (sha256 === undefined) {
      throw refuse(reported.path, 'its footer does not say which weights it is of', 'record it again with sim record');
    }
    if (model !== undefined && model.sha256 !== sha256) {
      process.stderr.write(`warning: ${reported.path} is of other weights than ${model.name} has now\n`);
    }

    const temperatures = fitCalibration(fittedTrace);
    const exits = assessCalibration(trace, temperatures);
    for (const exit of temperatures.endExits) {
      process.stderr.write(
        `warning: exit ${exit}: ${fitted.path} does not determine its temperature, ${temperatures.exits[exit - 1]} is an end of the range\n`,
      );
    }
    const modelName = model?.name ?? trace.metadata['model'] ?? 'unknown';
    const [name, fittedName] = [basename(reported.path, '.parquet'), basename(fitted.path, '.parquet')];
    const calibration = toCalibration(
      { name: modelName, sha256 },
      temperatures,
      { name: fittedName, trace: fitted.trace },
      { name, trace: reported.trace },
      exits,
    );

    const { reliabilityChart } = await import('../report/charts/reliability-chart.ts');
    const { checkCalibrationFolder, writeCalibrationFiles } = await import('../report/calibration-files.ts');
    const folder = out ?? join('reports', `${modelName}-${name}-calibration`);
    await checkCalibrationFolder(folder, calibration, force);
    const after = isPerExit ? 'own' : 'global';
    const view = { trace: `${modelName}/${name}`, fittedOn: fittedName, samples: trace.samples, after, exits } as const;
    const files = await writeCalibrationFiles(folder, calibration, reliabilityChart(view));

    if (json) process.stdout.write(`${JSON.stringify(calibration, null, 2)}\n`);
    else {
      const { calibrationReport } = await import('../report/calibration-report.ts');
      const shown = files.map((file) => `  ${relative('.', file) || file}`);
      process.stdout.write(`${calibrationReport(calibration, exits)}\nFiles\n${shown.join('\n')}\n`);
    }
    return EXIT.done;
  },
});

/** The trace to fit on: the word as TRACE is read, or a plain name, of a trace in the folder of the one reported. */
async function openFitted(reported: OpenedTrace, word = VALIDATION): Promise<OpenedTrace> {
  const { dirname, join } = await import('node:path');
  const { Missing } = await import('../models/missing.ts');
  const { readTrace } = await import('../models/trace-file.ts');
  const { openTrace } = await import('./open-trace.ts');
  if (word.endsWith('.parquet') || word.includes('/')) return openTrace(word, '--on');
  const path = join(dirname(reported.path), `${word}.parquet`);
  try {
    return { path, trace: await readTrace(path, reported.model), model: reported.model };
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    const { fact, rule, place } = error.problem;
    throw new Missing('trace', {
      place,
      fact: `${fact} to fit on`,
      rule: `record one with sim record --split, or name one with --on; ${rule}`,
    });
  }
}
