/** Assembled from exponential-times.wat; null in a page. */
export const bytes: Uint8Array | null;
