import { Injectable } from '@nestjs/common';
import { type Account, Accounts, type NewAccount, type SentLink } from '#access/accounts.js';
import { actorOf, ownerReference, type Principal } from '#access/principal.js';
import { Sessions } from '#access/sessions.js';
import { type Act, Activities, type Details } from '#access/activities.js';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { revokeFeedsOf } from '#feeds/feeds.js';
import type { Language } from '#language/language.js';
import { endSubscriptionsOf } from '#subscriptions/sending/subscription-states.js';

type Change = Parameters<Accounts['change']>[1];
type Seen = Parameters<Accounts['change']>[2];

@Injectable()
export class AccountChanges {
  constructor(
    private readonly accounts: Accounts,
    private readonly sessions: Sessions,
    private readonly activities: Activities,
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal already-exists */
  async invite(asked: NewAccount, by: Principal): Promise<{ account: Account; link: SentLink }> {
    const invited = await this.accounts.invite(asked, nameOf(by));
    const { id, role } = invited.account;
    await this.#note(by, 'account-invited', id, { role });
    return invited;
  }

  /** @throws Refusal not-found, account-unfit */
  async inviteAgain(id: string, by: Principal, language: Language): Promise<SentLink> {
    const link = await this.accounts.inviteAgain(id, nameOf(by), language);
    await this.#note(by, 'account-invited', id);
    return link;
  }

  /**
   * Disabling an account ends its subscriptions, webhooks and feeds for good; disabling again completes it after a crash.
   *
   * @throws Refusal not-found, account-unfit, last-admin; ChangedMeanwhile
   */
  async change(id: string, to: Change, by: Principal, seen?: Seen): Promise<Account> {
    const before = await this.accounts.get(id);
    const after = await this.accounts.change(id, to, seen);
    const note = (details: Details) => this.#note(by, 'account-changed', id, details);
    if (after.state === 'disabled') await this.#endWhatIsOwned(id);
    if (after.role !== before.role) await note({ setting: 'role', before: before.role, value: after.role });
    if (after.state !== before.state) await note({ setting: 'state', before: before.state, value: after.state });
    if (after.name !== before.name) await note({ setting: 'name' });
    return after;
  }

  /** @throws Refusal not-found, account-unfit */
  async resetSecondFactor(id: string, by: Principal): Promise<void> {
    await this.accounts.resetSecondFactor(id);
    await this.#note(by, 'account-changed', id, { setting: 'second-factor' });
  }

  /** @throws Refusal not-found */
  async endSessions(id: string, by: Principal): Promise<void> {
    await this.accounts.get(id);
    await this.sessions.endAll(id);
    await this.#note(by, 'session-ended', id);
  }

  /**
   * Erases an account and ends its subscriptions and feeds. After a crash in between, erasing again completes it.
   *
   * @throws Refusal not-found, last-admin
   */
  async erase(id: string, by: Principal): Promise<void> {
    await this.accounts.erase(id);
    await this.#endWhatIsOwned(id);
    await this.#note(by, 'account-erased', id);
  }

  async #endWhatIsOwned(id: string): Promise<void> {
    const owner = ownerReference({ id, account: id });
    await endSubscriptionsOf(this.db, owner, this.clock.now());
    await revokeFeedsOf(this.db, owner, this.clock.now());
  }

  #note = (by: Principal, act: Act, account: string, details?: Details) =>
    this.activities.note({ actor: actorOf(by), act, about: `account:${account}`, ...(details && { details }) });
}

/** A key without an account names no person. */
const nameOf = ({ name, account }: Principal): string | null => (account === undefined ? null : name);
