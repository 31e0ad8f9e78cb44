import { Injectable } from '@nestjs/common';
import { LedgerDatabase } from '#database/connection.js';
import { AccountLinks, endSessions } from './accounts.js';
import { hashOf } from './api-keys.js';
import { Passwords } from './passwords.js';
import { replaceRecoveryCodes, SignIn, type Ticket } from './sign-in.js';

/** Passwords and recovery codes, as their holders set them. */
@Injectable()
export class Credentials {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly links: AccountLinks,
    private readonly passwords: Passwords,
    private readonly signIn: SignIn,
  ) {}

  /**
   * Sets the password of whoever follows a link, and ends their sessions. The second factor is asked for all the same.
   *
   * @returns `undefined` for a link that can no longer be used
   */
  async choosePassword(link: string, token: string, password: string): Promise<Ticket | undefined> {
    const stored = await this.passwords.hash(password);
    return this.db.ledger.transaction().execute(async (tx) => {
      const account = await this.links.use(tx, link, token);
      if (account === undefined) return undefined;
      await tx
        .insertInto('account_credentials')
        .values({ account, password: stored, totp: null, totp_step: null })
        .onConflict((conflict) => conflict.column('account').doUpdateSet({ password: stored }))
        .execute();
      await endSessions(tx, account);
      await tx.deleteFrom('sign_in_ticket').where('account', '=', account).execute();
      return this.signIn.ticket(tx, account, 'mail');
    });
  }

  /** Ends the other sessions. @param session token of the one that goes on */
  async changePassword(account: string, password: string, session: string | undefined): Promise<void> {
    const stored = await this.passwords.hash(password);
    await this.db.ledger.transaction().execute(async (tx) => {
      await tx.updateTable('account_credentials').set({ password: stored }).where('account', '=', account).execute();
      await tx.deleteFrom('sign_in_ticket').where('account', '=', account).execute();
      await endSessions(tx, account, session === undefined ? undefined : hashOf(session));
    });
  }

  /** Sets up another app; the current one works until the code of the new one was right. */
  async replaceApp(account: string): Promise<Ticket> {
    return this.db.ledger.transaction().execute((tx) => this.signIn.ticket(tx, account, 'session'));
  }

  async renewRecoveryCodes(account: string): Promise<string[]> {
    return this.db.ledger.transaction().execute((tx) => replaceRecoveryCodes(tx, account));
  }

  /** How a person can sign in: absent for a person who uses another way, or has not joined yet. */
  async of(account: string): Promise<{ secondFactor: boolean; recoveryCodes: number } | undefined> {
    return this.db.ledger
      .selectFrom('account_credentials')
      .select((eb) => [
        eb('totp', 'is not', null).$castTo<boolean>().as('secondFactor'),
        eb
          .selectFrom('recovery_code')
          .select((codes) => codes.fn.countAll<number>().as('left'))
          .whereRef('recovery_code.account', '=', 'account_credentials.account')
          .$asScalar()
          .$notNull()
          .as('recoveryCodes'),
      ])
      .where('account', '=', account)
      .executeTakeFirst();
  }
}
