/** DDNN: several devices that look at one scene. Its rule runs here; its network, trained on several views, and its pictures do not ship. */

import { pictureBytes } from '../../models/payload-bytes.ts';
import { formatMs, formatPercent } from '../../report/format-number.ts';
import type { PointResult } from '../../sim/summary/result.ts';
import type { Claim } from '../claim.ts';
import { type Experiment, type Laboratory, pointOf } from '../laboratory.ts';
import type { SystemReport } from '../system.ts';

/** What a device sends in the paper: 4 bytes a class, and where it is unsure f filters of o bits; a raw picture (recalled) [B]. */
const PAPER = { classes: 3, filters: 4, bits: 256, rawBytes: 3072 } as const;

/** Bytes of a device for a request, c = 4 classes + (1 - l) f o / 8. */
function bytesOf(classes: number, localShare: number, featureBytes: number): number {
  return 4 * classes + (1 - localShare) * featureBytes;
}

export async function ddnn(laboratory: Laboratory): Promise<SystemReport[]> {
  const run = await laboratory.run('ddnn', ['policies=[{ name: ddnn, T: 0.1 }, { name: ddnn, T: 0.5 }]', 'offload.overhead=0 B']);
  const { manifest } = run.loaded.model;
  const classes = manifest.classes.length;
  const features = Number(manifest.segments[0]?.bytes['u8'] ?? 0);
  const [unsure, sure] = [0.1, 0.5].map((T) => joinedAt(run, T)) as [Joined, Joined];
  const ours = sure.joined.device_bytes / bytesOf(classes, 1 - sure.point.offload_share, features);
  const saved = pictureBytes(manifest) / sure.joined.device_bytes;
  const worst = PAPER.rawBytes / bytesOf(PAPER.classes, 0, (PAPER.filters * PAPER.bits) / 8);
  const abstract = { value: 20, standing: 'abstract' as const };
  const claims: Claim[] = [
    {
      quantity: "bytes less, by the paper's formula and sizes",
      unit: 'x',
      published: abstract,
      ours: worst,
      direction: { says: 'more than 20 times less even where nothing stays local', holds: worst > 20 },
      isHeadline: false,
    },
    {
      quantity: "bytes of a device over those of the paper's formula",
      unit: 'x',
      published: { value: 1, standing: 'recalled' },
      ours,
      direction: { says: 'what devices send in the run is what the formula says', holds: Math.abs(ours - 1) < 1e-9 },
      isHeadline: true,
    },
    {
      quantity: 'bytes less than raw pictures, on our AlexNet, T 0.5',
      unit: 'x',
      published: abstract,
      ours: saved,
      direction: { says: 'devices send less than their pictures', holds: saved > 1 },
      isHeadline: true,
    },
    {
      quantity: 'accuracy gained by more devices',
      unit: 'points',
      published: { value: 'some', standing: 'recalled' },
      ours: null,
      direction: { says: 'more views, more right answers', holds: false },
      incomparable: 'needs several views of a scene; here every device sees the same picture',
      isHeadline: true,
    },
  ];
  return [
    {
      name: 'DDNN',
      references: [
        {
          authors: 'Teerapittayanon, McDanel, Kung',
          title: 'Distributed Deep Neural Networks over the Cloud, the Edge and End Devices',
          venue: 'IEEE ICDCS',
          year: 2017,
          link: 'arXiv 1709.01921',
        },
      ],
      setup: 'Policy ddnn, six devices that all see the same picture, our AlexNet cut behind exit 1, features as bytes, no overhead.',
      commands: [run.command],
      missing: null,
      claims,
      notes: [
        `At T 0.1 six devices send up the maps of ${percent(unsure.point.offload_share)} of the requests, and the cloud waits ${formatMs(unsure.joined.features_join_ms ?? 0)} ms for the last map behind the first, on average; the paper reports no latency.`,
        'DDNN sends binary maps of four filters, 128 bytes, from networks trained jointly on six views of a scene. A map of our AlexNet, 16,384 bytes even with one byte a value, is larger than the picture, so that less is sent only where nearly all stay; a network with few and binary filters would be needed.',
        'The formula with the sizes of the paper is arithmetic and no run. Filters, bits and picture size of it are recalled.',
      ],
    },
  ];
}

interface Joined {
  readonly point: PointResult;
  readonly joined: NonNullable<PointResult['fork_join']>;
}

function joinedAt(run: Experiment, T: number): Joined {
  const point = pointOf(run, 'ddnn', { T });
  if (point.fork_join === undefined) throw new Error('joinedAt needs a point with end devices');
  return { point, joined: point.fork_join };
}

function percent(share: number): string {
  return `${formatPercent(share)}%`;
}
