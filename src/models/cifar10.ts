/**
 * The official binary layout of CIFAR-10: records of one label byte and 3,072 pixel bytes (red, green, blue planes of 32 x 32).
 *
 * Knows files and records; which classes a model wants is dataset.ts's matter.
 * @see https://www.cs.toronto.edu/~kriz/cifar.html
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Split } from './manifest.ts';
import { refuse } from './refuse.ts';

const PIXEL_BYTES = 3 * 32 * 32;
const RECORD_BYTES = 1 + PIXEL_BYTES;
const CLASSES = 10;
const TRAINING_FILES = [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`);

/** Folder that the official archive unpacks to. */
export const CIFAR10_FOLDER = 'cifar-10-batches-bin';
/** Every file that the folder holds when it is whole. */
export const CIFAR10_FILES = [...TRAINING_FILES, 'test_batch.bin', 'batches.meta.txt'];

/** Records of a data set before any class is chosen. */
export interface Records {
  /** Index of each record in its file, or in the five training files one after the other [records]. */
  readonly ids: Int32Array;
  /** Class index of the data set [records]. */
  readonly labels: Uint8Array;
  /** 8-bit pixels [records x channels x height x width]. */
  readonly pixels: Uint8Array;
  /** Bytes of one record's pixels. */
  readonly pixelBytes: number;
  /** SHA-256 over the files read, one after the other. */
  readonly sha256: string;
}

async function readBatch(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    const fact = error.code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${error.code})`;
    throw refuse(path, fact, 'fetch the data set with sim data fetch cifar10 --out data');
  });
  if (bytes.length === 0 || bytes.length % RECORD_BYTES !== 0) {
    throw refuse(path, `it has ${bytes.length} bytes`, `a CIFAR-10 file is a multiple of ${RECORD_BYTES} bytes; fetch it again`);
  }
  for (let at = 0; at < bytes.length; at += RECORD_BYTES) {
    if ((bytes[at] as number) < CLASSES) continue;
    throw refuse(path, `record ${at / RECORD_BYTES} has label ${bytes[at]}`, `a label is 0..${CLASSES - 1}; fetch the file again`);
  }
  return bytes;
}

/**
 * Reads a split: a file's records, or records [from, to) of the five training files in order.
 *
 * Throws InvalidInput for files that are missing, cut off, or hold labels beyond 9.
 */
export async function readCifar10(folder: string, split: Split): Promise<Records> {
  const files = typeof split === 'string' ? [split] : TRAINING_FILES;
  const batches: Uint8Array[] = [];
  for (const file of files) batches.push(await readBatch(join(folder, file)));
  const hash = createHash('sha256');
  for (const batch of batches) hash.update(batch);
  const all = Buffer.concat(batches);
  const stored = all.length / RECORD_BYTES;
  const [from, to] = typeof split === 'string' ? [0, stored] : split;
  if (from >= to || to > stored) {
    throw refuse(
      folder,
      `it holds ${stored} training records`,
      `the manifest's split wants records ${from} to ${to}; fetch the whole data set`,
    );
  }
  const ids = Int32Array.from({ length: to - from }, (_, i) => from + i);
  const pixels = new Uint8Array(ids.length * PIXEL_BYTES);
  const labels = new Uint8Array(ids.length);
  for (const [i, id] of ids.entries()) {
    const at = id * RECORD_BYTES;
    labels[i] = all[at] as number;
    pixels.set(all.subarray(at + 1, at + RECORD_BYTES), i * PIXEL_BYTES);
  }
  return { ids, labels, pixels, pixelBytes: PIXEL_BYTES, sha256: hash.digest('hex') };
}
