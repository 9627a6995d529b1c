export const formats = ['table', 'json', 'ndjson'] as const;
export type Format = (typeof formats)[number];
