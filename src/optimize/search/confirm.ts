/**
 * The most promising settings in the simulator: many in one replication, the best of them in more, the last few in enough to tell them apart.
 *
 * Successive halving: which settings go on depends on figures alone, so that the same seed gives the same choice.
 * @see Karnin, Koren and Somekh, "Almost optimal exploration in multi-armed bandits", ICML 2013
 */

import type { LoadedScenario } from '../../scenario/load-scenario.ts';
import { whyEventsAt } from '../../sim/engine/why-events.ts';
import { meanInterval } from '../../stats/student-t.ts';
import { isLatency, type Objective } from './objective.ts';
import { pairedDifferences } from './paired.ts';
import type { Screened } from './screen.ts';
import { kindOf, type Setting } from './setting.ts';
import { type Simulated, settingRunner } from './simulate-settings.ts';
import { compareFigures, compareStandings, costsOf, figureOf, type Order, paretoFront, type Standing, standingOf } from './standing.ts';

/** Requests that the first round may take, and how many times longer one takes where each is an event. */
const FIRST_ROUND_REQUESTS = 1_500_000;
const EVENTS_COST = 6;
const FEWEST = 24;
const MOST = 128;
/** Of as many settings, so many times fewer are looked at by figures alone. */
const BOLD = 3;

/** Intervals over fewer replications are too wide to hold against anybody. */
const TELLING = 8;

/** Replications of each round, and how many settings it leaves at least. */
const ROUNDS = [
  { replications: 1, left: 16 },
  { replications: 2, left: 8 },
  { replications: 4, left: 4 },
  { replications: TELLING, left: 2 },
] as const;
/** The same for those that are looked at by figures alone. */
const BOLD_ROUNDS = [
  { replications: 1, left: 4 },
  { replications: TELLING, left: 2 },
] as const;
/** Where two are still not told apart, the last word. */
const CLOSE_CALL = 16;

/** Settings of the front that are simulated for their own sake. */
const FRONT_SETTINGS = 24;

export interface Confirmed extends Simulated {
  readonly setting: Setting;
  readonly standing: Standing;
}

export interface Confirmation {
  /** Best first: the winner, then the others by how far they came. */
  readonly ranking: readonly Confirmed[];
  /** The best by figures alone: it may keep to the limits barely. */
  readonly boldest: Confirmed;
  /** Settings simulated that none beats in latency, accuracy and energy at once, by latency. */
  readonly front: readonly Confirmed[];
  readonly simulated: number;
}

export async function confirmSettings(
  loaded: LoadedScenario,
  screened: readonly Screened[],
  objective: Objective,
  onProgress: (done: number, total: number) => void,
): Promise<Confirmation> {
  const candidates = selectCandidates(loaded, screened, objective);
  const entrants = [...new Set([...candidates.promising, ...candidates.bold, ...candidates.front])];
  const settings = entrants.map(({ setting }) => setting);
  const simulate = await settingRunner(loaded, settings);
  const at = (index: number, replications: number): Confirmed => {
    const simulated = simulate(index, replications);
    const standing = standingOf((figure) => {
      const { value, interval } = figureOf(simulated.result, figure);
      return { value, interval: replications < TELLING && isLatency(figure) ? null : interval };
    }, objective);
    return { setting: settings[index] as Setting, ...simulated, standing };
  };
  const known: Confirmed[] = [];
  const kind = (index: number) => kindOf(settings[index] as Setting);
  const rank = (indices: readonly number[], replications: number, order: Order): number[] => {
    for (const index of indices) known[index] = at(index, replications);
    return [...indices].sort((a, b) => order(known[a]?.standing as Standing, known[b]?.standing as Standing) || a - b);
  };
  /** Best first: the winner, then the others by how far they came. */
  const halve = (some: readonly Screened[], rounds: typeof ROUNDS | typeof BOLD_ROUNDS, order: Order): number[] => {
    let alive = some.map((one) => entrants.indexOf(one));
    const out: number[] = [];
    for (const { replications, left } of rounds) {
      const ranked = rank(alive, replications, order);
      const kept = Math.max(left, Math.ceil(alive.length / 4));
      const next = ranked.slice(0, kept);
      // One of another kind goes on, to be the runner-up.
      const other = ranked.slice(kept).find((index) => kind(index) !== kind(ranked[0] as number));
      const hasOther = next.some((index) => kind(index) !== kind(next[0] as number));
      if (other !== undefined && !hasOther) next.push(other);
      out.unshift(...ranked.filter((index) => !next.includes(index)));
      alive = next;
    }
    const [first, second] = alive;
    if (first !== undefined && second !== undefined && isClose(known[first] as Confirmed, known[second] as Confirmed, objective)) {
      alive = [...rank([first, second], CLOSE_CALL, order), ...alive.slice(2)];
    }
    return [...alive, ...out];
  };
  settings.forEach((_, index) => {
    known[index] = at(index, 1);
    onProgress(index + 1, settings.length);
  });
  const ranking = halve(candidates.promising, ROUNDS, compareStandings).map((index) => known[index] as Confirmed);
  const boldest = known[halve(candidates.bold, BOLD_ROUNDS, compareFigures)[0] as number] as Confirmed;
  const stable = known.filter(({ result }) => result.stable);
  const front = paretoFront(stable, ({ result }) => costsOf((figure) => figureOf(result, figure), objective));
  return { ranking, boldest, front, simulated: settings.length };
}

/** Those that may meet the objective and promise most, the best of each kind among them; the best by figures alone; and a front to be drawn. */
function selectCandidates(loaded: LoadedScenario, screened: readonly Screened[], objective: Objective) {
  const possible = screened.filter(({ fault }) => fault === null);
  const stable = screened.filter(({ fault }) => fault !== 'load');
  const pool = possible.length > 0 ? possible : stable.length > 0 ? stable : screened;
  const order = [...pool].sort((a, b) => compareStandings(a.guess, b.guess));
  const [point] = loaded.plan.points;
  const cost = (point?.workload.requests ?? 1) * (point !== undefined && whyEventsAt(point) !== null ? EVENTS_COST : 1);
  const most = Math.min(MOST, Math.max(FEWEST, Math.floor(FIRST_ROUND_REQUESTS / cost)));
  const bestOfKind = [...new Map([...order].reverse().map((one) => [kindOf(one.setting), one])).values()];
  const chosen = new Set([...order.slice(0, most), ...bestOfKind.sort((a, b) => compareStandings(a.guess, b.guess)).slice(0, FEWEST)]);
  const promising = order.filter((one) => chosen.has(one));
  const bold = [...pool].sort((a, b) => compareFigures(a.guess, b.guess)).slice(0, Math.ceil(most / BOLD));
  const front = paretoFront(stable, ({ known }) => costsOf(known, objective));
  const step = Math.max(1, front.length / Math.min(FRONT_SETTINGS, Math.ceil(most / 2)));
  const drawn = front.filter((_, i) => Math.floor(i / step) > Math.floor((i - 1) / step) || i === front.length - 1);
  return { promising, bold, front: drawn };
}

/** Whether the interval of the difference in what is to be best holds 0; a tie is none. */
function isClose(first: Confirmed, second: Confirmed, { goal }: Objective): boolean {
  const differences = pairedDifferences(first.run.replications, second.run.replications, goal);
  const interval = meanInterval(differences);
  return interval !== null && interval[0] <= 0 && interval[1] >= 0 && differences.some((difference) => difference !== 0);
}
