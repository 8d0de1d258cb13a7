/** What a golden twin holds of a scenario's result: enough to see at a glance what changed. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chartsOf } from '../../src/report/charts/charts-of.ts';
import { renderSvg } from '../../src/report/render.ts';
import { ResultSchema } from '../../src/report/result-schema.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import type { Plan } from '../../src/sim/plan/plan.ts';
import type { Result } from '../../src/sim/summary/result.ts';
import { simulate } from '../../src/simulate.ts';

/** Every scenario that ships. */
export const SCENARIOS = readdirSync('scenarios')
  .filter((file) => file.endsWith('.yaml'))
  .sort()
  .map((file) => join('scenarios', file));

/** `scenarios/4g.yaml` has its twin in `test/golden/4g.json`. */
export function goldenFile(scenario: string): string {
  return join('test', 'golden', `${scenario.replace(/^scenarios\/|\.yaml$/g, '')}.json`);
}

/** A scenario that ships, run. @throws ZodError where the result is not of its schema */
export async function simulated(scenario: string): Promise<{ readonly plan: Plan; readonly result: Result }> {
  const loaded = await loadScenario(scenario);
  const result = simulate(loaded);
  ResultSchema.parse(result);
  return { plan: loaded.plan, result };
}

/** One line a point, so that a change reads as a change of lines. */
export function goldenOf(result: Result): string {
  const { points, crossing, digest } = result;
  const lines = points.map(({ policy, params, stable, latency_ms, accuracy, offload_share }) =>
    JSON.stringify({ policy, params, stable, mean_ms: latency_ms.mean, p95_ms: latency_ms.p95, accuracy, offload_share }),
  );
  return `{\n"digest": "${digest}",\n"crossing": ${JSON.stringify(crossing)},\n"points": [\n${lines.join(',\n')}\n]\n}\n`;
}

/** The pictures of the README, by their file. */
export async function readmePictures(): Promise<Map<string, string>> {
  const charts = chartsOf(simulate(await loadScenario('scenarios/4g.yaml')));
  const pictures = new Map<string, string>();
  for (const name of ['latency', 'trade-off']) {
    const chart = charts.find((candidate) => candidate.name === name);
    if (chart !== undefined) pictures.set(join('docs', `4g-${name}.svg`), await renderSvg(chart));
  }
  return pictures;
}
