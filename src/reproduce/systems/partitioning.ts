/** Partitioning: the shortest path of Pacheco and Couto, and Neurosurgeon's split, by expected times with empty queues. */

import { type Cut, listCuts } from '../../optimize/partition/cut.ts';
import { cutByEnumeration } from '../../optimize/partition/cut-by-enumeration.ts';
import { cutByShortestPath } from '../../optimize/partition/cut-by-shortest-path.ts';
import { cutsByBandwidth } from '../../optimize/partition/cuts-by-bandwidth.ts';
import { networkOfPoint } from '../../optimize/partition/network-of.ts';
import { splitForEnergy, splitForLatency } from '../../optimize/partition/neurosurgeon.ts';
import { formatDecimals } from '../../report/format-number.ts';
import type { PointPlan } from '../../sim/plan/plan.ts';
import { commandOf, type Laboratory } from '../laboratory.ts';
import type { SystemReport } from '../system.ts';

const LINKS = { '3g': '3G', '4g': '4G', wifi: 'Wi-Fi' } as const;
/** As in 4g.yaml, in the README's example, in adaptive.yaml. */
const SLOWDOWNS = [4, 40, 200];
/** From every branch answering everything to none answering anything. */
const TARGETS = [0, 0.5, 0.7, 0.8, 0.9, 1.01];

/** A link and a device. */
interface World {
  readonly link: keyof typeof LINKS;
  readonly slowdown: number;
  readonly point: PointPlan;
}

async function worldsOf(laboratory: Laboratory): Promise<World[]> {
  const worlds: World[] = [];
  for (const link of Object.keys(LINKS) as (keyof typeof LINKS)[]) {
    for (const slowdown of SLOWDOWNS) {
      const { plan } = await laboratory.load(link, [`tiers.edge.slowdown=${slowdown}`]);
      worlds.push({ link, slowdown, point: plan.points[0] as PointPlan });
    }
  }
  return worlds;
}

const SETUP = `The three uplinks of Pacheco and Couto (3G 1.10, 4G 5.85, Wi-Fi 18.80 Mbit/s), devices ${SLOWDOWNS.join(', ')} times as slow as the recording machine`;

const COMMANDS = Object.keys(LINKS).flatMap((link) =>
  SLOWDOWNS.map((slowdown) => commandOf('partition', link, [`tiers.edge.slowdown=${slowdown}`])),
);

export async function partitioning(laboratory: Laboratory): Promise<SystemReport[]> {
  const worlds = await worldsOf(laboratory);
  const networks = worlds.flatMap(({ point }) => TARGETS.map((target) => networkOfPoint(point, target)));
  const agreed = networks.filter((network) => {
    const [path, best] = [cutByShortestPath(network), cutByEnumeration(network)];
    return path.layer === best.layer && path.isBranchKept === best.isBranchKept;
  }).length;
  // Going to faster uplinks, fewer layers stay at the edge, or as many.
  const steady = networks.filter((network) => {
    const layers = cutsByBandwidth(network).map(({ layer }) => layer);
    return layers.every((layer, index) => layer <= (layers[index - 1] ?? Number.POSITIVE_INFINITY));
  }).length;
  const reductions = (Object.keys(LINKS) as (keyof typeof LINKS)[]).map((link) => {
    const { point } = worlds.find((world) => world.link === link && world.slowdown === SLOWDOWNS[0]) as World;
    const times = TARGETS.map((target) => cutByEnumeration(networkOfPoint(point, target)).expectedNs);
    const [quickest, slowest] = [times[0] as number, times.at(-1) as number];
    const falls = times.every((time, index) => time >= (times[index - 1] ?? 0));
    return { saved: 100 * (1 - quickest / slowest), falls };
  });
  return [
    {
      name: 'Partitioning',
      references: [
        {
          authors: 'Pacheco, Couto',
          title: 'Inference Time Optimization Using BranchyNet Partitioning',
          venue: 'IEEE ISCC',
          year: 2020,
          link: 'arXiv 2005.04099',
        },
      ],
      setup: `${SETUP}; p_tar from 0 to 1.01, so that branches answer all, some or nothing: ${networks.length} networks.`,
      commands: COMMANDS,
      missing: null,
      claims: [
        {
          quantity: 'the shortest path is the best cut',
          unit: '',
          published: { value: 'always', standing: 'abstract' },
          ours: `${agreed} of ${networks.length}`,
          direction: { says: 'both methods name the same cut', holds: agreed === networks.length },
          isHeadline: true,
        },
        {
          quantity: 'less time the more the branches answer',
          unit: '',
          published: { value: 'less time', standing: 'recalled' },
          ours: `up to ${formatDecimals(Math.max(...reductions.map(({ saved }) => saved)), 0)}% less`,
          direction: { says: 'the expected time falls with the share answered', holds: reductions.every(({ falls }) => falls) },
          isHeadline: true,
        },
        {
          quantity: 'slower uplinks move layers to the edge',
          unit: '',
          published: { value: 'always', standing: 'recalled' },
          ours: `${steady} of ${networks.length}`,
          direction: { says: 'no slower uplink moves a layer to the cloud', holds: steady === networks.length },
          isHeadline: true,
        },
      ],
      notes: [
        "The paper's network takes pictures of 224 x 224, which are larger than the feature maps of deep layers. Ours takes 3,072 bytes, less than any feature map, so that on a middling uplink the picture is sent, on a fast one the map.",
        'What the paper found for its own edge and cloud are curves that cannot be read as numbers here.',
      ],
    },
  ];
}

/** Power of a device that computes, as in battery.yaml, and of a radio that sends, a line through the rate (Huang et al. 2012) [W]. */
const DEVICE_W = 5;
const RADIO_W: Readonly<Record<keyof typeof LINKS, (mbps: number) => number>> = {
  '3g': (mbps) => 0.86898 * mbps + 0.81788,
  '4g': (mbps) => 0.43839 * mbps + 1.28804,
  wifi: (mbps) => 0.28317 * mbps + 0.13286,
};

export async function neurosurgeon(laboratory: Laboratory): Promise<SystemReport[]> {
  const found = (await worldsOf(laboratory)).map(({ link, point }) => {
    const bare = { ...networkOfPoint(point, 1.01), branches: [] };
    const cloud = (listCuts(bare)[0] as Cut).expectedNs;
    const radioW = RADIO_W[link](bare.link.uplinkBps / 1e6);
    const energy = splitForEnergy(bare, { layerW: bare.layers.map(() => DEVICE_W), uplinkW: radioW });
    const cloudJ = (radioW * 8 * (bare.inputBytes + bare.link.overheadBytes)) / bare.link.uplinkBps;
    return { ratio: cloud / splitForLatency(bare).expectedNs, saved: 100 * (1 - energy.energyJ / cloudJ) };
  });
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const ratios = found.map(({ ratio }) => ratio);
  const saved = found.map(({ saved: one }) => one);
  const neverSlower = ratios.every((ratio) => ratio >= 1 - 1e-9) && Math.max(...ratios) > 1;
  const published = (value: number) => ({ value, standing: 'abstract' as const });
  return [
    {
      name: 'Neurosurgeon',
      references: [
        {
          authors: 'Kang et al.',
          title: 'Neurosurgeon: Collaborative Intelligence Between the Cloud and Mobile Edge',
          venue: 'ASPLOS',
          year: 2017,
          link: 'doi:10.1145/3037697.3037698',
        },
      ],
      setup: `${SETUP}: ${found.length} worlds; the whole network without branches, split for least latency or energy, against sending the picture. A device draws ${DEVICE_W} W (ours), its radio as measured by Huang et al. 2012.`,
      commands: COMMANDS,
      missing: null,
      claims: [
        {
          quantity: 'latency against cloud only, mean',
          unit: 'x',
          published: published(3.1),
          ours: mean(ratios),
          direction: { says: 'never slower than the cloud alone, and quicker somewhere', holds: neverSlower },
          isHeadline: true,
        },
        {
          quantity: 'latency against cloud only, at most',
          unit: 'x',
          published: published(40.7),
          ours: Math.max(...ratios),
          direction: { says: 'never slower than the cloud alone, and quicker somewhere', holds: neverSlower },
          isHeadline: true,
        },
        {
          quantity: 'energy of the device saved, mean',
          unit: '%',
          published: published(59.5),
          ours: mean(saved),
          direction: { says: 'some is saved on average', holds: mean(saved) > 1e-9 },
          isHeadline: true,
        },
        {
          quantity: 'energy of the device saved, at most',
          unit: '%',
          published: published(94.7),
          ours: Math.max(...saved),
          direction: { says: 'some is saved somewhere', holds: Math.max(...saved) > 1e-9 },
          isHeadline: false,
        },
        {
          quantity: 'throughput of the data centre, mean',
          unit: 'x',
          published: published(1.5),
          ours: null,
          direction: { says: 'the cloud serves more', holds: false },
          incomparable: 'a mix of eight applications that is not shipped',
          isHeadline: false,
        },
      ],
      notes: [
        'The paper averages over eight applications, whose inputs are 50 times as large as ours (recalled). A picture of 3,072 bytes is cheap to send: energy is least in the cloud wherever the device computes for longer than its radio sends.',
        'The tail and the promotion of the radio are left out, as in the formula of the paper; scenarios/battery.yaml has them.',
      ],
    },
  ];
}
