/**
 * Helper threads that stand by for the next run: the first run of a process waits until they are started and their code is compiled,
 * later ones find them ready. The only file that knows the library of threads.
 */

import type { Piscina } from 'piscina';

/** How long a helper stands by; then its memory is given back [ms]. */
const STAND_BY_MS = 10_000;
/** Who asks for helpers says how many; the library wants a bound. */
const MOST = 1024;

/** Helpers that start with a file of code. */
export interface Crew {
  /** A helper that is free, or a new one, answers. Rejects where it fails or ends by itself. */
  ask<Answer>(question: unknown): Promise<Answer>;
  /** Ends all helpers; whoever waits for one is refused. */
  dismiss(): Promise<void>;
}

const crews = new Map<string, Piscina>();
/** Questions that are not answered yet. */
let asked = 0;

/** Helpers that have nothing to do, of whatever kind. */
export function standingBy(): number {
  let threads = 0;
  for (const pool of crews.values()) threads += pool.threads.length;
  return Math.max(0, threads - asked);
}

/** The crew of that file: the same as before, unless it was dismissed. A process whose helpers stand by may end. */
export async function callCrew(worker: URL): Promise<Crew> {
  const { Piscina } = await import('piscina');
  const pool = crews.get(worker.href) ?? new Piscina({ ...SIZE, filename: worker.href, name: 'help' });
  crews.set(worker.href, pool);
  // One for each question that is open: many are no mistake.
  pool.setMaxListeners(0);
  return {
    ask: async (question) => {
      let refuse: (error: unknown) => void = () => undefined;
      const died = new Promise<never>((_, reject) => {
        refuse = reject;
      });
      pool.on('error', refuse);
      asked++;
      try {
        return await Promise.race([died, pool.run(question)]);
      } finally {
        asked--;
        pool.off('error', refuse);
      }
    },
    dismiss: async () => {
      if (crews.get(worker.href) === pool) crews.delete(worker.href);
      await pool.destroy();
    },
  };
}

const SIZE = { minThreads: 0, maxThreads: MOST, maxQueue: MOST, idleTimeout: STAND_BY_MS, recordTiming: false };
