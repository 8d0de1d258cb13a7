/** Writes the golden twins anew: `npm run golden`, after a change that is meant to change figures. */

import { writeFileSync } from 'node:fs';
import { goldenFile, goldenSummary, readmePictures, SCENARIOS } from './golden-summary.ts';

for (const scenario of SCENARIOS) {
  writeFileSync(goldenFile(scenario), await goldenSummary(scenario));
  process.stderr.write(`${goldenFile(scenario)}\n`);
}
for (const [file, svg] of await readmePictures()) {
  writeFileSync(file, svg);
  process.stderr.write(`${file}\n`);
}
