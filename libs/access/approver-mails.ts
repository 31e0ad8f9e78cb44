import type { Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { mailPerson } from './people-mails.js';
import { ROLES } from './principal.js';

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
