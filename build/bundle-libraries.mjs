/**
 * Libraries of many small files, as one each: to find and open them took most of the time until a command begins. Files of ours in dist/src
 * that import one of them are written anew; what they import of each other stays as it is. Run after the compiler.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { build } from 'esbuild';

const LIBRARIES = ['vega', 'vega-lite', 'zod', 'hyparquet', 'hyparquet-writer'];
const OURS = join('dist', 'src');

const importsOne = new RegExp(`(?:from|import\\()\\s*['"](?:${LIBRARIES.join('|')})['"]`);
const doors = readdirSync(OURS, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.js'))
  .map((file) => join(OURS, file))
  .filter((file) => importsOne.test(readFileSync(file, 'utf8')));

/** Whatever our own files import, but for the libraries. */
const others = {
  name: 'others',
  setup({ onResolve }) {
    onResolve({ filter: /.*/ }, ({ path, importer }) => {
      const isOurs = importer.startsWith(resolve(OURS) + sep);
      return isOurs && !LIBRARIES.includes(path) ? { path, external: true } : undefined;
    });
  },
};

await build({
  entryPoints: doors,
  outbase: 'dist',
  outdir: 'dist',
  allowOverwrite: true,
  bundle: true,
  splitting: true,
  chunkNames: 'libraries/[name]-[hash]',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  plugins: [others],
});
