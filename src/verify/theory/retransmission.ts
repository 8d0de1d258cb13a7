/**
 * A lossy link that sends a lost packet again at once.
 *
 * Random loss p: a packet takes a geometric number of tries, mean 1 / (1 - p), variance p / (1 - p)^2; a message of n packets their sum.
 * Gilbert and Elliott's channel: over a long run a share pi_good loss_good + pi_bad loss_bad of tries is lost, pi_bad = g / (g + b).
 *
 * @see Gilbert 1960; Elliott 1963
 */

/** First two moments of the time of a message of `packets` packets, each try lasting `packetTime`. */
export function sentAgain(packets: number, packetTime: number, loss: number): { readonly mean: number; readonly second: number } {
  const mean = packets / (1 - loss);
  const variance = (packets * loss) / (1 - loss) ** 2;
  return { mean: mean * packetTime, second: (variance + mean ** 2) * packetTime ** 2 };
}

/** Long-run share of tries that are lost. @param goodToBad, badToGood probabilities a try */
export function burstLoss(goodToBad: number, badToGood: number, lossInGood: number, lossInBad: number): number {
  const bad = goodToBad / (goodToBad + badToGood);
  return (1 - bad) * lossInGood + bad * lossInBad;
}
