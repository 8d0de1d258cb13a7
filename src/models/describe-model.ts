/**
 * A model known by its sizes alone: what a recording made elsewhere needs beside it to be simulated.
 *
 * Writes models/NAME/manifest.json without ONNX files. Knows manifests, nothing of traces.
 */
import { join } from 'node:path';
import { codedBytes } from './codecs/coded-bytes.ts';
import { loadSimulatedModel, type ModelHomes, type SimulatedModel } from './load-model.ts';
import { hasPieces, type Sizes } from './manifest.ts';
import { Missing } from './missing.ts';
import { payloadBytes, pictureBytes } from './payload-bytes.ts';
import { refuse } from './refuse.ts';
import { writeFileWhole } from './write-file.ts';

/** What a user says of a network. */
export interface ModelSizes {
  /** Size of the tensor shipped at each exit but the last [B], each > 0. */
  readonly payloadBytes: readonly number[];
  /** Size of the raw picture [B], > 0. */
  readonly inputBytes: number;
  /** Names of the classes, two or more. */
  readonly classes: readonly string[];
}

/** Exits are one more than the sizes of what is shipped before the last; an exit's own output is a float32 logit a class. */
function toManifest({ payloadBytes: shipped, inputBytes, classes }: ModelSizes): Sizes {
  const logits = { bytes: { f32: codedBytes('f32', classes.length) } };
  return {
    about: 'Sizes only: simulated from recordings made elsewhere',
    input: { bytes: inputBytes },
    classes,
    segments: [...shipped.map((size) => ({ bytes: { f32: size } })), logits],
    branches: shipped.map(() => logits),
    exits: [...shipped, 0].map((_, i) => i + 1),
  };
}

function saysSame({ manifest }: SimulatedModel, sizes: ModelSizes): boolean {
  return (
    pictureBytes(manifest) === sizes.inputBytes &&
    payloadBytes(manifest, 'f32').join() === sizes.payloadBytes.join() &&
    manifest.classes.join('\n') === sizes.classes.join('\n')
  );
}

/**
 * Writes the manifest of model `name` into models/ of `homes.cwd`, unless one without ONNX files is there that says the same.
 *
 * Throws InvalidInput where the name is none, or belongs to a model that says something else and `force` is not given; a model with ONNX
 * files is never replaced.
 */
export async function describeModel(
  name: string,
  sizes: ModelSizes,
  homes: ModelHomes,
  force: boolean,
): Promise<{ readonly model: SimulatedModel; readonly outcome: 'written' | 'kept' }> {
  const file = join(homes.cwd, 'models', name, 'manifest.json');
  const present = await loadSimulatedModel(name, homes).catch((error: unknown) => {
    if (error instanceof Missing && /^\w[\w.-]*$/.test(name)) return null;
    throw error;
  });
  const isFinal = present !== null && hasPieces(present.manifest);
  if (present !== null && !isFinal && saysSame(present, sizes)) return { model: present, outcome: 'kept' };
  if (present !== null && (isFinal || !force)) {
    const { manifest, folder } = present;
    const fact = `model "${name}" is there, with ${present.classes} classes, payloads of ${payloadBytes(manifest, 'f32').join(', ')} B and an input of ${pictureBytes(manifest)} B`;
    const rule = isFinal
      ? 'its ONNX files tell its sizes; leave --bytes, --input-bytes and --classes out, or choose another --model'
      : 'leave --bytes, --input-bytes and --classes out, choose another --model, or give --force to replace it';
    throw refuse(join(folder, 'manifest.json'), fact, rule);
  }
  await writeFileWhole(file, Buffer.from(`${JSON.stringify(toManifest(sizes), null, 2)}\n`));
  return { model: await loadSimulatedModel(name, homes), outcome: 'written' };
}
