/** Policies that decide as the run goes, by their numbers. */

import type { Boomerang } from '../policies/boomerang.ts';
import type { Deepwear } from '../policies/deepwear.ts';
import type { Edgent } from '../policies/edgent.ts';
import type { Gus } from '../policies/gus.ts';
import type { Neurosurgeon } from '../policies/neurosurgeon.ts';
import type { QueueAware } from '../policies/queue-aware.ts';
import type { Spinn } from '../policies/spinn.ts';
import type { Ucbee } from '../policies/ucbee.ts';

/** Those that need a table of what each of their rules costs, made from recordings of other samples. */
export type ProfiledPlan =
  | ({ readonly name: 'neurosurgeon' } & Neurosurgeon)
  | ({ readonly name: 'edgent' } & Edgent)
  | ({ readonly name: 'boomerang' } & Boomerang)
  | ({ readonly name: 'spinn' } & Spinn)
  | ({ readonly name: 'deepwear' } & Deepwear)
  | ({ readonly name: 'gus' } & Gus);

export type AdaptivePlan = ({ readonly name: 'queue-aware' } & QueueAware) | ({ readonly name: 'ucbee' } & Ucbee) | ProfiledPlan;
