import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PNG } from 'pngjs';
import { codeFeatures } from '../../src/models/codecs/code-features.ts';
import { codedBytes } from '../../src/models/codecs/coded-bytes.ts';
import { decodeF16, encodeF16 } from '../../src/models/codecs/f16.ts';
import { decodeJpeg, encodeJpeg } from '../../src/models/codecs/jpeg.ts';
import { type Picture, toPixels, toPlanes } from '../../src/models/codecs/picture.ts';
import { encodePng } from '../../src/models/codecs/png.ts';
import { decodeU8, encodeU8 } from '../../src/models/codecs/u8.ts';

const halfOf = (value: number) => {
  const [low, high] = encodeF16(Float32Array.of(value)) as unknown as [number, number];
  return low + 256 * high;
};
const tensor = fc
  .array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 200 })
  .map((a) => Float32Array.from(a));

test('halves have the bits that IEEE 754 gives them', () => {
  for (const [value, bits] of [
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [0.1, 0x2e66],
    [1 / 3, 0x3555],
    [65504, 0x7bff],
    [2 ** -14, 0x0400],
    [2 ** -14 - 2 ** -24, 0x03ff],
    [2 ** -24, 0x0001],
    [-(2 ** -24), 0x8001],
    [Number.NaN, 0x7e00],
  ] as const) {
    assert.equal(halfOf(value), bits, String(value));
  }
});

test('halves round to the nearest, ties to even', () => {
  for (const [value, bits] of [
    [1 + 2 ** -11, 0x3c00],
    [1 + 2 ** -11 + 2 ** -23, 0x3c01],
    [1 + 3 * 2 ** -11, 0x3c02],
    [2 - 2 ** -11, 0x4000],
    [2 ** -25, 0x0000],
    [3 * 2 ** -25, 0x0002],
    [2 ** -25 + 2 ** -40, 0x0001],
    [2 ** -14 - 2 ** -25, 0x0400],
    [65503.9, 0x7bff],
    [65519.99, 0x7bff],
  ] as const) {
    assert.equal(halfOf(value), bits, String(value));
  }
});

test('halves beyond the range are the largest half, with its sign', () => {
  for (const value of [65520, 1e30, Number.POSITIVE_INFINITY]) {
    assert.equal(halfOf(value), 0x7bff);
    assert.equal(halfOf(-value), 0xfbff);
  }
});

test('every half but infinities and NaN is the code of its own value', () => {
  const halves = Uint16Array.from({ length: 2 ** 16 }, (_, i) => i);
  const values = decodeF16(new Uint8Array(halves.buffer));
  const again = new Uint16Array(encodeF16(values).buffer);
  for (const half of halves) {
    if ((half & 0x7c00) === 0x7c00) continue;
    assert.equal(again[half], half);
  }
  assert.equal(values[0x7c00], Number.POSITIVE_INFINITY);
  assert.equal(values[0xfc00], Number.NEGATIVE_INFINITY);
  assert.ok(Number.isNaN(values[0x7c01]));
});

test('a half is no further from its value than any other half', () => {
  fc.assert(
    fc.property(fc.float({ min: -65504, max: 65504, noNaN: true }), (value) => {
      const [coded] = codeFeatures('f16', Float32Array.of(value)) as unknown as [number];
      assert.ok(Math.abs(coded - value) <= Math.max(Math.abs(value) * 2 ** -11, 2 ** -25));
    }),
  );
});

test('one byte a value is off by half a step at most', () => {
  fc.assert(
    fc.property(tensor, (values) => {
      const coded = codeFeatures('u8', values);
      const [min, max] = [Math.min(...values), Math.max(...values)];
      const rounding = Math.max(Math.abs(min), Math.abs(max)) * 2 ** -23 + 2 ** -149;
      for (const [i, value] of values.entries()) {
        assert.ok(Math.abs((coded[i] as number) - value) <= (max - min) / 510 + rounding, `${value} became ${coded[i]}`);
      }
    }),
  );
});

test('one byte a value keeps the ends, and a tensor that is the same everywhere', () => {
  assert.deepEqual(
    [...codeFeatures('u8', Float32Array.of(-1, 0.25, 3))].filter((_, i) => i !== 1),
    [-1, 3],
  );
  assert.deepEqual(codeFeatures('u8', Float32Array.of(0.1, 0.1)), Float32Array.of(0.1, 0.1));
  assert.deepEqual([...encodeU8(Float32Array.of(0, 1))], [0, 0, 0, 0, 0, 0, 128, 63, 0, 255]);
});

test('coded tensors are as large as the rule says, and decode from any address', () => {
  fc.assert(
    fc.property(tensor, (values) => {
      for (const [codec, encode, decode] of [
        ['f16', encodeF16, decodeF16],
        ['u8', encodeU8, decodeU8],
      ] as const) {
        const bytes = encode(values);
        assert.equal(bytes.length, codedBytes(codec, values.length));
        const shifted = new Uint8Array(bytes.length + 1);
        shifted.set(bytes, 1);
        assert.deepEqual(decode(shifted.subarray(1)), decode(bytes));
      }
      assert.equal(codedBytes('f32', values.length), values.byteLength);
    }),
  );
});

/** A picture of colours that change slowly, as photographs do. */
function makePicture(width: number, height: number): Picture {
  const planes = new Uint8Array(3 * width * height);
  for (let c = 0; c < 3; c++)
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) planes[(c * height + y) * width + x] = 40 + 50 * c + 2 * x + y;
  return { width, height, planes };
}

test('planes and pixels are two orders of the same bytes', () => {
  const picture = makePicture(5, 3);
  assert.deepEqual(toPlanes(toPixels(picture, 3)), picture.planes);
  assert.deepEqual([...toPixels(picture, 4).subarray(0, 8)], [40, 90, 140, 255, 42, 92, 142, 255]);
});

test('a PNG file loses nothing and has no alpha', () => {
  const picture = makePicture(32, 24);
  const file = encodePng(picture);
  const { width, height, data } = PNG.sync.read(Buffer.from(file));
  assert.deepEqual([width, height], [32, 24]);
  assert.deepEqual(new Uint8Array(data), toPixels(picture, 4));
  assert.equal(file[25], 2, 'colour type RGB');
  assert.ok(file.length < picture.planes.length / 4, `${file.length} bytes`);
});

test('a JPEG file is near to its picture, has its size, and is the same each time', () => {
  const picture = makePicture(32, 24);
  const file = encodeJpeg(picture);
  assert.deepEqual(encodeJpeg(picture), file);
  const { width, height, planes } = decodeJpeg(file);
  assert.deepEqual([width, height, planes.length], [32, 24, picture.planes.length]);
  const off = planes.map((value, i) => Math.abs(value - (picture.planes[i] as number)));
  assert.ok(Math.max(...off) <= 12, `off by ${Math.max(...off)}`);
  assert.notDeepEqual(planes, picture.planes);
});
