import type { Transaction, Kysely } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { type Contact, contacts, mailPerson } from '#subscriptions/sending/account-mails.js';
import { type Scope, withIncluded, SCOPE_OF_ROLE, ROLES, type Role } from './principal.js';

/** With that role or a higher one. */
export const contactsWithRole = (db: Kysely<Database>, least: Role): Promise<Contact[]> =>
  contacts(db)
    .where('role', 'in', ROLES.slice(ROLES.indexOf(least)))
    .orderBy('id')
    .execute();

/**
 * Plans the mail about a proposal to everybody who may decide on it and wants to hear of it: one for each person, however often
 * it is planned. In the transaction that stores the proposal, so that a crash loses neither or both.
 *
 * @param proposer account of its author, who may not decide on it
 */
export async function planApproverMails(
  tx: Transaction<Database>,
  { proposal, proposer, requestId }: { proposal: string; proposer: string; requestId?: string | undefined },
  now: Date,
): Promise<void> {
  const people = await tx
    .selectFrom('account')
    .select(['id', 'name', 'email', 'language', 'proposal_mails as isWanted'])
    .where((is) => is.or([is('id', '=', proposer), is('role', 'in', ROLES.slice(ROLES.indexOf('approver')))]))
    .where((is) => is.or([is('id', '=', proposer), is('joined_at', 'is not', null)]))
    .where('disabled_at', 'is', null)
    .execute();
  const by = people.find(({ id }) => id === proposer)?.name ?? null;
  for (const { id: account, email, language, isWanted } of people) {
    if (account === proposer || !isWanted || email === null) continue;
    const data = { account, proposal, by };
    const message = { type: 'proposal.waiting', timestamp: now.toISOString(), data } as const;
    await mailPerson(tx, { account, email, language }, { cause: `proposal:${proposal}`, message, requestId }, now);
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
