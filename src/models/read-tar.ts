/**
 * The files of a tar archive, one after the other.
 *
 * Knows the ustar layout as far as data set archives need it: regular files and folders; longer names and links are passed over.
 * @see POSIX.1-2017, pax, "ustar Interchange Format"
 */

const BLOCK = 512;
/** No file of a data set is larger [B]. */
const LARGEST_FILE = 2 ** 30;

export interface TarFile {
  /** As the archive has it; may be hostile. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Gives `length` bytes of a stream at a time, fewer only at its end. */
function bufferStream(chunks: AsyncIterable<Uint8Array>): (length: number) => Promise<Buffer> {
  const iterator = chunks[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let size = 0;
  return async (length) => {
    while (size < length) {
      const { value, done } = await iterator.next();
      if (done === true) break;
      held.push(value);
      size += value.length;
    }
    const all = Buffer.concat(held.splice(0));
    if (all.length > length) held.push(all.subarray(length));
    size = Math.max(0, all.length - length);
    return all.subarray(0, length);
  };
}

function readText(header: Buffer, from: number, length: number): string {
  return header.toString('utf8', from, from + length).replace(/\0.*$/s, '');
}

/** Whether the header's checksum, the sum of its bytes with the checksum itself as blanks, is right. */
function isHeader(header: Buffer): boolean {
  const sum = header.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
  return sum === Number.parseInt(readText(header, 148, 8), 8);
}

/** Regular files of an unpacked tar stream in order. Throws RangeError where the archive is damaged or cut off. */
export async function* readTar(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TarFile> {
  const take = bufferStream(chunks);
  for (;;) {
    const header = await take(BLOCK);
    if (header.length === BLOCK && header.every((byte) => byte === 0)) return;
    if (header.length < BLOCK || !isHeader(header)) throw new RangeError('the archive is damaged or cut off');
    const size = Number.parseInt(readText(header, 124, 12).trim() || '0', 8);
    if (!(size <= LARGEST_FILE)) throw new RangeError(`the archive holds a file of ${size} bytes`);
    const padded = await take(Math.ceil(size / BLOCK) * BLOCK);
    if (padded.length < size) throw new RangeError('the archive is cut off');
    const prefix = readText(header, 345, 155);
    const name = readText(header, 0, 100);
    const kind = String.fromCharCode(header[156] as number);
    if (kind === '0' || kind === '\0') yield { name: prefix === '' ? name : `${prefix}/${name}`, bytes: padded.subarray(0, size) };
  }
}
