/** Edgent and Boomerang: the latest exit that is in time. */

import { formatDecimals } from '../../report/format-number.ts';
import type { PointResult } from '../../sim/summary/result.ts';
import type { Claim } from '../claim.ts';
import type { Experiment, Laboratory } from '../laboratory.ts';
import type { SystemReport } from '../system.ts';

const DEADLINES = ['50 ms', '80 ms', '100 ms', '150 ms', '200 ms', '300 ms'];

/** What counts as meeting deadlines: all but one request in a hundred. */
const MOSTLY = 0.99;

const SLOWDOWN = 100;

export async function edgent(laboratory: Laboratory): Promise<SystemReport[]> {
  const run = await laboratory.run('4g', [
    'policies=[{ name: edgent }, { name: boomerang }, { name: all-edge }, { name: all-cloud }]',
    `tiers.edge.slowdown=${SLOWDOWN}`,
    'workload.arrivals={ process: single-stream }',
    `sweep={ workload.deadline: [${DEADLINES.join(', ')}] }`,
    'replications=2',
  ]);
  return [
    report('Edgent', 'edgent', run, {
      authors: 'Li, Zhou, Chen',
      title: 'Edge Intelligence: On-Demand Deep Learning Model Co-Inference with Device-Edge Synergy',
      venue: 'MECOMM (SIGCOMM workshop)',
      year: 2018,
      link: 'arXiv 1806.07840',
    }),
    report('Boomerang', 'boomerang', run, {
      authors: 'Zeng, Li, Zhou, Chen',
      title: 'Boomerang: On-Demand Cooperative Deep Neural Network Inference for Edge Intelligence on the Industrial Internet of Things',
      venue: 'IEEE Network 33(5)',
      year: 2019,
    }),
  ];
}

function report(name: string, policy: string, run: Experiment, reference: SystemReport['references'][number]): SystemReport {
  const of = (wanted: string): readonly PointResult[] =>
    DEADLINES.map((deadline) => {
      const found = run.result.points.find((point) => point.policy === wanted && point.params['workload.deadline'] === deadline);
      if (found === undefined) throw new Error(`edgent: no point of ${wanted} at ${deadline}`);
      return found;
    });
  const own = of(policy);
  const rest = [of('all-edge'), of('all-cloud')];
  const met = (point: PointResult) => 1 - (point.deadline_missed_share ?? 1);
  const mostlyMet = (points: readonly PointResult[]) => points.filter((point) => met(point) >= MOSTLY).length;
  const rivals = rest.map(mostlyMet);
  const gains = own.map((point) => (point.accuracy ?? 0) - (own[0]?.accuracy ?? 0));
  const claims: readonly Claim[] = [
    {
      quantity: `deadlines met of ${DEADLINES.length} (device ${rivals[0]}, cloud ${rivals[1]})`,
      unit: '',
      published: { value: 'met on demand', standing: 'abstract' },
      ours: mostlyMet(own),
      direction: { says: 'no fewer than the device alone and the cloud alone', holds: mostlyMet(own) >= Math.max(...rivals) },
      isHeadline: true,
    },
    {
      quantity: 'accuracy gained as deadlines loosen',
      unit: 'points',
      published: { value: 'rises', standing: 'abstract' },
      ours: 100 * (gains.at(-1) ?? 0),
      direction: {
        says: 'a looser deadline never costs accuracy (up to half a point)',
        holds: gains.every((gain, index) => gain >= (gains[index - 1] ?? 0) - 0.005) && (gains.at(-1) ?? 0) > 0,
      },
      isHeadline: true,
    },
  ];
  const line = (points: readonly PointResult[]) =>
    points.map((point, index) => `${DEADLINES[index]} ${formatDecimals(100 * met(point), 0)}%`).join(', ');
  return {
    name,
    references: [reference],
    setup: `Policy ${policy} behind the 4G uplink, a device ${SLOWDOWN} times as slow as the recording machine, one request after the other, deadlines from ${DEADLINES[0]} to ${DEADLINES.at(-1)}; a deadline counts as met where 99% of requests are in time.`,
    commands: [run.command],
    missing: null,
    claims,
    notes: [
      `In time, ${policy}: ${line(own)}.`,
      `In time, device alone: ${line(rest[0] ?? [])}; cloud alone: ${line(rest[1] ?? [])}.`,
      'The paper gives its figures as curves for its own board and network; its abstract has no number.',
    ],
  };
}
