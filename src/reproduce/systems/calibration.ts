/** Calibration: one temperature (Guo), and what it does to offloading (Pacheco). */

import { dirname, join } from 'node:path';
import { assessCalibration, type ExitCalibration } from '../../models/assess-calibration.ts';
import { fitCalibration, type Temperatures, withLogits } from '../../models/fit-calibration.ts';
import { readTrace } from '../../models/trace-file.ts';
import { formatDecimals } from '../../report/format-number.ts';
import type { LoadedScenario } from '../../scenario/load-scenario.ts';
import type { Claim } from '../claim.ts';
import { type Laboratory, pointOf } from '../laboratory.ts';
import type { SystemReport } from '../system.ts';

const TARGET = 0.8;

/** Temperatures of a scenario's model, fitted on the validation trace, and what they do on the scenario's own. */
async function calibrated({ model, trace, tracePath }: LoadedScenario): Promise<{ fit: Temperatures; exits: readonly ExitCalibration[] }> {
  const path = join(dirname(tracePath), 'validation.parquet');
  const fit = fitCalibration(withLogits(await readTrace(path, model), path));
  return { fit, exits: assessCalibration(withLogits(trace, tracePath), fit) };
}

export async function calibration(laboratory: Laboratory): Promise<SystemReport[]> {
  const { fit, exits } = await calibrated(await laboratory.load('paper'));
  const temperatures = fit.exits.slice(0, -1).map((temperature) => Number(temperature.toFixed(3)));
  const run = await laboratory.run('paper', [
    `policies=[{ name: ordinary, p_tar: ${TARGET} }, { name: calibrated, p_tar: ${TARGET}, temperature: [${temperatures.join(', ')}] }]`,
    'sweep=null',
  ]);
  const [before, after] = [pointOf(run, 'ordinary'), pointOf(run, 'calibrated')];
  const last = exits.at(-1) as ExitCalibration;
  const taken = (exit: ExitCalibration) => 100 * (1 - exit.own.ece / exit.before.ece);
  const guo = { value: 100 * (1 - 0.83 / 4.6), standing: 'recalled' as const, place: 'Table 1' };
  const eceClaim = (exit: ExitCalibration, isHeadline: boolean): Claim => ({
    quantity: `calibration error taken away at exit ${exit.exit}`,
    unit: '%',
    published: guo,
    ours: taken(exit),
    direction: { says: 'one temperature lowers the error', holds: exit.own.ece < exit.before.ece },
    isHeadline,
  });
  const over = (exit: ExitCalibration) => 100 * (exit.before.confidence - exit.accuracy);
  const edgeBefore = edgeAccuracy(before.exits);
  const edgeAfter = edgeAccuracy(after.exits);
  const commands = ['sim trace calibrate b-alexnet-cifar10/test'];
  return [
    {
      name: 'Temperature scaling',
      references: [
        {
          authors: 'Guo, Pleiss, Sun, Weinberger',
          title: 'On Calibration of Modern Neural Networks',
          venue: 'ICML',
          year: 2017,
          link: 'arXiv 1706.04599',
        },
      ],
      setup: 'Temperatures fitted on the validation trace, calibration error in 15 bins on the test trace; each exit its own T.',
      commands,
      missing: null,
      claims: [
        eceClaim(last, true),
        ...exits.slice(0, -1).map((exit) => eceClaim(exit, exit.exit === 2)),
        ...[
          ['before', 4.6, last.before.ece],
          ['after', 0.83, last.own.ece],
        ].map(
          ([when, published, ours]): Claim => ({
            quantity: `calibration error of the last exit, ${when}`,
            unit: '%',
            published: { value: published as number, standing: 'recalled', place: 'Table 1' },
            ours: 100 * (ours as number),
            direction: { says: 'one temperature lowers the error', holds: last.own.ece < last.before.ece },
            incomparable: 'a ResNet with 110 layers',
            isHeadline: false,
          }),
        ),
      ],
      notes: [
        'Published: ResNet-110 on CIFAR-10, 4.6% before and 0.83% after. Our last exit was trained with label smoothing, is not sure enough rather than too sure, and its confidences crowd at 0.9, which no one number spreads.',
      ],
    },
    {
      name: 'Calibrated offloading',
      references: [
        {
          authors: 'Pacheco, Couto, Simeone',
          title: 'On the impact of deep neural network calibration on adaptive edge offloading for image classification',
          venue: 'J. Network and Computer Applications 217',
          year: 2023,
          link: 'doi:10.1016/j.jnca.2023.103679',
        },
        {
          authors: 'Pacheco, Couto, Simeone',
          title: 'Calibration-Aided Edge Inference Offloading via Adaptive Model Partitioning of Deep Neural Networks',
          venue: 'IEEE ICC',
          year: 2021,
          link: 'arXiv 2010.16335',
        },
      ],
      setup: `Ordinary early exit at p_tar ${TARGET} by raw and by calibrated confidence, T ${temperatures.join(' and ')} at exits 1 and 2.`,
      commands: [...commands, run.command],
      missing: null,
      claims: [
        ...exits.slice(0, -1).map(
          (exit): Claim => ({
            quantity: `confidence above accuracy at exit ${exit.exit}`,
            unit: 'points',
            published: { value: 'too sure', standing: 'abstract' },
            ours: over(exit),
            // A calibration error of a perfect classifier is not 0; half a point is within chance.
            direction: { says: 'the branch is too sure, by more than half a point', holds: over(exit) > 0.5 },
            isHeadline: true,
          }),
        ),
        {
          quantity: 'accuracy below exit N gained',
          unit: 'points',
          published: { value: 'more', standing: 'abstract' },
          ours: 100 * (edgeAfter - edgeBefore),
          direction: { says: 'what stays is more often right', holds: edgeAfter > edgeBefore },
          isHeadline: true,
        },
        {
          quantity: 'more offloaded after calibrating',
          unit: 'points',
          published: { value: 'more', standing: 'recalled' },
          ours: 100 * (after.offload_share - before.offload_share),
          direction: { says: 'more is offloaded', holds: after.offload_share > before.offload_share },
          isHeadline: false,
        },
      ],
      notes: [
        `What stays is right on ${formatDecimals(100 * edgeBefore, 1)}% before and ${formatDecimals(100 * edgeAfter, 1)}% after; ${formatDecimals(100 * before.offload_share, 1)}% and ${formatDecimals(100 * after.offload_share, 1)}% are offloaded. The paper's networks are trained on other data, its outage counts batches.`,
      ],
    },
  ];
}

/** Share of right answers of the exits below the last one. */
function edgeAccuracy(exits: readonly { readonly share: number | null; readonly accuracy: number | null }[]): number {
  const below = exits.slice(0, -1);
  const share = below.reduce((sum, exit) => sum + (exit.share ?? 0), 0);
  return below.reduce((sum, exit) => sum + (exit.share ?? 0) * (exit.accuracy ?? 0), 0) / share;
}
