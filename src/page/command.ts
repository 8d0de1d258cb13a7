/** The command line that does what the page does, ready to paste into a shell. */

/** The words with blanks between them, quoted where a shell would take them apart. */
export function commandLine(words: readonly string[]): string {
  return words.map(quote).join(' ');
}

/** @example quote('a=1 ms') // "'a=1 ms'" */
function quote(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
