/** `sim schema`: the scenario format for editors. */

import { defineCommand, EXIT } from './command.ts';

export const schemaCommand = defineCommand({
  name: 'schema',
  about: 'Print the JSON Schema of scenarios',
  positionals: {},
  flags: {},
  examples: ['sim schema > scenario.schema.json'],
  async run() {
    const { scenarioJsonSchema } = await import('../scenario/scenario-json-schema.ts');
    process.stdout.write(`${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
    return EXIT.done;
  },
});
