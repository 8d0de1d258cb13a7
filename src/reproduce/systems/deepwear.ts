/** DeepWear: a wearable that leaves work to the telephone it is paired with. */

import type { Claim } from '../claim.ts';
import { type Laboratory, meanMs, pointOf } from '../laboratory.ts';
import type { SystemReport } from '../system.ts';

/** Powers as in wearable.yaml: of the watch while it computes and sends, of the telephone. */
const SPENDERS = 'wearable: { power: 500 mW, radio_power: 100 mW }, handheld: { power: 2 W, radio_power: 100 mW }';
const SLOWDOWNS = [20, 100, 400];

export async function deepwear(laboratory: Laboratory): Promise<SystemReport[]> {
  const references = [
    {
      authors: 'Xu, Qian, Zhu, Huang, Pushp, Liu',
      title: 'DeepWear: Adaptive Local Offloading for On-Wearable Deep Learning',
      venue: 'IEEE Trans. Mobile Computing 19(2)',
      year: 2020,
      link: 'arXiv 1712.03073',
    },
  ];
  const claim = (quantity: string, unit: 'x' | '%', published: number, ours: number | null): Claim => ({
    quantity,
    unit,
    published: { value: published, standing: 'abstract' },
    ours,
    direction: { says: 'better than that alone', holds: ours !== null && ours > (unit === 'x' ? 1 : 0) },
    isHeadline: true,
  });
  const report = (ours: readonly (number | null)[], rest: Pick<SystemReport, 'setup' | 'commands' | 'missing'>): SystemReport => ({
    name: 'DeepWear',
    references,
    ...rest,
    claims: [
      claim('quicker than the wearable alone, up to', 'x', 5.08, ours[0] ?? null),
      claim('quicker than the handheld alone, up to', 'x', 23, ours[1] ?? null),
      claim('energy less than the wearable alone, up to', '%', 53.5, ours[2] ?? null),
      claim('energy less than the handheld alone, up to', '%', 85.5, ours[3] ?? null),
    ],
    notes: [
      'The paper times its own watches, telephones and networks. Latency by weights of latency alone, energy by equal weights of both batteries; handheld alone is sending every picture on after segment 1.',
    ],
  });
  if (!(await laboratory.knows('deepwear'))) {
    return [report([], { setup: 'This version has no policy deepwear.', commands: [], missing: 'not yet in this version' })];
  }
  const found: { readonly command: string; readonly figures: readonly number[] }[] = [];
  for (const slowdown of SLOWDOWNS) {
    const run = await laboratory.run('wearable', [
      `policies=[{ name: deepwear, weights: { latency: 1 }, ${SPENDERS} }, { name: deepwear, weights: { wearable: 1, handheld: 1 }, ${SPENDERS} }, { name: all-edge }, { name: all-cloud }]`,
      'sweep=null',
      'replications=2',
      `tiers.watch.slowdown=${slowdown}`,
    ]);
    const [quick, thrifty] = run.result.points.filter(({ policy }) => policy === 'deepwear') as [Point, Point];
    const [watch, telephone] = [pointOf(run, 'all-edge'), pointOf(run, 'all-cloud')];
    const less = (than: Point) => 100 * (1 - (thrifty.energy_j_mean ?? 0) / (than.energy_j_mean ?? 1));
    found.push({
      command: run.command,
      figures: [meanMs(watch) / meanMs(quick), meanMs(telephone) / meanMs(quick), less(watch), less(telephone)],
    });
  }
  return [
    report(
      [0, 1, 2, 3].map((index) => Math.max(...found.map(({ figures }) => figures[index] ?? 0))),
      {
        setup: `Policy deepwear over a link like Bluetooth, watches ${SLOWDOWNS.join(', ')} times as slow as the recording machine; the best of them, as the paper says "up to".`,
        commands: found.map(({ command }) => command),
        missing: null,
      },
    ),
  ];
}

type Point = ReturnType<typeof pointOf>;
