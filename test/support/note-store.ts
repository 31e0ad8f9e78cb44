import { EventStore } from '#event-store/event-store.js';
import { freshDatabase, type TestDatabase } from './database.js';
import { noteCodec, type Note } from './notes.js';

/** A fresh database and the store on it. */
export async function noteStore(): Promise<{ database: TestDatabase; events: EventStore<Note> }> {
  const database = await freshDatabase();
  return { database, events: new EventStore(database.app, noteCodec) };
}

export const me = { actor: 'tester' };
