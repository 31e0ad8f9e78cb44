import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { ChangedMeanwhile } from '#concurrency/changed-meanwhile.js';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { Weekday } from '#domain/date/weekday.js';
import { refuse } from '#domain/refusal.js';
import { canonicalJson } from '#event-store/encoding.js';
import type { Language } from '#language/language.js';
import type { Filter } from './filter.js';
import { Secrets } from './messages/secrets.js';
import { planPendingDigest } from './planning/digests.js';
import { findSubscription, type SubscriptionRow, updateSubscription } from './sending/attempt.js';
import { end } from './sending/subscription-states.js';
import { type Mode, type SubscriptionView, viewOf } from './subscription.js';

interface Wished {
  filter: Filter;
  language: Language;
  mode: Mode;
  digestDay?: Weekday | undefined;
}

/** What recipients change with the links in their mails. */
@Injectable()
export class RecipientPreferences {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
  ) {}

  /** The subscription of a link; `undefined` for any other token. */
  async linked(
    id: string,
    link: 'unsubscription' | 'preferences',
    token: string,
  ): Promise<SubscriptionView | undefined> {
    const row = this.secrets.isToken(token, link, id)
      ? await this.db.selectFrom('subscription').selectAll().where('id', '=', id).executeTakeFirst()
      : undefined;
    return row && viewOf(row, this.db.epochs);
  }

  /**
   * Idempotent. The filter stays within what the owner of the subscription offers: a recipient chooses among that, and can
   * go back to all of it.
   *
   * @param basis stands for the settings that the changes are based on
   * @throws Refusal token-invalid, not-found, subscription-unfit
   * @throws ChangedMeanwhile the settings are no longer the `basis`
   */
  async change(id: string, token: string, wished: Wished, basis: string): Promise<SubscriptionView> {
    return this.#changing(id, token, async (tx, held) => {
      const is = viewOf(held, this.db.epochs);
      if (preferencesOf(is) !== basis) throw new ChangedMeanwhile();
      const filter = narrowed(is.offered, wished.filter);
      const isWhole = canonicalJson(filter) === canonicalJson(is.offered);
      const row = await updateSubscription(tx, id, {
        filter: JSON.stringify(filter),
        offered_filter: isWhole ? null : JSON.stringify(is.offered),
        language: wished.language,
        ...(held.channel === 'email' && {
          mode: wished.mode,
          ...(wished.digestDay && { digest_day: wished.digestDay }),
        }),
      });
      if (row.mode === 'immediate' && row.state === 'active') await planPendingDigest(tx, id, this.clock.now());
      return viewOf(row, this.db.epochs);
    });
  }

  /**
   * Pauses until then, or resumes now: what is recorded meanwhile is sent as a digest, what is due as one message. Idempotent.
   *
   * @throws Refusal token-invalid, not-found, subscription-unfit
   */
  async pause(id: string, token: string, until: Date | null): Promise<void> {
    await this.#changing(id, token, (tx) => updateSubscription(tx, id, { recipient_paused_until: until }));
  }

  #changing<T>(
    id: string,
    token: string,
    change: (tx: Transaction<Database>, held: SubscriptionRow) => Promise<T>,
  ): Promise<T> {
    if (!this.secrets.isToken(token, 'preferences', id))
      throw refuse('token-invalid', 'token', 'preferences-token-invalid');
    return this.db.transaction().execute(async (tx) => {
      const held = await findSubscription(tx, id, 'all', { lock: true });
      if (held.state === 'unsubscribed') throw refuse('subscription-unfit', 'id', 'subscription-has-ended');
      return change(tx, held);
    });
  }

  /** Ends the subscription, as its owner may. Idempotent. @throws Refusal token-invalid */
  async unsubscribe(id: string, token: string): Promise<void> {
    if (!this.secrets.isToken(token, 'unsubscription', id))
      throw refuse('token-invalid', 'token', 'unsubscribe-token-invalid');
    await this.db.transaction().execute((tx) => end(tx, id, this.clock.now()));
  }
}

/** Stands for the settings of the recipient: the same as long as they are. */
export const preferencesOf = ({ filter, offered, language, mode, digestDay }: SubscriptionView): string =>
  hash('sha256', canonicalJson({ filter, offered, language, mode, digestDay }), 'base64url');

const LISTS = ['providers', 'dossiers', 'schemes', 'registers', 'eventTypes', 'becomes', 'deadlineKinds'] as const;

/**
 * The part of an offered filter that somebody wishes.
 *
 * @throws Refusal subscription-unfit, if nothing is left
 */
export function narrowed(offered: Filter, wished: Filter): Filter {
  const [changes, deadlines] = [offered.changes && wished.changes, offered.deadlines && wished.deadlines];
  if (!changes && !deadlines) throw refuse('subscription-unfit', 'filter', 'filter-not-offered');
  const [statusChange, confirmedOnly] = (['statusChange', 'confirmedOnly'] as const).map(
    (name) => (offered[name] ?? false) || (wished[name] ?? false),
  );
  const lists = LISTS.map((name) => [name, common(name, offered[name], wished[name])] as const);
  return {
    ...(Object.fromEntries(lists.filter(([, values]) => values !== undefined)) as Partial<Filter>),
    ...(statusChange && { statusChange }),
    ...(confirmedOnly && { confirmedOnly }),
    changes,
    deadlines,
  };
}

function common(
  name: string,
  offered: readonly string[] | undefined,
  wished: readonly string[] | undefined,
): readonly string[] | undefined {
  const both = offered && wished ? offered.filter((value) => wished.includes(value)) : (offered ?? wished);
  if (both?.length === 0) throw refuse('subscription-unfit', `filter.${name}`, 'filter-not-offered');
  return both;
}
