/** The points of a deex sweep that the paper speaks of; pure, from the result document alone. */

import type { Result } from '../sim/summary/result.ts';
import { type AnsweredPoint, isAnswered } from './answered.ts';
import type { PaperExperiment } from './paper-figures.ts';

export interface DeexPoint {
  /** p_d. */
  readonly threshold: number;
  readonly point: AnsweredPoint;
}

export interface PaperPoints {
  /** By p_d, ascending. */
  readonly curve: readonly DeexPoint[];
  /** Everything answered below the last exit, and everything answered there; null where the sweep lacks it. */
  readonly keptAll: AnsweredPoint | null;
  readonly sentAll: AnsweredPoint | null;
  /** At our p_cross, and at the paper's. */
  readonly crossed: AnsweredPoint | null;
  readonly atPaperCross: AnsweredPoint | null;
}

export function paperPoints({ points, crossing }: Result, paper: PaperExperiment): PaperPoints {
  const curve = points
    .filter(isAnswered)
    .flatMap((point): DeexPoint[] => {
      const threshold = point.params['p_d'];
      return point.policy === 'deex' && typeof threshold === 'number' ? [{ threshold, point }] : [];
    })
    .sort((a, b) => a.threshold - b.threshold);
  const at = (isWanted: (one: DeexPoint) => boolean): AnsweredPoint | null => curve.find(isWanted)?.point ?? null;
  return {
    curve,
    keptAll: at(({ point }) => point.offload_share === 0),
    sentAll: at(({ threshold }) => threshold > 1),
    crossed: crossing === null ? null : at(({ threshold }) => threshold === crossing.p_cross),
    atPaperCross: at(({ threshold }) => Math.abs(threshold - paper.crossing) < 1e-9),
  };
}

/** Time saved against everything at the last exit, 0..1. */
export function savedShare(point: AnsweredPoint, all: AnsweredPoint): number {
  return 1 - point.latency_ms.mean / all.latency_ms.mean;
}
