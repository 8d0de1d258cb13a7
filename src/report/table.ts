/**
 * One table, three ways to write it: aligned for a terminal, Markdown, CSV.
 *
 * Knows rows and columns and nothing of what they mean. CSV carries every digit, the others what a reader needs.
 */

export interface Column {
  /** Unique, with its unit last: the header in CSV. */
  readonly name: string;
  /** Header a reader sees. */
  readonly title: string;
  /** Word above neighbouring columns that belong together. */
  readonly group?: string;
  readonly align: 'left' | 'right';
}

export interface Cell {
  /** What a reader sees. */
  readonly text: string;
  /** What a file holds; null is an empty field. */
  readonly value: number | string | null;
  /** `bad` stands out where colour is wanted. */
  readonly tone?: 'bad' | 'dim';
}

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Nothing is printed wider than this [columns]. */
export const TABLE_WIDTH = 100;

const TONES = { bad: '\u001b[31m', dim: '\u001b[2m' } as const;
const RESET = '\u001b[0m';

/** The table for a terminal: never wider than `TABLE_WIDTH`; what does not fit is cut with an ellipsis, longest column first. */
export function formatTable(table: Table, { color = false }: { readonly color?: boolean } = {}): string {
  const { columns, rows } = table;
  const natural = columns.map((column, index) => Math.max(widthOf(column.title), ...rows.map((row) => widthOf(row[index]?.text ?? ''))));
  const { widths, gap } = fitWidths(columns, withRoomForGroups(columns, natural));
  const line = (cells: readonly Cell[]): string => {
    const texts = cells.map((cell, index) => {
      const padded = pad(cut(cell.text, widths[index] as number), widths[index] as number, columns[index] as Column);
      return color && cell.tone !== undefined ? `${TONES[cell.tone]}${padded}${RESET}` : padded;
    });
    return texts
      .map((text, index) => (index === 0 ? text : separator(columns, index, gap) + text))
      .join('')
      .trimEnd();
  };
  const titles = line(columns.map(({ title }) => ({ text: title, value: null })));
  const groups = groupLine(columns, widths, gap);
  return [...(groups === null ? [] : [groups]), titles, ...rows.map(line)].map((text) => `${text}\n`).join('');
}

/** The table in Markdown (GitHub's dialect). */
export function formatMarkdown({ columns, rows }: Table): string {
  const escaped = (text: string): string => text.replaceAll('|', '\\|');
  const line = (texts: readonly string[]): string => `| ${texts.map(escaped).join(' | ')} |\n`;
  const titles = columns.map(({ group, title }) => (group === undefined ? title : `${group} ${title}`));
  const rules = columns.map(({ align }) => (align === 'right' ? '---:' : '---'));
  return [titles, rules, ...rows.map((row) => row.map(({ text }) => text))].map(line).join('');
}

/** The table as CSV with unrounded numbers (RFC 4180 quoting, line feeds). */
export function formatCsv({ columns, rows }: Table): string {
  const quote = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const field = (value: number | string | null): string => (value === null ? '' : quote(String(value)));
  const header = columns.map(({ name }) => quote(name)).join(',');
  return [header, ...rows.map((row) => row.map(({ value }) => field(value)).join(','))].map((text) => `${text}\n`).join('');
}

/** Widens the last column of a group whose name is longer than its columns are wide. */
function withRoomForGroups(columns: readonly Column[], natural: readonly number[]): readonly number[] {
  const widths = [...natural];
  let reach = 0;
  columns.forEach(({ group }, index) => {
    const width = widths[index] as number;
    reach = columns[index - 1]?.group === group ? reach + 1 + width : width;
    if (group === undefined || columns[index + 1]?.group === group) return;
    widths[index] = width + Math.max(0, widthOf(group) - reach);
  });
  return widths;
}

/** Narrows the gap first, then the widest columns, until the line fits. */
function fitWidths(columns: readonly Column[], natural: readonly number[]): { readonly widths: readonly number[]; readonly gap: number } {
  const total = (widths: readonly number[], gap: number): number =>
    widths.reduce((sum, width, index) => sum + width + (index === 0 ? 0 : separator(columns, index, gap).length), 0);
  const widths = [...natural];
  const gap = total(widths, 2) <= TABLE_WIDTH ? 2 : 1;
  while (total(widths, gap) > TABLE_WIDTH) {
    const left = widths.map((width, index) => (columns[index]?.align === 'left' ? width : 0));
    const candidates = Math.max(...left) > 4 ? left : widths;
    const widest = candidates.indexOf(Math.max(...candidates));
    if ((widths[widest] as number) <= 1) break;
    widths[widest] = (widths[widest] as number) - 1;
  }
  return { widths, gap };
}

/** Space between a column and the one before it; wider and ruled where a group begins. */
function separator(columns: readonly Column[], index: number, gap: number): string {
  return columns[index]?.group === columns[index - 1]?.group ? ' '.repeat(gap) : `${' '.repeat(gap)}│${' '.repeat(gap === 2 ? 1 : 0)}`;
}

function groupLine(columns: readonly Column[], widths: readonly number[], gap: number): string | null {
  if (columns.every(({ group }) => group === undefined)) return null;
  let line = '';
  let reach = 0;
  columns.forEach((column, index) => {
    const space = index === 0 ? '' : separator(columns, index, gap);
    const begins = column.group !== columns[index - 1]?.group;
    // A name may reach no further than its columns: what stands above the next ones is theirs.
    if (begins) line = pad(cut(line, reach), reach, { name: '', title: '', align: 'left' }) + space + (column.group ?? '');
    reach += space.length + (widths[index] as number);
  });
  return cut(line, TABLE_WIDTH).trimEnd();
}

function pad(text: string, width: number, { align }: Column): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'right' ? space + text : text + space;
}

function cut(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}

/** Columns a text takes; the reports hold no double-width characters but in names the user gave. */
function widthOf(text: string): number {
  return [...text].length;
}
