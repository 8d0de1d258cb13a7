/**
 * Policies that users bring: their files are found, hashed, imported and looked over here, on every thread that needs them.
 *
 * Importing a module runs its code with the rights of whoever runs the simulator. This room knows neither scenarios nor engines.
 */

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InvalidInput } from '../problems/invalid-input.ts';
import { enrol } from '../sim/plan/make-own.ts';
import type { PolicyModule } from '../sim/policies/own-policy.ts';

const JAVASCRIPT = ['.mjs', '.js', '.cjs'];
const TYPESCRIPT = ['.ts', '.mts', '.cts'];

/** A module that was found to bring a policy. */
export interface GuestModule {
  /** What results call its policy. */
  readonly label: string;
  /** Absolute path. */
  readonly file: string;
  /** Of the file, in lower-case hexadecimal; what it imports is not in it. */
  readonly sha256: string;
}

/**
 * Reads, imports and enrols a module on this thread.
 *
 * @param file absolute path @param shown as problems name it
 * @throws InvalidInput where it cannot be read or run, or does not export what it has to
 */
export async function loadPolicyModule(file: string, shown: string): Promise<GuestModule> {
  const refuse = (fact: string, rule: string): never => {
    throw new InvalidInput([{ place: shown, fact, rule }]);
  };
  const extension = extname(file);
  if (![...JAVASCRIPT, ...TYPESCRIPT].includes(extension)) {
    refuse(`"${extension}" is the ending of no module`, `write one that ends in ${[...JAVASCRIPT, ...TYPESCRIPT].join(', ')}`);
  }
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) =>
    refuse(
      error.code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${error.code})`,
      'give a module, relative to the scenario',
    ),
  );
  if (TYPESCRIPT.includes(extension) && !runsTypeScript()) {
    refuse(
      `it is TypeScript, which Node ${process.versions.node} does not run`,
      `compile it first (npx esbuild ${basename(file)} --format=esm --outfile=${basename(file, extension)}.mjs), or use Node 22.18 or later`,
    );
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  // A file that has changed since is another module.
  const exported = await (import(`${pathToFileURL(file).href}?sha256=${sha256}`) as Promise<Record<string, unknown>>).catch(
    (error: unknown) => refuse(`it cannot be loaded (${reasonOf(error)})`, `mend it; node ${shown} tells where`),
  );
  const { name, policy } = { ...(typeof exported['default'] === 'object' ? exported['default'] : {}), ...exported } as Record<
    string,
    unknown
  >;
  if (typeof name !== 'string' || !/^[a-z][a-z0-9-]*$/i.test(name)) {
    const fact = name === undefined ? 'it exports no name' : `it exports the name ${JSON.stringify(name)}`;
    refuse(fact, "write export const name = 'my-policy', a letter and then letters, digits and hyphens");
  }
  if (typeof policy !== 'function') {
    const fact = policy === undefined ? 'it exports no policy' : `it exports a policy that is no function (${typeof policy})`;
    refuse(fact, 'write export function policy(setUp) { return { rules, choice }; }');
  }
  const module = { name, policy } as PolicyModule;
  enrol({ file, sha256 }, module);
  return { label: module.name, file, sha256 };
}

function runsTypeScript(): boolean {
  return Boolean((process.features as { typescript?: unknown }).typescript);
}

/** The first line of what went wrong. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.name}: ${(error.message.split('\n')[0] ?? '').replace(/ imported from .*$/, '')}`;
}
