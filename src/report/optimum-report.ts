/**
 * What `sim optimize` prints: what to deploy, how it keeps to each limit, what comes next, the front, and the scenario to paste.
 *
 * Pure, from the document to text.
 */

import type { Optimum, OptimumCandidate, OptimumCheck, OptimumFigures, OptimumSetting } from '../optimize/search/optimum.ts';
import { formatDecimals, formatMs, formatPercent, formatShare, formatSigned } from './format-number.ts';
import { cutWords, payloadWords, policyWords, settingWords } from './setting-words.ts';
import { type Cell, formatTable, TABLE_WIDTH } from './table.ts';
import { wrapText } from './wrap-text.ts';

/** Rows of the front that are printed; the document has all. */
const FRONT_ROWS = 12;

/** @param folder of the scenario, beside which the recommended one is to be saved */
export function optimumReport(optimum: Optimum, { folder }: { readonly folder: string }): string {
  const { recommendation, nearest_miss, at_the_limit, runner_up, baseline, yaml } = optimum;
  const blocks = [head(optimum), verdict(optimum)];
  const told = recommendation ?? nearest_miss;
  if (told !== null) blocks.push(checksTable(told));
  const candidates = [
    ['recommended', recommendation],
    ['at the limit', at_the_limit],
    ['runner-up', runner_up],
    ['as written', baseline],
  ] as const;
  const words = candidates.map(([, candidate]) => candidate && settingWords(candidate.setting));
  const rows = candidates.flatMap(([name, candidate], i) =>
    candidate === null || recommendation === null || words.indexOf(words[i] as string) < i ? [] : [[name, candidate] as const],
  );
  if (rows.length > 1) blocks.push(`Beside others, on the test trace\n${othersTable(rows, optimum)}`);
  for (const [name, candidate] of rows.slice(1)) blocks.push(differenceLine(name, candidate));
  if (at_the_limit !== null) blocks.push(boldLine(at_the_limit));
  if (optimum.front.length > 0) blocks.push(frontTable(optimum));
  if (yaml !== null) blocks.push(`YAML to paste, beside the scenario in ${folder}\n\n${yaml}`);
  return `${blocks.map((block) => block.trimEnd()).join('\n\n')}\n`;
}

function head({ scenario, objective, search, traces }: Optimum): string {
  const asked = objective.constraints.map(checkWords).join(', ');
  const { load, accuracy, latency, energy } = search.discarded;
  const faults = [
    ...(load === 0 ? [] : [`${load} overloaded`]),
    ...(accuracy === 0 ? [] : [`${accuracy} too inaccurate`]),
    ...(latency === 0 ? [] : [`${latency} too slow even without queues`]),
    ...(energy === 0 ? [] : [`${energy} need too much energy`]),
  ];
  const best = objective.goal === 'accuracy' ? 'highest accuracy' : `lowest ${objective.goal}`;
  return wrap(
    [
      `${scenario.name}: ${asked}; then the ${best}.`,
      `${search.settings} settings looked at on ${traces.validation.samples} validation samples${faults.length === 0 ? '' : `: ${faults.join(', ')}`};`,
      `${search.simulated} simulated.`,
    ].join(' '),
  );
}

function verdict({ outcome, recommendation, nearest_miss }: Optimum): string {
  if (recommendation !== null) {
    const deploy = `Deploy ${settingWords(recommendation.setting)}.`;
    if (outcome === 'missed_on_test') {
      const missed = recommendation.checks.filter(({ met }) => !met).map(missWords);
      return wrap(`${deploy} It meets the objective on the validation trace, but not on the test trace: ${missed.join('; ')}.`);
    }
    const thin = recommendation.checks.filter(({ sure }) => !sure).map(({ figure }) => figure);
    const close = thin.length === 0 ? '' : ` By a thin margin: the interval of ${thin.join(' and of ')} reaches beyond the limit.`;
    return wrap(`${deploy} It meets the objective on the test trace.${close}`);
  }
  if (nearest_miss === null) return 'no setting meets this';
  const missed = nearest_miss.checks.filter(({ met }) => !met).map(missWords);
  return wrap(`no setting meets this. Nearest miss: ${settingWords(nearest_miss.setting)}, on the validation trace: ${missed.join('; ')}.`);
}

function missWords(check: OptimumCheck): string {
  const { figure, value, margin, bound } = check;
  if (value === null || margin === null) return `${figure} is withheld, since a part is overloaded`;
  return `${figure} ${figureWords(check, value)}, ${marginWords(check, -margin)} ${bound === 'most' ? 'above' : 'short of'} ${figureWords(check, check.limit)}`;
}

/** `p95 <= 80.0 ms` */
function checkWords(check: Pick<OptimumCheck, 'figure' | 'bound' | 'limit'>): string {
  return `${check.figure} ${check.bound === 'most' ? '<=' : '>='} ${figureWords(check, check.limit)}`;
}

function figureWords({ figure }: Pick<OptimumCheck, 'figure'>, value: number): string {
  switch (figure) {
    case 'accuracy':
    case 'lost':
    case 'missed':
      return `${formatDecimals(value * 100, 2)}%`;
    case 'energy':
      return joules(value);
    default:
      return `${formatMs(value)} ms`;
  }
}

/** Shares differ by percentage points. */
function marginWords(check: OptimumCheck, margin: number): string {
  const isShare = check.figure === 'accuracy' || check.figure === 'lost' || check.figure === 'missed';
  return isShare ? `${formatDecimals(margin * 100, 2)} points` : figureWords(check, margin);
}

function joules(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && size < 0.1 ? `${Number((value * 1e3).toPrecision(3))} mJ` : `${Number(value.toPrecision(3))} J`;
}

function checksTable({ checks, test, validation }: OptimumCandidate): string {
  const text = (words: string): Cell => ({ text: words, value: words });
  const columns = ['limit', test === null ? 'validation' : 'test', '95% interval', 'margin', ''].map((title, i) => ({
    name: title || 'verdict',
    title,
    align: i === 0 || i === 4 ? ('left' as const) : ('right' as const),
  }));
  const { replications } = test ?? validation;
  const rows = checks.map((check) => [
    text(checkWords(check)),
    text(check.value === null ? 'withheld' : figureWords(check, check.value)),
    text(check.ci95 === null ? '' : `${figureWords(check, check.ci95[0])} .. ${figureWords(check, check.ci95[1])}`),
    text(check.margin === null ? '' : marginWords(check, check.margin)),
    text(!check.met ? 'missed' : check.sure ? 'met' : 'met, thinly'),
  ]);
  return `On the ${test === null ? 'validation' : 'test'} trace, ${replications} replications\n${formatTable({ columns, rows })}`;
}

function settingCells(setting: OptimumSetting): Cell[] {
  return [policyWords(setting), payloadWords(setting), cutWords(setting)].map((words) => ({ text: words, value: words }));
}

const SETTING_COLUMNS = ['policy', 'payload', 'exits'].map((title) => ({ name: title, title, align: 'left' as const }));

function figureColumns({ objective: { latency } }: Optimum, hasEnergy: boolean) {
  return [`${latency} ms`, 'right %', 'up %', ...(hasEnergy ? ['energy'] : [])].map((title) => ({
    name: title,
    title,
    align: 'right' as const,
  }));
}

function figureCells(figures: OptimumFigures, { objective: { latency } }: Optimum, hasEnergy: boolean): Cell[] {
  const ms = figures.latency_ms[latency];
  const cell = (text: string, value: number | null): Cell => ({ text, value });
  return [
    cell(ms === null ? 'unstable' : formatMs(ms), ms),
    cell(figures.accuracy === null ? '' : formatDecimals(figures.accuracy * 100, 2), figures.accuracy),
    cell(formatPercent(figures.offload_share), figures.offload_share),
    ...(hasEnergy ? [cell(figures.energy_j_mean === null ? '' : joules(figures.energy_j_mean), figures.energy_j_mean)] : []),
  ];
}

function othersTable(rows: readonly (readonly [string, OptimumCandidate])[], optimum: Optimum): string {
  const hasEnergy = rows.some(([, { validation }]) => validation.energy_j_mean !== null);
  return formatTable({
    columns: [{ name: 'which', title: '', align: 'left' }, ...SETTING_COLUMNS, ...figureColumns(optimum, hasEnergy)],
    rows: rows.map(([name, { setting, test, validation }]) => [
      { text: name, value: name },
      ...settingCells(setting),
      ...figureCells(test ?? validation, optimum, hasEnergy),
    ]),
  });
}

function differenceLine(name: string, { difference }: OptimumCandidate): string {
  if (difference === null || difference.difference === null) return `${name}: no difference can be told`;
  const { figure, difference: value, ci95 } = difference;
  const [scale, unit] = figure === 'accuracy' ? [100, 'points'] : figure === 'energy' ? [1e3, 'mJ'] : [1, 'ms'];
  const said = (number: number) => formatSigned(number * scale, 2);
  const interval = ci95 === null ? '' : `, 95% interval ${said(ci95[0])} .. ${said(ci95[1])}`;
  return `${name} minus recommended, paired: ${figure} ${said(value)} ${unit}${interval}`;
}

function boldLine({ setting, checks }: OptimumCandidate): string {
  const missed = checks.filter(({ met }) => !met).map(missWords);
  const fate = missed.length === 0 ? 'it keeps to them' : missed.join('; ');
  return wrap(
    `At the limit: ${settingWords(setting)} is better still and keeps to every limit on the validation trace, by less than the 95% interval; on the test trace ${fate}.`,
  );
}

function frontTable(optimum: Optimum): string {
  const { front, recommendation } = optimum;
  const isChosen = (setting: OptimumSetting) => recommendation !== null && settingWords(setting) === settingWords(recommendation.setting);
  const step = Math.max(1, front.length / FRONT_ROWS);
  const shown = front.filter(
    ({ setting }, i) => Math.floor(i / step) > Math.floor((i - 1) / step) || i === front.length - 1 || isChosen(setting),
  );
  const hasEnergy = front.some(({ validation }) => validation.energy_j_mean !== null);
  const rest = shown.length < front.length ? `, ${shown.length} of ${front.length}` : '';
  const [first, last] = [front[0], front.at(-1)];
  const span =
    first === last ? '' : `; ${formatShare(first?.validation.accuracy ?? 0)} to ${formatShare(last?.validation.accuracy ?? 0)} right`;
  return `${wrap(`What can be had: simulated settings that none beats, on the validation trace${rest}${span}`)}\n${formatTable({
    columns: [{ name: 'chosen', title: '', align: 'left' }, ...SETTING_COLUMNS, ...figureColumns(optimum, hasEnergy)],
    rows: shown.map(({ setting, validation }) => [
      { text: isChosen(setting) ? '>' : '', value: null },
      ...settingCells(setting),
      ...figureCells(validation, optimum, hasEnergy),
    ]),
  })}`;
}

function wrap(text: string): string {
  return wrapText(text, TABLE_WIDTH, (line) => line.length).join('\n');
}
