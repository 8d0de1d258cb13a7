/**
 * What a result comes to, in a few sentences a manager can read: what to pick, what it gives, what it is against the others.
 *
 * Pure, from the result document. Says "slower" where it is slower, "no measurable difference" where the intervals overlap,
 * and quotes no percentile where a queue grows without end.
 */
import type { PointResult, Result } from '../sim/summary/result.ts';
import { intervalOfMean, rightShare } from './answered.ts';
import { cautions } from './cautions.ts';
import { choosePoint, matchAccuracy, mostAccurate } from './choose-point.ts';
import { dominanceOf } from './dominance.ts';
import { formatMs, formatShare } from './format-number.ts';
import { hasNetwork } from './parts.ts';
import { sweepVerdict } from './sweep-verdict.ts';
import { answeredView, type Curve, type Level, type SweepView, sweepViews } from './sweep-view.ts';
import {
  accuracyGap,
  compareLatency,
  energy,
  instability,
  joinWords,
  loadPhrase,
  losses,
  nameOf,
  outcome,
  type Place,
  sentenceCase,
  silence,
} from './verdict-phrases.ts';

/** From this share of offloaded requests on, early exits answer next to nothing. */
const ALMOST_ALL = 0.99;

/** More settings than these are counted, not named. */
const MOST_NAMED = 3;

/** The verdict as running text; one paragraph for each setting of an outer sweep. */
export function verdict(result: Result): string {
  return sweepViews(result)
    .map((view) => `${view.setting === null ? '' : `${view.setting}: `}${viewVerdict(view, result)}`)
    .join('\n');
}

function viewVerdict(whole: SweepView<PointResult>, result: Result): string {
  const { axis } = whole;
  const view = answeredView(whole);
  const sentences = axis === null || axis.key === 'p_d' || axis.key === 'p_tar' ? thresholdVerdict(view) : sweepVerdict(view, axis);
  const hasInterval = result.points.some((point) => intervalOfMean(point) !== null);
  const isRandom = result.points.some(({ load }) => load !== null);
  const caution =
    hasInterval || !isRandom || sentences.length === 0 ? [] : ['One replication gives no interval, so small differences may be chance.'];
  const shown = [...whole.curves.flatMap(({ points }) => points), ...whole.levels].map(({ point }) => point);
  return [...sentences, ...instability(view), ...silence(whole), ...caution, ...cautions(shown)].join(' ');
}

/** The point to choose, and its comparison with ordinary early exit and with the cloud. */
function thresholdVerdict(view: SweepView): readonly string[] {
  const places = placesOf(view);
  const hopeless = view.curves.filter(({ points }) => points.every(({ point }) => !point.stable));
  const leadCurve =
    view.curves.find((curve) => curve.policy === 'deex' && !hopeless.includes(curve)) ??
    view.curves.find((curve) => !hopeless.includes(curve));
  const lead = leadCurve === undefined ? leadLevel(view) : leadPoint(leadCurve, view);
  if (lead === null) return [];
  const network = hasNetwork(places.map(({ point }) => point));
  const others = [ordinaryComparison(lead.place, places), allAtLastExit(lead.place, places, network)].filter(
    (comparison) => comparison !== null,
  );
  const contrasts = joinWords(others.flatMap(({ contrast }) => contrast ?? []));
  const said = `${lead.intro} ${outcome(lead.place.point, network)}${contrasts === '' ? '' : `: ${contrasts}`}`;
  const judged = judgement(lead.place, others, places, network);
  return [
    `${judged === null ? sentenceCase(said) : `${judged}. ${sentenceCase(said)}`}.`,
    ...losses(lead.place.point),
    ...energy(
      lead.place.point,
      others.flatMap(({ against }) => against ?? []),
    ),
    ...others.flatMap(({ remark }) => remark ?? []),
    ...(lead.place.point.offload_share > ALMOST_ALL ? ['Next to nothing is answered early at that setting.'] : []),
  ];
}

interface Lead {
  readonly place: Place;
  /** `at p_d 0.75, where .., DEEx takes`: what `outcome` ends. */
  readonly intro: string;
}

function leadPoint(curve: Curve, { axis }: SweepView): Lead | null {
  const choice = axis === null ? null : choosePoint(curve);
  if (axis === null || choice === null) return null;
  const name = nameOf(curve.policy, curve.label);
  const setting = `${axis.key} ${choice.at.setting}`;
  const fastest = curve.points.every(({ point }) => point.stable) ? 'fastest' : 'fastest stable';
  const why = {
    'trade-off': `, the ${fastest} setting within one percentage point of the best accuracy,`,
    only: '',
    unstable: '',
  }[choice.rule];
  return { place: { policy: curve.policy, name, setting, point: choice.at.point }, intro: `at ${setting}${why} ${name} takes` };
}

/** Where nothing is swept: deex, else the most accurate policy that is stable. */
function leadLevel({ levels }: SweepView): Lead | null {
  const stable = levels.filter(({ point }) => point.stable);
  const level = stable.find(({ policy }) => policy === 'deex') ?? mostAccurate(stable);
  if (level === null) return null;
  const place = levelPlace(level);
  return { place, intro: `${place.name}${place.setting === '' ? '' : ` at ${place.setting}`} takes` };
}

/** What one other policy makes of the lead: a contrast to be joined with others, or a remark of its own. */
interface Comparison {
  readonly verdict: 'faster' | 'slower' | 'same' | 'trade' | null;
  readonly contrast?: string;
  readonly remark?: string;
  /** The point it was held against, and how to call it. */
  readonly against?: { readonly name: string; readonly point: PointResult };
}

function ordinaryComparison(lead: Place, places: readonly Place[]): Comparison | null {
  const ordinary = places.filter(({ policy }) => policy === 'ordinary' && lead.policy !== 'ordinary');
  if (ordinary.length === 0) return null;
  const matched = matchAccuracy(ordinary, rightShare(lead.point));
  if (matched === null) return lessAccurate(lead, mostAccurate(ordinary) as Place);
  if (!matched.point.stable) {
    return {
      verdict: 'faster',
      remark: `Ordinary early exit is unstable at every setting that is as accurate (${loadPhrase(matched.point)}).`,
    };
  }
  const name = 'ordinary early exit at matched accuracy';
  return { ...compareLatency(lead.point, matched, name), against: { name, point: matched.point } };
}

/** Ordinary early exit where it does not reach the accuracy of the lead. */
function lessAccurate(lead: Place, best: Place): Comparison {
  const at = best.setting === '' ? '' : `, ${best.setting},`;
  const time = best.point.stable ? `in ${formatMs(best.point.latency_ms.mean)} ms` : 'and unstable';
  return {
    verdict: best.point.stable && best.point.latency_ms.mean < lead.point.latency_ms.mean ? 'trade' : 'faster',
    remark: `Ordinary early exit does not reach that accuracy; its best${at} is ${formatShare(best.point.accuracy)} ${time}.`,
  };
}

/** Everything to the cloud, by its own policy or by a threshold nothing reaches; or to the last exit, without a network. */
function allAtLastExit(lead: Place, places: readonly Place[], network: boolean): Comparison | null {
  const cloud = places.find(({ policy }) => policy === 'all-cloud');
  const all = cloud ?? places.find(({ policy, point }) => policy === 'deex' && point.offload_share === 1);
  if (all === undefined || lead.point.offload_share === 1) return null;
  const offloading = network ? 'offloading everything' : 'taking everything to the last exit';
  const name = cloud === undefined ? offloading : 'sending everything to the cloud';
  if (!all.point.stable) return { verdict: null, remark: `${sentenceCase(name)} is unstable (${loadPhrase(all.point)}).` };
  const compared = compareLatency(lead.point, all, name);
  return {
    ...compared,
    contrast: `${compared.contrast}${accuracyGap(lead.point.accuracy - all.point.accuracy)}`,
    against: { name, point: all.point },
  };
}

/**
 * `DEEx helps on this network`: against ordinary early exit, at equal accuracy over all settings where there are several, else by the
 * one comparison there is. Nothing where a scenario has no ordinary early exit.
 */
function judgement(lead: Place, [first]: readonly Comparison[], places: readonly Place[], network: boolean): string | null {
  if (lead.policy !== 'deex') return null;
  const where = network ? 'on this network' : 'on this machine';
  const [own, ordinary] = ['deex', 'ordinary'].map((policy) => places.filter((place) => place.policy === policy));
  const { ahead, behind, turn } = dominanceOf(own ?? [], ordinary ?? []);
  if (ordinary?.some(({ point }) => point.stable) && ahead.length + behind.length > 1) {
    const beside = 'against ordinary early exit at equal accuracy';
    if (behind.length === 0) return `DEEx helps ${where} ${beside}`;
    if (ahead.length === 0) return `DEEx hurts ${where} ${beside}`;
    if (turn === null) {
      const named = ahead.length <= MOST_NAMED ? ` (${joinWords(ahead.map(({ setting }) => setting))})` : '';
      return `DEEx helps ${where} at ${ahead.length} of ${ahead.length + behind.length} settings${named}, ${beside}`;
    }
    const [below, above] = turn.first === 'ahead' ? ['helps', 'hurts'] : ['hurts', 'helps'];
    const [upTo, from] = [turn.upTo, turn.from].map(({ point, setting }) => `${formatShare(point.accuracy)} (${setting})`);
    return `DEEx ${below} ${where} up to an accuracy of ${upTo} and ${above} from ${from} on, ${beside}`;
  }
  if (ordinary === undefined || ordinary.length === 0 || first === undefined || first.verdict === null) return null;
  const words = {
    faster: 'DEEx helps',
    slower: 'DEEx hurts',
    same: 'DEEx makes no measurable difference',
    trade: 'DEEx buys accuracy with time',
  }[first.verdict];
  return `${words} ${where}`;
}

function placesOf({ axis, curves, levels }: SweepView): readonly Place[] {
  return [
    ...curves.flatMap(({ policy, label, points }) =>
      points.map(({ setting, point }) => ({ policy, name: nameOf(policy, label), setting: `${axis?.key} ${setting}`, point })),
    ),
    ...levels.map(levelPlace),
  ];
}

/** A level says its thresholds in brackets: `ordinary (p_tar 0.8)`. */
function levelPlace({ policy, label, point }: Level): Place {
  return { policy, name: nameOf(policy, policy), setting: /\((.*)\)$/.exec(label)?.[1] ?? '', point };
}
