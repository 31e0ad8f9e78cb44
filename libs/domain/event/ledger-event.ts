import { z } from 'zod';
import { SchemeShape } from '../scheme/scheme-shape.js';
import { EventCorrected, EventRetracted } from './amendment-events.js';
import { DossierEventSchema, type DossierEvent } from './dossier-events.js';
import { ProviderEventSchema, type ProviderEvent } from './provider-events.js';
import { asks, housekeeping } from './describe.js';

/** Of what is stored only the shape is held to: rules that come later must not make it unreadable. */
export const SchemeEventSchema = z.discriminatedUnion('type', [
  housekeeping('SchemePublished', { effect: 'none' }, { scheme: asks(SchemeShape) }).schema,
  EventCorrected,
  EventRetracted,
]);

export type SchemeEvent = z.infer<typeof SchemeEventSchema>;

/** Everything that a ledger can hold. Stored type, wire type and CSV type are one vocabulary. */
export type LedgerEvent = ProviderEvent | DossierEvent | SchemeEvent;

/** The data of a type of event; of types that are on several streams, any of these. */
export type DataOf<T extends LedgerEvent['type']> = Extract<LedgerEvent, { type: T }>['data'];

type KeysOf<D> = D extends unknown ? keyof D : never;

/** A field of the data of some event. */
export type FieldName = KeysOf<LedgerEvent['data']>;

/** The three kinds of stream, by the first word of their name: `provider-<uuid>`, `dossier-<uuid>`, `scheme-<slug>`. */
export const schemaOfStream = {
  provider: ProviderEventSchema,
  dossier: DossierEventSchema,
  scheme: SchemeEventSchema,
} as const;

export type StreamKind = keyof typeof schemaOfStream;

export const providerStream = (id: string): string => `provider-${id}`;
export const dossierStream = (id: string): string => `dossier-${id}`;
export const schemeStream = (slug: string): string => `scheme-${slug}`;

export const streamKind = (stream: string): StreamKind => stream.slice(0, stream.indexOf('-')) as StreamKind;

/** The id in a stream's name: what comes after its kind. */
export const streamId = (stream: string): string => stream.slice(stream.indexOf('-') + 1);
