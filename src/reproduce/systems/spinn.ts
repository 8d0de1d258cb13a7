/** SPINN: cut and threshold chosen together, again and again. */

import { formatDecimals } from '../../report/format-number.ts';
import { accuracyOf, type Experiment, type Laboratory, meanMs, pointOf } from '../laboratory.ts';
import type { SystemReport } from '../system.ts';

/** As in 4g.yaml, in the README's example, in adaptive.yaml. */
const SLOWDOWNS = [4, 40, 200];
/** What the device alone reaches on the validation trace, less a point: what spinn must be worth, whatever it saves. */
const LEAST_ACCURACY = 0.85;
const LATENCY = '100 ms';

const POLICIES = [
  `{ name: spinn, min_accuracy: ${LEAST_ACCURACY} }`,
  `{ name: spinn, max_latency: ${LATENCY}, order: [accuracy, latency] }`,
  `{ name: edgent, deadline: ${LATENCY} }`,
  '{ name: neurosurgeon }',
  '{ name: all-cloud }',
];

export async function spinn(laboratory: Laboratory): Promise<SystemReport[]> {
  const runs: Experiment[] = [];
  for (const slowdown of SLOWDOWNS) {
    runs.push(
      await laboratory.run('adaptive', [
        `policies=[${POLICIES.join(', ')}]`,
        `tiers.edge.slowdown=${slowdown}`,
        // The next request when the last is answered: throughput is one over the mean latency.
        'workload.arrivals={ process: single-stream }',
        'offload.codec=u8',
      ]),
    );
  }
  const figures = runs.map((run) => {
    const [quick, accurate] = run.result.points.filter(({ policy }) => policy === 'spinn') as [Point, Point];
    const [edgent, neurosurgeon, cloud] = [pointOf(run, 'edgent'), pointOf(run, 'neurosurgeon'), pointOf(run, 'all-cloud')];
    return {
      throughput: meanMs(neurosurgeon) / meanMs(quick),
      server: serverMs(cloud) / serverMs(quick),
      gain: 100 * (accuracyOf(accurate) - accuracyOf(edgent)),
      said: `${formatDecimals(meanMs(quick), 1)} ms, ${formatDecimals(100 * accuracyOf(quick), 1)}% against ${formatDecimals(meanMs(neurosurgeon), 1)} ms, ${formatDecimals(100 * accuracyOf(neurosurgeon), 1)}%`,
    };
  });
  const most = (values: readonly number[]) => Math.max(...values);
  const throughput = most(figures.map((figure) => figure.throughput));
  const servers = figures.map((figure) => figure.server).filter(Number.isFinite);
  const server = servers.length === 0 ? 'none used' : most(servers);
  const gain = most(figures.map((figure) => figure.gain));
  return [
    {
      name: 'SPINN',
      references: [
        {
          authors: 'Laskaridis, Venieris, Almeida, Leontiadis, Lane',
          title: 'SPINN: Synergistic Progressive Inference of Neural Networks over Device and Cloud',
          venue: 'ACM MobiCom',
          year: 2020,
          link: 'doi:10.1145/3372224.3419194',
        },
      ],
      setup: `Policy spinn (accuracy at least ${LEAST_ACCURACY}) on the driving uplink, features as bytes, one request after the other, devices ${SLOWDOWNS.join(', ')} times as slow as the recording machine; the best of them, as the paper says "up to".`,
      commands: runs.map(({ command }) => command),
      missing: null,
      claims: [
        {
          quantity: 'throughput against Neurosurgeon, up to',
          unit: 'x',
          published: { value: 2, standing: 'abstract' },
          ours: throughput,
          direction: { says: 'more requests a second than its counterpart', holds: throughput > 1 },
          isHeadline: true,
        },
        {
          quantity: 'server time less than cloud only, up to',
          unit: 'x',
          published: { value: 6.8, standing: 'abstract' },
          ours: server,
          direction: { says: 'the server computes less', holds: server === 'none used' || server > 1 },
          isHeadline: true,
        },
        {
          quantity: `accuracy above Edgent within ${LATENCY}, up to`,
          unit: 'points',
          published: { value: 20.7, standing: 'abstract' },
          ours: gain,
          direction: { says: 'more accurate than its counterpart', holds: gain > 0 },
          isHeadline: true,
        },
      ],
      notes: [
        ...figures.map(({ said }, index) => `Slowdown ${SLOWDOWNS[index]}: spinn and Neurosurgeon take ${said} right.`),
        'Devices that ask no server are left out of what the server saves.',
        'Its counterparts in the paper are its own reimplementations on other networks; here both see the same requests on the same uplink.',
      ],
    },
  ];
}

/** Mean time of a request at the server [ms]. */
function serverMs({ breakdown_ms }: Point): number {
  return breakdown_ms['cloud_compute'] ?? 0;
}

type Point = ReturnType<typeof pointOf>;
