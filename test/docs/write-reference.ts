/** Writes docs/reference.md anew: `npm run reference`, after a change of a schema. */

import { writeFileSync } from 'node:fs';
import { REFERENCE_FILE, reference } from './reference.ts';

writeFileSync(REFERENCE_FILE, await reference());
process.stderr.write(`${REFERENCE_FILE}\n`);
