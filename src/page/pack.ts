/**
 * Plain data with typed arrays to bytes and back, exactly: `[length of the JSON][JSON][array][array]..`, ready to be compressed.
 *
 * Arrays of whole numbers take as few bytes a number as they need; bytes of equal weight lie together, which compresses better.
 */

type Numbers = Float64Array | Int32Array | Float32Array;

/** What stands in the JSON for an array. */
interface Mark {
  readonly $array: Kind;
  readonly length: number;
  /** Form in which its numbers are kept. */
  readonly kept: Kind | 'u8' | 'u16' | 'u32';
}

const KINDS = { f64: Float64Array, f32: Float32Array, i32: Int32Array } as const;
type Kind = keyof typeof KINDS;

const FORMS = { ...KINDS, u8: Uint8Array, u16: Uint16Array, u32: Uint32Array } as const;

/** Bytes of the length that comes first. */
const HEAD_BYTES = 4;

export function pack(value: unknown): Uint8Array {
  const bodies: Uint8Array[] = [];
  const json = JSON.stringify(value, (_, member: unknown) => {
    const kind = kindOf(member);
    if (kind === null) return member;
    const values = member as Numbers;
    const kept = formOf(values, kind);
    bodies.push(interleave(bytesOf(FORMS[kept].from(values)), values.length));
    return { $array: kind, length: values.length, kept } satisfies Mark;
  });
  const text = new TextEncoder().encode(json);
  const packed = new Uint8Array(HEAD_BYTES + text.length + bodies.reduce((sum, { length }) => sum + length, 0));
  new DataView(packed.buffer).setUint32(0, text.length, true);
  packed.set(text, HEAD_BYTES);
  let at = HEAD_BYTES + text.length;
  for (const body of bodies) {
    packed.set(body, at);
    at += body.length;
  }
  return packed;
}

/** What `pack` was given. */
export function unpack(packed: Uint8Array): unknown {
  const length = new DataView(packed.buffer, packed.byteOffset).getUint32(0, true);
  let at = HEAD_BYTES + length;
  return JSON.parse(new TextDecoder().decode(packed.subarray(HEAD_BYTES, at)), (_, member: unknown) => {
    if (!isMark(member)) return member;
    const Form = FORMS[member.kept];
    const size = member.length * Form.BYTES_PER_ELEMENT;
    const body = separate(packed.subarray(at, at + size), member.length);
    at += size;
    return KINDS[member.$array].from(new Form(body.buffer));
  });
}

function kindOf(value: unknown): Kind | null {
  if (value instanceof Float64Array) return 'f64';
  if (value instanceof Float32Array) return 'f32';
  return value instanceof Int32Array ? 'i32' : null;
}

function isMark(value: unknown): value is Mark {
  return typeof value === 'object' && value !== null && '$array' in value;
}

function formOf(values: Numbers, kind: Kind): Mark['kept'] {
  let most = 0;
  for (const value of values) {
    if (!Number.isInteger(value) || value < 0 || value > 0xffffffff || Object.is(value, -0)) return kind;
    if (value > most) most = value;
  }
  if (most > 0xffff) return 'u32';
  return most > 0xff ? 'u16' : 'u8';
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** First bytes of all numbers, then all second bytes, .. */
function interleave(bytes: Uint8Array, count: number): Uint8Array {
  const width = count === 0 ? 0 : bytes.length / count;
  const planes = new Uint8Array(bytes.length);
  for (let i = 0; i < count; i++) for (let j = 0; j < width; j++) planes[j * count + i] = bytes[i * width + j] as number;
  return planes;
}

function separate(planes: Uint8Array, count: number): Uint8Array<ArrayBuffer> {
  const width = count === 0 ? 0 : planes.length / count;
  const bytes = new Uint8Array(planes.length);
  for (let i = 0; i < count; i++) for (let j = 0; j < width; j++) bytes[i * width + j] = planes[j * count + i] as number;
  return bytes;
}
