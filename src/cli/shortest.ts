/** Paths as they are shown. */

import { relative, resolve } from 'node:path';

/** A path as one would type it from here: relative below this folder, whole elsewhere. */
export function shortest(file: string): string {
  const here = relative('.', file);
  return here === '' || here.startsWith('..') ? resolve(file) : here;
}
