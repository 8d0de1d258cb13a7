/** The scenario's schema as JSON Schema, for editors and for the reference. */

import { z } from 'zod';
import { ScenarioSchema } from './schema.ts';

/**
 * JSON Schema (draft 7) of what users write, for editors. Keys that begin with `x-` are free everywhere; a scenario that extends
 * another may leave out what the other says.
 */
export function scenarioJsonSchema(): Record<string, unknown> {
  const { $schema, ...whole } = z.toJSONSchema(ScenarioSchema, {
    io: 'input',
    target: 'draft-7',
    override({ jsonSchema }) {
      if (jsonSchema.additionalProperties === false) jsonSchema.patternProperties = { '^x-': {} };
    },
  }) as Record<string, unknown>;
  return {
    $schema,
    title: 'deex-sim scenario',
    if: { required: ['extends'] },
    // biome-ignore lint/suspicious/noThenProperty: "then" is JSON Schema's own word
    then: { ...relaxed(whole), required: ['extends', 'name'] },
    else: whole,
  };
}

/** The schema without its required keys, down to lists and unions, which are replaced as a whole and stay as they are. */
function relaxed(schema: Record<string, unknown>): Record<string, unknown> {
  const { required: _, ...rest } = schema;
  const properties = schema['properties'] as Record<string, Record<string, unknown>> | undefined;
  const members = schema['additionalProperties'];
  return {
    ...rest,
    ...(properties === undefined
      ? {}
      : { properties: Object.fromEntries(Object.entries(properties).map(([key, child]) => [key, relaxed(child)])) }),
    ...(typeof members === 'object' && members !== null ? { additionalProperties: relaxed(members as Record<string, unknown>) } : {}),
  };
}
