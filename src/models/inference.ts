/**
 * Runs the pieces of a model: the one door to ONNX Runtime.
 *
 * Knows execution providers; knows nothing of data sets, traces or clocks. Every piece takes its input from main memory and
 * gives its output there, as the machines of a split model hand it to each other.
 */
import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import { type Model, readPiece } from './load-model.ts';
import type { Piece } from './manifest.ts';
import { refuse } from './refuse.ts';

const PROVIDERS = ['cpu', 'webgpu', 'cuda'] as const;
export type Provider = (typeof PROVIDERS)[number];

export interface InferenceOptions {
  readonly provider: Provider;
  /** Threads inside an operator; only the CPU provider heeds it. */
  readonly threads: number;
}

/** A segment or branch ready to run. */
export interface OpenPiece {
  /** Runs `batch` samples, row-major [batch x one sample's input]; resolves to [batch x outputShape]. */
  run(input: Tensor): Promise<Tensor>;
}

/** A model whose pieces are loaded. */
export interface OpenModel {
  readonly segments: readonly OpenPiece[];
  readonly branches: readonly OpenPiece[];
  /** `onnxruntime-node 1.30.0`. */
  readonly runtime: string;
  close(): Promise<void>;
}

/** What to install where a provider cannot be had. */
const REMEDIES: Readonly<Record<Provider, string>> = {
  cpu: 'export the model again for this version of ONNX Runtime',
  webgpu:
    'install a Vulkan driver and loader (libvulkan1), or run in software with SwiftShader: ' +
    'apt-get install chromium libvulkan1, then VK_ICD_FILENAMES=/usr/lib/chromium/vk_swiftshader_icd.json',
  cuda:
    'install the CUDA 12 libraries of ONNX Runtime: node node_modules/onnxruntime-node/script/install ' +
    '--onnxruntime-node-install=cuda12 (linux-x64; it needs CUDA 12 and cuDNN 9)',
};

/**
 * Options of a session. Where a GPU is asked for, ONNX Runtime would quietly run what the GPU cannot on the CPU; it is told to fail
 * instead.
 */
function sessionOptions({ provider, threads }: InferenceOptions): InferenceSession.SessionOptions {
  const common = { executionMode: 'sequential', interOpNumThreads: 1, logSeverityLevel: 4 } as const;
  if (provider === 'cpu') {
    // Threads that spin while they wait would fight the one that hands pieces over for the cores that are left.
    const extra = { session: { intra_op: { allow_spinning: '0' } } };
    return { ...common, executionProviders: ['cpu'], intraOpNumThreads: threads, extra };
  }
  return { ...common, executionProviders: [provider], extra: { session: { disable_cpu_ep_fallback: '1' } } };
}

async function openPiece(model: Model, piece: Piece, options: InferenceOptions): Promise<{ session: InferenceSession; open: OpenPiece }> {
  const bytes = await readPiece(model, piece);
  const session = await InferenceSession.create(bytes, sessionOptions(options)).catch((error: unknown) => {
    const reason = (error as Error).message
      .trim()
      .split(/\n|was false\. /)
      .at(-1);
    throw refuse(
      `${model.folder}/${piece.file}`,
      `it cannot be had: ${reason}`,
      REMEDIES[options.provider],
      `provider ${options.provider}`,
    );
  });
  for (const [kind, name, names] of [
    ['input', piece.input, session.inputNames],
    ['output', piece.output, session.outputNames],
  ] as const) {
    if (names.length === 1 && names[0] === name) continue;
    throw refuse(`${model.folder}/${piece.file}`, `its ${kind}s are ${names.join(', ')}`, `manifest.json names one ${kind}, ${name}`);
  }
  const run = async (input: Tensor) => (await session.run({ [piece.input]: input }))[piece.output] as Tensor;
  return { session, open: { run } };
}

/**
 * Loads all pieces of a model for a provider.
 *
 * Throws InvalidInput when a file is not the one the manifest was made of, or the provider cannot be had on this machine.
 */
export async function openModel(model: Model, options: InferenceOptions): Promise<OpenModel> {
  env.logLevel = 'fatal';
  // Tensor cores would round float32 to ten bits: predictions must be those of the trace. @see https://docs.nvidia.com/cuda/cublas
  if (options.provider === 'cuda') process.env['NVIDIA_TF32_OVERRIDE'] ??= '0';
  const sessions: InferenceSession[] = [];
  const close = async () => {
    for (const session of sessions.splice(0)) await session.release();
  };
  const openAll = async (pieces: readonly Piece[]) => {
    const opened: OpenPiece[] = [];
    for (const piece of pieces) {
      const { session, open } = await openPiece(model, piece, options);
      sessions.push(session);
      opened.push(open);
    }
    return opened;
  };
  try {
    const segments = await openAll(model.manifest.segments);
    const branches = await openAll(model.manifest.branches);
    return { segments, branches, runtime: `onnxruntime-node ${env.versions.node ?? env.versions.common}`, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A tensor of `batch` samples; `data` is row-major [batch x the rest of `shape`] and is not copied. */
export function makeTensor(data: Float32Array, shape: readonly number[], batch: number): Tensor {
  return new Tensor('float32', data, [batch, ...shape.slice(1)]);
}

export type { Tensor };
