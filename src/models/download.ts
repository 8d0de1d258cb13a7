/**
 * Downloads a file in as many attempts as it takes: what has arrived stays in a .part file and is not asked for again.
 *
 * Knows HTTP ranges, nothing of what is downloaded.
 */
import { open, stat } from 'node:fs/promises';
import type { InvalidInput } from '../problems/invalid-input.ts';
import { refuse } from './refuse.ts';

export interface DownloadOptions {
  readonly url: string;
  /** Where the bytes go; continued where it exists. */
  readonly part: string;
  /** Bytes there, and bytes in all where the server tells. */
  readonly onProgress?: (done: number, total: number | undefined) => void;
  /** Stops the download; the .part file stays. */
  readonly signal?: AbortSignal;
}

function unreachable(url: string, error: unknown): InvalidInput {
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
  const reason = cause?.code ?? cause?.message ?? message;
  return refuse(url, `it cannot be downloaded (${reason})`, 'check the network and run again, or give --url of a mirror');
}

async function request(url: string, from: number, signal: AbortSignal | undefined): Promise<Response> {
  const headers = { 'accept-encoding': 'identity', ...(from > 0 ? { range: `bytes=${from}-` } : {}) };
  try {
    return await fetch(url, { headers, ...(signal === undefined ? {} : { signal }) });
  } catch (error) {
    signal?.throwIfAborted();
    throw unreachable(url, error);
  }
}

/** Whether the answer continues at byte `from`; a server without ranges sends the file from its beginning. */
function continuesAt(response: Response, from: number): boolean {
  const start = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1];
  return response.status === 206 && Number(start) === from;
}

/**
 * Downloads what is missing of `url` into `part`.
 *
 * Throws InvalidInput when the server cannot be reached, refuses, or breaks off (what arrived is kept), and the signal's reason.
 */
export async function download({ url, part, onProgress, signal }: DownloadOptions): Promise<void> {
  const present = (await stat(part).catch(() => undefined))?.size ?? 0;
  let response = await request(url, present, signal);
  if (present > 0 && !continuesAt(response, present) && response.status !== 200) {
    await response.body?.cancel();
    response = await request(url, 0, signal);
  }
  const isContinued = present > 0 && continuesAt(response, present);
  if (!isContinued && response.status !== 200) {
    await response.body?.cancel();
    throw refuse(
      url,
      `the server answered ${response.status} ${response.statusText}`.trim(),
      'check the address, or give --url of a mirror',
    );
  }
  let done = isContinued ? present : 0;
  const length = response.headers.get('content-length');
  const total = length === null ? undefined : done + Number(length);
  const file = await open(part, isContinued ? 'a' : 'w');
  try {
    for await (const chunk of response.body ?? []) {
      await file.write(chunk as Uint8Array);
      done += (chunk as Uint8Array).length;
      onProgress?.(done, total);
    }
  } catch (error) {
    signal?.throwIfAborted();
    if ((error as NodeJS.ErrnoException).syscall === 'write') throw error;
    const fact = `the connection broke after ${done} of ${total ?? 'unknown'} bytes`;
    throw refuse(url, fact, `run again to go on from there; ${part} is kept`);
  } finally {
    await file.close();
  }
}
