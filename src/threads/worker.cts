/**
 * The file that a helper thread starts with. CommonJS, since the library of threads requires it: Node 20 aborts the whole process when
 * a thread ends while it requires an ES module, and not while it imports one.
 */

import type { Takings, Undertaking } from './take-shares.ts' with { 'resolution-mode': 'import' };

async function help(undertaking: Undertaking): Promise<Takings> {
  const helper = await import('./help.ts');
  return helper.help(undertaking);
}

module.exports = { help };
