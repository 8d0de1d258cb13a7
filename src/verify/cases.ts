/** All cases, family by family. */

import type { Case } from './case.ts';
import { batchCases } from './cases/batches.ts';
import { byHandCases } from './cases/by-hand.ts';
import { finiteRoomCases } from './cases/finite-room.ts';
import { networkCases } from './cases/networks.ts';
import { precedenceCases } from './cases/precedence.ts';
import { severalServersCases } from './cases/several-servers.ts';
import { sharingCases } from './cases/sharing.ts';
import { singleServerCases } from './cases/single-server.ts';
import { weatherCases } from './cases/weather.ts';

export function allCases(): Case[] {
  return [
    ...byHandCases(),
    ...singleServerCases(),
    ...severalServersCases(),
    ...sharingCases(),
    ...precedenceCases(),
    ...finiteRoomCases(),
    ...networkCases(),
    ...weatherCases(),
    ...batchCases(),
  ];
}
