import type { Account } from '#access/accounts.js';
import type { ListedKey } from '#access/api-keys.js';
import type { ListedSession } from '#access/sessions.js';
import type { Problem, Refusal } from '#domain/refusal.js';
import { phrases } from '#language/phrases.js';
import { Field, Form, Hidden, RefusalNote } from '../frame/controls.js';
import { DoneNote, Facts, Section, Table, Timestamp } from '../frame/display.js';
import { Meanwhile } from '../frame/meanwhile.js';
import type { PageContext } from '../frame/page.js';
import { RoleChoice } from './invitation.js';
import { KeysTable } from './keys.controller.js';
import { browserIn } from './sessions-table.js';

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

/** An account, for administrators. */
export function AccountView({ page, account, sessions, keys, refused, both = [], ...form }: Props) {
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
        <Sessions {...{ page, account, sessions }} />
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
        <Form page={page} action={`/accounts/${id}`} class="stacked">
          <Hidden fields={[['was', was.toString()]]} />
          <Field page={page} name="name" label={t.form.name} required problems={problems}>
            {(input) => (
              <input {...input} required maxLength={200} value={typed.get('name') ?? ''} autocomplete="off" />
            )}
          </Field>
          <Field page={page} name="role" label={t.form.role} hint={t.one.changeHint} problems={problems}>
            {(input) => <RoleChoice {...{ page, input }} chosen={typed.get('role') ?? account.role} />}
          </Field>
          <p>
            <button class="second">{t.one.save}</button>
          </p>
        </Form>
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

const Act = ({ page, action, label, hint }: { page: PageContext; action: string; label: string; hint?: string }) => (
  <Form page={page} action={action}>
    <p>
      <button class="second">{label}</button> {hint === undefined ? null : <span class="soft">{hint}</span>}
    </p>
  </Form>
);

function Sessions({ page, account, sessions }: Pick<Props, 'page' | 'account' | 'sessions'>) {
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
      <Form page={page} action={`/accounts/${account.id}/erase`}>
        <p>
          <label>
            <input type="checkbox" name="sure" value="yes" required /> {t.eraseConfirm}
          </label>
        </p>
        <p>
          <button class="second">{t.erase}</button>
        </p>
      </Form>
    </Section>
  );
}
