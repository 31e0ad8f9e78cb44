import { z } from 'zod';
import { DaySchema } from '../date/day.js';
import { hasCredentials, Line, Prose } from '../text/text.js';
import { problemWithLine } from '../text/hidden-characters.js';
import { because, refusedFor } from '../validation.js';

/** Where a fact comes from, best first. The rank of a kind is its place in this list. */
export const SOURCE_KINDS = ['decision', 'catalogue', 'list', 'statement', 'company', 'press', 'other'] as const;

export type SourceKind = (typeof SOURCE_KINDS)[number];

export const SourceSchema = z
  .strictObject({
    kind: z.enum(SOURCE_KINDS),
    publisher: Line,
    speaker: z
      .literal('other')
      .optional()
      .describe(
        'A company that does not speak for the provider. Set by Jalon when a claim about the status is recorded.',
      ),
    url: z
      .url({ protocol: /^https?$/, error: because('web-address') })
      .max(2000)
      .superRefine(refusedFor(problemWithLine))
      .refine((url) => !hasCredentials(url), { error: because('url-with-credentials') })
      .optional(),
    title: Line.optional(),
    quote: Prose.optional(),
    readOn: DaySchema.optional(),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, { error: because('sha256-format') })
      .optional(),
  })
  .meta({ id: 'Source' });

export type Source = z.infer<typeof SourceSchema>;

/** From 1 (decision of the authority) to 7 (any other source, and a company that does not speak for the provider). */
export const rank = ({ kind, speaker }: Pick<Source, 'kind' | 'speaker'>): number =>
  SOURCE_KINDS.indexOf(speaker ?? kind) + 1;

/** The last rank of official sources; lower ranks are unconfirmed claims. */
export const LAST_CONFIRMING_RANK = 4;

/** Whether it is an official source. */
export const confirms = (source: Pick<Source, 'kind' | 'speaker'>): boolean => rank(source) <= LAST_CONFIRMING_RANK;

/** Whether the source is a claim: that of the provider, its owners or the press. */
export const isClaim = (source: Source): boolean => movesStatus(source) && !confirms(source);

/** Whether the source may move a status at all. */
export const movesStatus = (source: Source): boolean => rank(source) < SOURCE_KINDS.length;

/** The best rank among sources; 8, below every source, when there are none. */
export const bestRank = (sources: readonly Source[]): number => Math.min(8, ...sources.map(rank));
