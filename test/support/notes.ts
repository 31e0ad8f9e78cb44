import { randomUUID } from 'node:crypto';
import type { Codec, Model } from '#event-store/events.js';
import { EventStore } from '#event-store/event-store.js';
import { freshDatabase, type TestDatabase } from './database.js';

/** The smallest domain there is, for tests of the store itself. */
export interface Note {
  type: 'Noted';
  data: { text: string } & Record<string, unknown>;
}

export const noteCodec: Codec<Note> = {
  encode: ({ type, data }) => ({ type, schemaVersion: 1, occurred: null, data, source: null }),
  decode: ({ data }) => ({ type: 'Noted', data: data as Note['data'] }),
};

/** A stream's texts, in order. */
export const notesModel: Model<readonly string[], Note> = {
  initial: [],
  evolve: (texts, { event }) => [...texts, event.data.text],
};

export const note = (text: string, more: Record<string, unknown> = {}): Note => ({
  type: 'Noted',
  data: { text, ...more },
});

export const withId = (event: Note, id: string = randomUUID()): { id: string; event: Note } => ({ id, event });

/** A fresh database and the store on it. */
export async function noteStore(): Promise<{ database: TestDatabase; events: EventStore<Note> }> {
  const database = await freshDatabase();
  return { database, events: new EventStore(database.app, noteCodec) };
}

export const me = { actor: 'tester' };
