/** Other simulators on the same workload, where somebody has installed them (bench/peers/README.md). */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface Peer {
  readonly name: string;
  /** Called with INPUTS REQUESTS REPEATS added. */
  readonly command: readonly string[];
  /** Few enough for a second or so. */
  readonly requests: number;
}

export interface Absent {
  readonly name: string;
  readonly reason: string;
}

const SCRIPTS = join('bench', 'peers');

/** Looks for each peer by asking it for its version. */
export function findPeers(): { readonly present: readonly Peer[]; readonly absent: readonly Absent[] } {
  const folder = process.env['BENCH_PEERS'];
  const venv = folder === undefined ? null : join(folder, 'venv', 'bin', 'python3');
  const python = venv !== null && existsSync(venv) ? venv : 'python3';
  const simpy = [python, join(SCRIPTS, 'simpy-peer.py')];
  const wanted: readonly Peer[] = [
    { name: 'SIM.JS', command: [process.execPath, join(SCRIPTS, 'simjs-peer.mjs')], requests: 100_000 },
    { name: 'SimPy, callbacks', command: [...simpy, 'callbacks'], requests: 100_000 },
    { name: 'SimPy, a process a request', command: [...simpy, 'processes'], requests: 100_000 },
  ];
  const present: Peer[] = [];
  const absent: Absent[] = [];
  for (const peer of wanted) {
    const [program, ...rest] = peer.command as [string, ...string[]];
    const { status, stdout, stderr, error } = spawnSync(program, [...rest, '--version'], { encoding: 'utf8' });
    if (status === 0) present.push({ ...peer, name: peer.name.replace(/^[^,]+/, (simulator) => `${simulator} ${stdout.trim()}`) });
    else absent.push({ name: peer.name, reason: error?.message ?? stderr.trim().split('\n').at(-1) ?? '' });
  }
  return { present, absent };
}
