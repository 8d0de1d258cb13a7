/** A JSON Schema as a list of keys: where each stands, what it may hold, its default, its meaning and an example. */

import { quantityPattern } from '../../src/scenario/units.ts';

export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly items?: JsonSchema | readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly required?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

export interface Key {
  /** Such as `tiers.<tier>.exits` or `policies[].p_d`. */
  readonly path: string;
  readonly type: string;
  /** `needed` where it has to be written, its default in YAML, or nothing. */
  readonly fallback: string;
  readonly meaning: string;
  readonly example: string;
}

/** A constant key of a map. */
interface Tag {
  readonly key: string;
  readonly value: string;
}

export const DIMENSIONS = ['duration', 'bandwidth', 'bytes', 'rate', 'power', 'energy'] as const;
const DIMENSION_OF: ReadonlyMap<string, string> = new Map(
  DIMENSIONS.flatMap((dimension) => {
    const noun = dimension === 'bytes' ? 'size' : dimension;
    return [[quantityPattern(dimension, true), noun] as const, [quantityPattern(dimension, false), `${noun} above 0`] as const];
  }),
);

/** Units of a dimension, as its pattern has them. */
export function unitsOf(dimension: (typeof DIMENSIONS)[number]): string[] {
  const found = /\(([^()]*)\)\\s\*\$$/.exec(quantityPattern(dimension, true));
  return (found?.[1] ?? '').replaceAll('\\/', '/').split('|');
}

function forms(schema: JsonSchema): readonly JsonSchema[] {
  return schema.anyOf ?? schema.oneOf ?? [schema];
}

/** A value as it is written in a flow of YAML. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([key, member]) => `${key}: ${flow(member)}`);
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
  }
  return String(value);
}

function range({ minimum, maximum }: JsonSchema): string {
  const show = (bound: number) => {
    return bound !== 0 && (bound < 1e-3 || bound >= 1e6) ? bound.toExponential().replace('e+', 'e') : String(bound);
  };
  if (minimum === undefined) return '';
  return maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? ` from ${show(minimum)}` : ` ${show(minimum)}..${show(maximum)}`;
}

/** What a key may hold, in words. */
function typeOf(schema: JsonSchema): string {
  const alternatives = forms(schema);
  if (alternatives.length > 1) return [...new Set(alternatives.map(typeOf))].join(' or ');
  const only = alternatives[0] as JsonSchema;
  if (only.const !== undefined) return String(only.const);
  if (only.enum !== undefined) return only.enum.join(' | ');
  if (only.type === 'integer' || only.type === 'number') return `${only.type}${range(only)}`;
  if (only.type === 'string') {
    const dimension = only.pattern === undefined ? undefined : DIMENSION_OF.get(only.pattern);
    if (dimension !== undefined || only.pattern === undefined) return dimension ?? 'text';
    if (only.pattern.includes('{64}')) return 'SHA-256';
    return only.pattern.startsWith('^mser-5$') ? 'duration or mser-5' : 'name';
  }
  if (only.type === 'array')
    return Array.isArray(only.items)
      ? `[${only.items.map(typeOf).join(', ')}]`
      : `list of ${plural(typeOf((only.items ?? {}) as JsonSchema))}`;
  if (Array.isArray(only.type)) return only.type.join(' or ');
  if (only.type === 'object') return typeof only.additionalProperties === 'object' ? 'map by name' : 'map';
  return (only.type as string | undefined) ?? 'anything';
}

function plural(type: string): string {
  return /^(map|name|text|number|integer)\b/.test(type) ? type.replace(/^(\w+)/, (word) => (word === 'text' ? 'texts' : `${word}s`)) : type;
}

/** An example of a key's own, or of the first of its forms that has one. */
function exampleOf(schema: JsonSchema): unknown {
  const own = schema.examples?.[0];
  return own ?? schema.const ?? forms(schema).find((form) => form !== schema && form.examples !== undefined)?.examples?.[0];
}

/**
 * Every key below a schema, depth first.
 *
 * @param names what stands for the names of a map by name, by its path
 */
export function keysOf(schema: JsonSchema, names: Readonly<Record<string, string>>, path = ''): Key[] {
  const all = forms(schema);
  const tags = all.map(tagOf);
  const below = all.flatMap((form, i) => {
    const tag = all.length === 1 ? undefined : tags[i];
    const suffix = tag === undefined ? '' : ` (${tag.key}: ${tag.value})`;
    const own = Object.entries(form.properties ?? {}).flatMap(([key, child]) =>
      child.const === undefined || all.length === 1
        ? keyAndBelow(`${path}${suffix}${path === '' ? '' : '.'}${key}`, child, isNeeded(form, key), names)
        : [],
    );
    const members =
      typeof form.additionalProperties === 'object' ? keysOf(form.additionalProperties, names, `${path}.<${names[path] ?? 'name'}>`) : [];
    const items = form.type === 'array' && !Array.isArray(form.items) ? keysOf((form.items ?? {}) as JsonSchema, names, `${path}[]`) : [];
    return [...own, ...members, ...items];
  });
  return [...tagKey(path, tags), ...below];
}

/** The key that tells the members of a union apart. */
function tagKey(path: string, tags: readonly (Tag | undefined)[]): Key[] {
  const known = tags.filter((tag) => tag !== undefined);
  const [first] = known;
  if (first === undefined || known.length < 2) return [];
  const type = known.map(({ value }) => value).join(' | ');
  return [
    { path: `${path}.${first.key}`, type, fallback: 'needed', meaning: 'Which it is; each has keys of its own', example: first.value },
  ];
}

/** What tells a member of a union from the others: its constant key. */
function tagOf(form: JsonSchema): Tag | undefined {
  const found = Object.entries(form.properties ?? {}).find(([, child]) => child.const !== undefined);
  return found === undefined ? undefined : { key: found[0], value: String(found[1].const) };
}

function isNeeded({ required = [] }: JsonSchema, key: string): boolean {
  return required.includes(key);
}

function keyAndBelow(path: string, schema: JsonSchema, needed: boolean, names: Readonly<Record<string, string>>): Key[] {
  const example = exampleOf(schema);
  return [
    {
      path,
      type: typeOf(schema),
      fallback: needed ? 'needed' : schema.default === undefined ? '' : flow(schema.default),
      meaning: schema.description ?? '',
      example: example === undefined ? '' : flow(example),
    },
    ...keysOf(schema, names, path),
  ];
}
