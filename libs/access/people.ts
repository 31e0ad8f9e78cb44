import { Injectable } from '@nestjs/common';
import { LedgerDatabase } from '#database/connection.js';
import type { Language } from '#language/language.js';

/** A person who can sign in. */
export interface Person {
  id: string;
  name: string;
  email: string;
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
      .select(['id', 'name', 'email'])
      .where('id', '=', account)
      .where('disabled_at', 'is', null)
      .executeTakeFirst();
    if (!row || row.name === null || row.email === null) return undefined;
    return { ...row, name: row.name, email: row.email };
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
}
