import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import type { KeptMail } from './list-kept-mails.js';

/** One mail that was kept because there is no SMTP server. It may hold links that only its reader is to follow. */
export class GetKeptMail extends Query<KeptMail | undefined> {
  /** @param delivery the id of the delivery that it was kept for */
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
