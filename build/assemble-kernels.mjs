/** Kernels written in WebAssembly: each src/**\/X.wat becomes dist/src/**\/X.wat.js, a module that exports its bytes. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import makeWabt from 'wabt';

const wabt = await makeWabt();
for (const file of readdirSync('src', { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('.wat')) continue;
  const module = wabt.parseWat(file, readFileSync(join('src', file), 'utf8'), { simd: true });
  module.validate();
  const base64 = Buffer.from(module.toBinary({}).buffer).toString('base64');
  const lines = [
    `/** Assembled from src/${file.replaceAll('\\', '/')}. */`,
    `export const bytes = Uint8Array.from(atob('${base64}'), (char) => char.charCodeAt(0));`,
  ];
  writeFileSync(join('dist', 'src', `${file}.js`), `${lines.join('\n')}\n`);
}
