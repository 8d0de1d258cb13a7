/** Assembled from select-ranks.wat; null in a page. */
export const bytes: Uint8Array | null;
