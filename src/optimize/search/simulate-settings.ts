/** Settings in the simulator, replication by replication: all see the same requests, and each goes on where it stopped. */

import type { LoadedScenario } from '../../scenario/load-scenario.ts';
import { codedFor, compileVaried, varyScenario } from '../../scenario/vary-scenario.ts';
import { joinParts, type PointPart } from '../../sim/engine/point-part.ts';
import { shareRunner } from '../../sim/engine/run-plan.ts';
import type { Plan } from '../../sim/plan/plan.ts';
import type { PointResult } from '../../sim/summary/result.ts';
import { type PointRun, summarizePoint } from '../../sim/summary/summarize-point.ts';
import type { Setting } from './setting.ts';

export interface Simulated {
  readonly run: PointRun;
  readonly result: PointResult;
}

/** A runner of settings on a scenario's trace. @returns the setting at so many replications, or as many as it has where it has more */
export async function settingRunner(
  loaded: LoadedScenario,
  settings: readonly Setting[],
): Promise<(index: number, replications: number) => Simulated> {
  const codedOf = new Map<string, Awaited<ReturnType<typeof codedFor>>>();
  for (const { deployment } of settings) {
    const key = `${deployment.payload} ${deployment.codec}`;
    if (!codedOf.has(key)) codedOf.set(key, await codedFor(loaded, deployment));
  }
  const points = settings.map(({ deployment, policy }) => {
    const coded = codedOf.get(`${deployment.payload} ${deployment.codec}`) as Awaited<ReturnType<typeof codedFor>>;
    return compileVaried(loaded, varyScenario(loaded.scenario, deployment, policy), coded);
  });
  const { seed, replications } = loaded.plan;
  const plan: Plan = { seed, replications, until: null, batches: null, points };
  const run = shareRunner(plan);
  const parts = points.map((): PointPart[] => []);
  return (index, wanted) => {
    const own = parts[index] as PointPart[];
    const from = own.reduce((sum, part) => sum + part.replications.length, 0);
    if (wanted > from) for (const { part } of run({ points: [index], from, to: wanted })) if (part !== null) own.push(part);
    const joined = joinParts(plan, own);
    return { run: joined, result: summarizePoint(points[index] as Plan['points'][number], joined) };
  };
}

/** Settings as a scenario would run them: with its replications, until it knows enough. */
export async function simulateSettings(loaded: LoadedScenario, settings: readonly Setting[]): Promise<Simulated[]> {
  const points = [];
  for (const { deployment, policy } of settings) {
    points.push(compileVaried(loaded, varyScenario(loaded.scenario, deployment, policy), await codedFor(loaded, deployment)));
  }
  const plan: Plan = { ...loaded.plan, points };
  const run = shareRunner(plan);
  return points.map((point, index) => {
    const own: PointPart[] = [];
    for (const { part } of run({ points: [index], from: 0, to: null })) if (part !== null) own.push(part);
    const joined = joinParts(plan, own);
    return { run: joined, result: summarizePoint(point, joined) };
  });
}
