/** `sim init`: a scenario to begin with, for a model and a recording of the user's own or for those that ship. */

import { isAbsolute, join, parse, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SimulatedModel } from '../models/load-model.ts';
import type { Trace } from '../models/trace.ts';
import type { Problem } from '../problems/invalid-input.ts';
import type { DraftPolicy, TierDraft } from '../scenario/draft-scenario.ts';
import { LINK_CHOICES } from '../weather/link-choices.ts';
import { defineCommand, EXIT, UsageError } from './command.ts';

const SHIPPED_MODEL = 'b-alexnet-cifar10';

interface Recording {
  readonly model: SimulatedModel;
  readonly trace: Trace;
  /** File of the trace. */
  readonly path: string;
  /** As the user would type it. */
  readonly word: string;
}

export const initCommand = defineCommand({
  name: 'init',
  about: 'Write a scenario to begin with, every key explained',
  positionals: { file: { kind: 'optional', describe: 'Scenario to write (YAML) [scenario.yaml]' } },
  flags: {
    model: { kind: 'text', describe: "Model, of this folder's models/ or of the package", fallback: `the trace's, or ${SHIPPED_MODEL}` },
    trace: { kind: 'text', describe: 'Trace: a name, or a path to a .parquet', fallback: 'test, or the only one' },
    validation: { kind: 'text', describe: 'Trace for sim optimize to choose on', fallback: 'validation, where it is beside the trace' },
    timing: { kind: 'text', describe: 'Compute times of the edge', fallback: 'the only one, or cpu-1t' },
    'cloud-timing': { kind: 'text', describe: 'Compute times of the cloud', fallback: "gpu or cpu-2t, or the edge's" },
    link: { kind: 'text', describe: 'Link between the two', choices: Object.keys(LINK_CHOICES), fallback: '4g' },
    rate: { kind: 'text', describe: 'Requests of the device, such as 5/s or 30/min', fallback: 'no part more than half busy' },
    policies: {
      kind: 'texts',
      describe: 'Policies, with commas between, of those that need no parameters',
      fallback: 'deex,ordinary,all-cloud',
    },
    force: { kind: 'switch', describe: 'Overwrite a file that is there' },
  },
  examples: [
    'sim init',
    'sim init camera.yaml --link wifi --rate 30/min --policies ordinary,all-edge,all-cloud',
    'sim init board.yaml --model mine --trace test --timing board --cloud-timing gpu --link 5g',
    'sim init board.yaml --trace recordings/test.parquet --validation recordings/held-out.parquet',
  ],
  async run({
    file: typed,
    model: modelName,
    trace: traceWord,
    validation: validationWord,
    timing,
    'cloud-timing': cloudTiming,
    link,
    rate,
    policies: policyWords,
    force,
  }) {
    const file = typed ?? 'scenario.yaml';
    const { dir, name: stem, ext } = parse(file);
    if (!/^\.ya?ml$/.test(ext)) throw new UsageError(`${file}: a scenario ends in .yaml`);
    await checkRate(rate);
    const policies = await readPolicies(policyWords);
    const { existsSync } = await import('node:fs');
    const { refuse } = await import('../models/refuse.ts');
    if (!force && existsSync(file)) throw refuse(file, 'it is there already', 'choose another name, or give --force to overwrite it');

    const recording = await openRecording(modelName, traceWord);
    const { model, trace, path, word } = recording;
    if (model.exits < 2)
      throw refuse('--model', `${model.name} has one exit`, 'a scenario needs two or more, so that there is something to decide');
    const { edge, cloud } = await readTimings(recording, timing, cloudTiming);
    const held = await findValidation(recording, validationWord, [edge.timing, cloud.timing]);

    const { draftScenario } = await import('../scenario/draft-scenario.ts');
    const { packageRoot } = await import('../models/package-root.ts');
    const { payloadBytes, pictureBytes } = await import('../models/payload-bytes.ts');
    const { writeFileWhole } = await import('../models/write-file.ts');
    const folder = resolve(dir);
    const text = draftScenario({
      file: shellWord(file),
      name: stem.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '') || 'scenario',
      schema: schemaPlace(folder, join(packageRoot(), 'schema', 'scenario.schema.json')),
      model: model.name,
      trace: word.endsWith('.parquet') && !isAbsolute(word) ? relative(folder, resolve(path)).split(sep).join('/') : word,
      samples: trace.samples,
      exits: model.exits,
      payloadBytes: payloadBytes(model.manifest, 'f32'),
      inputBytes: pictureBytes(model.manifest),
      edge,
      cloud,
      link: LINK_CHOICES[(link ?? '4g') as keyof typeof LINK_CHOICES],
      rate: rate ?? null,
      policies,
      on: held.on === null ? null : shellWord(held.on),
    });
    await writeFileWhole(file, Buffer.from(text));
    const note = (words: string) => process.stderr.write(`${words}\n`);
    note(`written ${file}: ${model.name}, trace ${word} (${trace.samples} samples), edge ${edge.timing}, cloud ${cloud.timing}`);
    if (edge.timing === cloud.timing)
      note(`note: edge and cloud take the same compute times; record or import the cloud's, or set its slowdown`);
    if (!held.isThere)
      note(`note: sim optimize needs a second trace, of other samples: import or record one named validation beside ${word}`);
    note(`next: sim run ${shellWord(file)}`);
    return EXIT.done;
  },
});

async function checkRate(rate: string | undefined): Promise<void> {
  const { quantityFault } = await import('../scenario/units.ts');
  const fault = rate === undefined ? null : quantityFault(rate, 'rate', false);
  if (fault !== null) throw new UsageError(`--rate ${rate}: ${fault}`);
}

/** Policies by name, each once; null where none is named. */
async function readPolicies(words: readonly string[]): Promise<readonly DraftPolicy[] | null> {
  const { DRAFT_POLICIES } = await import('../scenario/draft-scenario.ts');
  const { nearestName } = await import('../models/near-names.ts');
  const names = words.flatMap((word) => word.split(',')).map((name) => name.trim());
  for (const name of names) {
    if ((DRAFT_POLICIES as readonly string[]).includes(name)) continue;
    const near = nearestName(name, DRAFT_POLICIES);
    const guess = near === undefined ? '' : `did you mean "${near}"? `;
    throw new UsageError(`--policies ${name}: ${guess}It takes ${DRAFT_POLICIES.join(', ')}; add others to the file (docs/policies.md)`);
  }
  return names.length === 0 ? null : ([...new Set(names)] as readonly DraftPolicy[]);
}

/** A word as a shell takes it; control characters, which no comment may hold, become question marks. */
function shellWord(word: string): string {
  const safe = word.replace(/\p{Cc}/gu, '?');
  return /^[\w./:@%+=-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", "'\\''")}'`;
}

/** A relative path where the package lies in or above the working folder's tree, else a URL, so that a moved file still finds it. */
function schemaPlace(folder: string, schema: string): string {
  const isNear = !relative(process.cwd(), schema).startsWith('..');
  return isNear ? relative(folder, schema).split(sep).join('/') : pathToFileURL(schema).href;
}

/** The outcome of `work`; what it misses becomes a problem of the flag that named it. */
async function atFlag<T>(flag: string, work: Promise<T>): Promise<T> {
  try {
    // At once: what fails before somebody waits for it would end the process.
    return await work;
  } catch (error) {
    const { Missing } = await import('../models/missing.ts');
    if (!(error instanceof Missing)) throw error;
    const problem: Problem = { ...error.problem, place: flag };
    throw new Missing(error.kind, problem);
  }
}

/** Model and trace that the flags name. A path tells its model in its footer; a model with one trace needs no --trace. */
async function openRecording(modelName: string | undefined, traceWord: string | undefined): Promise<Recording> {
  const { loadSimulatedModel } = await import('../models/load-model.ts');
  const { packageRoot } = await import('../models/package-root.ts');
  const { refuse } = await import('../models/refuse.ts');
  const { readTrace } = await import('../models/trace-file.ts');
  const { tracePath } = await import('../models/trace-path.ts');
  const homes = { cwd: process.cwd(), packageRoot: packageRoot() };
  const isPath = traceWord?.endsWith('.parquet') === true;
  const own = isPath && modelName === undefined ? (await atFlag('--trace', readTrace(traceWord))).metadata['model'] : undefined;
  if (isPath && modelName === undefined && own === undefined) throw refuse(traceWord, 'it does not tell its model', 'name it with --model');
  const model = await atFlag('--model', loadSimulatedModel(modelName ?? own ?? SHIPPED_MODEL, homes));
  const word = traceWord ?? (await chooseTrace(model));
  const path = isPath ? word : tracePath(model, word);
  return { model, trace: await atFlag('--trace', readTrace(path, model)), path, word };
}

/** The trace to report on: test, or the only one that is not for choosing. */
async function chooseTrace(model: SimulatedModel): Promise<string> {
  const { refuse } = await import('../models/refuse.ts');
  const { listTraces } = await import('../models/trace-path.ts');
  const names = await listTraces(join(model.folder, 'traces'));
  const others = names.filter((name) => name !== 'validation');
  if (others.includes('test')) return 'test';
  const [only, ...more] = others;
  if (only !== undefined && more.length === 0) return only;
  const fact = only === undefined ? `${model.name} has no trace` : `${model.name} has ${others.length} traces`;
  const rule =
    only === undefined
      ? `make one: sim trace import FILE.csv --model ${model.name}, or sim record; or name a path with --trace`
      : `choose one with --trace: ${others.join(', ')}`;
  throw refuse('--trace', fact, rule);
}

/** Times of both tiers: those named, else those that sim record calls by such names, else the only ones. */
async function readTimings(
  { model, trace, path, word }: Recording,
  edgeName: string | undefined,
  cloudName: string | undefined,
): Promise<{ edge: TierDraft; cloud: TierDraft }> {
  const { refuse } = await import('../models/refuse.ts');
  const { readTiming } = await import('../models/timing-file.ts');
  const { listTimings } = await import('../models/trace-path.ts');
  const names = await listTimings(path);
  const firstOf = (wanted: readonly string[]) => wanted.find((name) => names.includes(name));
  const edge = edgeName ?? firstOf(['cpu-1t']) ?? (names.length === 1 ? names[0] : undefined);
  if (edge === undefined) {
    throw names.length === 0
      ? refuse(
          '--timing',
          `there are no compute times beside trace ${word}`,
          'import a CSV with segment_K_ns and branch_K_ns columns, or sim record',
        )
      : refuse('--timing', `trace ${word} has ${names.length} timings`, `choose the edge's: ${names.join(', ')}`);
  }
  const cloud = cloudName ?? firstOf(edgeName === undefined ? ['gpu', 'cpu-2t'] : ['gpu']) ?? edge;
  const [lower, upper] = [
    await atFlag('--timing', readTiming(path, edge, trace)),
    await atFlag('--cloud-timing', readTiming(path, cloud, trace)),
  ];
  const mean = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;
  const sum = (columns: readonly Float64Array[]) => columns.reduce((total, column) => total + mean(column), 0);
  const last = model.exits - 1;
  return {
    edge: { timing: edge, meanNs: sum(lower.segmentNs.slice(0, last)) + sum(lower.branchNs) },
    cloud: { timing: cloud, meanNs: sum(upper.segmentNs.slice(last)) },
  };
}

/**
 * Whether there is a trace for sim optimize to choose on, and how its --on is typed; null where sim optimize finds it itself. One that is
 * named is checked to have the timings.
 */
async function findValidation(
  { model, trace, path, word: traceWord }: Recording,
  word: string | undefined,
  timings: readonly string[],
): Promise<{ readonly on: string | null; readonly isThere: boolean }> {
  const { readTiming } = await import('../models/timing-file.ts');
  const { readTrace } = await import('../models/trace-file.ts');
  const { listTraces, tracePath } = await import('../models/trace-path.ts');
  const { refuse } = await import('../models/refuse.ts');
  if (word === undefined) {
    const isBeside = (await listTraces(parse(path).dir)).includes('validation') && parse(path).name !== 'validation';
    return { on: null, isThere: isBeside };
  }
  const other = word.endsWith('.parquet') ? word : tracePath(model, word);
  const validation = await atFlag('--validation', readTrace(other, model));
  if (validation.sha256 === trace.sha256)
    throw refuse('--validation', `${word} is the trace that the scenario reports on`, 'name one of other samples');
  for (const timing of timings) await atFlag('--validation', readTiming(other, timing, validation));
  return { on: word === 'validation' && !traceWord.endsWith('.parquet') ? null : word, isThere: true };
}
