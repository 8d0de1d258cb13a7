/** The scripts of the report page, each as one file for browsers: dist/page/view.js draws, dist/page/worker.js simulates. */

import { build } from 'esbuild';

/** The page's policy lets nothing be compiled there: it runs the loops in JavaScript. */
const withoutKernels = {
  name: 'without-kernels',
  setup(bundler) {
    bundler.onResolve({ filter: /\.wat\.js$/ }, ({ path }) => ({ path, namespace: 'kernel' }));
    bundler.onLoad({ filter: /.*/, namespace: 'kernel' }, () => ({ contents: 'export const bytes = null;' }));
  },
};

await build({
  entryPoints: ['src/page/browser/view.ts', 'src/page/browser/worker.ts'],
  outdir: 'dist/page',
  bundle: true,
  plugins: [withoutKernels],
  minify: true,
  format: 'iife',
  target: 'es2022',
  charset: 'ascii',
  legalComments: 'none',
});
