/** Line breaking, for terminals and charts alike; pure. */

/**
 * Breaks a text at its separators into lines of at most `width` in the measure of `measure`, and a piece that is wider at its commas, then at its
 * spaces; a single word may be wider.
 */
export function wrapText(text: string, width: number, measure: (line: string) => number, separator = ' '): readonly string[] {
  const lines: string[] = [];
  for (const piece of text.split(separator)) {
    const longer = `${lines.at(-1)}${separator}${piece}`;
    if (lines.length > 0 && measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  const finer = separator === ' · ' ? ', ' : ' ';
  return separator === ' ' ? lines : lines.flatMap((line) => (measure(line) <= width ? [line] : wrapText(line, width, measure, finer)));
}
