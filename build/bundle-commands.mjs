/**
 * The command line with what it reads and draws by, as few files in dist/cli: to find and open nine hundred took longer than most commands take.
 * What a command needs stays a file of its own, opened when it is called. Run after the compiler and the assembler.
 */

import { copyFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

/** Of many small files, and nothing else. */
const LIBRARIES = ['vega', 'vega-lite', 'zod', 'hyparquet', 'hyparquet-writer', '@noble/hashes', 'yargs'];
const bundled = new RegExp(`^(?:${LIBRARIES.join('|')})(?:/|$)`);

/** Libraries that bring more than code, or are seldom wanted, stay where they are. */
const others = {
  name: 'others',
  setup(bundler) {
    // The form of it that needs no `require`.
    bundler.onResolve({ filter: /^yaml$/ }, () => ({ path: resolve('node_modules/yaml/browser/index.js') }));
    bundler.onResolve({ filter: /^[^.]/ }, ({ path, kind, importer }) =>
      kind === 'entry-point' || bundled.test(path) || importer.includes('node_modules') ? undefined : { path, external: true },
    );
  },
};

const FOLDER = join('dist', 'cli');
await build({
  entryPoints: { main: 'dist/src/cli/main.js', help: 'dist/src/threads/help.js' },
  outdir: FOLDER,
  bundle: true,
  splitting: true,
  chunkNames: '[name]-[hash]',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  plugins: [others],
});
// What a helper thread starts with imports `help` beside it.
copyFileSync('dist/src/threads/worker.cjs', join(FOLDER, 'worker.cjs'));
