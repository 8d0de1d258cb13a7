/** Starts one fresh process and reads its answer. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Start } from './rows.ts';
import type { Answer } from './task.ts';
import type { Yardstick } from './yardstick.ts';

const MEASURE = join('dist', 'bench', 'measure.js');
/** Nothing here takes minutes. */
const MOST_MS = 300_000;

export interface Surroundings {
  /** Folder of the inputs. */
  readonly inputs: string;
  readonly yardstick: Yardstick | null;
}

/** @throws Error where the process fails, with what it said */
export function runProcess(start: Start, requests: number, repeats: number, { inputs, yardstick }: Surroundings): Answer {
  const [program, ...args] = commandOf(start, requests, repeats, inputs, yardstick);
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', timeout: MOST_MS });
  if (status !== 0) throw new Error(`${describe(start)} failed: ${error?.message ?? stderr.trim()}`);
  return JSON.parse(stdout) as Answer;
}

function commandOf(
  start: Start,
  requests: number,
  repeats: number,
  inputs: string,
  yardstick: Yardstick | null,
): readonly [string, ...string[]] {
  const asked = [inputs, String(requests), String(repeats)];
  switch (start.kind) {
    case 'ours':
      return [
        process.execPath,
        '--expose-gc',
        MEASURE,
        JSON.stringify({ measure: start.measure, inputs, requests, repeats, ...start.more }),
      ];
    case 'yardstick':
      if (yardstick === null) throw new Error('runProcess needs a yardstick');
      return [yardstick.program, start.way, ...asked];
    case 'peer':
      return [...start.command, ...asked] as unknown as [string, ...string[]];
  }
}

function describe(start: Start): string {
  if (start.kind === 'peer') return start.command.join(' ');
  return start.kind === 'ours' ? start.measure : `yardstick ${start.way}`;
}
