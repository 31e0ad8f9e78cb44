import { z } from 'zod';
import { PartialDateSchema } from '../date/partial-date.js';
import { SourceSchema } from '../source/source.js';
import { Line, Prose } from '../text/text.js';

/** How a form asks for a field. */
export type InputKind =
  | 'text'
  | 'prose'
  | 'date'
  /** One value per line. */
  | 'lines'
  /** Rows of a text and a date. */
  | 'reservations'
  /** Rows of a name, a share and a country. */
  | 'holders'
  | 'milestone'
  | 'duty'
  | 'listing'
  | 'dossier'
  | 'provider'
  /** The key of a new manual deadline. */
  | 'key'
  /** The key of an open manual deadline. */
  | 'openKey'
  /** Text with suggestions: decisions, open reservations, versions, levels, authorities. */
  | 'decision'
  | 'reservation'
  | 'referential'
  | 'level'
  | 'authority';

/** A field of an event's data, and how its form asks for it. */
export interface FormField {
  name: string;
  input: InputKind;
  required: boolean;
  /** Recorded as an empty list where nothing is entered. */
  isAlwaysGiven?: true;
}

/** Where officers find a type of event; the types of a group are in the order of their stream's list. */
export type EventGroup =
  'progress' | 'grants' | 'oversight' | 'said' | 'structure' | 'authorizations' | 'names' | 'deadlines';

/** What besides the timeline an event has an effect on, and so which rules read it. */
export type Effect = 'status' | 'grants' | 'dependencies' | 'deadlines' | 'none';

/** What a type of event is: the forms, the lists of recordable types, the unions and the CSV columns derive from it. */
export interface EventDescription<T extends string, S, E extends Effect> {
  type: T;
  schema: S;
  /** `fact`: has a date and a source. `undated`: a date is optional. `housekeeping`: so is a source. */
  dating: 'fact' | 'undated' | 'housekeeping';
  effect: E;
  /** Absent: no form records it. */
  group?: EventGroup;
  /** The decision to record it reads earlier events of the stream, not only whether the stream exists. */
  readsRecord?: true;
  /** In the order in which its form asks. */
  fields: readonly FormField[];
}

interface Asked<S extends z.ZodType> {
  schema: S;
  /** `undefined`: part of the identity of a stream, which no form changes. */
  input: InputKind | undefined;
}

export const asks = <S extends z.ZodType>(schema: S, input: InputKind = 'text'): Asked<S> => ({ schema, input });
export const fixed = <S extends z.ZodType>(schema: S): Asked<S> => ({ schema, input: undefined });

type Fields = Record<string, Asked<z.ZodType>>;
type ShapeOf<F extends Fields> = { [K in keyof F]: F[K]['schema'] };

/** Every type may have a title and a note; where a type asks for a title itself, its own rule holds. */
const REMARKS = { title: asks(Line.optional()), note: asks(Prose.optional(), 'prose') };
type Remarks = ShapeOf<typeof REMARKS>;

const payload = <F extends Fields>(fields: F) =>
  z.strictObject<Omit<Remarks, keyof F> & ShapeOf<F>>(shapeOf({ ...REMARKS, ...fields }) as never);

const shapeOf = (fields: Fields): z.ZodRawShape =>
  Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema]));

function formFields(fields: Fields): FormField[] {
  const { title, note } = REMARKS;
  return Object.entries({ ...fields, ...(!('title' in fields) && { title }), note }).flatMap(
    ([name, { schema, input }]): FormField[] => {
      if (input === undefined) return [];
      const required = !schema.safeParse(undefined).success;
      return [
        required && input === 'lines'
          ? { name, input, required: false, isAlwaysGiven: true }
          : { name, input, required },
      ];
    },
  );
}

type About<E extends Effect> = Pick<EventDescription<string, unknown, E>, 'effect' | 'group' | 'readsRecord'>;

/** Something that happened on a known date, according to a source. Only facts can change a status. */
export const fact = <T extends string, F extends Fields, E extends Effect>(type: T, about: About<E>, fields: F) => ({
  type,
  schema: z.strictObject({
    type: z.literal(type),
    occurred: PartialDateSchema,
    source: SourceSchema,
    data: payload(fields),
  }),
  dating: 'fact' as const,
  ...about,
  fields: formFields(fields),
});

/** Something with a source whose date may be unknown; it is always shown. */
export const undatedFact = <T extends string, F extends Fields, E extends Effect>(
  type: T,
  about: About<E>,
  fields: F,
) => ({
  type,
  schema: z.strictObject({
    type: z.literal(type),
    occurred: PartialDateSchema.optional(),
    source: SourceSchema,
    data: payload(fields),
  }),
  dating: 'undated' as const,
  ...about,
  fields: formFields(fields),
});

/** Bookkeeping of the ledger: date and source are optional. */
export const housekeeping = <T extends string, F extends Fields, E extends Effect>(
  type: T,
  about: About<E>,
  fields: F,
) => ({
  type,
  schema: z.strictObject({
    type: z.literal(type),
    occurred: PartialDateSchema.optional(),
    source: SourceSchema.optional(),
    data: payload(fields),
  }),
  dating: 'housekeeping' as const,
  ...about,
  fields: formFields(fields),
});

type Schemas<D extends readonly { schema: unknown }[]> = { [I in keyof D]: D[I]['schema'] };

/** The schemas of a list of descriptions. */
export const schemasOf = <const D extends readonly { schema: unknown }[]>(descriptions: D): Schemas<D> =>
  descriptions.map(({ schema }) => schema) as Schemas<D>;

/** The types of a list of descriptions that have some effect. */
export type TypesWith<D extends readonly { type: string; effect: Effect }[], E extends Effect> = Extract<
  D[number],
  { effect: E }
>['type'];
