import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type Archive, fetchDataset } from '../../src/models/fetch-dataset.ts';
import { readTar } from '../../src/models/read-tar.ts';
import { problemsOf, tempFolder } from './fixtures.ts';

function tarEntry(name: string, content: Buffer, kind = '0'): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(content.length.toString(8).padStart(11, '0'), 124);
  header.write(kind, 156);
  header.write('        ', 148);
  const sum = header.reduce((a, b) => a + b, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

function toArchive(...entries: Buffer[]): Buffer {
  return gzipSync(Buffer.concat([...entries, Buffer.alloc(1024)]), { level: 0 });
}

const CONTENT = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * i) % 251));
const BYTES = toArchive(tarEntry('set/', Buffer.alloc(0), '5'), tarEntry('set/a.bin', CONTENT), tarEntry('set/b.bin', Buffer.from('b')));

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function serve(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/set.tar.gz`;
}

function archiveAt(url: string, bytes = BYTES): Archive {
  return { url, sha256: sha256(bytes), folder: 'set', files: ['a.bin', 'b.bin'] };
}

/** A server that knows ranges; the first `breaks` answers break off half way. Tells which ranges were asked for. */
function rangeServer(bytes: Buffer, breaks: number) {
  const ranges: (string | undefined)[] = [];
  const listener: RequestListener = (request, response) => {
    const { range } = request.headers;
    ranges.push(range);
    const from = Number(/bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0);
    if (from >= bytes.length) {
      response.writeHead(416).end();
      return;
    }
    const rest = bytes.subarray(from);
    const headers = {
      'content-length': rest.length,
      ...(range === undefined ? {} : { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
    };
    response.writeHead(range === undefined ? 200 : 206, headers);
    if (ranges.length > breaks) response.end(rest);
    else response.write(rest.subarray(0, rest.length >> 1), () => setTimeout(() => response.destroy(), 50));
  };
  return { ranges, listener };
}

test('an archive is fetched, verified and unpacked; a second time nothing is asked for', async (t) => {
  const out = join(tempFolder(t), 'data');
  const { ranges, listener } = rangeServer(BYTES, 0);
  const archive = archiveAt(await serve(t, listener));
  const seen: [number, number | undefined][] = [];
  assert.equal(await fetchDataset(archive, { out, onProgress: (done, total) => seen.push([done, total]) }), 'fetched');
  assert.deepEqual(readFileSync(join(out, 'set', 'a.bin')), CONTENT);
  assert.deepEqual(readdirSync(out), ['set'], 'the archive itself is gone');
  assert.deepEqual(seen.at(-1), [BYTES.length, BYTES.length]);
  assert.equal(await fetchDataset(archive, { out }), 'present');
  assert.deepEqual(ranges, [undefined]);
});

test('a broken download goes on where it stopped', async (t) => {
  const out = tempFolder(t);
  const { ranges, listener } = rangeServer(BYTES, 2);
  const archive = archiveAt(await serve(t, listener));
  for (let attempt = 1; attempt <= 2; attempt++) {
    const [problem] = await problemsOf(fetchDataset(archive, { out }));
    assert.match(problem?.fact ?? '', /connection broke after \d+ of \d+ bytes/);
    assert.match(problem?.rule ?? '', /run again/);
  }
  const kept = statSync(join(out, 'set.tar.gz.part')).size;
  assert.ok(kept > BYTES.length / 2, `${kept} bytes are kept`);
  assert.equal(await fetchDataset(archive, { out }), 'fetched');
  assert.equal(ranges[0], undefined);
  assert.equal(ranges[2], `bytes=${kept}-`);
  assert.deepEqual(readFileSync(join(out, 'set', 'a.bin')), CONTENT);
});

test('a server without ranges sends the whole file again', async (t) => {
  const out = tempFolder(t);
  writeFileSync(join(out, 'set.tar.gz.part'), BYTES.subarray(0, 1000));
  const url = await serve(t, (_, response) => response.writeHead(200, { 'content-length': BYTES.length }).end(BYTES));
  assert.equal(await fetchDataset(archiveAt(url), { out }), 'fetched');
});

test('a part that is whole needs no server; one that is too long is fetched anew', async (t) => {
  const out = tempFolder(t);
  const part = join(out, 'set.tar.gz.part');
  writeFileSync(part, BYTES);
  assert.equal(await fetchDataset(archiveAt('http://127.0.0.1:9/set.tar.gz'), { out }), 'fetched');
  const again = tempFolder(t);
  writeFileSync(join(again, 'set.tar.gz.part'), Buffer.concat([BYTES, Buffer.from('x')]));
  const { ranges, listener } = rangeServer(BYTES, 0);
  assert.equal(await fetchDataset(archiveAt(await serve(t, listener)), { out: again }), 'fetched');
  assert.deepEqual(ranges, [`bytes=${BYTES.length + 1}-`, undefined]);
});

test('a wrong checksum is told, and the bad file removed', async (t) => {
  const out = tempFolder(t);
  const url = await serve(t, (_, response) => response.end(Buffer.from('something else')));
  const [problem] = await problemsOf(fetchDataset(archiveAt(url), { out }));
  assert.match(problem?.fact ?? '', new RegExp(sha256(Buffer.from('something else'))));
  assert.match(problem?.rule ?? '', /bad file was removed/);
  assert.deepEqual(readdirSync(out), []);
});

test('a server that is not there, refuses, or has no address is one line', async (t) => {
  const out = tempFolder(t);
  const factOf = async (url: string) => {
    const problems = await problemsOf(fetchDataset(archiveAt(url), { out }));
    assert.equal(problems.length, 1);
    return problems[0]?.fact ?? '';
  };
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  assert.match(await factOf(`http://127.0.0.1:${port}/set.tar.gz`), /cannot be downloaded \(ECONNREFUSED\)/);
  assert.match(await factOf(await serve(t, (_, response) => response.writeHead(404).end())), /404 Not Found/);
  assert.match(await factOf('not an address'), /no address/);
  writeFileSync(join(out, 'file'), '');
  const [problem] = await problemsOf(fetchDataset(archiveAt('http://127.0.0.1:9/set.tar.gz'), { out: join(out, 'file') }));
  assert.match(problem?.fact ?? '', /cannot be written/);
});

test('an interrupted download keeps what arrived', async (t) => {
  const out = tempFolder(t);
  const url = await serve(t, (_, response) => response.writeHead(200, { 'content-length': BYTES.length }).write(BYTES.subarray(0, 1000)));
  const stop = new AbortController();
  const fetching = fetchDataset(archiveAt(url), { out, signal: stop.signal, onProgress: () => stop.abort() });
  await assert.rejects(fetching, { name: 'AbortError' });
  assert.equal(statSync(join(out, 'set.tar.gz.part')).size, 1000);
});

test('nothing is written outside the folder, whatever an archive says', async (t) => {
  for (const name of [
    'set/../../evil.bin',
    '../evil.bin',
    '/evil.bin',
    'set/deep/evil.bin',
    'other/evil.bin',
    'set/..',
    'set/a\\..\\evil.bin',
  ]) {
    const home = tempFolder(t);
    const out = join(home, 'deep', 'data');
    const bytes = toArchive(tarEntry('set/a.bin', Buffer.from('a')), tarEntry(name, Buffer.from('evil')));
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, 'set.tar.gz.part'), bytes);
    const [problem] = await problemsOf(fetchDataset(archiveAt('http://127.0.0.1:9/set.tar.gz', bytes), { out }));
    assert.match(problem?.fact ?? '', /which is not a file of set/, name);
    assert.deepEqual(
      readdirSync(home, { recursive: true }).filter((file) => String(file).includes('evil')),
      [],
    );
    assert.ok(existsSync(join(out, 'set', 'a.bin')));
  }
});

test('a tar that is cut off or damaged is refused', async () => {
  const tar = Buffer.concat([tarEntry('a', CONTENT), tarEntry('b', Buffer.from('b')), Buffer.alloc(1024)]);
  async function* inPieces(bytes: Buffer) {
    for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
  }
  const read = async (bytes: Buffer) => {
    const files: [string, number][] = [];
    for await (const { name, bytes: content } of readTar(inPieces(bytes))) files.push([name, content.length]);
    return files;
  };
  assert.deepEqual(await read(tar), [
    ['a', CONTENT.length],
    ['b', 1],
  ]);
  for (const length of [100, 512, 5000, tar.length - 2048, tar.length - 1200])
    await assert.rejects(read(tar.subarray(0, length)), RangeError);
  const damaged = Buffer.from(tar);
  damaged[3] = 65;
  await assert.rejects(read(damaged), /damaged/);
});
