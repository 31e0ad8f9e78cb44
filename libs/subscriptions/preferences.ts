import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ChangedMeanwhile } from '#concurrency/changed-meanwhile.js';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { findSubscription } from './sending/recipient.js';
import type { Weekday } from '#domain/date/weekday.js';
import { refuse } from '#domain/refusal.js';
import { canonicalJson } from '#event-store/encoding.js';
import type { Language } from '#language/language.js';
import { Secrets } from './messages/secrets.js';
import { planPendingDigest } from './planning/digests.js';
import type { Filter } from './filter.js';
import { type SubscriptionView, viewOf } from './list-subscriptions.js';
import type { Mode } from './new-subscription.js';

/** What a recipient changes with the link in their mails. */
interface Preferences {
  filter: Filter;
  language: Language;
  mode: Mode;
  digestDay?: Weekday | undefined;
}

/** Changes what the recipient of a subscription is sent. */
export class ChangePreferences extends Command<SubscriptionView> {
  constructor(
    readonly id: string,
    readonly token: string,
    readonly wished: Preferences,
    /** The settings that the changes are based on. */
    readonly basis: SubscriptionView,
  ) {
    super();
  }
}

@CommandHandler(ChangePreferences)
export class ChangePreferencesHandler implements ICommandHandler<ChangePreferences> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
  ) {}

  /**
   * Idempotent. The filter stays within what the owner of the subscription offers: a recipient chooses among that, and can
   * go back to all of it.
   *
   * @throws Refusal token-invalid, not-found, subscription-unfit
   * @throws ChangedMeanwhile the settings are no longer the `basis`
   */
  async execute({ id, token, wished, basis }: ChangePreferences): Promise<SubscriptionView> {
    assertToken(this.secrets, token, id);
    return this.db.transaction().execute(async (tx) => {
      const held = await findSubscription(tx, id, 'all', { lock: true });
      if (held.state === 'unsubscribed') throw refuse('subscription-unfit', 'id', 'subscription-has-ended');
      const is = viewOf(held, this.db.epochs);
      if (preferencesOf(is) !== preferencesOf(basis)) throw new ChangedMeanwhile();
      const filter = narrowed(is.offered, wished.filter);
      const isWhole = canonicalJson(filter) === canonicalJson(is.offered);
      const row = await tx
        .updateTable('subscription')
        .set({
          filter: JSON.stringify(filter),
          offered_filter: isWhole ? null : JSON.stringify(is.offered),
          language: wished.language,
          ...(held.channel === 'email' && {
            mode: wished.mode,
            ...(wished.digestDay && { digest_day: wished.digestDay }),
          }),
        })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      if (row.mode === 'immediate' && row.state === 'active') await planPendingDigest(tx, id, this.clock.now());
      return viewOf(row, this.db.epochs);
    });
  }
}

const preferencesOf = ({ filter, offered, language, mode, digestDay }: SubscriptionView): string =>
  canonicalJson({ filter, offered, language, mode, digestDay });

/** Pauses a subscription, or resumes it: what is recorded meanwhile is sent as a digest, what is due as one message. */
export class PauseSubscription extends Command<void> {
  constructor(
    readonly id: string,
    readonly token: string,
    /** `null`: resumes now. */
    readonly until: Date | null,
  ) {
    super();
  }
}

@CommandHandler(PauseSubscription)
export class PauseSubscriptionHandler implements ICommandHandler<PauseSubscription> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly secrets: Secrets,
  ) {}

  /** Idempotent. @throws Refusal token-invalid, not-found, subscription-unfit */
  async execute({ id, token, until }: PauseSubscription): Promise<void> {
    assertToken(this.secrets, token, id);
    await this.db.transaction().execute(async (tx) => {
      const { state } = await findSubscription(tx, id, 'all', { lock: true });
      if (state === 'unsubscribed') throw refuse('subscription-unfit', 'id', 'subscription-has-ended');
      await tx.updateTable('subscription').set({ recipient_paused_until: until }).where('id', '=', id).execute();
    });
  }
}

/** @throws Refusal token-invalid */
function assertToken(secrets: Secrets, token: string, id: string): void {
  if (!secrets.isPreferencesToken(token, id)) throw refuse('token-invalid', 'token', 'preferences-token-invalid');
}

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
