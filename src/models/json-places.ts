/**
 * Where things stand in a JSON text, so that a problem in a manifest is told with line and column.
 *
 * Knows JSON's brackets, nothing of manifests.
 */

const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s[\]{}:,"]+/g;

interface Frame {
  readonly isArray: boolean;
  /** Key or index of the member being read; null while an object's key is awaited. */
  step: string | number | null;
}

/** Offsets of all keys and elements of a valid JSON text, by dotted path: `segments.0.file`. */
function offsetsByPath(text: string): Map<string, number> {
  const offsets = new Map<string, number>();
  const frames: Frame[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const [token] = match;
    const frame = frames.at(-1);
    if (token === '}' || token === ']') {
      frames.pop();
    } else if (token === ',') {
      if (frame !== undefined) frame.step = frame.isArray ? Number(frame.step) + 1 : null;
    } else if (token !== ':') {
      const isKey = frame !== undefined && frame.step === null;
      if (isKey) frame.step = JSON.parse(token) as string;
      const path = frames.map(({ step }) => step).join('.');
      if (!offsets.has(path)) offsets.set(path, match.index);
      if (!isKey && token === '{') frames.push({ isArray: false, step: null });
      if (!isKey && token === '[') frames.push({ isArray: true, step: 0 });
    }
  }
  return offsets;
}

/** `line:column` of an offset, both from 1. */
function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return `${before.split('\n').length}:${offset - lineStart + 1}`;
}

/** A function that gives `line:column` of the key at `path` in a valid JSON text, or of the nearest key around it. */
export function locateKeys(text: string): (path: readonly PropertyKey[]) => string {
  const offsets = offsetsByPath(text);
  return (path) => {
    for (let length = path.length; length > 0; length--) {
      const offset = offsets.get(path.slice(0, length).map(String).join('.'));
      if (offset !== undefined) return lineAndColumn(text, offset);
    }
    return '1:1';
  };
}

function meetsUnexpectedToken(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    return (error as SyntaxError).message.startsWith('Unexpected token');
  }
}

/** Offset of the token that JSON.parse did not expect: the last one of the shortest beginning of the text that it refuses so. */
function findUnexpectedToken(text: string): number {
  let [accepted, refused] = [0, text.length];
  while (refused - accepted > 1) {
    const middle = (accepted + refused) >> 1;
    if (meetsUnexpectedToken(text.slice(0, middle))) refused = middle;
    else accepted = middle;
  }
  return refused - 1;
}

/** `line:column` of what `error`, thrown by JSON.parse(text), is about; V8 tells most positions, but not that of a wrong token. */
export function placeOfSyntaxError(text: string, error: SyntaxError): string {
  const position = /at position (\d+)/.exec(error.message)?.[1];
  if (position !== undefined) return lineAndColumn(text, Number(position));
  return lineAndColumn(text, meetsUnexpectedToken(text) ? findUnexpectedToken(text) : text.length);
}
