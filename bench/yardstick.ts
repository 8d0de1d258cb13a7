/** Compiles the C++ yardstick where there is a compiler. */

import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = join('bench', 'yardstick', 'yardstick.cpp');
const FOLDER = join('dist', 'bench');

export interface Yardstick {
  readonly program: string;
  /** First line of the compiler's version, and the options. */
  readonly compiler: string;
}

/** Compiles it, or says why there is none. */
export function compileYardstick(): Yardstick | { readonly reason: string } {
  const compilers = [process.env['CXX'], 'g++', 'clang++', 'c++'].filter((name) => name !== undefined && name !== '') as string[];
  const compiler = compilers.find((name) => spawnSync(name, ['--version']).status === 0);
  if (compiler === undefined) return { reason: 'no C++ compiler: set CXX, or install g++ or clang++' };
  mkdirSync(FOLDER, { recursive: true });
  const program = join(FOLDER, 'yardstick');
  let complaint = '';
  for (const options of [
    ['-std=c++17', '-O3', '-march=native'],
    ['-std=c++17', '-O3'],
  ]) {
    const { status, stderr } = spawnSync(compiler, [...options, '-o', program, SOURCE], { encoding: 'utf8' });
    if (status === 0) {
      const version = spawnSync(compiler, ['--version'], { encoding: 'utf8' }).stdout.split('\n')[0] as string;
      return { program, compiler: `${version}, ${options.join(' ')}` };
    }
    complaint = stderr.trim().split('\n')[0] ?? '';
  }
  return { reason: `${compiler} does not compile the yardstick: ${complaint}` };
}
