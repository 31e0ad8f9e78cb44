import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Kysely, sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { StatusChange } from '#domain/dossier/status-change.js';
import { ApprovalNeeded } from '#domain/approval.js';
import type { Look } from '#event-store/ledger-head.js';

/** How a command is run that a second person looks at. */
export interface Approval {
  /** Of the changes that the approver saw; `null`: nothing is recorded, whatever changes. */
  preview: string | null;
}

/** In the context of a command. */
export interface MaybeApproved {
  approval?: Approval;
}

export interface FourEyesScheme {
  scheme: string;
  since: Date;
}

/** The schemes whose changes of status need a second person. By what an event changes, not by its type. */
@Injectable()
export class FourEyes {
  #known: { stamp: string; schemes: ReadonlySet<string> } | undefined;

  constructor(private readonly db: LedgerDatabase) {}

  async list(): Promise<FourEyesScheme[]> {
    return this.db.ledger.selectFrom('four_eyes').selectAll().orderBy('scheme').execute();
  }

  /**
   * A policy holds from the moment it is set: it is read anew for every command, unless a look at the ledger tells that it is
   * as it was.
   */
  async schemes(look?: Look): Promise<ReadonlySet<string>> {
    const stamp = look?.stampOf('four-eyes');
    if (this.#known && this.#known.stamp === stamp) return this.#known.schemes;
    const schemes = new Set((await this.list()).map(({ scheme }) => scheme));
    if (stamp) this.#known = { stamp, schemes };
    return schemes;
  }

  /** @returns whether this changed the policy */
  async set(scheme: string, isOn: boolean, tx: Kysely<Database>): Promise<boolean> {
    const { numAffectedRows } = isOn
      ? await sql`insert into four_eyes select ${scheme}, clock_timestamp() + clock_offset from ledger_head
          on conflict do nothing`.execute(tx)
      : await sql`delete from four_eyes where scheme = ${scheme}`.execute(tx);
    return numAffectedRows === 1n;
  }
}

/** Whether a command has to compare statuses at all. */
export const mustPreview = (policy: ReadonlySet<string>, { approval }: MaybeApproved): boolean =>
  approval !== undefined || policy.size > 0;

/**
 * Called with what a decision would change, on the state that it is recorded on.
 *
 * @throws ApprovalNeeded nobody has approved it, or something else was approved
 */
export function assertApproved(
  changes: readonly StatusChange[],
  policy: ReadonlySet<string>,
  { approval }: MaybeApproved,
): void {
  const isAllowed = approval
    ? approval.preview === previewIdOf(changes)
    : !changes.some(({ scheme }) => policy.has(scheme));
  if (!isAllowed) throw new ApprovalNeeded(changes, [...policy]);
}

/** Stands for what somebody saw: it is the same as long as the same statuses change in the same way. */
export const previewIdOf = (changes: readonly StatusChange[]): string =>
  createHash('sha256')
    .update(JSON.stringify([...changes].sort((a, b) => (a.dossier < b.dossier ? -1 : 1))))
    .digest('base64url');
