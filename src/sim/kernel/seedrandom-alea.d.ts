declare module 'seedrandom/lib/alea.js' {
  /** Johannes Baagoe's Alea: returns a generator of numbers in [0, 1) with 32 random bits. */
  export default function alea(seed: string): () => number;
  /** The same with a way to learn where it stands: its last three numbers, oldest first, and what it carries over. */
  export default function alea(seed: string, options: { readonly state: true }): { state(): Record<'s0' | 's1' | 's2' | 'c', number> };
}
