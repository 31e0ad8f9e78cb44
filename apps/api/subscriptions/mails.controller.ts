import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { markIn, pageOf } from '#projections/page.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { type KeptMail, ListKeptMails } from '#delivery/mail/kept-mails.js';
import { listAnswer } from '../http/list-answer.js';
import { page } from '../http/query-fields.js';
import { Route } from '../openapi/route.js';

const ListQuery = z.strictObject(page('instant', 'uuid'));

const MailAnswer = z
  .object({
    delivery: z.uuid(),
    recipient: z.string(),
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    headers: z.record(z.string(), z.string()),
    at: z.iso.datetime(),
  })
  .meta({ id: 'KeptMail' });

const mailExample: z.input<typeof MailAnswer> = {
  delivery: '3b1e9f52-6f0d-4b8e-9a77-0c5d2e4f6a81',
  recipient: 'officer@example.org',
  subject: 'Bleu: J1 reached',
  text: 'Bleu reached J1 on 17 November 2025.',
  html: '<p>Bleu reached J1 on 17 November 2025.</p>',
  headers: {},
  at: '2026-11-25T08:10:01.000Z',
};

@ApiTags('subscriptions')
@Controller('v1/mails')
export class MailsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  @Get()
  @Route({
    summary: 'Mails that were kept because no SMTP server is configured; newest first',
    description: 'They hold the links that confirm subscriptions, everybody’s: only for admins.',
    needs: 'admin',
    answers: z.strictObject({ items: z.array(MailAnswer) }).meta({ id: 'KeptMails' }),
    example: { items: [mailExample] },
  })
  async listMails(@Query({ schema: ListQuery }) { limit, cursor }: z.output<typeof ListQuery>) {
    const [at, delivery] = cursor === undefined ? [] : markIn(cursor);
    const before = at === undefined ? {} : { before: { at: new Date(at), delivery: String(delivery) } };
    const found = await this.queries.execute(new ListKeptMails({ limit: limit + 1, ...before }));
    const items = pageOf(found, limit, (mail) => [mail.at.toISOString(), mail.delivery], mailAnswerOf);
    return listAnswer(items, await this.events.head());
  }
}

const mailAnswerOf = ({ at, ...mail }: KeptMail) => ({ ...mail, at: at.toISOString() });
