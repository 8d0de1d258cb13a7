/** Long arrays moved to where every thread can read them, so that a plan is handed on without a copy of its recordings. */

/** Shorter arrays are copied with the plan. */
const SHORT_BYTES = 1024;

/**
 * A copy of plain data whose long arrays of numbers lie in shared memory, each moved once. Nobody writes to a plan.
 *
 * What the data holds twice, the copy holds twice: draws are shared by points that hold the same list of times.
 */
export function shareArrays<T>(data: T): T {
  const copies = new Map<unknown, unknown>();
  const copy = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (!copies.has(value)) copies.set(value, isNumbers(value) ? shared(value) : emptyLike(value));
    else return copies.get(value);
    const made = copies.get(value) as Record<string, unknown>;
    if (!isNumbers(value)) for (const [key, item] of Object.entries(value)) made[key] = copy(item);
    return made;
  };
  return copy(data) as T;
}

type Numbers = Float64Array | Int32Array | Uint8Array | Uint32Array | Float32Array;

function isNumbers(value: object): value is Numbers {
  return ArrayBuffer.isView(value);
}

function shared(numbers: Numbers): Numbers {
  if (numbers.byteLength < SHORT_BYTES || numbers.buffer instanceof SharedArrayBuffer) return numbers;
  const Kind = numbers.constructor as new (buffer: SharedArrayBuffer) => Numbers;
  const room = new Kind(new SharedArrayBuffer(numbers.byteLength));
  room.set(numbers);
  return room;
}

function emptyLike(value: object): object {
  return Array.isArray(value) ? new Array(value.length) : {};
}
