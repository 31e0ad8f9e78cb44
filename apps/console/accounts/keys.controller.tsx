import { Get, Post } from '@nestjs/common';
import { z } from 'zod';
import { Accounts } from '#access/accounts.js';
import { ApiKeys, type ListedKey } from '#access/api-keys.js';
import { type Scope, scopes, actorOf } from '#access/principal.js';
import { Activities } from '#access/activities.js';
import type { Problem } from '#domain/refusal.js';
import { Name } from '#domain/text/text.js';
import { phrases } from '#language/phrases.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Form } from '../frame/controls.js';
import { DataForm, select } from '../frame/fields.js';
import { DoneNote, Timestamp } from '../frame/display.js';
import { Table } from '../frame/table.js';
import { Named, Sent, callerOf, Page, type PageContext, problemsUnder } from '../frame/page.js';

const menuEntry = 'accounts';

/** Keys: those of the person who is signed in, and for administrators all of them. */
@Pages()
export class KeyPages {
  constructor(
    private readonly keys: ApiKeys,
    private readonly accounts: Accounts,
    private readonly activities: Activities,
  ) {}

  @Get('accounts/keys')
  @ConsoleRoute('admin')
  async all(@Page() page: PageContext): Promise<PageAnswer> {
    return this.#all(page);
  }

  /** A key that belongs to nobody. */
  @Post('accounts/keys')
  @ConsoleRoute('admin')
  async createForProgram(@Page() page: PageContext, @Sent() form: URLSearchParams): Promise<PageAnswer> {
    return (await this.#create(page, form, undefined)) ?? this.#all(page, await keyProblems(form));
  }

  @Post('accounts/keys/:id/revoke')
  @ConsoleRoute('admin')
  async revoke(@Page() page: PageContext, @Named('id') id: string): Promise<PageAnswer> {
    await this.#revoke(page, id);
    return { redirect: '/accounts/keys?done=revoked' };
  }

  @Post('account/keys')
  @ConsoleRoute('read')
  async createMine(@Page() page: PageContext, @Sent() form: URLSearchParams): Promise<PageAnswer> {
    const { account } = callerOf(page);
    const made = account === undefined ? undefined : await this.#create(page, form, account);
    return made ?? { redirect: '/account' };
  }

  @Post('account/keys/:id/revoke')
  @ConsoleRoute('read')
  async revokeMine(@Page() page: PageContext, @Named('id') id: string): Promise<PageAnswer> {
    await this.#revoke(page, id, callerOf(page).account ?? '00000000-0000-0000-0000-000000000000');
    return { redirect: '/account?done=revoked#keys' };
  }

  async #all(page: PageContext, problems: readonly Problem[] = []): Promise<PageAnswer> {
    const t = phrases(page.language).console.account;
    const names = new Map((await this.accounts.list()).map(({ id, name }) => [id, name]));
    const keys = await this.keys.list();
    const ownerOf = ({ account }: ListedKey) =>
      account === null ? (
        t.keys.program
      ) : (
        <a href={`/accounts/${account}`}>{names.get(account) ?? phrases(page.language).console.accounts.erased}</a>
      );
    const children = (
      <>
        <DoneNote page={page} words={t.saved} />
        <KeysTable {...{ page, keys, ownerOf }} action="/accounts/keys" />
        <h2 id="new">{t.keys.create}</h2>
        <p>{t.keys.programIntro}</p>
        <KeyForm {...{ page, problems }} action="/accounts/keys" />
      </>
    );
    return { status: problems.length > 0 ? 422 : 200, title: t.keys.all, menuEntry, timeless: true, children };
  }

  /** @returns the page that shows the key once; `undefined` if the form is not valid */
  async #create(
    page: PageContext,
    form: URLSearchParams,
    account: string | undefined,
  ): Promise<PageAnswer | undefined> {
    const caller = callerOf(page);
    const { data } = KeySchema.safeParse(Object.fromEntries(form));
    if (!data || !caller.scopes.has(data.scope)) return undefined;
    const { id, key } = await this.keys.create({ name: data.name, scopes: [data.scope], account });
    const about = `key:${id}`;
    await this.activities.note({
      actor: actorOf(caller),
      act: 'key-created',
      about,
      details: { scopes: [data.scope] },
    });
    const t = phrases(page.language).console.account.keys;
    const children = (
      <>
        <p class="note good" role="status">
          {t.madeText}
        </p>
        <pre class="codes" tabIndex={0} role="region" aria-label={t.key}>
          {key}
        </pre>
        <p>
          <a href={account === undefined ? '/accounts/keys' : '/account#keys'}>{t.back}</a>
        </p>
      </>
    );
    return { title: t.made, timeless: true, children };
  }

  async #revoke(page: PageContext, id: string, account?: string): Promise<void> {
    await this.keys.revoke(id, account);
    await this.activities.note({ actor: actorOf(callerOf(page)), act: 'key-revoked', about: `key:${id}` });
  }
}

const KeySchema = z.object({ name: Name, scope: z.enum(scopes) });

const keyProblems = (form: URLSearchParams) => {
  const { name = '', scope = '' } = Object.fromEntries(form);
  return problemsUnder(KeySchema, { name, scope });
};

interface TableProps {
  page: PageContext;
  keys: readonly ListedKey[];
  action: string;
  /** With a column for whose they are. */
  ownerOf?: (key: ListedKey) => preact.ComponentChildren;
}

export function KeysTable({ page, keys, action, ownerOf }: TableProps) {
  const t = phrases(page.language).console.account.keys;
  if (keys.length === 0) return <p class="empty">{t.none}</p>;
  const columns = [t.name, ...(ownerOf ? [t.owner] : []), t.scope, t.created, t.used, t.state];
  return (
    <Table
      label={t.title}
      columns={columns}
      rows={keys.map((key) => [
        <>
          {key.name} <span class="soft">{key.id}</span>
        </>,
        ...(ownerOf ? [ownerOf(key)] : []),
        key.scopes.map((scope) => t.scopes[scope]).join(', '),
        <Timestamp page={page} at={key.createdAt} />,
        key.lastUsedAt ? <Timestamp page={page} at={key.lastUsedAt} /> : t.never,
        key.revokedAt ? (
          t.revoked
        ) : (
          <Form page={page} action={`${action}/${key.id}/revoke`}>
            {t.valid}{' '}
            <button class="second" aria-label={t.revokeOf(key.name)}>
              {t.revoke}
            </button>
          </Form>
        ),
      ])}
    />
  );
}

/** Offers the permissions that whoever creates the key has. */
export function KeyForm({
  page,
  action,
  problems = [],
}: {
  page: PageContext;
  action: string;
  problems?: readonly Problem[];
}) {
  const t = phrases(page.language).console.account.keys;
  const held = scopes.filter((scope: Scope) => callerOf(page).scopes.has(scope));
  const scopesHeld = held.map((scope) => ({ value: scope, label: t.scopes[scope] }));
  return (
    <DataForm
      {...{ page, action, problems }}
      parts={[
        { name: 'name', label: t.name, hint: t.nameHint, required: true },
        select('scope', t.scope, 'read', scopesHeld),
      ]}
      send={t.create}
    />
  );
}
