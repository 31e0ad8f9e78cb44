import type { LedgerDatabase } from '#database/connection.js';
import { uuidOf } from '#event-store/id.js';
import { Secrets } from '#subscriptions/secrets.js';
import { newSigningSecret } from '#subscriptions/webhook/signature.js';
import { CONFIRMED, SECRET } from './today.js';

export interface Subscriber {
  channel: 'email' | 'webhook';
  target: string;
  /** Beside being reminded of deadlines, and of nothing else. */
  filter: object;
}

const AT_ONCE = 500;

/** Subscribers as they are once they have confirmed. */
export async function subscribe(
  db: LedgerDatabase,
  subscribers: readonly Subscriber[],
  confirmedAt = CONFIRMED,
): Promise<void> {
  const secrets = new Secrets(SECRET);
  const rows = subscribers.map(({ channel, target, filter }, index) => {
    const id = uuidOf('bench subscriber', confirmedAt.toISOString(), String(index));
    return {
      id,
      channel,
      target,
      filter: JSON.stringify({ changes: false, deadlines: true, ...filter }),
      mode: 'immediate' as const,
      language: index % 2 === 0 ? ('fr' as const) : ('en' as const),
      state: 'active' as const,
      confirm_round: 1,
      confirm_until: confirmedAt,
      secret: channel === 'webhook' ? secrets.seal(newSigningSecret(), id) : null,
      since_position: 0,
      created_by: `key:${index % 10} bench`,
      created_at: confirmedAt,
      confirmed_at: confirmedAt,
    };
  });
  for (let start = 0; start < rows.length; start += AT_ONCE)
    await db
      .insertInto('subscription')
      .values(rows.slice(start, start + AT_ONCE))
      .execute();
}
