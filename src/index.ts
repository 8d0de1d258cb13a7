/** The library: `import { loadScenario, simulate, simulateOnThreads } from 'deex-sim'`. */

export type { Cut, CutParts } from './optimize/partition/cut.ts';
export { cutByEnumeration } from './optimize/partition/cut-by-enumeration.ts';
export { cutByShortestPath } from './optimize/partition/cut-by-shortest-path.ts';
export { type BandwidthRange, cutsByBandwidth } from './optimize/partition/cuts-by-bandwidth.ts';
export type { Layer, PartitionLink, PartitionNetwork, SideBranch } from './optimize/partition/network.ts';
export { type DevicePower, type EnergySplit, splitForEnergy, splitForLatency } from './optimize/partition/neurosurgeon.ts';
export { InvalidInput, type Problem } from './problems/invalid-input.ts';
export { type LoadedScenario, type LoadOptions, loadScenario } from './scenario/load-scenario.ts';
export type { Scenario } from './scenario/schema.ts';
export type { RunOptions } from './sim/engine/run-plan.ts';
export type { Plan, PointPlan } from './sim/plan/plan.ts';
export type { OwnPolicy as Policy, PolicyModule, SetUp } from './sim/policies/own-policy.ts';
export type { Approach, Chooser, Decision, Measure, Observation, Outcome, Rule, Situation } from './sim/policies/policy.ts';
export type { RuleFacts } from './sim/policies/rule-facts.ts';
export type { Records } from './sim/records/records.ts';
export type {
  Crossing,
  ExitShare,
  Interval,
  LatencyMs,
  PairedDifference,
  PointResult,
  Result,
} from './sim/summary/result.ts';
export { simulate } from './simulate.ts';
export { simulateOnThreads, type ThreadedOptions } from './simulate-on-threads.ts';
