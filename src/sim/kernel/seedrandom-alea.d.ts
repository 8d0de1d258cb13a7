declare module 'seedrandom/lib/alea.js' {
  /** Where a generator stands: its last three numbers, oldest first, and what it carries over. */
  export interface AleaState {
    s0: number;
    s1: number;
    s2: number;
    c: number;
  }
  /** Johannes Baagoe's Alea: returns a generator of numbers in [0, 1) with 32 random bits. */
  export default function alea(seed: string): () => number;
  export default function alea(seed: string, options: { readonly state: true }): { state(): AleaState };
}
