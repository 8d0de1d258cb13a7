/** Each importer on a few lines made by hand after its format's own description. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { importByteLog } from '../../src/weather/formats/byte-log.ts';
import { importCooked } from '../../src/weather/formats/cooked.ts';
import { importGnettrack } from '../../src/weather/formats/gnettrack.ts';
import { importIperf3 } from '../../src/weather/formats/iperf3.ts';
import { IMPORT_FORMATS, importRecording } from '../../src/weather/import-recording.ts';
import type { Steps } from '../../src/weather/rate-windows.ts';
import { refused } from './refused.ts';

/** `[start in s, Mbit/s]` of every step, and the end. */
function shortly({ startsNs, bps, repeatNs }: Steps): readonly unknown[] {
  return [...Array.from(bps, (rate, i) => [(startsNs[i] as number) / 1e9, rate / 1e6]), (repeatNs as number) / 1e9];
}

describe("Pensieve's cooked traces", () => {
  it('a rate holds since the line before, that of the first line nowhere', () => {
    assert.deepEqual(shortly(importCooked('0.5\t9\n1.5\t2\n2.0 4.5\n3 4.5\n', 'a')), [[0, 2], [1, 4.5], 2.5]);
  });
  it('tells bad lines', () => {
    assert.deepEqual(
      refused(() => importCooked('0 1\n1\n0 1\n2 x\n', 'a')).map((line) => line.split(';')[0]),
      [
        'a:2:1  "1" is not a time and a rate',
        'a:3:1  the time 0 does not lie after the one before',
        'a:4:1  "2 x" is not a time and a rate',
      ],
    );
    assert.match(refused(() => importCooked('0 1\n', 'a'))[0] ?? '', /^a {2}there is no rate above 0 after the first line/);
  });
});

describe('logs of bytes', () => {
  it('of Norway (Riiser): 8 bytes / elapsed', () => {
    const text = '1289406399 549692 59.851754 10.781778 250000 1000\n1289406400 550772 59.851864 10.781833 500000 2000\n';
    assert.deepEqual(shortly(importByteLog(text, 'a')), [[0, 2], 3]);
  });
  it('of Ghent (van der Hooft): milliseconds since 1970 and elapsed written as 0999', () => {
    const text =
      '1453121790686 39287 51.0386528885778 3.73220785642186 2500000 1000\n1453121792686 41287 51.0386553301824 3.73225142858955 999 0999\n';
    assert.deepEqual(shortly(importByteLog(text, 'a')), [[0, 20], [1, 0.008], 1.999]);
  });
  it('counts bytes of a line without time with the next', () => {
    assert.deepEqual(shortly(importByteLog('1 1 0 0 100 0\n1 1 0 0 25 1\n', 'a')), [[0, 1], 0.001]);
  });
  it('tells bad lines', () => {
    assert.deepEqual(
      refused(() => importByteLog('1 2 3\n1 2 3 4 x 6\n1 2 3 4 5 -6\n', 'a')).map((line) => line.split(';')[0]),
      ['a:1:1  3 columns', 'a:2:1  "x" in column 5 is no number of bytes', 'a:3:1  "-6" in column 6 is no number of milliseconds'],
    );
    assert.match(refused(() => importByteLog('1 2 3 4 0 6\n', 'a'))[0] ?? '', /^a {2}no bytes were received/);
  });
});

describe("Raca's CSV", () => {
  const HEADER = 'Timestamp,Longitude,Latitude,Speed,NetworkMode,RSRP,DL_bitrate,UL_bitrate,State';
  const row = (time: string, rate: string) => `2019.11.28_${time},-8.4,51.9,0,5G,-95,9999,${rate},D`;
  it('takes UL_bitrate in kbit/s, the last of a second, nothing where it is missing', () => {
    const lines = [HEADER, row('23.59.58', '1500'), row('23.59.58', '2000'), row('23.59.59', '-'), row('00.00.00', '8')];
    lines[4] = (lines[4] as string).replace('11.28', '11.29');
    assert.deepEqual(shortly(importGnettrack(`${lines.join('\n')}\n`, 'a')), [[0, 2], [2, 0.008], 4]);
  });
  it('tells bad lines and missing columns', () => {
    const lines = [HEADER, row('07.00.00', '1'), row('7:00:01', '1'), row('07.00.02', '?'), row('06.59.59', '1')];
    assert.deepEqual(
      refused(() => importGnettrack(lines.join('\n'), 'a')).map((line) => line.split(';')[0]),
      [
        'a:3:1  "2019.11.28_7:00:01" is no timestamp',
        'a:4:1  UL_bitrate "?" is no number from 0 up',
        'a:5:1  the time lies before that of an earlier line',
      ],
    );
    assert.deepEqual(
      refused(() => importGnettrack('Timestamp,DL_bitrate\n', 'a')).map((line) => line.split(';')[0]),
      ['a:1:1  there is no column UL_bitrate'],
    );
    assert.match(refused(() => importGnettrack([HEADER, row('07.00.00', '1')].join('\n'), 'a'))[0] ?? '', /no two times/);
  });
});

describe('iperf3 -J', () => {
  const report = (...sums: unknown[]) => JSON.stringify({ start: {}, intervals: sums.map((sum) => ({ streams: [], sum })), end: {} });
  const sum = (start: number, end: number, mbps: number, omitted = false) => ({
    start,
    end,
    seconds: end - start,
    bits_per_second: mbps * 1e6,
    omitted,
  });
  it('takes the sum of every interval that was not omitted', () => {
    const text = report(sum(0, 1, 99, true), sum(0, 1, 5), sum(1, 2, 5), sum(2, 2.5, 0));
    assert.deepEqual(shortly(importIperf3(text, 'a')), [[0, 5], [2, 0], 2.5]);
  });
  it('tells what is missing, and where the JSON breaks', () => {
    const only = (text: string) => refused(() => importIperf3(text, 'a')).join('|');
    assert.match(only('{\n"intervals": [,]\n}'), /^a(?::2:1)? {2}is no JSON/);
    assert.match(only('{\n"intervals": [\n'), /^a:[23]:1 {2}is no JSON/);
    assert.match(only('[]'), /^a {2}intervals: there is no list of intervals/);
    assert.match(only('null'), /^a {2}intervals: there is no list/);
    assert.match(only('{"intervals":[],"error":"unable to connect"}'), /^a {2}error: iperf3 failed: unable to connect/);
    assert.match(only(report(sum(0, 1, 1), { start: 1, end: 1, bits_per_second: 1 })), /^a {2}intervals\[1\]\.sum: needs start, end/);
    assert.match(only(report(sum(0, 1, 0))), /^a {2}intervals: no interval carried anything/);
  });
});

describe('importRecording', () => {
  const file = (t: TestContext, text: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'sim-weather-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, 'a'), text);
    return join(folder, 'a');
  };
  it('finds the importer by its name', async (t) => {
    assert.deepEqual(IMPORT_FORMATS, ['mahimahi', 'cooked', 'hsdpa', 'ghent', 'raca', 'iperf3']);
    const log = file(t, '1 1 0 0 125000 1000\n');
    assert.deepEqual(await importRecording(log, 'hsdpa'), await importRecording(log, 'ghent'));
    assert.deepEqual(shortly(await importRecording(file(t, '0 0\n1 3\n'), 'cooked')), [[0, 3], 1]);
    await assert.rejects(importRecording(log, 'pcap'), /needs one of mahimahi/);
  });
  it('makes of mahimahi the mean rates of half seconds', async (t) => {
    // 2 packets, 1 packet: 48 and 24 kbit/s; the 100 ms behind are left out.
    assert.deepEqual(shortly(await importRecording(file(t, '0\n499\n999\n1100\n'), 'mahimahi')), [[0, 0.048], [0.5, 0.024], 1]);
    assert.deepEqual(shortly(await importRecording(file(t, '100\n'), 'mahimahi')), [[0, 0.12], 0.1]);
  });
});
