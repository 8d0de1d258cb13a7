/** The scripts of the report page, each as one file for browsers: dist/page/view.js draws, dist/page/worker.js simulates. */

import { build } from 'esbuild';

await build({
  entryPoints: ['src/page/browser/view.ts', 'src/page/browser/worker.ts'],
  outdir: 'dist/page',
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  charset: 'ascii',
  legalComments: 'none',
});
