import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { Language } from '#language/language.js';
import { uuidOf } from '#event-store/encoding.js';
import type { Message } from '../messages/message.js';
import { planDeliveries } from './planned-deliveries.js';

interface MailedPerson {
  /** Chosen by the caller: of the same id, one mail is sent. */
  id: string;
  account: string;
  email: string;
  language: Language;
  /** The mail is not sent after it, and is deleted some time later. */
  until: Date;
  requestId?: string | undefined;
}

/** An account in use that has an address, and whose person has signed in: who was invited only is sent the invitation. */
export interface Contact {
  account: string;
  email: string;
  language: Language | null;
}

export const contacts = (db: Kysely<Database>) =>
  db
    .selectFrom('account')
    .select(['id as account', 'language'])
    .select((eb) => eb.ref('email').$notNull().as('email'))
    .where('email', 'is not', null)
    .where('joined_at', 'is not', null)
    .where('disabled_at', 'is', null);

/** What cannot be delivered by then is seen in the console all the same. */
export const SENT_WITHIN_MS = 14 * 24 * 3_600_000;

/** Of people whose language is not known. */
const USUAL_LANGUAGE = 'fr';

/** Plans a mail to a person: one for each cause, however often it is planned within the time in which it is sent. */
export async function mailPerson(
  tx: Transaction<Database>,
  { account, email, language }: Contact,
  { cause, message, requestId }: { cause: string; message: Message; requestId?: string | undefined },
  now: Date,
): Promise<void> {
  const until = new Date(now.getTime() + SENT_WITHIN_MS);
  const id = uuidOf('mail to a person', cause, account);
  await planMailToPerson(
    tx,
    { id, account, email, language: language ?? USUAL_LANGUAGE, until, requestId },
    message,
    now,
  );
}

/** The person who owns subscriptions; `undefined` for a key that belongs to no account. */
export async function contactOf(db: Kysely<Database>, owner: string): Promise<Contact | undefined> {
  const account = /^account:(\S+)/.exec(owner)?.[1];
  return account === undefined ? undefined : contacts(db).where('id', '=', account).executeTakeFirst();
}

/**
 * Plans a mail to the person of an account. Its recipient is a pending subscription that is never confirmed, so sending, retries
 * and retention treat it like a confirmation request; lists of subscriptions leave it out.
 */
export async function planMailToPerson(
  tx: Transaction<Database>,
  { id, account, email, language, until, requestId }: MailedPerson,
  message: Message,
  now: Date,
): Promise<void> {
  await tx
    .insertInto('subscription')
    .values({
      ...{ id, channel: 'email', target: email, filter: '{}', mode: 'immediate', language, account },
      ...{ reminders: '{}', asked: null, state: 'pending', confirm_round: 1, confirm_until: until, secret: null },
      ...{ created_by: `account:${account}`, created_at: now },
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  const cause = { kind: 'confirm', reference: '1' } as const;
  await planDeliveries(tx, [{ cause, subscription: id, message, requestId }], now);
}

/**
 * Deletes the mails to the person of an account, with their address, and the name from what was planned and kept for others. One
 * that is being sent arrives all the same.
 */
export async function forgetInMails(
  tx: Kysely<Database>,
  { id, name }: { id: string; name: string | null },
): Promise<void> {
  const mails = sql`(select delivery.id from delivery join subscription on subscription.id = delivery.subscription
    where subscription.account = ${id})`;
  await sql`delete from delivery_attempt where delivery in ${mails}`.execute(tx);
  const named = sql`(subject || ' ' || text) ~ ('(?<!\\w)' || regexp_replace(${name}, '(\\W)', '\\\\\\1', 'g') || '(?!\\w)')`;
  await sql`delete from kept_mail where delivery in ${mails} or ${named}`.execute(tx);
  await sql`delete from delivery where id in ${mails}`.execute(tx);
  await tx.deleteFrom('subscription').where('account', '=', id).execute();
  await sql`
    update delivery set message = jsonb_set(message, '{data,by}', 'null')
    where subscription in (select id from subscription where account is not null) and message -> 'data' ->> 'by' = ${name}
  `.execute(tx);
}
