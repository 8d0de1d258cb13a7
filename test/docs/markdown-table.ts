/** Rows as a table in Markdown. */

/** Text as Markdown shows it: `<tier>` is no tag of HTML. */
export function plain(text: string): string {
  return text.replaceAll('<', '&lt;');
}

/** A cell may hold anything but a line's end; bars are escaped. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/** Text as code; nothing stays nothing. */
export function code(text: string): string {
  return text === '' ? '' : `\`${text}\``;
}
