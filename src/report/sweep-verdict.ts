/**
 * The verdict where something other than a threshold is swept, such as the number of devices or a bandwidth: at which
 * settings one policy is faster than the other. Pure, from a view to sentences.
 */
import { formatDecimals } from './format-number.ts';
import type { Curve, CurvePoint, SweepAxis, SweepView } from './sweep-view.ts';
import { joinWords, nameOf, percentPhrase, sentenceCase } from './verdict-phrases.ts';

interface Pair {
  readonly setting: string;
  /** Change of the mean latency relative to the baseline; negative is faster. */
  readonly change: number;
  /** Difference of accuracy, 0..1. */
  readonly accuracy: number;
}

/** DEEx against ordinary early exit at the same settings, or the first two curves where one of them is missing. */
export function sweepVerdict({ curves }: SweepView, axis: SweepAxis): readonly string[] {
  const lead = curves.find(({ policy }) => policy === 'deex') ?? curves[0];
  const baseline = curves.find((curve) => curve.policy === 'ordinary' && curve !== lead) ?? curves.find((curve) => curve !== lead);
  if (lead === undefined || baseline === undefined) return [];
  const pairs = lead.points.flatMap((at) => pairOf(at, baseline));
  const names = { lead: nameOf(lead.policy, lead.label), baseline: nameOf(baseline.policy, baseline.label) };
  if (pairs.length === 0) return [`No value of ${axis.key} leaves both ${names.lead} and ${names.baseline} stable.`];
  const faster = pairs.filter(({ change }) => change < 0);
  const slower = pairs.filter(({ change }) => change >= 0);
  const said = [
    ...(faster.length === 0 ? [] : [`${rangePhrase(faster)} at ${settingsPhrase(faster, pairs, axis)}`]),
    ...(slower.length === 0 ? [] : [`${rangePhrase(slower)} at ${settingsPhrase(slower, pairs, axis)}`]),
  ];
  const accuracy = (pairs.reduce((sum, pair) => sum + pair.accuracy, 0) / pairs.length) * 100;
  return [`${sentenceCase(names.lead)} against ${names.baseline}: ${joinWords(said)}; ${accuracyPhrase(accuracy)}.`];
}

/** Mean difference of accuracy [percentage points] in words. */
function accuracyPhrase(points: number): string {
  if (Math.abs(points) < 0.05) return 'equally accurate';
  return `on average ${formatDecimals(Math.abs(points), 1)} percentage points ${points > 0 ? 'more' : 'less'} accurate`;
}

function pairOf({ setting, point }: CurvePoint, baseline: Curve): readonly Pair[] {
  const other = baseline.points.find((candidate) => candidate.setting === setting)?.point;
  if (other === undefined || !point.stable || !other.stable) return [];
  const change = point.latency_ms.mean / other.latency_ms.mean - 1;
  return [{ setting, change, accuracy: point.accuracy - other.accuracy }];
}

/** `12% faster`, or `4.0% to 12% faster`; all changes have one sign. */
function rangePhrase(pairs: readonly Pair[]): string {
  const changes = pairs.map(({ change }) => change).sort((a, b) => Math.abs(a) - Math.abs(b));
  const [least, most] = [percentPhrase(changes[0] as number), percentPhrase(changes.at(-1) as number)];
  const direction = (changes[0] as number) < 0 ? 'faster' : 'slower';
  return `${least === most ? least : `${least} to ${most}`} ${direction}`;
}

function settingsPhrase(pairs: readonly Pair[], all: readonly Pair[], { key }: SweepAxis): string {
  if (pairs.length === all.length) return `every value of ${key} where both are stable`;
  if (pairs.length <= 4) return `${key} ${joinWords(pairs.map(({ setting }) => setting))}`;
  return `${pairs.length} of ${all.length} values of ${key}`;
}
