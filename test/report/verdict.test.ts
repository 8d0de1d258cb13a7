import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { verdict } from '../../src/report/verdict.ts';
import type { PointResult, Result } from '../../src/sim/summary/result.ts';
import { fixture } from './fixture.ts';
import { bandwidthSweep, deviceSweep, PAPER } from './worlds.ts';

interface Figures {
  readonly policy: string;
  readonly p_d?: number;
  readonly mean: number;
  readonly accuracy: number;
  readonly stable?: boolean;
  readonly ci95?: readonly [number, number] | null;
}

/** A result of hand-picked figures; what is not said comes from the fixture. */
function handmade(figures: readonly Figures[]): Result {
  const base = fixture();
  const [template] = base.points as readonly [PointResult];
  const points = figures.map(
    ({ policy, p_d, mean, accuracy, stable = true, ci95 = [mean, mean] }): PointResult => ({
      ...template,
      policy,
      params: p_d === undefined ? {} : { p_d },
      stable,
      accuracy,
      offload_share: 0.5,
      load: { edge: 0.1, 'edge-cloud_up': stable ? 0.8 : 1.25 },
      latency_ms: { ...template.latency_ms, mean, mean_ci95: ci95, p95: stable ? mean * 2 : null },
    }),
  );
  return { ...base, points, crossing: null };
}

const DEEX = [
  { policy: 'deex', p_d: 0.5, mean: 10, accuracy: 0.8 },
  { policy: 'deex', p_d: 0.7, mean: 20, accuracy: 0.86 },
  { policy: 'deex', p_d: 0.9, mean: 40, accuracy: 0.88 },
];

describe('verdict', () => {
  const ordinary = (...figures: readonly (readonly [mean: number, accuracy: number])[]) =>
    figures.map(([mean, accuracy], i) => ({ policy: 'ordinary', p_d: [0.5, 0.7, 0.9][i] as number, mean, accuracy }));

  it('judges over all settings at equal accuracy, then takes the fastest within a point of the best accuracy', () => {
    assert.equal(
      verdict(handmade([...DEEX, ...ordinary([5, 0.8], [25, 0.87], [60, 0.89])])),
      'DEEx hurts on this network up to an accuracy of 80.0% (p_d 0.5) and helps from 86.0% (p_d 0.7) on, against ordinary early exit at equal accuracy. ' +
        'At p_d 0.9, the fastest setting within one percentage point of the best accuracy, DEEx takes 40.0 ms on average (p95 80.0 ms), ' +
        'is right on 88.0% and offloads 50.0% of requests: 33% faster than ordinary early exit at matched accuracy (p_d 0.9: ' +
        '60.0 ms, p95 120 ms, 89.0% right).',
    );
  });

  it('says where DEEx helps first and hurts later', () => {
    assert.match(
      verdict(handmade([...DEEX, ...ordinary([15, 0.8], [25, 0.87], [30, 0.89])])),
      /^DEEx helps on this network up to an accuracy of 86\.0% \(p_d 0\.7\) and hurts from 88\.0% \(p_d 0\.9\) on, against ordinary early exit at equal accuracy\. /,
    );
  });

  it('says helps or hurts plainly where all settings agree, and counts them where they do not', () => {
    assert.match(
      verdict(handmade([...DEEX, ...ordinary([15, 0.8], [30, 0.87], [60, 0.89])])),
      /^DEEx helps on this network against ordinary early exit at equal accuracy\. At/,
    );
    assert.match(
      verdict(handmade([...DEEX, ...ordinary([5, 0.8], [15, 0.87], [30, 0.89])])),
      /^DEEx hurts on this network against ordinary early exit at equal accuracy\. At/,
    );
    assert.match(
      verdict(handmade([...DEEX, ...ordinary([15, 0.8], [17, 0.86], [60, 0.89])])),
      /^DEEx helps on this network at 2 of 3 settings \(p_d 0\.5 and p_d 0\.9\), against/,
    );
  });

  it('matches the fastest setting that is as accurate, not a slower one that is closer', () => {
    const text = verdict(handmade([...DEEX, ...ordinary([15, 0.8], [20, 0.89], [90, 0.881])]));
    assert.match(text, /2\.0 times as slow as ordinary early exit at matched accuracy \(p_d 0\.7: 20\.0 ms/);
  });

  it('takes a quarter of a percentage point for the same accuracy', () => {
    const at = (accuracy: number): string => verdict(handmade([...DEEX, ...ordinary([15, 0.8], [20, accuracy], [90, 0.9])]));
    assert.match(at(0.878), /matched accuracy \(p_d 0\.7: /);
    assert.match(at(0.877), /matched accuracy \(p_d 0\.9: /);
  });

  it('says slower when it is, and against the cloud as well', () => {
    const text = verdict(handmade([...DEEX, ...ordinary([32, 0.88]), { policy: 'all-cloud', mean: 80, accuracy: 0.91 }]));
    assert.match(
      text,
      /: 25% slower than ordinary early exit at matched accuracy \(p_d 0\.5: .*\) and 50% faster than sending everything to the cloud \(80\.0 ms, p95 160 ms, 91\.0% right\), at 3\.0 percentage points less accuracy\./,
    );
  });

  it('claims nothing where the intervals overlap', () => {
    const near = { policy: 'ordinary', p_d: 0.7, mean: 39, accuracy: 0.88, ci95: [35, 43] } as const;
    const text = verdict(handmade([...DEEX, near]));
    assert.match(text, /^DEEx helps on this network against/);
    assert.match(text, /not measurably different from ordinary early exit at matched accuracy \(.*the 95% intervals overlap\)/);
  });

  it('leads with a stable setting', () => {
    const points = DEEX.map((point) => ({ ...point, stable: point.p_d < 0.7 }));
    const text = verdict(handmade(points));
    assert.match(text, /^At p_d 0\.5, the fastest stable setting within one percentage point of the best accuracy, DEEx takes 10\.0 ms/);
    assert.match(text, /DEEx is unstable from p_d 0\.7 on \(uplink load 1\.25\)\.$/);
  });

  it('owns where ordinary early exit never gets there', () => {
    const text = verdict(handmade([...DEEX, ...ordinary([5, 0.84])]));
    assert.match(text, /^DEEx buys accuracy with time on this network\. /);
    assert.match(text, /Ordinary early exit does not reach that accuracy; its best, p_d 0\.5, is 84\.0% in 5\.00 ms\.$/);
  });

  it('prefers a stable match, and says where only DEEx holds', () => {
    const unstable = { policy: 'ordinary', p_d: 0.7, mean: 9000, accuracy: 0.885, stable: false };
    const stable = { policy: 'ordinary', p_d: 0.9, mean: 50, accuracy: 0.9 };
    assert.match(verdict(handmade([...DEEX, unstable, stable])), /20% faster than ordinary early exit at matched accuracy \(p_d 0\.9: /);
    assert.match(
      verdict(handmade([...DEEX, unstable])),
      /Ordinary early exit is unstable at every setting that is as accurate \(uplink load 1\.25\)\./,
    );
  });

  it('leads with what is stable when DEEx is not', () => {
    const text = verdict(fixture({ uplinkMbps: 1.1, ratePerS: 3, thresholds: [0.9, 0.95] }));
    assert.match(text, /^At p_d 0\.9\d?, .* ordinary early exit takes /);
    assert.match(text, /DEEx is unstable at every p_d \(uplink load 1\.10\)\./);
  });

  it('does not recommend anything when nothing is stable', () => {
    const text = verdict(fixture({ uplinkMbps: 0.1, thresholds: [0.8, 0.9] }));
    assert.match(text, /^DEEx is unstable at every p_d \(uplink load \d/);
    assert.doesNotMatch(text, /takes|faster|helps/);
  });

  it('speaks of computing where there is no network, and of the last exit', () => {
    const text = verdict(fixture(PAPER));
    assert.match(text, / on this machine .* ms of computing on average/);
    assert.match(text, /faster than taking everything to the last exit \(p_d 1\.01: 3\.35 ms/);
    assert.doesNotMatch(text, /cloud|network|replication/);
  });

  it('warns of one replication only where something is random', () => {
    assert.match(verdict(fixture({ replications: 1 })), /One replication gives no interval, so small differences may be chance\.$/);
    assert.doesNotMatch(verdict(fixture()), /replication/);
  });

  it('counts in times where it is more than twice as slow', () => {
    const text = verdict(handmade([...DEEX, { policy: 'ordinary', p_d: 0.9, mean: 10, accuracy: 0.89 }]));
    assert.match(text, /: 4\.0 times as slow as ordinary early exit at matched accuracy \(p_d 0\.9: /);
  });

  it('says when its pick amounts to having no early exits', () => {
    const text = verdict(fixture({ policies: ['deex'], thresholds: [0.1, 0.2, 1.01] }));
    assert.match(text, /offloads 100\.0% of requests\. Next to nothing is answered early at that setting\.$/);
  });

  it('compares single points', () => {
    const text = verdict(fixture({ thresholds: [0.8], policies: ['deex', 'ordinary', 'all-cloud'] }));
    assert.match(text, /^DEEx buys accuracy with time on this network\. DEEx at p_d 0\.8 takes 122 ms/);
    assert.match(text, /its best, p_d 0\.8, is 82\.9% in 78\.0 ms\.$/);
  });

  it('says where along another key one is faster', () => {
    assert.match(
      verdict(deviceSweep()),
      /^DEEx against ordinary early exit: 8\.9% to 68% slower at every value of workload\.devices where both are stable; on average 0\.8 percentage points less accurate\. DEEx is unstable from workload\.devices 10 on/,
    );
  });

  it('has a paragraph for each setting of an outer sweep', () => {
    const paragraphs = verdict(bandwidthSweep([0, 0.4, 0.8, 1])).split('\n');
    assert.deepEqual(
      paragraphs.map((text) => text.split(':')[0]),
      ['links.edge-cloud.up.bandwidth 1.1 Mbit/s', 'links.edge-cloud.up.bandwidth 5.85 Mbit/s'],
    );
  });

  it('manages without DEEx', () => {
    assert.match(verdict(fixture({ policies: ['ordinary'] })), /^At p_d 1, the fastest setting .* ordinary early exit takes 170 ms/);
    assert.match(verdict(fixture({ policies: ['all-edge', 'all-cloud'] })), /^All-cloud takes 236 ms/);
  });
});
