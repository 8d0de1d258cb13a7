/** `sim link`, as a user runs it. */

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { runSim } from '../cli/run-sim.ts';

let cwd = '';
before(() => {
  cwd = mkdtempSync(join(tmpdir(), 'sim-link-'));
});
after(() => rmSync(cwd, { recursive: true, force: true }));

const sim = (...args: string[]) => runSim(cwd, ['link', ...args]);
const read = (name: string) => readFileSync(join(cwd, name), 'utf8');

describe('sim link', () => {
  it('generates the same bytes for the same seed, as CSV and as mahimahi, and shows and fits both', () => {
    const generate = (out: string, seed: string) => sim('generate', '4g', '--duration', '120s', '--seed', seed, '--out', out);
    const first = generate('a.csv', '1');
    assert.equal(first.status, 0, first.stderr);
    assert.equal(first.stdout, '');
    assert.match(first.stderr, /^written a\.csv \(120 s, \d+ rates, mean [\d.]+ Mbit\/s; its last rate holds for ever unless/);
    generate('b.csv', '1');
    generate('c.csv', '2');
    assert.equal(read('a.csv'), read('b.csv'));
    assert.notEqual(read('a.csv'), read('c.csv'));
    assert.equal(generate('a.up', '1').status, 0);
    assert.equal(read('a.up').trimEnd().split('\n').at(-1), '120000');
    const means = [sim('show', 'a.csv', '--repeat', '120 s'), sim('show', 'a.up')].map(({ status, stdout, stderr }) => {
      assert.equal(status, 0, stderr);
      assert.ok(stdout.split('\n').every((line) => [...line].length <= 100));
      return Number(/^mean +([\d.]+) Mbit\/s$/m.exec(stdout)?.[1]);
    });
    assert.ok(Math.abs((means[0] as number) - (means[1] as number)) < 0.01);
    const fit = sim('fit', 'a.csv', '--states', '3', '--window', '100 ms', '--repeat', '120s');
    assert.equal(fit.status, 0, fit.stderr);
    assert.match(fit.stdout, /^markov:\n {2}states:\n( {4}- \{ bandwidth: [\d.]+ Mbit\/s, mean: [\d.]+ m?s, next: \[[\d., ]+\] \}\n){3}$/);
    assert.match(fit.stderr, /^3 states from 1200 windows of 100 ms/);
  });

  it('imports other formats', () => {
    writeFileSync(join(cwd, 'log'), '1289406399 549692 59.851754 10.781778 250000 1000\n1289406400 550772 59.8 10.7 500000 1000\n');
    const { status, stderr } = sim('import', 'log', '--from', 'hsdpa', '--out', 'log.csv');
    assert.equal(status, 0, stderr);
    assert.equal(read('log.csv'), 'time_s,Mbit_per_s\n0,2\n1,4\n');
  });

  it('answers mistakes with the status and the place that belong to them', () => {
    writeFileSync(join(cwd, 'bad.csv'), 'time_s,mbps\n0,1\n');
    writeFileSync(join(cwd, 'bad.up'), '5\n4\n');
    writeFileSync(join(cwd, 'short.up'), '5\n');
    const mistakes: [string[], number, RegExp][] = [
      [['show', 'bad.csv'], 3, /^bad\.csv:1:1 {2}"mbps" may mean bits or bytes/],
      [['show', 'bad.up'], 3, /^bad\.up:2:1 {2}4 ms is earlier/],
      [['show', 'none.csv'], 3, /^none\.csv {2}there is no such file/],
      [['fit', 'short.up'], 3, /^short\.up {2}is no longer than one window of 500 ms/],
      [['fit', 'bad.up', '--states', '0'], 2, /--states 0: needs 1 to 100/],
      [['import', 'bad.up', '--from', 'iperf3', '--out', 'x.csv'], 3, /^bad\.up(?::\d:1)? {2}is no JSON/],
      [['import', 'bad.up', '--from', 'pcap', '--out', 'x.csv'], 2, /--from pcap: there are: mahimahi/],
      [['generate', '6g', '--duration', '1s', '--out', 'x.csv'], 2, /preset 6g: .*there are: 3g, 4g/],
      [['generate', '4g', '--duration', '60', '--out', 'x.csv'], 2, /--duration: "60" has no unit/],
      [['generate', '4g', '--duration', '1s', '--out', 'x.txt'], 2, /--out x\.txt: end the name in \.csv/],
      [['generate', '3g', '--duration', '1us', '--out', 'x.up'], 2, /does not carry 1,500 bytes/],
    ];
    for (const [args, status, message] of mistakes) {
      const outcome = sim(...args);
      assert.equal(outcome.status, status, `${args.join(' ')}\n${outcome.stderr}`);
      assert.match(outcome.stderr.replace(/^sim: /, ''), message);
      assert.equal(outcome.stdout, '');
    }
  });
});
