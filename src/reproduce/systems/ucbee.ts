/** UCBEE: a bandit that finds the threshold as it goes. */

import { formatDecimals } from '../../report/format-number.ts';
import type { PointResult } from '../../sim/summary/result.ts';
import { accuracyOf, type Laboratory, meanMs, pointOf } from '../laboratory.ts';
import type { SystemReport } from '../system.ts';

/** Fixed thresholds beside it. */
const FIXED = [0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9];

/** Requests after which it should have settled, and to which its first are compared. */
const FEW = 2000;
const MANY = 10_000;

export async function ucbee(laboratory: Laboratory): Promise<SystemReport[]> {
  const policies = ['{ name: ucbee }', ...FIXED.map((target) => `{ name: ordinary, p_tar: ${target} }`)];
  const common = ['sweep=null', 'replications=4', 'workload.order=random'];
  const run = await laboratory.run('4g-input', [
    `policies=[${policies.join(', ')}]`,
    ...common,
    `workload.requests=${MANY}`,
    'workload.warmup=0',
  ]);
  const alone = ['policies=[{ name: ucbee }]', ...common];
  const early = await laboratory.run('4g-input', [...alone, `workload.requests=${FEW}`, 'workload.warmup=0']);
  const late = await laboratory.run('4g-input', [...alone, `workload.requests=${MANY}`, `workload.warmup=${MANY - FEW}`]);
  const learnt = pointOf(run, 'ucbee');
  const fixed = run.result.points.filter(({ policy }) => policy === 'ordinary');
  const rival = nearestBelow(fixed, accuracyOf(learnt));
  const saved = 100 * (1 - meanMs(learnt) / meanMs(rival));
  const [first, last] = [pointOf(early, 'ucbee'), pointOf(late, 'ucbee')];
  const drift = 100 * (last.offload_share - first.offload_share);
  const stationary = 'its gain is under distortion that changes; our recordings hold clean pictures only';
  return [
    {
      name: 'UCBEE, AdaEE',
      references: [
        {
          authors: 'Pacheco, Bajpai, Shifrin, Couto, Menasché, Hanawal, Campista',
          title: 'UCBEE: A Multi Armed Bandit Approach for Early-Exit in Neural Networks',
          venue: 'IEEE Trans. Network and Service Management 22(1)',
          year: 2025,
        },
        {
          authors: 'Pacheco et al.',
          title: 'AdaEE: Adaptive Early-Exit DNN Inference Through Multi-Armed Bandits',
          venue: 'IEEE ICC',
          year: 2023,
        },
      ],
      setup: `Policy ucbee behind the 4G uplink, the picture as payload, against ordinary early exit at the fixed threshold that is nearest in accuracy and not above it (p_tar ${rival.params['p_tar']}: ${formatDecimals(100 * accuracyOf(rival), 1)}% right, ucbee ${formatDecimals(100 * accuracyOf(learnt), 1)}%).`,
      commands: [run.command, early.command, late.command],
      missing: null,
      claims: [
        {
          quantity: 'latency saved at equal accuracy',
          unit: '%',
          published: { value: '10 to 20', standing: 'abstract' },
          ours: saved,
          direction: { says: 'quicker than a fixed threshold', holds: saved > 0 },
          incomparable: stationary,
          isHeadline: true,
        },
        {
          quantity: `offload share, last ${formatDecimals(FEW, 0)} less first ${formatDecimals(FEW, 0)}`,
          unit: 'points',
          published: { value: 'settles', standing: 'abstract', place: 'AdaEE' },
          ours: drift,
          direction: { says: 'what it does changes by less than two points', holds: Math.abs(drift) < 2 },
          isHeadline: true,
        },
      ],
      notes: [
        'Where nothing changes, a bandit pays for trying and a fixed threshold chosen beforehand does not. The published 10 to 20% is of text mining.',
      ],
    },
  ];
}

/** The most accurate of those not above an accuracy; the least accurate of all where each is above. */
function nearestBelow(points: readonly PointResult[], accuracy: number): PointResult {
  const sorted = points.toSorted((a, b) => accuracyOf(a) - accuracyOf(b));
  return sorted.findLast((point) => accuracyOf(point) <= accuracy) ?? (sorted[0] as PointResult);
}
