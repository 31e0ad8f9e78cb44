import { Injectable } from '@nestjs/common';
import type { Kysely, Transaction } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import type { Look } from '#event-store/ledger-head.js';
import type { Language } from '#language/language.js';
import { type Contact, contacts, mailPerson } from '#subscriptions/sending/account-mails.js';
import { actorIn, type Role, ROLES, type Scope, SCOPE_OF_ROLE, withIncluded } from './principal.js';

/** The names of actors at one moment. */
export interface NamesOfActors {
  /** Of an account, a key, or a program; `undefined` for an account that was erased. */
  of(actor: string): string | undefined;
  /** Accounts that are not erased, by name. */
  people: readonly { id: string; name: string }[];
}

/** Names of those who recorded events. The ledger holds ids; names are kept beside it, and can be erased. */
@Injectable()
export class ActorNames {
  #known: { stamp: string; names: NamesOfActors } | undefined;

  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  /** None that was changed or erased before, in whichever process. @param look as of which they may be; absent: one of its own */
  async current(look?: Look): Promise<NamesOfActors> {
    const stamp = (look ?? (await this.events.look())).stampOf('access');
    if (this.#known?.stamp !== stamp) this.#known = { stamp, names: await this.#read() };
    return this.#known.names;
  }

  async #read(): Promise<NamesOfActors> {
    const [accounts, keys] = await Promise.all([
      this.db.ledger.selectFrom('account').select(['id', 'name']).execute(),
      this.db.ledger.selectFrom('api_key').select(['id', 'name']).execute(),
    ]);
    const ofAccount = new Map(accounts.map(({ id, name }) => [id, name ?? undefined]));
    const ofKey = new Map(keys.map(({ id, name }) => [id, name]));
    const people = accounts.flatMap(({ id, name }) => (name === null ? [] : [{ id, name }]));
    return {
      people: people.sort((a, b) => a.name.localeCompare(b.name)),
      of(actor) {
        const { account, key, name } = actorIn(actor);
        if (account !== undefined) return ofAccount.get(account);
        return name ?? (key === undefined ? actor : (ofKey.get(key) ?? key));
      },
    };
  }
}

export interface Person {
  id: string;
  name: string;
  email: string;
}

export interface ApprovalMails {
  wanted: boolean;
  language: Language | null;
}

/** Accounts that are in use: neither disabled nor erased. */
@Injectable()
export class People {
  constructor(private readonly db: LedgerDatabase) {}

  async one(account: string): Promise<Person | undefined> {
    const row = await this.db.ledger
      .selectFrom('account')
      .select(['id', 'name', 'email'])
      .where('id', '=', account)
      .where('disabled_at', 'is', null)
      .executeTakeFirst();
    if (!row || row.name === null || row.email === null) return undefined;
    return { ...row, name: row.name, email: row.email };
  }

  /** Whether a person is mailed about proposals that wait for their approval, and in which language; null: not known. */
  async approvalMails(account: string): Promise<ApprovalMails | undefined> {
    return this.db.ledger
      .selectFrom('account')
      .select(['proposal_mails as wanted', 'language'])
      .where('id', '=', account)
      .executeTakeFirst();
  }

  async chooseApprovalMails(account: string, { wanted, language }: ApprovalMails): Promise<void> {
    const set = { proposal_mails: wanted, language };
    await this.db.ledger.updateTable('account').set(set).where('id', '=', account).execute();
  }
}

/** With that role or a higher one. */
export const contactsWithRole = (db: Kysely<Database>, least: Role): Promise<Contact[]> =>
  contacts(db)
    .where('role', 'in', ROLES.slice(ROLES.indexOf(least)))
    .orderBy('id')
    .execute();

/**
 * Plans the mail about a proposal to everybody who may decide on it and wants to hear of it: one for each person, however often
 * it is planned. In the transaction that stores the proposal, so that a crash loses neither or both.
 *
 * @param proposer account of its author, who may not decide on it
 */
export async function planApproverMails(
  tx: Transaction<Database>,
  { proposal, proposer, requestId }: { proposal: string; proposer: string; requestId?: string | undefined },
  now: Date,
): Promise<void> {
  const people = await tx
    .selectFrom('account')
    .select(['id', 'name', 'email', 'language', 'proposal_mails as isWanted'])
    .where((is) => is.or([is('id', '=', proposer), is('role', 'in', ROLES.slice(ROLES.indexOf('approver')))]))
    .where((is) => is.or([is('id', '=', proposer), is('joined_at', 'is not', null)]))
    .where('disabled_at', 'is', null)
    .execute();
  const by = people.find(({ id }) => id === proposer)?.name ?? null;
  for (const { id: account, email, language, isWanted } of people) {
    if (account === proposer || !isWanted || email === null) continue;
    const data = { account, proposal, by };
    const message = { type: 'proposal.waiting', timestamp: now.toISOString(), data } as const;
    await mailPerson(tx, { account, email, language }, { cause: `proposal:${proposal}`, message, requestId }, now);
  }
}

/** Whether an account has a scope at this moment: a key that was verified seconds ago may say what no longer holds. */
export async function mayNow(db: LedgerDatabase, account: string, scope: Scope): Promise<boolean> {
  const row = await db.ledger
    .selectFrom('account')
    .select(['role', 'disabled_at'])
    .where('id', '=', account)
    .executeTakeFirst();
  return row !== undefined && row.disabled_at === null && withIncluded([SCOPE_OF_ROLE[row.role]]).has(scope);
}
