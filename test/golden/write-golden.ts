/** Writes the golden twins anew: `npm run golden`, after a change that is meant to change figures. */

import { writeFileSync } from 'node:fs';
import { goldenFile, goldenOf, readmePictures, SCENARIOS, simulated } from './golden-summary.ts';

for (const scenario of SCENARIOS) {
  writeFileSync(goldenFile(scenario), goldenOf((await simulated(scenario)).result));
  process.stderr.write(`${goldenFile(scenario)}\n`);
}
for (const [file, svg] of await readmePictures()) {
  writeFileSync(file, svg);
  process.stderr.write(`${file}\n`);
}
