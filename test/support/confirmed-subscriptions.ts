import type { LedgerDatabase } from '#database/connection.js';
import { Secrets } from '#subscriptions/messages/secrets.js';
import { newSecret } from '#subscriptions/sending/webhook/webhook-settings.js';
import { trust } from './webhook-receiver.js';

/** Somebody who has confirmed. */
export interface Confirmed {
  id: string;
  channel: 'webhook' | 'email';
  target: string;
  /** Beside being reminded of deadlines, and of nothing else. */
  filter?: object;
  /** As in `reminders` of a subscription. */
  wishes?: object;
  language?: 'fr' | 'en';
  owner?: string;
}

/** Since when they are there; `secret` opens those of webhooks. */
export interface Confirmation {
  at: Date;
  since: number;
  secret: string;
}

const CHUNK = 500;

/** Makes subscriptions as they are once they have confirmed, without asking each. */
export async function insertConfirmed(
  db: LedgerDatabase,
  subscribers: readonly Confirmed[],
  { at, since, secret }: Confirmation,
): Promise<void> {
  const secrets = new Secrets(secret);
  const rows = subscribers.map((one) => ({
    id: one.id,
    channel: one.channel,
    target: one.target,
    filter: JSON.stringify({ changes: false, deadlines: true, ...one.filter }),
    reminders: JSON.stringify(one.wishes ?? {}),
    mode: 'immediate' as const,
    language: one.language ?? 'fr',
    state: 'active' as const,
    confirm_round: 1,
    confirm_until: at,
    secret: one.channel === 'webhook' ? secrets.seal(trustedSecret(one.target), one.id) : null,
    since_position: since,
    created_by: one.owner ?? 'key:1 officer',
    created_at: at,
    confirmed_at: at,
  }));
  for (let start = 0; start < rows.length; start += CHUNK)
    await db
      .insertInto('subscription')
      .values(rows.slice(start, start + CHUNK))
      .execute();
}

function trustedSecret(url: string): string {
  const secret = newSecret();
  trust(url, secret);
  return secret;
}
