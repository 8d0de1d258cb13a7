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

const SYSTEMS: readonly System[] = [
  deex,
  branchynet,
  partitioning,
  mobilenet,
  calibration,
  ucbee,
  ddnn,
  spinn,
  edgent,
  neurosurgeon,
  deepwear,
  gus,
];

/** A claim with what follows from it. */
export type JudgedClaim = Claim & { readonly difference: number | null; readonly verdict: Verdict };

export interface JudgedSystem extends Omit<SystemReport, 'claims'> {
  readonly claims: readonly JudgedClaim[];
}

export interface Reproduction {
  readonly systems: readonly JudgedSystem[];
  /** Claims by verdict. */
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** What the charts of the first paper's figures are drawn from. */
  readonly paperRuns: readonly PaperRun[];
}

/** @param onProgress called with steps done and in all */
export async function runReproduction(onProgress: (done: number, total: number) => void = () => {}): Promise<Reproduction> {
  const laboratory = openLaboratory();
  const systems: JudgedSystem[] = [];
  for (const [index, system] of SYSTEMS.entries()) {
    onProgress(index, SYSTEMS.length + 1);
    systems.push(...(await system(laboratory)).map(judge));
  }
  onProgress(SYSTEMS.length, SYSTEMS.length + 1);
  const claims = systems.flatMap((system) => system.claims);
  const count = (verdict: Verdict) => claims.filter((claim) => claim.verdict === verdict).length;
  const runs = await paperRuns(laboratory);
  onProgress(SYSTEMS.length + 1, SYSTEMS.length + 1);
  return {
    systems,
    verdicts: Object.fromEntries(VERDICTS.map((verdict) => [verdict, count(verdict)])) as Record<Verdict, number>,
    paperRuns: runs,
  };
}

function judge(report: SystemReport): JudgedSystem {
  return {
    ...report,
    claims: report.claims.map((claim) => ({ ...claim, difference: differenceOf(claim), verdict: verdictIn(report, claim) })),
  };
}
