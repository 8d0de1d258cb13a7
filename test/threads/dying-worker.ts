/** A thread that ends before it has answered; for tests. */

export function runShare(): never {
  process.exit(7);
}
