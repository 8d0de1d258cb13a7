/** Line breaking, for terminals and charts alike; pure. */

/**
 * Breaks a text at its separators into lines of at most `width` in the measure of `measure`, and a piece that is wider at its commas, then at its
 * spaces, and a single word anywhere.
 */
export function wrapText(text: string, width: number, measure: (line: string) => number, separator = ' '): readonly string[] {
  const lines: string[] = [];
  for (const piece of text.split(separator)) {
    const longer = `${lines.at(-1)}${separator}${piece}`;
    if (lines.length > 0 && measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  const finer = separator === ' · ' ? ', ' : ' ';
  return separator === ' ' ? lines.flatMap((line) => pieces(line, width, measure)) : lines.flatMap((line) => (measure(line) <= width ? [line] : wrapText(line, width, measure, finer)));
}

/** A word in pieces of at most `width`, one letter at least. */
function pieces(word: string, width: number, measure: (line: string) => number): readonly string[] {
  if (measure(word) <= width || word.includes(' ')) return [word];
  const letters = [...word];
  let length = 1;
  while (length < letters.length && measure(letters.slice(0, length + 1).join('')) <= width) length++;
  return [letters.slice(0, length).join(''), ...pieces(letters.slice(length).join(''), width, measure)].filter((piece) => piece !== '');
}
