import { Injectable } from '@nestjs/common';
import { type Selectable, sql } from 'kysely';
import { createTransport } from 'nodemailer';
import { Batcher } from '#concurrency/batcher.js';
import type { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { isRefusedValue } from '#database/errors.js';
import type { Database } from '#database/tables.js';
import { asynchronousCommit } from '#database/transactions.js';
import { reason } from '#domain/refusal.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { isLoopback } from '#settings/settings.js';
import type { DeliverySettings } from '../../delivery-settings.js';
import type { Links } from '../../messages/links.js';
import { type Attempt, type AttemptOutcome, count, type Outcome } from '../attempt.js';
import { addressIn } from './email-address.js';
import { type Envelope, envelopeOf, nodemailerMessage } from './envelope.js';

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

export type KeptMail = Selectable<Database['kept_mail']>;

/** Unsent emails: they were stored because no SMTP server was configured. Their tokens are for their recipients only. */
@Injectable()
export class KeptMails {
  constructor(private readonly db: LedgerDatabase) {}

  /** Newest first. */
  async list({ limit, before }: { limit: number; before?: { at: Date; delivery: string } }): Promise<KeptMail[]> {
    let query = this.db
      .selectFrom('kept_mail')
      .selectAll()
      .orderBy('at', 'desc')
      .orderBy('delivery', 'desc')
      .limit(limit);
    if (before) query = query.where(sql<boolean>`(at, delivery) < (${before.at}, ${before.delivery})`);
    return query.execute();
  }

  /** Up to a limit. */
  count(most: number): Promise<number> {
    return count(this.db, sql`from kept_mail`, most);
  }

  get(delivery: string): Promise<KeptMail | undefined> {
    return this.db.selectFrom('kept_mail').selectAll().where('delivery', '=', delivery).executeTakeFirst();
  }
}

export interface UnsentMail {
  delivery: string;
  envelope: Envelope;
  at: Date;
}

/**
 * Stores unsent email, each once however often it is attempted. It is on disk before its delivery is recorded as sent.
 */
async function keepMails(db: LedgerDatabase, mails: readonly UnsentMail[]): Promise<undefined[]> {
  const of = (value: (envelope: Envelope) => string): string[] => mails.map(({ envelope }) => value(envelope));
  await sql`
    insert into kept_mail (delivery, recipient, subject, text, html, headers, at)
    select * from unnest(
      ${mails.map(({ delivery }) => delivery)}::uuid[],
      ${of(({ recipient }) => recipient)}::text[],
      ${of(({ subject }) => subject)}::text[],
      ${of(({ text }) => text)}::text[],
      ${of(({ html }) => html)}::text[],
      ${of(({ headers }) => JSON.stringify(headers))}::jsonb[],
      ${mails.map(({ at }) => at)}::timestamptz[]
    )
    where ${asynchronousCommit}
    on conflict (delivery) do nothing
  `.execute(db);
  return [];
}

/** The error that nodemailer throws; with `responseCode` and `response` if the server responded to `command`. */
interface SmtpError {
  message: string;
  code?: string;
  command?: string;
  responseCode?: number;
  response?: string;
}

/** The relay does not accept us as a sender. No status code means exactly this, and many servers send none. */
const NO_RELAY =
  /\brelay(?:ing)?(?: access)?(?: is)? (?:denied|prohibited|not (?:permitted|allowed))|(?:unable|cannot|not (?:permitted|allowed)) to relay\b/i;

const PERMANENT = 500;
const CLOSING = 421;
const LATER = 450;

/**
 * A 5xx response to the recipient or the email is final and says something about the address. Retried are 4xx responses, lost
 * connections, and refusals to accept the sender, the login or relaying; of these, only a 4xx may be due to the address.
 */
export function outcomeOfError(error: unknown): AttemptOutcome {
  const { message, code, command, responseCode, response = '' } = error as SmtpError;
  const isWithoutTls = command === 'STARTTLS' && response !== '';
  const answered = isWithoutTls
    ? reason('mail-server-without-tls', { answer: response })
    : reason('mail-server-answer', { answer: message });
  const ofRecipient = command === 'RCPT TO';
  const isAboutThisMail =
    (code === 'EENVELOPE' || code === 'EMESSAGE') && (ofRecipient || command === 'DATA') && !NO_RELAY.test(response);
  if (!isAboutThisMail || responseCode === undefined)
    return { result: 'unavailable', code: responseCode ?? null, error: answered, ours: true };
  if (responseCode < PERMANENT) return { result: 'unavailable', code: responseCode, error: answered };
  const bounce = bounceKindOf({ code: responseCode, status: replyIn(response).status, ofRecipient });
  return { result: 'rejected', code: responseCode, error: answered, bounce };
}

/** Whether the server limits the rate: it closes the connection (421) or names a temporary policy (`4.7.x`). */
function isRateLimited(error: unknown): boolean {
  const { responseCode, response = '' } = error as SmtpError;
  if (responseCode === CLOSING) return true;
  return responseCode !== undefined && responseCode >= LATER && /^4\.7\./.test(replyIn(response).status ?? '');
}

/** `hard`: the address accepts no email; `soft`: it rejected this one. */
export type BounceKind = 'hard' | 'soft';

/** A permanent rejection: reply code (RFC 5321) and enhanced status code (RFC 3463). */
interface Refused {
  /** `550`; `null` where only a status is known. */
  code: number | null;
  /** `5.1.1`; `null` where the server has no such codes. */
  status: string | null;
  /** The recipient was rejected, not the sender or the content. */
  ofRecipient: boolean;
}

const NO_SUCH_MAILBOX = [550, 551, 553];
/** Address codes that concern the sender. */
const OF_SENDER = ['5.1.7', '5.1.8'];

/**
 * `5.1.x` concerns the address: it does not exist, has moved, or its domain accepts no email. From servers without enhanced
 * codes, or with the undefined `5.0.x`, 550, 551 and 553 to the recipient mean the same. Other rejections, such as a full
 * mailbox or a policy, may be temporary.
 */
export function bounceKindOf({ code, status, ofRecipient }: Refused): BounceKind {
  if (status !== null && !status.startsWith('5.0.'))
    return status.startsWith('5.1.') && !OF_SENDER.includes(status) ? 'hard' : 'soft';
  return ofRecipient && code !== null && NO_SUCH_MAILBOX.includes(code) ? 'hard' : 'soft';
}

/** Parses the reply of a server, such as `550-5.1.1 no such user`, also when quoted within a text. */
export function replyIn(text: string): { code: number | null; status: string | null } {
  const [, code, status] = /(?:^|[\s;:(])([245]\d\d)[ -]+(?:#?([245]\.\d{1,3}\.\d{1,3})\b)?/.exec(text) ?? [];
  return { code: code === undefined ? null : Number(code), status: status ?? null };
}
