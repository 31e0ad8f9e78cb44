import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Transaction } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { refuse } from '#domain/refusal.js';
import { bounceKindOf, replyIn } from './bounce-kind.js';
import { mailNamed, type SentMail } from './mail-named.js';
import { noteBounce } from './note-bounce.js';
import { type DsnRecipient, readDsn } from './read-dsn.js';

export interface TakenBounce {
  delivery: string;
  subscription: string;
  /** `elsewhere`: an address that the mail was passed on to; `none`: no failure, such as a delay. */
  result: 'hard' | 'soft' | 'elsewhere' | 'none';
  /** The address gets nothing any more. */
  suppressed: boolean;
}

/** A mail that came back, as the report that a mail server sent about it. */
export class TakeBounce extends Command<TakenBounce> {
  constructor(readonly report: Buffer) {
    super();
  }
}

@CommandHandler(TakeBounce)
export class TakeBounceHandler implements ICommandHandler<TakeBounce> {
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
  async execute({ report }: TakeBounce): Promise<TakenBounce> {
    const dsn = await readDsn(report);
    if (typeof dsn === 'string') throw refuse('not-a-bounce', 'body', dsn);
    return this.db.transaction().execute(async (tx) => {
      const mail = await mailNamed(tx, dsn.about);
      if (!mail) throw refuse('bounce-unknown', 'body', unknown(dsn.about));
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
    const said = `came back: ${detail}`.slice(0, LONGEST);
    const hasFailed = result !== 'elsewhere' && (state === 'sent' || state === 'failed');
    const noted = await tx
      .updateTable('delivery')
      .set({
        last_error: said,
        ...(hasFailed && { state: 'failed', sent_at: null, response_code: replyIn(failure.diagnostic).code }),
      })
      .where('id', '=', id)
      .where('bounce', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (!noted) return;
    await tx
      .updateTable('delivery_attempt')
      .set({ error: said })
      .where('delivery', '=', id)
      .where('result', '=', 'delivered')
      .execute();
    if (result === 'hard' || result === 'soft')
      await noteBounce(tx, { delivery: id, address: target, kind: result, detail, at: this.clock.now() });
  }
}

const LONGEST = 500;

const unknown = (about: readonly string[]): string =>
  about.length === 0
    ? 'names no mail: it must have an Original-Envelope-Id, or the headers of the mail that came back'
    : `is about ${(about[0] ?? '').slice(0, 200)}, which is no mail that was sent from here`;

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
