import { Injectable } from '@nestjs/common';
import { LedgerDatabase } from '#database/connection.js';
import type { Language } from '#language/language.js';
import { type Role, ROLES } from './principal.js';

/** A person who can sign in. */
export interface Person {
  id: string;
  name: string;
  email: string;
  role: Role;
}

export interface ApprovalMails {
  wanted: boolean;
  language: Language | null;
}

/** Accounts that are in use: neither disabled nor erased. */
@Injectable()
export class People {
  constructor(private readonly db: LedgerDatabase) {}

  async one(account: string): Promise<Person | undefined> {
    const row = await this.db.ledger
      .selectFrom('account')
      .select(['id', 'name', 'email', 'role'])
      .where('id', '=', account)
      .where('disabled_at', 'is', null)
      .executeTakeFirst();
    return row && personOf(row);
  }

  /** Whether a person is mailed about proposals that wait for their approval, and in which language; null: not known. */
  async approvalMails(account: string): Promise<ApprovalMails | undefined> {
    return this.db.ledger
      .selectFrom('account')
      .select(['proposal_mails as wanted', 'language'])
      .where('id', '=', account)
      .executeTakeFirst();
  }

  async chooseApprovalMails(account: string, { wanted, language }: ApprovalMails): Promise<void> {
    const set = { proposal_mails: wanted, language };
    await this.db.ledger.updateTable('account').set(set).where('id', '=', account).execute();
  }

  /** With that role or a higher one, by name. */
  async withRole(least: Role): Promise<Person[]> {
    const rows = await this.db.ledger
      .selectFrom('account')
      .select(['id', 'name', 'email', 'role'])
      .where('role', 'in', ROLES.slice(ROLES.indexOf(least)))
      .where('disabled_at', 'is', null)
      .orderBy('name')
      .orderBy('id')
      .execute();
    return rows.flatMap((row) => personOf(row) ?? []);
  }
}

interface AccountRow extends Pick<Person, 'id' | 'role'> {
  name: string | null;
  email: string | null;
}

const personOf = ({ id, name, email, role }: AccountRow): Person | undefined =>
  name === null || email === null ? undefined : { id, name, email, role };
