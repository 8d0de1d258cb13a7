/**
 * Kernels written in WebAssembly: loops that V8 makes slow code of from JavaScript, where it checks every array at every access and knows no
 * maximum without a branch. Each stands beside the same loop in JavaScript, gives the same bits, and is left out where it cannot be
 * run: in a page whose policy forbids it, and on a processor without the instructions.
 */

/** What is used of the language's WebAssembly, whose types belong to no library that this room sees. */
interface WebAssembly {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: unknown };
}

/** A kernel's memory, 64 KiB a page. */
export interface KernelMemory {
  /** Another one after each growth. */
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

export const PAGE_BYTES = 65_536;

/** A kernel's memory has the lower byte first, whatever the machine; where columns have not, there would be more to do than to copy them. */
const IS_LOWER_FIRST = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** What the module exports; null where it cannot be run. @param bytes null: none for this place */
export function instantiate<Exports>(bytes: Uint8Array | null): Exports | null {
  const { WebAssembly } = globalThis as { WebAssembly?: WebAssembly };
  if (bytes === null || WebAssembly === undefined || !IS_LOWER_FIRST) return null;
  try {
    return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as Exports;
  } catch {
    return null;
  }
}
