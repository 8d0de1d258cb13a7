/** What can be had: accuracy against latency of the settings that none beats, with the limits asked for and what was chosen. */

import type { Optimum, OptimumFigures, OptimumSetting } from '../../optimize/search/optimum.ts';
import { formatMs, formatShare } from '../format-number.ts';
import { settingWords } from '../setting-words.ts';
import type { Chart, Spec } from './chart.ts';
import { FAINT_INK, frame, HEIGHT, INK, LABEL_ROOM, type SeriesStyle, seriesStyles, TICK_TEXT, WIDTH } from './chart-style.ts';
import { nameList } from './line-labels.ts';
import { linearScale, magnitudeScale } from './nice-scale.ts';

interface Place {
  readonly x: number;
  readonly y: number;
  readonly policy: string;
}

/** Null where nothing stable was simulated. */
export function frontChart(optimum: Optimum): Chart | null {
  const { scenario, front, recommendation, nearest_miss, objective } = optimum;
  const places = front.flatMap(({ setting, validation }) => placeOf(setting, validation, optimum));
  const told = recommendation ?? nearest_miss;
  const chosen = told === null ? [] : placeOf(told.setting, told.validation, optimum);
  const all = [...places, ...chosen];
  if (all.length === 0) return null;
  const policies = [...new Set(all.map(({ policy }) => policy))];
  const styles = seriesStyles(policies.map((policy) => ({ policy, label: policy })));
  const styleOf = (policy: string): SeriesStyle => styles.get(policy) as SeriesStyle;
  const limits = objective.constraints.flatMap(({ figure, limit }): ({ x: number } | { y: number })[] => {
    if (figure === objective.latency) return [{ x: limit }];
    return figure === 'accuracy' ? [{ y: limit * 100 }] : [];
  });
  const latency = magnitudeScale([...all.map(({ x }) => x), ...limits.flatMap((limit) => ('x' in limit ? [limit.x] : []))]);
  const accuracy = linearScale([...all.map(({ y }) => y), ...limits.flatMap((limit) => ('y' in limit ? [limit.y] : []))]);
  const axis = ({ type, domain, ticks }: typeof latency, field: string, title: string): Spec => ({
    field,
    type: 'quantitative',
    scale: { type, domain: [...domain], nice: false, ...(type === 'linear' ? { zero: false } : {}) },
    axis: { title, values: [...ticks], labelExpr: TICK_TEXT },
  });
  const x = axis(latency, 'x', `${objective.latency} latency (ms)`);
  const y = axis(accuracy, 'y', 'right answers (%)');
  const title = `What can be had: ${scenario.name}`;
  const mark = recommendation === null ? 'nearest miss' : 'recommended';
  const words = told === null ? '' : ` · ${mark}: ${settingWords(told.setting)}`;
  return {
    name: 'front',
    title,
    description: describe(all, front.length, chosen[0], mark),
    spec: {
      ...frame(title, [`Settings none beats, on the validation trace; dashed: what was asked for${words}`], WIDTH + LABEL_ROOM),
      width: WIDTH,
      height: HEIGHT,
      layer: [
        ...limits.map((limit): Spec => {
          const rule = { type: 'rule', color: FAINT_INK, strokeDash: [4, 3] };
          return 'x' in limit
            ? { data: { values: [{ x: limit.x }] }, mark: rule, encoding: { x } }
            : { data: { values: [{ y: limit.y }] }, mark: rule, encoding: { y } };
        }),
        ...policies.map(
          (policy): Spec => ({
            data: { values: places.filter((place) => place.policy === policy).map((place) => ({ x: place.x, y: place.y })) },
            mark: { type: 'point', shape: styleOf(policy).shape, filled: true, color: styleOf(policy).colour, size: 36, opacity: 1 },
            encoding: { x, y },
          }),
        ),
        ...(chosen.length === 0
          ? []
          : [
              {
                data: { values: chosen.map((place) => ({ x: place.x, y: place.y })) },
                mark: { type: 'point', shape: 'circle', filled: false, color: INK, size: 220, strokeWidth: 2, opacity: 1 },
                encoding: { x, y },
              },
            ]),
        nameList(policies.map((policy) => ({ text: policy, style: { ...styleOf(policy), dash: [0, 1] } }))),
      ],
    },
  };
}

function placeOf(setting: OptimumSetting, figures: OptimumFigures, { objective }: Optimum): Place[] {
  const ms = figures.latency_ms[objective.latency];
  const { accuracy } = figures;
  return ms === null || accuracy === null ? [] : [{ x: ms, y: accuracy * 100, policy: String(setting.policy['name']) }];
}

function describe(all: readonly Place[], count: number, chosen: Place | undefined, mark: string): string {
  const said = ({ x, y }: Place) => `${formatMs(x)} ms and ${formatShare(y / 100)}`;
  const ends = all.length > 1 ? `, from ${said(all[0] as Place)} to ${said(all[count - 1] as Place)}` : '';
  return `Latency and share of right answers of ${count} settings that none beats${ends}${chosen === undefined ? '' : `; ${mark}: ${said(chosen)}`}.`;
}
