import type { Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { planMailToPerson } from '#delivery/account-mails.js';
import { uuidOf } from '#event-store/encoding.js';
import { ROLES } from './principal.js';

/** A proposal that nobody has decided on by then is seen in the console all the same. */
const SENT_WITHIN_MS = 14 * 24 * 3_600_000;

/** Of people whose language is not known. */
const USUAL_LANGUAGE = 'fr';

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
  const until = new Date(now.getTime() + SENT_WITHIN_MS);
  for (const { id: account, email, language, isWanted } of people) {
    if (account === proposer || !isWanted || email === null) continue;
    const id = uuidOf('approver mail', proposal, account);
    const person = { id, account, email, language: language ?? USUAL_LANGUAGE, until };
    const data = { account, proposal, by };
    await planMailToPerson(tx, person, { type: 'proposal.waiting', timestamp: now.toISOString(), data }, now);
  }
}
