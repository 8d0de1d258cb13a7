/**
 * M/D/1: the distribution of the wait when every service takes the same time D.
 *
 *   P(W <= t) = (1 - rho) sum_{k=0}^{floor(t/D)} (lambda (k D - t))^k / k!  exp(lambda (t - k D))
 *
 * The signs alternate, so the sum is good for a few D only. The mean is Pollaczek and Khinchine's.
 *
 * @see Erlang 1909; Gross et al., Fundamentals of Queueing Theory (2008), 5.1.5
 */

/** Share of requests that wait at most `time`. @example md1WaitWithin(0.5, 1, 0) // 0.5 */
export function md1WaitWithin(arrivalRate: number, service: number, time: number): number {
  let sum = 0;
  let factorial = 1;
  for (let k = 0; k <= Math.floor(time / service); k++) {
    if (k > 0) factorial *= k;
    const left = arrivalRate * (time - k * service);
    sum += ((-left) ** k / factorial) * Math.exp(left);
  }
  return (1 - arrivalRate * service) * sum;
}
