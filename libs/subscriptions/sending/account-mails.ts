import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { Language } from '#language/language.js';
import type { AccountLink, Message } from '../messages/message.js';
import { planDeliveries } from './planned-deliveries.js';

interface AccountMail extends AccountLink {
  email: string;
  language: Language;
  /** When the link expires: the mail is not sent after it, and is deleted some time later. */
  until: Date;
}

interface MailedPerson {
  /** Chosen by the caller: of the same id, one mail is sent. */
  id: string;
  account: string;
  email: string;
  language: Language;
  /** The mail is not sent after it, and is deleted some time later. */
  until: Date;
}

/** Plans a mail with a link to the person of an account. */
export async function planAccountMail(tx: Transaction<Database>, mail: AccountMail, now: Date): Promise<void> {
  const { email, language, until, ...data } = mail;
  const person = { id: data.link, account: data.account, email, language, until };
  await planMailToPerson(tx, person, { type: 'account.link', timestamp: now.toISOString(), data }, now);
}

/**
 * Plans a mail to the person of an account. Its recipient is a pending subscription that is never confirmed, so sending, retries
 * and retention treat it like a confirmation request; lists of subscriptions leave it out.
 */
export async function planMailToPerson(
  tx: Transaction<Database>,
  { id, account, email, language, until }: MailedPerson,
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
  await planDeliveries(tx, [{ cause: { kind: 'confirm', reference: '1' }, subscription: id, message }], now);
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
