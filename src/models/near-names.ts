/**
 * The name a user probably meant.
 *
 * Knows words only, nothing of models or files.
 */

/** Fewest insertions, deletions and replacements that turn `a` into `b`. @see Wagner & Fischer 1974, doi:10.1145/321796.321811 */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/**
 * The nearest of `names` when it is near enough to be a slip of the fingers or the beginning of the name.
 * @example nearestName('confidense_1', ['confidence_1', 'label']) // 'confidence_1'
 */
export function nearestName(word: string, names: readonly string[]): string | undefined {
  const allowed = Math.max(2, Math.floor(word.length / 3));
  const ranked = names
    .map((name) => ({ name, distance: word.length > 2 && name.startsWith(word) ? 1 : editDistance(word, name) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= allowed ? best.name : undefined;
}

/** What to write in place of `word`: `did you mean "x"? there are: x, y`. */
export function suggestNames(word: string, names: readonly string[], none: string): string {
  if (names.length === 0) return none;
  const nearest = nearestName(word, names);
  const listed = `there ${names.length === 1 ? 'is' : 'are'}: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', ...' : ''}`;
  return nearest === undefined ? listed : `did you mean "${nearest}"? ${listed}`;
}
