declare module 'seedrandom/lib/alea.js' {
  /** Johannes Baagoe's Alea: returns a generator of numbers in [0, 1) with 32 random bits. */
  export default function alea(seed: string): () => number;
}
