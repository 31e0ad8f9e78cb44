import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Kysely, sql, type Transaction } from 'kysely';
import { ChangedMeanwhile } from '#concurrency/changed-meanwhile.js';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { refuse } from '#domain/refusal.js';
import type { Language } from '#language/language.js';
import { Links } from '#subscriptions/messages/links.js';
import type { AccountLink } from '#subscriptions/messages/message.js';
import { Secrets } from '#subscriptions/messages/secrets.js';
import { forgetInMails, planMailToPerson } from '#subscriptions/sending/account-mails.js';
import type { Role } from './principal.js';

const HOUR_MS = 3_600_000;
const VALID_MS = { invitation: 7 * 24 * HOUR_MS, password: HOUR_MS };

export interface SentLink {
  url: string;
  until: Date;
}

/** A link that a person may still use. */
export interface UsableLink {
  account: string;
  purpose: AccountLink['purpose'];
  name: string;
  email: string;
}

/**
 * Links on which a person chooses a password: each works once, and until it expires. A new one replaces earlier ones. Tokens
 * derive from the id of the link, so neither they nor their hashes are stored.
 */
@Injectable()
export class AccountLinks {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly links: Links,
    private readonly secrets: Secrets,
  ) {}

  /** Plans the mail with the link. @returns the link, to be shown to whoever invites, never to whoever asks for a mail */
  async send(
    tx: Transaction<Database>,
    { id: account, email }: { id: string; email: string },
    { purpose, by, language }: Pick<AccountLink, 'purpose' | 'by'> & { language: Language },
  ): Promise<SentLink> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + VALID_MS[purpose]);
    const link = randomUUID();
    await tx.deleteFrom('account_link').where('account', '=', account).execute();
    await tx
      .insertInto('account_link')
      .values({ id: link, account, purpose, created_at: now, expires_at: until })
      .execute();
    const data = { account, link, purpose, by };
    const message = { type: 'account.link', timestamp: now.toISOString(), data } as const;
    await planMailToPerson(tx, { id: link, account, email, language, until }, message, now);
    return { url: this.links.choosePassword(link), until };
  }

  /** @returns `undefined` for a link that is unknown, used, replaced or expired, and for a disabled account */
  async find(id: string, token: string): Promise<UsableLink | undefined> {
    if (!this.secrets.isToken(token, 'account link', id)) return undefined;
    const row = await this.#usable(id).executeTakeFirst();
    return row?.name == null || row.email === null ? undefined : { ...row, name: row.name, email: row.email };
  }

  /** Uses a link up. @returns its account; `undefined` as in `find`, also if another request was faster */
  async use(tx: Transaction<Database>, id: string, token: string): Promise<string | undefined> {
    if (!this.secrets.isToken(token, 'account link', id)) return undefined;
    const row = await this.#usable(id, tx).forUpdate().executeTakeFirst();
    if (!row) return undefined;
    await tx.deleteFrom('account_link').where('id', '=', id).execute();
    return row.account;
  }

  #usable(id: string, db: LedgerDatabase['ledger'] | Transaction<Database> = this.db.ledger) {
    return db
      .selectFrom('account_link')
      .innerJoin('account', 'account.id', 'account_link.account')
      .select(['account.id as account', 'purpose', 'name', 'email'])
      .where('account_link.id', '=', id)
      .where('expires_at', '>', this.clock.now())
      .where('disabled_at', 'is', null);
  }
}

export const ACCOUNT_STATES = ['invited', 'active', 'disabled', 'erased'] as const;

export interface Account {
  id: string;
  /** Null: erased. */
  name: string | null;
  email: string | null;
  role: Role;
  state: (typeof ACCOUNT_STATES)[number];
  createdAt: Date;
  /** Whether an authenticator app is set up. */
  secondFactor: boolean;
  lastSeenAt: Date | null;
}

export interface NewAccount {
  name: string;
  email: string;
  role: Role;
  /** Of the mail. */
  language: Language;
}

/** Accounts of people. There is always an admin who can sign in, once there was one. */
@Injectable()
export class Accounts {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly links: AccountLinks,
  ) {}

  /**
   * Makes an account and plans the mail with the link, on which the person chooses a password.
   *
   * @param by name of who invites; `null` for an operator on the command line
   * @throws Refusal already-exists
   */
  async invite(asked: NewAccount, by: string | null): Promise<{ account: Account; link: SentLink }> {
    const { name, email, role, language } = asked;
    const id = randomUUID();
    const link = await this.db.ledger.transaction().execute(async (tx) => {
      const { numInsertedOrUpdatedRows } = await tx
        .insertInto('account')
        .values({ id, name, email, role, language, created_at: this.clock.now() })
        .onConflict((conflict) => conflict.expression(sql`lower(email)`).doNothing())
        .executeTakeFirst();
      if (!numInsertedOrUpdatedRows) throw refuse('already-exists', 'email', 'email-taken');
      return this.links.send(tx, { id, email }, { purpose: 'invitation', by, language });
    });
    return { account: await this.get(id), link };
  }

  /** Replaces the link of an invitation. @throws Refusal not-found, account-unfit */
  async inviteAgain(id: string, by: string | null, language: Language): Promise<SentLink> {
    return this.#change(id, async (tx, { state, email }) => {
      if (state !== 'invited' || email === null) throw refuse('account-unfit', 'id', 'account-not-invited');
      return this.links.send(tx, { id, email }, { purpose: 'invitation', by, language });
    });
  }

  /** Plans the mail with which the holder chooses a new password; whether there is such an account stays untold. */
  async sendPasswordLink(email: string, language: Language): Promise<void> {
    await this.db.ledger.transaction().execute(async (tx) => {
      const row = await tx
        .selectFrom('account')
        .select(['id', 'email'])
        .where((eb) => eb(eb.fn('lower', ['email']), '=', email.trim().toLowerCase()))
        .where('joined_at', 'is not', null) // anybody can ask: an invitation stays valid until it is used
        .where('disabled_at', 'is', null)
        .executeTakeFirst();
      if (row?.email == null) return;
      await this.links.send(tx, { id: row.id, email: row.email }, { purpose: 'password', by: null, language });
    });
  }

  /**
   * @param seen as whoever changes it has seen it; absent: whatever it is
   * @throws Refusal not-found, account-unfit, last-admin; ChangedMeanwhile
   */
  async change(
    id: string,
    to: { name?: string | undefined; role?: Role | undefined; disabled?: boolean | undefined },
    seen?: { name?: string; role?: string },
  ) {
    await this.#change(id, async (tx, before) => {
      if (before.state === 'erased') throw refuse('account-unfit', 'id', 'account-erased');
      if (seen && ((seen.name ?? before.name) !== before.name || (seen.role ?? before.role) !== before.role))
        throw new ChangedMeanwhile();
      const { name = before.name, role = before.role, disabled = before.state === 'disabled' } = to;
      const loses = role !== before.role || disabled;
      if (loses && (role !== 'admin' || disabled)) await assertOtherAdmin(tx, before);
      const at = disabled ? sql<Date>`coalesce(disabled_at, ${this.clock.now()})` : null;
      await tx.updateTable('account').set({ name, role, disabled_at: at }).where('id', '=', id).execute();
      if (loses) await endSessions(tx, id);
      if (disabled) await tx.deleteFrom('account_link').where('account', '=', id).execute();
    });
    return this.get(id);
  }

  /** The person sets up another app at the next sign-in. Ends their sessions. @throws Refusal not-found, account-unfit */
  async resetSecondFactor(id: string): Promise<void> {
    await this.#change(id, async (tx, { state }) => {
      if (state === 'erased') throw refuse('account-unfit', 'id', 'account-erased');
      await tx
        .updateTable('account_credentials')
        .set({ totp: null, totp_step: null })
        .where('account', '=', id)
        .execute();
      await forget(tx, id, ['recovery_code', 'sign_in_ticket']);
      await endSessions(tx, id);
    });
  }

  /**
   * Removes name and address for good, revokes the keys and ends the sessions. Events and activity keep the id, which names
   * nobody. Idempotent.
   *
   * @throws Refusal not-found, last-admin
   */
  async erase(id: string): Promise<void> {
    await this.#change(id, async (tx, before) => {
      await assertOtherAdmin(tx, before);
      const now = this.clock.now();
      await tx
        .updateTable('account')
        .set({ name: null, email: null, erased_at: now, disabled_at: sql`coalesce(disabled_at, ${now})` })
        .where('id', '=', id)
        .where('erased_at', 'is', null)
        .execute();
      await tx
        .updateTable('api_key')
        .set({ revoked_at: sql`coalesce(revoked_at, now())`, name: sql`id` })
        .where('account', '=', id)
        .execute();
      await endSessions(tx, id);
      await forget(tx, id, [
        ...(['account_credentials', 'account_identity', 'account_link', 'recovery_code', 'sign_in_ticket'] as const),
      ]);
      await forgetInMails(tx, before);
    });
  }

  /** @throws Refusal not-found */
  async get(id: string): Promise<Account> {
    const row = await accountsIn(this.db.ledger).where('account.id', '=', id).executeTakeFirst();
    if (!row) throw unknown(id);
    return row;
  }

  /** By name; erased ones last. */
  async list(): Promise<Account[]> {
    return accountsIn(this.db.ledger)
      .orderBy('erased_at', (order) => order.asc().nullsFirst())
      .orderBy(sql`lower(name)`)
      .orderBy('account.id')
      .execute();
  }

  /** Changes of accounts take turns, so that no two of them remove the last two admins. */
  async #change<T>(id: string, change: (tx: Transaction<Database>, before: Account) => Promise<T>): Promise<T> {
    return this.db.ledger.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtext('jalon accounts'))`.execute(tx);
      const before = await accountsIn(tx).where('account.id', '=', id).executeTakeFirst();
      if (!before) throw unknown(id);
      return change(tx, before);
    });
  }
}

const unknown = (id: string) => refuse('not-found', 'id', 'account-not-found', { id });

const accountsIn = (db: Kysely<Database>) =>
  db
    .selectFrom('account')
    .select(['account.id', 'name', 'email', 'role', 'created_at as createdAt'])
    .select((eb) => [
      sql<Account['state']>`case when erased_at is not null then 'erased' when disabled_at is not null then 'disabled'
        when joined_at is null then 'invited' else 'active' end`.as('state'),
      eb
        .exists(
          eb
            .selectFrom('account_credentials')
            .select('account')
            .whereRef('account', '=', 'account.id')
            .where('totp', 'is not', null),
        )
        .$castTo<boolean>()
        .as('secondFactor'),
      eb
        .selectFrom('console_session')
        .select((of) => of.fn.max('seen_at').as('at'))
        .whereRef('console_session.account', '=', 'account.id')
        .as('lastSeenAt'),
    ]);

/** Admins who were invited only may never come. @throws Refusal last-admin */
async function assertOtherAdmin(tx: Transaction<Database>, { id, role, state }: Account): Promise<void> {
  if (role !== 'admin' || state !== 'active') return;
  const other = await tx
    .selectFrom('account')
    .select('id')
    .where('role', '=', 'admin')
    .where('joined_at', 'is not', null)
    .where('disabled_at', 'is', null)
    .where('id', '<>', id)
    .executeTakeFirst();
  if (!other) throw refuse('last-admin', 'id', 'last-admin');
}

/** Ends the sessions of an account and of its keys. @param except hash of the token of the one that goes on */
export async function endSessions(tx: Kysely<Database>, account: string, except?: Buffer): Promise<void> {
  await tx
    .deleteFrom('console_session')
    .where((eb) =>
      eb.or([
        eb('account', '=', account),
        eb('api_key', 'in', eb.selectFrom('api_key').select('id').where('api_key.account', '=', account)),
      ]),
    )
    .$if(except !== undefined, (sessions) => sessions.where('hash', '<>', except ?? Buffer.of()))
    .execute();
}

type Held = 'account_credentials' | 'account_identity' | 'account_link' | 'recovery_code' | 'sign_in_ticket';

async function forget(tx: Transaction<Database>, account: string, tables: readonly Held[]): Promise<void> {
  for (const table of tables) await tx.deleteFrom(table).where('account', '=', account).execute();
}
