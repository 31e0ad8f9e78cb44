import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { AccountLinks, Accounts } from './accounts.js';
import { ActorNames, People } from './people.js';
import { Activities, ActivityLog } from './activities.js';
import { ApiKeys } from './api-keys.js';
import { Credentials } from './credentials.js';
import { Passwords } from './passwords.js';
import { Sessions } from './sessions.js';
import { SignIn, SignInLimits } from './sign-in.js';
import { SingleSignOn } from './single-sign-on.js';
import type { SingleSignOnSettings } from './single-sign-on-settings.js';

const known = [Activities, ActivityLog, ActorNames, ApiKeys, People, Sessions];

/** Provides `Activities` to every module, too. Needs the ledger's module. */
@Global()
@Module({ providers: known, exports: known })
export class AccessModule {}

const providers = [AccountLinks, Accounts, Credentials, SignIn, SignInLimits];

@Module({ imports: [AccessModule] })
export class AccountsModule {
  /** @param subscriptions provides `Links` and `Secrets` */
  static with(
    settings: SingleSignOnSettings & { PASSWORD_COST: number; PUBLIC_URL: string },
    subscriptions: DynamicModule,
  ): DynamicModule {
    const passwords = { provide: Passwords, useFactory: () => new Passwords(settings.PASSWORD_COST) };
    const singleSignOn = {
      provide: SingleSignOn,
      inject: [LedgerDatabase, Clock],
      useFactory: (db: LedgerDatabase, clock: Clock) => new SingleSignOn(db, clock, settings),
    };
    return {
      module: AccountsModule,
      imports: [subscriptions],
      providers: [...providers, passwords, singleSignOn],
      exports: [...providers, passwords, singleSignOn],
    };
  }
}
