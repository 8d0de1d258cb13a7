/**
 * One line that tells how far something is, how fast it goes and how long it will take.
 *
 * Knows a stream and a clock, nothing of the work. On a terminal the line is rewritten, elsewhere a plain line comes every ten
 * seconds; it uses no colour.
 */

export interface Progress {
  /** Tells that `done` of the total is done; cheap enough to be called for every sample. */
  update(done: number): void;
  /** Ends the line. */
  finish(): void;
}

export interface ProgressOptions {
  /** What is being done: `recording`. */
  readonly label: string;
  /** What is counted: `samples`. */
  readonly unit: string;
  /** Undefined where nobody knows. */
  readonly total: number | undefined;
  /** Done before this run began; left out of the rate. */
  readonly already?: number;
  /** Shows an amount; default with thousands separators. */
  readonly format?: (amount: number) => string;
  readonly stream?: Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>;
  /** Clock [ms]. */
  readonly now?: () => number;
}

const TERMINAL_MS = 100;
const PLAIN_MS = 10_000;

/** A duration as people say it: `8 s`, `3 min 20 s`, `2 h 5 min`. */
function tellSeconds(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** Begins a progress line on standard error. */
export function showProgress(options: ProgressOptions): Progress {
  const { label, unit, total, already = 0, stream = process.stderr, now = () => performance.now() } = options;
  const format = options.format ?? ((amount: number) => Math.round(amount).toLocaleString('en-US'));
  const isTerminal = stream.isTTY === true;
  const begin = now();
  let next = begin + (isTerminal ? 0 : PLAIN_MS);
  let width = 0;
  const compose = (done: number, time: number): string => {
    const rate = (done - already) / Math.max((time - begin) / 1000, 1e-3);
    const amount =
      total === undefined
        ? `${format(done)} ${unit}`
        : `${format(done)} of ${format(total)} ${unit}  ${Math.floor((100 * done) / total)} %`;
    const left = total === undefined || rate <= 0 ? '' : `  ${tellSeconds((total - done) / rate)} left`;
    return `${label}  ${amount}  ${format(rate)}/s${left}`;
  };
  return {
    update(done) {
      const time = now();
      if (time < next && !(isTerminal && done === total)) return;
      next = time + (isTerminal ? TERMINAL_MS : PLAIN_MS);
      const line = compose(done, time);
      if (!isTerminal) {
        stream.write(`${line}\n`);
        return;
      }
      const cut = line.slice(0, Math.max(20, (stream.columns ?? 80) - 1));
      stream.write(`\r${cut.padEnd(width)}`);
      width = cut.length;
    },
    finish() {
      if (width > 0) stream.write('\n');
      width = 0;
    },
  };
}
