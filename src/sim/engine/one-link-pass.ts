/** The recursion over a world with one link, by whatever is quickest here; the same bits in any case. */

import { compiledPass } from './compiled-pass.ts';
import type { Pass } from './one-link-world.ts';
import { passInJavaScript } from './pass-in-javascript.ts';

export const passOneLink: Pass = (...args) => (compiledPass() ?? passInJavaScript)(...args);
