/** The word TRACE of a command, MODEL/TRACE or a path to a .parquet, and the trace it means. */

import { loadSimulatedModel, type SimulatedModel } from '../models/load-model.ts';
import { packageRoot } from '../models/package-root.ts';
import { refuse } from '../models/refuse.ts';
import type { Trace } from '../models/trace.ts';
import { readTrace } from '../models/trace-file.ts';
import { tracePath } from '../models/trace-path.ts';
import { InvalidInput } from '../problems/invalid-input.ts';

export interface OpenedTrace {
  readonly path: string;
  readonly trace: Trace;
  /** Its model, where the word or the footer tells which. */
  readonly model: SimulatedModel | undefined;
}

/** Throws InvalidInput, told at `place`, for a word that is neither; and what readTrace and loadSimulatedModel throw. */
export async function openTrace(word: string, place = 'TRACE'): Promise<OpenedTrace> {
  const homes = { cwd: process.cwd(), packageRoot: packageRoot() };
  if (word.endsWith('.parquet')) {
    const trace = await readTrace(word);
    const model = await loadSimulatedModel(trace.metadata['model'] ?? '', homes).catch((error: unknown) => {
      if (error instanceof InvalidInput) return undefined;
      throw error;
    });
    return { path: word, trace, model };
  }
  const [name, traceName, ...more] = word.split('/');
  if (name === undefined || traceName === undefined || more.length > 0) {
    throw refuse(place, `"${word}" is neither a .parquet file nor MODEL/TRACE`, 'write a path, or a name such as b-alexnet-cifar10/test');
  }
  const model = await loadSimulatedModel(name, homes);
  const path = tracePath(model, traceName);
  return { path, trace: await readTrace(path, model), model };
}
