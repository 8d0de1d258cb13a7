/** One problem as an error, for the many places where a file is wrong in one way; knows nothing of files. */
import { InvalidInput } from '../problems/invalid-input.ts';

/** An InvalidInput of a single problem. @example throw refuse(path, 'it is empty', 'give a trace') */
export function refuse(place: string, fact: string, rule: string, key?: string): InvalidInput {
  return new InvalidInput([{ place, ...(key === undefined ? {} : { key }), fact, rule }]);
}
