/** A thread that ends before it has answered; for tests. */

export function help(): never {
  process.exit(7);
}
