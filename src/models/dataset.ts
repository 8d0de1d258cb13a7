/**
 * The pictures a model is recorded on: a split of its data set, of its classes only, relabelled 0, 1, ... in its order.
 *
 * Knows data set formats by name, one file a format; knows nothing of networks.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CIFAR10_FOLDER, type Records, readCifar10 } from './cifar10.ts';
import type { Manifest, Split } from './manifest.ts';
import { Missing } from './missing.ts';
import { suggestNames } from './near-names.ts';
import { refuse } from './refuse.ts';

/** Pictures of one split. */
export interface Dataset {
  /**
   * The record's index in the file the split is read from, before classes are chosen [samples]: 0..9999 of CIFAR-10's
   * test_batch.bin, 45000..49999 of its five training files. It leads back to the picture.
   */
  readonly sampleIds: Int32Array;
  /** Class indices of the model [samples]. */
  readonly labels: Int32Array;
  /** 8-bit pixels [samples x channels x height x width]. */
  readonly pixels: Uint8Array;
  readonly pixelBytes: number;
  readonly name: string;
  readonly split: string;
  /** SHA-256 over the files read. */
  readonly sha256: string;
  /** Whether the manifest tells of other files: another copy of the data set was used in training; null where it tells nothing. */
  readonly isManifestCopy: boolean | null;
}

/** How a format is read, and the folder its archive unpacks to. A new format is a line here and a file beside cifar10.ts. */
const FORMATS: Readonly<Record<string, { folder: string; read: (folder: string, split: Split) => Promise<Records> }>> = {
  'cifar10-binary': { folder: CIFAR10_FOLDER, read: readCifar10 },
};

/** The folder that holds the files: `dir` or the archive's folder inside; without `dir`, data/ of the working directory. */
function findFolder(dir: string | undefined, folder: string, cwd: string): string {
  const candidates = dir === undefined ? [join(cwd, 'data', folder)] : [join(dir, folder), dir];
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found !== undefined) return found;
  const fact = `there is no folder ${candidates.join(' or ')}`;
  throw new Missing('dataset', {
    place: dir ?? join('data', folder),
    fact,
    rule: 'run sim data fetch cifar10 --out data, or give --dataset DIR',
  });
}

/**
 * Reads the split `split` of a model's data set.
 *
 * Throws Missing when the data set is not there, InvalidInput when it is damaged or the manifest does not tell how to read it.
 */
export async function readDataset(
  { dataset: facts }: Manifest,
  options: { readonly split: string; readonly dir: string | undefined; readonly cwd: string; readonly place: string },
): Promise<Dataset> {
  const { split, dir, cwd, place } = options;
  if (facts === undefined) throw refuse(place, 'missing', 'a model is recorded on its data set; tell of it in manifest.json', 'dataset');
  const format = FORMATS[facts.format];
  const records = facts.splits[split];
  if (format === undefined) {
    const rule = suggestNames(facts.format, Object.keys(FORMATS), '');
    throw refuse(place, `"${facts.format}" is not a format that sim reads`, rule, 'dataset.format');
  }
  if (records === undefined) {
    throw refuse(place, `there is no split "${split}"`, suggestNames(split, Object.keys(facts.splits), 'add it'), 'dataset.splits');
  }
  const { ids, labels, pixels, pixelBytes, sha256 } = await format.read(findFolder(dir, format.folder, cwd), records);
  const kept = [...ids.keys()].filter((i) => facts.classes.includes(labels[i] as number));
  const chosen = new Uint8Array(kept.length * pixelBytes);
  for (const [row, i] of kept.entries()) chosen.set(pixels.subarray(i * pixelBytes, (i + 1) * pixelBytes), row * pixelBytes);
  const known = facts.sha256?.[typeof records === 'string' ? split : 'train'];
  return {
    sampleIds: Int32Array.from(kept, (i) => ids[i] as number),
    labels: Int32Array.from(kept, (i) => facts.classes.indexOf(labels[i] as number)),
    pixels: chosen,
    pixelBytes,
    name: facts.name,
    split,
    sha256,
    isManifestCopy: known === undefined ? null : known === sha256,
  };
}

/** The first `samples` pictures of a data set. */
export function takeSamples(dataset: Dataset, samples: number): Dataset {
  return {
    ...dataset,
    sampleIds: dataset.sampleIds.slice(0, samples),
    labels: dataset.labels.slice(0, samples),
    pixels: dataset.pixels.slice(0, samples * dataset.pixelBytes),
  };
}
