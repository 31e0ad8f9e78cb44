import type { FastifyRequest } from 'fastify';
import { Accounts } from '#access/accounts.js';
import { Activities } from '#access/activities.js';
import { ApiKeys } from '#access/api-keys.js';
import { Credentials } from '#access/credentials.js';
import { People } from '#access/people.js';
import { Sessions } from '#access/sessions.js';
import { SignIn } from '#access/sign-in.js';
import { SingleSignOn } from '#access/single-sign-on.js';
import { ChangedMeanwhile } from '#concurrency/changed-meanwhile.js';
import type { Problem } from '#domain/refusal.js';
import { Name } from '#domain/text/text.js';
import { problemsOf } from '#domain/validation.js';
import { LANGUAGES, LanguageSchema } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { type PageAnswer, ConsoleGet, ConsolePost, Pages } from '../frame/console-route.js';
import { Meanwhile } from '../frame/controls.js';
import { buttonTo, DoneNote, Facts, Section } from '../frame/display.js';
import { Act, DataForm, select } from '../frame/fields.js';
import { Id } from '../../api/auth/caller.js';
import { Exchange, may, callerOf, Page } from '../frame/page.js';
import { Entrance } from '../session/entrance.js';
import { currentPassword, newPassword, passwordProblems, usernameField } from '../session/password.controller.js';
import { codeAsked, codeWrong, recoveryCodes } from '../session/session.controller.js';
import { KeyForm, KeysTable, SessionsTable } from './keys.controller.js';

interface Undone {
  problems?: readonly Problem[];
  /** As typed; without `was`: somebody else has changed it meanwhile. */
  typed?: URLSearchParams;
}

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

  @ConsoleGet('', 'read')
  async show(@Exchange() { page, request }: Exchange): Promise<PageAnswer> {
    return this.#shown(page, request);
  }

  @ConsolePost('name', 'read')
  async rename(@Exchange() { page, form: typed, request }: Exchange): Promise<PageAnswer> {
    const account = personOf(page);
    if (account === undefined) return this.#shown(page, request);
    const [name, was] = [typed.get('name') ?? '', typed.get('was')];
    const { data, error } = Name.safeParse(name);
    if (error) return this.#shown(page, request, { problems: problemsOf(error.issues, name, 'name'), typed });
    try {
      await this.accounts.change(account, { name: data }, was === null ? {} : { name: was });
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile)) throw error;
      return this.#shown(page, request, { typed: new URLSearchParams({ name: data }) });
    }
    await this.#note(account, 'name');
    return { redirect: '/account?done=name' };
  }

  @ConsolePost('mails', 'approve')
  async chooseMails(@Exchange() { page, form: fields }: Exchange): Promise<PageAnswer> {
    const account = personOf(page);
    const language = LanguageSchema.safeParse(fields.get('language')).data ?? page.language;
    if (account !== undefined)
      await this.people.chooseApprovalMails(account, { wanted: fields.get('wanted') === 'yes', language });
    return { redirect: '/account?done=mails#mails' };
  }

  @ConsolePost('password', 'read')
  async changePassword(@Exchange() whole: Exchange): Promise<PageAnswer> {
    const password = whole.form.get('password') ?? '';
    const change = async (account: string): Promise<PageAnswer> => {
      await this.credentials.changePassword(account, password, this.entrance.tokenIn(whole.request));
      await this.#note(account, 'password');
      return { redirect: '/account?done=password' };
    };
    return this.#withPassword(whole, 'current', change, passwordProblems(password, 'password'));
  }

  @ConsolePost('app', 'read')
  async replaceApp(@Exchange() whole: Exchange): Promise<PageAnswer> {
    return this.#withPassword(whole, 'app-password', async (account) =>
      codeAsked(whole.page, await this.credentials.replaceApp(account), { to: '/account' }, [], '/account/app/code'),
    );
  }

  @ConsolePost('app/code', 'read')
  async confirmApp(@Exchange() { page, form: fields, request }: Exchange): Promise<PageAnswer> {
    const ticket = fields.get('ticket') ?? '';
    const done = await this.signIn.withCode(ticket, fields.get('code') ?? '');
    if ('refused' in done)
      return done.refused === 'wrong' && done.enrol
        ? codeAsked(page, { token: ticket, enrol: done.enrol }, { to: '/account' }, codeWrong, '/account/app/code')
        : { redirect: '/account' };
    await this.sessions.endAll(done.account, this.entrance.tokenIn(request));
    await this.#note(done.account, 'second-factor');
    return recoveryCodes(page, done.recoveryCodes ?? [], { to: '/account' });
  }

  @ConsolePost('recovery-codes', 'read')
  async renewCodes(@Exchange() whole: Exchange): Promise<PageAnswer> {
    return this.#withPassword(whole, 'app-password', async (account) => {
      const codes = await this.credentials.renewRecoveryCodes(account);
      await this.#note(account, 'recovery-codes');
      return recoveryCodes(whole.page, codes, { to: '/account' });
    });
  }

  @ConsolePost('sessions/others/end', 'read')
  async endOthers(@Exchange() { page, request }: Exchange): Promise<PageAnswer> {
    const account = personOf(page);
    if (account !== undefined) {
      await this.sessions.endAll(account, this.entrance.tokenIn(request));
      await this.activities.note({ actor: `account:${account}`, act: 'session-ended', about: `account:${account}` });
    }
    return { redirect: '/account?done=others#sessions' };
  }

  @ConsolePost('sessions/:id/end', 'read')
  async endOne(@Page() page: Page, @Id('id') id: string): Promise<PageAnswer> {
    const account = personOf(page);
    if (account !== undefined && (await this.sessions.endOne(account, id)))
      await this.activities.note({ actor: `account:${account}`, act: 'session-ended', about: `account:${account}` });
    return { redirect: '/account?done=ended#sessions' };
  }

  /** Does what needs the password of the person, in a field of the form; otherwise shows what is wrong. */
  async #withPassword(
    { page, request, form }: Exchange,
    field: string,
    act: (account: string) => Promise<PageAnswer>,
    wrong: readonly Problem[] = [],
  ): Promise<PageAnswer> {
    const account = personOf(page);
    if (account === undefined) return this.#shown(page, request);
    const given = (form.get(field) ?? '').slice(0, LONGEST_FIELD);
    const isRight = (await this.signIn.isPassword(account, given)) === true;
    const problems = [...(isRight ? [] : [{ field, code: 'password-wrong' as const }]), ...wrong];
    return problems.length > 0 ? this.#shown(page, request, { problems }) : act(account);
  }

  async #shown(page: Page, request: FastifyRequest, undone: Undone = {}): Promise<PageAnswer> {
    const words = phrases(page.language).console;
    const t = words.account;
    const id = personOf(page);
    if (id === undefined) {
      const toAccounts = may(page, 'admin') ? buttonTo('/accounts', t.toAccounts, 'primary') : null;
      return { title: t.title, timeless: true, actions: toAccounts, children: <p>{t.noAccount}</p> };
    }
    const [account, mails, factors, sessions, keys] = await Promise.all([
      this.accounts.get(id),
      may(page, 'approve') ? this.people.approvalMails(id) : undefined,
      this.singleSignOn.provider?.isOnly ? undefined : this.credentials.of(id),
      this.sessions.list(id, this.entrance.tokenIn(request)),
      this.keys.list(id),
    ]);
    const { typed } = undone;
    const problemsIn = (...names: string[]) => undone.problems?.filter(({ field }) => names.includes(field));
    const email = account.email ?? '';
    const languages = words.accounts.form.languages;
    const children = (
      <>
        <DoneNote page={page} words={t.saved} />
        {typed && !undone.problems ? <Meanwhile page={page} href="/account" /> : null}
        <Section id="profile" title={t.profile.title}>
          <Facts
            facts={[
              [words.terms.email, email],
              [words.terms.role, t.roles[account.role]],
            ]}
          />
          <DataForm
            {...{ page, typed }}
            problems={problemsIn('name')}
            action="/account/name"
            hidden={[['was', typed?.get('was') ?? account.name ?? '']]}
            parts={[
              {
                ...{ name: 'name', label: words.terms.name, hint: t.profile.nameHint, required: true },
                ...{ value: account.name, input: { autocomplete: 'name' } },
              },
            ]}
            send={{ label: words.terms.save, looks: 'second' }}
          />
        </Section>
        {mails ? (
          <Section id="mails" title={t.mails.title}>
            <p>{(page.keepsMails ? t.mails.textKept : t.mails.text)(email)}</p>
            <DataForm
              page={page}
              action="/account/mails"
              parts={[
                { kind: 'checkbox', name: 'wanted', label: t.mails.wanted, isChecked: mails.wanted },
                select(
                  ...(['language', t.mails.language, mails.language ?? page.language] as const),
                  LANGUAGES.map((value) => ({ value, label: languages[value] })),
                ),
              ]}
              send={{ label: words.terms.save, looks: 'second' }}
            />
          </Section>
        ) : null}
        {factors ? (
          <>
            <Section id="password" title={words.terms.password}>
              <DataForm
                page={page}
                problems={problemsIn('current', 'password')}
                action="/account/password"
                parts={[usernameField(email), currentPassword(page, 'current'), newPassword(page)]}
                send={{ label: t.password.action, looks: 'second' }}
                note={t.password.text}
              />
            </Section>
            <Section id="factor" title={words.terms.secondFactor}>
              <p>
                {t.factor.on} {t.factor.left(factors.recoveryCodes)}
              </p>
              <DataForm
                page={page}
                problems={problemsIn('app-password')}
                action="/account/app"
                parts={[currentPassword(page, 'app-password')]}
                send={[
                  { label: t.factor.replace, looks: 'second' },
                  { label: t.factor.renew, looks: 'second', formAction: '/account/recovery-codes' },
                ]}
                note={t.factor.renewHint}
              />
            </Section>
          </>
        ) : null}
        <Section id="sessions" title={t.sessions.title}>
          <SessionsTable page={page} sessions={sessions} action="/account/sessions" />
          {sessions.length > 1 ? (
            <Act page={page} action="/account/sessions/others/end" label={t.sessions.endOthers} />
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
    const status = undone.problems ? 422 : typed ? 409 : 200;
    return { status, title: t.title, timeless: true, children };
  }

  async #note(account: string, setting: string): Promise<void> {
    const actor = `account:${account}`;
    await this.activities.note({ actor, act: 'account-changed', about: actor, details: { setting } });
  }
}

const LONGEST_FIELD = 1_000;

const personOf = (page: Page): string | undefined => callerOf(page).account;
