/**
 * What the paper published, as plain data.
 *
 * @see Barbosa, Pacheco, Couto, Medeiros, Campista, "Decision Early-Exit": B-AlexNet on CIFAR-10, 10 runs, 95 % intervals,
 * both paths timed on one machine (Colab). Binary is cat against dog, 2,000 test pictures; full is ten classes, 10,000.
 */

/** Shares, savings, accuracies and recalls in percent; times in milliseconds a sample; thresholds as p_d. */
export interface PaperExperiment {
  readonly title: string;
  readonly accuracyExit2: number;
  readonly accuracyExit3: number;
  /** First p_d of Figure 3 at which exit 3 answers anything. */
  readonly offloadingStarts: number;
  /** First p_d at which exit 3 answers more than half; null where the paper does not say. */
  readonly majorityOffloaded: number | null;
  readonly crossing: number;
  readonly keptAtCrossing: number;
  readonly msExit2: number;
  readonly msExit3: number;
  readonly savedExit2: number;
  /** The text and the captions of the figures disagree; linear mixing of the two times supports the text. */
  readonly savedAtCrossingText: number;
  readonly savedAtCrossingCaption: number;
  /** Names of the recalls below. */
  readonly recallNames: readonly string[];
  /** Whether they are the least and the greatest over the classes, not one a class. */
  readonly recallIsRange: boolean;
  readonly recalls: Readonly<Record<'exit2' | 'exit3' | 'crossing', readonly number[]>>;
  readonly recallSource: string;
}

export const PAPER_FIGURES: Readonly<Record<'binary' | 'full', PaperExperiment>> = {
  binary: {
    title: 'cat against dog, 2,000 pictures',
    accuracyExit2: 75,
    accuracyExit3: 91,
    offloadingStarts: 0.55,
    majorityOffloaded: 0.75,
    crossing: 0.85,
    keptAtCrossing: 26.95,
    msExit2: 2.1,
    msExit3: 3.55,
    savedExit2: 41,
    savedAtCrossingText: 10,
    savedAtCrossingCaption: 14,
    recallNames: ['recall cat', 'recall dog'],
    recallIsRange: false,
    recalls: { exit2: [79, 70], exit3: [90, 91], crossing: [89, 90] },
    recallSource: 'Figure 6',
  },
  full: {
    title: 'CIFAR-10, 10,000 pictures',
    accuracyExit2: 70,
    accuracyExit3: 91,
    offloadingStarts: 0.2,
    majorityOffloaded: null,
    crossing: 0.75,
    keptAtCrossing: 47.84,
    msExit2: 2.09,
    msExit3: 3.4,
    savedExit2: 38.5,
    savedAtCrossingText: 20,
    savedAtCrossingCaption: 29,
    recallNames: ['lowest recall', 'highest recall'],
    recallIsRange: true,
    recalls: { exit2: [50, 80], exit3: [80, 90], crossing: [80, 90] },
    recallSource: 'Figure 7',
  },
};
