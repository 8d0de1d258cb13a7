/** The one tooltip of the page: a mark's figures beside the pointer. */

/** What Vega tells of the mark under the pointer: titles and values. */
export type Said = Readonly<Record<string, unknown>>;

export function showTooltip(event: MouseEvent | undefined, said: unknown): void {
  const box = document.getElementById('tooltip');
  if (box === null) return;
  const isSaid = typeof said === 'object' && said !== null && event !== undefined;
  box.hidden = !isSaid;
  if (!isSaid) return;
  box.replaceChildren(...Object.entries(said as Said).flatMap(line));
  const { width, height } = box.getBoundingClientRect();
  const left = event.clientX + 14 + width > window.innerWidth ? event.clientX - width - 14 : event.clientX + 14;
  box.style.left = `${Math.max(4, left)}px`;
  box.style.top = `${Math.max(4, event.clientY - height - 10)}px`;
}

function line([title, value]: readonly [string, unknown], index: number): Node[] {
  const words = document.createElement(title.trim() === '' ? 'b' : 'span');
  words.textContent = title.trim() === '' ? String(value) : `${title}: ${shown(value)}`;
  return index === 0 ? [words] : [document.createElement('br'), words];
}

/** Three significant digits, whole from 100 on. */
function shown(value: unknown): string {
  if (typeof value !== 'number') return String(value);
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
