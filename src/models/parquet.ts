/**
 * Parquet files as columns and footer metadata: the one door to hyparquet and hyparquet-writer.
 *
 * Knows tables, nothing of what their columns mean. The same table gives the same bytes.
 */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { type FileMetaData, parquetMetadata, parquetScan } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { InvalidInput } from '../problems/invalid-input.ts';
import { refuse } from './refuse.ts';

/** A column to write, without nulls; all columns of a table are equally long. */
export type Column =
  | { readonly name: string; readonly type: 'INT32'; readonly data: Int32Array }
  | { readonly name: string; readonly type: 'FLOAT'; readonly data: Float32Array }
  | { readonly name: string; readonly type: 'DOUBLE'; readonly data: Float64Array }
  | { readonly name: string; readonly type: 'BOOLEAN'; readonly data: readonly boolean[] }
  | { readonly name: string; readonly type: 'STRING'; readonly data: readonly string[] };

/** Values of a column read: numbers as typed arrays (64-bit integers as float64), everything else as it comes. */
export type ColumnValues = Int32Array | Float32Array | Float64Array | readonly unknown[];

/** A Parquet file in memory. */
export interface Table {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, ColumnValues>;
  /** Key-value metadata of the footer. */
  readonly metadata: Readonly<Record<string, string>>;
  /** SHA-256 of the file, hexadecimal. */
  readonly sha256: string;
}

/** Footer key of the SHA-256 over all values: Parquet itself would not notice a flipped bit in a number. */
const CONTENT_KEY = 'content_sha256';
const ROW_GROUP = 100_000;
/** A table of more values than this (2 GiB as float64) is refused: no trace needs it, a broken footer may claim it. */
const MOST_VALUES = 2 ** 28;
const MOST_FOOTER_BYTES = 2 ** 26;
/** Mean length [B] of the texts of a column beyond which its claim is not believed. */
const MOST_TEXT_BYTES = 4096;
/** Room for page headers, indexes and dictionaries, of a column and row group, and once for the file [B]. */
const SLACK_BYTES = 2 ** 16;

/** Instead of it, footer key of the SHA-256 of each column by itself, so that a reader of some columns need not load the others. */
const COLUMNS_KEY = 'column_sha256';

/** SHA-256 over names and values of columns. */
function hashContent(columns: Iterable<readonly [string, ColumnValues]>): string {
  const hash = createHash('sha256');
  for (const [name, data] of columns) {
    hash.update(`${name}\n`);
    hash.update(ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : JSON.stringify(data));
  }
  return hash.digest('hex');
}

/**
 * A table as the bytes of a Parquet file; numbers are stored plainly, so that every bit comes back.
 * @param options.isReadInParts whether readers of some columns are to be spared the others
 * @example encodeParquet([{ name: 'sample', type: 'INT32', data: Int32Array.of(0, 1) }], { schema: 'sim.trace/1' })
 */
export function encodeParquet(
  columns: readonly Column[],
  metadata: Readonly<Record<string, string>>,
  options: { readonly isReadInParts: boolean } = { isReadInParts: false },
): Uint8Array {
  const named = columns.map(({ name, data }) => [name, data] as const);
  const hashes = options.isReadInParts
    ? { [COLUMNS_KEY]: JSON.stringify(Object.fromEntries(named.map((column) => [column[0], hashContent([column])]))) }
    : { [CONTENT_KEY]: hashContent(named) };
  const footer = { ...metadata, ...hashes };
  const buffer = parquetWriteBuffer({
    columnData: columns.map(({ name, type, data }) => ({
      name,
      type,
      data: data as Float64Array,
      nullable: false,
      ...(type === 'FLOAT' || type === 'DOUBLE' ? { encoding: 'PLAIN' as const } : {}),
    })),
    kvMetadata: Object.entries(footer).map(([key, value]) => ({ key, value })),
    rowGroupSize: ROW_GROUP,
    createdBy: 'deex-sim',
  });
  return new Uint8Array(buffer);
}

/** Reads the last bytes of a file only: its footer tells whether the rest is worth loading. */
async function readFooter(path: string): Promise<{ footer: FileMetaData; size: number }> {
  // Opened without waiting: a pipe that nobody writes to would keep us here for good.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const found = await file.stat();
    if (!found.isFile()) throw refuse(path, 'it is not a file', 'give a .parquet file');
    const { size } = found;
    const tail = Buffer.alloc(8);
    if (size >= 12) await file.read(tail, 0, 8, size - 8);
    const length = tail.readUInt32LE(0) + 8;
    if (size < 12 || tail.toString('latin1', 4) !== 'PAR1') {
      throw refuse(path, 'it does not end as a Parquet file ends', 'give a complete .parquet file; this one may be cut off');
    }
    if (length > size || length > MOST_FOOTER_BYTES) {
      throw refuse(path, `its footer claims ${length} bytes of a file of ${size}`, 'the file is damaged; make it again');
    }
    const bytes = new Uint8Array(length);
    await file.read(bytes, 0, length, size - length);
    return { footer: parquetMetadata(bytes), size };
  } finally {
    await file.close();
  }
}

/** Throws when the file's size, or what it would unpack to, does not fit the rows that its footer tells of. */
function checkSize(path: string, { num_rows, row_groups, metadata_length }: FileMetaData, size: number): void {
  const rows = Number(num_rows);
  const damaged = 'the file is damaged, or not what it says; make it again';
  let values = 0;
  let packed = metadata_length + SLACK_BYTES;
  for (const group of row_groups) {
    for (const { meta_data } of group.columns) {
      if (meta_data === undefined) continue;
      const groupValues = Number(meta_data.num_values);
      values += groupValues;
      packed += Number(meta_data.total_compressed_size) + SLACK_BYTES;
      const isText = meta_data.type === 'BYTE_ARRAY' || meta_data.type === 'FIXED_LEN_BYTE_ARRAY';
      const unpacked = Number(meta_data.total_uncompressed_size);
      if (groupValues !== Number(group.num_rows) || unpacked > groupValues * (isText ? MOST_TEXT_BYTES : 16) + SLACK_BYTES) {
        throw refuse(path, `a column of ${group.num_rows} rows claims ${groupValues} values in ${unpacked} bytes`, damaged);
      }
    }
  }
  if (!(rows >= 0) || rows !== row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0)) {
    throw refuse(path, `its footer tells of ${rows} rows, its row groups of others`, damaged);
  }
  if (values > MOST_VALUES)
    throw refuse(path, `it holds ${values} values`, `${MOST_VALUES} are the most that are loaded; take fewer samples`);
  if (size > packed) throw refuse(path, `it is ${size} bytes, too large for ${rows} rows`, damaged);
}

/** A column's parts [rows of a group] as one array; 64-bit integers become float64, which holds them up to 2^53. */
function joinParts(parts: readonly ArrayLike<unknown>[], type: string, rows: number): ColumnValues {
  const isNumber = (value: unknown) => typeof value === 'number' || typeof value === 'bigint';
  const isNumeric = ['INT32', 'INT64', 'FLOAT', 'DOUBLE'].includes(type);
  if (!isNumeric || !parts.every((part) => ArrayBuffer.isView(part) || Array.from(part).every(isNumber))) {
    return parts.flatMap((part) => Array.from(part));
  }
  const joined = type === 'INT32' ? new Int32Array(rows) : type === 'FLOAT' ? new Float32Array(rows) : new Float64Array(rows);
  let at = 0;
  for (const part of parts) for (let i = 0; i < part.length; i++) joined[at++] = Number(part[i]);
  return joined;
}

/** Hashes of single columns; undefined where the footer has none, empty where it cannot be read, which no column then fits. */
function readColumnHashes(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined) return undefined;
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function fitHashes(columns: ReadonlyMap<string, ColumnValues>, hashes: Readonly<Record<string, unknown>>): boolean {
  return [...columns].every(([name, data]) => hashes[name] === hashContent([[name, data]]));
}

/**
 * Reads a flat Parquet file: all columns, or those that `isWanted`; the others are not even decoded where columns were hashed singly.
 *
 * Throws InvalidInput when the file is cut off, damaged, or larger than its footer accounts for, and whatever `fs` throws
 * when it cannot be read.
 */
export async function readParquet(path: string, isWanted: (column: string) => boolean = () => true): Promise<Table> {
  const { footer, size } = await readFooter(path).catch((error: unknown) => {
    if (error instanceof InvalidInput || (error as NodeJS.ErrnoException).code !== undefined) throw error;
    throw refuse(path, `its footer cannot be read (${(error as Error).message})`, 'give a Parquet file that is whole');
  });
  checkSize(path, footer, size);
  const bytes = await readFile(path);
  const metadata = Object.fromEntries((footer.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? '']));
  const { [CONTENT_KEY]: content, [COLUMNS_KEY]: each, ...facts } = metadata;
  const hashes = readColumnHashes(each);
  const rows = Number(footer.num_rows);
  const columns = new Map<string, ColumnValues>();
  try {
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const scan = await parquetScan({ file, metadata: footer });
    for (const { name, type } of footer.schema.slice(1)) {
      if (hashes !== undefined && !isWanted(name)) continue;
      const parts: ArrayLike<unknown>[] = [];
      for (const range of scan.ranges) parts.push(await scan.readColumn({ column: name, ...range }));
      columns.set(name, joinParts(parts, type ?? '', rows));
    }
  } catch (error) {
    throw refuse(path, `its columns cannot be read (${(error as Error).message})`, 'give a flat Parquet file that is whole');
  }
  const isWhole = hashes === undefined ? content === undefined || content === hashContent(columns) : fitHashes(columns, hashes);
  if (!isWhole) {
    throw refuse(path, 'its values are not those it was written with', 'the file is damaged or was edited; make it again');
  }
  const wanted = hashes === undefined ? new Map([...columns].filter(([name]) => isWanted(name))) : columns;
  return { rows, columns: wanted, metadata: facts, sha256: createHash('sha256').update(bytes).digest('hex') };
}
