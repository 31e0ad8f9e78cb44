import { Body, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { SentLink } from '#access/account-links.js';
import { type Account, Accounts } from '#access/accounts.js';
import { ApiKeys } from '#access/api-keys.js';
import { RoleSchema } from '#access/principal.js';
import { Sessions } from '#access/sessions.js';
import { EmailAddressSchema } from '#subscriptions/sending/mail/email-address.js';
import { ChangedMeanwhile } from '#concurrency/changed-meanwhile.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import { Name } from '#domain/text/text.js';
import { writtenInstant } from '#language/format.js';
import { LanguageSchema } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { AccountChanges } from '../../api/accounts/account-changes.js';
import { IdInPath } from '../../api/auth/caller.js';
import { type ApiSettings, SETTINGS } from '../../api/settings.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Table, Timestamp } from '../frame/display.js';
import { mergeSettings, wasIn } from '../frame/merge-settings.js';
import { type PageContext, callerOf, Page, problemsUnder } from '../frame/page.js';
import { fieldsIn } from '../session/session.controller.js';
import { AccountView } from './account-view.js';
import { InvitationForm, InvitedPage } from './invitation.js';

const menuEntry = 'accounts';

/** Accounts of people, for administrators. */
@Pages('accounts')
export class AccountPages {
  constructor(
    private readonly accounts: Accounts,
    private readonly changes: AccountChanges,
    private readonly keys: ApiKeys,
    private readonly sessions: Sessions,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Get()
  @ConsoleRoute('admin')
  async list(@Page() page: PageContext): Promise<Answer> {
    const { title } = phrases(page.language).console.accounts;
    const accounts = await this.accounts.list();
    return { title, menuEntry, timeless: true, children: <AccountList page={page} accounts={accounts} /> };
  }

  @Get('new')
  @ConsoleRoute('admin')
  ask(@Page() page: PageContext): Answer {
    return asked(page, new URLSearchParams({ role: 'officer', language: page.language }));
  }

  @Post('new')
  @ConsoleRoute('admin')
  async invite(@Page() page: PageContext, @Body() form: unknown): Promise<Answer> {
    const fields = fieldsIn(form);
    const { name, email, role, language } = Object.fromEntries([...fields].map(([key, value]) => [key, value.trim()]));
    const given = { name, email, role, language };
    const { data } = InvitationSchema.safeParse(given);
    if (!data) return asked(page, fields, await problemsUnder(InvitationSchema, given));
    try {
      const { account, link } = await this.changes.invite(data, callerOf(page));
      return this.#invited(page, account.id, data.email, link);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'already-exists') return asked(page, fields, error.problems);
      throw error;
    }
  }

  @Get(':id')
  @ConsoleRoute('admin')
  async one(@Page() page: PageContext, @Param('id', { schema: IdInPath }) id: string): Promise<Answer> {
    return this.#one(page, id);
  }

  @Post(':id')
  @ConsoleRoute('admin')
  async change(
    @Page() page: PageContext,
    @Param('id', { schema: IdInPath }) id: string,
    @Body() form: unknown,
  ): Promise<Answer> {
    const typed = new URLSearchParams(fieldsIn(form));
    const { name, role } = await this.accounts.get(id);
    const seen = { name: name ?? '', role };
    const is = new URLSearchParams(seen);
    const was = wasIn(typed, is);
    const both = mergeSettings(typed, was, is);
    const given = { name: typed.get('name')?.trim(), role: typed.get('role') };
    const { data } = ChangeSchema.safeParse(given);
    if (!data) return this.#one(page, id, { typed, was, problems: await problemsUnder(ChangeSchema, given) });
    if (both.length > 0) return this.#one(page, id, { typed, both });
    try {
      return await this.#done(page, id, 'changed', () => this.changes.change(id, data, callerOf(page), seen));
    } catch (error) {
      if (error instanceof ChangedMeanwhile) return this.change(page, id, form);
      throw error;
    }
  }

  @Post(':id/invite')
  @ConsoleRoute('admin')
  async again(@Page() page: PageContext, @Param('id', { schema: IdInPath }) id: string): Promise<Answer> {
    const { email } = await this.accounts.get(id);
    let link: SentLink | undefined;
    const refused = await this.#done(page, id, 'changed', async () => {
      link = await this.changes.inviteAgain(id, callerOf(page), page.language);
    });
    return link ? this.#invited(page, id, email ?? '', link) : refused;
  }

  @Post(':id/disable')
  @ConsoleRoute('admin')
  async disable(@Page() page: PageContext, @Param('id', { schema: IdInPath }) id: string): Promise<Answer> {
    return this.#done(page, id, 'disabled', () => this.changes.change(id, { disabled: true }, callerOf(page)));
  }

  @Post(':id/enable')
  @ConsoleRoute('admin')
  async enable(@Page() page: PageContext, @Param('id', { schema: IdInPath }) id: string): Promise<Answer> {
    return this.#done(page, id, 'enabled', () => this.changes.change(id, { disabled: false }, callerOf(page)));
  }

  @Post(':id/second-factor')
  @ConsoleRoute('admin')
  async reset(@Page() page: PageContext, @Param('id', { schema: IdInPath }) id: string): Promise<Answer> {
    return this.#done(page, id, 'reset', () => this.changes.resetSecondFactor(id, callerOf(page)));
  }

  @Post(':id/sessions/end')
  @ConsoleRoute('admin')
  async endSessions(@Page() page: PageContext, @Param('id', { schema: IdInPath }) id: string): Promise<Answer> {
    return this.#done(page, id, 'ended', () => this.changes.endSessions(id, callerOf(page)));
  }

  @Post(':id/erase')
  @ConsoleRoute('admin')
  async erase(
    @Page() page: PageContext,
    @Param('id', { schema: IdInPath }) id: string,
    @Body() form: unknown,
  ): Promise<Answer> {
    if (fieldsIn(form).get('sure') !== 'yes') return { redirect: `/accounts/${id}#erase` };
    return this.#done(page, id, 'erased', () => this.changes.erase(id, callerOf(page)));
  }

  /** @returns the account with the reason, if it was refused because of its state */
  async #done(page: PageContext, id: string, done: string, act: () => Promise<unknown>): Promise<Answer> {
    try {
      await act();
      return { redirect: `/accounts/${id}?done=${done}` };
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'not-found') throw error;
      return this.#one(page, id, { refused: error });
    }
  }

  async #one(
    page: PageContext,
    id: string,
    under: { typed?: URLSearchParams; was?: URLSearchParams; both?: readonly string[] } & {
      problems?: readonly Problem[];
      refused?: Refusal;
    } = {},
  ): Promise<Answer> {
    const account = await this.accounts.get(id);
    const [sessions, keys] = await Promise.all([this.sessions.list(id), this.keys.list(id)]);
    return {
      status: under.both ? 409 : under.refused || under.problems ? 422 : 200,
      title: account.name ?? phrases(page.language).console.accounts.erased,
      ...{ menuEntry, timeless: true },
      children: <AccountView {...{ page, account, sessions, keys, ...under }} />,
    };
  }

  #invited(page: PageContext, id: string, email: string, { url, until }: SentLink): Answer {
    const { title } = phrases(page.language).console.accounts.invited;
    const isSent = this.settings.SMTP_URL !== undefined;
    const written = writtenInstant(until, page.zone, page.language);
    const children = <InvitedPage {...{ page, id, email, url, until: written, isSent }} />;
    return { title, menuEntry, timeless: true, children };
  }
}

const InvitationSchema = z.object({
  name: Name,
  email: EmailAddressSchema,
  role: RoleSchema,
  language: LanguageSchema,
});
const ChangeSchema = InvitationSchema.pick({ name: true, role: true });

function asked(page: PageContext, fields: URLSearchParams, problems: readonly Problem[] = []): Answer {
  const { invite: title } = phrases(page.language).console.accounts;
  const children = <InvitationForm {...{ page, fields, problems }} />;
  return { status: problems.length > 0 ? 422 : 200, title, menuEntry, timeless: true, children };
}

function AccountList({ page, accounts }: { page: PageContext; accounts: readonly Account[] }) {
  const { accounts: t, account: words } = phrases(page.language).console;
  return (
    <>
      <p>{t.intro}</p>
      <p>
        <a class="button" href="/accounts/new">
          {t.invite}
        </a>{' '}
        <a href="/accounts/keys">{t.allKeys}</a>
      </p>
      <Table
        label={t.title}
        columns={[t.column.name, t.column.email, t.column.role, t.column.state, t.column.seen]}
        rows={accounts.map(({ id, name, email, role, state, lastSeenAt }) => [
          <a href={`/accounts/${id}`}>{name ?? `${t.erased} ${id.slice(0, 8)}`}</a>,
          email,
          words.roles[role],
          t.states[state],
          lastSeenAt ? <Timestamp page={page} at={lastSeenAt} /> : words.keys.never,
        ])}
        empty={t.empty}
      />
    </>
  );
}
