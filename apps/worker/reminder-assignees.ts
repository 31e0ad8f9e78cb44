import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { People } from '#access/people.js';
import { ownerReference } from '#access/principal.js';
import type { Database } from '#database/tables.js';
import type { ClaimedReminder } from '#deadlines/claim-reminders.js';
import { assignmentsTo } from '#deadlines/people/assignees.js';

/** The account that takes care of the deadline of a reminder, if its recipient may know. */
export type AssigneeOf = (reminder: ClaimedReminder) => string | undefined;

/**
 * Who takes care of deadlines is for officers of the installation only: mails to the address of an account of role officer
 * or above, and webhooks of such an account. Other subscribers may be strangers.
 */
@Injectable()
export class ReminderAssignees {
  constructor(private readonly people: People) {}

  async of(tx: Transaction<Database>, claimed: readonly ClaimedReminder[]): Promise<AssigneeOf> {
    const assignments = await assignmentsTo(tx, [...new Set(claimed.map(({ deadline }) => deadline.key))]);
    if (assignments.length === 0) return () => undefined;
    const officers = await this.people.withRole('officer');
    const addresses = new Set(officers.map(({ email }) => email.toLowerCase()));
    const owners = new Set(officers.map(({ id }) => ownerReference({ id, account: id })));
    const accounts = new Map(assignments.map(({ dossier, deadline, account }) => [`${dossier} ${deadline}`, account]));
    return ({ channel, target, owner, dossier, deadline }) => {
      const mayKnow = channel === 'email' ? addresses.has(target.toLowerCase()) : owners.has(owner);
      return mayKnow ? accounts.get(`${dossier} ${deadline.key}`) : undefined;
    };
  }
}
