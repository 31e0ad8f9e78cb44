import type { ComponentChildren } from 'preact';
import { z } from 'zod';
import { Accounts } from '#access/accounts.js';
import { ApiKeys, type ListedKey } from '#access/api-keys.js';
import { scopes, actorOf } from '#access/principal.js';
import { Activities } from '#access/activities.js';
import type { ListedSession } from '#access/sessions.js';
import { dayIn } from '#domain/date/day.js';
import type { Problem } from '#domain/refusal.js';
import { Name } from '#domain/text/text.js';
import { shortDate, writtenInstant } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { type PageAnswer, ConsoleGet, ConsolePost, Pages } from '../frame/console-route.js';
import { Done, DoneNote, Section, ShownOnce, Badge } from '../frame/display.js';
import { Act, DataForm, select } from '../frame/fields.js';
import { Named } from '../../api/auth/caller.js';
import { Exchange, callerOf, Page, problemsUnder } from '../frame/page.js';
import { Table } from '../frame/table.js';

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Keys: those of the person who is signed in, and for administrators all of them. */
@Pages()
export class KeyPages {
  constructor(
    private readonly keys: ApiKeys,
    private readonly accounts: Accounts,
    private readonly activities: Activities,
  ) {}

  @ConsoleGet('accounts/keys', 'admin')
  async all(@Page() page: Page): Promise<PageAnswer> {
    const { account: t, accounts: words, terms } = phrases(page.language).console;
    const names = new Map((await this.accounts.list()).map(({ id, name }) => [id, name]));
    const ownerOf = ({ account }: ListedKey) =>
      account === null ? t.keys.program : <a href={`/accounts/${account}`}>{names.get(account) ?? words.erased}</a>;
    const children = (
      <>
        <DoneNote page={page} words={t.saved} />
        <KeysTable {...{ page, ownerOf }} keys={await this.keys.list()} action="/accounts/keys" />
        <Section id="new" title={t.keys.create}>
          <p>{t.keys.programIntro}</p>
          <KeyForm page={page} action="/accounts/keys" />
        </Section>
      </>
    );
    return { title: terms.allKeys, menuEntry: 'accounts', timeless: true, children };
  }

  /** A key that belongs to nobody. */
  @ConsolePost('accounts/keys', 'admin')
  async createForProgram(@Exchange() { page, form }: Exchange): Promise<PageAnswer> {
    return this.#create(page, form, '/accounts/keys');
  }

  @ConsolePost('accounts/keys/:id/revoke', 'admin')
  async revoke(@Page() page: Page, @Named('id') id: string): Promise<PageAnswer> {
    await this.#revoke(page, id);
    return { redirect: '/accounts/keys?done=revoked' };
  }

  @ConsolePost('account/keys', 'read')
  async createMine(@Exchange() { page, form }: Exchange): Promise<PageAnswer> {
    const { account } = callerOf(page);
    return account === undefined ? { redirect: '/account' } : this.#create(page, form, '/account/keys', account);
  }

  @ConsolePost('account/keys/:id/revoke', 'read')
  async revokeMine(@Page() page: Page, @Named('id') id: string): Promise<PageAnswer> {
    await this.#revoke(page, id, callerOf(page).account ?? NOBODY);
    return { redirect: '/account?done=revoked#keys' };
  }

  /** @returns the page that shows the key once, or the form again */
  async #create(page: Page, typed: URLSearchParams, action: string, account?: string): Promise<PageAnswer> {
    const caller = callerOf(page);
    const t = phrases(page.language).console.account.keys;
    const { terms } = phrases(page.language).console;
    const { name = '', scope = '' } = Object.fromEntries(typed);
    const held = KeySchema.extend({ scope: z.enum(scopes.filter((one) => caller.scopes.has(one))) });
    const { data } = held.safeParse({ name, scope });
    if (!data) {
      const problems = await problemsUnder(held, { name, scope });
      const children = <KeyForm {...{ page, action, problems, typed }} />;
      return { status: 422, title: t.create, timeless: true, children };
    }
    const { id, key } = await this.keys.create({ name: data.name, scopes: [data.scope], account });
    const details = { scopes: [data.scope] };
    await this.activities.note({ actor: actorOf(caller), act: 'key-created', about: `key:${id}`, details });
    const children = (
      <ShownOnce label={terms.apiKey} secret={key} back={[account === undefined ? action : '/account#keys', t.back]}>
        <Done>{t.madeText}</Done>
      </ShownOnce>
    );
    return { title: t.made, timeless: true, children };
  }

  async #revoke(page: Page, id: string, account?: string): Promise<void> {
    await this.keys.revoke(id, account);
    await this.activities.note({ actor: actorOf(callerOf(page)), act: 'key-revoked', about: `key:${id}` });
  }
}

const KeySchema = z.object({ name: Name, scope: z.enum(scopes) });

/** The day of an instant, which its title says whole. */
export const dayOf = ({ zone, language }: Page, at: Date) => (
  <time dateTime={at.toISOString()} title={writtenInstant(at, zone, language)}>
    {shortDate(dayIn(zone, at), language)}
  </time>
);

/** @param table `ownerOf`: with a column for whose they are */
export function KeysTable(table: {
  page: Page;
  keys: readonly ListedKey[];
  action: string;
  ownerOf?: (key: ListedKey) => ComponentChildren;
}) {
  const { page, keys, action, ownerOf } = table;
  const t = phrases(page.language).console.account.keys;
  const { terms } = phrases(page.language).console;
  return (
    <Table
      isList
      label={t.title}
      columns={[
        { name: terms.name },
        { first: terms.state },
        ...(ownerOf ? [t.owner] : []),
        t.scope,
        { wide: t.created },
        terms.lastUsed,
        { act: terms.revoke },
      ]}
      rows={keys.map((key) => [
        <>
          {key.name} <span class="soft">{key.id}</span>
        </>,
        <Badge tone={key.revokedAt ? 'plain' : 'good'}>{key.revokedAt ? t.revoked : t.valid}</Badge>,
        ...(ownerOf ? [ownerOf(key)] : []),
        key.scopes.map((scope) => t.scopes[scope]).join(', '),
        dayOf(page, key.createdAt),
        key.lastUsedAt ? dayOf(page, key.lastUsedAt) : terms.never,
        key.revokedAt ? null : (
          <Act page={page} action={`${action}/${key.id}/revoke`} label={terms.revoke} of={key.name} looks="quiet" />
        ),
      ])}
      empty={t.none}
    />
  );
}

export function KeyForm(form: { page: Page; action: string; problems?: readonly Problem[]; typed?: URLSearchParams }) {
  const { page } = form;
  const t = phrases(page.language).console.account.keys;
  const held = scopes.filter((scope) => callerOf(page).scopes.has(scope));
  return (
    <DataForm
      {...form}
      parts={[
        { name: 'name', label: phrases(page.language).console.terms.name, hint: t.nameHint, required: true },
        select(
          'scope',
          t.scope,
          'read',
          held.map((scope) => ({ value: scope, label: t.scopes[scope] })),
        ),
      ]}
      send={{ label: t.create, looks: 'second' }}
    />
  );
}

/** @param table `action`: where one of them is ended, before its id */
export function SessionsTable(table: { page: Page; sessions: readonly ListedSession[]; action?: string }) {
  const { page, sessions, action } = table;
  const t = phrases(page.language).console.account.sessions;
  const { terms } = phrases(page.language).console;
  return (
    <Table
      isList
      label={t.title}
      columns={[
        { name: t.browser },
        t.network,
        { wide: terms.since },
        terms.lastUsed,
        ...(action ? [{ act: terms.action }] : []),
      ]}
      rows={sessions.map(({ id, browser, network, createdAt, seenAt, key, isCurrent }) => {
        const name = browserIn(browser) ?? t.unknown;
        return [
          <>
            {name}
            {isCurrent ? <strong class="soft"> ({t.current})</strong> : null}
            {key === null ? null : <span class="soft"> {t.withKey(key)}</span>}
          </>,
          network ?? t.unknown,
          dayOf(page, createdAt),
          dayOf(page, seenAt),
          action === undefined || isCurrent ? null : (
            <Act page={page} action={`${action}/${id}/end`} label={t.end} of={name} looks="quiet" />
          ),
        ].slice(0, action ? 5 : 4);
      })}
      empty={t.none}
    />
  );
}

/** In this order: a browser also names those that it is compatible with. */
const BROWSERS = { Edg: 'Edge', OPR: 'Opera', Firefox: 'Firefox', Chrome: 'Chrome', Safari: 'Safari' };
const SYSTEMS = {
  ...{ Android: 'Android', iPhone: 'iOS', iPad: 'iPadOS', Windows: 'Windows' },
  ...{ 'Mac OS X': 'macOS', Linux: 'Linux' },
};
const LONGEST = 40;

/** Browser and system, roughly; otherwise the beginning of what the program said of itself. */
function browserIn(userAgent: string | null): string | undefined {
  if (userAgent === null || userAgent === '') return undefined;
  const named = (names: object) => Object.entries(names).find(([mark]) => userAgent.includes(mark))?.[1] as string;
  const browser = named(BROWSERS);
  return browser ? [browser, named(SYSTEMS)].filter(Boolean).join(', ') : userAgent.slice(0, LONGEST);
}
