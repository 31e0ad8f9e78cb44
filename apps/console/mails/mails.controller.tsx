import { phrases } from '#language/phrases.js';
import { Inject, Res } from '@nestjs/common';
import { KeptMails, type KeptMail } from '#subscriptions/sending/mail/email-sender.js';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { decodeCursor, pageOf } from '#projections/page.js';
import { refuse } from '#domain/refusal.js';
import { mailFile } from '#subscriptions/sending/mail/envelope.js';
import { page as cursored } from '../../api/http/query-fields.js';
import { type ApiSettings, SETTINGS } from '../../api/settings.js';
import { type PageAnswer, ConsoleGet, Pages } from '../frame/console-route.js';
import { Id } from '../../api/auth/caller.js';
import { addressOf, Page, queryOf } from '../frame/page.js';
import { linkTo, buttonTo, Facts, Timestamp, LinkedText } from '../frame/display.js';
import { Table, CursorPager, MOST_COUNTED, Empty } from '../frame/table.js';

const menuEntry = 'mails';
const PAGE_SIZE = 25;
const { cursor } = cursored('instant', 'uuid');
const MailsQuery = z.object({ cursor });
/** A page stays below 150 kB. */
const MOST_SHOWN = 30_000;
const MOST_SOURCE = 10_000;

/** Unsent mails, stored because no SMTP server is set. Their links act for the recipient, so only admins may read them. */
@Pages('mails')
export class MailsPages {
  constructor(
    private readonly keptMails: KeptMails,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @ConsoleGet('', 'admin')
  async list(@Page() page: Page): Promise<PageAnswer> {
    const asked = await queryOf(page, MailsQuery);
    const [at, delivery] = asked.cursor === undefined ? [] : decodeCursor(asked.cursor);
    const before = at === undefined ? {} : { before: { at: new Date(at), delivery: String(delivery) } };
    const found = await this.keptMails.list({ limit: PAGE_SIZE + 1, ...before });
    const keysOf = (mail: KeptMail) => [mail.at.toISOString(), mail.delivery];
    const { items, next } = pageOf(found, PAGE_SIZE, keysOf);
    const total = await this.keptMails.count(MOST_COUNTED + 1);
    const isSent = this.settings.SMTP_URL !== undefined;
    const t = phrases(page.language).console.mails;
    const children = (
      <>
        <p class={isSent ? 'note' : 'soft'}>{isSent ? t.sent : t.intro}</p>
        <Table
          isMain
          isList
          label={t.title}
          columns={[{ name: t.column.subject }, t.to, t.at]}
          rows={items.map(({ delivery, subject, recipient, at }) => [
            linkTo(page, `/mails/${delivery}`, subject),
            recipient,
            <Timestamp page={page} at={at} isShort />,
          ])}
          empty={isSent ? <></> : <Empty text={t.empty} />}
        />
        <CursorPager {...{ page, next, total }} cursor="cursor" shown={items.length} />
      </>
    );
    return { title: t.title, menuEntry, timeless: true, children };
  }

  @ConsoleGet(':delivery/mail.eml', 'admin')
  async file(@Id('delivery') id: string, @Res() reply: FastifyReply): Promise<void> {
    const mail = await this.#kept(id);
    const bytes = await mailFile(mail, { from: this.settings.MAIL_FROM, date: mail.at });
    void reply
      .headers({ 'Content-Disposition': `attachment; filename="${mail.delivery}.eml"`, Vary: 'Cookie' })
      .type('message/rfc822')
      .send(bytes);
  }

  @ConsoleGet(':delivery', 'admin')
  async one(@Page() page: Page, @Id('delivery') id: string): Promise<PageAnswer> {
    const mail = await this.#kept(id);
    const t = phrases(page.language).console.mails;
    const headers = Object.entries(mail.headers).map(([name, value]) => `${name}: ${value}`);
    const text = mail.text.slice(0, MOST_SHOWN).toWellFormed();
    const source = mail.html.slice(0, MOST_SOURCE).toWellFormed();
    const actions = buttonTo(addressOf(page, `/mails/${mail.delivery}/mail.eml`), t.download);
    const children = (
      <>
        <Facts
          facts={[
            [t.to, mail.recipient],
            [t.at, <Timestamp page={page} at={mail.at} />],
          ]}
        />
        <pre class="text" tabIndex={0} role="region" aria-label={t.text}>
          <LinkedText text={text} />
        </pre>
        {text.length < mail.text.length ? <p class="small">{t.tooLong}</p> : null}
        <details>
          <summary>{t.headers}</summary>
          <pre>{headers.join('\n')}</pre>
        </details>
        <details>
          <summary>{t.html}</summary>
          <p class="hint">{t.htmlHint}</p>
          <pre>{source}</pre>
          {source.length < mail.html.length ? <p class="small">{t.tooLong}</p> : null}
        </details>
      </>
    );
    return { title: mail.subject, menuEntry, timeless: true, actions, children };
  }

  async #kept(delivery: string): Promise<KeptMail> {
    const mail = await this.keptMails.get(delivery);
    if (!mail) throw refuse('not-found', 'delivery', 'unsent-mail-not-found', { delivery });
    return mail;
  }
}
