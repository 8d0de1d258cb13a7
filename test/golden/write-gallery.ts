/** Writes the gallery and the golden specifications of its charts anew: `npm run gallery`, after a change of a chart. */

import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SPECS_FILE, specsJson } from './chart-specs.ts';
import { GALLERY, gallery, galleryFiles } from './gallery.ts';

const pictures = await gallery();
const files = new Map([...(await galleryFiles(pictures)), [SPECS_FILE, specsJson(pictures)]]);
mkdirSync(GALLERY, { recursive: true });
for (const old of readdirSync(GALLERY)) if (!files.has(join(GALLERY, old))) rmSync(join(GALLERY, old));
for (const [file, text] of files) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  process.stderr.write(`${file}\n`);
}
