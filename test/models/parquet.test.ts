import assert from 'node:assert/strict';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Column, encodeParquet, readParquet } from '../../src/models/parquet.ts';
import { problemsOf, tempFolder } from './fixtures.ts';

const DOUBLES = Float64Array.of(0.1, 5e-324, Number.MAX_VALUE, -0, 1 / 3, 2 ** 53 - 1);
const COLUMNS: readonly Column[] = [
  { name: 'n', type: 'INT32', data: Int32Array.of(-1, 0, 2 ** 31 - 1, -(2 ** 31), 5, 6) },
  { name: 'f', type: 'FLOAT', data: Float32Array.of(0.1, -0, 3.4e38, 1e-45, 1, 2) },
  { name: 'd', type: 'DOUBLE', data: DOUBLES },
  { name: 'b', type: 'BOOLEAN', data: [true, false, true, true, false, false] },
  { name: 's', type: 'STRING', data: ['deex', 'deex', 'größer', '', 'a,b', 'x'] },
];

test('every bit of every column comes back, and so does the footer', async (t) => {
  const path = join(tempFolder(t), 'a.parquet');
  writeFileSync(path, encodeParquet(COLUMNS, { schema: 'x', about: 'ä' }));
  const { rows, columns, metadata, sha256 } = await readParquet(path);
  assert.equal(rows, 6);
  assert.deepEqual(metadata, { schema: 'x', about: 'ä' });
  assert.match(sha256, /^[0-9a-f]{64}$/);
  for (const { name, data } of COLUMNS) assert.deepEqual(columns.get(name), data, name);
  assert.ok(Object.is((columns.get('d') as Float64Array)[3], -0));
});

test('the same table gives the same bytes, another table others', () => {
  const once = encodeParquet(COLUMNS, { a: '1' });
  assert.deepEqual(encodeParquet(COLUMNS, { a: '1' }), once);
  assert.notDeepEqual(encodeParquet(COLUMNS, { a: '2' }), once);
});

test('tables of more than one row group, and of no rows, come back', async (t) => {
  const path = join(tempFolder(t), 'a.parquet');
  for (const rows of [0, 250_000]) {
    const data = Int32Array.from({ length: rows }, (_, i) => (i * 7919) % 1000);
    const names = Array.from(data, (value) => `n${value % 3}`);
    writeFileSync(
      path,
      encodeParquet(
        [
          { name: 'i', type: 'INT32', data },
          { name: 's', type: 'STRING', data: names },
        ],
        {},
      ),
    );
    const { columns } = await readParquet(path);
    assert.deepEqual(columns.get('i'), data);
    assert.deepEqual(columns.get('s'), names);
  }
});

test('some columns are read without the others where each was hashed, and checked', async (t) => {
  const path = join(tempFolder(t), 'a.parquet');
  const isNumber = (name: string) => name === 'n' || name === 'd';
  for (const isReadInParts of [false, true]) {
    writeFileSync(path, encodeParquet(COLUMNS, { schema: 'x' }, { isReadInParts }));
    const { columns, metadata } = await readParquet(path, isNumber);
    assert.deepEqual([...columns.keys()], ['n', 'd']);
    assert.deepEqual(columns.get('d'), DOUBLES);
    assert.deepEqual(metadata, { schema: 'x' });
    assert.equal((await readParquet(path)).columns.size, COLUMNS.length);
  }
  const bytes = readFileSync(path);
  const third = bytes.indexOf(new Uint8Array(Float32Array.of(3.4e38).buffer));
  bytes[third] = (bytes[third] as number) ^ 1;
  writeFileSync(path, bytes);
  assert.deepEqual((await readParquet(path, isNumber)).columns.get('d'), DOUBLES);
  assert.match((await problemsOf(readParquet(path)))[0]?.fact ?? '', /not those it was written with/);
  for (const hashes of ['x', 'null', '{}']) {
    const text = encodeParquet(COLUMNS, { column_sha256: hashes });
    writeFileSync(path, text);
    assert.match((await problemsOf(readParquet(path)))[0]?.fact ?? '', /not those it was written with/, hashes);
  }
});

test('a file cut off anywhere is refused', async (t) => {
  const path = join(tempFolder(t), 'a.parquet');
  const bytes = encodeParquet(COLUMNS, {});
  for (const length of [0, 3, 11, 12, bytes.length >> 1, bytes.length - 1]) {
    writeFileSync(path, bytes);
    truncateSync(path, length);
    const [problem] = await problemsOf(readParquet(path));
    assert.equal(problem?.place, path);
  }
});

test('a flipped bit is noticed, wherever it is', async (t) => {
  const path = join(tempFolder(t), 'a.parquet');
  const bytes = encodeParquet(COLUMNS, {});
  const values = COLUMNS.map(({ data }) => data);
  for (let at = 0; at < bytes.length; at++) {
    const damaged = Uint8Array.from(bytes);
    damaged[at] = (damaged[at] as number) ^ (1 << (at % 8));
    writeFileSync(path, damaged);
    // What may pass: bits that tell nothing of the values, such as statistics.
    const read = await readParquet(path).catch(() => undefined);
    if (read?.columns.size === COLUMNS.length && COLUMNS.every(({ name }) => read.columns.has(name))) {
      assert.deepEqual([...read.columns.values()], values, `byte ${at}`);
    }
  }
});

test('a file larger than its rows is refused before it is loaded', async (t) => {
  const path = join(tempFolder(t), 'a.parquet');
  const bytes = encodeParquet(COLUMNS, {});
  const footer = new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 8, true) + 8;
  const ballast = new Uint8Array(8 * 2 ** 20);
  writeFileSync(path, Buffer.concat([bytes.subarray(0, bytes.length - footer), ballast, bytes.subarray(bytes.length - footer)]));
  const [problem] = await problemsOf(readParquet(path));
  assert.match(problem?.fact ?? '', /too large for 6 rows/);
});

test('a text file is no Parquet file', async (t) => {
  const path = join(tempFolder(t), 'a.parquet');
  writeFileSync(path, 'sample,label\n0,1\n');
  const [problem] = await problemsOf(readParquet(path));
  assert.match(problem?.fact ?? '', /does not end as a Parquet file/);
});
