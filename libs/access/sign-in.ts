import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Kysely, sql, type Transaction } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { SignInTicketTable } from '#database/tables/access.js';
import { Secrets } from '#subscriptions/messages/secrets.js';
import { hashOf } from './api-keys.js';
import { Passwords } from './passwords.js';
import { newRecoveryCodes, newTotpKey, recoveryHash, stepOfCode } from './second-factor.js';

const MINUTE_MS = 60_000;

/** How many attempts may fail, and within which time. */
const LIMITS = {
  /** Sign-ins with one address, from browsers in which its holder has not signed in before. */
  address: { most: 10, minutes: 15 },
  /** Sign-ins from one network, from such browsers. */
  network: { most: 30, minutes: 15 },
  /** Sign-ins from a browser in which the holder has signed in before. */
  browser: { most: 20, minutes: 15 },
  /** Wrong codes for one account: by guessing, somebody who has the password would need years. */
  code: { most: 10, minutes: 60 },
  /** Requests for mails. */
  'mail-address': { most: 3, minutes: 60 },
  'mail-network': { most: 20, minutes: 60 },
  /** Confirmations that visitors ask for. */
  'follow-address': { most: 3, minutes: 24 * 60 },
  'follow-network': { most: 10, minutes: 60 },
  /** Failed sign-ins of one network that are noted as activity. */
  noted: { most: 20, minutes: 60 },
  /** Sign-ins with an identity provider that one network began and did not complete. */
  start: { most: 60, minutes: 15 },
} as const;

interface Attempt {
  kind: keyof typeof LIMITS;
  /** Which address, network or browser. */
  of: string;
}

/**
 * Limits guessing. Attempts are counted before they are made, so that no number of concurrent ones exceeds a limit, and
 * forgotten when they succeed. A holder is not locked out by others: a browser that is known has a limit of its own, and a link
 * sent by mail needs none.
 */
@Injectable()
export class SignInLimits {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /** @returns when the next attempt may be made; `undefined` if this one may */
  async take(attempts: readonly Attempt[]): Promise<Date | undefined> {
    const now = this.clock.now();
    await this.db.ledger.deleteFrom('sign_in_attempts').where('until', '<=', now).execute();
    let until: Date | undefined;
    for (const attempt of attempts) {
      const { most, minutes } = LIMITS[attempt.kind];
      const row = await this.db.ledger
        .insertInto('sign_in_attempts')
        .values({ key: keyOf(attempt), count: 1, until: new Date(now.getTime() + minutes * MINUTE_MS) })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ count: sql`sign_in_attempts.count + 1` }))
        .returning(['count', 'until'])
        .executeTakeFirstOrThrow();
      if (row.count > most && (!until || row.until > until)) until = row.until;
    }
    return until;
  }

  async giveBack(attempts: readonly Attempt[], within: Kysely<Database> = this.db.ledger): Promise<void> {
    if (attempts.length === 0) return;
    await within
      .updateTable('sign_in_attempts')
      .set({ count: sql`greatest(count - 1, 0)` })
      .where('key', 'in', attempts.map(keyOf))
      .execute();
  }
}

const keyOf = ({ kind, of }: Attempt): Buffer => hashOf(`${kind} ${of.toLowerCase()}`);

const TICKET_MS = 10 * 60_000;
const MOST_TRIES = 5;

/** The first factor was right; the second is asked for. */
export interface Ticket {
  account: string;
  token: string;
  /** What to set up in an authenticator app, if there is no second factor yet. */
  enrol?: { key: string; email: string };
}

export interface SignedIn {
  account: string;
  /** New ones, shown once. */
  recoveryCodes?: readonly string[];
}

interface Given {
  account: string;
  code: string;
  now: Date;
}

export type CodeRefused = { refused: 'wrong' | 'over'; account?: string; enrol?: Ticket['enrol'] };

/**
 * Signing in with a password and a second factor, up to the session, which `Sessions.begin` makes. Answers neither tell nor take
 * longer whether an address has an account.
 */
@Injectable()
export class SignIn {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly passwords: Passwords,
    private readonly limits: SignInLimits,
    private readonly secrets: Secrets,
  ) {}

  /**
   * @param from the network, and the cookie of a browser in which somebody has signed in before
   * @returns a ticket for the second factor; until when further attempts are refused; `undefined` if address or password is wrong
   */
  async withPassword(
    { email, password }: { email: string; password: string },
    from: { network: string; browser?: string | undefined },
  ): Promise<Ticket | { until: Date } | undefined> {
    const row = await this.db.ledger
      .selectFrom('account')
      .leftJoin('account_credentials', 'account', 'account.id')
      .select(['id', 'password', 'disabled_at'])
      .where((eb) => eb(eb.fn('lower', ['email']), '=', email.trim().toLowerCase()))
      .executeTakeFirst();
    const attempts = this.#attempts(row?.id, email.trim(), from);
    const until = await this.limits.take(attempts);
    if (until) return { until };
    const isRight = await this.passwords.verify(password, row?.password ?? undefined);
    if (!row || !isRight || row.disabled_at) return undefined;
    await this.limits.giveBack(attempts);
    return this.db.ledger.transaction().execute((tx) => this.ticket(tx, row.id, 'password'));
  }

  /** Whether the password of an account is right, for changes by its holder. Limited like sign-ins from a known browser. */
  async isPassword(account: string, password: string): Promise<boolean | { until: Date }> {
    const attempts: Attempt[] = [{ kind: 'browser', of: account }];
    const until = await this.limits.take(attempts);
    if (until) return { until };
    const row = await this.db.ledger
      .selectFrom('account_credentials')
      .select('password')
      .where('account', '=', account)
      .executeTakeFirst();
    const isRight = await this.passwords.verify(password, row?.password);
    if (isRight) await this.limits.giveBack(attempts);
    return isRight;
  }

  /** A browser in which the holder has signed in before has a limit of its own: others cannot use it up. */
  #attempts(
    account: string | undefined,
    email: string,
    { network, browser }: { network: string; browser?: string | undefined },
  ): Attempt[] {
    const [id = '', token = ''] = splitBrowser(browser);
    if (account !== undefined && this.secrets.isToken(token, 'browser', account, id))
      return [{ kind: 'browser', of: id }];
    return [
      { kind: 'address', of: email },
      { kind: 'network', of: network },
    ];
  }

  /** The cookie of a browser in which the holder of an account has signed in. */
  browserCookie(account: string): string {
    const id = randomBytes(BROWSER_ID_BYTES).toString('hex');
    return id + this.secrets.token('browser', account, id);
  }

  /** @param after what was checked; after `session`, another app is set up, which then replaces the current one */
  async ticket(tx: Transaction<Database>, account: string, after: SignInTicketTable['after']): Promise<Ticket> {
    const now = this.clock.now();
    const { email, totp } = await tx
      .selectFrom('account')
      .leftJoin('account_credentials', 'account', 'account.id')
      .select(['email', 'totp'])
      .where('id', '=', account)
      .executeTakeFirstOrThrow();
    const token = randomBytes(32).toString('base64url');
    const key = totp && after !== 'session' ? undefined : newTotpKey();
    await tx.deleteFrom('sign_in_ticket').where('expires_at', '<=', now).execute();
    await tx
      .insertInto('sign_in_ticket')
      .values({
        ...{ hash: hashOf(token), account, after },
        totp: key === undefined ? null : this.secrets.seal(key, account),
        expires_at: new Date(now.getTime() + TICKET_MS),
      })
      .execute();
    return { account, token, ...(key !== undefined && { enrol: { key, email: email ?? '' } }) };
  }

  /**
   * Completes a sign-in with a code of the app, or a recovery code. Sets the app up if there was none. Each ticket takes five
   * wrong codes and works once.
   */
  async withCode(token: string, code: string): Promise<SignedIn | CodeRefused> {
    const now = this.clock.now();
    const row = await this.db.ledger
      .updateTable('sign_in_ticket')
      .from('account')
      .set({ tries: sql`tries + 1` })
      .whereRef('account.id', '=', 'sign_in_ticket.account')
      .where('hash', '=', hashOf(token))
      .where('expires_at', '>', now)
      .where('tries', '<', MOST_TRIES)
      .where('disabled_at', 'is', null)
      .returning(['sign_in_ticket.account', 'after', 'totp', 'email'])
      .executeTakeFirst();
    if (!row) return { refused: 'over' };
    const { account } = row;
    const attempts: Attempt[] = row.after === 'mail' ? [] : [{ kind: 'code', of: account }];
    if (await this.limits.take(attempts)) return { refused: 'over', account };
    return this.db.ledger.transaction().execute(async (tx) => {
      const ticket = tx.selectFrom('sign_in_ticket').select('hash').where('hash', '=', hashOf(token));
      if (!(await ticket.forUpdate().executeTakeFirst())) return { refused: 'over', account };
      const key = row.totp && this.secrets.open(row.totp, account);
      const done =
        key === null
          ? await this.#check(tx, { account, code, now })
          : await this.#enrol(tx, { account, key, code, now }, row.after === 'session');
      if (!done) return { refused: 'wrong', account, ...(key !== null && { enrol: { key, email: row.email ?? '' } }) };
      await tx.deleteFrom('sign_in_ticket').where('hash', '=', hashOf(token)).execute();
      await this.limits.giveBack(attempts, tx);
      await tx
        .updateTable('account')
        .set({ joined_at: sql`coalesce(joined_at, ${now})` })
        .where('id', '=', account)
        .execute();
      return { account, ...(typeof done === 'object' && { recoveryCodes: done }) };
    });
  }

  /** A code is accepted once, and none that is older than the last one (RFC 6238, section 5.2). */
  async #check(tx: Transaction<Database>, { account, code, now }: Given): Promise<boolean> {
    const row = await tx
      .selectFrom('account_credentials')
      .select('totp')
      .where('account', '=', account)
      .executeTakeFirst();
    if (!row?.totp) return false;
    const step = stepOfCode(this.secrets.open(row.totp, account), code, now);
    if (step === undefined) {
      const { numDeletedRows } = await tx
        .deleteFrom('recovery_code')
        .where('account', '=', account)
        .where('hash', '=', recoveryHash(code))
        .executeTakeFirst();
      return numDeletedRows > 0n;
    }
    const { numUpdatedRows } = await tx
      .updateTable('account_credentials')
      .set({ totp_step: step })
      .where('account', '=', account)
      .where((eb) => eb.or([eb('totp_step', 'is', null), eb('totp_step', '<', step)]))
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** Only if there is still no second factor: a ticket of before does not replace one that was set up meanwhile. */
  async #enrol(
    tx: Transaction<Database>,
    { account, key, code, now }: Given & { key: string },
    replaces: boolean,
  ): Promise<false | string[]> {
    const step = stepOfCode(key, code, now);
    if (step === undefined) return false;
    const { numUpdatedRows } = await tx
      .updateTable('account_credentials')
      .set({ totp: this.secrets.seal(key, account), totp_step: step })
      .where('account', '=', account)
      .$if(!replaces, (update) => update.where('totp', 'is', null))
      .executeTakeFirst();
    return numUpdatedRows > 0n && replaceRecoveryCodes(tx, account);
  }
}

/** @returns the new codes, of which only the hashes are stored */
export async function replaceRecoveryCodes(tx: Transaction<Database>, account: string): Promise<string[]> {
  const codes = newRecoveryCodes();
  await tx.deleteFrom('recovery_code').where('account', '=', account).execute();
  await tx
    .insertInto('recovery_code')
    .values(codes.map((code) => ({ account, hash: recoveryHash(code) })))
    .execute();
  return codes;
}

const BROWSER_ID_BYTES = 16;

const splitBrowser = (cookie: string | undefined): [id: string, token: string] | [] =>
  cookie === undefined ? [] : [cookie.slice(0, 2 * BROWSER_ID_BYTES), cookie.slice(2 * BROWSER_ID_BYTES)];
