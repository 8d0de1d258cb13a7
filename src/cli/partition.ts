/** `sim partition`: where to cut a scenario's model, by expected time with empty queues. */

import type { LoadedScenario } from '../scenario/load-scenario.ts';
import type { PointPlan } from '../sim/plan/plan.ts';
import { defineCommand, EXIT, UsageError } from './command.ts';

/** p_tar where neither the command nor a policy says one. */
const DEFAULT_TARGET = 0.8;

export const partitionCommand = defineCommand({
  name: 'partition',
  about: 'Where to cut the model: expected time of every cut with empty queues, and the bandwidths at which the best one changes',
  positionals: { scenario: { describe: 'Scenario file (YAML) with two tiers', kind: 'one' } },
  flags: {
    'p-tar': { describe: 'Confidence from which a branch answers', kind: 'text', fallback: "the first policy's p_tar, else 0.8" },
    set: { describe: 'Replace a value: KEY=VALUE, VALUE in YAML', kind: 'texts' },
    json: { describe: 'Print one JSON document on stdout and nothing else', kind: 'switch' },
  },
  examples: ['sim partition scenarios/4g.yaml', 'sim partition scenarios/wifi.yaml --p-tar 0.9 --json'],
  async run({ scenario: file, 'p-tar': target, set: sets, json }) {
    if (target !== undefined && !(target.trim() !== '' && Number(target) >= 0 && Number.isFinite(Number(target)))) {
      throw new UsageError(`--p-tar ${target}: needs a number from 0 up, such as 0.8`);
    }
    const { loadScenario } = await import('../scenario/load-scenario.ts');
    const { weighCuts } = await import('../optimize/partition/weigh-cuts.ts');
    const loaded = await loadScenario(file, { sets });
    const { name, model, policies } = loaded.scenario;
    const point = await cuttablePoint(loaded);
    const own = policies.flatMap((policy) => ('p_tar' in policy && policy.p_tar !== undefined ? [policy.p_tar] : []));
    const weights = weighCuts(point, target === undefined ? (own[0] ?? DEFAULT_TARGET) : Number(target));
    if (json) {
      const { version } = await import('../version.ts');
      const document = { schema: 'sim.partition/1', engine: version(), scenario: { name, model }, ...weights };
      process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    } else {
      const { describeCuts } = await import('./describe-cuts.ts');
      process.stdout.write(describeCuts(weights, { name, model }));
    }
    return EXIT.done;
  },
});

/** The first setting of the scenario. @throws InvalidInput where it has not two sides with times */
async function cuttablePoint({ file, scenario, plan }: LoadedScenario): Promise<PointPlan> {
  const { InvalidInput } = await import('../problems/invalid-input.ts');
  const tiers = Object.entries(scenario.tiers);
  if (tiers.length !== 2) {
    const fact = `${tiers.length === 1 ? 'one tier' : `${tiers.length} tiers`}, and a cut has two sides`;
    throw new InvalidInput([{ place: file, key: 'tiers', fact, rule: 'write two, such as edge and cloud' }]);
  }
  const untimed = tiers.filter(([, tier]) => tier.timing === undefined);
  if (untimed.length > 0) {
    const fact = 'missing, and every segment may come to run here';
    const rule = 'write the name of a recording beside the trace, such as cpu-1t';
    throw new InvalidInput(untimed.map(([name]) => ({ place: file, key: `tiers.${name}.timing`, fact, rule })));
  }
  return plan.points[0] as PointPlan;
}
