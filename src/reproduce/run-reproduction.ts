/**
 * Every related system: what its paper says, what our run of its rule says, and a verdict. Knows no terminal and writes no file.
 *
 * Published figures stand in the file of each system with where they come from; ours are computed when this runs, from shipped scenarios and
 * recordings, and stand nowhere.
 */
import type { PaperRun } from '../report/charts/paper-run.ts';
import { type Claim, differenceOf, VERDICTS, type Verdict } from './claim.ts';
import { openLaboratory } from './laboratory.ts';
import { type System, type SystemReport, verdictIn } from './system.ts';
import { branchynet } from './systems/branchynet.ts';
import { calibration } from './systems/calibration.ts';
import { ddnn } from './systems/ddnn.ts';
import { deepwear } from './systems/deepwear.ts';
import { deex, paperRuns } from './systems/deex.ts';
import { edgent } from './systems/edgent.ts';
import { gus } from './systems/gus.ts';
import { mobilenet } from './systems/mobilenet.ts';
import { neurosurgeon, partitioning } from './systems/partitioning.ts';
import { spinn } from './systems/spinn.ts';
import { ucbee } from './systems/ucbee.ts';

/** Names of the systems of each file, so that one can be run without the others. */
const SYSTEMS: readonly (readonly [names: readonly string[], system: System])[] = [
  [['DEEx, CIFAR-10', 'DEEx, cat and dog'], deex],
  [['BranchyNet'], branchynet],
  [['Partitioning'], partitioning],
  [['MobileNetV2 with branches'], mobilenet],
  [['Temperature scaling', 'Calibrated offloading'], calibration],
  [['UCBEE, AdaEE'], ucbee],
  [['DDNN'], ddnn],
  [['SPINN'], spinn],
  [['Edgent', 'Boomerang'], edgent],
  [['Neurosurgeon'], neurosurgeon],
  [['DeepWear'], deepwear],
  [['GUS'], gus],
];

export function systemNames(): readonly string[] {
  return SYSTEMS.flatMap(([names]) => names);
}

/** A claim with what follows from it. */
export type JudgedClaim = Claim & { readonly difference: number | null; readonly verdict: Verdict };

export interface JudgedSystem extends Omit<SystemReport, 'claims'> {
  readonly claims: readonly JudgedClaim[];
}

export interface Reproduction {
  readonly systems: readonly JudgedSystem[];
  /** Claims by verdict. */
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** What the charts of the DEEx paper's figures are drawn from; none where it was not asked for. */
  readonly paperRuns: readonly PaperRun[];
}

export interface ReproductionOptions {
  /** Only systems whose name holds this, in any case. */
  readonly only?: string | undefined;
  /** Called with systems done and in all. */
  readonly onProgress?: (done: number, total: number) => void;
}

export async function runReproduction({ only = '', onProgress = () => {} }: ReproductionOptions = {}): Promise<Reproduction> {
  const laboratory = openLaboratory();
  const isWanted = (name: string) => name.toLowerCase().includes(only.toLowerCase());
  const wanted = SYSTEMS.filter(([names]) => names.some(isWanted));
  const systems: JudgedSystem[] = [];
  for (const [index, [, system]] of wanted.entries()) {
    onProgress(index, wanted.length);
    systems.push(...(await system(laboratory)).filter(({ name }) => isWanted(name)).map(judge));
  }
  onProgress(wanted.length, wanted.length);
  const claims = systems.flatMap((system) => system.claims);
  const count = (verdict: Verdict) => claims.filter((claim) => claim.verdict === verdict).length;
  return {
    systems,
    verdicts: Object.fromEntries(VERDICTS.map((verdict) => [verdict, count(verdict)])) as Record<Verdict, number>,
    paperRuns: wanted.some(([, system]) => system === deex) ? await paperRuns(laboratory) : [],
  };
}

function judge(report: SystemReport): JudgedSystem {
  return {
    ...report,
    claims: report.claims.map((claim) => ({ ...claim, difference: differenceOf(claim), verdict: verdictIn(report, claim) })),
  };
}
