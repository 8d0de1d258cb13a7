/**
 * Finds a model by name and checks that its folder holds what its manifest says.
 *
 * Knows folders and manifests; opens no ONNX file (inference.ts does, and checks its hash then).
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { InvalidInput, type Problem } from '../problems/invalid-input.ts';
import { hasPieces, type Manifest, type Piece, parseManifest, type Sizes } from './manifest.ts';
import { Missing } from './missing.ts';
import { suggestNames } from './near-names.ts';
import { refuse } from './refuse.ts';

/** What a trace has to fit. */
export interface ModelFacts {
  readonly name: string;
  /** Number of exits N. */
  readonly exits: number;
  /** Number of classes. */
  readonly classes: number;
  /** SHA-256 over the hashes of all pieces, hexadecimal. */
  readonly sha256: string;
}

/** A model whose manifest is sound and whose files, if it has any, are there: enough to simulate. */
export interface SimulatedModel extends ModelFacts {
  /** Absolute path of models/NAME. */
  readonly folder: string;
  readonly manifest: Manifest | Sizes;
}

/** A model with ONNX files: it can be run. */
export interface Model extends SimulatedModel {
  readonly manifest: Manifest;
}

/** Where models are looked for, in this order: models/ of the working directory, then of the installed package. */
export interface ModelHomes {
  readonly cwd: string;
  readonly packageRoot: string;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

/** Names of all models that have a manifest, sorted. */
async function listModels({ cwd, packageRoot }: ModelHomes): Promise<string[]> {
  const names = new Set<string>();
  for (const home of [cwd, packageRoot]) {
    for (const name of await readdir(join(home, 'models')).catch(() => [])) {
      if (await isFile(join(home, 'models', name, 'manifest.json'))) names.add(name);
    }
  }
  return [...names].sort();
}

async function findFolder(name: string, homes: ModelHomes): Promise<string> {
  const isName = /^\w[\w.-]*$/.test(name);
  for (const home of isName ? [homes.cwd, homes.packageRoot] : []) {
    const folder = join(home, 'models', name);
    if (await isFile(join(folder, 'manifest.json'))) return folder;
  }
  throw new Missing('model', {
    place: join('models', name),
    fact: isName ? `there is no model "${name}"` : `"${name}" is not the name of a model`,
    rule: suggestNames(name, await listModels(homes), 'make models/NAME with a manifest.json'),
  });
}

/** Why a piece's file cannot be used, or nothing. A name must not lead out of the folder, by `..`, by root or by link. */
async function problemOfFile(folder: string, file: string): Promise<Pick<Problem, 'fact' | 'rule'> | undefined> {
  const outside = { fact: `"${file}" lies outside the model's folder`, rule: "name a file in the model's own folder" };
  if (isAbsolute(file) || file.split(/[\\/]/).includes('..')) return outside;
  const path = join(folder, file);
  if (!(await isFile(path))) return { fact: `there is no file "${file}"`, rule: `put it in ${folder}` };
  const inside = relative(await realpath(folder), await realpath(path));
  return inside.startsWith(`..${sep}`) || isAbsolute(inside) ? outside : undefined;
}

/** Sizes [B] beyond which a manifest, or a piece of a model, is something else (ONNX itself ends at 2 GiB). */
const LARGEST = { manifest: 2 ** 22, piece: 2 ** 31 - 1 } as const;

async function readOrTell(path: string, kind: keyof typeof LARGEST): Promise<Buffer> {
  const size = (await stat(path).catch(() => undefined))?.size ?? 0;
  if (size > LARGEST[kind]) throw refuse(path, `it is ${size} bytes`, `a ${kind} of a model has at most ${LARGEST[kind]}`);

  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw refuse(path, `it cannot be read (${error.code})`, 'give a file with permission to read');
  });
}

/** SHA-256 over the hashes of segments and branches, one hexadecimal line each; of nothing where there are no files. */
function modelSha256(manifest: Manifest | Sizes): string {
  const lines = hasPieces(manifest) ? [...manifest.segments, ...manifest.branches].map(({ sha256 }) => `${sha256}\n`) : [];
  return createHash('sha256').update(lines.join('')).digest('hex');
}

/**
 * Loads models/NAME to simulate it: its ONNX files may be missing from the manifest, but not from the disk.
 *
 * Throws Missing when there is no such model, InvalidInput with every problem of its manifest otherwise.
 */
export async function loadSimulatedModel(name: string, homes: ModelHomes): Promise<SimulatedModel> {
  const folder = await findFolder(name, homes);
  const file = join(folder, 'manifest.json');
  const { manifest, problems } = parseManifest((await readOrTell(file, 'manifest')).toString('utf8'), file);
  if (manifest === undefined) throw new InvalidInput(problems);
  const { segments, branches } = hasPieces(manifest) ? manifest : { segments: [], branches: [] };
  for (const [kind, pieces] of Object.entries({ segments, branches })) {
    for (const [i, piece] of pieces.entries()) {
      const found = await problemOfFile(folder, piece.file);
      if (found !== undefined) problems.push({ place: file, key: `${kind}.${i}.file`, ...found });
    }
  }
  if (problems.length > 0) throw new InvalidInput(problems);
  return { name, folder, manifest, exits: manifest.exits.length, classes: manifest.classes.length, sha256: modelSha256(manifest) };
}

/**
 * Loads models/NAME to run it.
 *
 * Throws what loadSimulatedModel throws, and InvalidInput where the manifest names no ONNX files.
 */
export async function loadModel(name: string, homes: ModelHomes): Promise<Model> {
  const model = await loadSimulatedModel(name, homes);
  if (isRunnable(model)) return model;
  const rule = 'it can be simulated only; to run it, export segments and branches and name them in the manifest';
  throw refuse(join(model.folder, 'manifest.json'), 'it names no ONNX files', rule, 'segments');
}

function isRunnable(model: SimulatedModel): model is Model {
  return hasPieces(model.manifest);
}

/** The bytes of a piece; throws InvalidInput when they are not those the manifest's hash was taken of. */
export async function readPiece(model: Model, piece: Piece): Promise<Uint8Array> {
  const path = join(model.folder, piece.file);
  const bytes = await readOrTell(path, 'piece');
  const actual = createHash('sha256').update(bytes).digest('hex');
  if (actual === piece.sha256) return bytes;
  throw refuse(path, `its SHA-256 is ${actual}`, `manifest.json says ${piece.sha256}; restore the file or export the model again`);
}
