import { z } from 'zod';
import { type RegisterEvent, registerEvents, RegisterEventSchema } from '../register/register-events.js';
import { SchemeShape } from '../scheme/scheme.js';
import { readAs } from '../text/hidden-characters.js';
import { EventCorrected, EventRetracted } from './corrections.js';
import { asks, type Effect, type EventDescription, type EventGroup, housekeeping, type Named } from './describe.js';
import { type DossierEvent, dossierEvents, DossierEventSchema } from './dossier-events.js';
import { type ProviderEvent, providerEvents, ProviderEventSchema } from './provider-events.js';

const SchemePublished = housekeeping(
  'SchemePublished',
  { effect: 'none', summary: ['scheme'] },
  { scheme: asks(SchemeShape) },
);

/** Stored events are validated by their shape only, so that later rules do not make them unreadable. */
export const SchemeEventSchema = z.discriminatedUnion('type', [SchemePublished.schema, EventCorrected, EventRetracted]);

export type SchemeEvent = z.infer<typeof SchemeEventSchema>;

/** All events of a ledger. The store, REST and CSV use the same types. */
export type LedgerEvent = ProviderEvent | DossierEvent | SchemeEvent | RegisterEvent;

/** The data of an event type; the union, for types that several kinds of stream have. */
export type DataOf<T extends LedgerEvent['type']> = Extract<LedgerEvent, { type: T }>['data'];

type KeysOf<D> = D extends unknown ? keyof D : never;

/** A data field of any event. */
export type FieldName = KeysOf<LedgerEvent['data']>;

type Description = Partial<EventDescription<string, unknown, Effect>> & { type: string };

const descriptions: readonly Description[] = [...providerEvents, ...dossierEvents, SchemePublished, ...registerEvents];

/** Two kinds of stream may have a type of the same name. */
const describing = (type: string): readonly Description[] => descriptions.filter((one) => one.type === type);

/** The fields that the summary of an event gives, or that are shown beside it. */
export const summaryFields = (type: string): ReadonlySet<string> =>
  new Set(describing(type).flatMap(({ summary = [] }) => summary));

/** The values of an event that name such a thing. */
export const named = ({ type, data }: { type: string; data: object }, what: Named): string[] =>
  describing(type).flatMap(({ names }) => {
    const field = names?.[what];
    const value = field === undefined ? undefined : (data as Partial<Record<string, unknown>>)[field];
    return [value ?? []].flat().map((one) => (typeof one === 'string' ? one : (one as { name: string }).name));
  });

/** The type whose events meet deadlines of a kind. */
export const typeMeeting = (kind: string): string | undefined => descriptions.find(({ meets }) => meets === kind)?.type;

/** The type of a role that one type has. */
export const typeInRole = (role: 'milestone' | 'decision'): string => {
  const [type] = descriptions.flatMap((one) => (one.roles?.includes(role) ? [one.type] : []));
  if (type === undefined) throw new Error(`No event type has the role ${role}`);
  return type;
};

export const isIdentifiedByTitle = (type: string): boolean =>
  describing(type).some(({ identifiedByTitle = false }) => identifiedByTitle);

/** Absent: no form records it. */
export const groupOf = (type: string): EventGroup | undefined =>
  describing(type).flatMap(({ group }) => group ?? [])[0];

/** Whether subscriptions hear of it that do not name the type. */
export const isNews = (type: string): boolean => !describing(type).some(({ isNoNews = false }) => isNoNews);

/** The kinds of stream, by the first word of their name: `provider-<uuid>`, `dossier-<uuid>`, `scheme-<slug>`, `register-<slug>`. */
export const schemaOfStream = {
  provider: ProviderEventSchema,
  dossier: DossierEventSchema,
  scheme: SchemeEventSchema,
  register: RegisterEventSchema,
} as const;

export type StreamKind = keyof typeof schemaOfStream;

export const providerStream = (id: string): string => `provider-${id}`;
export const dossierStream = (id: string): string => `dossier-${id}`;
export const schemeStream = (slug: string): string => `scheme-${slug}`;
export const registerStream = (slug: string): string => `register-${slug}`;

export const streamKind = (stream: string): StreamKind => stream.slice(0, stream.indexOf('-')) as StreamKind;

/** The part of a stream name after its kind. */
export const streamId = (stream: string): string => stream.slice(stream.indexOf('-') + 1);

interface Stored {
  stream: string;
  type: string;
  schemaVersion: number;
  occurred: string | null;
  data: unknown;
  source: unknown;
}

/** A stored event does not match the schemas: the ledger is damaged, or newer than this program. */
export class Undecodable extends Error {
  constructor(stored: Stored, reason: string, options?: ErrorOptions) {
    super(`${stored.type} v${stored.schemaVersion} in ${stored.stream} cannot be read: ${reason}`, options);
  }
}

/**
 * Encodes and decodes stored events, with the same schemas for both. When the shape of an event changes incompatibly, its
 * schema version is increased, and `upcast` converts the earlier ones. Fields that only a later version knows are left out,
 * except from a new event, where they are errors. Characters in texts and credentials in addresses are checked only when they are
 * recorded.
 */
export const codec = {
  encode: (event: LedgerEvent) => ({
    type: event.type,
    schemaVersion: latestVersion(event.type),
    occurred: ('occurred' in event && event.occurred) || null,
    data: event.data,
    source: event.source ?? null,
  }),

  decode(stored: Stored, { isNew = false } = {}): LedgerEvent {
    const { stream, type, schemaVersion, occurred, source } = stored;
    if (schemaVersion > latestVersion(type))
      throw new Undecodable(stored, 'it was written by a newer version of Jalon');
    const schema: z.ZodType<LedgerEvent> = schemaOfStream[streamKind(stream)];
    const event = {
      type,
      ...(occurred !== null && { occurred }),
      ...(source !== null && { source }),
      data: upcast(type, schemaVersion, stored.data),
    };
    const parsed = readAs(schema, event);
    if (parsed.success) return parsed.data;
    const known = isNew ? undefined : readAs(schema, withoutUnknownFields(event, parsed.error));
    if (known?.success) return known.data;
    throw new Undecodable(stored, parsed.error.message, { cause: parsed.error });
  },
};

/** A copy without the fields that a strict schema does not know, at any depth. */
function withoutUnknownFields(event: object, { issues }: z.ZodError): unknown {
  const copy = structuredClone(event);
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const holder = issue.path.reduce<unknown>((value, name) => (value as Record<PropertyKey, unknown>)[name], copy);
    for (const key of issue.keys) Reflect.deleteProperty(holder as object, key);
  }
  return copy;
}

/** A recorded event as used by the rules. `position` orders all events of the ledger, `version` those of a stream. */
export interface OnRecord<E> {
  id: string;
  position: number;
  version: number;
  recordedAt: Date;
  event: E;
}

/** The state of a stream is its record: dates and corrections are applied on reading. */
export const recordModel = <E>() => ({
  initial: [] as readonly OnRecord<E>[],
  evolve: (record: readonly OnRecord<E>[], entry: OnRecord<E>): readonly OnRecord<E>[] => [...record, entry],
});

type Data = Record<string, unknown>;

/**
 * For each event type whose schema has changed incompatibly, what makes data of version 1 data of version 2, and so on: as
 * many functions as there are earlier versions. A field that is optional needs none.
 */
const upcasts: Readonly<Record<string, readonly ((data: Data) => Data)[]>> = {
  /** Version 2 names the grant. Several grants can end on one day without a decision number, so the earlier ones stay unnamed. */
  GrantExpired: [(data) => ({ ...data, grant: null })],
};

/** The version in which events of a type are recorded. */
export const latestVersion = (type: string): number => (upcasts[type]?.length ?? 0) + 1;

/** The data of a stored event in the latest version. */
const upcast = (type: string, version: number, data: unknown): unknown =>
  (upcasts[type] ?? []).slice(version - 1).reduce((earlier, next) => next(earlier), data as Data);
