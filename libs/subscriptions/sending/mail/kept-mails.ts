import { Injectable } from '@nestjs/common';
import { type Selectable, sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { asynchronousCommit } from '#database/transactions.js';
import { count } from '../attempt.js';
import type { Envelope } from './envelope.js';

export type KeptMail = Selectable<Database['kept_mail']>;

/** Unsent emails: they were stored because no SMTP server was configured. Their tokens are for their recipients only. */
@Injectable()
export class KeptMails {
  constructor(private readonly db: LedgerDatabase) {}

  /** Newest first. */
  async list({ limit, before }: { limit: number; before?: { at: Date; delivery: string } }): Promise<KeptMail[]> {
    let query = this.db
      .selectFrom('kept_mail')
      .selectAll()
      .orderBy('at', 'desc')
      .orderBy('delivery', 'desc')
      .limit(limit);
    if (before) query = query.where(sql<boolean>`(at, delivery) < (${before.at}, ${before.delivery})`);
    return query.execute();
  }

  /** Up to a limit. */
  count(most: number): Promise<number> {
    return count(this.db, sql`from kept_mail`, most);
  }

  get(delivery: string): Promise<KeptMail | undefined> {
    return this.db.selectFrom('kept_mail').selectAll().where('delivery', '=', delivery).executeTakeFirst();
  }
}

export interface UnsentMail {
  delivery: string;
  envelope: Envelope;
  at: Date;
}

/**
 * Stores unsent email, each once however often it is attempted. It is on disk before its delivery is recorded as sent.
 */
export async function keepMails(db: LedgerDatabase, mails: readonly UnsentMail[]): Promise<undefined[]> {
  const of = (value: (envelope: Envelope) => string): string[] => mails.map(({ envelope }) => value(envelope));
  await sql`
    insert into kept_mail (delivery, recipient, subject, text, html, headers, at)
    select * from unnest(
      ${mails.map(({ delivery }) => delivery)}::uuid[],
      ${of(({ recipient }) => recipient)}::text[],
      ${of(({ subject }) => subject)}::text[],
      ${of(({ text }) => text)}::text[],
      ${of(({ html }) => html)}::text[],
      ${of(({ headers }) => JSON.stringify(headers))}::jsonb[],
      ${mails.map(({ at }) => at)}::timestamptz[]
    )
    where ${asynchronousCommit}
    on conflict (delivery) do nothing
  `.execute(db);
  return [];
}
