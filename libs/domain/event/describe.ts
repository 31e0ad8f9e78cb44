import { z } from 'zod';
import { PartialDateSchema } from '../date/partial-date.js';
import { SourceSchema } from '../source/source.js';
import { Line, Prose } from '../text/text.js';

/** The kind of input for a field. */
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
  /** The kind of thing that a statement is about. */
  | 'subject'
  /** The kind of number that a company is identified by. */
  | 'identifier'
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
  /** Recorded as an empty list if nothing is entered. */
  isAlwaysGiven?: true;
}

/** The group that lists the event type; types of a group are in the order of their stream's list. */
export type EventGroup =
  | 'progress'
  | 'grants'
  | 'oversight'
  | 'said'
  | 'structure'
  | 'authorizations'
  | 'names'
  | 'deadlines';

/** What an event affects besides the timeline, and so which rules read it. */
export type Effect = 'status' | 'grants' | 'dependencies' | 'deadlines' | 'none';

/** What rules see in an event, apart from its type. */
export type Role =
  /** Ends an application. */
  | 'turn'
  /** Brings an application forward, by whoever it is said. */
  | 'step'
  /** Names a stage of the scheme that is reached or aimed at. */
  | 'stage'
  /** Reaches a stage of the scheme. */
  | 'milestone'
  /** Of several with imprecise dates, the order of recording counts. */
  | 'ordered'
  /** Says in public that a dossier is to come, or what a provider does with others. */
  | 'announcement'
  /** May name the version of the referential that is sought. */
  | 'names-version'
  /** May begin or extend a grant. */
  | 'validity'
  /** Says since when a grant runs, which may be before its own day. */
  | 'start'
  /** What a register said. */
  | 'observation'
  /** A decision itself. */
  | 'decision'
  | 'surveillance'
  /** Names the service of the dossier. */
  | 'scope'
  /** Happens on one day only. */
  | 'once';

/** What the value of a field names, for search, subscriptions and imports. */
export type Named =
  /** The service of the dossier. */
  | 'service'
  /** The provider that holds the service from now on. */
  | 'holder'
  /** The register that said so, and its key of the entry. */
  | 'register'
  | 'entry'
  /** Companies that take part in or own the provider. */
  | 'party'
  | 'technology';

/** The description of an event type, from which forms, lists of recordable types, unions and CSV columns derive. */
export interface EventDescription<
  T extends string,
  S,
  E extends Effect,
  F extends string = string,
  R extends Role = Role,
> {
  type: T;
  schema: S;
  /** `fact`: date and source required. `undated`: date optional. `housekeeping`: both optional. */
  dating: 'fact' | 'undated' | 'housekeeping';
  effect: E;
  roles?: readonly R[];
  /** The kind of deadline that it meets. */
  meets?: 'reservation' | 'surveillance';
  /** The fields that its summary gives in every language, or that are shown beside it. */
  summary?: readonly F[];
  names?: Partial<Readonly<Record<Named, F>>>;
  /** Two events of this type with different titles are not the same. */
  identifiedByTitle?: true;
  /** No news of its own: only subscriptions that name the type hear of it. */
  isNoNews?: true;
  /** Absent: no form records it. */
  group?: EventGroup;
  /** Whether its rule reads earlier events of the stream. */
  readsRecord?: true;
  /** In the order of the form. */
  fields: readonly FormField[];
}

interface Asked<S extends z.ZodType> {
  schema: S;
  /** `undefined`: no form asks for it. */
  input: InputKind | undefined;
}

export const asks = <S extends z.ZodType>(schema: S, input: InputKind = 'text'): Asked<S> => ({ schema, input });
export const fixed = <S extends z.ZodType>(schema: S): Asked<S> => ({ schema, input: undefined });

type Fields = Record<string, Asked<z.ZodType>>;
type ShapeOf<F extends Fields> = { [K in keyof F]: F[K]['schema'] };

/** Every type has an optional title and note; a type that defines a title itself overrides it. */
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

type About<E extends Effect, F, R extends Role> = Omit<
  EventDescription<string, unknown, E, NoInfer<keyof F & string>, R>,
  'type' | 'schema' | 'dating' | 'fields'
>;

/** Describes the types of a dating, whose events have a date and a source or may have them. */
const dated =
  <D extends EventDescription<string, unknown, Effect>['dating'], H extends z.ZodRawShape>(dating: D, head: H) =>
  <T extends string, F extends Fields, E extends Effect, R extends Role = never>(
    type: T,
    about: About<E, F, R>,
    fields: F,
  ) => ({
    type,
    schema: z.strictObject({ type: z.literal(type), ...head, data: payload(fields) }),
    dating,
    ...about,
    fields: formFields(fields),
  });

/** An event with a date and a source. Only facts can change a status. */
export const fact = dated('fact', { occurred: PartialDateSchema, source: SourceSchema });

/** An event with a source whose date may be unknown; undated ones are shown on every date. */
export const undatedFact = dated('undated', { occurred: PartialDateSchema.optional(), source: SourceSchema });

/** Bookkeeping of the ledger: date and source are optional. */
export const housekeeping = dated('housekeeping', {
  occurred: PartialDateSchema.optional(),
  source: SourceSchema.optional(),
});

type Schemas<D extends readonly { schema: unknown }[]> = { [I in keyof D]: D[I]['schema'] };

/** The schemas of a list of descriptions. */
export const schemasOf = <const D extends readonly { schema: unknown }[]>(descriptions: D): Schemas<D> =>
  descriptions.map(({ schema }) => schema) as Schemas<D>;

/** The types that have an effect. */
export type TypesWith<D extends readonly { type: string; effect: Effect }[], E extends Effect> = Extract<
  D[number],
  { effect: E }
>['type'];

interface WithRoles {
  type: string;
  roles?: readonly Role[];
}

/** The types that have a role. */
export type TypesInRole<D extends readonly WithRoles[], R extends Role> = InRole<D[number], R>;
type InRole<One, R> = One extends { type: infer T; roles?: readonly (infer K)[] } ? (R extends K ? T : never) : never;

/** Asks for the role of an event whose type is described. */
export function rolesOf(descriptions: readonly WithRoles[]) {
  const roles = new Map(descriptions.map(({ type, roles = [] }) => [type, roles]));
  return ({ type }: { type: string }, role: Role): boolean => roles.get(type)?.includes(role) ?? false;
}
