/** What a paper says of its system, what our run of the same rule says, and how the two compare. Pure. */

export type Unit = '%' | 'points' | 'x' | 'ms' | 'p_d' | '';

/** How a published figure came here. */
export type Standing =
  /** Noted down from the paper. */
  | 'paper'
  /** Read in its abstract. */
  | 'abstract'
  /** Worked out from figures of the paper. */
  | 'derived'
  /** From memory, not checked. */
  | 'recalled';

export interface Published {
  /** Words where the paper gives no number for it. */
  readonly value: number | string;
  readonly standing: Standing;
  /** Where in the paper: `Figure 5`. */
  readonly place?: string;
  /** Said as `at least`: more reproduces it as well. */
  readonly isLeast?: true;
}

export interface Claim {
  readonly quantity: string;
  /** Of both figures; differences of `%` are percentage points. */
  readonly unit: Unit;
  readonly published: Published;
  /** Null where there is nothing to measure. */
  readonly ours: number | string | null;
  /** What the paper's figure shows, in words, and whether ours shows it. */
  readonly direction: { readonly says: string; readonly holds: boolean };
  /** Why the two figures cannot be held against each other; absent where they can. */
  readonly incomparable?: string;
  /** Whether the summary shows it. */
  readonly isHeadline: boolean;
}

export const VERDICTS = [
  'reproduced',
  'direction only',
  'not reproduced',
  'not comparable',
  'no such model shipped yet',
  'not yet in this version',
] as const;

export type Verdict = (typeof VERDICTS)[number];

/**
 * Largest difference that counts as the same: three percentage points, one step of the sweep over p_d, a tenth of a ratio or of a time.
 *
 * @example toleranceOf('x', 3) // 0.3
 */
export function toleranceOf(unit: Unit, published: number): number {
  const tenth = Math.abs(published) / 10;
  return { '%': 3, points: 3, p_d: 0.05, x: tenth, ms: tenth, '': tenth }[unit];
}

/** Dust of binary fractions that no verdict hangs on. */
const DUST = 1e-9;

/** Ours minus the published figure; null where one of them is no number. */
export function differenceOf({ published, ours }: Claim): number | null {
  return typeof ours === 'number' && typeof published.value === 'number' ? ours - published.value : null;
}

/**
 * Reproduced within the tolerance (or above, of `at least`); a claim in words where it holds.
 *
 * Direction only where the paper's figure is further away; not reproduced where ours shows something else.
 */
export function verdictOf(claim: Claim): Verdict {
  const { published, ours, direction, incomparable, unit } = claim;
  if (incomparable !== undefined || ours === null) return 'not comparable';
  if (!direction.holds) return 'not reproduced';
  if (typeof published.value === 'string') return 'reproduced';
  const difference = differenceOf(claim);
  if (difference === null) return 'direction only';
  const isClose = Math.abs(difference) <= toleranceOf(unit, published.value) + DUST;
  return isClose || (published.isLeast === true && difference > 0) ? 'reproduced' : 'direction only';
}
