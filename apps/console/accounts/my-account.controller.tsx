import { Get, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Account, Accounts } from '#access/accounts.js';
import { Activities } from '#access/activities.js';
import { type ListedKey, ApiKeys } from '#access/api-keys.js';
import { Credentials } from '#access/credentials.js';
import { type ApprovalMails, People } from '#access/people.js';
import { type ListedSession, Sessions } from '#access/sessions.js';
import { SignIn } from '#access/sign-in.js';
import { SingleSignOn } from '#access/single-sign-on.js';
import { ChangedMeanwhile } from '#concurrency/changed-meanwhile.js';
import type { Problem } from '#domain/refusal.js';
import { Name } from '#domain/text/text.js';
import { problemsOf } from '#domain/validation.js';
import { LANGUAGES, LanguageSchema } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Meanwhile } from '../frame/controls.js';
import { DoneNote, Facts, Section, Timestamp } from '../frame/display.js';
import { Act, DataForm, select } from '../frame/fields.js';
import { Table } from '../frame/table.js';
import { Id, Sent, may, type PageContext, callerOf, Page } from '../frame/page.js';
import { Entrance } from '../session/entrance.js';
import { newPassword, passwordProblems } from '../session/password.controller.js';
import { codeAsked, codeWrong, RecoveryPage, secretField } from '../session/session.controller.js';
import { KeyForm, KeysTable } from './keys.controller.js';

/** Whoever is signed in changes their own name, password and second factor, and ends their sessions. */
@Pages('account')
export class MyAccountPages {
  constructor(
    private readonly accounts: Accounts,
    private readonly people: People,
    private readonly keys: ApiKeys,
    private readonly credentials: Credentials,
    private readonly sessions: Sessions,
    private readonly signIn: SignIn,
    private readonly entrance: Entrance,
    private readonly activities: Activities,
    private readonly singleSignOn: SingleSignOn,
  ) {}

  @Get()
  @ConsoleRoute('read')
  async show(@Page() page: PageContext, @Req() request: FastifyRequest): Promise<PageAnswer> {
    return this.#shown(page, request);
  }

  @Post('name')
  @ConsoleRoute('read')
  async rename(
    @Page() page: PageContext,
    @Sent() fields: URLSearchParams,
    @Req() request: FastifyRequest,
  ): Promise<PageAnswer> {
    const account = personOf(page);
    if (account === undefined) return this.#shown(page, request);
    const typed = { name: fields.get('name') ?? '', was: fields.get('was') ?? undefined };
    const { data: name, error } = Name.safeParse(typed.name);
    if (error) return this.#shown(page, request, problemsOf(error.issues, typed.name, 'name'), typed);
    try {
      await this.accounts.change(account, { name }, typed.was === undefined ? {} : { name: typed.was });
    } catch (error) {
      if (error instanceof ChangedMeanwhile) return this.#shown(page, request, [], { name });
      throw error;
    }
    await this.#note(account, 'name');
    return { redirect: '/account?done=name' };
  }

  @Post('mails')
  @ConsoleRoute('approve')
  async chooseMails(@Page() page: PageContext, @Sent() fields: URLSearchParams): Promise<PageAnswer> {
    const account = personOf(page);
    const language = LanguageSchema.safeParse(fields.get('language')).data ?? page.language;
    if (account !== undefined)
      await this.people.chooseApprovalMails(account, { wanted: fields.get('wanted') === 'yes', language });
    return { redirect: '/account?done=mails#mails' };
  }

  @Post('password')
  @ConsoleRoute('read')
  async changePassword(
    @Page() page: PageContext,
    @Sent() fields: URLSearchParams,
    @Req() request: FastifyRequest,
  ): Promise<PageAnswer> {
    const password = fields.get('password') ?? '';
    const problems = [
      ...(await this.#wrongPassword(page, fields, 'current')),
      ...passwordProblems(password, 'password'),
    ];
    const account = personOf(page);
    if (problems.length > 0 || account === undefined) return this.#shown(page, request, problems);
    await this.credentials.changePassword(account, password, this.entrance.tokenIn(request));
    await this.#note(account, 'password');
    return { redirect: '/account?done=password' };
  }

  @Post('app')
  @ConsoleRoute('read')
  async replaceApp(
    @Page() page: PageContext,
    @Sent() form: URLSearchParams,
    @Req() request: FastifyRequest,
  ): Promise<PageAnswer> {
    const problems = await this.#wrongPassword(page, form, 'app-password');
    const account = personOf(page);
    if (problems.length > 0 || account === undefined) return this.#shown(page, request, problems);
    return codeAsked(page, await this.credentials.replaceApp(account), { to: '/account' }, [], '/account/app/code');
  }

  @Post('app/code')
  @ConsoleRoute('read')
  async confirmApp(
    @Page() page: PageContext,
    @Sent() fields: URLSearchParams,
    @Req() request: FastifyRequest,
  ): Promise<PageAnswer> {
    const ticket = fields.get('ticket') ?? '';
    const done = await this.signIn.withCode(ticket, fields.get('code') ?? '');
    if ('refused' in done)
      return done.refused === 'wrong' && done.enrol
        ? codeAsked(page, { token: ticket, enrol: done.enrol }, { to: '/account' }, codeWrong, '/account/app/code')
        : { redirect: '/account' };
    await this.sessions.endAll(done.account, this.entrance.tokenIn(request));
    await this.#note(done.account, 'second-factor');
    return recovery(page, done.recoveryCodes ?? []);
  }

  @Post('recovery-codes')
  @ConsoleRoute('read')
  async renewCodes(
    @Page() page: PageContext,
    @Sent() form: URLSearchParams,
    @Req() request: FastifyRequest,
  ): Promise<PageAnswer> {
    const problems = await this.#wrongPassword(page, form, 'app-password');
    const account = personOf(page);
    if (problems.length > 0 || account === undefined) return this.#shown(page, request, problems);
    const codes = await this.credentials.renewRecoveryCodes(account);
    await this.#note(account, 'recovery-codes');
    return recovery(page, codes);
  }

  @Post('sessions/others/end')
  @ConsoleRoute('read')
  async endOthers(@Page() page: PageContext, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const account = personOf(page);
    if (account !== undefined) {
      await this.sessions.endAll(account, this.entrance.tokenIn(request));
      await this.activities.note({ actor: `account:${account}`, act: 'session-ended', about: `account:${account}` });
    }
    return { redirect: '/account?done=others#sessions' };
  }

  @Post('sessions/:id/end')
  @ConsoleRoute('read')
  async endOne(@Page() page: PageContext, @Id('id') id: string): Promise<PageAnswer> {
    const account = personOf(page);
    if (account !== undefined && (await this.sessions.endOne(account, id)))
      await this.activities.note({ actor: `account:${account}`, act: 'session-ended', about: `account:${account}` });
    return { redirect: '/account?done=ended#sessions' };
  }

  /** @param typed the name that was not saved; without `was`: somebody else has changed it meanwhile */
  async #shown(
    page: PageContext,
    request: FastifyRequest,
    problems: readonly Problem[] = [],
    typed?: { name: string; was?: string | undefined },
  ): Promise<PageAnswer> {
    const { title } = phrases(page.language).console.account;
    const id = personOf(page);
    if (id === undefined) return { title, timeless: true, children: <NoAccount page={page} /> };
    const [account, mails, factors, sessions, keys] = await Promise.all([
      this.accounts.get(id),
      may(page, 'approve') ? this.people.approvalMails(id) : undefined,
      this.singleSignOn.provider?.isOnly ? undefined : this.credentials.of(id),
      this.sessions.list(id, this.entrance.tokenIn(request)),
      this.keys.list(id),
    ]);
    return {
      status: problems.length > 0 ? 422 : typed ? 409 : 200,
      ...{ title, timeless: true },
      children: <MyAccount {...{ page, account, mails, factors, sessions, keys, problems, typed }} />,
    };
  }

  async #wrongPassword(page: PageContext, fields: URLSearchParams, field: string): Promise<Problem[]> {
    const account = personOf(page);
    if (account === undefined) return [];
    const right = await this.signIn.isPassword(account, (fields.get(field) ?? '').slice(0, LONGEST_FIELD));
    return right === true ? [] : [{ field, code: 'password-wrong' }];
  }

  async #note(account: string, setting: string): Promise<void> {
    const actor = `account:${account}`;
    await this.activities.note({ actor, act: 'account-changed', about: actor, details: { setting } });
  }
}

const LONGEST_FIELD = 1_000;

const personOf = (page: PageContext): string | undefined => callerOf(page).account;

function recovery(page: PageContext, codes: readonly string[]): PageAnswer {
  const { title } = phrases(page.language).console.password.recovery;
  return { title, timeless: true, children: <RecoveryPage page={page} codes={codes} to="/account" /> };
}

interface Props {
  page: PageContext;
  account: Account;
  /** Of approvers and administrators. */
  mails: ApprovalMails | undefined;
  factors: { secondFactor: boolean; recoveryCodes: number } | undefined;
  sessions: readonly ListedSession[];
  keys: readonly ListedKey[];
  problems: readonly Problem[];
  /** The name that was not saved; without `was`: somebody else has changed it meanwhile. */
  typed: { name: string; was?: string | undefined } | undefined;
}

function MyAccount({ page, account, mails, factors, sessions, keys, problems, typed }: Props) {
  const t = phrases(page.language).console.account;
  return (
    <>
      <DoneNote page={page} words={t.saved} />
      {typed && problems.length === 0 ? <Meanwhile page={page} now={[[t.profile.name, account.name]]} /> : null}
      <Section id="profile" title={t.profile.title}>
        <Facts
          facts={[
            [t.profile.email, account.email],
            [t.profile.role, t.roles[account.role]],
          ]}
        />
        <DataForm
          page={page}
          action="/account/name"
          hidden={[['was', typed?.was ?? account.name ?? '']]}
          parts={[
            {
              ...{ name: 'name', label: t.profile.name, hint: t.profile.nameHint, required: true },
              ...{ value: typed?.name ?? account.name, input: { autocomplete: 'name' } },
            },
          ]}
          problems={problemsIn(problems, 'name')}
          send={{ label: t.profile.save, looks: 'second' }}
        />
      </Section>
      {mails ? <MailSection {...{ page, mails }} email={account.email ?? ''} /> : null}
      {factors ? <PasswordSection {...{ page, problems, email: account.email ?? '' }} /> : null}
      {factors ? <FactorSection {...{ page, problems, left: factors.recoveryCodes }} /> : null}
      <Section id="sessions" title={t.sessions.title}>
        <SessionsTable page={page} sessions={sessions} />
        {sessions.length > 1 ? (
          <Act {...{ page, label: t.sessions.endOthers }} action="/account/sessions/others/end" />
        ) : null}
      </Section>
      <Section id="keys" title={t.keys.title}>
        <p>{t.keys.intro}</p>
        <KeysTable page={page} keys={keys} action="/account/keys" />
        <details>
          <summary>{t.keys.create}</summary>
          <KeyForm page={page} action="/account/keys" />
        </details>
      </Section>
    </>
  );
}

/** Those of one of the forms. */
const problemsIn = (problems: readonly Problem[], ...names: string[]): Problem[] =>
  problems.filter(({ field }) => names.includes(field));

function MailSection({ page, mails, email }: { page: PageContext; mails: ApprovalMails; email: string }) {
  const t = phrases(page.language).console.account.mails;
  const languages = phrases(page.language).console.accounts.form.languages;
  return (
    <Section id="mails" title={t.title}>
      <p>{(page.keepsMails ? t.textKept : t.text)(email)}</p>
      <DataForm
        page={page}
        action="/account/mails"
        parts={[
          { kind: 'checkbox', name: 'wanted', label: t.wanted, isChecked: mails.wanted },
          select(
            'language',
            t.language,
            mails.language ?? page.language,
            LANGUAGES.map((value) => ({ value, label: languages[value] })),
          ),
        ]}
        send={{ label: t.save, looks: 'second' }}
      />
    </Section>
  );
}

function PasswordSection({ page, problems, email }: Pick<Props, 'page' | 'problems'> & { email: string }) {
  const t = phrases(page.language).console.account.password;
  return (
    <Section id="password" title={t.title}>
      <DataForm
        page={page}
        action="/account/password"
        parts={[
          <input type="hidden" name="email" value={email} autocomplete="username" />,
          secretField('current', t.current),
          newPassword(page),
        ]}
        problems={problemsIn(problems, 'current', 'password')}
        send={{ label: t.action, looks: 'second' }}
        note={t.text}
      />
    </Section>
  );
}

function FactorSection({ page, problems, left }: Pick<Props, 'page' | 'problems'> & { left: number }) {
  const t = phrases(page.language).console.account;
  return (
    <Section id="factor" title={t.factor.title}>
      <p>
        {t.factor.on} {t.factor.left(left)}
      </p>
      <DataForm
        page={page}
        action="/account/app"
        parts={[secretField('app-password', t.password.current)]}
        problems={problemsIn(problems, 'app-password')}
        send={[
          { label: t.factor.replace, looks: 'second' },
          { label: t.factor.renew, looks: 'second', formAction: '/account/recovery-codes' },
        ]}
        note={t.factor.renewHint}
      />
    </Section>
  );
}

function NoAccount({ page }: { page: PageContext }) {
  const t = phrases(page.language).console.account;
  return (
    <>
      <p>{t.noAccount}</p>
      {may(page, 'admin') ? (
        <p>
          <a class="button" href="/accounts">
            {t.toAccounts}
          </a>
        </p>
      ) : null}
    </>
  );
}

function SessionsTable({ page, sessions }: Pick<Props, 'page' | 'sessions'>) {
  const t = phrases(page.language).console.account.sessions;
  if (sessions.length === 0) return <p class="empty">{t.none}</p>;
  return (
    <Table
      label={t.title}
      columns={[t.browser, t.network, t.began, t.seen, t.act]}
      rows={sessions.map(({ id, browser, network, createdAt, seenAt, key, isCurrent }) => [
        <>
          {browserIn(browser) ?? t.unknown}
          {isCurrent ? <strong class="soft"> ({t.current})</strong> : null}
          {key === null ? null : <span class="soft"> {t.withKey(key)}</span>}
        </>,
        network ?? t.unknown,
        <Timestamp page={page} at={createdAt} />,
        <Timestamp page={page} at={seenAt} />,
        isCurrent ? null : (
          <Act
            {...{ page, label: t.end }}
            action={`/account/sessions/${id}/end`}
            of={browserIn(browser) ?? t.unknown}
          />
        ),
      ])}
    />
  );
}

/** In this order: a browser also names those that it is compatible with. */
const BROWSERS = [
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['Firefox', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
] as const;
const SYSTEMS = [
  ['Android', 'Android'],
  ['iPhone', 'iOS'],
  ['iPad', 'iPadOS'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['Linux', 'Linux'],
] as const;

/** Browser and system, roughly; otherwise the beginning of what the program said of itself. */
export function browserIn(userAgent: string | null): string | undefined {
  if (userAgent === null || userAgent === '') return undefined;
  const [, browser] = BROWSERS.find(([mark]) => userAgent.includes(mark)) ?? [];
  const [, system] = SYSTEMS.find(([mark]) => userAgent.includes(mark)) ?? [];
  return browser ? [browser, ...(system ? [system] : [])].join(', ') : userAgent.slice(0, LONGEST);
}

const LONGEST = 40;
