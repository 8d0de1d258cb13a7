/**
 * docs/tutorial.md with what its commands print: every shell block is run, in order, in a folder with the tutorial's CSV files, and the block
 * of another language that follows it is what it printed.
 */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const TUTORIAL_FILE = 'docs/tutorial.md';

const SIM = `sim() { '${process.execPath}' '${join(process.cwd(), 'bin', 'sim.js')}' "$@"; }`;
/** Where the package lies, as the tutorial has it. */
const HOME = 'file:///path/to/deex-sim';

/** What a shell block prints, stdout and stderr as they come; progress, which comes by the clock, left out. */
function printed(cwd: string, block: string): string {
  const { status, stdout } = spawnSync('sh', ['-c', `set -e\n${SIM}\nexec 2>&1\n${block}`], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  if (status !== 0) throw new Error(`exit status ${status}: ${block}${stdout}`);
  return stdout
    .replace(/^\S.* {2}\d+ % {2}\S+\/s.*\n/gm, '')
    .replaceAll(pathToFileURL(process.cwd()).href, HOME)
    .replace(/\n*$/, '\n');
}

/** The tutorial as it ought to be. @throws Error where a command fails */
export async function tutorial(): Promise<string> {
  const cwd = await mkdtemp(join(tmpdir(), 'deex-sim-tutorial-'));
  try {
    for (const file of ['test.csv', 'validation.csv']) await copyFile(join('docs', 'tutorial', file), join(cwd, file));
    return readFileSync(TUTORIAL_FILE, 'utf8').replace(
      /^```sh\n([\s\S]*?)^```\n\n```(\w+)\n[\s\S]*?^```$/gm,
      (_, block: string, language: string) => `\`\`\`sh\n${block}\`\`\`\n\n\`\`\`${language}\n${printed(cwd, block)}\`\`\``,
    );
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}
