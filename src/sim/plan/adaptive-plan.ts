/** Policies that decide as the run goes, by their numbers. */

import type { QueueAware } from '../policies/queue-aware.ts';
import type { Ucbee } from '../policies/ucbee.ts';

export type AdaptivePlan = ({ readonly name: 'queue-aware' } & QueueAware) | ({ readonly name: 'ucbee' } & Ucbee);
