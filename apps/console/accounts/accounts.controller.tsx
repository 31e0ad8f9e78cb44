import { Inject } from '@nestjs/common';
import { z } from 'zod';
import { type Account, Accounts, type SentLink } from '#access/accounts.js';
import { ApiKeys } from '#access/api-keys.js';
import { RoleSchema, ROLES } from '#access/principal.js';
import { Sessions } from '#access/sessions.js';
import { ChangedMeanwhile } from '#concurrency/changed-meanwhile.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import { Name } from '#domain/text/text.js';
import { writtenInstant } from '#language/format.js';
import { LanguageSchema, LANGUAGES } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { EmailAddressSchema } from '#subscriptions/sending/mail/email-address.js';
import { AccountChanges } from '../../api/accounts/account-changes.js';
import { type ApiSettings, SETTINGS } from '../../api/settings.js';
import { type PageAnswer, ConsoleGet, ConsolePost, Pages } from '../frame/console-route.js';
import { Meanwhile, RefusalNote } from '../frame/controls.js';
import { Done, buttonTo, DoneNote, Facts, Section, ShownOnce, Timestamp, Badge } from '../frame/display.js';
import { Act, DataForm, select } from '../frame/fields.js';
import { Id } from '../../api/auth/caller.js';
import { Exchange, callerOf, Page, problemsUnder } from '../frame/page.js';
import { Table } from '../frame/table.js';
import { dayOf, KeysTable, SessionsTable } from './keys.controller.js';

const TONES = { invited: 'warn', active: 'good', disabled: 'bad', erased: 'plain' } as const;

interface Undone {
  problems?: readonly Problem[];
  refused?: Refusal;
  /** As typed, if it was not saved. */
  typed?: URLSearchParams;
  /** Whether somebody else has changed the account since the form was opened. */
  isChanged?: boolean;
}

@Pages('accounts')
export class AccountPages {
  constructor(
    private readonly accounts: Accounts,
    private readonly changes: AccountChanges,
    private readonly keys: ApiKeys,
    private readonly sessions: Sessions,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @ConsoleGet('', 'admin')
  async list(@Page() page: Page): Promise<PageAnswer> {
    const { accounts: t, account: words, terms } = phrases(page.language).console;
    const actions = (
      <>
        {buttonTo('/accounts/new', t.invite, 'primary')}
        {buttonTo('/accounts/keys', terms.allKeys)}
      </>
    );
    const children = (
      <Table
        isMain
        isList
        label={t.title}
        columns={[{ name: terms.name }, { first: terms.state }, terms.email, terms.role, { wide: terms.lastUsed }]}
        rows={(await this.accounts.list()).map(({ id, name, email, role, state, lastSeenAt }) => [
          <a href={`/accounts/${id}`}>{name ?? `${t.erased} ${id.slice(0, 8)}`}</a>,
          <Badge tone={TONES[state]}>{t.states[state]}</Badge>,
          email,
          words.roles[role],
          lastSeenAt ? dayOf(page, lastSeenAt) : terms.never,
        ])}
        empty={t.empty}
      />
    );
    return shown(t.title, children, { actions });
  }

  @ConsoleGet('new', 'admin')
  ask(@Page() page: Page): PageAnswer {
    return asked(page);
  }

  @ConsolePost('new', 'admin')
  async invite(@Exchange() { page, form: fields }: Exchange): Promise<PageAnswer> {
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

  @ConsoleGet(':id', 'admin')
  async one(@Page() page: Page, @Id('id') id: string): Promise<PageAnswer> {
    return this.#one(page, id);
  }

  @ConsolePost(':id', 'admin')
  async change(@Exchange() { page, form }: Exchange, @Id('id') id: string): Promise<PageAnswer> {
    const given = { name: form.get('name')?.trim(), role: form.get('role') };
    const { data } = ChangeSchema.safeParse(given);
    if (!data) return this.#one(page, id, { typed: form, problems: await problemsUnder(ChangeSchema, given) });
    const seen = Object.fromEntries(new URLSearchParams(form.get('was') ?? ''));
    try {
      return await this.#done(page, id, 'changed', () => this.changes.change(id, data, callerOf(page), seen));
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile)) throw error;
      form.delete('was');
      return this.#one(page, id, { typed: form, isChanged: true });
    }
  }

  @ConsolePost(':id/invite', 'admin')
  async again(@Page() page: Page, @Id('id') id: string): Promise<PageAnswer> {
    const { email } = await this.accounts.get(id);
    let link: SentLink | undefined;
    const refused = await this.#done(page, id, 'changed', async () => {
      link = await this.changes.inviteAgain(id, callerOf(page), page.language);
    });
    return link ? this.#invited(page, id, email ?? '', link) : refused;
  }

  @ConsolePost(':id/disable', 'admin')
  async disable(@Page() page: Page, @Id('id') id: string): Promise<PageAnswer> {
    return this.#done(page, id, 'disabled', () => this.changes.change(id, { disabled: true }, callerOf(page)));
  }

  @ConsolePost(':id/enable', 'admin')
  async enable(@Page() page: Page, @Id('id') id: string): Promise<PageAnswer> {
    return this.#done(page, id, 'enabled', () => this.changes.change(id, { disabled: false }, callerOf(page)));
  }

  @ConsolePost(':id/second-factor', 'admin')
  async reset(@Page() page: Page, @Id('id') id: string): Promise<PageAnswer> {
    return this.#done(page, id, 'reset', () => this.changes.resetSecondFactor(id, callerOf(page)));
  }

  @ConsolePost(':id/sessions/end', 'admin')
  async endSessions(@Page() page: Page, @Id('id') id: string): Promise<PageAnswer> {
    return this.#done(page, id, 'ended', () => this.changes.endSessions(id, callerOf(page)));
  }

  @ConsolePost(':id/erase', 'admin')
  async erase(@Exchange() { page, form }: Exchange, @Id('id') id: string): Promise<PageAnswer> {
    if (form.get('sure') !== 'yes') return { redirect: `/accounts/${id}#erase` };
    return this.#done(page, id, 'erased', () => this.changes.erase(id, callerOf(page)));
  }

  /** @returns the account with the reason, if it was refused because of its state */
  async #done(page: Page, id: string, done: string, act: () => Promise<unknown>): Promise<PageAnswer> {
    try {
      await act();
      return { redirect: `/accounts/${id}?done=${done}` };
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'not-found') throw error;
      return this.#one(page, id, { refused: error });
    }
  }

  async #one(page: Page, id: string, undone: Undone = {}): Promise<PageAnswer> {
    const { accounts: t, account: words, terms } = phrases(page.language).console;
    const account = await this.accounts.get(id);
    const { name, email, role, state, createdAt, secondFactor } = account;
    const [sessions, keys] = await Promise.all([this.sessions.list(id), this.keys.list(id)]);
    const { problems, refused, isChanged = false } = undone;
    const isErased = state === 'erased';
    const children = (
      <>
        <DoneNote page={page} words={t.done} />
        <RefusalNote page={page} refused={refused} />
        {isChanged ? <Meanwhile page={page} href={`/accounts/${id}`} /> : null}
        <Facts
          facts={[
            [terms.state, <Badge tone={TONES[state]}>{t.states[state]}</Badge>],
            [terms.email, email],
            [terms.role, words.roles[role]],
            [t.one.created, <Timestamp page={page} at={createdAt} />],
            [terms.secondFactor, secondFactor ? t.one.factorOn : isErased ? null : t.one.factorOff],
          ]}
        />
        {isErased ? null : changesOf(page, account, undone)}
        <Section id="sessions" title={words.sessions.title}>
          <SessionsTable page={page} sessions={sessions} />
          {sessions.length === 0 ? null : (
            <Act page={page} action={`/accounts/${id}/sessions/end`} label={t.one.endSessions} />
          )}
        </Section>
        <Section id="keys" title={words.keys.title}>
          <KeysTable page={page} keys={keys} action="/accounts/keys" />
        </Section>
        {isErased ? null : (
          <Section id="erase" title={t.one.erase}>
            <p>{t.one.eraseHint}</p>
            <DataForm
              page={page}
              action={`/accounts/${id}/erase`}
              parts={[{ kind: 'checkbox', name: 'sure', label: t.one.eraseConfirm, required: true }]}
              send={{ label: t.one.erase, looks: 'danger' }}
            />
          </Section>
        )}
      </>
    );
    return shown(name ?? t.erased, children, { status: isChanged ? 409 : refused || problems ? 422 : 200 });
  }

  /** The link is shown here only; the mail has the same. */
  #invited(page: Page, id: string, email: string, { url, until }: SentLink): PageAnswer {
    const t = phrases(page.language).console.accounts.invited;
    const children = (
      <ShownOnce label={t.label} secret={url} back={[`/accounts/${id}`, t.back]}>
        <Done>{this.settings.SMTP_URL === undefined ? t.kept : t.sent(email)}</Done>
        <p>
          {t.link} {t.until(writtenInstant(until, page.zone, page.language))}
        </p>
      </ShownOnce>
    );
    return shown(t.title, children);
  }
}

const shown = (title: string, children: preact.ComponentChildren, more: object = {}): PageAnswer => ({
  ...{ title, menuEntry: 'accounts', timeless: true, children },
  ...more,
});

const InvitationSchema = z.object({
  name: Name,
  email: EmailAddressSchema,
  role: RoleSchema,
  language: LanguageSchema,
});
const ChangeSchema = InvitationSchema.pick({ name: true, role: true });

function asked(page: Page, typed?: URLSearchParams, problems: readonly Problem[] = []): PageAnswer {
  const { form: t, invite: title } = phrases(page.language).console.accounts;
  const { terms } = phrases(page.language).console;
  const languages = LANGUAGES.map((value) => ({ value, label: t.languages[value] }));
  const children = (
    <DataForm
      {...{ page, problems, typed }}
      action="/accounts/new"
      parts={[
        { name: 'name', label: terms.name, required: true },
        { kind: 'email', name: 'email', label: terms.email, required: true, input: { maxLength: 254 } },
        select('role', terms.role, 'officer', rolesIn(page)),
        select('language', t.language, page.language, languages),
      ]}
      send={t.action}
    />
  );
  return shown(title, children, { status: problems.length > 0 ? 422 : 200 });
}

function changesOf(page: Page, { id, name, role, state, secondFactor }: Account, undone: Undone) {
  const { one: t } = phrases(page.language).console.accounts;
  const { terms } = phrases(page.language).console;
  const is = new URLSearchParams({ name: name ?? '', role });
  const { problems, typed = is } = undone;
  const act = (does: string, label: string, hint?: string) => (
    <Act page={page} action={`/accounts/${id}/${does}`} {...{ label, hint }} />
  );
  return (
    <>
      <Section id="change" title={t.change}>
        <DataForm
          {...{ page, problems, typed }}
          action={`/accounts/${id}`}
          hidden={[['was', typed.get('was') ?? is.toString()]]}
          parts={[
            { name: 'name', label: terms.name, required: true },
            select('role', terms.role, undefined, rolesIn(page), undefined, t.changeHint),
          ]}
          send={{ label: terms.save, looks: 'second' }}
        />
      </Section>
      <Section id="access" title={t.act}>
        <div class="send">
          {state === 'invited' ? act('invite', t.again, t.againHint) : null}
          {secondFactor ? act('second-factor', t.reset, t.resetHint) : null}
          {state === 'disabled' ? act('enable', t.enable) : act('disable', t.disable)}
        </div>
      </Section>
    </>
  );
}

function rolesIn({ language }: Page) {
  const { accounts, account } = phrases(language).console;
  return ROLES.map((role) => ({ value: role, label: `${account.roles[role]} (${accounts.roleHints[role]})` }));
}
