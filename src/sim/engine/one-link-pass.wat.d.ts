/** Assembled from one-link-pass.wat; null in a page. */
export const bytes: Uint8Array | null;
