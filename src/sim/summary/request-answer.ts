/** What a request was told, by the exit that answered it. */

import type { PreparedPoint } from '../plan/plan.ts';

export interface RequestAnswer {
  readonly prediction: number;
  readonly confidence: number;
  /** Whether another exit answered than the policy chose, because a queue was full or late or an answer was. */
  readonly isFallback: boolean;
}

/** @param row of the itinerary @param exit that answered, 1..N */
export function requestAnswer(
  { itinerary, recorded }: Pick<PreparedPoint, 'itinerary' | 'recorded'>,
  row: number,
  exit: number,
): RequestAnswer {
  const isFallback = itinerary.exit[row] !== exit;
  // The itinerary knows what a codec made of the exit it chose; an exit that stands in saw what had not been sent.
  const sample = row % recorded.labels.length;
  const prediction = isFallback ? recorded.prediction[exit - 1]?.[sample] : itinerary.prediction[row];
  const confidence = isFallback ? recorded.confidence[exit - 1]?.[sample] : itinerary.confidence[row];
  return { prediction: prediction as number, confidence: confidence as number, isFallback };
}
