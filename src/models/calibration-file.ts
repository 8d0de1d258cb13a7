/**
 * Calibrations on disk: temperatures, what they were fitted on, and how well they do on other samples. One JSON document.
 *
 * Knows the text of one file; nothing of how temperatures are fitted or used.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { TEMPERATURE_RANGE } from '../stats/fit-temperature.ts';
import { CALIBRATION_BINS } from '../stats/reliability-bins.ts';
import { type ExitCalibration, type Fit, WAYS, type Way } from './assess-calibration.ts';
import type { Temperatures } from './fit-calibration.ts';
import { locateKeys, placeOfSyntaxError } from './json-places.ts';
import type { ModelFacts } from './load-model.ts';
import { listProblems } from './problem-list.ts';
import { refuse } from './refuse.ts';
import type { Trace } from './trace.ts';

const SCHEMA = 'sim.calibration/1';

/** Larger files [B] are something else. */
const LARGEST = 2 ** 20;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'it must be 64 hexadecimal digits in lower case');
const [coldest, hottest] = TEMPERATURE_RANGE;
const temperatureRule = `a temperature lies in ${coldest}..${hottest}`;
const temperature = z.number().min(coldest, temperatureRule).max(hottest, temperatureRule);
const share = z.number().min(0, 'it lies in 0..1').max(1, 'it lies in 0..1');
const source = z.strictObject({ trace: z.string(), sha256, samples: z.int().positive('it must be a whole number above 0') });
const figures = z.strictObject({
  confidence: share,
  ece: share,
  /** Null where it is infinite, which JSON cannot hold. */
  nll: z.number().min(0, 'it is 0 or above').nullable(),
});

const Calibration = z.strictObject({
  schema: z.literal(SCHEMA, `it must be "${SCHEMA}"`),
  model: z.strictObject({ name: z.string(), sha256 }),
  /** The samples that temperatures were fitted on. */
  fitted_on: source,
  /** One temperature for all exits. */
  global: temperature,
  /** A temperature for each exit. */
  exits: z.array(temperature).min(1, 'a model has one exit at least').readonly(),
  /** The samples that `report` is about, none of those of `fitted_on`. */
  reported_on: source,
  /** Bins of the expected calibration error. */
  bins: z.int().positive('it must be a whole number above 0'),
  report: z
    .array(
      z.strictObject({ exit: z.int().positive('exits count from 1'), accuracy: share, before: figures, global: figures, own: figures }),
    )
    .readonly(),
});

/** What a calibration file says. */
export type Calibration = z.infer<typeof Calibration>;

/** A trace as a calibration names it: by its file's name without ending. */
export interface NamedTrace {
  readonly name: string;
  readonly trace: Trace;
}

/** The document; names no clock, host or path, so that the same traces give the same bytes. */
export function toCalibration(
  model: { readonly name: string; readonly sha256: string },
  { global, exits }: Temperatures,
  fitted: NamedTrace,
  reported: NamedTrace,
  report: readonly ExitCalibration[],
): Calibration {
  const source = ({ name, trace }: NamedTrace) => ({ trace: name, sha256: trace.sha256, samples: trace.samples });
  const told = ({ confidence, ece, nll }: Fit) => ({ confidence: Math.min(1, confidence), ece, nll: Number.isFinite(nll) ? nll : null });
  return {
    schema: SCHEMA,
    model: { name: model.name, sha256: model.sha256 },
    fitted_on: source(fitted),
    global,
    exits,
    reported_on: source(reported),
    bins: CALIBRATION_BINS,
    report: report.map((row) => ({
      exit: row.exit,
      accuracy: row.accuracy,
      ...(Object.fromEntries(WAYS.map((way) => [way, told(row[way])])) as Record<Way, z.infer<typeof figures>>),
    })),
  };
}

/** The document as a file. */
export function calibrationJson(calibration: Calibration): string {
  return `${JSON.stringify(calibration, null, 2)}\n`;
}

/**
 * Reads a calibration, and holds it against `model` where that is given: as many exits, the same weights.
 *
 * Throws InvalidInput with every problem, each at its line and column.
 */
export async function readCalibration(path: string, model?: ModelFacts): Promise<Calibration> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    const fact = error.code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${error.code})`;
    throw refuse(path, fact, 'make a calibration with sim trace calibrate');
  });
  if (bytes.length > LARGEST) throw refuse(path, `it is ${bytes.length} bytes`, `a calibration has at most ${LARGEST}`);
  const text = bytes.toString('utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw refuse(`${path}:${placeOfSyntaxError(text, error as SyntaxError)}`, 'it is no JSON', `give a ${SCHEMA}`);
  }
  const parsed = Calibration.safeParse(json);
  const problems = listProblems();
  const locate = locateKeys(text);
  const add = (keys: readonly PropertyKey[], fact: string, rule: string): void =>
    problems.add({
      place: `${path}:${locate(keys)}`,
      ...(keys.length === 0 ? {} : { key: keys.map(String).join('.') }),
      fact,
      rule,
    });
  if (!parsed.success) {
    for (const { path: keys, message } of parsed.error.issues) {
      const value = keys.reduce<unknown>((inner, step) => (inner as Record<PropertyKey, unknown> | undefined)?.[step], json);
      add(keys, value === undefined ? 'missing' : JSON.stringify(value).slice(0, 60), message);
    }
    problems.throwIfAny();
    throw new Error('readCalibration: a schema failed without an issue');
  }
  const { data } = parsed;
  if (model !== undefined && data.exits.length !== model.exits) {
    add(['exits'], `${data.exits.length} temperatures`, `the model ${model.name} has ${model.exits} exits`);
  } else if (model !== undefined && data.model.sha256 !== model.sha256) {
    const rule = `run sim trace calibrate on a trace of the weights that ${model.name} has now`;
    add(['model', 'sha256'], `it is of other weights than ${model.name} has now`, rule);
  }
  if (data.report.length !== data.exits.length) {
    add(['report'], `${data.report.length} exits`, `there are temperatures of ${data.exits.length}`);
  }
  problems.throwIfAny();
  return data;
}
