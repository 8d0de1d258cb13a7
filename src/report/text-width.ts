/**
 * The room a text takes, in the font the charts name; pure, knows the table of widths and nothing of Vega.
 */
import { CHARACTERS, FONT_WIDTHS, UNITS_PER_EM } from './font-widths.ts';

const REGULAR = new Map(CHARACTERS.map((character, index) => [character, FONT_WIDTHS.regular[index] as number]));
const BOLD = new Map(CHARACTERS.map((character, index) => [character, FONT_WIDTHS.bold[index] as number]));

/** A character the table does not hold counts as one em: too wide rather than cut. */
const UNKNOWN = UNITS_PER_EM;

/**
 * Width [px] of one line of text at `fontSize` [px].
 *
 * @example textWidth('p_d', 2048) // 3624
 */
export function textWidth(text: string, fontSize: number, bold = false): number {
  const widths = bold ? BOLD : REGULAR;
  let units = 0;
  for (const character of text) units += widths.get(character) ?? UNKNOWN;
  return (units * fontSize) / UNITS_PER_EM;
}
