/** Files that are whole or not there at all; knows nothing of what is in them. */
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { refuse } from './refuse.ts';

/**
 * Writes `bytes`, whole or piece by piece, beside `path` under a name of its own and renames it, so that no reader ever sees half a file.
 *
 * Throws InvalidInput where the path cannot be written.
 */
export async function writeFileWhole(path: string, bytes: Uint8Array | Iterable<Uint8Array>): Promise<void> {
  const draft = `${path}.${process.pid}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(draft, 'w');
    try {
      for (const piece of bytes instanceof Uint8Array ? [bytes] : bytes) await file.writeFile(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw refuse(path, `it cannot be written (${code})`, 'choose a path with room and permission to write');
  }
}
