import { type Kysely, sql } from 'kysely';

/**
 * Endpoints that took CloudEvents or verified Ed25519 signatures are disabled, and their owners notified by the worker, which then
 * writes `ended_at`. Nothing is sent with a private key. Listeners, whose messages were fetched by `jalon listen`, end. Columns
 * that processes of earlier releases name stay.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table subscription drop constraint subscription_disabled_because_check, add constraint subscription_disabled_because_check
      check (disabled_because in ('gone', 'failing', 'bounced', 'format-removed', 'signature-removed'));
    alter table subscription drop constraint subscription_check3;
    update subscription
    set state = 'unsubscribed', disabled_because = null, ended_at = listened_until
    where listened_until is not null and state <> 'unsubscribed';
    update subscription
    set dropped = 0, dropped_after = null, dropped_first = null, dropped_last = null
    where state in ('pending', 'active') and (format = 'cloudevents' or signature = 'ed25519');
    update subscription
    set state = 'disabled', ended_at = null,
      disabled_because = case signature when 'ed25519' then 'signature-removed' else 'format-removed' end
    where state <> 'unsubscribed' and (format = 'cloudevents' or signature = 'ed25519');
    update subscription set format = 'standard' where format = 'cloudevents';
    alter table subscription
      drop constraint subscription_format_check,
      add constraint subscription_format_check check (format in ('standard', 'slack', 'teams')),
      add constraint subscription_secret_check check (signature = 'hmac' or state in ('disabled', 'unsubscribed'));
    drop index subscription_listeners;
    create index subscription_upgraded on subscription (id) where state = 'disabled' and ended_at is null;
  `.execute(db);
}
