import { Get, Inject, Post } from '@nestjs/common';
import { z } from 'zod';
import type { SentLink } from '#access/account-links.js';
import { type Account, Accounts } from '#access/accounts.js';
import { ApiKeys, type ListedKey } from '#access/api-keys.js';
import { RoleSchema, ROLES } from '#access/principal.js';
import { Sessions, type ListedSession } from '#access/sessions.js';
import { ChangedMeanwhile } from '#concurrency/changed-meanwhile.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import { Name } from '#domain/text/text.js';
import { writtenInstant } from '#language/format.js';
import { LanguageSchema, LANGUAGES } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { EmailAddressSchema } from '#subscriptions/sending/mail/email-address.js';
import { AccountChanges } from '../../api/accounts/account-changes.js';
import { type ApiSettings, SETTINGS } from '../../api/settings.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Meanwhile, mergeSettings, RefusalNote, wasIn } from '../frame/controls.js';
import { Act, DataForm, select } from '../frame/fields.js';
import { Timestamp, DoneNote, Facts, Section } from '../frame/display.js';
import { Table } from '../frame/table.js';
import { Id, Sent, type PageContext, callerOf, Page, problemsUnder } from '../frame/page.js';
import { KeysTable } from './keys.controller.js';
import { browserIn } from './my-account.controller.js';

const menuEntry = 'accounts';

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
  async list(@Page() page: PageContext): Promise<PageAnswer> {
    const { title, invite, allKeys } = phrases(page.language).console.accounts;
    const accounts = await this.accounts.list();
    const actions = (
      <>
        <a class="button second" href="/accounts/keys">
          {allKeys}
        </a>
        <a class="button" href="/accounts/new">
          {invite}
        </a>
      </>
    );
    return { title, menuEntry, timeless: true, actions, children: <AccountList page={page} accounts={accounts} /> };
  }

  @Get('new')
  @ConsoleRoute('admin')
  ask(@Page() page: PageContext): PageAnswer {
    return asked(page, new URLSearchParams({ role: 'officer', language: page.language }));
  }

  @Post('new')
  @ConsoleRoute('admin')
  async invite(@Page() page: PageContext, @Sent() fields: URLSearchParams): Promise<PageAnswer> {
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
  async one(@Page() page: PageContext, @Id('id') id: string): Promise<PageAnswer> {
    return this.#one(page, id);
  }

  @Post(':id')
  @ConsoleRoute('admin')
  async change(@Page() page: PageContext, @Id('id') id: string, @Sent() form: URLSearchParams): Promise<PageAnswer> {
    const typed = new URLSearchParams(form);
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
  async again(@Page() page: PageContext, @Id('id') id: string): Promise<PageAnswer> {
    const { email } = await this.accounts.get(id);
    let link: SentLink | undefined;
    const refused = await this.#done(page, id, 'changed', async () => {
      link = await this.changes.inviteAgain(id, callerOf(page), page.language);
    });
    return link ? this.#invited(page, id, email ?? '', link) : refused;
  }

  @Post(':id/disable')
  @ConsoleRoute('admin')
  async disable(@Page() page: PageContext, @Id('id') id: string): Promise<PageAnswer> {
    return this.#done(page, id, 'disabled', () => this.changes.change(id, { disabled: true }, callerOf(page)));
  }

  @Post(':id/enable')
  @ConsoleRoute('admin')
  async enable(@Page() page: PageContext, @Id('id') id: string): Promise<PageAnswer> {
    return this.#done(page, id, 'enabled', () => this.changes.change(id, { disabled: false }, callerOf(page)));
  }

  @Post(':id/second-factor')
  @ConsoleRoute('admin')
  async reset(@Page() page: PageContext, @Id('id') id: string): Promise<PageAnswer> {
    return this.#done(page, id, 'reset', () => this.changes.resetSecondFactor(id, callerOf(page)));
  }

  @Post(':id/sessions/end')
  @ConsoleRoute('admin')
  async endSessions(@Page() page: PageContext, @Id('id') id: string): Promise<PageAnswer> {
    return this.#done(page, id, 'ended', () => this.changes.endSessions(id, callerOf(page)));
  }

  @Post(':id/erase')
  @ConsoleRoute('admin')
  async erase(@Page() page: PageContext, @Id('id') id: string, @Sent() form: URLSearchParams): Promise<PageAnswer> {
    if (form.get('sure') !== 'yes') return { redirect: `/accounts/${id}#erase` };
    return this.#done(page, id, 'erased', () => this.changes.erase(id, callerOf(page)));
  }

  /** @returns the account with the reason, if it was refused because of its state */
  async #done(page: PageContext, id: string, done: string, act: () => Promise<unknown>): Promise<PageAnswer> {
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
  ): Promise<PageAnswer> {
    const account = await this.accounts.get(id);
    const [sessions, keys] = await Promise.all([this.sessions.list(id), this.keys.list(id)]);
    return {
      status: under.both ? 409 : under.refused || under.problems ? 422 : 200,
      title: account.name ?? phrases(page.language).console.accounts.erased,
      ...{ menuEntry, timeless: true },
      children: <AccountView {...{ page, account, sessions, keys, ...under }} />,
    };
  }

  #invited(page: PageContext, id: string, email: string, { url, until }: SentLink): PageAnswer {
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

function asked(page: PageContext, fields: URLSearchParams, problems: readonly Problem[] = []): PageAnswer {
  const { invite: title } = phrases(page.language).console.accounts;
  const children = <InvitationForm {...{ page, fields, problems }} />;
  return { status: problems.length > 0 ? 422 : 200, title, menuEntry, timeless: true, children };
}

function AccountList({ page, accounts }: { page: PageContext; accounts: readonly Account[] }) {
  const { accounts: t, account: words } = phrases(page.language).console;
  return (
    <>
      <p>{t.intro}</p>
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

interface Props {
  page: PageContext;
  account: Account;
  sessions: readonly ListedSession[];
  keys: readonly ListedKey[];
  problems?: readonly Problem[];
  refused?: Refusal;
  /** As typed, with what it was and is: if it was not saved. */
  typed?: URLSearchParams;
  was?: URLSearchParams;
  /** Fields that somebody else changed, too. */
  both?: readonly string[];
}

function AccountView({ page, account, sessions, keys, refused, both = [], ...form }: Props) {
  const { accounts: t, account: words } = phrases(page.language).console;
  const { state } = account;
  return (
    <>
      <DoneNote page={page} words={t.done} />
      <RefusalNote page={page} refused={refused} />
      <Meanwhile
        page={page}
        now={both.map((field) =>
          field === 'role'
            ? ([t.form.role, words.roles[account.role]] as const)
            : ([t.form.name, account.name ?? t.erased] as const),
        )}
      />
      <Facts
        facts={[
          [t.column.email, account.email],
          [t.column.role, words.roles[account.role]],
          [t.one.state, t.states[state]],
          [t.one.created, <Timestamp page={page} at={account.createdAt} />],
          [t.one.factor, account.secondFactor ? t.one.factorOn : state === 'erased' ? null : t.one.factorOff],
        ]}
      />
      {state === 'erased' ? null : <Changes {...{ page, account, ...form }} />}
      <Section id="sessions" title={words.sessions.title}>
        <SessionList {...{ page, account, sessions }} />
      </Section>
      <Section id="keys" title={words.keys.title}>
        <KeysTable page={page} keys={keys} action="/accounts/keys" />
      </Section>
      {state === 'erased' ? null : <Erasure {...{ page, account }} />}
      <p>
        <a href="/accounts">{t.title}</a>
      </p>
    </>
  );
}

function Changes({
  page,
  account,
  problems = [],
  ...form
}: Pick<Props, 'page' | 'account' | 'problems' | 'typed' | 'was'>) {
  const { accounts: t } = phrases(page.language).console;
  const { id, state } = account;
  const is = new URLSearchParams({ name: account.name ?? '', role: account.role });
  const { typed = is, was = is } = form;
  return (
    <>
      <Section id="change" title={t.one.change}>
        <DataForm
          {...{ page, problems, typed }}
          action={`/accounts/${id}`}
          hidden={[['was', was.toString()]]}
          parts={[
            { name: 'name', label: t.form.name, required: true },
            select('role', t.form.role, undefined, rolesIn(page), undefined, t.one.changeHint),
          ]}
          send={{ label: t.one.save, looks: 'second' }}
        />
      </Section>
      <Section id="access" title={t.one.act}>
        {state === 'invited' ? (
          <Act page={page} action={`/accounts/${id}/invite`} label={t.one.again} hint={t.one.againHint} />
        ) : null}
        {account.secondFactor ? (
          <Act page={page} action={`/accounts/${id}/second-factor`} label={t.one.reset} hint={t.one.resetHint} />
        ) : null}
        {state === 'disabled' ? (
          <Act page={page} action={`/accounts/${id}/enable`} label={t.one.enable} />
        ) : (
          <Act page={page} action={`/accounts/${id}/disable`} label={t.one.disable} />
        )}
      </Section>
    </>
  );
}

function SessionList({ page, account, sessions }: Pick<Props, 'page' | 'account' | 'sessions'>) {
  const { accounts: t, account: words } = phrases(page.language).console;
  const { sessions: s } = words;
  if (sessions.length === 0) return <p class="empty">{s.none}</p>;
  return (
    <>
      <Table
        label={s.title}
        columns={[s.browser, s.network, s.began, s.seen]}
        rows={sessions.map(({ browser, network, createdAt, seenAt }) => [
          browserIn(browser) ?? s.unknown,
          network ?? s.unknown,
          <Timestamp page={page} at={createdAt} />,
          <Timestamp page={page} at={seenAt} />,
        ])}
      />
      <Act page={page} action={`/accounts/${account.id}/sessions/end`} label={t.one.endSessions} />
    </>
  );
}

function Erasure({ page, account }: Pick<Props, 'page' | 'account'>) {
  const { one: t } = phrases(page.language).console.accounts;
  return (
    <Section id="erase" title={t.erase}>
      <p>{t.eraseHint}</p>
      <DataForm
        page={page}
        action={`/accounts/${account.id}/erase`}
        parts={[{ kind: 'checkbox', name: 'sure', label: t.eraseConfirm, required: true }]}
        send={{ label: t.erase, looks: 'danger' }}
      />
    </Section>
  );
}

interface FormProps {
  page: PageContext;
  fields: URLSearchParams;
  problems: readonly Problem[];
}

function InvitationForm({ page, fields, problems }: FormProps) {
  const t = phrases(page.language).console.accounts.form;
  const languages = LANGUAGES.map((value) => ({ value, label: t.languages[value] }));
  return (
    <DataForm
      {...{ page, problems }}
      typed={fields.size > 0 ? fields : undefined}
      action="/accounts/new"
      parts={[
        { name: 'name', label: t.name, required: true },
        { kind: 'email', name: 'email', label: t.email, required: true, input: { maxLength: 254 } },
        select('role', t.role, 'officer', rolesIn(page)),
        select('language', t.language, page.language, languages),
      ]}
      send={t.action}
    />
  );
}

function rolesIn({ language }: PageContext) {
  const { accounts, account } = phrases(language).console;
  return ROLES.map((role) => ({ value: role, label: `${account.roles[role]} (${accounts.roleHints[role]})` }));
}

interface InvitedProps {
  page: PageContext;
  id: string;
  email: string;
  url: string;
  until: string;
  isSent: boolean;
}

/** The link is shown here only; the mail has the same. */
function InvitedPage({ page, id, email, url, until, isSent }: InvitedProps) {
  const t = phrases(page.language).console.accounts.invited;
  return (
    <>
      <p class="note good" role="status">
        {isSent ? t.sent(email) : t.kept}
      </p>
      <p>{t.link}</p>
      <pre class="codes" tabIndex={0} role="region" aria-label={t.label}>
        {url}
      </pre>
      <p>{t.until(until)}</p>
      <p>
        <a class="button second" href={`/accounts/${id}`}>
          {t.back}
        </a>
      </p>
    </>
  );
}
