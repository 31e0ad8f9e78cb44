import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { planMailToPerson } from '#subscriptions/sending/account-mails.js';
import type { Language } from '#language/language.js';
import { Links } from '#subscriptions/messages/links.js';
import type { AccountLink } from '#subscriptions/messages/message.js';
import { Secrets } from '#subscriptions/messages/secrets.js';

const HOUR_MS = 3_600_000;
const VALID_MS = { invitation: 7 * 24 * HOUR_MS, password: HOUR_MS };

interface Person {
  id: string;
  email: string;
}

export interface SentLink {
  url: string;
  until: Date;
}

/** A link that a person may still use. */
export interface UsableLink {
  account: string;
  purpose: AccountLink['purpose'];
  name: string;
  email: string;
}

/**
 * Links on which a person chooses a password: each works once, and until it expires. A new one replaces earlier ones. Tokens
 * derive from the id of the link, so neither they nor their hashes are stored.
 */
@Injectable()
export class AccountLinks {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly links: Links,
    private readonly secrets: Secrets,
  ) {}

  /** Plans the mail with the link. @returns the link, to be shown to whoever invites, never to whoever asks for a mail */
  async send(
    tx: Transaction<Database>,
    { id: account, email }: Person,
    { purpose, by, language }: Pick<AccountLink, 'purpose' | 'by'> & { language: Language },
  ): Promise<SentLink> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + VALID_MS[purpose]);
    const link = randomUUID();
    await tx.deleteFrom('account_link').where('account', '=', account).execute();
    await tx
      .insertInto('account_link')
      .values({ id: link, account, purpose, created_at: now, expires_at: until })
      .execute();
    const data = { account, link, purpose, by };
    const message = { type: 'account.link', timestamp: now.toISOString(), data } as const;
    await planMailToPerson(tx, { id: link, account, email, language, until }, message, now);
    return { url: this.links.choosePassword(link), until };
  }

  /** @returns `undefined` for a link that is unknown, used, replaced or expired, and for a disabled account */
  async find(id: string, token: string): Promise<UsableLink | undefined> {
    if (!this.secrets.isToken(token, 'account link', id)) return undefined;
    const row = await this.#usable(id).executeTakeFirst();
    return row?.name == null || row.email === null ? undefined : { ...row, name: row.name, email: row.email };
  }

  /** Uses a link up. @returns its account; `undefined` as in `find`, also if another request was faster */
  async use(tx: Transaction<Database>, id: string, token: string): Promise<string | undefined> {
    if (!this.secrets.isToken(token, 'account link', id)) return undefined;
    const row = await this.#usable(id, tx).forUpdate().executeTakeFirst();
    if (!row) return undefined;
    await tx.deleteFrom('account_link').where('id', '=', id).execute();
    return row.account;
  }

  #usable(id: string, db: LedgerDatabase['ledger'] | Transaction<Database> = this.db.ledger) {
    return db
      .selectFrom('account_link')
      .innerJoin('account', 'account.id', 'account_link.account')
      .select(['account.id as account', 'purpose', 'name', 'email'])
      .where('account_link.id', '=', id)
      .where('expires_at', '>', this.clock.now())
      .where('disabled_at', 'is', null);
  }
}
