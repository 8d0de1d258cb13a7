/** What may be searched or left as the scenario has it. */

export const SEARCH_KEYS = ['policy', 'p_d', 'p_tar', 'T', 'payload', 'codec', 'cut'] as const;
export type SearchKey = (typeof SEARCH_KEYS)[number];
