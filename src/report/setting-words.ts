/** A deployed setting as a reader meets it: `deex p_d 0.62 · input jpeg · edge [1], cloud [2, 3]`. */

import type { OptimumSetting } from '../optimize/search/optimum.ts';
import { formatSetting } from './format-number.ts';

export function settingWords(setting: OptimumSetting): string {
  return [policyWords(setting), ...(setting.payload === null ? [] : [payloadWords(setting)]), cutWords(setting)].join(' · ');
}

/** `deex p_d 0.62`, `calibrated deex p_d 0.62 T 0.99, 1.24` */
export function policyWords({ policy }: OptimumSetting): string {
  const { name, rule, temperature, ...rest } = policy;
  const thresholds = Object.entries(rest).map(([key, value]) => (value === true ? key : `${key} ${valueWords(value)}`));
  return [
    name,
    ...(rule === undefined ? [] : [rule]),
    ...thresholds,
    ...(temperature === undefined ? [] : [`T ${valueWords(temperature)}`]),
  ].join(' ');
}

function valueWords(value: OptimumSetting['policy'][string]): string {
  return typeof value === 'object'
    ? value.map(formatSetting).join(', ')
    : formatSetting(typeof value === 'boolean' ? String(value) : value);
}

/** `input jpeg`, `features f16` */
export function payloadWords({ payload, codec }: OptimumSetting): string {
  if (payload === null) return '';
  return `${payload} ${payload === 'input' && codec === 'f32' ? 'raw' : codec}`;
}

/** `edge 1, cloud 2-3` */
export function cutWords({ exits }: OptimumSetting): string {
  const range = (held: readonly number[]) => (held.length > 1 ? `${held[0]}-${held.at(-1)}` : (held[0] ?? 'none'));
  return Object.entries(exits)
    .map(([tier, held]) => `${tier} ${range(held)}`)
    .join(', ');
}
