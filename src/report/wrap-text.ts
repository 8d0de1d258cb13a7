/** Line breaking, for terminals and charts alike; pure. */

/** Breaks a text at spaces into lines of at most `width` in the measure of `measure`; a single word may be wider. */
export function wrapText(text: string, width: number, measure: (line: string) => number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && measure(`${last} ${word}`) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
