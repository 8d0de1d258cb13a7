/** The two formats of profiles: what they hold, and everything that can be wrong with them. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { InvalidInput } from '../../src/problems/invalid-input.ts';
import { meanBps } from '../../src/sim/world/mean-capacity.ts';
import { parseMahimahi } from '../../src/weather/parse-mahimahi.ts';
import { parseSteps } from '../../src/weather/parse-steps.ts';
import { guessFormat, readProfile } from '../../src/weather/read-profile.ts';
import { refused } from './refused.ts';

describe('mahimahi', () => {
  it('holds an opportunity of 1,500 bytes a line, several in one millisecond too, and repeats after the last', () => {
    const capacity = parseMahimahi('0\n5\n5\r\n20\n', 'a.up');
    assert.deepEqual(capacity, { kind: 'opportunities', timesNs: Float64Array.of(0, 5e6, 5e6, 20e6), bytes: 1500, repeatNs: 20e6 });
    // 4 x 12,000 bits in 20 ms.
    assert.equal(meanBps(capacity), 2.4e6);
  });
  it("reads the README's fixed rate: a file of 1 alone is 12 Mbit/s", () => assert.equal(meanBps(parseMahimahi('1', 'a.up')), 12e6));
  it('takes empty lines at the end, and a byte-order mark', () => {
    assert.deepEqual([...parseMahimahi('\uFEFF1\n2\n\n\n', 'a.up').timesNs], [1e6, 2e6]);
  });
  it('tells every bad line', () => {
    assert.deepEqual(
      refused(() => parseMahimahi('# delivery\n10\n\n9\n10.5\n-1\n99999999999\n12\n', 'a.up')).map((line) => line.split(';')[0]),
      [
        'a.up:1:1  "# delivery" is no whole number from 0 up',
        'a.up:3:1  the line is empty',
        'a.up:4:1  9 ms is earlier than 10 ms before it',
        'a.up:5:1  "10.5" is no whole number from 0 up',
        'a.up:6:1  "-1" is no whole number from 0 up',
        'a.up:7:1  99999999999 ms is too late',
      ],
    );
  });
  it('refuses a file that is empty, or ends at 0, after which it could not repeat', () => {
    assert.match(refused(() => parseMahimahi('\n', 'a.up'))[0] ?? '', /^a\.up {2}the file is empty; give at least one line/);
    assert.match(refused(() => parseMahimahi('0\n0\n', 'a.up'))[0] ?? '', /^a\.up:2:1 {2}the last time is 0 ms; end with a time above 0/);
  });
  it('tells twenty problems and counts the rest', () => {
    const lines = refused(() => parseMahimahi('x\n'.repeat(25), 'a.up'));
    assert.equal(lines.length, 21);
    assert.match(lines[20] ?? '', /^a\.up {2}5 more problems like these/);
  });
});

describe('csv', () => {
  const stepsOf = (text: string) => {
    const { startsNs, bps } = parseSteps(text, 'a.csv');
    return [[...startsNs], [...bps]];
  };
  it('holds rates in the units its header names, in any order and case, among other columns', () => {
    const expected = [
      [0, 1.5e9],
      [2e6, 0],
    ];
    assert.deepEqual(stepsOf('time_s,Mbit_per_s\n0,2\n1.5,0\n'), expected);
    assert.deepEqual(stepsOf('TIME_MS,KBIT_PER_S\n0,2000\n1500,0\n'), expected);
    assert.deepEqual(stepsOf('bit_per_s,place,"time_s"\r\n2e6,here,0\r\n\r\n0,there,1.5'), expected);
  });
  it('refuses mbps and its like, which are bits to some and bytes to others', () => {
    for (const name of ['mbps', 'Mbps', 'rate_mbps', 'kbps', 'bandwidth (MBps)', 'bps', 'Mibps'])
      assert.match(
        refused(() => parseSteps(`time_s,${name}\n0,1\n`, 'a.csv'))[0] ?? '',
        /^a\.csv:1:1 {2}".*" may mean bits or bytes a second;/,
      );
  });
  it('refuses headers without units, with two of a kind, or none at all', () => {
    const first = (text: string) => refused(() => parseSteps(text, 'a.csv'))[0] ?? '';
    assert.match(first('time,rate\n0,1\n'), /^a\.csv:1:1 {2}no columns hold the time in "time,rate"; name the columns with their units/);
    assert.match(first('time_s,time_ms,bit_per_s\n0,0,1\n'), /2 columns hold the time/);
    assert.match(first('time_s,bit_per_s,kbit_per_s\n0,0,1\n'), /2 columns hold the rate/);
    assert.match(first('0,5.85\n'), /no columns hold the time/);
    assert.match(first('time_s,constructor\n0,1\n'), /no columns hold the rate/);
    assert.match(first(''), /^a\.csv {2}there is no header/);
  });
  it('tells every bad line, once', () => {
    const text = 'time_s,Mbit_per_s\n0,1\n1\nx,1\n2,-1\n3,fast\n0,1\n9e9,1\n4,1e12\n5,1\n5,2\n';
    assert.deepEqual(
      refused(() => parseSteps(text, 'a.csv')).map((line) => line.split(';')[0]),
      [
        'a.csv:3:1  1 cells',
        'a.csv:4:1  the time "x" is no number from 0 up',
        'a.csv:5:1  the rate "-1" is no number from 0 up',
        'a.csv:6:1  the rate "fast" is no number from 0 up',
        'a.csv:7:1  the time 0 does not lie after the one before',
        'a.csv:8:1  the time 9e9 is too late',
        'a.csv:9:1  the rate 1e12 is too high',
        'a.csv:11:1  the time 5 does not lie after the one before',
      ],
    );
  });
  it('begins at 0, has a rate, and one above 0', () => {
    const only = (text: string) => refused(() => parseSteps(text, 'a.csv')).join('|');
    assert.equal(only('time_s,bit_per_s\n1,1\n2,1\n'), 'a.csv:2:1  the first time is 1; begin at 0');
    assert.match(only('time_s,bit_per_s\n'), /^a\.csv {2}there are no rates;/);
    assert.match(only('time_s,bit_per_s\n0,0\n1,0\n'), /^a\.csv {2}every rate is 0;/);
  });
});

describe('readProfile', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'sim-weather-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const factOf = async (work: Promise<unknown>): Promise<string> => {
    const error = await work.then(
      () => assert.fail('nothing was wrong'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof InvalidInput);
    return error.message;
  };
  const CSV = 'time_s,Mbit_per_s\n0,2\n1,0\n3,1\n';

  it('reads both formats; a CSV repeats when told to', async () => {
    assert.equal(meanBps(await readProfile(write('a.up', '10\n'), 'a.up', 'mahimahi')), 1.2e6);
    const held = await readProfile(write('a.csv', CSV), 'a.csv', 'csv');
    assert.equal(meanBps(held), 1e6);
    // (1 x 2 + 2 x 0 + 1 x 1) / 4
    assert.equal(meanBps(await readProfile(write('a.csv', CSV), 'a.csv', 'csv', 4e9)), 0.75e6);
  });
  it('repeats later than the last time, and a mahimahi file by itself alone', async () => {
    const csv = write('a.csv', CSV);
    assert.equal(await factOf(readProfile(csv, 'a.csv', 'csv', 3e9)), 'a.csv  repeats after 3 s; repeat later than the last time, 3 s');
    assert.match(await factOf(readProfile(write('a.up', '10\n'), 'a.up', 'mahimahi', 1e9)), /starts again after its last value; leave/);
  });
  it('refuses a rate of 0 that would hold for ever', async () => {
    const csv = write('dead.csv', 'time_s,Mbit_per_s\n0,1\n1,0\n');
    assert.match(await factOf(readProfile(csv, 'dead.csv', 'csv')), /^dead\.csv {2}ends with a rate of 0/);
    assert.equal(meanBps(await readProfile(csv, 'dead.csv', 'csv', 2e9)), 0.5e6);
  });
  it('tells of files that are missing or no files', async () => {
    assert.match(await factOf(readProfile(join(folder, 'none'), 'none', 'csv')), /^none {2}there is no such file/);
    assert.match(await factOf(readProfile(folder, 'folder', 'csv')), /^folder {2}is not a file/);
  });
  it('takes names that end in .csv for CSV', () => {
    assert.deepEqual(['a.csv', 'A.CSV', 'a.up', 'a'].map(guessFormat), ['csv', 'csv', 'mahimahi', 'mahimahi']);
  });
});
