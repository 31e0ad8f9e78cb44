import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Kysely, sql, type Transaction } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { DeliveryState } from '#database/tables/subscription.js';
import { reason, Refusal, refuse } from '#domain/refusal.js';
import { type DsnRecipient, readDsn } from './bounce-report.js';
import { type BounceKind, bounceKindOf, replyIn } from './mail/smtp-answer.js';
import { errorColumns, storable } from './queue/outcome.js';
import { suppress } from './suppressions.js';

/** A mail that went out, by the id of its delivery. */
interface SentMail {
  id: string;
  subscription: string;
  state: DeliveryState;
  /** The address that it was for. */
  target: string;
}

const ID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/i;

/**
 * The first name that is one of ours; of a mail that was attempted. It may be under way still, as far as the log knows: a
 * report can be faster than the record of what a server has taken, which may have been lost besides.
 */
async function mailNamed(tx: Transaction<Database>, about: readonly string[]): Promise<SentMail | undefined> {
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

interface TakenBounce {
  delivery: string;
  subscription: string;
  /** `elsewhere`: an address that the mail was passed on to; `none`: no failure, such as a delay. */
  result: 'hard' | 'soft' | 'elsewhere' | 'none';
  /** The address gets nothing any more. */
  suppressed: boolean;
}

/** A mail that came back, as the report that a mail server sent about it. */
export class ProcessBounce extends Command<TakenBounce> {
  constructor(readonly report: Buffer) {
    super();
  }
}

@CommandHandler(ProcessBounce)
export class ProcessBounceHandler implements ICommandHandler<ProcessBounce> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /**
   * Reports are sent by anybody. One counts only when it names a mail that went out from here, by an id that nobody can guess
   * and only its reader has, and only against the address of that mail. Taking one again changes nothing.
   *
   * @throws Refusal not-a-bounce, bounce-unknown
   */
  async execute({ report }: ProcessBounce): Promise<TakenBounce> {
    const dsn = await readDsn(report);
    if ('code' in dsn) throw new Refusal('not-a-bounce', dsn, [{ field: 'body', ...dsn }]);
    return this.db.transaction().execute(async (tx) => {
      const mail = await mailNamed(tx, dsn.about);
      if (!mail) throw unknownMail(dsn.about);
      const failures = dsn.recipients.filter(({ action }) => action === 'failed');
      const failure = failures.find(({ address }) => address === mail.target.toLowerCase());
      const result = failure ? kindOf(failure) : failures.length > 0 ? 'elsewhere' : 'none';
      if (failures[0]) await this.#note(tx, mail, failure ?? failures[0], result);
      const suppressed = await isSuppressed(tx, mail.target);
      return { delivery: mail.id, subscription: mail.subscription, result, suppressed };
    });
  }

  /**
   * Of what happened further on, an alias of many for example, the log tells, and no more: it says nothing of the address. A
   * mail that is still under way goes on, unless its address is suppressed.
   */
  async #note(
    tx: Transaction<Database>,
    { id, state, target }: SentMail,
    failure: DsnRecipient,
    result: TakenBounce['result'],
  ): Promise<void> {
    const detail = detailOf(failure);
    const error = errorColumns(reason('mail-returned', { answer: detail }));
    const hasFailed = result !== 'elsewhere' && (state === 'sent' || state === 'failed');
    const noted = await tx
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
    if (!noted) return;
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
  if (name === undefined) return refuse('bounce-unknown', 'body', 'report-without-mail');
  return refuse('bounce-unknown', 'body', 'returned-mail-unknown', { mail: name.slice(0, 200) });
}

/** Servers that have no codes of their own write 5.0.0, and what the next one said beside it. */
function kindOf({ status, diagnostic }: DsnRecipient): 'hard' | 'soft' {
  const reply = replyIn(diagnostic);
  const ofRecipient = /\bRCPT TO\b/i.test(diagnostic);
  return bounceKindOf({ code: reply.code, status: /^.\.0\./.test(status) ? reply.status : status, ofRecipient });
}

const detailOf = ({ address, status, diagnostic }: DsnRecipient): string =>
  printable(`${address}: ${status}${diagnostic === '' || diagnostic.startsWith(status) ? '' : ' '}${diagnostic}`);

const printable = (text: string): string =>
  text
    .replace(/\p{Cc}+/gu, ' ')
    .toWellFormed()
    .slice(0, LONGEST);

async function isSuppressed(tx: Transaction<Database>, address: string): Promise<boolean> {
  const row = await tx
    .selectFrom('suppression')
    .select('address')
    .where('address', '=', address.toLowerCase())
    .executeTakeFirst();
  return row !== undefined;
}

interface Bounce {
  delivery: string;
  /** The address that it was for. */
  address: string;
  kind: BounceKind;
  /** What was said there. */
  detail: string;
  at: Date;
}

/**
 * Marks the delivery of a mail that was refused or came back. The address is suppressed at a hard bounce, or when the last
 * mails to it have all bounced. A delivery bounces once: whatever else comes of it changes nothing.
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
  else if ((await inARow(tx, address)) >= MOST_IN_A_ROW)
    await suppress(tx, { address, reason: 'soft-bounces', detail, at });
}

/** After so many mails that bounced, and none between them that did not, an address is taken for dead. */
const MOST_IN_A_ROW = 5;

/**
 * How many of the last mails to an address bounced in a row, to whichever of its subscriptions. Told by the log and not by
 * a count: a mail that a server took may still come back, hours later, and the next one has gone out by then.
 */
async function inARow(db: Kysely<Database>, address: string): Promise<number> {
  const { rows } = await sql<{ bounced: boolean }>`
    select last.bounce is not null as bounced
    from subscription
    cross join lateral (
      select ordinal, bounce from delivery
      where delivery.subscription = subscription.id and (state = 'sent' or bounce is not null)
      order by ordinal desc limit ${MOST_IN_A_ROW}
    ) last
    where channel = 'email' and lower(target) = ${address.toLowerCase()}
    order by last.ordinal desc limit ${MOST_IN_A_ROW}
  `.execute(db);
  const other = rows.findIndex(({ bounced }) => !bounced);
  return other === -1 ? rows.length : other;
}
