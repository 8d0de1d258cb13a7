/**
 * The phrases a verdict is made of; pure, from points of a result to English.
 */
import type { PointResult } from '../sim/summary/result.ts';
import { type AnsweredPoint, intervalOfMean, isAnswered } from './answered.ts';
import { formatMs, formatRatio, formatShare } from './format-number.ts';
import { busiestPart } from './parts.ts';
import type { Curve, SweepView } from './sweep-view.ts';
import { unstableRuns } from './unstable-runs.ts';

/** A point and how to speak of it. */
export interface Place {
  readonly policy: string;
  /** `DEEx`, `ordinary early exit`. */
  readonly name: string;
  /** `p_d 0.75`; empty where the policy has no threshold. */
  readonly setting: string;
  readonly point: AnsweredPoint;
}

/** How a policy is called in a sentence. */
export function nameOf(policy: string, label: string): string {
  const name = { deex: 'DEEx', ordinary: 'ordinary early exit' }[policy];
  return name === undefined ? label : label.replace(policy, name);
}

/** `14.2 ms on average (p95 33.1 ms), is right on 86.1% and offloads 52.2% of requests`. */
export function outcome(point: AnsweredPoint, network: boolean): string {
  const { mean, p95 } = point.latency_ms;
  const tail = p95 === null ? '' : ` (p95 ${formatMs(p95)} ms)`;
  const time = network ? 'ms on average' : 'ms of computing on average';
  const share = formatShare(point.offload_share);
  const beyond = network ? `offloads ${share} of requests` : `passes ${share} of requests on to the last exit`;
  const answers = point.dropped > 0 ? ' of its answers' : '';
  return `${formatMs(mean)} ${time}${tail}, is right on ${formatShare(point.accuracy)}${answers} and ${beyond}`;
}

/** `It loses 1.2% of requests and misses the deadline of 4.1%.`; nothing where nothing is lost, replaced or late. */
export function losses({ dropped, requests, fallback_share, deadline_missed_share, kinds }: PointResult): readonly string[] {
  const byKind = kinds.flatMap(({ name, deadline_missed_share: share }) => (share === null ? [] : [`${name} ${formatFewShare(share)}`]));
  const said = [
    ...(dropped > 0 ? [`loses ${formatFewShare(dropped / requests)} of requests`] : []),
    ...(fallback_share > 0 ? [`lets an earlier exit stand in for ${formatFewShare(fallback_share)}`] : []),
    ...(deadline_missed_share !== null && deadline_missed_share > 0
      ? [`misses the deadline of ${formatFewShare(deadline_missed_share)}${byKind.length === 0 ? '' : ` (${byKind.join(', ')})`}`]
      : []),
  ];
  return said.length === 0 ? [] : [`It ${joinWords(said)}.`];
}

/** A share as `formatShare` says it; what is there but rounds to nothing is `less than 0.1%`. */
function formatFewShare(share: number): string {
  return share > 0 && share < 0.0005 ? 'less than 0.1%' : formatShare(share);
}

/** `A request costs 4.00 J, and 3.24 J under NAME.`; nothing where energy is not counted. */
export function energy(
  { energy_j_mean }: PointResult,
  others: readonly { readonly name: string; readonly point: PointResult }[],
): readonly string[] {
  if (energy_j_mean === null) return [];
  const beside = others.flatMap(({ name, point }) =>
    point.energy_j_mean === null ? [] : [`${formatMs(point.energy_j_mean)} J with ${name}`],
  );
  return [`A request costs ${formatMs(energy_j_mean)} J${beside.length === 0 ? '' : `; ${joinWords(beside)}`}.`];
}

/** `38% slower than NAME (p_d 0.9: 10.3 ms, p95 22.0 ms, 86.2% right)`; no difference where the intervals overlap. */
export function compareLatency(
  point: AnsweredPoint,
  other: { readonly setting: string; readonly point: AnsweredPoint },
  name: string,
): { readonly verdict: 'faster' | 'slower' | 'same'; readonly contrast: string } {
  const [mine, theirs] = [point.latency_ms, other.point.latency_ms];
  const figures = [
    `${formatMs(theirs.mean)} ms`,
    ...(theirs.p95 === null ? [] : [`p95 ${formatMs(theirs.p95)} ms`]),
    `${formatShare(other.point.accuracy)} right`,
  ].join(', ');
  const aside = other.setting === '' ? figures : `${other.setting}: ${figures}`;
  if (intervalsOverlap(intervalOfMean(point), intervalOfMean(other.point))) {
    return { verdict: 'same', contrast: `not measurably different from ${name} (${aside}; the 95% intervals overlap)` };
  }
  const change = (mine.mean - theirs.mean) / theirs.mean;
  if (Math.abs(change) < 0.005) return { verdict: 'same', contrast: `as fast as ${name} (${aside})` };
  return { verdict: change < 0 ? 'faster' : 'slower', contrast: `${changePhrase(change, name)} (${aside})` };
}

/** `, at 13.0 percentage points less accuracy`; nothing below half a point. */
export function accuracyGap(difference: number): string {
  const points = Math.abs(difference) * 100;
  return points < 0.5 ? '' : `, at ${points.toFixed(1)} percentage points ${difference < 0 ? 'less' : 'more'} accuracy`;
}

/** `38% slower than NAME`, `62% faster than NAME`, `4.1 times as slow as NAME`: a change of the mean relative to the other's. */
function changePhrase(change: number, name: string): string {
  if (change >= 1) return `${(1 + change).toFixed(1)} times as slow as ${name}`;
  return `${percentPhrase(change)} ${change < 0 ? 'faster' : 'slower'} than ${name}`;
}

/** The size of a change: `4.1%`, `38%`. */
export function percentPhrase(change: number): string {
  const percent = Math.abs(change) * 100;
  return `${percent.toFixed(percent < 10 ? 1 : 0)}%`;
}

/** `uplink load 1.08`. */
export function loadPhrase(point: AnsweredPoint): string {
  const busiest = busiestPart(point);
  return busiest === null ? 'load unknown' : `${busiest.title} ${busiest.kind === 'load' ? 'load' : 'busy'} ${formatRatio(busiest.value)}`;
}

/** Where each curve is unstable, a sentence a curve; nothing where all is stable. */
export function instability({ axis, curves, levels }: SweepView): readonly string[] {
  const said = curves.flatMap((curve) => {
    const runs = unstableRuns(curve.points);
    const name = sentenceCase(nameOf(curve.policy, curve.label));
    return runs.length === 0 ? [] : [`${name} is unstable ${joinWords(runs.map((run) => runPhrase(run, curve, axis?.key ?? '')))}.`];
  });
  const fixed = levels.filter(({ point, policy }) => !point.stable && (policy !== 'all-cloud' || curves.length === 0));
  return [
    ...said,
    ...fixed.map(({ label, policy, point }) => `${sentenceCase(nameOf(policy, label))} is unstable (${loadPhrase(point)}).`),
  ];
}

/** Which settings answer nothing at all, a sentence a policy. */
export function silence({ axis, curves, levels }: SweepView<PointResult>): readonly string[] {
  return [
    ...curves.flatMap(({ policy, label, points }) => {
      const mute = points.filter(({ point }) => !isAnswered(point)).map(({ setting }) => setting);
      if (mute.length === 0) return [];
      const where = mute.length === points.length ? `any ${axis?.key}` : `${axis?.key} ${joinWords(mute)}`;
      return [`${sentenceCase(nameOf(policy, label))} answers nothing at ${where}.`];
    }),
    ...levels.flatMap(({ policy, label, point }) => (isAnswered(point) ? [] : [`${sentenceCase(nameOf(policy, label))} answers nothing.`])),
  ];
}

function runPhrase([first, last]: readonly [number, number], { points }: Curve, key: string): string {
  const [from, to] = [points[first], points[last]];
  if (from === undefined || to === undefined) return '';
  const load = (at: { readonly point: AnsweredPoint }): string => `(${loadPhrase(at.point)})`;
  if (first === 0 && last === points.length - 1)
    return points.length === 1 ? `at ${key} ${from.setting} ${load(from)}` : `at every ${key} ${load(from)}`;
  if (first === 0) return `up to ${key} ${to.setting} ${load(to)}`;
  if (first === last) return `at ${key} ${from.setting} ${load(from)}`;
  if (last === points.length - 1) return `from ${key} ${from.setting} on ${load(from)}`;
  return `from ${key} ${from.setting} to ${to.setting} ${load(from)}`;
}

function intervalsOverlap(a: readonly [number, number] | null, b: readonly [number, number] | null): boolean {
  return a !== null && b !== null && a[0] <= b[1] && b[0] <= a[1];
}

/** `a`, `a and b`, `a, b and c`. */
export function joinWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
