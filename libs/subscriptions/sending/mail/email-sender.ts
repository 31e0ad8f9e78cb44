import { sql } from 'kysely';
import { createTransport } from 'nodemailer';
import { Batcher } from '#concurrency/batcher.js';
import type { Clock } from '#database/clock.js';
import type { LedgerDatabase } from '#database/connection.js';
import { isRefusedValue } from '#database/errors.js';
import { asynchronousCommit } from '#database/transactions.js';
import type { Links } from '../../messages/links.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { isLoopback } from '#settings/settings.js';
import type { DeliverySettings } from '../../delivery-settings.js';
import { addressIn } from './email-address.js';
import { type Envelope, envelopeOf, nodemailerMessage } from './envelope.js';
import { keepMails, type UnsentMail } from './kept-mails.js';
import type { Outcome } from '../outcome.js';
import type { Attempt } from '../attempt.js';
import { isRateLimited, outcomeOfError } from './smtp-answer.js';

const CONNECT_MS = 10_000;
const SOCKET_TIMEOUT_MS = 20_000;
/** Total time limit: a slow server may never reach the socket timeout. */
const LONGEST_MS = 60_000;

/**
 * Connections are shared by emails, as many as are sent at once. One that the server closed while idle is replaced without a
 * failed attempt, unless a part of the email was sent already: the outcome is then that of an attempt, as without a pool.
 */
const POOL = { pool: true, maxConnections: 16, maxMessages: 100, idleTimeout: 30_000, maxRequeues: 1 } as const;

export const smtpOptions = (url: string, tls: DeliverySettings['SMTP_TLS']) => ({
  url,
  requireTLS: tls === undefined ? !isLoopback(new URL(url).hostname) : tls === 'required',
  connectionTimeout: CONNECT_MS,
  greetingTimeout: CONNECT_MS,
  socketTimeout: SOCKET_TIMEOUT_MS,
  disableFileAccess: true,
  disableUrlAccess: true,
});

type Settings = Pick<
  DeliverySettings,
  'SMTP_URL' | 'SMTP_TLS' | 'MAIL_FROM' | 'MAIL_RETURN_PATH' | 'MAIL_PER_HOST_PER_MINUTE' | 'JALON_TIMEZONE'
>;

/**
 * Sends messages as email over SMTP, or stores them in the database while no server is configured. The rate per recipient
 * domain applies to all workers together; an email delayed by it does not count as attempted.
 */
export class EmailSender {
  readonly #from: string;
  readonly #returnPath: string;
  readonly #hosts: MailHosts;
  readonly #smtp;
  readonly #zone: string;
  readonly #keeping: Batcher<UnsentMail, undefined>;

  constructor(
    db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly schemes: SchemeCatalogue,
    private readonly links: Links,
    settings: Settings,
    private readonly longestMs = LONGEST_MS,
  ) {
    const { SMTP_URL: url, SMTP_TLS: tls, MAIL_FROM: from, JALON_TIMEZONE: zone } = settings;
    this.#from = from;
    this.#returnPath = settings.MAIL_RETURN_PATH ?? addressIn(from);
    this.#hosts = new MailHosts(db, settings.MAIL_PER_HOST_PER_MINUTE);
    this.#zone = zone;
    this.#keeping = new Batcher((mails) => keepMails(db, mails), { isItemError: isRefusedValue });
    this.#smtp = url === undefined ? undefined : createTransport({ ...smtpOptions(url, tls), ...POOL });
  }

  async send(attempt: Attempt): Promise<Outcome> {
    if (!this.#smtp) {
      const envelope = await this.#envelopeOf(attempt);
      await this.#keeping.add({ delivery: attempt.delivery.id, envelope, at: this.clock.now() });
      return { result: 'delivered', code: null };
    }
    const host = hostOf(attempt.subscription.target);
    const until = await this.#hosts.take(host, this.clock.now());
    if (until) return { result: 'postponed', until };
    const envelope = await this.#envelopeOf(attempt);
    try {
      const signal = AbortSignal.timeout(this.longestMs);
      await this.#smtp.sendMail({
        ...nodemailerMessage(envelope, { from: this.#from, date: this.clock.now() }),
        ...this.#transport(attempt, envelope),
        signal,
      });
      return { result: 'delivered', code: null };
    } catch (error) {
      const outcome = outcomeOfError(error);
      if (outcome.result !== 'unavailable' || !isRateLimited(error)) return outcome;
      const now = this.clock.now();
      const blocked = await this.#hosts.block(host, now);
      return { ...outcome, retryAfterMs: blocked.getTime() - now.getTime() };
    }
  }

  /** Once no attempt is under way. */
  close(): void {
    this.#smtp?.close();
  }

  async #envelopeOf(attempt: Attempt): Promise<Envelope> {
    const context = { links: this.links, schemes: await this.schemes.at(), zone: this.#zone };
    return envelopeOf(attempt, { ...context, from: this.#from });
  }

  /** SMTP envelope. Bounces refer to the delivery by the envelope id. */
  #transport({ delivery }: Attempt, { recipient }: Envelope) {
    return {
      envelope: { from: this.#returnPath, to: recipient },
      dsn: { id: delivery.id, return: 'headers', notify: 'failure', recipient: `rfc822;${recipient}` } as const,
    };
  }
}

const hostOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

const BLOCKED_MS = 5 * 60_000;

/**
 * Rate limit per recipient domain, for all workers together: within any minute the configured number of emails, part of it as a
 * burst and the rest at even intervals. A domain that rejects the rate is blocked for some minutes. The limit is best effort:
 * after a crash of PostgreSQL some emails may be sent early.
 */
export class MailHosts {
  readonly #limit: RateLimit;

  constructor(
    private readonly db: LedgerDatabase,
    perMinute: number,
  ) {
    this.#limit = rateLimitOf(perMinute);
  }

  /** @returns when to retry, a different time for each email; `undefined` if the email may be sent now and was counted */
  async take(host: string, now: Date): Promise<Date | undefined> {
    const { distanceMs } = this.#limit;
    const free = this.#freeAt();
    const { rows } = await sql`
      insert into mail_host as known (host, next_at, ask_at)
      select ${host}, ${later(now, distanceMs)}::timestamptz, ${now}::timestamptz where ${asynchronousCommit}
      on conflict (host) do update set next_at = greatest(known.next_at, ${now}) + ${distanceMs} * interval '1 ms'
        where ${free} <= ${now}
      returning host
    `.execute(this.db);
    return rows.length > 0 ? undefined : this.#queue(host, now);
  }

  /** Blocks a domain for some minutes. @returns the end of the block */
  async block(host: string, now: Date): Promise<Date> {
    const until = later(now, BLOCKED_MS);
    await sql`
      insert into mail_host as known (host, next_at, ask_at, blocked_until)
      select ${host}, ${now}::timestamptz, ${until}::timestamptz, ${until}::timestamptz where ${asynchronousCommit}
      on conflict (host) do update set blocked_until = greatest(known.blocked_until, excluded.blocked_until)
    `.execute(this.db);
    return until;
  }

  /** Waiting emails get successive times, instead of all retrying at the next free one. */
  async #queue(host: string, now: Date): Promise<Date | undefined> {
    const { rows } = await sql<{ asked: Date }>`
      update mail_host as known
      set ask_at = greatest(ask_at, ${this.#freeAt()}, ${now}) + ${this.#limit.distanceMs} * interval '1 ms'
      where host = ${host} and ${asynchronousCommit}
      returning ask_at as asked
    `.execute(this.db);
    return rows[0] && later(rows[0].asked, -this.#limit.distanceMs);
  }

  #freeAt = () =>
    sql`greatest(known.blocked_until, known.next_at - ${this.#limit.ahead * this.#limit.distanceMs} * interval '1 ms')`;
}

const later = (instant: Date, ms: number): Date => new Date(instant.getTime() + ms);

const MINUTE_MS = 60_000;
/** Share of the rate per minute that may be sent as a burst. */
const BURST = 1 / 6;

interface RateLimit {
  /** Interval between two emails after the burst. */
  distanceMs: number;
  /** Size of the burst, minus one. */
  ahead: number;
}

/** Allows at most `perMinute` emails within any 60 seconds. */
export function rateLimitOf(perMinute: number): RateLimit {
  const burst = Math.max(1, Math.floor(perMinute * BURST));
  return { distanceMs: Math.ceil(MINUTE_MS / (perMinute - burst + 1)), ahead: burst - 1 };
}
