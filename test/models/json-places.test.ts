import assert from 'node:assert/strict';
import { test } from 'node:test';
import { locateKeys, placeOfSyntaxError } from '../../src/models/json-places.ts';
import { nearestName, suggestNames } from '../../src/models/near-names.ts';

const TEXT = '{\n  "a": [1, {"b": "x, { y"}],\n  "c": {"a\\"": null, "d": 2}\n}';

test('keys and elements are found at their line and column', () => {
  const locate = locateKeys(TEXT);
  assert.equal(locate(['a']), '2:3');
  assert.equal(locate(['a', 0]), '2:9');
  assert.equal(locate(['a', 1, 'b']), '2:13');
  assert.equal(locate(['c', 'd']), '3:22');
});

test('a key that is missing is told at the nearest key around it', () => {
  const locate = locateKeys(TEXT);
  assert.equal(locate(['c', 'nothing', 'deep']), '3:3');
  assert.equal(locate(['nothing']), '1:1');
});

test('a syntax error has its place', () => {
  for (const [text, place] of [
    ['{\n "a": 1,,\n}', '2:9'],
    ['{"a": [1, 2', '1:12'],
    ['{\n  "input": ,\n  "x": 1}', '2:12'],
    ['[true, tru]', '1:11'],
    ['', '1:1'],
    ['?', '1:1'],
  ] as const) {
    assert.throws(
      () => JSON.parse(text),
      (error: SyntaxError) => placeOfSyntaxError(text, error) === place,
    );
  }
});

test('the nearest name is offered when it is near', () => {
  assert.equal(nearestName('cpu-1', ['gpu', 'cpu-1t', 'cpu-2t']), 'cpu-1t');
  assert.equal(nearestName('b-alexnet-cifar9', ['b-alexnet-catdog', 'b-alexnet-cifar10']), 'b-alexnet-cifar10');
  assert.equal(nearestName('resnet', ['b-alexnet-catdog']), undefined);
  assert.equal(suggestNames('x', [], 'make one'), 'make one');
  assert.equal(suggestNames('tset', ['test'], ''), 'did you mean "test"? there is: test');
});
