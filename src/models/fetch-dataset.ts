/**
 * Fetches the official archive of a data set, proves that it is the official one, and unpacks it.
 *
 * Knows archives and folders, nothing of the pictures inside.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { InvalidInput } from '../problems/invalid-input.ts';
import { CIFAR10_FILES, CIFAR10_FOLDER } from './cifar10.ts';
import { download } from './download.ts';
import { readTar } from './read-tar.ts';
import { refuse } from './refuse.ts';
import { writeFileWhole } from './write-file.ts';

/** Where an archive is and what it must be. */
export interface Archive {
  readonly url: string;
  /** SHA-256 of the archive, hexadecimal. */
  readonly sha256: string;
  /** The one folder it unpacks to. */
  readonly folder: string;
  /** Files that the folder holds when it is whole. */
  readonly files: readonly string[];
}

/** @see https://www.cs.toronto.edu/~kriz/cifar.html, which gives the MD5 c32a1d4ab5d03f1284b67883e8d87530 of the same file */
export const CIFAR10_ARCHIVE: Archive = {
  url: 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
  sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
  folder: CIFAR10_FOLDER,
  files: CIFAR10_FILES,
};

export interface FetchOptions {
  /** Folder in which the archive's folder appears. */
  readonly out: string;
  readonly onProgress?: (done: number, total: number | undefined) => void;
  readonly signal?: AbortSignal;
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Writes the archive's files into `target`; whatever an archive may say, nothing is written elsewhere. */
async function unpack(archive: string, { folder }: Archive, target: string): Promise<void> {
  const source = createReadStream(archive);
  const unzipped = createGunzip();
  const writing = pipeline(source, unzipped, async (chunks: AsyncIterable<Uint8Array>) => {
    for await (const { name, bytes } of readTar(chunks)) {
      const [top, file, ...deeper] = name.replace(/^\.\//, '').split('/');
      if (top !== folder || file === undefined || deeper.length > 0 || /^\.{0,2}$|\\/.test(file)) {
        throw new RangeError(`the archive holds "${name}", which is not a file of ${folder}`);
      }
      await writeFileWhole(join(target, file), bytes);
    }
  });
  await writing.catch((error: NodeJS.ErrnoException) => {
    if (error instanceof InvalidInput || error.syscall !== undefined) throw error;
    throw refuse(archive, error.message, 'give --url of a sound archive');
  });
}

/**
 * Makes `out`/FOLDER hold the archive's files; 'present' when it does already.
 *
 * A broken download goes on where it stopped. Throws InvalidInput when the server cannot be reached, the checksum differs (the bad
 * file is removed), or `out` cannot be written.
 */
export async function fetchDataset(archive: Archive, { out, ...options }: FetchOptions): Promise<'present' | 'fetched'> {
  const target = join(out, archive.folder);
  if (archive.files.every((file) => existsSync(join(target, file)))) return 'present';
  if (!URL.canParse(archive.url)) throw refuse('--url', `"${archive.url}" is no address`, 'write http://... or https://...');
  const part = join(out, `${basename(new URL(archive.url).pathname)}.part`);
  try {
    await mkdir(out, { recursive: true });
    const isWhole = (await stat(part).catch(() => undefined)) !== undefined && (await hashFile(part)) === archive.sha256;
    if (!isWhole) await download({ url: archive.url, part, ...options });
    const actual = await hashFile(part);
    if (actual !== archive.sha256) {
      await rm(part);
      const rule = `the official archive has ${archive.sha256}; the bad file was removed, run again or give --url of another mirror`;
      throw refuse(archive.url, `what it gave has SHA-256 ${actual}`, rule);
    }
    await unpack(part, archive, target);
    await rm(part);
  } catch (error) {
    const { code, syscall, path } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw refuse(path ?? out, `it cannot be written (${code})`, 'give --out DIR with room and permission to write');
  }
  return 'fetched';
}
