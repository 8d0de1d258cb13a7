/**
 * The file that a helper thread starts with. CommonJS, since the library of threads requires it: Node 20 aborts the whole process when
 * a thread ends while it requires an ES module, and not while it imports one.
 */

const workerThreads: typeof import('node:worker_threads') = require('node:worker_threads');

async function help() {
  const helper = await import('./help.ts');
  return helper.help(workerThreads.workerData);
}

module.exports = { help };
