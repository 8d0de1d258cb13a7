/**
 * A request's way through a model's pieces, and the pictures it begins with.
 *
 * Knows open models and data sets; what is measured or kept on the way is the caller's matter.
 */
import type { Dataset } from './dataset.ts';
import { makeTensor, type OpenModel, type OpenPiece, type Tensor } from './inference.ts';
import type { Manifest } from './manifest.ts';
import { normalise } from './normalise.ts';

/**
 * Calls `visit` with every piece in the order of a request that takes all exits: segment 1, branch 1, segment 2, ...
 * @param from exit at which the request left, whose features `input` is; 0 where it is the picture
 */
export async function runChain(
  { segments, branches }: OpenModel,
  input: Tensor,
  visit: (piece: OpenPiece, input: Tensor, kind: 'segment' | 'branch', index: number) => Promise<Tensor>,
  from = 0,
): Promise<void> {
  let features = input;
  for (let k = from; k < segments.length; k++) {
    features = await visit(segments[k] as OpenPiece, features, 'segment', k);
    const branch = branches[k];
    if (branch !== undefined) await visit(branch, features, 'branch', k);
  }
}

/** Logits of the exits from + 1..N for the `input` of one request, each [classes]. */
export async function answerExits(open: OpenModel, input: Tensor, from = 0): Promise<Float32Array[]> {
  const answers: Float32Array[] = [];
  const visit = async (piece: OpenPiece, x: Tensor, kind: 'segment' | 'branch', k: number) => {
    const output = await piece.run(x);
    if (kind === 'branch' || k === open.segments.length - 1) answers.push(output.data as Float32Array);
    return output;
  };
  await runChain(open, input, visit, from);
  return answers;
}

/** A tensor of `batch` pictures from `first` on, beginning anew at the end of the data set. */
export function takeBatch(dataset: Dataset, input: Manifest['input'], first: number, batch: number): Tensor {
  const { pixels, pixelBytes, labels } = dataset;
  const chosen = new Uint8Array(batch * pixelBytes);
  for (let i = 0; i < batch; i++) {
    const at = ((first + i) % labels.length) * pixelBytes;
    chosen.set(pixels.subarray(at, at + pixelBytes), i * pixelBytes);
  }
  return makeTensor(normalise(chosen, input), input.shape, batch);
}
