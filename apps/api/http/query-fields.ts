import { hash } from 'node:crypto';
import { z } from 'zod';
import { type EpochPosition, FIRST_EPOCH, positionIn, WRITTEN_POSITION } from '#database/ledger-epochs.js';
import { Cursor, decodeCursor } from '#projections/page.js';
import { DaySchema, problemWithDay } from '#domain/date/day.js';
import { InstantSchema, isInstant, problemWithInstant } from '#domain/date/instant.js';
import { reason } from '#domain/refusal.js';
import type { Reason } from '#domain/reasons.js';
import { fold, Name } from '#domain/text/text.js';
import { because } from '#domain/validation.js';
import { jsonSchemaOf } from './json-schema.js';

/** A whole number as a query writes it. */
export const wholeNumber = (between: { minimum: number; maximum: number }) =>
  z
    .string()
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= between.minimum && Number(text) <= between.maximum, {
      error: because('whole-number-between'),
      params: between,
    })
    .meta({ type: 'integer', ...between })
    .transform(Number);

const position = z
  .string()
  .regex(WRITTEN_POSITION, { error: because('position-format') })
  .transform((text) => positionIn(text) ?? BEGINNING);

export const viewpoint = {
  asOf: DaySchema.optional().describe('Only events that had happened by the end of this day; default: today.'),
  knownAt: InstantSchema.optional().describe('Only events recorded by this instant; default: all.'),
};

export const At = z.strictObject(viewpoint);
export type At = z.output<typeof At>;

export const seen = {
  seen: position
    .optional()
    .describe('Waits until the list includes this ledger position, which must have been recorded.'),
};

export const limit = {
  limit: wholeNumber({ minimum: 1, maximum: 200 }).default(50).describe('Maximum number of items.'),
};

/** @param mark the kinds of value in a cursor of this list */
export const page = (...mark: MarkKind[]) => ({
  ...limit,
  cursor: z
    .string()
    .refine((cursor) => Cursor.safeParse(cursor).success && isOf(mark, decodeCursor(cursor)), {
      error: ({ input }) => because(input === FOREIGN ? 'cursor-of-other-list' : 'cursor-format'),
    })
    .meta({ pattern: '^[\\w-]+$' })
    .optional()
    .describe(
      'Start of the next page, from the Link header of the previous one. It is valid with the same filters only.',
    ),
});

/** Stands for a cursor of another list, or of the same list with other filters. */
export const FOREIGN = '\0foreign';

const SEAL = 8;
/** Parameters that select nothing: which part is shown, and what was done before. */
const NO_FILTERS = ['limit', 'cursor', 'seen', 'page', 'event', 'done'];

/**
 * What binds a cursor to its list and its filters; clients get it before the cursor. It is against mistakes: anyone can compute it.
 *
 * @param list the address or the name of the list
 */
export function sealOf(list: string, asked: Iterable<readonly [string, unknown]>): string {
  const filters = [...asked].filter(([name, value]) => value !== '' && !NO_FILTERS.includes(name)).sort();
  return hash('sha256', JSON.stringify([list, filters]), 'base64url').slice(0, SEAL);
}

/** The cursor that has this seal; otherwise `FOREIGN`, or nothing if it is too short to have one. */
export function unsealed(cursor: string, seal: string): string {
  if (cursor.startsWith(seal)) return cursor.slice(SEAL);
  return cursor.length > SEAL ? FOREIGN : '';
}

type MarkKind = keyof typeof isKind;

const isKind = {
  number: (part: unknown) => Number.isSafeInteger(part),
  string: (part: unknown) => typeof part === 'string' && part.isWellFormed() && !part.includes('\0'),
  instant: (part: unknown) => typeof part === 'string' && isInstant(part),
  uuid: (part: unknown) => z.uuid().safeParse(part).success,
};

const isOf = (kinds: readonly MarkKind[], mark: readonly (string | number)[]): boolean =>
  mark.length === kinds.length && kinds.every((kind, index) => isKind[kind](mark[index]));

const BEGINNING: EpochPosition = { position: 0, epoch: FIRST_EPOCH };

export const after = position.default(BEGINNING).describe('Position of the last known event.');

const MOST_LISTED = 200;

/** `a,b,c`; surrounding spaces and duplicates are ignored. */
export const listOf = <T>(item: z.ZodType<T, string>, example: string[]) =>
  z
    .string()
    .meta({ type: 'array', items: jsonSchemaOf(item, 'input').schema, maxItems: MOST_LISTED, example })
    .transform((text) => [...new Set(text.split(',').map((part) => part.trim()))])
    .pipe(z.array(item).max(MOST_LISTED))
    .optional();

const DossierId = z.uuid().transform((id) => id.toLowerCase());

/** What dossiers, and whatever is about them, are filtered by: lists separated by commas. */
export const about = {
  providers: listOf(Name, ['ovhcloud', 'outscale']).describe('Providers by slug or id.'),
  dossiers: listOf(DossierId, ['0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11']).describe('Dossiers by id.'),
  schemes: listOf(Name, ['secnumcloud', 'hds']).describe('Schemes by slug.'),
};

const facet = Name.refine((value) => fold(value) !== '', { error: because('name-without-letters') }).optional();

export const providerFacets = {
  sector: facet.describe('A sector of an announcement of the provider: the whole name or consecutive words of it.'),
  party: facet.describe('A party to an announcement or partnership of the provider, in the same way.'),
  technology: facet.describe('Technology that the provider uses or announced, in the same way, such as `microsoft`.'),
  owner: facet.describe('A holder in the latest declaration of ownership, in the same way.'),
};

/** Facts of a dossier by which lists are filtered; only whole values match. */
export const dossierFacets = {
  serviceKind: facet.describe('A type of the service, such as `IaaS`.'),
  level: facet.describe('The level of a grant in force.'),
  label: facet.describe('A label that it has.'),
  referential: facet.describe('The version of the standard of a grant in force, such as `3.2`.'),
};

export const stepFields = {
  from: Name.optional().describe(
    'A milestone, or `announcement`: the first announcement. Default: the first milestone.',
  ),
  to: Name.optional().describe(
    'A later milestone. Default: the outcome; the start of the first grant reaches it, too.',
  ),
  level: Name.optional().describe('Only dossiers of this level.'),
  year: wholeNumber({ minimum: 1900, maximum: 2199 }).optional().describe('Only dossiers that began in this year.'),
};

const flag = z
  .enum(['true', 'false'])
  .meta({ type: 'boolean', enum: undefined })
  .transform((value) => value === 'true');

export const yesOrNo = (description: string) => flag.optional().describe(description);

/** `<asOf>`, `<asOf>@<knownAt>` or `@<knownAt>`. */
export const pointField = z.string().transform((text, context): { asOf?: string; knownAt?: string } => {
  const [day = '', ...rest] = text.split('@');
  const instant = rest.join('@');
  const problem = problemWith(day, rest.length > 0 ? instant : undefined);
  if (problem)
    context.addIssue({ code: 'custom', message: problem.code, ...(problem.params && { params: problem.params }) });
  return { ...(day !== '' && { asOf: day }), ...(instant !== '' && { knownAt: instant }) };
});

/** @param instant absent without an `@` */
function problemWith(day: string, instant: string | undefined): Reason | undefined {
  if (day === '' && instant === undefined) return reason('point-format');
  const wrongDay = day === '' ? undefined : problemWithDay(day);
  if (wrongDay && wrongDay.code !== 'day-format') return wrongDay;
  if (wrongDay) return reason(instant === undefined ? 'point-format' : 'point-day');
  const wrong = instant === undefined ? undefined : problemWithInstant(instant);
  if (instant === undefined || !wrong) return undefined;
  if (isInstant(instant.replace(' ', '+'))) return reason('point-plus-sign');
  return wrong.code === 'instant-format' ? reason('point-instant') : wrong;
}
