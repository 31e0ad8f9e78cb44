import type { Kysely, Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { planMailToPerson } from '#subscriptions/sending/account-mails.js';
import { uuidOf } from '#event-store/encoding.js';
import type { Language } from '#language/language.js';
import type { Message } from '#subscriptions/messages/message.js';
import { actorIn, type Role, ROLES } from './principal.js';

/** An account in use that has an address. */
export interface Contact {
  account: string;
  email: string;
  language: Language | null;
}

const contacts = (db: Kysely<Database>) =>
  db
    .selectFrom('account')
    .select(['id as account', 'language'])
    .select((eb) => eb.ref('email').$notNull().as('email'))
    .where('email', 'is not', null)
    .where('disabled_at', 'is', null);

/** The person who owns subscriptions; `undefined` for a key that belongs to no account. */
export async function contactOf(db: Kysely<Database>, owner: string): Promise<Contact | undefined> {
  const { account } = actorIn(owner);
  return account === undefined ? undefined : contacts(db).where('id', '=', account).executeTakeFirst();
}

/** With that role or a higher one. */
export const contactsWithRole = (db: Kysely<Database>, least: Role): Promise<Contact[]> =>
  contacts(db)
    .where('role', 'in', ROLES.slice(ROLES.indexOf(least)))
    .orderBy('id')
    .execute();

/** What cannot be delivered by then is seen in the console all the same. */
export const SENT_WITHIN_MS = 14 * 24 * 3_600_000;

/** Of people whose language is not known. */
const USUAL_LANGUAGE = 'fr';

/** Plans a mail to a person: one for each cause, however often it is planned within the time in which it is sent. */
export async function mailPerson(
  tx: Transaction<Database>,
  { account, email, language }: Contact,
  { cause, message }: { cause: string; message: Message },
  now: Date,
): Promise<void> {
  const until = new Date(now.getTime() + SENT_WITHIN_MS);
  const id = uuidOf('mail to a person', cause, account);
  await planMailToPerson(tx, { id, account, email, language: language ?? USUAL_LANGUAGE, until }, message, now);
}
