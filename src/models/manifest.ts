/**
 * manifest.json of a model: its pieces, classes and exits, and what has to hold between them.
 *
 * A manifest that names no ONNX file tells sizes only: its model can be simulated from a recording, and not be run. Knows the text of one
 * file; whether the files it names are there is load-model.ts's matter.
 */
import { z } from 'zod';
import type { Problem } from '../problems/invalid-input.ts';
import { FEATURE_CODECS } from './codecs/codec-names.ts';
import { codedBytes, codedBytesRule } from './codecs/coded-bytes.ts';
import { locateKeys, placeOfSyntaxError } from './json-places.ts';
import { nearestName } from './near-names.ts';

const count = z.int().positive('it must be a whole number above 0');
const shape = z.array(count).min(2, 'it needs a batch axis of 1 and the axes of one sample').readonly();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'it must be 64 hexadecimal digits in lower case');

/** Size [B] of the output of one sample under each codec; f32 is raw, those left out follow from it. */
const bytes = z.looseObject({ f32: count, f16: count.optional(), u8: count.optional() });

const Piece = z.strictObject({
  file: z.string().min(1),
  /** Names of the ONNX graph's input and output. */
  input: z.string().min(1),
  output: z.string().min(1),
  /** Shape of the output for one sample: [1, ...]. */
  outputShape: shape,
  bytes,
  sha256,
});

/** A split is a file of the data set, or records [from, to) of its training files in order. */
const Split = z.union([z.string().regex(/^[\w.-]+$/, 'it must be a plain file name'), z.tuple([z.int().min(0), count])]);

const classes = z.array(z.string().min(1)).min(2, 'a classifier needs two classes at least').readonly();

const Manifest = z.strictObject({
  about: z.string().optional(),
  input: z.strictObject({
    name: z.string().min(1),
    shape,
    /** Mean and standard deviation of each channel, of pixels in 0..1: x = (pixel / 255 - mean) / std. */
    mean: z.array(z.number()).readonly(),
    std: z.array(z.number().positive('it must be above 0')).readonly(),
  }),
  classes,
  segments: z.array(Piece).min(1, 'a model needs one segment at least').readonly(),
  branches: z.array(Piece).readonly(),
  exits: z.array(count).readonly(),
  dataset: z
    .looseObject({
      name: z.string().min(1),
      format: z.string().min(1),
      /** Class indices of the data set, in the order of `classes`. */
      classes: z.array(z.int().min(0)).readonly(),
      splits: z.record(z.string(), Split),
      sha256: z.record(z.string(), sha256).optional(),
    })
    .optional(),
  training: z.looseObject({}).optional(),
});

const sizes = z.array(z.strictObject({ bytes })).readonly();

const Sizes = z.strictObject({
  about: z.string().optional(),
  /** Size of what arrives [B]: the raw picture. */
  input: z.strictObject({ bytes: count }),
  classes,
  segments: sizes,
  branches: sizes,
  exits: z.array(count).readonly(),
  dataset: z.looseObject({}).optional(),
  training: z.looseObject({}).optional(),
});

/** What manifest.json says of a model with ONNX files. */
export type Manifest = z.infer<typeof Manifest>;
/** What it says of a model without: sizes of what crosses a cut. */
export type Sizes = z.infer<typeof Sizes>;
/** One ONNX file: a segment or a branch. */
export type Piece = z.infer<typeof Piece>;
export type Split = z.infer<typeof Split>;

/** Whether a manifest names the ONNX files that run its model. */
export function hasPieces(manifest: Manifest | Sizes): manifest is Manifest {
  return 'shape' in manifest.input;
}

/** Whether no piece of what may be a manifest names a file. */
function isOfSizes(json: unknown): boolean {
  const { segments, branches } = (json ?? {}) as Record<'segments' | 'branches', unknown>;
  const pieces = [segments, branches].flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []));
  const isBare = (piece: unknown) => typeof piece === 'object' && piece !== null && Object.keys(piece).every((key) => key === 'bytes');
  return pieces.length > 0 && pieces.every(isBare);
}

const KNOWN_KEYS = [...Object.keys(Manifest.shape), ...Object.keys(Piece.shape), ...Object.keys(Manifest.shape.input.shape)];

interface Finding {
  readonly path: readonly PropertyKey[];
  readonly fact: string;
  readonly rule: string;
}

/** A value as a problem shows it, cut to a readable length. */
function show(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<PropertyKey, unknown> | undefined)?.[step], root);
}

function findingsOf(issue: z.core.$ZodIssue, root: unknown): Finding[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const near = nearestName(key, KNOWN_KEYS);
      return { path: [...issue.path, key], fact: 'unknown key', rule: near === undefined ? 'remove it' : `did you mean "${near}"?` };
    });
  }
  const rule =
    issue.code === 'invalid_type' ? `it must be ${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}` : issue.message;
  return [{ path: issue.path, fact: show(valueAt(root, issue.path)), rule }];
}

function product(values: readonly number[]): number {
  return values.reduce((a, b) => a * b, 1);
}

function samePattern(values: readonly number[], expected: readonly number[]): boolean {
  return values.length === expected.length && values.every((value, i) => value === expected[i]);
}

/** What does not fit between the numbers of pieces and exits, or among the classes. */
function* miscounts({ segments, branches, exits, classes }: Manifest | Sizes): Generator<Finding> {
  const n = segments.length;
  if (
    !samePattern(
      exits,
      segments.map((_, i) => i + 1),
    )
  ) {
    yield { path: ['exits'], fact: show(exits), rule: `${n} segments make exits 1..${n}` };
  }
  if (branches.length !== n - 1) {
    yield { path: ['branches'], fact: `${branches.length} branches`, rule: `${n} segments need ${n - 1}: one at every exit but the last` };
  }
  if (new Set(classes).size !== classes.length)
    yield { path: ['classes'], fact: show(classes), rule: 'every class needs a name of its own' };
}

/** What does not fit together in a manifest whose every part is well formed. */
function* inconsistencies(manifest: Manifest): Generator<Finding> {
  const { input, classes, segments, branches, dataset } = manifest;
  const n = segments.length;
  yield* miscounts(manifest);
  for (const [key, pieces] of Object.entries({ segments, branches })) {
    for (const [i, { outputShape, bytes }] of pieces.entries()) {
      const isClassifier = key === 'branches' || i === n - 1;
      if (outputShape[0] !== 1)
        yield { path: [key, i, 'outputShape'], fact: show(outputShape), rule: 'its first axis is the batch and must be 1' };
      else if (isClassifier && !samePattern(outputShape, [1, classes.length])) {
        yield { path: [key, i, 'outputShape'], fact: show(outputShape), rule: `an exit gives one logit a class: [1,${classes.length}]` };
      }
      for (const codec of ['f32', ...FEATURE_CODECS] as const) {
        const size = codedBytes(codec, product(outputShape));
        if (bytes[codec] === undefined || bytes[codec] === size) continue;
        yield { path: [key, i, 'bytes', codec], fact: show(bytes[codec]), rule: `${codedBytesRule(codec)} is ${size}` };
      }
    }
  }
  if (input.shape.length !== 4 || input.shape[0] !== 1) {
    yield { path: ['input', 'shape'], fact: show(input.shape), rule: 'it must be [1, channels, height, width]' };
  }
  for (const key of ['mean', 'std'] as const) {
    if (input[key].length !== input.shape[1]) {
      yield { path: ['input', key], fact: `${input[key].length} values`, rule: `it needs one for each of the ${input.shape[1]} channels` };
    }
  }
  if (dataset !== undefined && (dataset.classes.length !== classes.length || new Set(dataset.classes).size !== classes.length)) {
    yield {
      path: ['dataset', 'classes'],
      fact: show(dataset.classes),
      rule: `it needs ${classes.length} different indices, one for each class`,
    };
  }
}

/** Reads the text of a manifest; gives the manifest, or every problem with its line and column. */
export function parseManifest(text: string, file: string): { manifest?: Manifest | Sizes; problems: Problem[] } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const syntax = error as SyntaxError;
    const fact = syntax.message.replace(/, .* is not valid JSON$|( in JSON)? at position .*$/s, '');
    return { problems: [{ place: `${file}:${placeOfSyntaxError(text, syntax)}`, fact, rule: 'a manifest is one JSON object' }] };
  }
  const parsed = (isOfSizes(json) ? Sizes : Manifest).safeParse(json);
  const findings = parsed.success
    ? [...(hasPieces(parsed.data) ? inconsistencies(parsed.data) : miscounts(parsed.data))]
    : parsed.error.issues.flatMap((issue) => findingsOf(issue, json));
  const locate = locateKeys(text);
  const problems = findings.map(({ path, fact, rule }) => ({
    place: `${file}:${locate(path)}`,
    ...(path.length === 0 ? {} : { key: path.map(String).join('.') }),
    fact,
    rule,
  }));
  return parsed.success ? { manifest: parsed.data, problems } : { problems };
}
