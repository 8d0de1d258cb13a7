/**
 * A Vega specification that answers a pointer: places of lines and areas tell their figures, and two plain axes can be zoomed.
 *
 * Works on what Vega-Lite compiles, whichever chart it came from, and knows no chart by name.
 */

type Tree = { readonly [key: string]: unknown };

/** What the page's script sets: domains of the two axes, and whether they are others than the chart's own. */
const ZOOM = { x: 'zoom_x', y: 'zoom_y', isOn: 'zoom_on' } as const;

/** Area of an unseen place that takes the pointer [px^2]. */
const TARGET_SIZE = 320;

/**
 * @param names label of each series by its colour
 * @param axisKey what the points of a line are ordered by, where neither axis says it
 */
export function makeInteractive(spec: unknown, names: ReadonlyMap<string, string>, axisKey: string): unknown {
  const tree = spec as Tree;
  return withZoom({ ...tree, marks: withTargets(tree, titlesOf(tree), names, axisKey) });
}

/** Titles of axes by the scale they show, here and in all groups below. */
function titlesOf(tree: Tree): ReadonlyMap<string, string> {
  const own = listOf(tree['axes']).flatMap(({ scale, title }): [string, string][] =>
    title === undefined || title === null ? [] : [[String(scale), Array.isArray(title) ? title.join(' ') : String(title)]],
  );
  return new Map([...listOf(tree['marks']).flatMap((mark) => [...titlesOf(mark)]), ...own]);
}

/** The marks, and behind each line and area an unseen mark at every place of it. */
function withTargets(group: Tree, titles: ReadonlyMap<string, string>, names: ReadonlyMap<string, string>, axisKey: string): Tree[] {
  const below = new Map([...titles, ...titlesOf(group)]);
  return listOf(group['marks']).flatMap((mark) => {
    if (mark['type'] === 'group') return [{ ...mark, marks: withTargets(mark, below, names, axisKey) }];
    const target = targetOf(mark, below, names, axisKey);
    return target === null ? [mark] : [mark, target];
  });
}

function targetOf(mark: Tree, titles: ReadonlyMap<string, string>, names: ReadonlyMap<string, string>, axisKey: string): Tree | null {
  const update = treeOf(treeOf(mark['encode'])['update']);
  const { x, y, fill, stroke } = update as Record<string, Tree | undefined>;
  if (!['line', 'area'].includes(String(mark['type'])) || !isPlaced(x) || !isPlaced(y)) return null;
  const colour = treeOf(stroke ?? fill);
  // A band around a line says what the line says.
  if (mark['type'] === 'area' && 'value' in colour) return null;
  const part = typeof colour['field'] === 'string' ? colour['field'] : null;
  const field = (name: unknown) => `datum[${JSON.stringify(String(name).replace(/_end$/, ''))}]`;
  const said: [string, string][] = [];
  if (part !== null) said.push(['', field(part)]);
  else if (names.has(String(colour['value']))) said.push(['', JSON.stringify(names.get(String(colour['value'])))]);
  if (JSON.stringify(mark['sort'] ?? '').includes('order')) said.push([axisKey, field('order')]);
  for (const place of [x, y]) {
    const title = shortTitle(titleOf(String(place['scale']), titles));
    if (title !== '' && !said.some(([known]) => known === title)) said.push([title, field(place['field'])]);
  }
  return {
    type: 'symbol',
    aria: false,
    ...(mark['clip'] === undefined ? {} : { clip: mark['clip'] }),
    from: mark['from'],
    encode: {
      update: {
        x,
        y,
        size: { value: TARGET_SIZE },
        opacity: { value: 0 },
        fill: 'value' in colour ? colour : { value: 'black' },
        tooltip: { signal: `{${said.map(([title, value]) => `${JSON.stringify(title)}: ${value}`).join(', ')}}` },
      },
    },
  };
}

/** The title of a scale's axis; where panels share one and only the first says it, that one's. */
function titleOf(scale: string, titles: ReadonlyMap<string, string>): string {
  const alike = (other: string) => other.split('_').at(-1) === scale.split('_').at(-1);
  return titles.get(scale) ?? [...titles].find(([other]) => alike(other))?.[1] ?? '';
}

/** A title without what it says in brackets, which is meant for the axis. */
function shortTitle(title: string): string {
  return title.replace(/ \((?!ms\)|%\)|J\))[^()]*\)$/, '');
}

function isPlaced(place: Tree | undefined): place is Tree {
  return place !== undefined && 'scale' in place && typeof place['field'] === 'string';
}

/** Lets the page set the domains of scales `x` and `y`, where both are there with fixed ends; else the specification as it is. */
function withZoom(tree: Tree): Tree {
  const domains = new Map(listOf(tree['scales']).map(({ name, domain }) => [name, domain]));
  const [across, up] = [domains.get('x'), domains.get('y')];
  if (!isRange(across) || !isRange(up)) return tree;
  const signalOf: Readonly<Record<string, string>> = { x: ZOOM.x, y: ZOOM.y };
  const signals = [
    { name: ZOOM.x, value: across },
    { name: ZOOM.y, value: up },
    { name: ZOOM.isOn, value: false },
  ];
  return {
    ...tree,
    signals: [...listOf(tree['signals']), ...signals],
    scales: listOf(tree['scales']).map((scale) => {
      const signal = signalOf[String(scale['name'])];
      return signal === undefined ? scale : { ...scale, domain: { signal } };
    }),
    axes: listOf(tree['axes']).map((axis) =>
      Array.isArray(axis['values']) ? { ...axis, values: { signal: `${ZOOM.isOn} ? null : ${JSON.stringify(axis['values'])}` } } : axis,
    ),
    marks: listOf(tree['marks']).map(clipped),
  };
}

/** A mark that stays inside the axes while they are zoomed; a word that goes with one axis alone is taken away instead. */
function clipped(mark: Tree): Tree {
  if (mark['type'] === 'group') return { ...mark, marks: listOf(mark['marks']).map(clipped) };
  const encode = treeOf(mark['encode']);
  const update = treeOf(encode['update']);
  const { x, y } = update as Record<string, Tree | undefined>;
  if (!isPlaced(x) && !isPlaced(y)) return mark;
  if (mark['type'] !== 'text' || (isPlaced(x) && isPlaced(y)))
    return mark['clip'] === true ? mark : { ...mark, clip: { signal: ZOOM.isOn } };
  if (!isPlaced(x)) return mark;
  const opacity = { signal: `${ZOOM.isOn} && !inrange(datum[${JSON.stringify(x['field'])}], ${ZOOM.x}) ? 0 : 1` };
  return { ...mark, encode: { ...encode, update: { ...update, opacity } } };
}

function isRange(domain: unknown): boolean {
  return Array.isArray(domain) && domain.length === 2 && domain.every((end) => typeof end === 'number');
}

function listOf(value: unknown): readonly Tree[] {
  return Array.isArray(value) ? value : [];
}

function treeOf(value: unknown): Tree {
  return typeof value === 'object' && value !== null ? (value as Tree) : {};
}
