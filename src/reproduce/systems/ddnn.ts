/** DDNN: several devices that look at one scene. The rule may run here; its network and its pictures do not ship. */

import { pictureBytes } from '../../models/payload-bytes.ts';
import type { Claim } from '../claim.ts';
import type { Laboratory } from '../laboratory.ts';
import { pointOf } from '../laboratory.ts';
import type { SystemReport } from '../system.ts';

/** What a device sends in the paper: 4 bytes a class, and where it is unsure f filters of o bits; a raw picture (recalled) [B]. */
const PAPER = { classes: 3, filters: 4, bits: 256, rawBytes: 3072 } as const;

/** Bytes of a device for a request, c = 4 classes + (1 - l) f o / 8. */
function bytesOf(classes: number, localShare: number, featureBytes: number): number {
  return 4 * classes + (1 - localShare) * featureBytes;
}

export async function ddnn(laboratory: Laboratory): Promise<SystemReport[]> {
  const isKnown = await laboratory.knows('ddnn');
  const worst = PAPER.rawBytes / bytesOf(PAPER.classes, 0, (PAPER.filters * PAPER.bits) / 8);
  const published = { value: 20, standing: 'abstract' as const };
  const formula: Claim = {
    quantity: "bytes less, by the paper's formula",
    unit: 'x',
    published,
    ours: worst,
    direction: { says: 'more than 20 times less even where nothing stays local', holds: worst > 20 },
    isHeadline: false,
  };
  const run = isKnown ? await laboratory.run('ddnn', ['policies=[{ name: ddnn, T: 0.3 }]', 'sweep=null']) : null;
  const claims = [formula];
  if (run !== null) {
    const { manifest } = run.loaded.model;
    const point = pointOf(run, 'ddnn');
    const features = Number(manifest.segments[0]?.bytes['u8'] ?? 0);
    const raw = pictureBytes(manifest);
    const ratio = raw / bytesOf(manifest.classes.length, 1 - point.offload_share, features);
    claims.unshift({
      quantity: 'bytes less, on our AlexNet, T 0.3',
      unit: 'x',
      published,
      ours: ratio,
      direction: { says: 'devices send less than their pictures', holds: ratio > 1 },
      isHeadline: true,
    });
  }
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
      setup: isKnown ? 'Policy ddnn, six devices, every device with the same picture and our AlexNet.' : 'This version has no policy ddnn.',
      commands: run === null ? [] : [run.command],
      missing: isKnown ? 'no such model shipped yet' : 'not yet in this version',
      claims: claims.map((claim, index) => ({ ...claim, isHeadline: index === 0 })),
      notes: [
        'DDNN sends binary maps of four filters, 128 bytes, from networks trained jointly on six views of a scene. Our first feature map takes more bytes than the picture, so that nothing is saved on the wire however many stay; a network with few and binary filters would be needed.',
        'Filters, bits and picture size of the formula are recalled.',
      ],
    },
  ];
}
