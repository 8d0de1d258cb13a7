/** Writes docs/tutorial.md anew: `npm run tutorial`, after a change of what its commands print. */

import { writeFileSync } from 'node:fs';
import { TUTORIAL_FILE, tutorial } from './tutorial.ts';

writeFileSync(TUTORIAL_FILE, await tutorial());
process.stderr.write(`${TUTORIAL_FILE}\n`);
