import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';

export interface KeptMail {
  delivery: string;
  recipient: string;
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  at: Date;
}

/** What would have been sent if there were an SMTP server; newest first. */
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
