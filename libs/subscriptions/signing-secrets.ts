import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import { chunksOf } from '#concurrency/async-iteration.js';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { refuse } from '#domain/refusal.js';
import { Secrets } from './messages/secrets.js';
import {
  findSubscription,
  type SubscriptionRow,
  type SubscriptionScope,
  updateSubscription,
} from './sending/attempt.js';
import { newSecret } from './sending/webhook/webhook-settings.js';

const HOUR_MS = 3_600_000;
const USUAL_HOURS = 24;
const MOST_HOURS = 168;

export const RotationSchema = z
  .strictObject({
    overlapHours: z
      .int()
      .min(0)
      .max(MOST_HOURS)
      .default(USUAL_HOURS)
      .describe('how long messages are also signed with the previous secret; 0 ends it at once'),
  })
  .meta({ id: 'Rotation' });

export interface RotatedSecret {
  /** Shown only here. */
  secret: string;
  /** Until then, messages are signed with the former secret as well. */
  formerUntil: Date;
}

@Injectable()
export class SigningSecrets {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
  ) {}

  /**
   * Replaces the secret. The one before the current one becomes invalid.
   *
   * @param ending mark of the secret to be replaced: repeating the request returns the same new one
   * @throws Refusal not-found, subscription-unfit
   */
  async rotate(
    id: string,
    scope: SubscriptionScope,
    overlapHours = USUAL_HOURS,
    ending?: string,
  ): Promise<RotatedSecret> {
    const now = this.clock.now();
    return this.db.transaction().execute(async (tx) => {
      const held = await findSubscription(tx, id, scope, { lock: true });
      if (!held.secret) throw refuse('subscription-unfit', 'id', 'webhook-has-secret');
      if (ending !== undefined && ending !== markOf(held.secret)) return this.#again(held, ending);
      const overlap = held.signature === 'hmac' ? overlapHours : 0; // a private key signs nothing anymore
      const formerUntil = new Date(now.getTime() + overlap * HOUR_MS);
      const secret = newSecret();
      await updateSubscription(tx, id, {
        secret: this.secrets.seal(secret, id),
        signature: 'hmac',
        former_secret: overlap > 0 ? held.secret : null,
        former_secret_until: formerUntil,
      });
      return { secret, formerUntil };
    });
  }

  /** @throws Refusal subscription-unfit, if the current secret has not replaced this one */
  #again({ id, secret, former_secret, former_secret_until }: SubscriptionRow, ended: string): RotatedSecret {
    if (!secret || !former_secret || !former_secret_until || markOf(former_secret) !== ended)
      throw refuse('subscription-unfit', 'id', 'secret-replaced');
    return { secret: this.secrets.open(secret, id), formerUntil: former_secret_until };
  }

  /** The mark of the current secret of a subscription; `null` for email. @throws Refusal not-found */
  async markOf(id: string, scope: SubscriptionScope): Promise<string | null> {
    const { secret } = await findSubscription(this.db, id, scope);
    return secret && markOf(secret);
  }
}

/** Identifies an encrypted secret without revealing it; encrypting the secret again changes its mark. */
const markOf = (sealed: Buffer): string => createHash('sha256').update(sealed).digest('base64url');

const BATCH = 200;

const COLUMNS = ['secret', 'former_secret', 'headers'] as const;

/** Whether a column holds what another secret than the current one encrypted. */
const isOutdated = (column: (typeof COLUMNS)[number], { sealMark: mark }: Secrets) =>
  sql<SqlBool>`substring(${sql.ref(column)} from 1 for ${mark.length}) <> ${mark}`;

/** The subscriptions whose secrets can only be read with a previous `JALON_SECRET`, in order of their ids. */
export async function outdatedSecrets(db: LedgerDatabase, secrets: Secrets): Promise<string[]> {
  const rows = await db
    .selectFrom('subscription')
    .select('id')
    .where((eb) => eb.or(COLUMNS.map((column) => isOutdated(column, secrets))))
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Encrypts webhook secrets with the current `JALON_SECRET`, beside running processes: a secret that is rotated meanwhile is
 * left as it is, as is one that cannot be read. Idempotent.
 *
 * @returns how many secrets were encrypted again
 */
export async function resealSecrets(db: LedgerDatabase, secrets: Secrets): Promise<number> {
  let resealed = 0;
  for (const ids of chunksOf(await outdatedSecrets(db, secrets), BATCH))
    for (const column of COLUMNS) {
      const rows = await db
        .selectFrom('subscription')
        .select(['id', `${column} as sealed`])
        .where('id', 'in', ids)
        .where(isOutdated(column, secrets))
        .execute();
      for (const { id, sealed } of rows) {
        const text = sealed && secrets.readable(sealed, id);
        if (text === undefined || text === null) continue;
        const { numUpdatedRows } = await db
          .updateTable('subscription')
          .set({ [column]: secrets.seal(text, id) })
          .where('id', '=', id)
          .where(column, '=', sealed)
          .executeTakeFirstOrThrow();
        resealed += Number(numUpdatedRows);
      }
    }
  return resealed;
}
