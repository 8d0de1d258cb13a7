/** Rules of the links: one between each two neighbours, each lane with one capacity, chances that leave something over. */

import { extname } from 'node:path';
import { suggestNames } from '../../models/near-names.ts';
import { LINK_PRESETS, linkPreset } from '../../weather/presets.ts';
import { getAt, isTree, type Tree } from '../tree.ts';
import { parseBandwidthBps, parseBytes, quantityFault } from '../units.ts';
import type { Path } from '../yaml-source.ts';
import { checkBuffer } from './check-buffer.ts';
import { checkChain } from './check-chain.ts';
import { checkOutages } from './check-outages.ts';
import type { Draft, Report } from './rule.ts';

const CAPACITIES = ['bandwidth', 'profile', 'markov'];
const LARGEST_PACKET = 1e6;

export function checkLinks({ tree, report }: Draft): void {
  const tiers = getAt(tree, ['tiers']);
  const links = getAt(tree, ['links']);
  if (!isTree(tiers)) return;
  const names = Object.keys(tiers);
  const due = names.slice(1).map((upper, i) => `${names[i]}-${upper}`);
  const given = isTree(links) ? Object.keys(links) : [];
  for (const link of due) {
    if (!given.includes(link)) report(['links'], `no link "${link}"`, `write links: { ${link}: { rtt: .., up: { bandwidth: .. } } }`);
  }
  for (const link of given) {
    if (due.includes(link)) continue;
    const rule = due.length === 0 ? 'remove it: there is one tier' : `write ${due.join(', ')}`;
    report(['links', link], 'joins no two neighbouring tiers', rule);
  }
  for (const link of given) {
    const path = ['links', link];
    if (link !== due[0] && due.includes(link) && getAt(links, [link, 'radio']) !== undefined) {
      report([...path, 'radio'], 'only devices have a radio, and they use the first link', `write it in links.${due[0]}`);
    }
    for (const direction of ['up', 'down']) {
      const lane = getAt(links, [link, direction]);
      if (!isTree(lane)) continue;
      checkLane(lane, [...path, direction], report);
      checkBuffer(lane, [...path, direction], { tree, report });
    }
  }
}

function checkLane(lane: Tree, path: Path, report: Report): void {
  const written = CAPACITIES.filter((key) => lane[key] !== undefined);
  if (written.length !== 1) {
    const fact = written.length === 0 ? 'has no capacity' : `has ${written.join(' and ')}`;
    report(path, fact, `write one of ${CAPACITIES.join(', ')}, such as bandwidth: 5.85 Mbit/s`);
  }
  checkProfile(lane, path, report);
  const { markov } = lane;
  if (typeof markov === 'string' && linkPreset(markov) === undefined) {
    const rule = `${suggestNames(markov, Object.keys(LINK_PRESETS), 'write states')}, or write { states: [..] }`;
    report([...path, 'markov'], `"${markov}" is no preset`, rule);
  }
  checkChain(getAt(markov, ['states']), [...path, 'markov', 'states'], 'bandwidth', readBps, report);
  checkLoss(lane['loss'], [...path, 'loss'], report);
  checkOutages(lane['outages'], [...path, 'outages'], report);
}

function readBps(value: unknown): number | null {
  return quantityFault(value, 'bandwidth', true) === null ? parseBandwidthBps(value as string) : null;
}

function checkProfile(lane: Tree, path: Path, report: Report): void {
  const { profile, format } = lane;
  if (profile === undefined) {
    for (const key of ['format', 'repeat']) {
      if (lane[key] !== undefined) report([...path, key], 'belongs to a profile, and there is none', 'write profile: FILE, or remove it');
    }
    return;
  }
  if (format === undefined) {
    const guess = typeof profile === 'string' && extname(profile) === '.csv' ? 'csv' : 'mahimahi';
    report(path, 'profile has no format', `write format: ${guess}, or ${guess === 'csv' ? 'mahimahi' : 'csv'}`);
  }
  if (format === 'mahimahi' && lane['repeat'] !== undefined) {
    report([...path, 'repeat'], 'a mahimahi profile begins anew after its last value', 'remove it, or write format: csv');
  }
}

function checkLoss(loss: unknown, path: Path, report: Report): void {
  if (!isTree(loss)) return;
  const { random, gemodel, packet } = loss;
  if ((random === undefined) === (gemodel === undefined)) {
    report(
      path,
      random === undefined ? 'neither random nor gemodel' : 'both random and gemodel',
      'write one of them, such as random: 0.01',
    );
  }
  if (quantityFault(packet, 'bytes', false) === null) {
    const bytes = parseBytes(packet as string);
    if (bytes < 1 || bytes > LARGEST_PACKET) report([...path, 'packet'], `"${packet}" is no packet`, 'write a size from 1 B to 1 MB');
  }
  const share = lossOf(gemodel);
  if (share !== null && share >= 1) {
    report([...path, 'gemodel'], 'loses every packet in the long run', 'write r above zero, or 1-h below 1');
  }
}

/** Share of packets a Gilbert-Elliott channel loses in the long run; null where it is not sound. */
function lossOf(gemodel: unknown): number | null {
  if (!isTree(gemodel)) return null;
  const { p, r, '1-h': inBad = 1, '1-k': inGood = 0 } = gemodel;
  if (typeof p !== 'number' || typeof r !== 'number' || typeof inBad !== 'number' || typeof inGood !== 'number') return null;
  const bad = p + r === 0 ? 0 : p / (p + r);
  return bad * inBad + (1 - bad) * inGood;
}
