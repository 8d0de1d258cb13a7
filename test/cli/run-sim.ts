/** Runs `sim` as a user does: as a process of its own. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const BINARY = join(process.cwd(), 'bin', 'sim.js');

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param cwd working directory of the process */
export function runSim(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BINARY, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, ...env },
  });
  return { status, stdout, stderr };
}
