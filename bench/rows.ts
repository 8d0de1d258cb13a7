/** What is measured against what: a row is one implementation of one piece of work. */

import type { Peer } from './peers.ts';
import type { Task } from './task.ts';
import type { Yardstick } from './yardstick.ts';

export type Measure = Task['measure'];

/** How a row's process is started. */
export type Start =
  | { readonly kind: 'ours'; readonly measure: Measure; readonly more?: Partial<Task> }
  | { readonly kind: 'yardstick'; readonly way: string }
  | { readonly kind: 'peer'; readonly command: readonly string[] };

export interface Row {
  readonly group: 'engines' | 'steps' | 'sweep';
  readonly name: string;
  readonly start: Start;
  /** Requests a run; figures are divided by it. */
  readonly requests: number;
  /** Runs in one process. */
  readonly repeats: number;
  /** Processes, one a round. */
  readonly rounds: number;
  /** Rows whose answers must have the same checksum; null: no checksum. */
  readonly agrees: string | null;
  /** Rows of the same work are compared, whether or not their answers are the same. */
  readonly work?: string;
}

/** Names that figures and goals refer to. */
export const NAMES = {
  recursion: 'recursion',
  events: 'event engine',
  whole: '`simulate`, recursion',
  wholeEvents: '`simulate`, event engine',
  cppRecursion: 'C++ recursion',
  cppBranchFree: 'C++ recursion, branch-free',
  cppHeap: 'C++ event loop, 4-ary heap',
  arrivals: 'Poisson arrivals',
  cppArrivals: 'C++ Poisson arrivals, one by one',
  select: 'exact percentiles',
  cppSelect: 'C++ nth_element, four ranks',
  sweep: 'sweep',
  sweepTwo: 'sweep, two threads',
  sweepBeside: 'sweep, two processes side by side',
  sweepEvents: 'sweep, event engine',
  cppSweep: 'C++ recursion and nth_element',
  cppSweepBranchFree: 'C++ recursion, branch-free, and nth_element',
} as const;

/** Requests of the whole sweep: 2 calibrations x 101 thresholds x 10 replications x 10,000. */
const SWEEP_TOTAL = 20_200_000;

/** What the rows of the sweep agree on. */
const SWEPT = 'means and p95 of 2,020 runs';

export interface Size {
  readonly requests: number;
  readonly repeats: number;
  /** Processes of the engines: enough to see whether they are steady. */
  readonly engineRounds: number;
  readonly rounds: number;
  readonly isFull: boolean;
}

/** Runs after which what is quick is compiled well. */
const WARM = 9;

/** What rows with so many requests agree on. */
export function latenciesOf(requests: number): string {
  return `latencies of ${requests.toLocaleString('en')} requests`;
}

export function listRows(size: Size, yardstick: Yardstick | null, peers: readonly Peer[]): Row[] {
  const { requests, repeats, engineRounds, rounds, isFull } = size;
  const ours = (group: Row['group'], name: string, measure: Measure, agrees: string | null, rest: Partial<Row> = {}): Row => ({
    group,
    name,
    start: { kind: 'ours', measure },
    requests,
    repeats,
    rounds,
    agrees,
    ...rest,
  });
  const cpp = (group: Row['group'], name: string, way: string, agrees: string | null, rest: Partial<Row> = {}): Row => ({
    ...ours(group, name, 'nothing', agrees, rest),
    start: { kind: 'yardstick', way },
  });
  const ten = { rounds: engineRounds };
  const swept = { requests: SWEEP_TOTAL, repeats: WARM };
  // A helper has run half of what a thread alone has, and is compared with that.
  const longer = { ...swept, repeats: isFull ? 2 * WARM : WARM };
  const measuredByCpp: Row[] = [
    cpp('engines', NAMES.cppRecursion, 'recursion', latenciesOf(requests), { ...ten, repeats: WARM }),
    cpp('engines', NAMES.cppBranchFree, 'branch-free', latenciesOf(requests), { ...ten, repeats: WARM }),
    cpp('engines', NAMES.cppHeap, 'heap', latenciesOf(requests), ten),
    cpp('steps', NAMES.cppSelect, 'percentiles', latenciesOf(requests)),
    cpp('steps', NAMES.cppArrivals, 'arrivals', null, { repeats: WARM, work: NAMES.arrivals }),
    cpp('sweep', NAMES.cppSweep, 'sweep', SWEPT, swept),
    cpp('sweep', NAMES.cppSweepBranchFree, 'sweep-branch-free', SWEPT, swept),
  ];
  return [
    ours('engines', NAMES.recursion, 'recursion', latenciesOf(requests), { ...ten, repeats: WARM }),
    ours('engines', NAMES.events, 'events', latenciesOf(requests), ten),
    ...(yardstick === null ? [] : measuredByCpp),
    ...peers.map(
      (peer): Row => ({
        ...ours('engines', peer.name, 'nothing', latenciesOf(peer.requests)),
        start: { kind: 'peer', command: peer.command },
        requests: peer.requests,
        repeats: 1,
      }),
    ),
    ours('steps', 'walk through the exits, a sample', 'prepare', null, { requests: 10_000, repeats: 3 * WARM }),
    ours('steps', NAMES.arrivals, 'arrivals', null, { repeats: WARM, work: NAMES.arrivals }),
    ours('steps', 'draws: arrivals, samples, devices', 'draws', null, { repeats: WARM }),
    ours('steps', NAMES.select, 'select', latenciesOf(requests), { repeats: WARM }),
    ours('steps', 'percentiles by sorting', 'sort', latenciesOf(requests)),
    ours('steps', 'summary of a replication', 'summary', null, { repeats: WARM }),
    ours('steps', NAMES.whole, 'whole-recursion', 'result of a point'),
    ours('steps', NAMES.wholeEvents, 'whole-events', 'result of a point'),
    ours('sweep', NAMES.sweep, 'sweep', SWEPT, longer),
    ours('sweep', NAMES.sweepTwo, 'sweep-threads', SWEPT, {
      ...longer,
      start: { kind: 'ours', measure: 'sweep-threads', more: { threads: 2 } },
    }),
    // Both together run twice the requests.
    ours('sweep', NAMES.sweepBeside, 'sweep-beside', SWEPT, { ...longer, requests: 2 * SWEEP_TOTAL }),
    ...(isFull ? [ours('sweep', NAMES.sweepEvents, 'sweep-events', SWEPT, { ...swept, repeats: 1, rounds: Math.min(2, rounds) })] : []),
  ];
}

/** What a cost grows with. */
export interface Step {
  readonly axis: 'requests' | 'devices' | 'tiers' | 'points';
  readonly x: number;
  readonly name: string;
  readonly start: Start;
  /** Requests that the time is divided by. */
  readonly requests: number;
  readonly repeats: number;
}

/** Enough runs in a process to see past its warm-up. */
function repeatsFor(requests: number): number {
  return requests <= 20_000 ? 30 : requests <= 200_000 ? 9 : requests <= 1_000_000 ? 5 : 3;
}

export function listSteps(isFull: boolean, yardstick: Yardstick | null): Step[] {
  const most = isFull ? 1e7 : 1e6;
  const some = isFull ? 200_000 : 100_000;
  const both = [
    [NAMES.recursion, 'recursion'],
    [NAMES.events, 'events'],
  ] as const;
  const onRequests = [1e4, 1e5, 1e6, 1e7]
    .filter((requests) => requests <= most)
    .flatMap((requests): Step[] => {
      const step = { axis: 'requests', x: requests, requests, repeats: repeatsFor(requests) } as const;
      return [
        ...both.map(([name, measure]): Step => ({ ...step, name, start: { kind: 'ours', measure } })),
        ...(yardstick === null
          ? []
          : [
              { ...step, name: NAMES.cppRecursion, start: { kind: 'yardstick', way: 'recursion' } } as const,
              { ...step, name: NAMES.cppHeap, start: { kind: 'yardstick', way: 'heap' } } as const,
            ]),
      ];
    });
  const grown = (axis: 'devices' | 'tiers', values: readonly number[]) =>
    values.flatMap((x) =>
      both.map(
        ([name, measure]): Step => ({
          axis,
          x,
          name,
          requests: some,
          repeats: repeatsFor(some),
          start: { kind: 'ours', measure, more: { [axis]: x } },
        }),
      ),
    );
  const onPoints = (isFull ? [1, 2, 5, 10, 20, 50, 100, 200] : [1, 5, 20, 100, 200]).map(
    (points): Step => ({
      axis: 'points',
      x: points,
      name: '`simulate`',
      requests: 10_000 * points,
      repeats: repeatsFor(10_000 * points),
      start: { kind: 'ours', measure: 'sweep', more: { points } },
    }),
  );
  return [
    ...onRequests,
    ...grown('devices', [1, 10, 100, 1000, 10_000]),
    ...grown('tiers', isFull ? [1, 2, 3, 4, 5, 6] : [1, 2, 4, 6]),
    ...onPoints,
  ];
}
