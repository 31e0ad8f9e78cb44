import { randomUUID } from 'node:crypto';
import { hashOf } from '#access/api-keys.js';
import type { Scope, Role } from '#access/principal.js';
import type { LedgerDatabase } from '#database/connection.js';
import type { TestApi } from './api.js';
import type { Client } from './client.js';
import { type ConsoleClient, consoleOf } from './console.js';

/** A person with an account and a session of the console. */
export interface SignedInPerson {
  account: string;
  email: string;
  console: ConsoleClient;
}

/** Without the mails of an invitation: for specs about what people do once they are signed in. */
export async function personIn(
  server: TestApi,
  { name, role = 'officer', language = 'en' }: { name: string; role?: Role; language?: 'en' | 'fr' },
): Promise<SignedInPerson> {
  const account = randomUUID();
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.org`;
  const token = `${account}-session`;
  const at = new Date('2026-11-25T08:00:00Z');
  const person = { id: account, name, email, role, created_at: at, joined_at: at };
  await server.owner.insertInto('account').values(person).execute();
  await server.owner
    .insertInto('console_session')
    .values({ hash: hashOf(token), account, created_at: at, seen_at: at })
    .execute();
  const console = consoleOf(server, language);
  console.cookies.set('jalon', token);
  await console.get('/views/new'); // has a form, and so the token of the session
  return { account, email, console };
}

/** A key of a person. */
export async function keyOf(server: TestApi, { account }: SignedInPerson, scope: Scope): Promise<string> {
  const key = await server.keyWith(scope);
  await server.owner
    .updateTable('api_key')
    .set({ account })
    .where('id', '=', key.split('_')[1] ?? '')
    .execute();
  return key;
}

export interface Approvers {
  anne: SignedInPerson;
  boris: SignedInPerson;
  /** Anne over REST. */
  author: Client;
  /** Boris over REST. */
  second: Client;
}

/** Two approvers, where changes of status in SecNumCloud need both. */
export async function fourEyesIn(server: TestApi): Promise<Approvers> {
  const anne = await personIn(server, { name: 'Anne Martin', role: 'approver' });
  const boris = await personIn(server, { name: 'Boris Petit', role: 'approver' });
  await server.api.put('/v1/admin/four-eyes/secnumcloud', { on: true });
  const [author, second] = [await keyOf(server, anne, 'approve'), await keyOf(server, boris, 'approve')];
  return { anne, boris, author: server.as(author), second: server.as(second) };
}

/** The owner of subscriptions, a person in a database, whose address is `email`. */
export async function ownerIn(db: LedgerDatabase, email: string, role: Role = 'officer'): Promise<string> {
  const account = randomUUID();
  const at = new Date('2026-11-25T08:00:00Z');
  const person = { id: account, name: 'Anne Martin', email, role, created_at: at, joined_at: at };
  await db.insertInto('account').values(person).execute();
  return `account:${account}`;
}
