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

/** Lines of any text cut into pieces of at most `width`, one letter at least: for names that may be one long word. */
export function cutLines(lines: readonly string[], width: number, measure: (line: string) => number): readonly string[] {
  return lines.flatMap((line) => {
    const letters = [...line];
    if (measure(line) <= width || letters.length === 1) return [line];
    let length = 1;
    while (measure(letters.slice(0, length + 1).join('')) <= width) length++;
    return [letters.slice(0, length).join(''), ...cutLines([letters.slice(length).join('')], width, measure)];
  });
}
