import type { Account } from '#access/accounts.js';
import type { ListedKey } from '#access/api-keys.js';
import type { ApprovalMails } from '#access/people.js';
import type { ListedSession } from '#access/sessions.js';
import type { Problem } from '#domain/refusal.js';
import { LANGUAGES } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { Choice, Field, Form, Hidden, Problems } from '../frame/controls.js';
import { DoneNote, Facts, Section } from '../frame/display.js';
import { Meanwhile } from '../frame/meanwhile.js';
import { may, type PageContext } from '../frame/page.js';
import { KeyForm, KeysTable } from './keys.controller.js';
import { SessionsTable } from './sessions-table.js';

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

export function MyAccount({ page, account, mails, factors, sessions, keys, problems, typed }: Props) {
  const t = phrases(page.language).console.account;
  const labels = {
    name: t.profile.name,
    current: t.password.current,
    password: phrases(page.language).console.password.label,
    'app-password': t.password.current,
  };
  return (
    <>
      <DoneNote page={page} words={t.saved} />
      <Problems {...{ page, problems, labels }} />
      {typed && problems.length === 0 ? <Meanwhile page={page} now={[[t.profile.name, account.name]]} /> : null}
      <Section id="profile" title={t.profile.title}>
        <Facts
          facts={[
            [t.profile.email, account.email],
            [t.profile.role, t.roles[account.role]],
          ]}
        />
        <Form page={page} action="/account/name" class="stacked">
          <Hidden fields={[['was', typed?.was ?? account.name ?? '']]} />
          <Field page={page} name="name" label={t.profile.name} hint={t.profile.nameHint} required problems={problems}>
            {(input) => (
              <input
                {...input}
                required
                maxLength={200}
                value={typed?.name ?? account.name ?? ''}
                autocomplete="name"
              />
            )}
          </Field>
          <p>
            <button class="second">{t.profile.save}</button>
          </p>
        </Form>
      </Section>
      {mails ? <MailSection {...{ page, mails }} email={account.email ?? ''} /> : null}
      {factors ? <PasswordSection {...{ page, problems, email: account.email ?? '' }} /> : null}
      {factors ? <FactorSection {...{ page, problems, left: factors.recoveryCodes }} /> : null}
      <Section id="sessions" title={t.sessions.title}>
        <SessionsTable page={page} sessions={sessions} action="/account/sessions" />
        {sessions.length > 1 ? (
          <Form page={page} action="/account/sessions/others/end">
            <p>
              <button class="second">{t.sessions.endOthers}</button>
            </p>
          </Form>
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

/** Whether proposals that wait for an approval are mailed. */
function MailSection({ page, mails, email }: { page: PageContext; mails: ApprovalMails; email: string }) {
  const t = phrases(page.language).console.account.mails;
  const languages = phrases(page.language).console.accounts.form.languages;
  return (
    <Section id="mails" title={t.title}>
      <p>{(page.keepsMails ? t.textKept : t.text)(email)}</p>
      <Form page={page} action="/account/mails" class="stacked">
        <p>
          <label>
            <input type="checkbox" name="wanted" value="yes" checked={mails.wanted} /> {t.wanted}
          </label>
        </p>
        <Field page={page} name="language" label={t.language}>
          {(input) => (
            <Choice
              {...input}
              chosen={mails.language ?? page.language}
              options={LANGUAGES.map((value) => ({ value, label: languages[value] }))}
            />
          )}
        </Field>
        <p>
          <button class="second">{t.save}</button>
        </p>
      </Form>
    </Section>
  );
}

function PasswordSection({ page, problems, email }: Pick<Props, 'page' | 'problems'> & { email: string }) {
  const words = phrases(page.language).console;
  const t = words.account.password;
  return (
    <Section id="password" title={t.title}>
      <Form page={page} action="/account/password" class="stacked">
        <input type="hidden" name="email" value={email} autocomplete="username" />
        <Field page={page} name="current" label={t.current} required problems={problems}>
          {(input) => <input {...input} type="password" required autocomplete="current-password" />}
        </Field>
        <Field
          page={page}
          name="password"
          label={words.password.label}
          hint={words.password.hint}
          required
          problems={problems}
        >
          {(input) => <input {...input} type="password" required autocomplete="new-password" />}
        </Field>
        <p>
          <button class="second">{t.action}</button> <span class="soft">{t.text}</span>
        </p>
      </Form>
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
      <Form page={page} action="/account/app" class="stacked">
        <Field page={page} name="app-password" label={t.password.current} required problems={problems}>
          {(input) => <input {...input} type="password" required autocomplete="current-password" />}
        </Field>
        <p>
          <button class="second">{t.factor.replace}</button>{' '}
          <button class="second" formAction="/account/recovery-codes">
            {t.factor.renew}
          </button>{' '}
          <span class="soft">{t.factor.renewHint}</span>
        </p>
      </Form>
    </Section>
  );
}

export function NoAccount({ page }: { page: PageContext }) {
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
