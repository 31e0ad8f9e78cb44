/** What a form asks of a source, in its order; their names begin with `source.` there. */
export const SOURCE_FIELDS = ['kind', 'publisher', 'url', 'title', 'quote', 'readOn'] as const;

export type SourceField = (typeof SOURCE_FIELDS)[number];
