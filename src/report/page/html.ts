/** HTML as text: what is escaped, and what is HTML already. */

import type { Cell, Column, Table } from '../table.ts';

/** Text that may stand between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** The table with headers that screen readers can follow: the first `heads` cells of a row name it. */
export function htmlTable({ columns, rows }: Table, caption: string, heads = 1): string {
  const head = columns.map((column) => `<th scope="col"${alignOf(column)}>${escapeHtml(column.title)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell, i) => htmlCell(cell, columns[i] as Column, i < heads)).join('')}</tr>`);
  return `<table><caption>${escapeHtml(caption)}</caption><thead>${groupRow(columns)}<tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>`;
}

/** Words above neighbouring columns that belong together; empty where there are none. */
function groupRow(columns: readonly Column[]): string {
  if (columns.every(({ group }) => group === undefined)) return '';
  const cells: { group: string; span: number }[] = [];
  for (const { group = '' } of columns) {
    const last = cells.at(-1);
    if (last?.group === group) last.span++;
    else cells.push({ group, span: 1 });
  }
  const shown = cells.map(({ group, span }) =>
    group === '' ? `<td colspan="${span}"></td>` : `<th scope="colgroup" colspan="${span}">${escapeHtml(group)}</th>`,
  );
  return `<tr>${shown.join('')}</tr>`;
}

/** A region that scrolls sideways where it is too wide, and can be reached by the keyboard. */
export function scrolling(html: string, label: string): string {
  return `<div class="scroll" role="region" tabindex="0" aria-label="${escapeHtml(label)}">${html}</div>`;
}

function htmlCell({ text, tone }: Cell, column: Column, isHead: boolean): string {
  const classes = [column.align === 'right' ? 'number' : '', tone ?? ''].filter((name) => name !== '');
  const attribute = classes.length === 0 ? '' : ` class="${classes.join(' ')}"`;
  return isHead ? `<th scope="row"${attribute}>${escapeHtml(text)}</th>` : `<td${attribute}>${escapeHtml(text)}</td>`;
}

function alignOf({ align }: Column): string {
  return align === 'right' ? ' class="number"' : '';
}
