import type { Transaction, Kysely } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { planMailToPerson } from '#delivery/account-mails.js';
import { uuidOf } from '#event-store/encoding.js';
import type { Language } from '#language/language.js';
import type { Message } from '#notifications/message.js';
import { type Scope, withIncluded, SCOPE_OF_ROLE, ROLES, actorIn, type Role } from './principal.js';

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

/**
 * Plans the mail about a proposal to everybody who may decide on it and wants to hear of it: one for each person, however often
 * it is planned. In the transaction that stores the proposal, so that a crash loses neither or both.
 *
 * @param proposer account of its author, who may not decide on it
 */
export async function planApproverMails(
  tx: Transaction<Database>,
  { proposal, proposer }: { proposal: string; proposer: string },
  now: Date,
): Promise<void> {
  const people = await tx
    .selectFrom('account')
    .select(['id', 'name', 'email', 'language', 'proposal_mails as isWanted'])
    .where((is) => is.or([is('id', '=', proposer), is('role', 'in', ROLES.slice(ROLES.indexOf('approver')))]))
    .where('disabled_at', 'is', null)
    .execute();
  const by = people.find(({ id }) => id === proposer)?.name ?? null;
  for (const { id: account, email, language, isWanted } of people) {
    if (account === proposer || !isWanted || email === null) continue;
    const data = { account, proposal, by };
    const message = { type: 'proposal.waiting', timestamp: now.toISOString(), data } as const;
    await mailPerson(tx, { account, email, language }, { cause: `proposal:${proposal}`, message }, now);
  }
}

/** Whether an account has a scope at this moment: a key that was verified seconds ago may say what no longer holds. */
export async function mayNow(db: LedgerDatabase, account: string, scope: Scope): Promise<boolean> {
  const row = await db.ledger
    .selectFrom('account')
    .select(['role', 'disabled_at'])
    .where('id', '=', account)
    .executeTakeFirst();
  return row !== undefined && row.disabled_at === null && withIncluded([SCOPE_OF_ROLE[row.role]]).has(scope);
}
