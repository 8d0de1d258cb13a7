/** `sim validate`: is this a scenario that would run? */

import { InvalidInput, type Problem } from '../problems/invalid-input.ts';
import { defineCommand, EXIT } from './command.ts';

export const validateCommand = defineCommand({
  name: 'validate',
  about: 'Check scenarios with all they refer to, without running them',
  positionals: { file: { describe: 'Scenario files', kind: 'list' } },
  flags: { set: { describe: 'Replace a value: KEY=VALUE, VALUE in YAML (null removes it)', kind: 'texts' } },
  examples: ['sim validate scenarios/*.yaml'],
  async run({ file: files, set }) {
    const { loadScenario } = await import('../scenario/load-scenario.ts');
    const problems: Problem[] = [];
    for (const file of files) {
      try {
        const { plan } = await loadScenario(file, { sets: set });
        process.stdout.write(`${file}: valid, ${plan.points.length} points\n`);
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error;
        problems.push(...error.problems);
      }
    }
    if (problems.length > 0) throw new InvalidInput(problems);
    return EXIT.done;
  },
});
