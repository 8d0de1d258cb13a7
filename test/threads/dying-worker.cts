/** A thread that ends before it has answered; for tests. */

function help(): never {
  process.exit(7);
}

module.exports = { help };
