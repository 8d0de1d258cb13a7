/**
 * Whether samples that something is fitted on are kept apart from those it is reported on, and are of the same weights.
 *
 * Knows traces and their footers.
 */
import { listProblems } from './problem-list.ts';
import type { Trace } from './trace.ts';

/** A trace and where it lies. */
export interface PlacedTrace {
  readonly path: string;
  readonly trace: Trace;
}

/**
 * Throws InvalidInput where `fitted` shares samples with `reported`, or is a recording of other weights.
 *
 * Samples are the same where their numbers are and the numbers count in the same data: the same file by its SHA-256, or the same split of the
 * same data set, or where a footer does not tell.
 */
export function checkHeldOut(fitted: PlacedTrace, reported: PlacedTrace): void {
  const problems = listProblems();
  const [one, other] = [fitted.trace.metadata['model_sha256'], reported.trace.metadata['model_sha256']];
  if (fitted.trace.exits !== reported.trace.exits || fitted.trace.classes !== reported.trace.classes || one !== other) {
    const fact = `it is of other weights than ${reported.path}`;
    problems.add({
      place: fitted.path,
      key: 'model',
      fact,
      rule: 'fit on a trace of the same model, recorded with the weights it has now',
    });
  } else if (isSameData(fitted.trace, reported.trace)) {
    const shared = countShared(fitted.trace.sampleIds, reported.trace.sampleIds);
    const fact = `${shared} of its ${fitted.trace.samples} samples are reported too, in ${reported.path}`;
    const rule = 'a fit that is reported on its own samples looks better than it is; name a trace of other samples with --on';
    if (shared > 0) problems.add({ place: fitted.path, fact, rule });
  }
  problems.throwIfAny();
}

/** Whether sample numbers of two traces count in the same data; taken for granted where neither footer tells otherwise. */
function isSameData(a: Trace, b: Trace): boolean {
  const compare = (key: string): boolean | undefined => {
    const [left, right] = [a.metadata[key], b.metadata[key]];
    return left === undefined || right === undefined ? undefined : left === right;
  };
  if (compare('dataset_sha256') === true) return true;
  if (compare('dataset') === false) return false;
  return compare('split') ?? compare('dataset_sha256') ?? true;
}

function countShared(a: Int32Array, b: Int32Array): number {
  const known = new Set(b);
  return a.reduce((count, id) => count + (known.has(id) ? 1 : 0), 0);
}
