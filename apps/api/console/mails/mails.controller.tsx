import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { markIn, pageOf } from '#projections/page.js';
import { refuse } from '#domain/refusal.js';
import { GetKeptMail } from '#delivery/get-kept-mail.js';
import { type KeptMail, ListKeptMails } from '#delivery/list-kept-mails.js';
import { mailFile } from '#delivery/mail/composed.js';
import { page as cursored } from '../../http/query-fields.js';
import { type ApiSettings, SETTINGS } from '../../settings.js';
import { IdInPath } from '../../subscriptions/subscription-paths.js';
import { ConsoleRoute, queryOf, This, type ThisPage } from '../frame/page.js';
import { show } from '../frame/show.js';
import { MailList } from './mail-list.js';
import { MailView } from './mail-view.js';
import { MAIL_WORDS } from './mail-words.js';

const place = 'mails';
const PAGE_SIZE = 25;
const { cursor } = cursored('instant', 'uuid');
const MailsQuery = z.object({ cursor });

/** Mails that were kept because no SMTP server is set. They let whoever reads them confirm for others: only for admins. */
@ApiExcludeController()
@Controller('mails')
export class MailsPages {
  constructor(
    private readonly queries: QueryBus,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Get()
  @ConsoleRoute('admin')
  async list(@This() page: ThisPage, @Res() reply: FastifyReply): Promise<void> {
    const asked = await queryOf(page, MailsQuery);
    const [at, delivery] = asked.cursor === undefined ? [] : markIn(asked.cursor);
    const before = at === undefined ? {} : { before: { at: new Date(at), delivery: String(delivery) } };
    const found = await this.queries.execute(new ListKeptMails({ limit: PAGE_SIZE + 1, ...before }));
    const { items, next } = pageOf(
      found,
      PAGE_SIZE,
      (mail) => [mail.at.toISOString(), mail.delivery],
      (mail) => mail,
    );
    const isSent = this.settings.SMTP_URL !== undefined;
    const { title } = MAIL_WORDS[page.language];
    show(reply, page, { title, place, timeless: true, children: <MailList {...{ page, items, next, isSent }} /> });
  }

  @Get(':delivery/mail.eml')
  @ConsoleRoute('admin')
  async file(@Param('delivery', { schema: IdInPath }) id: string, @Res() reply: FastifyReply): Promise<void> {
    const mail = await this.#kept(id);
    const bytes = await mailFile(mail, { from: this.settings.MAIL_FROM, date: mail.at });
    void reply
      .headers({ 'Content-Disposition': `attachment; filename="${mail.delivery}.eml"`, Vary: 'Cookie' })
      .type('message/rfc822')
      .send(bytes);
  }

  @Get(':delivery')
  @ConsoleRoute('admin')
  async one(
    @This() page: ThisPage,
    @Param('delivery', { schema: IdInPath }) id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const mail = await this.#kept(id);
    show(reply, page, { title: mail.subject, place, timeless: true, children: <MailView page={page} mail={mail} /> });
  }

  /** @throws Refusal unknown-delivery */
  async #kept(delivery: string): Promise<KeptMail> {
    const mail = await this.queries.execute(new GetKeptMail(delivery));
    if (!mail) throw refuse('unknown-delivery', 'delivery', `no mail was kept of a delivery ${delivery}`);
    return mail;
  }
}
