#!/usr/bin/env node
import { existsSync } from 'node:fs';
import module from 'node:module';

const built = new URL('../dist/cli/main.js', import.meta.url);
if (!existsSync(built)) {
  process.stderr.write('sim: not built yet; run "npm ci && npm run build" in the package folder\n');
  process.exit(1);
}
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1));
}
// From Node 22.8 on what was compiled is kept for the next call, where all programs keep it; NODE_DISABLE_COMPILE_CACHE=1 keeps nothing.
module.enableCompileCache?.();
const { main } = await import(built.href);
process.exitCode = await main(process.argv.slice(2));
