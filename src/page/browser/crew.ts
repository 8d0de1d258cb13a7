/** Workers that run the plan among them, each its share of the points: a move of a slider is answered sooner the more cores there are. */

import type { PointResult } from '../../sim/summary/result.ts';
import type { Settings } from '../knob.ts';
import type { Answer, Request } from '../messages.ts';

/** Workers at most: each holds the recordings. */
const MOST = 4;

export interface Crew {
  /** All points, in the order of the plan. One run at a time. */
  run(settings: Settings): Promise<readonly PointResult[]>;
}

/** @param script of a worker @param base64 the plan, packed and compressed */
export function startCrew(script: string, base64: string): Crew {
  const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const of = Math.min(MOST, Math.max(1, navigator.hardwareConcurrency));
  const workers = Array.from({ length: of }, () => new Worker(address));
  const tell = (worker: Worker, request: Request) => worker.postMessage(request);
  workers.forEach((worker, first) => {
    tell(worker, { kind: 'plan', base64, share: { first, of } });
  });
  return {
    async run(settings) {
      const shares = await Promise.all(
        workers.map((worker) => {
          const answer = new Promise<Answer>((resolve) => {
            worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
          });
          tell(worker, { kind: 'run', settings });
          return answer;
        }),
      );
      const count = shares.reduce((sum, { length }) => sum + length, 0);
      return Array.from({ length: count }, (_, index) => shares[index % of]?.[Math.floor(index / of)] as PointResult);
    },
  };
}
