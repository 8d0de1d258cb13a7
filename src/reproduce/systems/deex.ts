/** DEEx, the paper that this project starts from: every figure of it, on both of its data sets. */

import { isAnswered } from '../../report/answered.ts';
import type { PaperRun } from '../../report/charts/paper-run.ts';
import { formatDecimals } from '../../report/format-number.ts';
import { type PaperRow, paperComparison } from '../../report/paper.ts';
import { PAPER_FIGURES, type PaperExperiment } from '../../report/paper-figures.ts';
import { type PaperPoints, paperPoints, savedShare } from '../../report/paper-points.ts';
import type { Claim } from '../claim.ts';
import type { Experiment, Laboratory } from '../laboratory.ts';
import type { SystemReport } from '../system.ts';

const SCENARIOS = { binary: 'paper-binary', full: 'paper' } as const;

/** Every picture once, deex alone. */
const EXACT = ['policies=[{ name: deex }]'];
/** As many runs as the paper made, each of pictures drawn with replacement, so that times have an interval. */
const RUNS = [...EXACT, 'replications=10', 'workload.order=random'];
/** Thresholds so close together that one keeps nearly the share that the paper kept. */
const FINE = [...EXACT, 'sweep={ p_d: { from: 0.5, to: 1, step: 0.01 } }'];

/** Accuracy that may be lost where the abstract says "the same accuracy": what the paper itself loses at its p_cross. */
const SAME_ACCURACY = 0.01;

/** What the charts of the paper's figures are drawn from. */
export async function paperRuns(laboratory: Laboratory): Promise<PaperRun[]> {
  const runs: PaperRun[] = [];
  for (const experiment of ['binary', 'full'] as const) {
    const exact = await laboratory.run(SCENARIOS[experiment], EXACT);
    const several = await laboratory.run(SCENARIOS[experiment], RUNS);
    runs.push({ exact: exact.result, runs: several.result, classes: exact.loaded.model.manifest.classes });
  }
  return runs;
}

export async function deex(laboratory: Laboratory): Promise<SystemReport[]> {
  return [await reproduce(laboratory, 'full'), await reproduce(laboratory, 'binary')];
}

async function reproduce(laboratory: Laboratory, experiment: 'full' | 'binary'): Promise<SystemReport> {
  const exact = await laboratory.run(SCENARIOS[experiment], EXACT);
  const fine = await laboratory.run(SCENARIOS[experiment], FINE);
  const paper = PAPER_FIGURES[experiment];
  const points = paperPoints(exact.result, paper);
  const rows = paperComparison(exact.result)?.rows ?? [];
  return {
    name: experiment === 'full' ? 'DEEx, CIFAR-10' : 'DEEx, cat and dog',
    references: [
      {
        authors: 'Barbosa, Pacheco, Couto, Medeiros, Campista',
        title: 'Decision Early-Exit: An Efficient Approach to Hasten Offloading in BranchyNets',
        venue: 'IEEE LATINCOM',
        year: 2022,
      },
    ],
    setup: `B-AlexNet with three exits, ${paper.title}, all computed on one machine without a network, as in the paper; times of one thread, recorded.`,
    commands: [exact.command, fine.command],
    missing: null,
    claims: [...savings(experiment, paper, points, fine, exact), ...rows.map((row) => claimOf(row, experiment, points, exact))],
    notes: notesOn(experiment, paper, points),
  };
}

/** What the paper says p_cross saves, four ways, beside ours. */
function savings(
  experiment: 'full' | 'binary',
  paper: PaperExperiment,
  points: PaperPoints,
  fine: Experiment,
  exact: Experiment,
): readonly Claim[] {
  const { keptAll, sentAll, crossed } = points;
  if (keptAll === null || sentAll === null) return [];
  const all = 100 * savedShare(keptAll, sentAll);
  const isSaving = (saved: number) => ({ says: 'some time is saved, and less than with all at exit 2', holds: saved > 0 && saved < all });
  const mixed = (paper.keptAtCrossing / 100) * paper.savedExit2;
  const candidates = fine.result.points.filter(isAnswered);
  const alike = candidates.reduce((a, b) => (awayFrom(paper, b.offload_share) < awayFrom(paper, a.offload_share) ? b : a));
  const atAlike = 100 * savedShare(alike, sentAll);
  const kept = `${formatDecimals(100 * (1 - alike.offload_share), 1)}% stay`;
  const accurate = candidates.filter(({ accuracy }) => accuracy >= sentAll.accuracy - SAME_ACCURACY);
  const most = accurate.length === 0 ? null : Math.max(...accurate.map((point) => 100 * savedShare(point, sentAll)));
  const saved = (quantity: string, published: Claim['published'], ours: number | null, isHeadline: boolean): Claim => ({
    quantity,
    unit: '%',
    published,
    ours,
    direction: isSaving(ours ?? 0),
    isHeadline,
  });
  const crossing = crossed === null ? null : 100 * savedShare(crossed, sentAll);
  const mixing = crossed === null ? null : (1 - crossed.offload_share) * all;
  return [
    saved(
      'time saved, within 1 point of exit 3',
      experiment === 'full' ? { value: 20, standing: 'abstract' } : { value: paper.savedAtCrossingText, standing: 'paper', place: 'text' },
      most,
      true,
    ),
    saved(`time saved where ${kept} (text)`, { value: paper.savedAtCrossingText, standing: 'paper', place: 'text' }, atAlike, true),
    saved(
      `time saved where ${kept} (captions)`,
      { value: paper.savedAtCrossingCaption, standing: 'paper', place: 'captions' },
      atAlike,
      true,
    ),
    saved(`time saved where ${kept} (mixing)`, { value: mixed, standing: 'derived', place: 'Figure 4' }, atAlike, true),
    saved('time saved at p_cross (mixing times by shares)', { value: mixed, standing: 'derived', place: 'Figure 4' }, mixing, false),
    ...(crossing === null || mixing === null || exact.result.crossing === null
      ? []
      : [
          {
            quantity: 'our mixing less our simulation at p_cross',
            unit: '%',
            published: { value: 0, standing: 'derived' },
            ours: mixing - crossing,
            direction: { says: 'times mix by shares', holds: true },
            isHeadline: false,
          } as const,
        ]),
  ];
}

function awayFrom({ keptAtCrossing }: PaperExperiment, offloadShare: number): number {
  return Math.abs(1 - offloadShare - keptAtCrossing / 100);
}

const HEADLINES = /^(accuracy, all at exit|p_cross|time saved, all at exit 2|time saved at p_cross \((text|caption))/;

/** A row of the paper's table as a claim. */
function claimOf(row: PaperRow, experiment: 'full' | 'binary', points: PaperPoints, exact: Experiment): Claim {
  const { quantity, unit, paper, ours, source } = row;
  return {
    quantity,
    unit,
    published: { value: paper, standing: 'paper', place: source },
    ours,
    direction: directionOf(quantity, experiment, points, exact),
    ...(unit === 'ms' ? { incomparable: 'another machine' } : {}),
    isHeadline: HEADLINES.test(quantity),
  };
}

function directionOf(quantity: string, experiment: 'full' | 'binary', points: PaperPoints, { result }: Experiment): Claim['direction'] {
  const { keptAll, sentAll, crossed, curve } = points;
  const share = crossed?.offload_share ?? 0;
  if (quantity.startsWith('accuracy')) {
    return { says: 'exit 3 is more accurate than exit 2', holds: (sentAll?.accuracy ?? 0) > (keptAll?.accuracy ?? 0) };
  }
  if (quantity.startsWith('time saved') || quantity.startsWith('time a sample')) {
    return { says: 'exit 2 is quicker than exit 3', holds: (keptAll?.latency_ms.mean ?? 0) < (sentAll?.latency_ms.mean ?? 0) };
  }
  if (quantity.startsWith('kept')) return { says: 'some stay and some are offloaded', holds: share > 0 && share < 1 };
  if (quantity.includes('recall')) return recallDirection(quantity, experiment, points);
  const rises = curve.every(({ point }, index) => point.offload_share >= (curve[index - 1]?.point.offload_share ?? 0));
  return { says: 'more is offloaded as p_d rises, and the exits cross', holds: rises && result.crossing !== null };
}

/** The paper's exit 3 recalls every class better than its exit 2, and so does p_cross. */
function recallDirection(quantity: string, experiment: 'full' | 'binary', { keptAll, sentAll, crossed }: PaperPoints): Claim['direction'] {
  const rank = quantity.includes('lowest') || quantity.includes('cat') ? 0 : 1;
  const figure = (confusion: readonly (readonly number[])[] | undefined): number => {
    const recalls = (confusion ?? []).map((row, label) => (row[label] ?? 0) / row.reduce((sum, count) => sum + count, 0));
    return (experiment === 'full' ? [Math.min(...recalls), Math.max(...recalls)][rank] : recalls[rank]) ?? 0;
  };
  const [at2, at3, at] = [keptAll, sentAll, crossed].map((point) => figure(point?.confusion)) as [number, number, number];
  if (quantity.endsWith('p_cross')) return { says: 'p_cross recalls better than exit 2 alone', holds: at > at2 };
  return { says: 'exit 3 recalls better than exit 2', holds: at3 > at2 };
}

function notesOn(experiment: 'full' | 'binary', paper: PaperExperiment, { keptAll, sentAll }: PaperPoints): readonly string[] {
  const mixed = (paper.keptAtCrossing / 100) * paper.savedExit2;
  const gap = keptAll === null || sentAll === null ? 'n/a' : formatDecimals(100 * (sentAll.accuracy - keptAll.accuracy), 1);
  return [
    `The paper contradicts itself on what p_cross saves: ${paper.savedAtCrossingText}% in the text, ${paper.savedAtCrossingCaption}% in the captions. ` +
      `Mixing its own times by its own share, ${formatDecimals(paper.keptAtCrossing, 2)}% of ${paper.savedExit2}%, gives ${formatDecimals(mixed, 1)}%, which supports the text.`,
    `Our exit 2 is much better than the paper's, so that exit 3 gains ${gap} points only where the paper's gains ${paper.accuracyExit3 - paper.accuracyExit2}, and p_cross falls. What depends on p_cross cannot agree; what depends on compute time can.`,
    experiment === 'full'
      ? "The paper's runs differ by the noise of its machine; ours replay recorded times, so that the interval of Figure 4 tells of the pictures drawn alone."
      : 'The two-class network is trained on the cats and dogs of CIFAR-10, as in the paper.',
  ];
}
