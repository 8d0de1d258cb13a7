/**
 * The colours of all charts, each in a light and a dark form; pure.
 *
 * Charts are built in the light form. theme.ts puts the dark one in its place, colour by colour, so that no chart need know of it.
 *
 * @see https://jfly.uni-koeln.de/color/ Okabe and Ito, "Color Universal Design"
 * @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
 */

/** A colour on a light and on a dark ground. */
interface Paint {
  readonly light: string;
  readonly dark: string;
}

export const GROUND: Paint = { light: '#FFFFFF', dark: '#14181D' };

/**
 * Colours of series: blue, vermillion, green, rose, near black and brown. On both grounds each stands out by 3 : 1, and any two are told
 * apart by readers with protanopia, deuteranopia and tritanopia; more series than that differ by dash and shape besides.
 */
const SERIES: readonly Paint[] = [
  { light: '#0072B2', dark: '#4A90FF' },
  { light: '#D55E00', dark: '#E8692A' },
  { light: '#00A45C', dark: '#22E394' },
  { light: '#B57896', dark: '#D07FBC' },
  { light: '#241026', dark: '#E8FFFF' },
  { light: '#834818', dark: '#FFDE22' },
];

/** Colours of areas, which lie beside each other in a known order and are named by a legend. */
const AREAS = {
  blue: { light: '#0073B3', dark: '#2F86D1' },
  purple: { light: '#CC79A7', dark: '#C276A0' },
  green: { light: '#009E73', dark: '#1BA57E' },
  orange: { light: '#E69F00', dark: '#DE9B0B' },
  yellow: { light: '#F0E442', dark: '#E0D540' },
  vermillion: { light: '#D55E01', dark: '#DB6A16' },
  sky: { light: '#56B4E9', dark: '#5CB5E6' },
  black: { light: '#000000', dark: '#F2F2F2' },
  grey: { light: '#999999', dark: '#8C8C8C' },
} as const satisfies Readonly<Record<string, Paint>>;

/** Writing, rules and the like. */
const INKS = {
  ink: { light: '#222222', dark: '#ECECEC' },
  faint: { light: '#666666', dark: '#A9AFB5' },
  grid: { light: '#E6E6E6', dark: '#2C333A' },
  /** Writing on an area: dark on both grounds. */
  onArea: { light: '#111111', dark: '#111111' },
  /** Writing on a dark area: light on both grounds. */
  onDarkArea: { light: '#FAFAFA', dark: '#FAFAFA' },
  /** A limit that must not be passed. */
  wall: { light: '#B00020', dark: '#FF7A85' },
} as const satisfies Readonly<Record<string, Paint>>;

/** From little to much, for heat maps: readable in grey. @see https://bids.github.io/colormap/ viridis, its dark end first */
const RAMP: readonly Paint[] = [
  { light: '#F7FBFF', dark: '#1B2735' },
  { light: '#9ECAE1', dark: '#28567F' },
  { light: '#4292C6', dark: '#4A90C8' },
  { light: '#08306B', dark: '#C6E5FF' },
];

export const SERIES_COLOURS: readonly string[] = SERIES.map(({ light }) => light);

/** How often a colour of a series is used again, with another dash and shape. */
const SERIES_VARIANTS = 4;

/**
 * The colour of series `rank`. Where colours come round again they differ by as much as nobody sees, so that a page can still tell one
 * series from another by its colour.
 */
export function seriesColour(rank: number): string {
  const round = Math.floor(rank / SERIES.length) % SERIES_VARIANTS;
  return nuance(SERIES_COLOURS[rank % SERIES.length] as string, round);
}

/** The colour with `steps` more red, or less where there is no more. */
function nuance(colour: string, steps: number): string {
  const red = channels(colour)[0] as number;
  const other = red + steps <= 255 ? red + steps : red - steps;
  return `#${other.toString(16).padStart(2, '0').toUpperCase()}${colour.slice(3)}`;
}

export const AREA = Object.fromEntries(Object.entries(AREAS).map(([name, { light }]) => [name, light])) as {
  readonly [name in keyof typeof AREAS]: string;
};
export const INK = INKS.ink.light;
export const FAINT_INK = INKS.faint.light;
export const GRID = INKS.grid.light;
export const INK_ON_AREA = INKS.onArea.light;
export const WALL = INKS.wall.light;
export const RAMP_COLOURS: readonly string[] = RAMP.map(({ light }) => light);

/** The colour of writing on the ramp, at a share of it: the one that stands out more, on the light and on the dark form of it. */
export function inkOnRamp(share: number): string {
  const [onLight, onDark] = (['light', 'dark'] as const).map((form) => {
    const under = rampColour(share, form);
    return contrast(INKS.onArea.light, under) >= contrast(INKS.onDarkArea.light, under);
  });
  if (onLight === onDark) return onLight === true ? INKS.onArea.light : INKS.onDarkArea.light;
  return onLight === true ? INK : GROUND.light;
}

function rampColour(share: number, form: keyof Paint): string {
  const place = Math.min(1, Math.max(0, share)) * (RAMP.length - 1);
  const below = Math.min(RAMP.length - 2, Math.floor(place));
  const [from, to] = [RAMP[below], RAMP[below + 1]] as [Paint, Paint];
  return mix(from[form], to[form], place - below);
}

/** Shares of the ground that tints may have. */
const TINTS = [0.5, 0.6, 0.75] as const;

/** The colour with `share` of the light ground mixed in. */
export function tint(colour: string, share: (typeof TINTS)[number]): string {
  return mix(colour, GROUND.light, share);
}

/** Contrast that WCAG asks of text, with a little to spare. */
const TEXT_CONTRAST = 4.6;

/** The colour as text is written in it: darkened until it can be read on the light ground. */
export function textColour(colour: string): string {
  return readable(colour, GROUND.light, '#000000');
}

/** Each colour of the light form, and what stands for it on a dark ground. */
export const DARK: ReadonlyMap<string, string> = new Map([
  ['white', GROUND.dark],
  [GROUND.light, GROUND.dark],
  ...[...variants(), ...Object.values(AREAS)].flatMap(({ light, dark }): [string, string][] => [
    ...TINTS.map((share): [string, string] => [tint(light, share), mix(dark, GROUND.dark, share)]),
    [textColour(light), readable(dark, GROUND.dark, '#FFFFFF')],
  ]),
  ...[...variants(), ...Object.values(AREAS), ...Object.values(INKS), ...RAMP].map(({ light, dark }): [string, string] => [light, dark]),
]);

function variants(): readonly Paint[] {
  return SERIES.flatMap(({ light, dark }) =>
    Array.from({ length: SERIES_VARIANTS }, (_, steps) => ({ light: nuance(light, steps), dark: nuance(dark, steps) })),
  );
}

/**
 * Contrast of two colours, 1 to 21.
 *
 * @example contrast('#000000', '#FFFFFF') // 21
 */
export function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The colour, taken towards `end` in small steps until it can be read on `ground`. */
function readable(colour: string, ground: string, end: string): string {
  for (let step = 0; step < 20; step++) {
    const mixed = mix(colour, end, step / 20);
    if (contrast(mixed, ground) >= TEXT_CONTRAST) return mixed;
  }
  return end;
}

/** The colour with `share` of another mixed in. */
function mix(colour: string, other: string, share: number): string {
  const others = channels(other);
  const mixed = channels(colour).map((channel, index) => Math.round(channel + ((others[index] as number) - channel) * share));
  return `#${mixed
    .map((channel) => channel.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()}`;
}

function channels(colour: string): readonly number[] {
  return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
}
