import { Injectable } from '@nestjs/common';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { ParsedMail } from 'mailparser';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { DeliveryState, SuppressionTable } from '#database/tables/subscription.js';
import type { Reason } from '#domain/reasons.js';
import { reason, Refusal, refuse } from '#domain/refusal.js';
import { errorColumns, storable } from './attempt.js';
import { type BounceKind, bounceKindOf, replyIn } from './mail/email-sender.js';
import { disable } from './subscription-states.js';

/** An attempted email, by the id of its delivery. */
interface SentMail {
  id: string;
  subscription: string;
  state: DeliveryState;
  target: string;
}

const ID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/i;

/**
 * Finds the attempted email that a report is about. Its attempt may not be recorded yet: the report can arrive earlier, or the
 * record may have been lost.
 */
async function mailOf(tx: Transaction<Database>, about: readonly string[]): Promise<SentMail | undefined> {
  for (const name of about) {
    const id = ID.exec(name)?.[0];
    if (id === undefined) continue;
    const mail = await tx
      .selectFrom('delivery')
      .innerJoin('subscription', 'subscription.id', 'delivery.subscription')
      .select(['delivery.id', 'delivery.subscription', 'delivery.state', 'subscription.target'])
      .where('delivery.id', '=', id.toLowerCase())
      .where('subscription.channel', '=', 'email')
      .where('delivery.attempts', '>', 0)
      .forUpdate('delivery')
      .executeTakeFirst();
    if (mail) return mail;
  }
  return undefined;
}

interface ProcessedBounce {
  delivery: string;
  subscription: string;
  /** `elsewhere`: an address that the email was forwarded to; `none`: no failure, such as a delay. */
  result: 'hard' | 'soft' | 'elsewhere' | 'none';
  suppressed: boolean;
}

@Injectable()
export class Bounces {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /**
   * Processes the delivery status notification of a returned email. Anyone can send reports. A report is accepted only if it
   * refers to an email that was sent from here, by an id that cannot be
   * guessed and is known to the recipient only, and it affects only the address of that email. Idempotent.
   *
   * @throws Refusal not-a-bounce, unknown-reference
   */
  async process(report: Buffer): Promise<ProcessedBounce> {
    const dsn = await readDsn(report);
    if ('code' in dsn) throw new Refusal('not-a-bounce', dsn, [{ field: 'body', ...dsn }]);
    return this.db.transaction().execute(async (tx) => {
      const mail = await mailOf(tx, dsn.about);
      if (!mail) throw unknownMail(dsn.about);
      const failures = dsn.recipients.filter(({ action }) => action === 'failed');
      const failure = failures.find(({ address }) => address === mail.target.toLowerCase());
      const result = failure ? kindOf(failure) : failures.length > 0 ? 'elsewhere' : 'none';
      if (failures[0]) await this.#record(tx, mail, failure ?? failures[0], result);
      const suppressed = (await suppressionReason(tx, mail.target)) !== undefined;
      return { delivery: mail.id, subscription: mail.subscription, result, suppressed };
    });
  }

  /**
   * A failure at a forwarding target, such as a member of a mailing list, is only logged: it says nothing about the address. An
   * email in progress is retried as before, unless its address is suppressed.
   */
  async #record(
    tx: Transaction<Database>,
    { id, state, target }: SentMail,
    failure: DsnRecipient,
    result: ProcessedBounce['result'],
  ): Promise<void> {
    const { address, status, diagnostic } = failure;
    const isStated = diagnostic === '' || diagnostic.startsWith(status);
    const said = `${address}: ${status}${isStated ? '' : ' '}${diagnostic}`;
    const detail = said
      .replace(/\p{Cc}+/gu, ' ')
      .toWellFormed()
      .slice(0, LONGEST);
    const error = errorColumns(reason('mail-returned', { answer: detail }));
    const hasFailed = result !== 'elsewhere' && (state === 'sent' || state === 'failed');
    const recorded = await tx
      .updateTable('delivery')
      .set({
        last_error: error.text,
        last_reason: error.json,
        ...(hasFailed && { state: 'failed', sent_at: null, response_code: replyIn(failure.diagnostic).code }),
      })
      .where('id', '=', id)
      .where('bounce', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (!recorded) return;
    await tx
      .updateTable('delivery_attempt')
      .set({ error: error.text, reason: error.json })
      .where('delivery', '=', id)
      .where('result', '=', 'delivered')
      .execute();
    if (result === 'hard' || result === 'soft')
      await recordBounce(tx, { delivery: id, address: target, kind: result, detail, at: this.clock.now() });
  }
}

const LONGEST = 500;

function unknownMail([name]: readonly string[]): Refusal {
  if (name === undefined) return refuse('unknown-reference', 'body', 'report-without-mail');
  return refuse('unknown-reference', 'body', 'returned-mail-unknown', { mail: name.slice(0, 200) });
}

/** Servers without own status codes report 5.0.0, and the code of the next server in the diagnostic. */
function kindOf({ status, diagnostic }: DsnRecipient): 'hard' | 'soft' {
  const reply = replyIn(diagnostic);
  const ofRecipient = /\bRCPT TO\b/i.test(diagnostic);
  return bounceKindOf({ code: reply.code, status: /^.\.0\./.test(status) ? reply.status : status, ofRecipient });
}

interface Bounce {
  delivery: string;
  address: string;
  kind: BounceKind;
  detail: string;
  at: Date;
}

/**
 * Records that an email was rejected or returned. The address is suppressed at a hard bounce, or when the last emails to it
 * have all bounced. Only the first bounce of a delivery counts.
 */
export async function recordBounce(tx: Transaction<Database>, bounce: Bounce): Promise<void> {
  const { delivery, address, kind, at } = bounce;
  const marked = await tx
    .updateTable('delivery')
    .set({ bounce: kind })
    .where('id', '=', delivery)
    .where('bounce', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!marked) return;
  const detail = storable(bounce.detail);
  if (kind === 'hard') await suppress(tx, { address, reason: 'hard-bounce', detail, at });
  else if ((await consecutiveBounces(tx, address)) >= MOST_BOUNCES)
    await suppress(tx, { address, reason: 'soft-bounces', detail, at });
}

/** In a row: then the address is suppressed. */
const MOST_BOUNCES = 5;

/**
 * Number of consecutive bounces of the last emails to an address, over all its subscriptions. Read from the log instead of a
 * counter: an accepted email may bounce hours later, after further ones have been sent.
 */
async function consecutiveBounces(db: Kysely<Database>, address: string): Promise<number> {
  const { rows } = await sql<{ bounced: boolean }>`
    select last.bounce is not null as bounced
    from subscription
    cross join lateral (
      select ordinal, bounce from delivery
      where delivery.subscription = subscription.id and (state = 'sent' or bounce is not null)
      order by ordinal desc limit ${MOST_BOUNCES}
    ) last
    where channel = 'email' and lower(target) = ${address.toLowerCase()}
    order by last.ordinal desc limit ${MOST_BOUNCES}
  `.execute(db);
  const other = rows.findIndex(({ bounced }) => !bounced);
  return other === -1 ? rows.length : other;
}

/** A delivery status notification (RFC 3464). */
interface Dsn {
  /** Ids of the email, most reliable first: envelope id, `Message-ID`, `In-Reply-To` of the report. */
  about: string[];
  recipients: DsnRecipient[];
}

export interface DsnRecipient {
  /** The failing address, which may be a forwarding target. Lower case. */
  address: string;
  action: string;
  /** `5.1.1` */
  status: string;
  diagnostic: string;
}

/** The human-readable part is ignored, and the returned email is not parsed. */
const PLAIN = {
  keepDeliveryStatus: true,
  ignoreEmbedded: true,
  skipHtmlToText: true,
  skipTextToHtml: true,
  skipTextLinks: true,
} as const;

const RETURNED =
  /^(?:message\/rfc822|text\/rfc822-headers|message\/rfc822-headers|message\/global|message\/global-headers)$/;
const STATUS = /^message\/(?:global-)?delivery-status$/;

/** @returns a reason if it is not a delivery status notification */
export async function readDsn(raw: Buffer): Promise<Dsn | Reason> {
  const mail = await parsed(raw);
  if ('code' in mail) return mail;
  const report = mail.attachments.find(({ contentType }) => STATUS.test(contentType));
  if (!report) return reason('report-expected', { type: typeOf(mail) });
  const [messageFields, ...groups] = fieldGroupsIn(report.content.toString());
  const recipients = groups.flatMap(recipientIn);
  if (!messageFields || recipients.length === 0) return reason('report-without-recipient');
  return { about: namesOf(mail, messageFields), recipients };
}

/** The parser rejects unterminated headers and unlimited numbers of parts. */
async function parsed(raw: Buffer): Promise<ParsedMail | Reason> {
  const { simpleParser } = await import('mailparser'); // large, and rarely needed
  try {
    return await simpleParser(raw, PLAIN);
  } catch (error) {
    return reason('mail-unreadable', { error: (error as Error).message });
  }
}

function namesOf(mail: ParsedMail, messageFields: Fields): string[] {
  const returned = mail.attachments.find(({ contentType }) => RETURNED.test(contentType));
  const original = returned && headerFieldsIn(returned.content.toString());
  return [messageFields.get('original-envelope-id'), original?.get('message-id'), mail.inReplyTo].filter(
    (name) => name !== undefined,
  );
}

function recipientIn(fields: Fields): DsnRecipient[] {
  const [address, action] = [fields.get('final-recipient'), fields.get('action')];
  const status = /^[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0];
  if (address === undefined || action === undefined || status === undefined) return [];
  return [
    {
      address: withoutType(address).replace(/^<|>$/g, '').toLowerCase(),
      action: action.toLowerCase(),
      status,
      diagnostic: withoutType(fields.get('diagnostic-code') ?? ''),
    },
  ];
}

/** `rfc822; officer@example.org`, `smtp; 550 no` */
const withoutType = (value: string): string => value.replace(/^[\w.-]+[ \t]*;[ \t]*/, '').trim();

const typeOf = ({ headers }: ParsedMail): string => {
  const type = headers.get('content-type');
  return typeof type === 'object' && 'value' in type && typeof type.value === 'string' ? type.value : 'text/plain';
};

/** Header fields (RFC 5322) by lower-case name; the first of each name. */
type Fields = ReadonlyMap<string, string>;

/** Unfolds continuation lines, stops at the first empty line and skips invalid lines. */
function headerFieldsIn(text: string): Fields {
  const [head = ''] = text.replace(/^(?:[ \t]*\r?\n)+/, '').split(/\r?\n[ \t]*\r?\n/, 1);
  const fields = new Map<string, string>();
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const [, name, value] = /^([!-9;-~]{1,80})[ \t]*:(.*)$/.exec(line) ?? [];
    const key = name?.toLowerCase();
    if (key !== undefined && value !== undefined && !fields.has(key)) fields.set(key, value.trim());
  }
  return fields;
}

/** Groups of fields separated by empty lines, as in `message/delivery-status`. */
const fieldGroupsIn = (text: string): Fields[] =>
  text
    .split(/\r?\n[ \t]*(?:\r?\n)+/)
    .map(headerFieldsIn)
    .filter(({ size }) => size > 0);

/**
 * Suppresses an address. Its active subscriptions are disabled, their deliveries held and the accounts that own them notified.
 * Pending subscriptions stay pending and receive no confirmation requests.
 */
async function suppress(
  tx: Transaction<Database>,
  { reason: cause, detail, at, ...asked }: SuppressionTable,
): Promise<void> {
  const address = asked.address.toLowerCase();
  await tx
    .insertInto('suppression')
    .values({ address, reason: cause, detail, at })
    .onConflict((conflict) => conflict.column('address').doNothing())
    .execute();
  const subscribed = await tx
    .selectFrom('subscription')
    .select('id')
    .where('channel', '=', 'email')
    .where(sql<boolean>`lower(target) = ${address}`)
    .where('state', '=', 'active')
    .orderBy('id')
    .execute();
  for (const { id } of subscribed) await disable(tx, id, 'bounced', at);
}

export type Suppressed = Extract<Reason, { code: 'address-suppressed' }>;

/** Why an address is suppressed; `undefined` if it is not. */
export async function suppressionReason(db: Kysely<Database>, address: string): Promise<Suppressed | undefined> {
  return (await suppressionReasons(db, [address]))[0];
}

/** The same for several addresses, in their order. */
export async function suppressionReasons(
  db: Kysely<Database>,
  addresses: readonly string[],
): Promise<(Suppressed | undefined)[]> {
  const asked = addresses.map((address) => address.toLowerCase());
  const rows = await db.selectFrom('suppression').selectAll().where('address', 'in', asked).execute();
  const found = new Map(rows.map((row) => [row.address, row]));
  return asked.map((address) => {
    const row = found.get(address);
    return row && { code: 'address-suppressed', params: { cause: row.reason, detail: row.detail } };
  });
}

export type Suppression = SuppressionTable;

@Injectable()
export class Suppressions {
  constructor(private readonly db: LedgerDatabase) {}

  /** Newest first. */
  async list(page: { limit: number; before?: Pick<Suppression, 'at' | 'address'> }): Promise<Suppression[]> {
    const { limit, before } = page;
    let query = this.db.selectFrom('suppression').selectAll().orderBy('at', 'desc').orderBy('address').limit(limit);
    if (before)
      query = query.where(sql<boolean>`at < ${before.at} or (at = ${before.at} and address > ${before.address})`);
    return query.execute();
  }

  get(address: string): Promise<Suppression | undefined> {
    const given = address.toLowerCase();
    return this.db.selectFrom('suppression').selectAll().where('address', '=', given).executeTakeFirst();
  }

  /** Its subscriptions stay disabled until their owners resume them. @throws Refusal not-found */
  async lift(address: string): Promise<void> {
    const { numDeletedRows } = await this.db
      .deleteFrom('suppression')
      .where('address', '=', address.toLowerCase())
      .executeTakeFirst();
    if (numDeletedRows === 0n) throw refuse('not-found', 'address', 'suppression-not-found', { address });
  }
}
