import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { asynchronousCommit } from '#database/transactions.js';
import type { Envelope } from './envelope.js';

export interface KeptMail {
  delivery: string;
  recipient: string;
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  at: Date;
}

/** Unsent email, newest first: it was stored because no SMTP server was configured. */
export class ListKeptMails extends Query<KeptMail[]> {
  constructor(readonly page: { limit: number; before?: { at: Date; delivery: string } }) {
    super();
  }
}

@QueryHandler(ListKeptMails)
export class ListKeptMailsHandler implements IQueryHandler<ListKeptMails> {
  constructor(private readonly db: LedgerDatabase) {}

  async execute({ page: { limit, before } }: ListKeptMails): Promise<KeptMail[]> {
    let query = this.db
      .selectFrom('kept_mail')
      .selectAll()
      .orderBy('at', 'desc')
      .orderBy('delivery', 'desc')
      .limit(limit);
    if (before) query = query.where(sql<boolean>`(at, delivery) < (${before.at}, ${before.delivery})`);
    return query.execute();
  }
}

/** The number of unsent emails, up to a limit. */
export class CountKeptMails extends Query<number> {
  constructor(readonly most: number) {
    super();
  }
}

@QueryHandler(CountKeptMails)
export class CountKeptMailsHandler implements IQueryHandler<CountKeptMails> {
  constructor(private readonly db: LedgerDatabase) {}

  async execute({ most }: CountKeptMails): Promise<number> {
    const some = this.db.selectFrom('kept_mail').select('delivery').limit(most).as('some');
    const { count } = await this.db
      .selectFrom(some)
      .select(sql<number>`count(*)::int`.as('count'))
      .executeTakeFirstOrThrow();
    return count;
  }
}

/** An unsent email. It may contain tokens that only its recipient may see. */
export class GetKeptMail extends Query<KeptMail | undefined> {
  constructor(readonly delivery: string) {
    super();
  }
}

@QueryHandler(GetKeptMail)
export class GetKeptMailHandler implements IQueryHandler<GetKeptMail> {
  constructor(private readonly db: LedgerDatabase) {}

  execute({ delivery }: GetKeptMail): Promise<KeptMail | undefined> {
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
